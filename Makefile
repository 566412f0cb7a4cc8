# make run     a working photo library of sample photos; PHOTOS=~/Pictures LIBRARY=/mnt/nas/Shoebox for your own
# make test    every test      make check   the quality gate      make bench   the measurements

PYTHON ?= python3
LIBRARY ?= $(HOME)/Shoebox
PHOTOS ?=
SAMPLES ?= $(HOME)/.cache/shoebox/sample-photos
BIN := .venv/bin
STATIC := src/shoebox/web/static/index.html
FRONTEND := $(shell find frontend -path frontend/node_modules -prune -o -type f -print)

.PHONY: run test check bench frontend screenshots lock clean

run: .venv/run $(STATIC)
	@$(BIN)/shoebox models --library "$(LIBRARY)" || echo "Going on without what is missing."
ifeq ($(PHOTOS),)
	@$(BIN)/python scripts/sample_photos.py "$(SAMPLES)" || echo "Going on with the photos that came."
	@$(BIN)/shoebox sync "$(SAMPLES)" --library "$(LIBRARY)"
else
	@$(BIN)/shoebox sync "$(PHOTOS)" --library "$(LIBRARY)"
endif
	@exec $(BIN)/shoebox serve --library "$(LIBRARY)"

test: .venv/dev $(STATIC)
	cd frontend && npm test
	@scripts/browser.sh
	$(BIN)/python -m pytest

check: .venv/dev frontend/node_modules/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/check_sizes.py
	cd frontend && npm run check

bench: .venv/dev $(STATIC)
	$(BIN)/python benchmarks/run.py

frontend: $(STATIC)

screenshots: .venv/dev $(STATIC)
	@scripts/browser.sh
	$(BIN)/python scripts/screenshots.py

# The lock files hold versions and hashes; they are made anew with this.
lock:
	$(BIN)/python -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml -o requirements.txt
	$(BIN)/python -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml --extra aws --group dev -o requirements-dev.txt

clean:
	rm -rf .venv build dist frontend/node_modules src/shoebox/web/static

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run: requirements.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@echo "$(CURDIR)/src" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/shoebox.pth"
	@printf '#!/bin/sh\nexec "%s/.venv/bin/python" -m shoebox.cli "$$@"\n' "$(CURDIR)" > $(BIN)/shoebox && chmod +x $(BIN)/shoebox
	@touch $@

.venv/dev: requirements-dev.txt .venv/run
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

frontend/node_modules/.installed: frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund
	@touch $@

$(STATIC): frontend/node_modules/.installed $(FRONTEND)
	cd frontend && npm run build
	@touch $@
