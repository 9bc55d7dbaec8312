"""The Sphinx extension: a domain of artifacts, cells and claims with their verdicts, and a theme for the page around them.

It works in any Sphinx project with MyST-NB; of Jupyter Book it imports nothing. Configuration values:

- `collate_root`: the folder of the book; `collate_language`: the tag of the language that is built; `collate_title`: its title.
- `collate_repository`: `url` and `branch` of the repository that pages can be edited in.
- `collate_pdf`: what the builder `typst` is told of the book (`collate.bind.typst_settings`).
- `html_theme = "collate"`, `epub_theme = "collate_epub"`: our themes. Under another theme, values, tables and lists are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collate import __version__
from collate.sphinx import domain, outdated, page
from collate.sphinx.navigation import SharedAnchors
from collate.sphinx.nodes import add_nodes
from collate.sphinx.start import add_strip
from collate.sphinx.typst_builder import TypstBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.setup_extension("sphinxext.opengraph")
    app.add_config_value("collate_root", "", "env", str)
    app.add_config_value("collate_language", "en", "env", str)
    app.add_config_value("collate_title", "", "env", str)
    app.add_config_value("collate_repository", {}, "html", dict)
    app.add_config_value("collate_pdf", {}, "", dict)
    app.add_builder(TypstBuilder)
    add_nodes(app)
    add_strip(app)
    app.add_domain(domain.CollateDomain)
    # Chapters use the names of the domain without its name before them; the role `artifact` alone is a reference.
    for name, role in domain.CollateDomain.roles.items():
        app.add_role(name, role)
    for name, directive in domain.CollateDomain.directives.items():
        app.add_directive(name, directive)
    app.add_transform(SharedAnchors)
    for name, folder in page.THEMES.items():
        app.add_html_theme(name, str(folder))
    for name in ("collate.css", "figures.css", "findings.css"):
        app.add_css_file(name)
    for name in ("collate.js", "figures.js"):
        app.add_js_file(name, loading_method="defer")
    app.connect("config-inited", page.configure)
    app.connect("builder-inited", domain.note_builder)
    app.connect("builder-inited", page.serve_files, priority=900)  # after other extensions have added their files
    app.connect("env-get-outdated", outdated.outdated_pages)
    app.connect("env-updated", outdated.keep_digests)
    app.connect("env-updated", domain.rewritten_pages)
    app.connect("env-updated", page.first_page)
    app.connect("missing-reference", domain.resolve_missing)
    app.connect("doctree-resolved", page.remove_scripts, priority=900)
    app.connect("html-page-context", page.withhold_address, priority=900)
    app.connect("html-page-context", page.fill_page, priority=900)  # after all that others say of a page
    app.connect("build-finished", page.remove_old_images)
    return {"version": __version__, "env_version": 8, "parallel_read_safe": True, "parallel_write_safe": True}
