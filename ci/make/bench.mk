##@ Prove

.PHONY: bench-agent

bench-agent: ## Measure the agent's cost on a quiet machine: the same orders with and without it, in turn (ROUNDS=6 WARM=120 BLOCK=60 LIGHT=2 RATE=10 JIT=c1 VARIANTS="full no-jdbc")
	@ci/mvn -q package -DskipTests -pl '!ci/charts'
	@ci/main ci/e2e e2e.bench.AgentBench . $(or $(ROUNDS),6) $(or $(WARM),120) $(or $(BLOCK),60) $(or $(LIGHT),2) $(or $(RATE),10) $(or $(JIT),c1) $(or $(VARIANTS),full)
