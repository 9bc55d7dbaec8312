# The environment of every edition: that of the repository, with the packages of requirements-gallery.txt in it.
# The repository's Makefile makes it, so that one lock file serves all editions.
ROOT := $(GALLERY)..
BIN := $(ROOT)/.venv/bin
READY := $(ROOT)/.venv/.gallery
TOOLS := $(ROOT)/.venv/.tools
.PHONY: environment tools

$(READY): environment
$(TOOLS): tools
environment:
	@$(MAKE) --no-print-directory -C $(ROOT) .venv/.gallery
tools:
	@$(MAKE) --no-print-directory -C $(ROOT) .venv/.gallery .venv/.tools
