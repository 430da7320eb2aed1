# Two commands for everyone: `make demo` and `make test`. They build their own environment in .venv.
.DEFAULT_GOAL := help
PYTHON ?=
BIN := .venv/bin
DEMO ?= demo
STORY ?= story
RUN ?= run
PORT ?= 8000
AS_OF ?= 2026-11-20

.PHONY: help setup assets demo run story test check format bench docs budgets lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: .venv/.ready ## build .venv with the huikuan command

.venv/.ready: requirements.txt requirements-uv.txt pyproject.toml tools/setup.sh tools/hatch_build.py \
		$(wildcard src/huikuan/locale/*/LC_MESSAGES/*.po)
	@tools/setup.sh $(PYTHON)

node_modules/.ready: package.json package-lock.json
	@command -v npm >/dev/null || { echo "npm is missing: the pages' styles and scripts come through it (Debian: apt install npm)" >&2; exit 2; }
	@npm ci --ignore-scripts --silent
	@touch $@

assets: setup node_modules/.ready ## fetch and copy what the pages need (npm)
	@$(BIN)/python tools/assets.py

demo: setup ## a sample company, planned; ends by itself
	@$(BIN)/python -m huikuan.cli.demo --into $(DEMO) --as-of $(AS_OF)

run: assets ## the sample company in the browser, with a login for each role (npm)
	@$(BIN)/python -m huikuan.cli.tryout --into $(RUN) --port $(PORT)

story: setup ## a company's quarter, told day by day to a memory
	@$(BIN)/python -m tests.stories.watch_a_quarter --into $(STORY)

test: setup ## the whole suite
	@$(BIN)/python -m pytest
	@$(BIN)/python tools/with_postgresql.py $(BIN)/python -m pytest tests/apps tests/desk tests/jobs tests/stories/test_a_quarter_day_by_day.py

# Each tool speaks only when it has found something.
quietly = out=$$($(1) 2>&1) || { printf '%s\n' "$$out"; exit 1; }

check: setup ## lint, format, types, import contracts
	@$(call quietly,$(BIN)/ruff check .)
	@$(call quietly,$(BIN)/ruff format --check .)
	@$(call quietly,$(BIN)/mypy)
	@$(call quietly,$(BIN)/lint-imports)
	@$(call quietly,$(BIN)/python manage.py makemigrations --check --dry-run)
	@$(call quietly,$(BIN)/hadolint Containerfile)

format: setup ## put the code into the house format
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

bench: setup ## measure plans, the statement cycle and the memory; writes docs/performance.md
	@$(BIN)/python tools/with_postgresql.py $(BIN)/python -m bench.run

docs: setup ## renew the pages that are made from the code
	@$(BIN)/python tools/rule_index.py
	@$(BIN)/python tools/code_lists.py
	@$(BIN)/python tools/conditions.py
	@$(BIN)/python tools/console_blocks.py
	@$(BIN)/python tools/input_tables.py
	@$(BIN)/python tools/openapi.py

budgets: setup ## renew how many questions each page asks the database
	@HUIKUAN_RENEW_BUDGETS=1 $(BIN)/python -m pytest -n0 tests/web/test_every_page_keeps_its_budget.py

compiled = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links \
	--generate-hashes --custom-compile-command 'make lock'

lock: setup ## renew the locked requirements
	@$(compiled) --group dev pyproject.toml -o requirements.txt
	@$(compiled) --constraint requirements.txt pyproject.toml -o requirements-run.txt

clean: ## remove what was built
	@rm -rf .venv $(DEMO) $(STORY) $(RUN) dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
