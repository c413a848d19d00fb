##@ Charts

.PHONY: crds verify-crds

crds: ## Write the CRDs from the operators' pins
	@ci/crds write

verify-crds: ## Fail where the CRDs are not what the pins give
	@ci/crds verify
