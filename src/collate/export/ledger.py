"""The ledger: every cell and every claim with its verdict, as CSV and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from collate.bind.addresses import Addresses
from collate.book import Book
from collate.config import Language
from collate.data import csvfile
from collate.data.claims import Claim
from collate.data.doubts import load_doubts
from collate.data.labels import Labels
from collate.data.published import Cell, Published
from collate.data.schemas import schema_text
from collate.export.about import export_language
from collate.numbers.printed import PrintedKind
from collate.numbers.values import decimal_text
from collate.verdicts import Judged, read_verdicts

_LANGUAGE = "{language}"
# `{language}` stands for each language of the book in turn.
_COLUMNS = (
    "id",
    "place",
    "chapter",
    "line",
    "artifact",
    "row",
    "column",
    "subject_{language}",
    "qualifier",
    "printed",
    "printed_low",
    "printed_high",
    "unit",
    "basis",
    "kind",
    "check",
    "regenerated",
    "low",
    "high",
    "verdict",
    "rule",
    "chance",
    "formula",
    "conditional_on",
    "with_reading",
    "with_reading_verdict",
    "source",
    "erratum_kind",
    "erratum_certainty",
    "erratum_cause_{language}",
    "erratum_bearing",
    "erratum_argument_{language}",
    "doubt_{language}",
    "note",
    "address",
)
_NUMBERS = ("chapter", "line")


def ledger_columns(book: Book) -> tuple[str, ...]:
    """The columns of the ledger; texts have one for each language of the book."""
    return tuple(_each_language(_COLUMNS, book.config.languages))


def ledger_rows(book: Book) -> list[dict[str, str]]:
    """One mapping from column to text for every cell and then every claim, in the order of the publication."""
    published, labels, addresses, language = Published(book), book.words, Addresses(book), export_language(book)
    columns = ledger_columns(book)
    rows = []
    doubts = load_doubts(book)
    for item in read_verdicts(book).numerals:
        doubt = doubts.get(item.place.id)
        own = _cell(item.place, published, labels, language) if isinstance(item.place, Cell) else _claim(book, item.place, labels, language)
        rows.append(
            dict.fromkeys(columns, "")
            | own
            | _common(book, item)
            | _texts(book, "doubt", doubt.text if doubt else {})
            | {"address": addresses.of(item.place)}
        )
    return rows


def write_ledger(book: Book) -> None:
    """Write ledger.csv, ledger.json and the schema of the latter into the folder of exports."""
    rows, columns = ledger_rows(book), ledger_columns(book)
    folder = book.exports
    csvfile.write(folder / "ledger.csv", columns, [[row[name] for name in columns] for row in rows])
    csvfile.write_text(folder / "ledger.json", json.dumps(ledger_document(rows), ensure_ascii=False, indent=1) + "\n")
    csvfile.write_text(folder / "ledger.schema.json", schema_text("ledger", book.languages))


def ledger_document(rows: Sequence[dict[str, str]]) -> dict[str, Any]:
    """The JSON form: counts by place, basis and verdict, then the values; a field that does not apply is null.

    Printed and regenerated numbers stay text, because "40" and "40.0" are not the same printed number.
    """
    counted = Counter((row["place"], row["basis"], row["verdict"]) for row in rows)
    counts = [{"place": place, "basis": basis, "verdict": verdict, "count": n} for (place, basis, verdict), n in sorted(counted.items())]
    values = [{name: int(text) if name in _NUMBERS else text or None for name, text in row.items()} for row in rows]
    return {"schema": "ledger.schema.json", "counts": counts, "values": values}


def _cell(cell: Cell, published: Published, labels: Labels, language: str) -> dict[str, str]:
    artifact = published.artifact(cell.artifact)
    said = cell.printed.said if cell.printed.kind is PrintedKind.NUMBER else None
    return {
        "place": "cell",
        "artifact": cell.artifact,
        "row": cell.row,
        "column": cell.column,
        "printed_low": decimal_text(said.low) if said and said.low is not None else "",
        "printed_high": decimal_text(said.high) if said and said.high is not None else "",
        "unit": labels.text(artifact.unit, language) if artifact.unit else "",
        "source": labels.text(artifact.credit, language),
        "note": cell.note,
    }


def _claim(book: Book, claim: Claim, labels: Labels, language: str) -> dict[str, str]:
    return _texts(book, "subject", claim.subject) | {
        "place": "claim",
        "qualifier": claim.qualifier,
        "printed_low": "" if claim.compares else decimal_text(claim.interval.low),
        "printed_high": "" if claim.compares else decimal_text(claim.interval.high),
        "unit": labels.text(f"unit-{claim.unit}", language),
        "kind": claim.kind,
        "check": claim.check,
        "source": claim.source,
        "note": claim.note,
    }


def _texts(book: Book, column: str, texts: Mapping[str, str]) -> dict[str, str]:
    """A text in each language by its column; empty where there is none."""
    return {f"{column}_{language.column}": texts.get(language.tag, "") for language in book.config.languages}


def _each_language(names: Iterable[str], languages: Sequence[Language]) -> list[str]:
    """`names`, those with `{language}` once for each language."""
    return [name.replace(_LANGUAGE, each.column) for name in names for each in (languages if _LANGUAGE in name else languages[:1])]


def _chance(item: Judged[Cell | Claim]) -> str:
    """How likely an unrelated value would have matched an identical number, to two digits; empty for what is no number."""
    return "" if item.chance is None else f"{Decimal(f'{float(item.chance):.2g}'):f}"


def _common(book: Book, item: Judged[Cell | Claim]) -> dict[str, str]:
    erratum, condition = item.erratum, item.condition
    on, shown = condition.fields if condition else ("", "")
    return {
        "id": item.place.id,
        "chapter": str(item.chapter),
        "line": str(item.place.line),
        "printed": item.place.printed.text,
        "basis": item.basis.value,
        "regenerated": item.shown,
        "low": decimal_text(Fraction(item.low)) if item.low else "",
        "high": decimal_text(Fraction(item.high)) if item.high else "",
        "verdict": item.verdict.key,
        "rule": item.rule,
        "chance": _chance(item),
        "formula": item.formula,
        "conditional_on": on,
        "with_reading": shown,
        "with_reading_verdict": condition.verdict.key if condition and condition.verdict else "",
        "erratum_kind": erratum.kind if erratum else "",
        "erratum_certainty": erratum.certainty if erratum else "",
        "erratum_bearing": erratum.bearing if erratum else "",
        **_texts(book, "erratum_cause", erratum.cause if erratum else {}),
        **_texts(book, "erratum_argument", erratum.argument if erratum else {}),
    }
