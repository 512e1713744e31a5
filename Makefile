# The two commands are `make demo` and `make test`; both install what they need first.
SHELL := /bin/sh
BIN := .venv/bin
# A guard against hanging alone: a build of 40 s has taken ten times that on a busy machine.
HANGS_AFTER_SECONDS := 900
PACKAGES := htx ingest expectations publish dags samples tests tools benchmarks

.PHONY: help demo test test-fast test-long test-image lint install lock down bench mutations docs

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

demo: install ## the whole pipeline on the samples, from workbooks to a delivered report
	@$(BIN)/htx demo

down: ## stop the stack
	@$(BIN)/htx down

test: install lint ## everything: lint, types, unit, dbt, integration, one end-to-end run
	$(BIN)/pytest -q -n auto --dist loadfile --timeout $(HANGS_AFTER_SECONDS) -m "not long and not end_to_end"
	$(BIN)/pytest -q --timeout $(HANGS_AFTER_SECONDS) -m "not long" tests/end_to_end

test-fast: install ## the inner loop, under 30 s
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -q -n auto --dist loadfile -m "not integration and not dbt and not end_to_end and not long"

test-long: install ## what is longer by nature
	$(BIN)/pytest -m long

mutations: install ## plant faults in every mart and print the share that the gate notices
	$(BIN)/pytest -q tests/expectations/test_planted_faults.py

test-image: ## build the container image and run the demo inside it, with podman
	tools/test_image.sh

lint: install
	$(BIN)/ruff check $(PACKAGES)
	$(BIN)/ruff format --check $(PACKAGES)
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --disable-progress-bar dbt_project/models

bench: install ## benchmarks: ratios against the floor and the alternatives
	$(BIN)/python -m benchmarks.extraction --phenomena --folds 10 --threshold
	$(BIN)/python -m benchmarks.extraction_speed
	$(BIN)/python -m benchmarks.submissions
	$(BIN)/python -m benchmarks.collection
	$(BIN)/python -m benchmarks.cooperatives
	$(BIN)/python -m benchmarks.warehouse
	$(BIN)/python -m benchmarks.publication

docs: install ## pages about the marts and what the gate said, under .htx/docs
	@$(BIN)/python -m tools.make_docs

install:
	@sh tools/install.sh

lock: install ## pin the dependencies of pyproject.toml anew
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --quiet -o requirements.lock
