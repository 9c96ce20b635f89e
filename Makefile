# Every command a developer types. `make` alone lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.run-$(shell cat requirements/run.txt pyproject.toml 2>/dev/null | cksum | cut -d' ' -f1)
DEV_STAMP := $(VENV)/.dev-$(shell cat requirements/dev.txt pyproject.toml 2>/dev/null | cksum | cut -d' ' -f1)
PEERS := bench/.venv-peers
PEERS_STAMP := $(PEERS)/.made-$(shell cat requirements/bench.txt 2>/dev/null | cksum | cut -d' ' -f1)
# Compiled once, not in each of the hundred processes that run and test start, whatever the machine is set to.
unexport PYTHONDONTWRITEBYTECODE
# One process a core; a file's tests stay together, for they share what was prepared for them.
PYTEST := $(BIN)/python -m pytest -n auto --maxprocesses 8 --dist loadfile --no-loadscope-reorder
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: help run test test-postgres crash bench bench-rules bench-process bench-search fuzz map check format migrations lock strings conformance

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 18

run: $(RUN_STAMP) ## set everything up and serve the demo city on http://127.0.0.1:8000
	@YIMEN_MODE=demo exec $(BIN)/yimen run $(if $(PORT),--port $(PORT))

test: $(DEV_STAMP) ## run all tests, in a real browser too
	@$(BIN)/python -m tests.chromium
	@$(PYTEST) $(ARGS)

test-postgres: $(DEV_STAMP) ## run all tests on a private PostgreSQL server (or YIMEN_TEST_POSTGRES=postgresql://…)
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m tests.postgres $(PYTEST) $(ARGS)

crash: $(DEV_STAMP) ## kill workers and people a thousand times with kill -9, on SQLite and on PostgreSQL; COUNT=… for another number
	@YIMEN_MODE=test $(BIN)/python -m tests.crash $(if $(COUNT),--count $(COUNT)) $(ARGS)

bench: $(DEV_STAMP) ## measure CPU time, waiting and weight of pages, on SQLite and on a private PostgreSQL
	@$(BIN)/python -m bench $(ARGS)

bench-rules: $(PEERS_STAMP) ## measure decisions beside other rule engines and beside hand-written code
	@PYTHONPATH=src:. $(PEERS)/bin/python -m bench.rules

bench-process: $(DEV_STAMP) ## measure steps of processes beside SpiffWorkflow and beside the bare rows
	@$(BIN)/python -m bench.process $(ARGS)

bench-search: $(DEV_STAMP) ## measure how well everyday queries are answered, and how fast among 50,000 items
	@$(BIN)/python -m bench.search $(ARGS)

fuzz: $(DEV_STAMP) ## a million random and broken expressions through the rule engine; COUNT=… for another number
	@$(BIN)/python tests/conformance/feel_fuzz.py $(or $(COUNT),1000000)

map: $(DEV_STAMP) ## print who imports whom, layer by layer; DOT=1 for Graphviz
	@$(BIN)/python -m tests.import_map $(if $(DOT),dot)

check: $(DEV_STAMP) ## format, lint, types, layers, migrations, deployment settings
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	YIMEN_MODE=test YIMEN_VAR=var/test $(BIN)/mypy
	$(BIN)/lint-imports
	YIMEN_MODE=test YIMEN_VAR=var/test $(BIN)/yimen manage makemigrations --check --dry-run
	YIMEN_MODE=production YIMEN_VAR=var/check YIMEN_SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
	  YIMEN_HOSTS=check.invalid YIMEN_ADDRESS=https://check.invalid YIMEN_DATABASE_URL=sqlite:///var/check/check.sqlite3 \
	  YIMEN_CODE_SENDER=none YIMEN_IDENTITY_REGISTER=none YIMEN_SEAL=none YIMEN_SMS_GATEWAY=none \
	  YIMEN_PAYMENT_CHANNEL=none \
	  $(BIN)/yimen manage check --deploy --fail-level WARNING
	$(BIN)/yimen service check services/ --laws laws/

format: $(DEV_STAMP) ## put the code into its one format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

migrations: $(DEV_STAMP) ## write migrations for changed models
	YIMEN_MODE=test YIMEN_VAR=var/test $(BIN)/yimen manage makemigrations

strings: $(DEV_STAMP) ## extract the strings of code and templates, compile the English catalogue
	@$(BIN)/python -m tests.strings

conformance: $(DEV_STAMP) ## public test suites, from ../shared
	$(BIN)/python tests/conformance/dmn_tck.py ../shared/conformance/dmn-tck/compliance-level-2
	-$(BIN)/python tests/conformance/dmn_tck.py ../shared/conformance/dmn-tck/compliance-level-3
	$(BIN)/python tests/conformance/betsy.py ../shared/conformance/betsy
	$(BIN)/python tests/conformance/token_simulation.py ../shared/conformance/token-simulation

$(PEERS_STAMP):
	@echo "Installing the rule engines to measure beside …"
	@$(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip --disable-pip-version-check -q install --require-hashes -r requirements/bench.txt \
	  || echo "Some could not be installed; they are left out."
	@touch $@

lock: ## make the locks anew from pyproject.toml (needs uv)
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra build pyproject.toml -o requirements/run.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra build --extra semantic -c requirements/run.txt pyproject.toml -o requirements/semantic.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra build --extra dev pyproject.toml -o requirements/dev.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements/bench.in -o requirements/bench.txt

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Yimen needs Python 3.11 or newer; say which with PYTHON=python3.x"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "python3 cannot make an environment; on Debian: apt install python3-venv"; exit 1; }
	@touch $@

$(RUN_STAMP): $(VENV)/.made
	@echo "Installing what Yimen needs …"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-index --no-build-isolation --no-deps -e .
	@touch $@

$(DEV_STAMP): $(VENV)/.made
	@echo "Installing what Yimen and its tests need …"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@$(PIP) install --no-index --no-build-isolation --no-deps -e .
	@touch $@ $(RUN_STAMP)
