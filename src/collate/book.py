"""The one module that knows where things are. It imports nothing of ours but the errors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from collate.errors import CollateError

LANGUAGES = ("zh-Hant", "en")
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
        """
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / "_config.yml").is_file() and (folder / "data").is_dir():
                return cls(folder)
        raise CollateError("no book here", where=here, fix="run the command in the folder that holds _config.yml and data/")

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def source(self) -> Path:
        return self.data / "source"

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
    def errata_schema(self) -> Path:
        return self.data / "schema" / "errata.json"

    @property
    def checks(self) -> Path:
        """Identities that must hold between observations; a book may have none."""
        return self.source / "checks.csv"

    @property
    def doubts(self) -> Path:
        """Suspicions that readers are told; a book may have none."""
        return self.data / "doubts.yml"

    @property
    def doubts_schema(self) -> Path:
        return self.data / "schema" / "doubts.json"

    @property
    def ledger_schema(self) -> Path:
        """The JSON Schema of the ledger that the build exports."""
        return self.data / "schema" / "ledger.json"

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

    def figure(self, artifact: str, language: str, form: str, reading: str = "printed") -> Path:
        """A drawn plot; `form` is `svg`, `pdf` or `png`."""
        return self.figures / f"{artifact}{_infix(reading)}.{language}.{form}"

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
        return self.root / "src"

    @property
    def notebooks(self) -> Path:
        return self.root / ("src/report/notebooks" if (self.root / "src/report").is_dir() else "src/notebooks")

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

    def page_memory(self, language: str) -> Path:
        """What the pages of one language held when they were last looked at."""
        return self.build / "sphinx" / f"html.{language}.pages.json"

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
