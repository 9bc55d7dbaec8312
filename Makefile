# The only commands of this project; `make help` lists them. Each calls one program.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
COLLATE := $(BIN)/python -m collate
READY := $(VENV)/.ready
TOOLS := $(VENV)/.tools
BENCH := .venv-bench/.ready
MUTATION := .venv-mutation/.ready
NEWEST := .venv-newest/.ready
GALLERY := $(VENV)/.gallery
VALIDATORS := $(VENV)/validators/.ready
# What a user may have set for other Pythons and pips has no say here. Without compiled files each process would compile the library.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_USER := 0
unexport PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH PYTHONUSERBASE PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV

# Each target calls one program, which uses all cores itself; and the system is looked at before anything is downloaded.
.NOTPARALLEL:
.DEFAULT_GOAL := all
.PHONY: all html watch pdf data run verify explain why diff questions mutation mutation-of-code test test-all test-fast test-newest check bench bench-check bench-numbers bench-pages bench-scale pictures disturb docs clean help system epub reproduce archive tidy lock remake gallery

all: system $(READY) ## regenerate, verify and bind everything: HTML, PDF and EPUB of both languages
	$(COLLATE) build

html: system $(READY) ## HTML of both languages, in _build/html
	$(COLLATE) build html

watch: system $(READY) ## HTML of both languages now, and again within seconds whenever a file is saved, until Ctrl-C
	@$(COLLATE) watch html

pdf: system $(READY) ## PDF of both languages, in _build/pdf
	$(COLLATE) build pdf

epub: system $(READY) ## EPUB of both languages, in _build/epub
	$(COLLATE) build epub

data: $(READY) ## check the data folders against their schemas, and the chapters against the ledger
	$(COLLATE) check

tidy: $(READY) ## write the data files and chapters in the form that git keeps: make tidy [ARGS=--check]
	@$(COLLATE) tidy $(ARGS)

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

questions: $(READY) ## what the printed numbers alone make one ask: sums of shares, growth, whole counts, repeats, digits, parts; of a text: make questions ARGS=paper.txt
	@$(COLLATE) questions $(ARGS)

mutation: $(READY) ## change every number once, count the changes that no check notices, keep the score in data/mutation
	@$(COLLATE) mutation $(ARGS)

mutation-of-code: $(MUTATION) ## change the code of collate.numbers, count the changes that its tests notice, keep the score in docs: make mutation-of-code [ARGS=--all]
	@rm -rf mutants
	@$(<D)/bin/python tests/mutation_of_code.py $(ARGS)

gallery: system $(GALLERY) ## build the editions of other publications: HTML and PDF, in gallery/NAME/_build
	@for edition in $(dir $(wildcard gallery/*/_config.yml)); do echo "$$edition"; $(MAKE) --no-print-directory -C $$edition html pdf || exit 1; done

test: system-of-tests $(TOOLS) $(VALIDATORS) ## pass the tests of the book and of one build of each kind; what the system lacks is named and its tests are skipped
	$(PYTEST) -m "not endurance" $(ARGS)
	@echo "the tests of endurance were left out: make test-all runs them"

test-all: system-of-tests $(TOOLS) $(VALIDATORS) ## pass the whole test suite, with the tests of endurance: repeated builds, their variants, killed workers, the wheel
	$(PYTEST) $(ARGS)

test-fast: $(TOOLS) ## pass the tests that start no build, no kernel, no browser and no PDF and take less than a second: make test-fast [ARGS=tests/unit]
	$(PYTEST) -m "not slow and not browser and not pdf" $(ARGS)

# Tests of one file share what is made once, in one worker; the order is the suite's own: what takes long first.
# Not by groups: pytest 9.2 does not read the names that pytest-xdist 3.8 gives their tests, and each worker would make everything.
PYTEST = $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: $(TOOLS) ## style, types
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

test-newest: system $(NEWEST) ## pass the tests of the Sphinx extension with the newest Sphinx and MyST-NB, without Jupyter Book
	$(<D)/bin/python -m pytest -n auto -m "not pdf and not browser" tests/unit tests/library $(ARGS)

bench: $(TOOLS) $(BENCH) ## measure builds against papermill, Jupyter Book, nbconvert, Snakemake and plain function calls
	$(BIN)/python tests/benchmark.py

bench-check: $(TOOLS) $(BENCH) ## measure the check of 10,000 and 100,000 numbers against claims-cli
	$(BIN)/python tests/benchmark_check.py

bench-numbers: $(TOOLS) ## read and judge 100,000 printed strings: time, memory and where the time goes
	$(BIN)/python tests/benchmark_numbers.py

bench-pages: $(TOOLS) ## measure when a reader first sees something of a page, and its largest part, in Chromium (after make html)
	$(BIN)/python tests/benchmark_pages.py

pictures: $(TOOLS) ## take the reference pictures of the pages anew, which the tests compare; look at them before they are committed
	PYTHONPATH=tests $(BIN)/python tests/browser/pictures.py

bench-scale: $(TOOLS) ## measure builds of synthetic books as they grow: make bench-scale [SIZES=10,100]
	$(BIN)/python tests/scale/benchmark.py

disturb: $(TOOLS) ## kill builds, workers and kernels, fill the disk, build again, compare: make disturb [KINDS=values/worker] [MOMENTS=20]
	$(BIN)/python tests/robust/record.py

# A link that leads nowhere is a warning, and a warning an error.
docs: $(READY) ## the documentation of the library, in _build/docs
	@$(BIN)/python -m sphinx --builder html --fail-on-warning --keep-going --quiet --doctree-dir _build/docs-doctrees docs _build/docs
	@echo "_build/docs/index.html"

clean: ## remove everything that the build made
	rm -rf _build pytask.lock .pytask gallery/*/_build gallery/*/pytask.lock gallery/*/.pytask

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

lock: ## write the lock files anew from pyproject.toml, for all versions of Python (needs uv)
	$(LOCK) pyproject.toml $(EXTRAS) --output-file requirements.txt
	$(LOCK) pyproject.toml $(EXTRAS) --extra dev --constraint requirements.txt --output-file requirements-dev.txt
	$(LOCK) pyproject.toml --extra dev --group newest --output-file requirements-newest.txt
	$(LOCK) --group gallery --constraint requirements-dev.txt --output-file requirements-gallery.txt
	$(LOCK) --group bench --output-file requirements-bench.txt
	$(LOCK) --group mutation --constraint requirements-dev.txt --output-file requirements-mutation.txt
	echo pytest | $(LOCK) - --constraint requirements-dev.txt --output-file src/collate/template/book/requirements-test.txt
	$(LOCK) tests/export/validators.in --output-file tests/export/validators.txt

EXTRAS := --extra jupyter-book --extra pdf --extra watch
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-annotate --custom-compile-command "make lock"

# Packages of the system: installed when root, named exactly otherwise.
system:
	@bash .ci/system-packages $$(cat apt.txt)

# For root all of it is installed; for others what is missing is named, and the tests that need it are skipped.
system-of-tests:
	@bash .ci/system-packages --optional $$(cat apt.txt apt-test.txt)

# An environment knows its folder and its interpreter: it is made anew where the checkout was moved or copied, or the interpreter is gone.
NAMED := $(if $(filter command%,$(origin PYTHON)),$(PYTHON))
VERSION := -I -c "import sys; print(sys.version_info[:2])"
ifneq ($(shell [ ! -e $(VENV) ] || { found=$$($(BIN)/python $(VERSION)) && [ "$$(cat $(READY))" = "$$(pwd -P)" ] \
	&& { [ -z "$(NAMED)" ] || [ "$$found" = "$$($(NAMED) $(VERSION))" ]; }; } 2>/dev/null || echo stale),)
$(READY): remake
endif
remake:
	@echo "$(VENV) is unfinished, or of another folder or interpreter: it is made anew"

$(READY): requirements.txt pyproject.toml
	@python=$$(bash .ci/find-python $(NAMED)) && echo "making $(VENV) with $$python" && "$$python" -m venv --clear $(VENV)
	@$(call install,requirements.txt)
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@pwd -P >$@

# What tests and checks need besides.
$(TOOLS): requirements-dev.txt $(READY)
	@$(call install,requirements-dev.txt)
	@touch $@

# What the editions in gallery/ compute with, and the data of others that they read.
$(GALLERY): requirements-gallery.txt $(READY)
	@$(call install,requirements-gallery.txt)
	@touch $@

# What `make bench` and `make bench-check` measure against, and nothing else needs.
$(BENCH): requirements-bench.txt $(READY)
	@$(BIN)/python -m venv --clear $(@D)
	@$(call install,requirements-bench.txt,$(@D)/bin)
	@touch $@

# What changes the code for `make mutation-of-code`; everything else it sees in the environment of the build.
$(MUTATION): requirements-mutation.txt $(TOOLS)
	@$(BIN)/python -m venv --clear $(@D)
	@$(call install,requirements-mutation.txt,$(@D)/bin)
	@purelib='import sysconfig; print(sysconfig.get_path("purelib"))' \
		&& $(BIN)/python -c "$$purelib" >"$$($(@D)/bin/python -c "$$purelib")/build.pth"
	@touch $@

# The newest releases of what pages are made with, and no Jupyter Book.
$(NEWEST): requirements-newest.txt pyproject.toml
	@python=$$(bash .ci/find-python $(NAMED)) && "$$python" -m venv --clear $(@D)
	@$(call install,requirements-newest.txt,$(@D)/bin)
	@$(@D)/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# Validators of two exports, which need older packages than the build.
$(VALIDATORS): tests/export/validators.txt $(READY)
	@$(BIN)/python -m venv --clear $(@D)
	@$(call install,tests/export/validators.txt,$(@D)/bin)
	@touch $@

install = echo "installing the packages of $(1)" \
	&& $(or $(2),$(BIN))/python -m pip install --quiet --require-hashes --requirement $(1) \
	|| { echo "error: the packages of $(1) cannot be installed; pip says above why, and the network is needed this once" >&2; exit 1; }
