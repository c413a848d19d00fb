##@ Start

.PHONY: doctor cluster-up cluster-down clean-host cluster-status grafana images memory rotate-keys

cluster-up: ## From nothing to seven traced services on a kind cluster; a stopped one is started again with its data (IMAGES=registry|modules and STACK=grafana|jaeger are chosen automatically; give one to force it)
	@ci/cluster up

doctor: ## List what this machine lacks for cluster-up and test, all at once, and how to get it
	@ci/doctor

cluster-down: ## Delete the cluster and its data, and stop the engine if cluster-up started it; what was built is kept
	@ci/cluster down

clean-host: ## Remove what cluster-up left on this machine: built images, tools, packages, kernel settings (asks first)
	@ci/cluster clean-host

rotate-keys: ## Give auth a new key to sign tokens with; it takes over after 10 minutes, and nobody has to log in again (LEAKED=yes: at once, and all other keys are removed)
	@ci/rotate-keys $(if $(filter yes,$(LEAKED)),--leaked)

##@ Look

cluster-status: ## Show what runs, and at which addresses
	@ci/cluster status

grafana: ## Forward Grafana to 127.0.0.1 (PORT_GRAFANA=3000), and print the password of its admin (STACK=grafana)
	@ci/cluster grafana

memory: ## Show the memory in use on the node, by component
	@ci/cluster memory

##@ Develop

images: ## Build the third-party images of IMAGES=modules, without a cluster
	@ci/engine up
	@ci/images/prepare
	@ci/images/build
