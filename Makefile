# `make smoke` builds the lab and asks the smoke set of it; `make test` tests the suite itself. Both as root on Debian 12.
SHELL := /bin/bash
VENV := .venv
PY := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
# What Python compiled is kept: without it, every process of `make check` compiles every module anew.
unexport PYTHONDONTWRITEBYTECODE
# Before anything is installed: what the lab can never run on.
MACHINE := [ "$$(uname -m)" = x86_64 ] || { echo "the lab runs on x86_64, this is $$(uname -m): its programs are built for it" >&2; exit 4; }

.PHONY: help setup check smoke test lint bench lock down clean
.DEFAULT_GOAL := help

help: ## say what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

setup: $(INSTALLED) ## make .venv from the locked requirements

$(INSTALLED): requirements.txt
	@echo "setup: the locked Python packages into .venv (half a minute, 150 MB; python3-venv by apt where it is missing)"
	@python3 -c 'import ensurepip, venv' 2>/dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends python3-venv >/dev/null; }
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "python3 is older than 3.11; install 3.11 or newer" >&2; exit 4; }
	@python3 -m venv $(VENV)
	@set -o pipefail; wanted=$$(grep -c '^[a-z].*==' requirements.txt); \
	$(PY) -m pip install --progress-bar=off --disable-pip-version-check --require-hashes --requirement requirements.txt | \
		awk -v of=$$wanted '/^Collecting/ && ++n % 10 == 0 { print "setup: " n " of " of " packages"; fflush() } \
			/^Installing/ { print "setup: installing them"; fflush() }'
	@cp requirements.txt $@

check: setup ## the developer's loop, about 20 seconds: lint, and beside it the unit tests that start no process
	@said=$$(mktemp); trap 'rm -f $$said' EXIT; $(MAKE) --no-print-directory lint >$$said 2>&1 & \
	$(VENV)/bin/pytest -p hypothesispytest tests/unit -m "not process and not slow" --hypothesis-profile=loop \
		-n 4 --dist worksteal -q; units=$$?; \
	wait $$!; lint=$$?; cat $$said; exit $$(( units ? units : lint ))

smoke: ## build the lab (once) and ask the smoke set of it
	@echo "make smoke: .venv, the lab (first time 7 to 9 minutes and 9 GB: Incus by apt, an image, six Go builds), then pytest"
	@$(MACHINE)
	@$(MAKE) --no-print-directory setup
	@$(PY) -m lab up; up=$$?; [ $$up -le 1 ] || exit $$up; \
	$(VENV)/bin/pytest --env=lab -m smoke; asked=$$?; \
	[ $$up -eq 0 ] || $(PY) -m lab status --missing; \
	exit $$(( up > asked ? up : asked ))

test: ## lint, and the suite's own tests, on the lab as well
	@echo "make test: .venv, lint, the lab (first time 7 to 9 minutes and 9 GB), then the tests of the suite (about 45 minutes: 200 faults are injected and healed, up to four side by side)"
	@$(MACHINE)
	@$(MAKE) --no-print-directory setup lint
	@$(VENV)/bin/pytest tests --durations=25

lint: setup ## ruff, mypy, and the suite's own lint
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(PY) -m tests.lint

bench: setup ## the speed figures of the lab against their targets; others by name, see README
	@$(PY) -m lab up
	@$(PY) -m benchmarks

lock: ## resolve pyproject.toml to requirements.txt, with hashes and without any index address
	@uvx uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-strip-extras --no-annotate --python-version 3.11 \
		--custom-compile-command "make lock" --group pyproject.toml:dev pyproject.toml --output-file requirements.txt

down: ## remove the lab, all but its cache
	@$(PY) -m lab down

clean: ## remove .venv and what runs left here
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -prune -exec rm -rf {} +
