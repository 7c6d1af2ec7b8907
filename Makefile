# make serve · make build · make test · make check. Each sets up what it needs first; Python 3.11 and make are enough.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING = 1
# Each test process and each command that a test starts would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: serve build test test-fast test-linear coverage test-hostile test-styles audit audit-packages check fix words lock bench bench-search bench-verify bench-field clean

serve: $(VENV)/.installed ## the hub at http://127.0.0.1:8000, rebuilt when a file changes
	$(BIN)/mkdocs serve

build: $(VENV)/.installed ## the hub in site/
	$(BIN)/mkdocs build --strict

# A third worker uses the time in which two processors would wait for browsers, servers, time limits and other programs.
test: $(VENV)/.installed-dev $(VENV)/.browser check ## every test but those of test-linear and test-hostile
	$(BIN)/python -m pytest -n 3 --dist worksteal -m "not linear"

test-fast: $(VENV)/.installed-dev ## the tests that start no MkDocs, server or browser: for the hand on the keyboard
	HUB_TESTS=fast $(BIN)/python -m pytest -n 3 --dist worksteal -m "not linear"

test-linear: $(VENV)/.installed-dev ## whether the time of each parser grows with the length of hostile texts, and no faster
	$(BIN)/python -m pytest -n 2 --dist worksteal -m linear

coverage: $(VENV)/.installed-dev ## what the tests of test-fast reach; it fails for a module that falls below 90 % of its branches
	HUB_TESTS=fast $(BIN)/python -m pytest -n 3 --dist worksteal -m "not linear" --hypothesis-profile hub --cov --cov-report=term-missing:skip-covered
	$(BIN)/python tests/branches.py

test-hostile: $(VENV)/.installed-dev $(VENV)/.browser ## all published attacks in a browser, each filter alone: two minutes
	ALL_VECTORS=1 $(BIN)/python -m pytest -n 2 --dist worksteal tests/browser/test_security_vectors.py

test-styles: $(VENV)/.installed-dev ## every citation style beside Pandoc's own output: ten minutes
	ALL_STYLES=1 $(BIN)/python -m pytest -n 2 --dist worksteal tests/test_every_style.py

audit: $(VENV)/.installed-dev $(VENV)/.browser tests/audit/node_modules/.installed ## pages as validators and Lighthouse see them; needs Node.js 20 and Java 17, and ten minutes
	$(BIN)/python tests/audit/audit.py

audit-packages: $(VENV)/.installed-dev ## whether a pinned package has a known hole; asks the Python Package Index
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements-dev.txt

check: $(VENV)/.installed-dev ## lint, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(VENV)/.installed-dev ## fix what can be fixed by machine
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

words: $(VENV)/.installed ## bring the catalogues of the interface's words up to date with templates, scripts and code
	$(BIN)/pybabel -q extract -F pyproject.toml -k plain_text --no-wrap --sort-by-file --add-location file -o $(VENV)/studenthub.pot plugins/studenthub
	$(BIN)/pybabel -q update -i $(VENV)/studenthub.pot -d plugins/studenthub/i18n/locale -D studenthub --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

bench: $(VENV)/.installed-dev ## the figures in benchmarks/README.md: a quarter of an hour
	$(BIN)/python benchmarks/build.py
	$(BIN)/python benchmarks/preview.py
	$(BIN)/python benchmarks/convert.py
	$(BIN)/python benchmarks/filters.py
	$(BIN)/python benchmarks/hostile.py

bench-search: $(VENV)/.installed-dev $(VENV)/.browser ## the figures of the search, at 1,000 and 10,000 articles: half an hour, 3 GB
	$(BIN)/python benchmarks/search.py

bench-verify: $(VENV)/.installed-dev ## how well hub verify tells wrong references from right ones: make bench-verify BIBS="a.bib b.bib"
	$(BIN)/python benchmarks/verify.py $(BIBS)

bench-field: $(VENV)/.installed-dev ## the hub beside other generators, which are fetched for it: three quarters of an hour, 2 GB
	$(BIN)/python benchmarks/field.py

lock: ## choose the versions of all packages anew
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" --group editable pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" --group editable --extra dev pyproject.toml -o requirements-dev.txt

clean:
	rm -rf $(VENV) site .cache

define install
	@echo "Installing what the hub needs, once…"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endef

$(VENV)/.installed: requirements.txt pyproject.toml
	$(install)
	touch $@

# What tests need holds what building needs, so pip works out all of it once and not twice.
$(VENV)/.installed-dev: requirements-dev.txt requirements.txt pyproject.toml
	$(install)
	touch $(VENV)/.installed $@

# A browser for the tests: the one that is there, Debian's where this user may install it, or else Playwright's.
$(VENV)/.browser: $(VENV)/.installed-dev
	command -v chromium || command -v chromium-browser || command -v google-chrome \
	|| { test "$$(id -u)" = 0 && command -v apt-get && apt-get update -q && apt-get install -yq chromium; } \
	|| $(BIN)/playwright install --with-deps chromium
	touch $@

tests/audit/node_modules/.installed: tests/audit/package-lock.json
	@command -v npm >/dev/null || { echo "make audit needs Node.js 20 or later, with its npm"; exit 2; }
	cd tests/audit && npm ci
	touch $@
