"""What a check has found, for programs and pages: JSON, SARIF, JUnit XML and Markdown. Text from papers is escaped in all of them."""

from __future__ import annotations

import html
import json
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from xml.etree import ElementTree

from collate.check.checking import Check, Checked
from collate.data.typed_text import visible
from collate.errors import CollateError
from collate.numbers.judgement import FactVerdict
from collate.numbers.values import exact_text
from collate.numbers.verdict import Verdict
from collate.version import __version__

UNREADABLE = "unreadable"
_IN_MEMORY, _PIECE = 2**20, 2**16  # characters
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]()#+-.!|~$"})


def verdict_key(checked: Checked) -> str:
    """The key of its verdict, or `unreadable`."""
    return checked.verdict.key if checked.verdict else UNREADABLE


def told(checked: Checked) -> str:
    """In one sentence what is wrong with a string that fails."""
    if checked.verdict is None:
        return f"{checked.printed.text!r} cannot be judged: {checked.problem}"
    if checked.verdict is Verdict.NOT_RUN:
        return f"{checked.printed.text!r} has no result"
    return f"{checked.printed.text!r} is printed, {checked.shown!r} is regenerated ({checked.rule})"


class Spool:
    """Text that waits until what comes before it is known: in memory as long as it is short, then in a temporary file."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0  # of the parts, in characters
        self._file: IO[str] | None = None

    def write(self, text: str) -> None:
        """Add to it."""
        self._parts.append(text)
        self._size += len(text)
        if self._size > _IN_MEMORY:
            self._file = self._file or TemporaryFile("w+", encoding="utf-8", errors="surrogatepass", newline="")  # noqa: SIM115
            self._file.write("".join(self._parts))
            self._parts, self._size = [], 0

    def pieces(self) -> Iterator[str]:
        """All of it, once."""
        if self._file is not None:
            with self._file as file:
                file.seek(0)
                while piece := file.read(_PIECE):
                    yield piece
        yield from self._parts


class Report(ABC):
    """One form of the answer: it is given each string as it is judged, and holds none of them."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.failing = 0

    def add(self, item: Checked, *, chosen: bool = True) -> None:
        """Take note of one string; `chosen` says whether a list of a choice of them has it."""
        self.counts[verdict_key(item)] += 1
        self.failing += item.fails
        self.tell(item, chosen=chosen)

    @abstractmethod
    def tell(self, item: Checked, *, chosen: bool) -> None:
        """Write what it says of one string to a spool."""

    @abstractmethod
    def text(self, check: Check) -> Iterator[str]:
        """The whole, in pieces, after the last string."""


class Json(Report):
    """What was found with stable keys, and of the chosen strings each: the schema check.json."""

    def __init__(self) -> None:
        super().__init__()
        self._values = Spool()
        self._separator = ""

    def tell(self, item: Checked, *, chosen: bool) -> None:
        if chosen:
            self._values.write(f"{self._separator}\n    {_indented(_value(item), 4)}")
            self._separator = ","

    def text(self, check: Check) -> Iterator[str]:
        fails = bool(check.problems or self.failing)
        counts = _indented(dict(sorted(self.counts.items())), 2)
        yield f'{{\n  "fails": {_indented(fails, 2)},\n  "counts": {counts},\n  "values": ['
        yield from self._values.pieces()
        rest = {"without_printed": check.unmatched, "problems": [error.what for error in check.problems]}
        told = ",\n".join(f'  "{name}": {_indented(value, 2)}' for name, value in rest.items())
        end = "\n  " if self._separator else ""
        yield f"{end}],\n{told}\n}}\n"


def _indented(value: Any, depth: int) -> str:
    """JSON as `json.dumps(value, indent=2, ensure_ascii=False)` writes it at a depth, in a quarter of its time."""
    if isinstance(value, str):
        return _ENCODE(value)
    if not value or not isinstance(value, (dict, list)):
        return _ENCODE(value)
    inner = "\n" + " " * (depth + 2)
    end = "\n" + " " * depth
    if isinstance(value, dict):
        parts = [f'"{name}": {_indented(part, depth + 2)}' for name, part in value.items()]  # names are ours
        return f"{{{inner}{f',{inner}'.join(parts)}{end}}}"
    return f"[{inner}{f',{inner}'.join([_indented(part, depth + 2) for part in value])}{end}]"


def _value(item: Checked) -> dict[str, Any]:
    return {
        "id": item.printed.id,
        "file": str(item.printed.path),
        "line": item.printed.line,
        "printed": item.printed.text,
        "shown": item.shown or None,
        "verdict": verdict_key(item),
        "rule": item.rule,
        "cause": item.cause or None,
        "problem": item.problem or None,
        "doubts": list(item.doubts),
        "result": item.result or None,
        "facts": [_fact(part) for part in item.facts],
    }


def _fact(part: FactVerdict) -> dict[str, Any]:
    value, chance = _number(part.value), part.chance
    return {
        "role": part.fact.role.value,
        "printed": part.fact.text,
        "verdict": part.verdict.key,
        "value": value,
        "low": value if part.low is part.value else _number(part.low),
        "high": value if part.high is part.value else _number(part.high),
        "shown": part.shown or None,
        "rule": part.rule,
        "note": part.note,
        "chance": None if chance is None else f"{float(chance):.3g}",
    }


def _number(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)


class Sarif(Report):
    """Failing strings as SARIF 2.1.0 (OASIS), which code hosts show on the lines: each at its line of the printed table."""

    _RULES: Mapping[str, str] = {
        Verdict.DIFFERS.key: "The printed value cannot be what the data give.",
        Verdict.NOT_RUN.key: "A printed value has no result.",
        UNREADABLE: "A printed value or its result cannot be read.",
        "erratum-does-not-occur": "A declared erratum does not match.",
    }

    def __init__(self) -> None:
        super().__init__()
        self._results = Spool()
        self._separator = ""

    def tell(self, item: Checked, *, chosen: bool) -> None:
        del chosen
        if item.fails:
            place = _location(item.printed.path, item.printed.line)
            fingerprints = {"partialFingerprints": {"collate/id": item.printed.id}}
            self._result(verdict_key(item), f"{item.printed.id}: {told(item)}", place, fingerprints)

    def _result(self, rule: str, message: str, place: dict[str, Any], rest: dict[str, Any] | None = None) -> None:
        result = {"ruleId": rule, "level": "error", "message": {"text": message}, "locations": [place], **(rest or {})}
        self._results.write(f"{self._separator}\n        {_indented(result, 8)}")
        self._separator = ","

    def text(self, check: Check) -> Iterator[str]:
        for error in check.problems:
            self._result("erratum-does-not-occur", error.what, _location(Path(error.where or "collate.toml"), error.line or 1))
        described = [{"id": id, "shortDescription": {"text": text}} for id, text in self._RULES.items()]
        tool = _indented({"driver": {"name": "collate", "version": __version__, "rules": described}}, 6)
        yield '{\n  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n  "version": "2.1.0",\n'
        yield f'  "runs": [\n    {{\n      "tool": {tool},\n      "results": ['
        yield from self._results.pieces()
        end = "\n      " if self._separator else ""
        yield f"{end}]\n    }}\n  ]\n}}\n"


def _location(path: Path, line: int) -> dict[str, Any]:
    from urllib.parse import quote

    try:
        path = path.resolve().relative_to(Path.cwd())
    except ValueError:
        path = path.resolve()
    return {"physicalLocation": {"artifactLocation": {"uri": quote(path.as_posix())}, "region": {"startLine": line}}}


class Junit(Report):
    """A test case a string, in the XML that continuous integration reads: failing ones as failures, those without a basis as skipped."""

    def __init__(self) -> None:
        super().__init__()
        self._cases = Spool()

    def tell(self, item: Checked, *, chosen: bool) -> None:
        del chosen
        name = {"classname": visible(item.printed.path.stem), "name": visible(item.printed.id)}
        case = ElementTree.Element("testcase", {**name, "file": visible(str(item.printed.path)), "line": str(item.printed.line)})
        if item.fails:
            ElementTree.SubElement(case, "failure", {"type": verdict_key(item), "message": visible(told(item))})
        elif item.verdict is Verdict.NOT_REGENERATED:
            ElementTree.SubElement(case, "skipped", {"message": visible(item.rule)})
        self._add(case)

    def _add(self, case: ElementTree.Element) -> None:
        ElementTree.indent(case, level=2)
        self._cases.write(f"\n    {ElementTree.tostring(case, encoding='unicode')}")

    def text(self, check: Check) -> Iterator[str]:
        for error in check.problems:
            case = ElementTree.Element("testcase", {"classname": "collate", "name": visible(error.what)})
            ElementTree.SubElement(case, "failure", {"type": "erratum", "message": visible(error.what)})
            self._add(case)
        tests, failing = self.counts.total() + len(check.problems), self.failing + len(check.problems)
        skipped = self.counts[Verdict.NOT_REGENERATED.key]
        counts = f'tests="{tests}" failures="{failing}" skipped="{skipped}" errors="0"'
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites {counts}>\n  <testsuite name="collate" {counts}'
        yield ">" if tests else " />"
        yield from self._cases.pieces()
        end = "\n  </testsuite>" if tests else ""
        yield f"{end}\n</testsuites>\n"


class Annotations(Report):
    """Workflow commands of GitHub Actions, which show a message on a line: an error for what fails, a notice for a doubt."""

    def __init__(self) -> None:
        super().__init__()
        self._errors, self._notices = Spool(), Spool()

    def tell(self, item: Checked, *, chosen: bool) -> None:
        del chosen
        path, line = item.printed.path, item.printed.line
        if item.fails:
            self._errors.write(_annotation("error", path, line, f"{item.printed.id}: {told(item)}"))
        for doubt in item.doubts:
            self._notices.write(_annotation("notice", path, line, f"{item.printed.id}: {doubt}"))

    def text(self, check: Check) -> Iterator[str]:
        yield from self._errors.pieces()
        yield from self._notices.pieces()
        for error in check.problems:
            yield _annotation("error", Path(error.where or "collate.toml"), error.line or 1, error.what)


def _annotation(level: str, path: Path, line: int, message: str) -> str:
    """One command, what separates its parts written as GitHub Actions asks for it."""
    name = str(path)
    for sign, code in {"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"}.items():
        name = name.replace(sign, code)
    return f"::{level} file={name},line={line}::{visible(message).replace('%', '%25')}\n"


class Markdown(Report):
    """A summary and a table of everything that is not identical."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = Spool()

    def tell(self, item: Checked, *, chosen: bool) -> None:
        del chosen
        if item.verdict is not Verdict.IDENTICAL:
            cells = (verdict_key(item), item.printed.id, item.printed.text, item.shown, item.cause or item.problem or item.rule)
            self._rows.write("| " + " | ".join(map(_markdown, cells)) + " |\n")

    def text(self, check: Check) -> Iterator[str]:
        yield (", ".join(f"{count} {key}" for key, count in self.counts.most_common()) or "nothing was checked") + "\n"
        if self.counts.total() > self.counts[Verdict.IDENTICAL.key]:
            yield "\n| verdict | value | printed | regenerated | why |\n| --- | --- | --- | --- | --- |\n"
            yield from self._rows.pieces()
        lines = [f"- {_markdown(problem(error))}\n" for error in check.problems]
        if check.unmatched:
            lines.append(f"- results without a printed value: {_markdown(shortened(check.unmatched))}\n")
        yield "".join(["\n" if lines else "", *lines])


def problem(error: CollateError) -> str:
    """An error on one line."""
    return f"{error.place}: {error.what}" if error.place else error.what


def shortened(names: Sequence[str], most: int = 5) -> str:
    """The first of `names`, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _markdown(text: str) -> str:
    return html.escape(visible(text).translate(_MARKDOWN), quote=False)
