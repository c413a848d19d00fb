##@ Cluster (IMAGES=registry|modules and STACK=grafana|jaeger are chosen by themselves, give one to force it)

.PHONY: cluster-up cluster-down cluster-status grafana images memory rotate-keys

cluster-up: ## From nothing to seven traced services on a kind cluster
	@ci/cluster up

cluster-down: ## Remove the cluster, and stop the engine if cluster-up started it; what was built is kept
	@ci/cluster down

cluster-status: ## What runs, and where to look
	@ci/cluster status

grafana: ## Forward Grafana to http://127.0.0.1:3000, and print the command that shows its password (STACK=grafana)
	@ci/cluster grafana

images: ## Build the third-party images of IMAGES=modules, without a cluster
	@ci/engine up
	@ci/images/build

memory: ## Memory in use on the node, by component
	@ci/cluster memory

rotate-keys: ## Give auth a new key to sign tokens with; it takes over after 10 minutes, nobody has to log in again
	@ci/rotate-keys
