# The only commands of this project; `make help` lists them. Each calls one program.
SHELL := /bin/bash
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
COLLATE := $(BIN)/python -m collate
REQUIREMENTS := requirements-dev.txt
READY := $(VENV)/.ready
BENCH := .venv-bench/.ready
VALIDATORS := $(VENV)/validators/.ready
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := all
.PHONY: all html watch pdf data run verify explain why diff questions mutation test check bench bench-scale disturb clean help system fonts epub reproduce archive

all: $(READY) system ## regenerate, verify and bind everything: HTML, PDF and EPUB of both languages
	$(COLLATE) build

html: $(READY) fonts ## HTML of both languages, in _build/html (needs no TeX)
	$(COLLATE) build html

watch: $(READY) fonts ## HTML of both languages now, and again within seconds whenever a file is saved, until Ctrl-C
	@$(COLLATE) watch html

pdf: $(READY) system ## PDF of both languages, in _build/pdf
	$(COLLATE) build pdf

epub: $(READY) ## EPUB of both languages, in _build/epub (needs no TeX)
	$(COLLATE) build epub

data: $(READY) ## check the data folders against their schemas, and the chapters against the ledger
	$(COLLATE) check

run: $(READY) ## run one notebook in both languages: make run ID=table-1-2
	$(COLLATE) run "$(ID)"

# ID and REV reach the commands through the environment, so that no shell reads anything into them; ARGS are options.
verify: $(READY) ## bring the values up to date, compare them with print, list what is not identical: make verify [ID=table-1-2] [ARGS=--json]
	@$(COLLATE) verify $(ARGS) -- $${ID:+"$$ID"}

explain: $(READY) ## where a number comes from, and whether it is right: make explain ID=table-1-2/廣義環渤海/2007 [ARGS=--json]
	@$(COLLATE) explain $(ARGS) -- $${ID:+"$$ID"}

why: $(READY) ## what would make notebooks run again, before anything runs: make why [ID=table-1-2]
	@$(COLLATE) why $(ARGS) -- $${ID:+"$$ID"}

diff: $(READY) ## which regenerated numbers and verdicts changed since a revision: make diff [REV=HEAD~1]
	@$(COLLATE) diff $(ARGS) -- $${REV:+"$$REV"}

reproduce: $(READY) ## build the committed tree twice under different conditions and compare every file: make reproduce [WHAT=html]
	$(COLLATE) reproduce $(WHAT)

archive: $(READY) ## one ZIP of source, data, executed notebooks, books, exports and hashes, in _build/archive
	$(COLLATE) archive

questions: $(READY) ## what the printed numbers alone make one ask: sums of shares, growth, whole counts, repeats, digits, parts
	@$(COLLATE) questions $(ARGS)

mutation: $(READY) ## change every number once, count the changes that no check notices, keep the score in data/mutation
	@$(COLLATE) mutation $(ARGS)

test: $(READY) $(VALIDATORS) ## pass the whole test suite
	@bash .ci/system-packages --optional $$(cat apt-test.txt)
	$(BIN)/python -m pytest -n auto $(ARGS)

check: $(READY) ## style, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(READY) $(BENCH) ## measure builds against papermill, Jupyter Book, nbconvert, Snakemake and plain function calls
	$(BIN)/python tests/benchmark.py

bench-scale: $(READY) ## measure builds of synthetic books as they grow: make bench-scale [SIZES=10,100]
	$(BIN)/python tests/scale/benchmark.py

disturb: $(READY) ## kill builds, workers and kernels, fill the disk, build again, compare: make disturb [KINDS=values/worker] [MOMENTS=20]
	$(BIN)/python tests/robust/record.py

clean: ## remove everything that the build made
	rm -rf _build pytask.lock .pytask

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

# Packages of the system: installed when root, named exactly otherwise. The HTML edition needs the fonts alone.
system:
	@bash .ci/system-packages $$(cat apt.txt)

fonts:
	@bash .ci/system-packages fonts-noto-cjk

$(READY): $(REQUIREMENTS) pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "error: $(PYTHON) not found; install Python 3.11 or name one: make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "error: $(PYTHON) is not Python 3.11; name one: make PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement $(REQUIREMENTS)
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

# What `make bench` measures against, and nothing else needs.
$(BENCH): requirements-bench.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --require-hashes --requirement $<
	touch $@

# Validators of two exports, which need older packages than the build.
$(VALIDATORS): tests/exports/validators.txt $(READY)
	$(PYTHON) -m venv $(VENV)/validators
	$(VENV)/validators/bin/python -m pip install --quiet --require-hashes --requirement $<
	touch $@
