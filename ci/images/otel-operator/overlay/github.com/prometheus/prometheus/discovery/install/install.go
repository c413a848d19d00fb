// Package install registers the discovery plugins that the build tags leave, as Prometheus itself does it. The original
// imports all of them, and with them the SDKs of a dozen clouds: a third of the source that the Operator is compiled from.
package install

import _ "github.com/prometheus/prometheus/plugins"
