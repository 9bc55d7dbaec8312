"""What the claims notebook uses: recompute the claims of one chapter, show them, save them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collate.book import Book
from collate.data import csvfile
from collate.data.claims import CLAIM_VALUE_COLUMNS, NOTEBOOK, Ledger
from collate.data.dataset import dataset
from collate.data.published import Published
from collate.data.quantities import observation_files, regenerated_cells
from collate.data.source import REPORT, fact_sources, read_observations
from collate.errors import ContractError, ParameterError
from collate.numbers.formula import Word, inputs_of
from collate.numbers.quantity import Quantity
from collate.numbers.truth import Truth
from collate.numbers.values import NUMBER, number_fields
from collate.run.saved_value import saved_fields

if TYPE_CHECKING:
    import pandas as pd


class ClaimRun:
    """One run of the claims notebook.

    The formula of a claim sees regenerated cells and the other claims as printed, never the number that it is compared with.

    Parameters
    ----------
    chapter : a chapter's number as text; 0 is the summary.
    data_dir : the book's `data` folder.
    output_dir : folder that receives `claims.csv`.

    Raises
    ------
    ParameterError : the ledger has no claim of this chapter.
    """

    def __init__(self, chapter: str, data_dir: str, output_dir: str) -> None:
        self.output = Path(output_dir)
        self.book = Book(Path(data_dir).parent)
        self.ledger = Ledger(self.book)
        self.claims = [claim for claim in self.ledger.claims.values() if str(claim.chapter) == chapter]
        self._given: dict[str, tuple[str, ...]] = {}
        if not self.claims:
            raise ParameterError(f"no claim of chapter {chapter!r}", where=self.ledger.path)

    @cached_property
    def cells(self) -> dict[str, Quantity]:
        """The regenerated numbers of the tables and figures that the chapter's formulas name, by the id of the cell, with intervals.

        Other artifacts are not opened: the build may just be writing them.
        """
        named = {name.partition("/")[0] for claim in self.claims if claim.formula for name in inputs_of(claim.formula)}
        return regenerated_cells(self.book, sorted(named & set(Published(self.book).artifacts)))

    @cached_property
    def observations(self) -> dict[str, Quantity]:
        """The observations of sources other than the publication that the chapter's formulas name, and their neighbours, by id."""
        names = {name for claim in self.claims if claim.formula for name in inputs_of(claim.formula)}
        files = observation_files(self.book, names)
        if not files:
            return {}
        records = read_observations(self.book.source, [path.stem for path in files])
        return {record["quantity"].id: record["quantity"] for record in records if record["source"] != REPORT}

    @cached_property
    def facts(self) -> dict[str, Word]:
        """All facts in words by id, of whatever source: a formula can count them."""
        return {id: Word(id) for id in fact_sources(self.book.source)}

    def recompute(self) -> dict[str, Quantity | Truth]:
        """The value of every claim that has a formula, by id; of a comparison its truth.

        Raises
        ------
        DataError : a formula that cannot be computed, with file and line.
        """
        known: dict[str, Quantity | Word] = {**self.cells, **self.observations, **self.facts}
        return {claim.id: self.ledger.recompute(claim.id, known) for claim in self.claims if claim.formula}

    def data(self, id: str, **options: Any) -> pd.DataFrame:
        """A registered dataset as a frame of pandas; see `Run.data`."""
        return dataset(self.book, id).frame(**options)

    def value(self, id: str, value: Any, *, error: Any = None, samples: Sequence[Any] = ()) -> None:
        """Give the value of a claim whose check is `notebook`: what only a sentence says, and no formula over cells gives.

        Nothing is done for a claim of another chapter, whose run has its own turn.

        Parameters
        ----------
        value, error, samples : one number, as `collate.run.saved_value.saved_fields` takes it.

        Raises
        ------
        UnknownIdError : there is no such claim.
        ContractError : its check is not `notebook`, it has a value already, or this is no number.
        """
        claim = self.ledger.claim(id)
        if claim.check != NOTEBOOK:
            raise ContractError(f"{id}: its check is {claim.check!r}", fix=f"write {NOTEBOOK} into `check` of claims.csv, and no formula")
        if id in self._given:
            raise ContractError(f"{id}: two values are given", fix="give one")
        try:
            fields = saved_fields(value, error, samples)
        except ContractError as wrong:
            raise ContractError(f"{id}: {wrong.what}", fix=wrong.fix) from None
        if len(fields) != 1 or fields[0].kind != NUMBER:
            raise ContractError(f"{id}: {value!r} is not one number", fix="give a number, and a claim to each other number of the sentence")
        if claim in self.claims:
            self._given[id] = fields[0][1:]

    def show(self, values: dict[str, Quantity | Truth]) -> pd.DataFrame:
        """The recomputed values with their intervals, for the reader of the notebook."""
        import pandas as pd

        records = [(self.ledger.claim(id).subject[self.book.languages[-1]], *self._fields(id, value)) for id, value in values.items()]
        return pd.DataFrame(records, index=list(values), columns=["subject", "value", "low", "high", "formula"])

    def save(self, values: dict[str, Quantity | Truth]) -> None:
        """Write `claims.csv`: the recomputed values, and those that `value` was given."""
        rows = [(id, *self._fields(id, value)) for id, value in values.items()] + [(id, *fields) for id, fields in self._given.items()]
        csvfile.write(self.output / "claims.csv", CLAIM_VALUE_COLUMNS, rows)

    def _fields(self, id: str, value: Quantity | Truth) -> tuple[str, str, str, str]:
        """Value, ends and formula as text; a truth has no ends, and its formula is the one that was typed."""
        if isinstance(value, Truth):
            return value.value, "", "", self.ledger.claim(id).formula
        return (*number_fields(value), value.formula)


def open_claims(chapter: str, data_dir: str, output_dir: str) -> ClaimRun:
    """The run that the notebook's parameters describe. See `ClaimRun`."""
    return ClaimRun(chapter, data_dir, output_dir)
