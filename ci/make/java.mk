##@ Develop

.PHONY: test format pager-schedules local

test: ## Run null checks, unit and slice tests, chart tests, and the integration suite on real stores (no cluster, no root, no container engine)
	@ci/doctor test
	@HELM=$$(ci/tool helm) PROMETHEUS=$$(ci/tool prometheus/prometheus) PROMTOOL=$$(ci/tool prometheus/promtool) \
	  ALERTMANAGER=$$(ci/tool alertmanager/alertmanager) AMTOOL=$$(ci/tool alertmanager/amtool) \
	  OTELCOL=$$(ci/tool collector/otelcol || true) ACTIONLINT=$$(ci/tool actionlint) SHELLCHECK=$$(ci/tool shellcheck || true) SHFMT=$$(ci/tool shfmt || true) \
	  sh -c 'ci/mvn -T 2 test-compile -P null-checks && ci/mvn -T 2 verify -P null-checks'

format: ## Format the Java, the poms and the shell scripts
	@ci/mvn -q spotless:apply
	@$$(ci/tool shfmt) -w ci .ci

pager-schedules: ## Fire, end, mute and reroute alerts, and kill and cut off Alertmanager and the pager, in COUNT=200 random schedules (SEED=1 WORKERS=2 MINUTES=240)
	@HELM=$$(ci/tool helm) ALERTMANAGER=$$(ci/tool alertmanager/alertmanager) AMTOOL=$$(ci/tool alertmanager/amtool) \
	  ci/mvn test -pl services/pager -am -Dtest=SchedulesTest -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dpager.schedules=$(or $(COUNT),200) -Dpager.seed=$(or $(SEED),1) -Dpager.workers=$(or $(WORKERS),2) -Dpager.minutes=$(or $(MINUTES),240)

##@ Start

local: ## Run the seven services as processes on this machine, place one order, and print its trace (PORT=8080; AGENT=off: without the agent)
	@ci/mvn -q package -DskipTests -pl '!ci/charts'
	@ci/main services/local local.Local . $(or $(PORT),8080) $(or $(AGENT),tree)
