"""The version of the library, which the package, its commands and its Sphinx extension tell."""

__version__ = "0.1.0"
