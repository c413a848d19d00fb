// Package typedapi stands in for Elasticsearch's typed client, 23 MB of source in hundreds of packages. Jaeger names none of
// them: it uses the untyped client. A caller of its methods would not compile.
package typedapi

import "github.com/elastic/elastic-transport-go/v8/elastictransport"

// MethodAPI is the typed client, without methods.
type MethodAPI struct{}

// NewMethodAPI returns it.
func NewMethodAPI(elastictransport.Interface) *MethodAPI { return &MethodAPI{} }
