"""The ledger: every cell and every claim with its verdict, as CSV and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from collate.bind.addresses import Addresses
from collate.book import LANGUAGES, Book
from collate.data import csvfile
from collate.data.claims import Claim
from collate.data.doubts import Doubt, load_doubts
from collate.data.labels import Labels
from collate.data.published import Cell, Published
from collate.data.schemas import schema_text
from collate.judge import Judged, judge_book
from collate.numbers.values import decimal_text

LEDGER_COLUMNS = (
    "id",
    "place",
    "chapter",
    "line",
    "artifact",
    "row",
    "column",
    "subject_zh_hant",
    "subject_en",
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
    "formula",
    "conditional_on",
    "with_reading",
    "with_reading_verdict",
    "source",
    "erratum_kind",
    "erratum_certainty",
    "erratum_cause_zh_hant",
    "erratum_cause_en",
    "doubt_zh_hant",
    "doubt_en",
    "note",
    "address",
)
NUMBERS = ("chapter", "line")


def ledger_rows(book: Book) -> list[dict[str, str]]:
    """One mapping from LEDGER_COLUMNS to text for every cell and then every claim, in the order of the report."""
    published, labels, addresses = Published(book), book.words, Addresses(book)
    rows = []
    doubts = load_doubts(book)
    for item in judge_book(book):
        own = _cell(item.place, published, labels) if isinstance(item.place, Cell) else _claim(item.place, labels)
        rows.append(
            dict.fromkeys(LEDGER_COLUMNS, "")
            | own
            | _common(item)
            | _doubt(doubts.get(item.place.id))
            | {"address": addresses.of(item.place)}
        )
    return rows


def write_ledger(book: Book) -> None:
    """Write ledger.csv, ledger.json and the schema of the latter into the folder of exports."""
    rows = ledger_rows(book)
    folder = book.exports
    csvfile.write(folder / "ledger.csv", LEDGER_COLUMNS, [[row[name] for name in LEDGER_COLUMNS] for row in rows])
    csvfile.write_text(folder / "ledger.json", json.dumps(ledger_document(rows), ensure_ascii=False, indent=1) + "\n")
    csvfile.write_text(folder / "ledger.schema.json", schema_text("ledger", book.languages))


def ledger_document(rows: Sequence[dict[str, str]]) -> dict[str, Any]:
    """The JSON form: counts by place, basis and verdict, then the values; a field that does not apply is null.

    Printed and regenerated numbers stay text, because "40" and "40.0" are not the same printed number.
    """
    counted = Counter((row["place"], row["basis"], row["verdict"]) for row in rows)
    counts = [{"place": place, "basis": basis, "verdict": verdict, "count": n} for (place, basis, verdict), n in sorted(counted.items())]
    values = [{name: int(row[name]) if name in NUMBERS else row[name] or None for name in LEDGER_COLUMNS} for row in rows]
    return {"schema": "ledger.schema.json", "counts": counts, "values": values}


def _cell(cell: Cell, published: Published, labels: Labels) -> dict[str, str]:
    artifact = published.artifact(cell.artifact)
    interval = cell.printed.interval if cell.printed.kind == "number" else None
    return {
        "place": "cell",
        "artifact": cell.artifact,
        "row": cell.row,
        "column": cell.column,
        "printed_low": decimal_text(interval.low) if interval else "",
        "printed_high": decimal_text(interval.high) if interval else "",
        "unit": labels.text(artifact.unit, "en") if artifact.unit else "",
        "source": labels.text(artifact.credit, "en"),
        "note": cell.note,
    }


def _claim(claim: Claim, labels: Labels) -> dict[str, str]:
    return {
        "place": "claim",
        "subject_zh_hant": claim.subject["zh-Hant"],
        "subject_en": claim.subject["en"],
        "qualifier": claim.qualifier,
        "printed_low": "" if claim.compares else decimal_text(claim.interval.low),
        "printed_high": "" if claim.compares else decimal_text(claim.interval.high),
        "unit": labels.text(f"unit-{claim.unit}", "en"),
        "kind": claim.kind,
        "check": claim.check,
        "source": claim.source,
        "note": claim.note,
    }


def _doubt(doubt: Doubt | None) -> dict[str, str]:
    return {f"doubt_{language.lower().replace('-', '_')}": doubt.text[language] if doubt else "" for language in LANGUAGES}


def _common(item: Judged[Cell | Claim]) -> dict[str, str]:
    erratum, condition = item.erratum, item.condition
    on, shown = condition.fields if condition else ("", "")
    causes = {f"erratum_cause_{language.lower().replace('-', '_')}": erratum.cause[language] if erratum else "" for language in LANGUAGES}
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
        "formula": item.formula,
        "conditional_on": on,
        "with_reading": shown,
        "with_reading_verdict": condition.verdict.key if condition and condition.verdict else "",
        "erratum_kind": erratum.kind if erratum else "",
        "erratum_certainty": erratum.certainty if erratum else "",
    } | causes
