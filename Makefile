# Everything a newcomer types. `make` alone explains itself.
PYTHON ?= python3
# One more than two cores: a test waits now and then for a browser, a lock or another process; in quick none does.
JOBS ?= 3
PORT ?= 8000
BIN := .venv/bin
export PORT
# An image may forbid compiled files beside the sources; without them each process compiles 800 files anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test quick check bench app dev

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-7s %s\n", $$1, $$2}'

run: app ## set up, load the demonstration and serve on 127.0.0.1:8000 (PORT=8001 make run: elsewhere); Ctrl-C stops
	@exec $(BIN)/qingdan serve

test: dev ## everything: the whole suite on SQLite with a real browser, then what depends on the database on PostgreSQL
	@started=$$(date +%s); \
	echo "== SQLite: the whole suite"; $(BIN)/pytest -n $(JOBS) --dist worksteal; first=$$?; \
	echo "== PostgreSQL: what depends on the database"; $(BIN)/python -m tests.postgres $(BIN)/pytest -n $(JOBS) -m both_databases; second=$$?; \
	echo "make test: $$(( $$(date +%s) - started )) s, SQLite $$first, PostgreSQL $$second (0 is well)"; \
	[ $$first -eq 0 ] && [ $$second -eq 0 ]

quick: dev ## under a minute: domain, apps and guards, without browser and slow tests
	@$(BIN)/pytest -n 2 -q -m "not slow and not journey" tests/domain tests/apps tests/guards

check: dev ## form, types, floors, Django's checks, the catalogue and the translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/qingdan manage check
	$(BIN)/qingdan manage makemigrations --check --dry-run
	$(BIN)/qingdan catalogue check
	$(BIN)/qingdan translations check

bench: dev ## every promise measured beside its peer, written to docs/benchmarks.md (FULL=1: the large ones too)
	@$(BIN)/python -m bench.run --bring $(if $(FULL),--full)

app:
	@$(PYTHON) scripts/set_up.py app

dev:
	@$(PYTHON) scripts/set_up.py dev
