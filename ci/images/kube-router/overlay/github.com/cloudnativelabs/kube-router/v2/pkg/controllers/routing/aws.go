package routing

// disableSourceDestinationCheck does nothing: routing is off here (daemonset.yaml), and the original brings the SDK of EC2.
func (nrc *NetworkRoutingController) disableSourceDestinationCheck() {}
