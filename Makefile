PYTHON ?= python3.11
VENV := .venv
RAABTA := $(VENV)/bin/raabta

.PHONY: help demo test fast lint types imports fmt schemas manifests bench clean

help: ## what each target does
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[partner,officer,demo,kubernetes,analyst,dev]'
	@touch $@

demo: $(VENV)/.ready ## play a simulated day through broker, workers and inboxes
	$(RAABTA) demo

test: $(VENV)/.ready lint types imports ## all checks and the whole test suite
	$(VENV)/bin/python -m pytest -q

fast: $(VENV)/.ready ## the tests that take less than two minutes together
	$(VENV)/bin/python -m pytest -q -m "not slow"

lint: $(VENV)/.ready ## ruff, both as linter and as formatter
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(VENV)/.ready ## mypy --strict
	$(VENV)/bin/mypy

imports: $(VENV)/.ready ## the walls between the packages
	$(VENV)/bin/lint-imports

fmt: $(VENV)/.ready ## put the code into shape
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

schemas: $(VENV)/.ready ## write JSON Schema and AsyncAPI from the models
	$(RAABTA) schemas write

manifests: $(VENV)/.ready ## write the example overlay's Kubernetes manifests from the configuration
	RAABTA_PARTITIONS=8 RAABTA_REPLICATION=3 $(RAABTA) manifests write

bench: $(VENV)/.ready ## measure the workers against plain Faust and plain Kafka loops
	$(RAABTA) bench

clean: ## remove what the targets made
	rm -rf $(VENV) var .mypy_cache .pytest_cache .ruff_cache
