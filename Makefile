# Everything is installed into .venv, nothing anywhere else.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
JOBS   ?= auto

.PHONY: run test lint types unit test-long golden clean

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
	$(BIN)/pytest -q -n $(JOBS) -m "not long"

# What takes long: every Python that is at hand, and more examples of every property.
test-long: $(VENV)/installed-test
	$(BIN)/pytest -q -n $(JOBS)

# Writes the expected outputs anew; read the difference before you commit it.
golden: $(VENV)/installed-test
	CQFACTS_GOLDEN=write $(BIN)/pytest -q tests/test_golden.py tests/test_docs.py

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

# pip reads [dependency-groups] from 25.1 on.
$(VENV)/installed-test: pyproject.toml $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group test
	touch $@

clean:
	rm -rf $(VENV) build dist
