##@ Cluster (IMAGES=registry|modules and STACK=jaeger are chosen by themselves; give them to force a choice)

.PHONY: cluster-up cluster-down cluster-status images memory rotate-keys

cluster-up: ## From nothing to seven traced services on a kind cluster
	@ci/cluster up

cluster-down: ## Remove the cluster, and stop the engine if cluster-up started it; what was built is kept
	@ci/cluster down

cluster-status: ## What runs, and where to look
	@ci/cluster status

images: ## Build the third-party images of IMAGES=modules, without a cluster
	@ci/engine up
	@ci/images/build

memory: ## Memory in use on the node, by component
	@ci/cluster memory

rotate-keys: ## Give auth a new key to sign tokens with; it takes over after 10 minutes, nobody has to log in again
	@ci/rotate-keys
