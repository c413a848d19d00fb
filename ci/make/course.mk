# The course: make lesson 1 makes a tree, make check 1 checks it. The number is a word of its own, hence a target that does
# nothing.
lesson := $(if $(filter lesson check play-lesson,$(firstword $(MAKECMDGOALS))),$(word 2,$(MAKECMDGOALS)))
$(if $(lesson),$(eval .PHONY: $(lesson))$(eval $(lesson): ;@:))

##@ Learn

.PHONY: lesson check play-lesson

lesson: ## Make your own working tree at the start of a lesson of the course, beside this checkout: make lesson 1 (HINT=1..3, SOLUTION=1; AGAIN=yes makes another; FOLDER=)
	@ci/course lesson $(lesson) $(call options,HINT SOLUTION AGAIN FOLDER)

check: ## Put load and one trouble on your tree of a lesson, and ask its telemetry: make check 1 (SEED=; in lesson 0 ANSWER=<service>; FOLDER=)
	@ci/course check $(lesson) $(call options,SEED ANSWER FOLDER)

##@ Develop

play-lesson: ## Play a lesson's start, our solution and its wrong attempts: make play-lesson 1 (2 minutes each; SEED=1 ATTEMPTS="start solution")
	@ci/course play $(lesson) $(call options,SEED) $(foreach attempt,$(call given,ATTEMPTS),--attempt '$(attempt)')
