# The commands of an edition are those that `collate new` lays down; `make help` lists them.
GALLERY := $(dir $(lastword $(MAKEFILE_LIST)))
ENVIRONMENT_MK := $(GALLERY)environment.mk
TESTS := $(GALLERY)../tests/gallery -k $(notdir $(CURDIR))
include $(GALLERY)../src/collate/template/book/Makefile
