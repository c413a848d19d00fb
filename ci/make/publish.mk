##@ Develop

.PHONY: push package charts pins verify-pins

push: ## Build our images for PLATFORMS=linux/amd64,linux/arm64 and push them to REGISTRY=ghcr.io/<owner>/orderflow (PLAIN_HTTP=1 for one without TLS)
	@ci/publish images

package: ## Write the charts, with REGISTRY and all pinned images as their values, to build/charts
	@ci/publish package

charts: ## Package the charts and push them to oci://REGISTRY/charts
	@ci/publish charts

pins: ## Pin the images that are pulled by the digests that their registries have now (ci/images/digests.yaml)
	@ci/images/pins

verify-pins: ## Fail if a registry has another digest than ci/images/digests.yaml
	@ci/images/pins --verify
