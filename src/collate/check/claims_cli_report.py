"""What a check says, as a ledger of claims-cli: each printed number with the address of its result."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from os.path import relpath
from pathlib import Path
from typing import Any

from collate.check.checking import Check, Checked
from collate.check.claims_cli import PERCENT, VERSION
from collate.check.reports import Report, Spool
from collate.check.results import TABLES, Columns, excel_rows, field_text, json_content, of_json, records, sqlite_rows
from collate.errors import CallError
from collate.numbers.fact import Fact, Relation, Role
from collate.numbers.judgement import FactVerdict
from collate.numbers.rounding import rules_that_give
from collate.numbers.verdict import Verdict

_UNSAFE = re.compile("[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_TIES = ("half up", "half even", "half down")  # claims-cli accepts either neighbour of a tie
Address = Mapping[str, Any]  # the fields of a piece of evidence that say where its value stands


class ClaimsCli(Report):
    """A `repro.yaml` in `folder`; `not_written` then says what claims-cli has no words for: the reason, and the ids.

    Raises
    ------
    CallError : results that lie outside the folder, which no ledger in it may name.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.not_written: dict[str, list[str]] = {}
        self._folder = folder
        self._claims = Spool()
        self._ids: set[str] = set()
        self._addresses: dict[Path, Mapping[str, Mapping[str, Address]]] = {}

    def tell(self, item: Checked, *, chosen: bool) -> None:
        del chosen
        id = item.printed.id
        if id in self._ids:
            self._skip("an id that stands in two files", id)
            return
        if item.source is None:
            self._skip("a claim of another ledger", id)
            return
        known = self._known(item.source).get(item.result_id, {})
        evidence = []
        taken: dict[str, int] = {}
        for place, part in enumerate(item.facts):
            name = part.fact.label or part.fact.role.value
            told = id if len(item.facts) == 1 else f"{id} ({name})"
            if reason := self._reason(item, part):
                self._skip(reason, told)
                continue
            address = _address(known, item, part, place)
            if address is None:
                self._skip("a result that no address of it leads to", told)
                continue
            taken[name] = taken.get(name, 0) + 1
            own = name if taken[name] == 1 else f"{name} {taken[name]}"
            evidence.append({"kind": "metric", "artifact": self._artifact(item.source), "name": own, **_reported(part.fact), **address})
        if not item.facts and item.verdict is not Verdict.NOT_REGENERATED:
            self._skip("what is compared as text, or cannot be read", id)
        if not evidence and item.verdict is not Verdict.NOT_REGENERATED:
            return
        self._ids.add(id)
        lines = [f"- id: {_quoted(id)}", f"  text: {_quoted(item.printed.text)}", f"  where: {_quoted(self._where(item))}"]
        if evidence:
            lines.append("  evidence:")
        for found in evidence:
            lines += [f"  {'- ' if not number else '  '}{name}: {_quoted(value)}" for number, (name, value) in enumerate(found.items())]
        self._claims.write("\n".join(lines) + "\n")

    def _where(self, item: Checked) -> str:
        return f"{self._artifact(item.printed.path, inside=False)}:{item.printed.line}"

    def _skip(self, reason: str, id: str) -> None:
        self.not_written.setdefault(reason, []).append(id)

    def _reason(self, item: Checked, part: FactVerdict) -> str:
        """Why claims-cli cannot say what we say of one number, or nothing."""
        fact = part.fact
        if item.verdict is Verdict.ERRATUM:
            return "an erratum"
        if part.verdict is Verdict.NOT_REGENERATED:
            return "a number for which no value is given" if fact.missing is None else "a sign that stands for no number"
        if fact.role is Role.STARS or fact.missing is not None or fact.value is None:
            return "stars" if fact.role is Role.STARS else "a sign that stands for no number"
        if part.verdict is Verdict.NOT_RUN or part.value is None:
            return "a number that has no result, or a text"
        if fact.relation is not Relation.EQUAL:
            return "a relation (<, about, over)"
        if part.low != part.high:
            return "the error of a result"
        theirs = bool(rules_that_give(fact.value, part.value, fact.decimals, _TIES))
        if theirs != (part.verdict is Verdict.IDENTICAL):
            return "a convention of rounding, or a number that is exact"
        return "" if _reported(fact) else "a number that is no decimal"

    def _artifact(self, path: Path, *, inside: bool = True) -> str:
        found = Path(relpath(path.resolve(), self._folder.resolve())).as_posix()
        if inside and found.startswith("../"):
            raise CallError(f"{path} lies outside the folder of the ledger", fix="write the ledger into a folder above the results")
        return found

    def _known(self, path: Path) -> Mapping[str, Mapping[str, Address]]:
        if path not in self._addresses:
            self._artifact(path)
            self._addresses[path] = dict(_addresses(path))
        return self._addresses[path]

    def text(self, check: Check) -> Iterator[str]:
        del check
        yield f"# The answer of `collate check`, as a ledger of claims-cli.\nschema_version: {VERSION}\n"
        yield "artifacts:\n" if self._addresses else "artifacts: []\n"
        for path in self._addresses:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            name = _quoted(self._artifact(path))
            yield f"- id: {name}\n  path: {name}\n  digest:\n    algorithm: sha256\n    value: {digest}\n"
        yield "claims:\n" if self._ids else "claims: []\n"
        yield from self._claims.pieces()


def _reported(fact: Fact) -> dict[str, str]:
    """The number as claims-cli compares it: a decimal of as many digits; nothing where it is none."""
    assert fact.value is not None
    percent = fact.scale == Fraction(1, 100)
    value, decimals = (fact.value * 100, fact.decimals - 2) if percent else (fact.value, fact.decimals)
    counted = value * Fraction(10) ** decimals
    if counted.denominator != 1:
        return {}
    digits = str(abs(counted.numerator))
    if decimals > 0:
        digits = digits.rjust(decimals + 1, "0")
        digits = f"{digits[:-decimals]}.{digits[-decimals:]}"
    sign = "-" if counted < 0 else ""
    reported = f"{sign}{digits}{f'E+{-decimals}' if decimals < 0 else ''}"
    return {"reported": reported} | ({"conversion": PERCENT} if percent else {})


def _address(known: Mapping[str, Address], item: Checked, part: FactVerdict, place: int) -> Address | None:
    """Where the value of one fact stands: under its label or role, or as one of a list in the order of print."""
    names = [part.fact.label, part.fact.role.value]
    counted = [index for index, other in enumerate(item.facts) if other.fact.role not in (Role.STARS, Role.CONFIDENCE_LEVEL)]
    number = counted.index(place) if place in counted else -1
    names += [f"#{number}"] if number >= 0 else []
    names += [Role.VALUE.value] if number == 0 and set(known) == {Role.VALUE.value} else []
    return next((known[name] for name in names if name in known), None)


def _addresses(path: Path) -> Iterator[tuple[str, Mapping[str, Address]]]:
    """The addresses of a file's results by id: by role, or `#0`, `#1` for those of a list. Of some formats claims-cli reads none."""
    ending = path.suffix.lower()
    if ending == ".json":
        content = json_content(path)
        for (_, record), (_, pointers) in zip(of_json("", content), of_json("", _pointers(content, "")), strict=True):
            columns = Columns(tuple(record), str(path))
            yield columns.id(record), _of_pointers({role: pointers[own] for own, role in columns.roles.items()})
    elif ending in TABLES and ending != ".rda":
        for place, row in TABLES[ending](path):
            names = {name: name for name in row}
            for (_, record), (_, shadow) in zip(records(place, row), records(place, names), strict=True):
                columns = Columns(tuple(record), str(path))
                identifying = [own for own in columns.identifying.values() if record is row or own == "row"]
                where = {str(shadow[own]): field_text(record[own]).strip() for own in identifying}
                found = {role: _cell(ending, place, str(shadow[own]), where) for own, role in columns.roles.items()}
                yield columns.id(record), found


def _of_pointers(found: Mapping[str, Any]) -> dict[str, Address]:
    if set(found) == {Role.VALUE.value} and isinstance(found[Role.VALUE.value], list):
        return {f"#{number}": {"pointer": pointer} for number, pointer in enumerate(found[Role.VALUE.value])}
    return {role: {"pointer": pointer} for role, pointer in found.items() if isinstance(pointer, str)}


def _pointers(content: Any, before: str) -> Any:
    """`content` with the JSON pointer (RFC 6901) of each scalar in its place."""
    if isinstance(content, dict):
        return {name: _pointers(value, f"{before}/{name.replace('~', '~0').replace('/', '~1')}") for name, value in content.items()}
    if isinstance(content, list):
        return [_pointers(value, f"{before}/{number}") for number, value in enumerate(content)]
    return before


def _cell(ending: str, place: str, column: str, where: Mapping[str, str]) -> Address:
    if TABLES[ending] is excel_rows:
        sheet = place.rpartition(", row ")[0].rpartition(", ")[2]
        return {"kind": "value", "locator": {"kind": "sheet", "sheet": sheet, "column": column, "where": where}}
    if TABLES[ending] is sqlite_rows:
        table = place.rpartition(", row ")[0].rpartition(", ")[2]
        return {"kind": "value", "locator": {"kind": "sqlite", "table": table, "column": column, "where": where}}
    return {"kind": "table", "column": column, "where": where}


def _quoted(value: Any) -> str:
    """A text, or a mapping of them, as YAML that every reader takes for the same."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_quoted(name)}: {_quoted(part)}' for name, part in value.items())}}}"
    return _UNSAFE.sub(lambda sign: f"\\U{ord(sign[0]):08X}", json.dumps(value, ensure_ascii=False))
