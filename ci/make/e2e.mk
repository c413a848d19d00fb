# What a load is told: RATE, DURATION and the others of its --help, each by its own name.
load_options = $(foreach option,RATE DURATION SEED MIX SHOPPERS COUNT PRODUCTS,$(if $($(option)),--$(shell echo $(option) | tr A-Z a-z) $($(option)))) $(if $(OUTPUT),-o $(OUTPUT)) $(if $(ORDERS),--orders $(ORDERS))

.PHONY: verify verify-outage coverage order page audit replay-dead-letters scale incident drill verify-leaks recover rehearse prove walk walks record-traces load verify-conservation fuzz drill-classes audit-classes

##@ Prove

verify: drill-classes ## An order, its trace, logs, metrics and exemplars, checked in the stores; a line a check
	@KUBECTL=$$(ci/tool kubernetes/kubectl) HELM=$$(ci/tool helm) ci/main services/drill drill.verify.Verify

verify-outage: drill-classes ## Take the trace store away for 60 s under load, and count what of the orders' traces is lost (4 minutes)
	@KUBECTL=$$(ci/tool kubernetes/kubectl) ci/main services/drill drill.verify.OutageCheck

##@ Look

page: ## Send a test page through Alertmanager to the pager, and show what became of it
	@ci/page

coverage: drill-classes ## How many queries of the dashboards and rules have an answer now, and why the others have none
	@KUBECTL=$$(ci/tool kubernetes/kubectl) ci/main services/drill drill.verify.ShowCoverage

order: drill-classes ## Place an order and show its trace as a tree
	@ci/order

walk: services/walk/target/classpath.txt ## From the page that fires to its cause: exemplar, trace, span, logs, SQL (ALERT=name, TRACE=id, OUTPUT=json)
	@ci/walk $(if $(ALERT),--alert '$(ALERT)') $(if $(TRACE),--trace '$(TRACE)') $(if $(OUTPUT),-o $(OUTPUT))

# A walk at night does not wait for Maven unless the code has changed.
services/walk/target/classpath.txt: services/walk/pom.xml pom.xml $(shell find services/walk/src/main -type f)
	@ci/mvn -q package -DskipTests -pl services/walk -am
	@touch $@

##@ Prove

walks: drill-classes ## While pages fire: COUNT=20 walks from them and from failed requests; how many arrive, at what, how fast (INCIDENT=scale-47 has the cause to find)
	@KUBECTL=$$(ci/tool kubernetes/kubectl) ci/main services/drill drill.incident.Walks '$(INCIDENT)' $(or $(COUNT),20)

##@ Develop

record-traces: ## Make each fault that the walk is tested with on the local system, and keep its trace and logs (SCENES="a b")
	@ci/mvn -q package -DskipTests -pl '!ci/charts'
	@ci/main ci/e2e e2e.scenes.Record . services/walk/src/test/resources/traces $(SCENES)

##@ Prove

audit: audit-classes ## Whether every order was conserved, read from the databases (OUTPUT=json, WAIT=60 seconds for what is under way)
	@ci/audit $(if $(OUTPUT),-o $(OUTPUT)) $(if $(WAIT),--wait $(WAIT))

##@ Break

replay-dead-letters: ## Send dead letters back to their topics (LIST=1 only shows them and why, TOPIC=orders, LIMIT=10, OUTPUT=json)
	@ci/job replay-dead-letters $(if $(LIST),--list) $(if $(TOPIC),--topic $(TOPIC)) $(if $(LIMIT),--limit $(LIMIT)) $(if $(OUTPUT),-o $(OUTPUT))

scale: drill-classes ## The seven services in so many pods, a few starting at a time (PODS=47, or 7, 20, 33, ...; INCIDENT=scale-47 has the proportions)
	@KUBECTL=$$(ci/tool kubernetes/kubectl) ci/main services/drill drill.incident.Scale '$(INCIDENT)' $(PODS)

load: ## Shoppers at RATE=4 a second for DURATION=60 s, as a pod (SEED, MIX, SHOPPERS; OUTPUT=json; FROM=host runs them here)
	@ci/load $(if $(FROM),--from $(FROM)) $(load_options)

##@ Prove

verify-conservation: drill-classes audit-classes ## Kill each service, Kafka, PostgreSQL and Valkey in turn under load, and audit every order (DURATION=600 RATE=4)
	@KUBECTL=$$(ci/tool kubernetes/kubectl) ci/main services/drill drill.verify.ConservationCheck $(or $(DURATION),600) $(or $(RATE),4) $(or $(SEED),1)

##@ Break

incident: drill-classes ## The whole night: a load, its baseline, the change, the pages (INCIDENT=scale-47; FIX=pool-budget stays quiet)
	@KUBECTL=$$(ci/tool kubernetes/kubectl) HELM=$$(ci/tool helm) ci/main services/drill drill.incident.IncidentCommand '$(INCIDENT)' '$(FIX)'

##@ Prove

rehearse: drill-classes audit-classes ## The night in short: a load, the change until somebody is paged, the evidence, the walk, its end, the audit (9 to 18 minutes; INCIDENT=scale-47; RESTORE=no leaves the larger pools)
	@KUBECTL=$$(ci/tool kubernetes/kubectl) HELM=$$(ci/tool helm) ci/main services/drill drill.incident.Rehearsal '$(INCIDENT)' '$(or $(RESTORE),yes)'

prove: drill-classes audit-classes ## The nights that the incident's file lists as its proof, three each; keeps its results and goes on (INCIDENT=scale-47 TIMES=3 NIGHTS="47 47-fixed")
	@KUBECTL=$$(ci/tool kubernetes/kubectl) HELM=$$(ci/tool helm) ci/main services/drill drill.incident.Prove '$(INCIDENT)' $(or $(TIMES),3) $(NIGHTS)

##@ Break

# What a drill starts has its environment, where make would put what was asked for.
drill_options = BOX LIMIT SEED DECOYS RESPONDER NAME INCIDENT

drill: drill-classes ## Something may begin within BOX=10m: say at the pager what, until LIMIT=20m after it; scored (RESPONDER=person|scripted|constant NAME= DECOYS=0.3 SEED= INCIDENT=)
	@export KUBECTL=$$(ci/tool kubernetes/kubectl) HELM=$$(ci/tool helm); \
	  unset MAKEFLAGS MFLAGS MAKEOVERRIDES $(drill_options); \
	  ci/main services/drill drill.exercise.Drill $(foreach option,$(drill_options),$(if $(filter command,$(origin $(option))),'$(option)=$($(option))'))

##@ Prove

verify-leaks: drill-classes ## Search all that a responder can read for the names of incidents and what is true of them
	@KUBECTL=$$(ci/tool kubernetes/kubectl) ci/main services/drill drill.exercise.LeakCheck

##@ Break

recover: drill-classes ## Mitigate the running incident, and wait until it is over (INCIDENT=scale-47 MITIGATION=scale-back PODS=20)
	@KUBECTL=$$(ci/tool kubernetes/kubectl) HELM=$$(ci/tool helm) ci/main services/drill drill.incident.Recovery '$(INCIDENT)' '$(MITIGATION)' '$(PODS)'

##@ Prove

fuzz: ## Try the whole API against its document; fails on any 5xx and any answer that is not in it (URL= PASSWORD= EXAMPLES=50 SEED=1)
	@ci/fuzz/fuzz

drill-classes:
	@ci/mvn -q package -DskipTests -pl services/drill -am

audit-classes:
	@ci/mvn -q package -DskipTests -pl services/audit -am
