// Package install registers the discovery plugins that the build tags leave, as Prometheus itself does it. The original
// imports all of them, and with them the SDKs of a dozen clouds: two thirds of the Operator's own code by size.
package install

import _ "github.com/prometheus/prometheus/plugins"
