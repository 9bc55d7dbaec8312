# The environment of this book: made in .venv from the lock files, and used by every command of the Makefile.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TOOLS := $(VENV)/.tools
PYTHON ?= python3
.PHONY: lock remake

lock: ## write requirements.txt anew from requirements.in, for all versions of Python (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-annotate \
		--custom-compile-command "make lock" requirements.in --output-file requirements.txt

# An environment knows its folder: it is made anew where the book was moved or copied.
ifneq ($(shell [ ! -e $(VENV) ] || [ "$$(cat $(READY) 2>/dev/null)" = "$$(pwd -P)" ] || echo stale),)
$(READY): remake
endif
remake:
	@echo "$(VENV) is unfinished or of another folder: it is made anew"

$(READY): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' \
		|| { echo "error: $(PYTHON) is not a Python from 3.11 to 3.14; name one: make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@$(call install,requirements.txt)
	@pwd -P >$@

$(TOOLS): requirements-test.txt $(READY)
	@$(call install,requirements-test.txt)
	@touch $@

install = echo "installing the packages of $(1)" \
	&& $(BIN)/python -m pip install --quiet --require-hashes --requirement $(1) \
	|| { echo "error: the packages of $(1) cannot be installed; pip says above why, and the network is needed this once" >&2; exit 1; }
