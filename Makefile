# `make claims` checks the tutorial's claims, `make test` the harness; both set everything up first.
# ARGS is handed to pytest:  make claims ARGS="-k NS4 --claims-dataset mnist"

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/requirements.installed
ARGS ?=

.PHONY: claims test calibration check format lock clean

claims: $(READY)
	$(BIN)/pytest claims/ $(ARGS)

test: $(READY)
	$(BIN)/pytest tests/ $(ARGS)

# The judge's error rates by simulation: rewrites the tables of docs/method.md, in seconds.
calibration: $(READY)
	$(BIN)/python -m harness.calibration docs/method.md

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The stamp is written last: a set-up that was interrupted is done again.
$(READY): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; $(PYTHON) is older or missing. Try: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

# One lock for all supported Pythons and platforms; hashes, and no index address.
lock: $(READY)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --extra dev pyproject.toml -o requirements.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis reports/latest
