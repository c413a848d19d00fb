// Package typedapi stands in for Elasticsearch's typed client: 900 packages, which Jaeger links and never calls (it uses
// the untyped one). A caller of its methods would not compile.
package typedapi

import "github.com/elastic/elastic-transport-go/v8/elastictransport"

// MethodAPI is the typed client, without methods.
type MethodAPI struct{}

// NewMethodAPI returns it.
func NewMethodAPI(elastictransport.Interface) *MethodAPI { return &MethodAPI{} }
