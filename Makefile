# Everything needs only Python 3.11 or newer, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: rehearse test check bench pictures messages clean

rehearse: $(VENV)/.installed
	$(BIN)/python -m bot rehearse $(ARGS)

test: $(VENV)/.installed-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto --dist loadfile --cov --cov-report=term $(ARGS)

check: $(VENV)/.installed-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed-test
	$(BIN)/python -m benchmarks $(ARGS)

pictures: $(VENV)/.installed-test
	PYTHONPATH=.:tests/page $(BIN)/python docs/take_pictures.py

messages: $(VENV)/.installed-test
	$(BIN)/pybabel -q extract -k t -k n:1,2 -k sentence -k locale_str --no-location --omit-header -w 110 -o build/stagedoor.pot bot cogs db
	$(BIN)/pybabel -q update -D stagedoor --no-fuzzy-matching --ignore-pot-creation-date --no-wrap -i build/stagedoor.pot -d bot/interface/locales

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) -e .
	touch $@

$(VENV)/.installed-test: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) -e '.[test]'
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) build .coverage
