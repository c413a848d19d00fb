##@ Develop

.PHONY: golden rules-test rules-inputs crds verify-crds

golden: ## Write what the charts render to the golden files, and docs/versions.md; look at the difference before you commit it
	@HELM=$$(ci/tool helm) ci/mvn -q test -pl ci/charts -am -Dtest=GoldenTest,VersionsTest \
	  -Dsurefire.failIfNoSpecifiedTests=false -Dgolden.update=true -Dversions.update=true

rules-test: ## Check the alert rules, run their tests, check the routing and what holds them together
	@HELM=$$(ci/tool helm) PROMTOOL=$$(ci/tool prometheus/promtool) AMTOOL=$$(ci/tool alertmanager/amtool) \
	  ci/mvn -q test -pl ci/charts -am -Dtest=RulesTest,AlertsTest,RuleInputsTest -Dsurefire.failIfNoSpecifiedTests=false

rules-inputs: ## Write the alerts on absent metrics from what the other rules read
	@ci/mvn -q test -pl ci/charts -am -Dtest=RuleInputsTest -Dsurefire.failIfNoSpecifiedTests=false -Dinputs.update=true

crds: ## Write the CRDs from the operators' pins
	@ci/crds write

verify-crds: ## Fail if the CRDs are not what the pins give
	@ci/crds verify

.PHONY: docs docs-reference

docs: ## Build the site of docs/ in build/site (SERVE=yes serves it at http://127.0.0.1:8000 until Ctrl-C)
	@ci/docs/build $(if $(filter yes,$(SERVE)),--serve)

docs-reference: ## Write the reference pages, the charts' READMEs and the registry of attributes from what they describe
	@HELM=$$(ci/tool helm) ci/mvn -q test -pl services/platform,ci/charts -am -Dtest=AttributeRegistryTest,ReferenceTest -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dregistry.update=true -Dreference.update=true
