# Everything needs only Python 3.11 or newer, and make.
PYTHON ?= python3
VENV := .venv
STRANGERS := .venv-strangers
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock"
NPM := $(shell command -v npm)
# Two workers a core: most of a test's time is waiting for an answer.
PYTEST := $(BIN)/pytest -n $(shell $(PYTHON) -c 'import os; print(2 * (os.cpu_count() or 1))')
# The bot is started hundreds of times: have it compiled once.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: rehearse test test-all test-latency check audit lock strangers bench pictures messages clean

rehearse: $(VENV)/.installed
	$(BIN)/python -m bot rehearse $(ARGS)

test: check
	$(PYTEST) -m "not slow" $(ARGS)

# What `make test` runs, thoroughly, and then what is slow by nature; coverage counts both.
test-all: export HYPOTHESIS_PROFILE = thorough
test-all: audit strangers
	$(MAKE) test ARGS="--cov --cov-report= --cov-fail-under=0 $(ARGS)"
	$(PYTEST) -m slow --cov --cov-append --cov-report=term $(ARGS)

# The conversations with Discord as far away as it is, which waits three seconds for an answer.
test-latency: export REHEARSAL_LATENCY = 50-150
test-latency: $(VENV)/.installed-test
	$(PYTEST) tests/e2e $(ARGS)

check: $(VENV)/.installed-test $(if $(NPM),node_modules/.installed)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(if $(NPM),npm run --silent check,echo "The page's JavaScript was not checked: there is no npm here."; test -z "$$CI")

audit: $(VENV)/.installed-test
	@mkdir -p build
	@$(BIN)/pip-audit --vulnerability-service osv --timeout 5 --progress-spinner off --disable-pip --require-hashes -r requirements-test.lock 2>build/audit.log \
	|| { grep -q '^requests.exceptions' build/audit.log && echo "pip-audit skipped, its source is out of reach: $$(tail -n 1 build/audit.log)"; } \
	|| { cat build/audit.log; false; }

lock: $(VENV)/.installed-test
	$(LOCK) --output-file requirements.lock pyproject.toml
	$(LOCK) --output-file requirements-test.lock --extra test --constraint requirements.lock pyproject.toml
	$(LOCK) --output-file tests/strangers/requirements.lock tests/strangers/requirements.in
	cd tests/strangers && npm update --package-lock-only --silent

# Other people's libraries, which the rehearsal is tried with; their dependencies may clash with ours.
strangers: $(STRANGERS)/.installed tests/strangers/node_modules/.installed

bench: $(VENV)/.installed-test
	$(BIN)/python -m benchmarks $(ARGS)

pictures: $(VENV)/.installed-test
	PYTHONPATH=. $(BIN)/python docs/take_pictures.py

messages: $(VENV)/.installed-test
	@mkdir -p build
	$(BIN)/pybabel -q extract --sort-output -k t -k n:1,2 -k sentence -k locale_str --no-location --omit-header -w 110 -o build/stagedoor.pot bot cogs db
	$(BIN)/pybabel -q update -D stagedoor --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap -i build/stagedoor.pot -d bot/interface/locales

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps -e .
	touch $@

$(VENV)/.installed-test: requirements-test.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements-test.lock
	$(PIP) --no-deps -e .
	touch $@ $(VENV)/.installed

node_modules/.installed: package-lock.json
	npm ci --silent --no-audit --no-fund
	touch $@

$(STRANGERS)/.installed: tests/strangers/requirements.lock
	$(PYTHON) -m venv $(STRANGERS)
	$(STRANGERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

tests/strangers/node_modules/.installed: tests/strangers/package-lock.json
	@if command -v npm >/dev/null; then cd tests/strangers && npm ci --silent && touch node_modules/.installed; \
	else echo "No npm here: the libraries in JavaScript are left out."; fi

clean:
	rm -rf $(VENV) $(STRANGERS) node_modules tests/strangers/node_modules build .coverage
