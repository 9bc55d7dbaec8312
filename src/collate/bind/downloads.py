"""The downloads page: what lies in the site to be taken away, listed with its size."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from collate.book import Book
from collate.data import csvfile
from collate.data.labels import Labels
from collate.errors import BuildError
from collate.export.downloads import downloads, exported_names

START, END = "<!-- downloads -->", "<!-- /downloads -->"  # what the directive `{downloads}` leaves on the page
BOOKS = "books"  # the folder of the site that holds them
GROUPS = ("books", "data", "notebooks", "executed")
TABLES = ("ledger.csv", "ledger.json", "exhibits.xlsx")


@dataclass(frozen=True)
class Offer:
    """A file that the page offers: where it comes from, its address from the page, and the group that it is listed in."""

    source: Path
    address: str
    group: str


def offers(book: Book, language: str, forms: Sequence[str], copies: Iterable[str]) -> list[Offer]:
    """What the page of `language` offers: the books that are made, and what the build lays beside the pages.

    Parameters
    ----------
    forms : the books made beside the HTML pages, of `pdf` and `epub`; those that are not made are not offered.
    copies : names of the exports that are copies of files (`downloads`).
    """
    books = {"pdf": book.pdf(language), "epub": book.epub(language)}
    found = [Offer(books[form], f"../{BOOKS}/{books[form].name}", "books") for form in forms]
    names = [*exported_names(book), *copies]
    found += [
        Offer(book.html_exports / name, f"../exports/{name}", _group(book, name, language))
        for name in names
        if _group(book, name, language)
    ]
    return sorted(found, key=lambda offer: GROUPS.index(offer.group))


def _group(book: Book, name: str, language: str) -> str:
    """The group of an export, nothing where this page does not list it."""
    if name.endswith(".zip"):
        return "books"  # the whole edition
    if name in TABLES or name.startswith("values/"):
        return "data"
    if name.startswith("notebooks/executed/"):
        other = any(Path(name).stem.endswith(f".{tag}") for tag in book.languages if tag != language)
        return "" if other else "executed"
    return "notebooks" if name.startswith("notebooks/") else ""


def fill_downloads(book: Book, language: str, forms: Sequence[str]) -> Path:
    """Lay the books beside the pages, list every file on the downloads page of `language`, and return the page.

    Raises
    ------
    BuildError : the page has no place for them.
    """
    name = book.config.pages.downloads
    page = book.html(language) / f"{name}.html"
    text = page.read_text(encoding="utf-8")
    place = re.compile(f"{START}.*?{END}", re.DOTALL)
    if not place.search(text):
        raise BuildError("the page has no {downloads} directive", where=book.chapters / language / f"{name}.md", fix="write one")
    chosen = offers(book, language, forms, downloads(book))
    for form in ("pdf", "epub"):
        copy = book.build / "html" / BOOKS / f"book.{language}.{form}"
        if form in forms:
            csvfile.write_bytes(copy, (book.pdf if form == "pdf" else book.epub)(language).read_bytes())
        else:
            copy.unlink(missing_ok=True)  # what no page offers any more
    listed = _listed(chosen, book.words, language)
    csvfile.write_text(page, place.sub(lambda _: f"{START}{listed}{END}", text))
    return page


def size(count: int) -> str:
    """A number of bytes as people read it: kB and MB are powers of a thousand."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.0f} kB" if count < 999_500 else f"{count / 1_000_000:.1f} MB"


def _listed(chosen: Sequence[Offer], labels: Labels, language: str) -> str:
    parts = []
    for group in dict.fromkeys(offer.group for offer in chosen):
        items = "\n".join(
            f'<li><a href="{escape(offer.address)}" download>{escape(offer.address.rpartition("/")[2])}</a>'
            f' <span class="cv-size">{size(offer.source.stat().st_size)}</span></li>'
            for offer in chosen
            if offer.group == group
        )
        heading = labels.text(f"downloads-{group}", language)
        parts.append(
            f'<section id="{group}" data-pagefind-ignore>\n<h2>{escape(heading)}</h2>\n<ul class="cv-files">\n{items}\n</ul>\n</section>'
        )
    return "\n".join(parts)
