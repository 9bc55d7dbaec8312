"""The builder `typst` of Sphinx: it lays out a folder that Typst makes a PDF of.

`main.typ` includes a file for each page of the book, in the order of the table of contents; `book.typ` has the layout and
`settings.json` what is said of the book (configuration value `collate_pdf`).
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.builders import Builder
from sphinx.util import logging

from collate.bind.typst_settings import MAIN
from collate.bind.typst_text import literal
from collate.sphinx.typst_writer import TypstTranslator

logger = logging.getLogger(__name__)
LAYOUT = Path(__file__).with_name("book.typ")
PAGES, SETTINGS = "pages", "settings.json"
_IMPORT = f'#import "/{LAYOUT.name}": *\n'
_GENERIC_FONT = re.compile(r":root\s*\{\s*font-family:\s*sans-serif;?\s*\}")
_MATH_POINTS = 10.5


class TypstBuilder(Builder):
    """Lays out the whole book; what changed since the last time does not matter."""

    name = format = "typst"
    epilog = ""
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"]  # noqa: RUF012
    default_translator_class = TypstTranslator

    def init(self) -> None:
        self.current = ""  # the page being written
        self.linked: dict[str, nodes.Node] = {}
        self._written: set[str] = set()
        self._same: dict[str, str] = {}  # places that are another's: all names of a section, and the page of its first one
        self.images: dict[str, str] = {}
        self._formulas: dict[str, tuple[str, float]] = {}

    def get_outdated_docs(self) -> Iterable[str]:
        return sorted(self.env.found_docs)

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        del typ
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        del from_
        return self.get_target_uri(to, typ)

    def write(self, *ignored: Any) -> None:
        del ignored
        self.write_documents(set())

    def write_documents(self, docnames: set[str]) -> None:
        del docnames  # the book is one file
        out = Path(self.outdir)
        pages = list(self._pages(self.config.root_doc, 0))
        trees = {}
        for page, _ in pages:
            tree = self.env.get_doctree(page)
            self.env.resolve_references(tree, page, self)
            self.post_process_images(tree)
            self._note_sections(page, tree)
            trees[page] = tree
        main = f"{_IMPORT}#show: book\n"
        for page, level in pages:
            made = self._page(page, trees[page], max(level, 1), root=level == 0)
            self._write_text(out / PAGES / f"{page}.typ", made)
            main += f"#include {literal(f'{PAGES}/{page}.typ')}\n"
        for place, node in self.linked.items():
            if place not in self._written:
                logger.warning("a link leads to %r, which the PDF does not have", place, location=node, type="collate", subtype="typst")
        self._write_text(out / MAIN, main)
        self._write_text(out / SETTINGS, json.dumps(self.config.collate_pdf, ensure_ascii=False, indent=1, sort_keys=True))
        shutil.copyfile(LAYOUT, out / LAYOUT.name)
        for source, name in sorted(self.images.items()):
            self._copy_picture(Path(self.srcdir) / source, out / name)

    def new_places(self, page: str, ids: Sequence[str]) -> list[str]:
        """The names of places with these ids on a page, each only the first time."""
        names = dict.fromkeys(self._name(page, id) for id in ids)
        fresh = [name for name in names if name not in self._written]
        self._written.update(fresh)
        return fresh

    def place_of(self, page: str, address: str, id: str | None) -> str:
        """The name of the place that an address or an id on `page` leads to, empty where it leads to none."""
        if id:
            return self._name(page, id)
        if address.startswith(("%", "#")):
            other, _, place = address.removeprefix("%").partition("#")
            return self._name(other or page, place)
        return ""

    def formula(self, node: nodes.Element) -> tuple[str, float]:
        """A formula drawn by matplotlib: the name of its file, and how many points of it are below the line; empty where it cannot be."""
        text = re.sub(r"\s+", " ", node.astext()).strip()
        if text not in self._formulas:
            import matplotlib as mpl
            from matplotlib.font_manager import FontProperties
            from matplotlib.mathtext import math_to_image

            name = f"formula-{len(self._formulas) + 1}.svg"
            try:
                with mpl.rc_context({"svg.hashsalt": "collate", "mathtext.fontset": "dejavuserif"}):
                    depth = math_to_image(
                        f"${text}$", str(Path(self.outdir) / name), prop=FontProperties(size=_MATH_POINTS), dpi=72, format="svg"
                    )
            except ValueError as error:
                why = str(error).strip().splitlines()[-1]
                logger.warning("the formula %s cannot be drawn: %s", text, why, location=node, type="collate", subtype="typst")
                self._formulas[text] = ("", 0.0)
            else:
                self._formulas[text] = (f"/{name}", round(float(depth), 2))
        return self._formulas[text]

    def _page(self, page: str, tree: nodes.document, level: int, *, root: bool) -> str:
        """The markup of a page; that of the root stands alone where it has nothing but a title, which the title page has."""
        self.current = page
        headed = not root or any(not isinstance(part, (nodes.title, nodes.Invisible)) and part.astext().strip() for part in _parts(tree))
        writer = self.create_translator(tree, self, level, headed)
        tree.walkabout(writer)
        return _IMPORT + "".join(writer.body)

    def _pages(self, page: str, level: int) -> Iterator[tuple[str, int]]:
        """The pages of the book with their levels, in the order of the table of contents."""
        yield page, level
        for other in self.env.toctree_includes.get(page, ()):
            yield from self._pages(other, level + 1)

    def _name(self, page: str, id: str) -> str:
        name = f"{page}:{id}"
        return self._same.get(name, name)

    def _note_sections(self, page: str, tree: nodes.document) -> None:
        for section in tree.findall(nodes.section):
            first = f"{page}:{section['ids'][0]}"
            self._same |= {f"{page}:{id}": first for id in section["ids"][1:]}
            self._same.setdefault(f"{page}:", first)

    def _copy_picture(self, source: Path, target: Path) -> None:
        """A drawing names no font of its own: it has that of the book."""
        if source.suffix == ".svg":
            family = next(iter(self.config.collate_pdf.get("drawing", ())), "sans-serif")
            text = _GENERIC_FONT.sub(lambda _: f'svg{{font-family:"{family}"}}', source.read_text(encoding="utf-8"))
            self._write_text(target, text)
        else:
            shutil.copyfile(source, target)

    def _write_text(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _parts(tree: nodes.document) -> list[nodes.Node]:
    return [part for section in tree.children for part in (section.children if isinstance(section, nodes.section) else [section])]
