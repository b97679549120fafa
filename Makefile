# The commands of daily work. `make demo` and `make test` are all that a fresh clone needs.
# .venv is made on first use, by uv where it is installed, else by venv and pip, from the hashed requirements.lock.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
KILLS ?= 10000
# Run side by side with all the others: two cores, half the wait.
APART := tests/mail tests/domain tests/settings tests/store tests/simulator
READY := $(VENV)/.ready

.PHONY: demo test lint types contracts unit docs bench simulate soak lock clean

demo: $(READY)
	$(BIN)/milestones demo

test: lint types contracts unit docs

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports

unit: $(READY)
	$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -m "not soak" $(APART) > .apart.log 2>&1 & apart=$$!; \
	$(BIN)/coverage run -m pytest -m "not soak" $(APART:%=--ignore=%); here=$$?; \
	wait $$apart; there=$$?; cat .apart.log; exit $$((here + there))
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --fail-under=85

docs: $(READY)
	$(BIN)/interrogate --quiet tests
	$(BIN)/python -m tests.check_docs

bench: $(READY)
	$(BIN)/python -m tests.bench

simulate: $(READY)
	$(BIN)/python -m tests.simulator --seeds 1..25 --days 90

soak: $(READY)
	$(BIN)/python -m tests.soak --kills $(KILLS)
	$(BIN)/python -m pytest -m soak -x

lock: $(READY)
	$(BIN)/pip-compile --quiet --all-extras --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--no-header --no-strip-extras --allow-unsafe --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) demo build dist .apart.log .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(READY): requirements.lock pyproject.toml
	@if command -v uv >/dev/null 2>&1; then \
		uv venv --quiet --allow-existing --python $(PYTHON) $(VENV) && \
		uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock && \
		uv pip install --quiet --python $(BIN)/python --no-deps -e . ; \
	else \
		$(PYTHON) -m venv $(VENV) && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e . ; \
	fi
	@touch $@
