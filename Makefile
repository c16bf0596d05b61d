# Everything is installed into .venv, nothing anywhere else.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
JOBS   ?= auto
PAIRS  ?= 40
SECONDS ?= 60
PYTHONS ?= python3.10 python3.11 python3.12 python3.13 python3.14

.PHONY: run test lint types unit test-long golden bench fuzz clean

run: $(VENV)/installed
	$(BIN)/cqfacts show nev
	$(BIN)/cqfacts compare gdp

test: lint types unit

lint: $(VENV)/installed-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/installed-test
	$(BIN)/mypy

unit: $(VENV)/installed-test
	$(BIN)/pytest -q -n $(JOBS)

# What takes long: many more examples of every property, and every Python that is on the path.
test-long: $(VENV)/installed-test
	HYPOTHESIS_PROFILE=long $(BIN)/pytest -q -n $(JOBS)
	for python in $(PYTHONS); do \
		if $$python --version >/dev/null 2>&1; then \
			$(MAKE) unit PYTHON=$$python VENV=.venv-$$python || exit 1; \
		fi; \
	done

# Writes docs/performance.md: every ratio beside what it is to be. FULL=1 adds a million facts.
bench: $(VENV)/installed-test
	$(BIN)/python bench/run.py --pairs $(PAIRS) $(if $(FULL),--full)

# Gives everything that reads what nobody would write, SECONDS for each; see docs/trust.md.
fuzz: $(VENV)/installed-test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group fuzz
	$(BIN)/python fuzz/fuzz.py --seconds $(SECONDS)

# Writes the expected outputs anew; read the difference before you commit it.
golden: $(VENV)/installed-test
	CQFACTS_GOLDEN=write $(BIN)/pytest -q tests/test_golden.py tests/test_checks.py tests/test_docs.py tests/test_bench.py

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	$(BIN)/python -m compileall -q cqfacts
	touch $@

# pip reads [dependency-groups] from 25.1 on.
$(VENV)/installed-test: pyproject.toml $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group test
	touch $@

clean:
	rm -rf $(VENV) build dist
