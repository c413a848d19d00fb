##@ On the running cluster

.PHONY: verify verify-outage order audit fuzz e2e-classes

verify: e2e-classes ## An order, its trace, logs, metrics and exemplars, checked in the stores; a line a check
	@KUBECTL=$$(ci/tool kubernetes/kubectl) ci/e2e-main verify.Verify

verify-outage: e2e-classes ## Take Jaeger away for 60 s under load, and count what of the orders' traces is lost (4 minutes)
	@KUBECTL=$$(ci/tool kubernetes/kubectl) ci/e2e-main verify.OutageCheck

order: e2e-classes ## Place an order and show its trace as a tree
	@ci/order

audit: ## Whether every order was conserved, read from the databases (OUTPUT=json, WAIT=60 seconds for what is under way)
	@ci/mvn -q package -DskipTests -pl services/audit -am
	@ci/audit $(if $(OUTPUT),-o $(OUTPUT)) $(if $(WAIT),--wait $(WAIT))

fuzz: ## Try the whole API against its document; fails on any 5xx and any answer that is not in it (URL= PASSWORD= EXAMPLES=50 SEED=1)
	@ci/fuzz/fuzz

e2e-classes:
	@ci/mvn -q package -DskipTests -pl ci/e2e -am
