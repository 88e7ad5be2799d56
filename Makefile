# make demo: install and open the dashboard on the demonstration data (PORT=8600 for another port).
# make test: install and run the tests.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8501
BIN = $(VENV)/bin

.PHONY: demo test lint bench clean

demo: $(VENV)/installed
	$(BIN)/parallax demo --port $(PORT)

# Three processes on two processors, for much of their time is waiting. Compiled files are kept: the tests start the
# program some hundred times.
test: $(VENV)/installed-dev
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --disable-progress-bar collectors dashboard

# The figures of tests/benchmarks/README.md that need nothing but this checkout.
bench: $(VENV)/installed-dev
	$(BIN)/python tests/benchmarks/bench_readability.py

# The newest pip needs half the time of the one that Python brings. Files are compiled when a program first reads them: most
# of the 13,000 that are installed are never read.
INSTALL = $(BIN)/python -m pip install --quiet --no-compile --constraint constraints.txt --editable

$(VENV)/bin/python:
	$(PYTHON) -m venv --upgrade-deps $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(INSTALL) .
	touch $@

$(VENV)/installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(INSTALL) ".[dev]"
	touch $@ $(VENV)/installed

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis dist build
