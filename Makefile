# Everything needs Python 3.12 or newer and make, nothing else. Each target can be repeated.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PY := .venv/bin/python
DEMO ?= 1

help:
	@echo "make run     set up everything and serve the site on http://127.0.0.1:8000 (PORT=...; DEMO=0: without content)"
	@echo "make test    set up everything and run the tests"
	@echo "make check   lint, formatting, types, migrations, deployment checks"
	@echo "make bench   measure the pages and print them beside the goals"
	@echo "make stop    end what an earlier make run left running"
	@echo "make lock    compile requirements*.in into pinned requirements*.txt"

run: .venv/.site
	@DEVELOPMENT=1 exec $(PY) manage.py run $(if $(filter 0,$(DEMO)),--no-demo)

test: .venv/.dev
	@$(PY) -m tests.run

check: .venv/.dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	.venv/bin/djade --check --target-version 6.0 $$(git ls-files 'templates/*.html')
	$(PY) -m mypy
	DEVELOPMENT=1 $(PY) manage.py makemigrations --check --dry-run
	$(PY) -m tests.deploy_check
	$(PY) -m pip check

bench: .venv/.dev
	@$(PY) -m bench

stop:
	@if [ -f var/run.pid ]; then kill -TERM "$$(cat var/run.pid)" && echo "stopped"; else echo "nothing runs"; fi

lock: .venv/.site
	$(PY) -m pip install --quiet uv
	.venv/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.12 requirements.in -o requirements.txt
	.venv/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.12 requirements-dev.in -o requirements-dev.txt

messages: .venv/.dev
	DEVELOPMENT=1 $(PY) manage.py makemessages --locale fr --no-location --no-obsolete --ignore '.venv' --ignore 'var' --ignore 'tests'
	cd locale/fr/LC_MESSAGES && msgfmt -o django.mo django.po

# The environment: made once, and again when what it is made of has changed.
.venv/.python:
	@for python in python3.14 python3.13 python3.12 python3 python; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then found=$$python; break; fi; done; \
	if [ -z "$$found" ]; then echo "Newsroom needs Python 3.12 or newer, and there is none on the PATH: install one first." >&2; exit 1; fi; \
	"$$found" -m venv .venv && touch $@

.venv/.site: .venv/.python requirements.txt
	@echo "Installing what the site needs…"
	@if command -v uv >/dev/null 2>&1; then uv pip install --quiet --python $(PY) --require-hashes -r requirements.txt; \
	else $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt; fi
	@touch $@

.venv/.dev: .venv/.site requirements-dev.txt
	@echo "Installing what the tests need…"
	@if command -v uv >/dev/null 2>&1; then uv pip install --quiet --python $(PY) --require-hashes -r requirements-dev.txt; \
	else $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt; fi
	@touch $@

.PHONY: help run test check bench stop lock messages
