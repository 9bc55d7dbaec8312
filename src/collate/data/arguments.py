"""What is left of the argument of each chapter once its errata are known: an answer that people write, in every language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from collate.book import Book
from collate.data import csvfile
from collate.data.errata import unbound_number
from collate.data.yamlfile import read_entries
from collate.errors import DataError


def load_arguments(book: Book) -> Mapping[int, Mapping[str, str]]:
    """The answers by chapter, each by language; none where the book has no data/arguments.yml.

    Raises
    ------
    DataError : broken YAML, an entry that the schema refuses, or a sentence that holds a number; with file and line.
    """
    path = book.arguments
    return _load(path, book.languages, csvfile.stamp(path)) if path.exists() else {}


@lru_cache(maxsize=4)
def _load(path: Path, languages: tuple[str, ...], stamp: tuple[int, ...]) -> Mapping[int, Mapping[str, str]]:
    """Kept while the file does not change."""
    del stamp
    found: dict[int, Mapping[str, str]] = {}
    for item, line in read_entries(path, "arguments", languages, DataError):
        for language, text in item["text"].items():
            if number := unbound_number(text):
                told = f"chapter {item['target']}: the text in {language} holds the number {number}, which nothing binds"
                raise DataError(told, where=path, line=line, fix="tell it in words, without numbers but years")
        found[int(item["target"])] = item["text"]
    return found
