"""The files that people type, and by what each is sorted."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from collate.book import Book
from collate.data.listing import files_below

# By path below the book's folder. A file that is not here stands in an order of its own, that of print for one.
SORTED_BY = {
    "data/labels.csv": ("key",),
    "data/glossary.csv": ("key",),
    "data/source/checks.csv": ("id",),
    "data/source/series.csv": ("id",),
    "data/source/observations/*.csv": ("series", "period"),
    "data/source/facts/*.csv": ("subject", "attribute", "position"),
    "data/published/artifacts.csv": ("id",),
    "data/published/headers.csv": ("artifact",),
    "data/published/claims.csv": ("chapter", "line", "id"),
}
COUNTED = {"data/published/claims.csv": ("chapter", "line")}  # columns that are sorted as whole numbers


def sort_key(book: Book, path: Path, header: Sequence[str], values: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """The key of a row of a typed file, the same for all rows where the file has an order of its own."""
    place = book.relative(path)
    pattern = next((pattern for pattern in SORTED_BY if fnmatchcase(place, pattern)), "")
    counted = COUNTED.get(pattern, ())
    found = []
    for column in SORTED_BY.get(pattern, ()):
        value = values[header.index(column)] if column in header else ""
        found.append((int(value), "") if column in counted and value.isdecimal() else (0, value))
    return tuple(found)


def typed_files(book: Book) -> list[Path]:
    """Every file of a book that people type as text, notebooks and modules apart: chapters, tables, YAML."""
    made = (book.regenerated, book.benchmarks, book.data / "mutation")
    files = [path for path in files_below(book.data, "*.csv", "*.yml", "*.yaml") if not set(made) & set(path.parents)]
    files += files_below(book.chapters, "*.md", "*.csv", "*.yml", "*.yaml")
    files += [path for name in ("_config.yml", "_toc.yml", "CITATION.cff") if (path := book.root / name).exists()]
    return [path for path in files if path.is_file()]
