# One line each; .ci/run calls the same commands. `just` lists them.

_list:
    @just --list --unsorted

# a virtual environment with all that development needs
setup:
    python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]'

# all tests
test *args:
    .venv/bin/python -m pytest -q -n 2 {{args}}

# the pages in a real Chromium (needs the extra `browser`)
browser:
    .venv/bin/python -m pytest -q -rs tests/reporting/browser tests/review/test_browser.py

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

# ours against the peers -> benchmarks/RESULTS.md; `just bench startup`: CPU of a start, as ratios
bench *args='collation':
    .venv/bin/python -m benchmarks {{args}}

# write what the commands print today into the pages of docs/, then look at the difference
docs:
    .venv/bin/python -m pytest -q -n 2 tests/docs --update-golden; git diff --stat -- docs README.md README.zh-CN.md

# what CI runs
all: lint types layers test
