# Commands on the running cluster; ci/orderflow <target> --help describes each in full.
.PHONY: verify verify-grafana verify-outage coverage order page audit replay-dead-letters scale incident drill verify-leaks recover rehearse prove walk who walks record replay score who-score record-traces load verify-conservation fuzz

# options turns variables of make's command line into options of ci/orderflow: RATE=4 becomes --rate '4'. Those of the
# environment count for nothing, since it has variables of the same names for other purposes (NAME on WSL, TRACE, OUTPUT).
option = --$(shell echo $(1) | tr A-Z_ a-z-) '$($(1))'
given = $(if $(filter command,$(origin $(1))),$($(1)))
options = $(foreach name,$(1),$(if $(call given,$(name)),$(call option,$(name))))

##@ Prove

verify: ## Place an order, and check its trace, logs, metrics and exemplars in the stores; one check a line
	@ci/orderflow verify

verify-grafana: ## Open every dashboard of the Grafana at URL= in Chromium, and follow its links (PASSWORD= of admin; URL: else where make grafana forwards it; WIDTH=1280; pictures in build/grafana)
	@ci/mvn -q package -DskipTests -pl ci/e2e -am
	@CHROMIUM=$$(ci/chromium) GRAFANA_PASSWORD='$(call given,PASSWORD)' WIDTH=$(or $(WIDTH),1280) ci/main ci/e2e e2e.grafana.VerifyGrafana . "$(or $(call given,URL),$$(ci/ports url grafana))"

verify-outage: ## Take the trace store away for 60 s under load, and count the spans that are lost (4 minutes)
	@ci/orderflow verify-outage

##@ Look

page: ## Send a test page through Alertmanager to the pager, and show who is notified
	@ci/orderflow page

coverage: ## Count the queries of the dashboards and rules that have an answer now, and say why the others have none
	@ci/orderflow coverage

order: ## Place an order and show its trace as a tree
	@ci/orderflow order

walk: ## Walk from the firing page to its cause: exemplar, trace, span, logs, SQL (ALERT=name, TRACE=id, OUTPUT=json)
	@ci/orderflow walk $(call options,ALERT TRACE OUTPUT)

who: ## Compare the shoppers whose requests fail with the others: which are they? (ALERT=name, PAGE=number, ROUTE='POST /api/orders/**' SINCE=10m; SLOW=1s, WITH=attribute=value or LAST=5m instead of failed; OUTPUT=json)
	@ci/orderflow who $(call options,ALERT PAGE ROUTE SINCE SLOW WITH LAST OUTPUT)

##@ Prove

walks: ## Make COUNT=20 walks from firing pages and failed requests; count how many arrive, at which cause, how fast (INCIDENT=scale-47: the cause to find)
	@ci/orderflow walks $(call options,COUNT INCIDENT)

record: ## Record what the stores hold of the last minutes, while a page fires, as NAME=<name>
	@ci/orderflow record '$(call given,NAME)'

replay: ## Walk from the pages of the recorded run NAME=<name>, without a cluster
	@PROMETHEUS=$$(ci/tool prometheus/prometheus) ci/orderflow replay '$(call given,NAME)'

score: ## Score the walk on all recorded runs, beside simple rules, and write docs/reference/walk-score.md
	@PROMETHEUS=$$(ci/tool prometheus/prometheus) ci/orderflow score

##@ Develop

who-score: ## Score `make who` on synthetic populations of shoppers, beside other measures, and write docs/reference/who-score.md
	@ci/mvn -q test -pl services/who -am -Dtest=ScoreTest -Dsurefire.failIfNoSpecifiedTests=false -Dreference.update=true

record-traces: ## Make each fault that the walk is tested with on the local system, and record its trace and logs (SCENES="a b")
	@ci/mvn -q package -DskipTests -pl '!ci/charts'
	@ci/main ci/e2e e2e.scenes.Record . services/walk/src/test/resources/traces $(call given,SCENES)

##@ Prove

audit: ## Read from the databases whether every order was conserved (OUTPUT=json, WAIT=60 seconds for orders in progress)
	@ci/orderflow audit $(call options,OUTPUT WAIT)

##@ Break

replay-dead-letters: ## Send dead letters back to their topics (LIST=1 only shows them and why, TOPIC=orders, LIMIT= at most so many, OUTPUT=json)
	@ci/orderflow replay-dead-letters $(if $(call given,LIST),--list) $(call options,TOPIC LIMIT OUTPUT)

scale: ## Scale the services to a total number of pods, a few starting at a time (PODS=47, or 7, 20, 33, ...; INCIDENT=scale-47: the proportions)
	@ci/orderflow scale $(call options,PODS INCIDENT)

load: ## Send shoppers at RATE=4 a second for DURATION=60 s, from a pod (SEED, MIX, SHOPPERS; OUTPUT=json; FROM=host runs the shoppers here, where ORDERS=<file> keeps every order)
	@ci/orderflow load $(call options,FROM RATE DURATION SEED MIX SHOPPERS COUNT PRODUCTS OUTPUT ORDERS)

##@ Prove

verify-conservation: ## Kill each service, Kafka, PostgreSQL and Valkey in turn under load, and audit every order (DURATION=600 RATE=4)
	@ci/orderflow verify-conservation $(call options,DURATION RATE SEED)

##@ Break

incident: ## Run an incident in full: a load, its quiet baseline, the change, the pages (INCIDENT=scale-47; FIX=pool-budget stays quiet)
	@ci/orderflow incident $(call options,FIX INCIDENT)

##@ Prove

rehearse: ## Rehearse an incident in short: a load, the change until somebody is paged, the evidence, the walk, the end of the change, the audit (9 to 18 minutes; INCIDENT=scale-47; RESTORE=no leaves the larger pools)
	@ci/orderflow rehearse $(call options,RESTORE INCIDENT)

prove: ## Make the runs that the incident's file lists as its proof, three times each; keeps results, and continues an interrupted proof (INCIDENT=scale-47, or all; TIMES=3 RUNS="47 47-fixed"; KEEP=yes keeps the figures for the docs)
	@ci/orderflow prove $(call options,TIMES INCIDENT KEEP) $(foreach run,$(call given,RUNS),--run '$(run)')

##@ Break

# Processes that a drill starts inherit its environment, which must not show the variables that make was called with.
drill_variables = BOX LIMIT SEED DECOYS RESPONDER NAME INCIDENT KEEP

drill: ## Run a drill: something may begin within BOX=10m; state the cause at the pager until LIMIT=20m after that; scored (RESPONDER=person|scripted|constant NAME= DECOYS=0.3 SEED= INCIDENT=; KEEP=yes keeps the figures for the docs)
	@unset MAKEFLAGS MFLAGS MAKEOVERRIDES $(drill_variables); ci/orderflow drill $(call options,$(drill_variables))

##@ Prove

verify-leaks: ## Search all that a responder can read for the names and the truth of incidents
	@ci/orderflow verify-leaks

##@ Break

recover: ## Mitigate the running incident, and wait until it is over (INCIDENT=scale-47 MITIGATION=scale-back PODS=20)
	@ci/orderflow recover $(call options,PODS INCIDENT MITIGATION)

##@ Prove

fuzz: ## Try the whole API against its document; fails on any 5xx and any answer that is not in it (URL= PASSWORD= EXAMPLES=50 SEED=1)
	@ci/fuzz/fuzz
