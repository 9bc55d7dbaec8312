"""Which pages must be read again: those that show something that is not as it was when they were read.

A page notes, while it is read, what it shows (`Key` in `collate.sphinx.directive`). Of each of them a digest is kept. Where more has
changed than values of observations and what follows from them (a label, an erratum, the configuration), every page that shows data is
read again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collate.audit.mutation.fingerprint import changed_since
from collate.audit.mutation.score import inputs_path
from collate.book import READINGS
from collate.data import csvfile
from collate.data.claims import Claim
from collate.data.listing import files_below, files_in
from collate.data.published import Artifact, Cell
from collate.data.source import OBSERVATION_COLUMNS
from collate.hashes import digest, sha256_of
from collate.numbers.formula import inputs_of
from collate.run.drawing import NARROW_FORM
from collate.run.inputs import FILE
from collate.run.plot import POINT_COLUMNS
from collate.sphinx.cards import formula_of
from collate.sphinx.directive import Key
from collate.verdicts import Judged

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from collate.book import Book
    from collate.sphinx.domain import CollateDomain


class Digests:
    """Digests of what pages show, as the book is now.

    Parameters
    ----------
    domain : whose book and language are meant.
    """

    def __init__(self, domain: CollateDomain) -> None:
        self.domain, self.book = domain, domain.book
        self._known: dict[Key, str] = {}

    def of(self, key: Key) -> str:
        """The digest of what a key names; of what is not there a digest, too."""
        if key not in self._known:
            self._known[key] = sha256_of(repr(list(self._parts(*key))).encode())
        return self._known[key]

    def _parts(self, kind: str, id: str) -> Iterator[Any]:
        verdicts = self.domain.verdicts
        if kind == "value":
            yield from self._values([verdicts.by_id[id]] if id in verdicts.by_id else [])
        elif kind == "artifact":
            yield from self._values(verdicts.of_artifact(id))
            if id in self.domain.published.artifacts:
                yield from map(digest, self._left(self.domain.published.artifact(id)))
        elif kind == "errata":
            yield from self._values(item for item in verdicts.numerals if item.erratum and str(item.chapter) == id)
        elif kind == "claims":
            yield from self._values(item for item in verdicts.claims if str(item.chapter) == id)
            if id.isdecimal():
                yield digest(self.book.claim_run(int(id)) / FILE)
        elif kind == "verdicts":
            items: list[Judged[Cell | Claim]] = [*verdicts.cells, *verdicts.claims]
            for item in items:
                yield item.fields, item.value, item.shown, item.claim, item.erratum is None, item.condition
        elif kind == "evidence":
            evidence = [part for erratum in self.domain.errata.by_target.values() for part in erratum.evidence]
            names = sorted({name for part in evidence for name in inputs_of(part.formula)})
            yield from (self.domain.arithmetic.input(id) for name in names for id in self.domain.arithmetic.ids(name))
        elif kind == "points":
            for id, artifact in self.domain.published.artifacts.items():
                if artifact.drawn:
                    yield id, sorted(Counter(row["basis"] for row in csvfile.read(self.book.points(id), POINT_COLUMNS)).items())
        elif kind == "score":
            yield changed_since(self.book, inputs_path(self.book))
        elif kind != "typed":
            yield from ((str(path), digest(path)) for path in files_below(self.book.data, "*"))

    def _values(self, items: Iterable[Judged[Cell | Claim]]) -> Iterator[Any]:
        """Each verdict with the inputs of its formula, as a card tells them."""
        arithmetic = self.domain.arithmetic
        for item in items:
            names = [id for name in inputs_of(formula_of(item)) for id in arithmetic.ids(name)]
            yield item, [arithmetic.input(name) for name in names]

    def _left(self, artifact: Artifact) -> Iterator[Path]:
        """What the notebook of an artifact left that its page or its chapter shows."""
        run = self.book.run(artifact.id, self.domain.language)
        yield from (run / name for name in ("display.csv", "alt.txt", FILE))
        for reading in READINGS:
            yield from (self.book.points(artifact.id, reading), self.book.values(artifact.id, reading))
        yield from (self.book.figure(artifact.id, self.domain.language, form) for form in ("svg", NARROW_FORM, "png"))


def outdated_pages(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Handler of `env-get-outdated`: the pages that show what has changed.

    Digests, and not times: a file that comes, goes, or is put back with its old time is noticed, too.
    """
    del app, removed
    domain = env.get_domain("collate")
    readers: dict[str, dict[Key, bool]] = domain.data["readers"]
    before, domain.data["digest"] = domain.data["digest"], _unless_values(domain.book)
    if before != domain.data["digest"]:
        stale = {*readers}
    else:
        known = domain.data["digests"]
        moved = {key for key in {key for keys in readers.values() for key in keys} if known.get(key) != domain.digests.of(key)}
        stale = {page for page, keys in readers.items() if not moved.isdisjoint(keys)}
    return sorted(stale - added - changed)


def keep_digests(app: Sphinx, env: BuildEnvironment) -> None:
    """Handler of `env-updated`: remember of everything that a page shows how it was."""
    if app.builder.name == "html":  # the other editions are read whole each time
        domain = env.get_domain("collate")
        domain.data["digests"] = {key: domain.digests.of(key) for keys in domain.data["readers"].values() for key in keys}


def _unless_values(book: Book) -> str:
    """A digest of all data but the values of observations and what is regenerated from them, and of what else pages show."""
    observations = files_in(book.source / "observations", "*.csv")
    found = hashlib.sha256()
    for path in [*files_below(book.data, "*"), book.root / "_config.yml", book.citation, book.root / "requirements.txt"]:
        if path not in observations and book.regenerated not in path.parents:
            found.update(f"{book.relative(path)}\0{digest(path)}\0".encode())
    for path in observations:
        rows = csvfile.read(path, OBSERVATION_COLUMNS)
        found.update(repr([[row[name] for name in OBSERVATION_COLUMNS if name != "value"] for row in rows]).encode())
    return found.hexdigest()
