"""How Sphinx builds this documentation: `make docs`. Three pages of the reference are generated from the library itself."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "reference"))

import generated
from sphinx.application import Sphinx

from collate import __version__

project = "collate"
author = "The editors of the reproducible edition"
project_copyright = author
version = release = __version__
extensions = ["myst_parser", "sphinx_design", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
highlight_language = "none"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_param = False
html_theme = "sphinx_book_theme"
html_title = f"collate {__version__}"
html_theme_options = {"show_toc_level": 2, "use_download_button": False, "use_fullscreen_button": False, "navbar_persistent": []}
html_static_path = ["static"]
html_css_files = ["docs.css"]
html_copy_source = False
html_show_copyright = False


def setup(app: Sphinx) -> None:
    """Fill the generated parts when a page is read."""
    app.connect("source-read", generated.fill)
