##@ Documents

.PHONY: docs docs-reference

docs: ## Build the site of docs/ in build/site (SERVE=yes serves it at http://127.0.0.1:8000 until Ctrl-C)
	@ci/docs/build $(if $(filter yes,$(SERVE)),--serve)

docs-reference: ## Write the reference pages and the charts' READMEs from make help and the charts' values
	@HELM=$$(ci/tool helm) ci/mvn -q test -pl ci/charts -am -Dtest=ReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dreference.update=true
