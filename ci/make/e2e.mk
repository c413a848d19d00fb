##@ Checks on the running cluster

.PHONY: verify

verify: ## An order, its trace, logs, metrics and exemplars, checked in the stores; a line a check
	@ci/mvn -q package -DskipTests -pl ci/e2e -am
	@KUBECTL=$$(ci/tool kubernetes/kubectl) ci/e2e-main verify.Verify
