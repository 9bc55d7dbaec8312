"""The EPUB builder: Sphinx's own, with this book's style and nothing that an electronic reader cannot use."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.builders.epub3 import Epub3Builder

from collate.data import csvfile
from collate.sphinx.nodes import ERRATA_PAGE, anchor, value_node

STYLE = "epub.css"


class EpubBuilder(Epub3Builder):
    """Sphinx's EPUB 3 without the scripts and styles that the HTML edition's extensions add; readers of books run neither."""

    def init(self) -> None:
        super().init()
        language = escape(self.config.epub_language)
        self.html_tag = f'{Epub3Builder.html_tag[:-1]} lang="{language}" xml:lang="{language}">'

    def init_css_files(self) -> None:
        self._css_files: list[Any] = []
        self.add_css_file(STYLE)

    def init_js_files(self) -> None:
        self._js_files: list[Any] = []

    def add_css_file(self, filename: str, **kwargs: Any) -> None:
        if filename == STYLE:  # an extension may add its own for a page
            super().add_css_file(filename, **kwargs)

    def add_js_file(self, filename: str, **kwargs: Any) -> None:
        del filename, kwargs

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        for node in list(doctree.findall(nodes.raw)):
            if "<script" in node.astext():  # sphinx_thebe, which Jupyter Book always loads, writes one on every page
                node.parent.remove(node)
        super().write_doc(docname, doctree)

    def copy_static_files(self) -> None:
        style = (Path(__file__).parent / "static" / STYLE).read_text(encoding="utf-8")
        csvfile.write_text(Path(self.outdir) / "_static" / STYLE, style)


def visit_epub(writer: Any, node: value_node) -> None:
    name = f' id="{escape(anchor(node["anchor"]))}"' if node["anchor"] else ""
    writer.body.append(f'<span class="cv cv-{node["style"]}"{name}>')


def depart_epub(writer: Any, node: value_node) -> None:
    """The mark, leading to the erratum where there is one; a card that opens on hover has no place on such a page."""
    if node["mark"]:
        mark = escape(node["mark"])
        if node.get("erratum") and ERRATA_PAGE in writer.builder.env.found_docs:
            mark = f'<a href="{ERRATA_PAGE}.xhtml#{escape(node["erratum"])}">{mark}</a>'
        writer.body.append(f'<sup class="cv-mark" title="{escape(node["mark_text"])}">{mark}</sup>')
    writer.body.append("</span>")
