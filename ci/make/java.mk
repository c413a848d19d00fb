##@ Code (no cluster, no root, no container engine)

.PHONY: test local

test: ## Unit and slice tests, chart tests, and the integration suite on real stores
	@ci/doctor test
	@HELM=$$(ci/tool helm) PROMETHEUS=$$(ci/tool prometheus/prometheus) PROMTOOL=$$(ci/tool prometheus/promtool) \
	  ALERTMANAGER=$$(ci/tool alertmanager/alertmanager) AMTOOL=$$(ci/tool alertmanager/amtool) \
	  ACTIONLINT=$$(ci/tool actionlint) ci/mvn verify

local: ## The seven services as processes on this machine, one order through them, and its trace (PORT=8080)
	@ci/mvn -q package -DskipTests -pl '!ci/charts'
	@ci/e2e-main local.Local . $(or $(PORT),8080)
