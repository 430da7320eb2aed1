# Two commands for everyone: `make demo` and `make test`. They build their own environment in .venv.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= demo
AS_OF ?= 2026-11-20

.PHONY: help setup demo test check bench lock clean format

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: $(VENV)/.ready ## build .venv with the huikuan command

$(VENV)/.ready: requirements.txt pyproject.toml tools/hatch_build.py $(shell find src/huikuan/locale -name '*.po' 2>/dev/null)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Huikuan needs Python 3.11 or newer. Install one, then: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt install python3-venv"; exit 2; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

demo: setup ## a sample company, planned; ends by itself
	@$(BIN)/python -m huikuan.cli.demo --into $(DEMO) --as-of $(AS_OF)

test: setup ## the whole suite
	@$(BIN)/python -m pytest

check: setup ## lint, types, import contracts, house rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

format: setup ## put the code into the house format
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

bench: setup ## measure beside a plain script; writes docs/performance.md
	@$(BIN)/python -m bench.run

lock: setup ## renew the locked requirements
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --generate-hashes \
		--group dev --custom-compile-command 'make lock' pyproject.toml -o requirements.txt

clean: ## remove what was built
	@rm -rf $(VENV) $(DEMO) .pytest_cache .mypy_cache .ruff_cache
