# Everything is installed into .venv, nothing anywhere else.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
JOBS   ?= auto
PAIRS  ?= 40
AS_ROOT := $(if $(filter-out 0,$(shell id -u)),sudo -E,)
SECONDS ?= 60
PYTHONS ?= python3.11 python3.12 python3.13 python3.14 python3.15
# The oldest Python that cqfacts runs on, for the lowest versions of what it needs.
OLDEST  ?= python3.11
# What makes and checks a release has an environment of its own.
TOOLS   ?= .venv-release
# So has the floor of the bench: its Typer is the same in every run, whatever cqfacts runs with.
FLOOR   := .venv-floor

PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
UV  = $(TOOLS)/bin/uv

# Built files bear the time of the last commit, so that two builds of it are the same bytes.
SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null)

.PHONY: run test lint types unit test-long test-browser chromium golden bench fuzz clean
.PHONY: test-lowest test-release lint-workflows lock dist sbom vulnerabilities mutants

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

# The fact book in a real browser: CHROMIUM, or else one that is installed, or else Debian's.
test-browser: $(VENV)/installed-browser chromium
	$(BIN)/pytest -q -m browser tests/test_book_in_browser.py

chromium:
	@test -n "$(CHROMIUM)" || command -v chromium || command -v chromium-browser || \
		command -v google-chrome || { $(AS_ROOT) apt-get update --quiet && \
		DEBIAN_FRONTEND=noninteractive $(AS_ROOT) apt-get install --quiet --yes \
			--no-install-recommends chromium; }

# Writes docs/performance.md: every ratio beside what it is to be. FULL=1 adds a million facts.
bench: $(VENV)/installed-test $(FLOOR)/installed
	$(BIN)/python bench/run.py --pairs $(PAIRS) $(if $(FULL),--full)

# Gives everything that reads what nobody would write, SECONDS for each; see docs/trust.md.
fuzz: $(VENV)/installed-test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group fuzz
	$(BIN)/python fuzz/fuzz.py --seconds $(SECONDS)

# Writes the expected outputs anew; read the difference before you commit it.
golden: $(VENV)/installed-test
	CQFACTS_GOLDEN=write $(BIN)/pytest -q tests/test_golden.py tests/test_checks.py tests/test_docs.py tests/test_bench.py \
		tests/test_store_schema.py

# The suite with the lowest versions that pyproject.toml lets in, of what cqfacts needs and of what
# tests it. All of it is resolved anew: what pyproject.toml says now is what is tested.
test-lowest: $(TOOLS)/installed
	mkdir -p build
	$(UV) pip compile --quiet --resolution lowest-direct --python-version 3.11 --all-extras \
		--group test --no-header pyproject.toml --output-file build/lowest.txt --upgrade
	rm -rf .venv-lowest
	$(OLDEST) -m venv --without-pip .venv-lowest
	$(UV) pip install --quiet --python .venv-lowest/bin/python \
		--requirement build/lowest.txt --editable .
	.venv-lowest/bin/python -m pytest -q -n $(JOBS)

# What needs the tools of a release: that the SBOM is one, and that the workflows are clean.
test-release: $(TOOLS)/installed
	$(TOOLS)/bin/python -m pytest -q tests/test_release.py

lint-workflows: $(TOOLS)/installed
	$(TOOLS)/bin/zizmor --quiet --offline --pedantic --strict-collection .github

# Changes the code in small ways, one at a time, and sees whether the tests notice; writes
# docs/mutation.md. It takes an hour or so, on one processor that has nothing better to do.
mutants: .venv-mutation/installed
	rm -rf mutants
	HYPOTHESIS_PROFILE=mutants nice -n 19 .venv-mutation/bin/mutmut run --max-children 1
	.venv-mutation/bin/python tests/mutants.py

# Writes the locks; what is locked stays as it is where it can. UPGRADE=1 takes the newest.
LOCK = $(UV) pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command 'make lock' \
	$(if $(UPGRADE),--upgrade) pyproject.toml --group test

lock: $(TOOLS)/installed
	$(LOCK) --output-file locks/test.txt
	$(LOCK) --group release --output-file locks/release.txt

dist: $(TOOLS)/installed
	rm -rf dist
	SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH) $(TOOLS)/bin/python -m build --no-isolation --outdir dist

# What an installation of the wheel is made of, in the versions of the lock, as CycloneDX.
sbom: dist
	rm -rf build/sbom
	$(PYTHON) -m venv --without-pip build/sbom
	$(UV) pip install --quiet --python build/sbom/bin/python --constraint locks/test.txt dist/*.whl
	SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH) $(TOOLS)/bin/cyclonedx-py environment \
		--pyproject pyproject.toml --output-reproducible --spec-version 1.6 \
		--output-file build/cqfacts.cdx.json build/sbom/bin/python

# Asks the network whether anything that is locked has a known weakness.
vulnerabilities: $(TOOLS)/installed
	$(TOOLS)/bin/pip-audit --require-hashes --disable-pip --requirement locks/release.txt

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

ifdef LOCKED

# LOCKED=1 installs what locks/test.txt has, every file of it by its hash, and nothing else.
$(VENV)/locked: locks/test.txt $(VENV)/bin/python
	$(PIP) --require-hashes --requirement locks/test.txt
	touch $@

$(VENV)/installed: pyproject.toml $(VENV)/locked
	$(PIP) --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q cqfacts
	touch $@

$(VENV)/installed-test: $(VENV)/installed
	touch $@

else

$(VENV)/installed: pyproject.toml $(VENV)/bin/python
	$(PIP) --editable .
	$(BIN)/python -m compileall -q cqfacts
	touch $@

# pip reads [dependency-groups] from 25.1 on.
$(VENV)/installed-test: pyproject.toml $(VENV)/installed
	$(PIP) --upgrade 'pip>=25.1'
	$(PIP) --group test
	touch $@

endif

$(TOOLS)/installed: pyproject.toml locks/release.txt
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes --requirement locks/release.txt
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check \
		--no-deps --no-build-isolation --editable .
	touch $@

$(FLOOR)/installed: $(VENV)/bin/python
	$(BIN)/python -m venv $(FLOOR)
	$(FLOOR)/bin/python -m pip install --quiet --disable-pip-version-check typer==0.28.0
	touch $@

.venv-mutation/installed: pyproject.toml
	$(PYTHON) -m venv .venv-mutation
	.venv-mutation/bin/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	.venv-mutation/bin/python -m pip install --quiet --disable-pip-version-check --editable . \
		--group mutation
	touch $@

$(VENV)/installed-browser: pyproject.toml $(VENV)/installed-test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group browser
	touch $@

clean:
	rm -rf $(VENV) $(TOOLS) $(FLOOR) .venv-lowest .venv-mutation build dist mutants
