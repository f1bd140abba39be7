# `make try` checks one claim, `make claims` all of the tutorial's, `make test` the harness; each sets up first.
# ARGS is handed to pytest:  make claims ARGS="-k NS4 --claims-dataset mnist"

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What checks claims, and with it what tests, checks and times the harness.
READY := $(VENV)/requirements.installed
DEV := $(VENV)/requirements-dev.installed
ARGS ?=

.PHONY: try claims curves scope scope-reference guide test plugins kills bench detection reference guide-reference pilots calibration check format lock clean

# One claim, with its report: is structure A better than B and C?
try: $(READY)
	$(BIN)/pytest claims/ -k NS4 $(ARGS)

claims: $(READY)
	$(BIN)/pytest claims/ $(ARGS)

# Adds what a session of its own has made to the latest report on the claims, if there is one.
LATEST := reports/latest/results.json
into-latest = [ ! -f $(LATEST) ] || { $(BIN)/python -m harness $(1) $(LATEST) && \
  $(BIN)/python -m harness report $(LATEST) -o reports/latest; }

# Where its settings turn: response curves, descriptions without a verdict. Some twenty minutes on two cores; the figures go
# into the latest report on the claims, if there is one.
CURVES := reports/latest/curves

curves: $(READY)
	$(BIN)/pytest claims/ -m curve --claims-report $(CURVES) $(ARGS)
	$(call into-latest,merge $(CURVES)/results.json)

# Where else the tutorial's advice holds (docs/scope.md), after an estimate of what that takes; it goes on where it was.
# The map also goes into the latest report, if that is of the same data.
SCOPE := reports/latest/scope

scope: $(READY)
	$(BIN)/pytest claims/ -m scope --claims-dry-run --quiet $(ARGS)
	$(BIN)/pytest claims/ -m scope --claims-report $(SCOPE) $(ARGS)
	$(call into-latest,merge $(SCOPE)/results.json)

# A second text: scikit-learn's guide to its neural networks. Needs no TensorFlow.
guide: $(READY)
	$(BIN)/pytest examples/mlp_guide $(ARGS)

# A file's tests stay together, for the sake of what they share (a cluster, a trained project). A test that hangs is named
# and ends the run, instead of keeping it for good.
AT_MOST := -o faulthandler_timeout=900 -o faulthandler_exit_on_timeout=true --max-worker-restart 0

test: $(DEV)
	$(BIN)/pytest tests/ --numprocesses auto --maxprocesses 4 --dist loadfile $(AT_MOST) $(ARGS)

# An environment with many other plugins of pytest, where a slow test runs a suite: tests/plugin/test_matrix.py.
PLUGINS := .venv-plugins
plugins: $(PLUGINS)/requirements.installed

$(PLUGINS)/requirements.installed: tests/plugins/requirements.txt $(DEV)
	rm -rf $(PLUGINS)
	@$(BIN)/python tools/set_up.py $(PLUGINS) $<
	@touch $@

# Sessions and workers killed at random moments, with far more moments than the tests of every day have: half an hour.
kills: $(DEV)
	CLAIMS_TEST_MOMENTS=20 $(BIN)/pytest tests/campaign/test_survival.py -m slow -k a_kill_at_any_moment $(ARGS)

# The reference results that --claims-compare is given, with their reports. They are made where git does not look, so
# that the results of the second data set, drawn or as listed, do not call the checkout changed, and put in place when
# all are there. A claim that comes out otherwise than its test expects (pytest's exit code 1) is a result like any other.
MADE := reports/latest/reference
MNIST := ../shared/mnist.npz
reference-of = $(BIN)/pytest claims/ $(2) --claims-report $(MADE)/$(1) $(ARGS) || [ $$? -eq 1 ]
OWN := --claims-dataset mnist --claims-data $(MNIST)
reference-of-guide = $(BIN)/pytest examples/mlp_guide --claims-report $(MADE)/mlp_guide $(ARGS) || [ $$? -eq 1 ]

define keep-made
	for made in $(MADE)/*; do \
	  kept=reports/reference/$${made##*/} && mkdir -p $$kept && \
	  gzip -9n < $$made/results.json > $$kept/results.json.gz && \
	  $(BIN)/python -m harness report $$kept/results.json.gz -o $$kept || exit 1; \
	done
	$(BIN)/python -m harness front-page reports/reference
endef

reference: $(READY)
	rm -rf $(MADE)
	$(call reference-of,mnist5k,--claims-dataset mnist5k)
	@[ -f $(MNIST) ] || echo "No reference for the tutorial's own data: there is no $(MNIST) here."
	[ ! -f $(MNIST) ] || { $(call reference-of,mnist,$(OWN)); }
	[ ! -f $(MNIST) ] || { $(call reference-of,mnist-listing,$(OWN) --claims-split listing); }
	$(reference-of-guide)
	$(keep-made)

# The maps and curves for the references that there are, and their reports with them.
define with-map
	$(BIN)/pytest claims/ -m "scope or curve" $(2) --claims-report $(SCOPE)-$(1) $(ARGS) || [ $$? -eq 1 ]
	mkdir -p $(MADE)/$(1) && gunzip -c reports/reference/$(1)/results.json.gz > $(MADE)/$(1)/results.json
	$(BIN)/python -m harness merge $(SCOPE)-$(1)/results.json $(MADE)/$(1)/results.json
	$(BIN)/python -m harness report $(MADE)/$(1)/results.json -o $(MADE)/$(1)
endef

scope-reference: $(READY)
	rm -rf $(MADE)
	$(call with-map,mnist5k,--claims-dataset mnist5k)
	[ ! -f $(MNIST) ] || { $(call with-map,mnist,$(OWN)); }
	$(keep-made)

guide-reference: $(READY)
	rm -rf $(MADE)
	$(reference-of-guide)
	$(keep-made)

# What the two suites have chosen by trying, on seeds that are never judged (claims/chosen.py, examples/mlp_guide/arms.py):
# trains them again, and says whether the figures are still those. Some four minutes.
pilots: $(READY)
	$(BIN)/python -m claims.pilots
	$(BIN)/python -m examples.mlp_guide.pilots

# This harness against what people would use instead, as ratios: half an hour, on a machine that does nothing else. The
# figures go into the latest report, if there is one.
BENCHMARKS := reports/latest/benchmarks.json

bench: $(DEV)
	mkdir -p reports/latest
	$(BIN)/pytest benchmarks/ --benchmark-json=$(BENCHMARKS) $(ARGS)
	$(call into-latest,merge-benchmarks $(BENCHMARKS))

# Some thirty faults, each planted in a copy of the project by itself: which test catches it. A quarter of an hour.
detection: $(DEV)
	$(BIN)/python -m tests.detection $(ARGS)

# The judge's error rates by simulation: rewrites the tables of docs/method.md, in some five minutes.
calibration: $(READY)
	$(BIN)/python -m harness calibrate docs/method.md

check: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(DEV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The stamp is written last: a set-up that was interrupted is done again.
$(READY): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; $(PYTHON) is older or missing. Try: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) tools/set_up.py $(VENV) $<
	@touch $@

$(DEV): requirements-dev.txt $(READY)
	@$(BIN)/python tools/set_up.py $(VENV) $<
	@touch $@

# One lock for all supported Pythons and platforms; hashes, and no index address. The developers' has everything, and the
# others are a part of it.
compile = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml
lock: $(DEV)
	$(BIN)/python -m pip install --quiet uv
	$(compile) --extra dev --extra bench -o requirements-dev.txt
	$(compile) --extra tutorial --extra cluster -c requirements-dev.txt -o requirements.txt
	$(compile) tests/plugins/requirements.in -c requirements-dev.txt -o tests/plugins/requirements.txt

clean:
	rm -rf $(VENV) $(PLUGINS) .pytest_cache .mypy_cache .ruff_cache .hypothesis reports/latest reports/latest-partial
