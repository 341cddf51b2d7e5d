# One line each; .ci/run calls the same commands. `just` lists them.

_list:
    @just --list --unsorted

# a virtual environment with all that development needs
setup:
    python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]'

# all tests
test *args:
    .venv/bin/python -m pytest -q -n 2 {{args}}

# format and lint
lint:
    .venv/bin/ruff format --check . && .venv/bin/ruff check .

# types, strict
types:
    .venv/bin/mypy

# imports go down only; each heavy library in its one home
layers:
    .venv/bin/lint-imports

# write reports/opinion-2024 anew
reports:
    .venv/bin/doccompare collate corpus/opinion-2024

# speed as ratios, in one run
bench:
    .venv/bin/python -m benchmarks

# what CI runs
all: lint types layers test
