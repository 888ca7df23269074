# Everything sets itself up: `make demo` and `make test` need nothing done before them.
# The distribution's own Python first: it is compiled with its profile, and a hub does up to half as much again on it as on
# one that was compiled plainly.
PYTHON ?= $(shell for p in /usr/bin/python3 python3; do $$p -c 'import ensurepip, sqlite3, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done || echo python3)
BIN := .venv/bin
RUN := .venv/.run
DEV := .venv/.dev
SOURCE := $(shell find src -name '*.po')

.PHONY: help setup demo test check fix bench docs clean
help:            ## what can be made
	@grep -hE '^[a-z]+: .*##|^[a-z]+:  +##' $(MAKEFILE_LIST) | sed 's/:.*##/ —/'

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 14) else "Entrepôt runs on Python 3.11 to 3.13; say which with PYTHON=…")'
	$(PYTHON) -m venv .venv

$(RUN): $(BIN)/python requirements/run.lock pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(DEV): $(RUN) requirements/dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@

.venv/.words: $(RUN) $(SOURCE)
	@for d in $$(find src -type d -name locale); do $(BIN)/pybabel -q compile --use-fuzzy -D django -d $$d; done
	@touch $@

setup: $(RUN) .venv/.words  ## the environment, in .venv

demo: setup      ## two hubs, both directions, then the pages
	$(BIN)/entrepot demo

test: $(DEV) .venv/.words  ## all tests
	$(BIN)/python -m pytest -n 2 $(ARGS)

check: $(DEV)    ## style, types, layers, dependencies, licences
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src
	$(BIN)/python tests/house/licences.py

fix: $(DEV)      ## what a machine can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(DEV)    ## every headline number, each beside its baseline
	$(BIN)/python -m bench $(ONLY)

clean:           ## forget the environment
	rm -rf .venv
