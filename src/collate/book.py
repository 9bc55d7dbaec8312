"""A book: where everything of it is, its configuration, its words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from collate.errors import CollateError

if TYPE_CHECKING:
    from collate.config import Config, Language
    from collate.data.labels import Labels

READINGS = ("printed", "corrected")  # observations as printed, or as the errata propose to read them


@dataclass(frozen=True)
class Book:
    """A book's folder and every path in it.

    Parameters
    ----------
    root : the folder that holds `_config.yml`, `data/` and `chapters/`.
    """

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Book:
        """The book at `start` or in the nearest folder above it.

        Raises
        ------
        CollateError : no folder from `start` upwards holds `_config.yml` and `data`.
        ConfigurationError : the configuration is wrong.
        """
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / "_config.yml").is_file() and (folder / "data").is_dir():
                found = cls(folder)
                found.config.check()
                return found
        raise CollateError("no book found here", where=here, fix="run the command in the folder that holds _config.yml and data/")

    @property
    def config(self) -> Config:
        """The configuration, read again when its file changes.

        Raises
        ------
        ConfigurationError : it is missing or wrong.
        """
        from collate.config import Config

        return Config.load(self.root)

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags of the languages in order; the first is that of the printed text."""
        return tuple(language.tag for language in self.config.languages)

    def language(self, tag: str) -> Language:
        """The language with this tag.

        Raises
        ------
        ConfigurationError : the book does not have it.
        """
        return self.config.language(tag)

    @property
    def words(self) -> Labels:
        """The terms of the book over those of the library, read again when a file changes.

        Raises
        ------
        DataError : a file is broken.
        """
        from collate.data.labels import Labels

        return Labels.of(self)

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def source(self) -> Path:
        return self.data / "source"

    @property
    def files(self) -> Path:
        """Datasets as their publishers made them, which nothing rewrites; a book may have none."""
        return self.source / "files"

    @property
    def published(self) -> Path:
        return self.data / "published"

    @property
    def cells(self) -> Path:
        return self.published / "cells"

    @property
    def regenerated(self) -> Path:
        return self.data / "regenerated"

    @property
    def errata(self) -> Path:
        return self.data / "errata.yml"

    @property
    def arguments(self) -> Path:
        """What is left of the argument of each chapter; a book may have none."""
        return self.data / "arguments.yml"

    @property
    def checks(self) -> Path:
        """Identities that must hold between observations; a book may have none."""
        return self.source / "checks.csv"

    @property
    def doubts(self) -> Path:
        """Suspicions that readers are told; a book may have none."""
        return self.data / "doubts.yml"

    @property
    def benchmarks(self) -> Path:
        """What was measured on a named machine on a named day; written by commands, kept in git."""
        return self.data / "benchmarks"

    @property
    def labels(self) -> Path:
        return self.data / "labels.csv"

    @property
    def glossary(self) -> Path:
        """The terms that the glossary defines; a book may have none."""
        return self.data / "glossary.csv"

    @property
    def citation(self) -> Path:
        """What a citation of this edition needs; a book may have none."""
        return self.root / "CITATION.cff"

    @property
    def figures(self) -> Path:
        return self.root / "figures"

    def figure(self, artifact: str, language: str, form: str) -> Path:
        """A drawn plot; `form` is `svg`, `pdf`, `png`, or `narrow.svg` for a narrow screen."""
        return self.figures / f"{artifact}.{language}.{form}"

    def values(self, artifact: str, reading: str = "printed") -> Path:
        """The regenerated values of an artifact."""
        return self._published_values(reading) / f"{artifact}.csv"

    def points(self, artifact: str, reading: str = "printed") -> Path:
        """The plotted values of an artifact."""
        return self._published_values(reading) / "points" / f"{artifact}.csv"

    def claim_values(self, chapter: int) -> Path:
        """The values recomputed for the claims of a chapter; 0 is the summary."""
        return self.regenerated / "claims" / f"chapter-{chapter}.csv"

    def _published_values(self, reading: str) -> Path:
        return self.regenerated if reading == "printed" else self.regenerated / reading

    @property
    def chapters(self) -> Path:
        return self.root / "chapters"

    @property
    def exceptions(self) -> Path:
        """Words with numbers in them that no claim needs to bind, each with its reason."""
        return self.chapters / "exceptions.csv"

    @property
    def python(self) -> Path:
        """The folder that the notebooks import from."""
        return self.root / self.config.python

    @property
    def notebooks(self) -> Path:
        return self.root / self.config.notebooks

    @property
    def build(self) -> Path:
        return self.root / "_build"

    def run(self, artifact: str, language: str, reading: str = "printed") -> Path:
        """The folder that one notebook run fills."""
        return self.build / "run" / f"{artifact}{_infix(reading)}.{language}"

    def claim_run(self, chapter: int) -> Path:
        """The folder that the claims notebook fills for a chapter."""
        return self.build / "run" / f"claims-{chapter}"

    def staged(self, language: str, form: str) -> Path:
        """The assembled book source of one language; `form` is `html`, `pdf` or `epub`."""
        return self.build / "stage" / f"{form}.{language}"

    @property
    def webfonts(self) -> Path:
        """The folder whose content every HTML edition serves beside its style sheets."""
        return self.build / "webfonts"

    def html(self, language: str) -> Path:
        return self.build / "html" / language

    def pdf(self, language: str) -> Path:
        return self.build / "pdf" / f"book.{language}.pdf"

    def epub(self, language: str) -> Path:
        return self.build / "epub" / f"book.{language}.epub"

    @property
    def exports(self) -> Path:
        """What a reader takes away; the HTML edition holds a copy."""
        return self.build / "exports"

    @property
    def html_exports(self) -> Path:
        """The copy of the exports that the pages link to, the same for every language."""
        return self.build / "html" / "exports"

    def relative(self, path: Path) -> str:
        """`path` as messages show it."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)


def _infix(reading: str) -> str:
    return "" if reading == "printed" else f".{reading}"
