PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python -m menkou.commands.main

.DEFAULT_GOAL := help
.PHONY: help setup run demo test check bench shots clean

help:  ## what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/'

.venv/run.stamp: requirements/run.txt requirements/build.txt pyproject.toml scripts/hatch_build.py
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/build.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	touch $@

.venv/peer.stamp: requirements/peer.txt
	test -x .venv/peer/bin/python || $(PYTHON) -m venv .venv/peer
	.venv/peer/bin/python -m pip install --quiet --require-hashes -r requirements/peer.txt
	touch $@

setup: .venv/run.stamp  ## the environment and what Menkou needs to run

run: setup demo  ## set everything up and open the demo on http://127.0.0.1:8000
	$(RUN) serve

demo: setup  ## the demo's database, made once and then kept
	$(RUN) demo

test: .venv/dev.stamp  ## every test that this machine can run; says what was skipped
	$(BIN)/python scripts/test.py

check: .venv/dev.stamp  ## style, types, imports, templates, migrations
	$(BIN)/python scripts/check.py

bench: .venv/dev.stamp .venv/peer.stamp  ## speed beside plain SQL, a null page and a peer, as the table of the README
	$(BIN)/python -m benchmarks

shots: demo .venv/dev.stamp  ## a picture of every page at both sizes, in var/shots
	$(BIN)/python scripts/shots.py

clean:  ## forget the environment (the data in var/ stays)
	rm -rf .venv
