# OrderFlow. `make` prints what there is to do; the targets live in ci/make/.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

parts = $(foreach part,cluster java product course bench charts publish,ci/make/$(part).mk)
include $(parts)

# The sections of the list, in the order in which a person meets them. A line "##@ <section>" puts the targets after it
# there, in whichever file. What other targets are made of is no person's to call: its name ends in -classes, or is a file.
sections = Start: a cluster, from nothing \
  |Look: at orders, traces, pages and pods of the running cluster \
  |Break: load, incidents and drills, and how to mend them \
  |Learn: from a dark system to the night shift, in lessons that check themselves \
  |Prove: that it works, that it conserves orders, and what it costs \
  |Develop: test, format, generate, publish; no cluster

##@ Start

.PHONY: help
help: ## Print this list
	@awk -v sections='$(sections)' 'BEGIN {FS = ":.*## "; n = split(sections, title, /[ ]*[|]/)} \
	  /^##@ / {section = substr($$0, 5)} \
	  /^[a-z][a-z-]*:.*## / {lines[section] = lines[section] sprintf("  %-20s %s\n", $$1, $$2)} \
	  END {for (i = 1; i <= n; i++) {split(title[i], part, ":"); printf "\n%s\n%s", title[i], lines[part[1]]}}' $(parts) Makefile
