"""What a check has found, for programs and pages: JSON, SARIF, JUnit XML and Markdown. Text from papers is escaped in all of them."""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from collate.check.checking import Check, Checked
from collate.data.typed_text import visible
from collate.errors import CollateError
from collate.numbers.values import exact_text
from collate.numbers.verdict import Verdict
from collate.version import __version__

UNREADABLE = "unreadable"
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


def as_json(check: Check, found: Sequence[Checked], chosen: Sequence[Checked]) -> dict[str, Any]:
    """What was found with stable keys, and of `chosen` each string: the schema check.json."""
    counts = Counter(map(verdict_key, found))
    return {
        "fails": bool(check.problems) or any(item.fails for item in found),
        "counts": dict(sorted(counts.items())),
        "values": [_value(item) for item in chosen],
        "without_printed": check.unmatched,
        "problems": [error.what for error in check.problems],
    }


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
        "facts": [
            {
                "role": part.fact.role.value,
                "printed": part.fact.text,
                "verdict": part.verdict.key,
                "value": _number(part.value),
                "low": _number(part.low),
                "high": _number(part.high),
                "shown": part.shown or None,
                "rule": part.rule,
                "note": part.note,
                "chance": None if part.chance is None else f"{float(part.chance):.3g}",
            }
            for part in item.facts
        ],
    }


def _number(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)


def as_sarif(check: Check, found: Iterable[Checked]) -> dict[str, Any]:
    """Failing strings as SARIF 2.1.0 (OASIS), which code hosts show on the lines: each at its line of the printed table."""
    rules = {
        Verdict.DIFFERS.key: "The printed value cannot be what the data give.",
        Verdict.NOT_RUN.key: "A printed value has no result.",
        UNREADABLE: "A printed value or its result cannot be read.",
        "erratum-does-not-occur": "A declared erratum does not match.",
    }
    results = [
        {
            "ruleId": verdict_key(item),
            "level": "error",
            "message": {"text": f"{item.printed.id}: {told(item)}"},
            "locations": [_location(item.printed.path, item.printed.line)],
            "partialFingerprints": {"collate/id": item.printed.id},
        }
        for item in found
        if item.fails
    ]
    results += [
        {
            "ruleId": "erratum-does-not-occur",
            "level": "error",
            "message": {"text": error.what},
            "locations": [_location(Path(error.where or "collate.toml"), error.line or 1)],
        }
        for error in check.problems
    ]
    described = [{"id": id, "shortDescription": {"text": text}} for id, text in rules.items()]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": "collate", "version": __version__, "rules": described}}, "results": results}],
    }


def _location(path: Path, line: int) -> dict[str, Any]:
    from urllib.parse import quote

    try:
        path = path.resolve().relative_to(Path.cwd())
    except ValueError:
        path = path.resolve()
    return {"physicalLocation": {"artifactLocation": {"uri": quote(path.as_posix())}, "region": {"startLine": line}}}


def as_junit(check: Check, found: Sequence[Checked]) -> str:
    """One test case a string, in the XML that continuous integration reads: failing ones as failures, those without a basis as skipped."""
    failing = sum(item.fails for item in found) + len(check.problems)
    skipped = sum(item.verdict is Verdict.NOT_REGENERATED for item in found)
    counts = {"tests": str(len(found) + len(check.problems)), "failures": str(failing), "skipped": str(skipped), "errors": "0"}
    root = ElementTree.Element("testsuites", counts)
    suite = ElementTree.SubElement(root, "testsuite", {"name": "collate", **counts})
    for item in found:
        name = {"classname": visible(item.printed.path.stem), "name": visible(item.printed.id)}
        case = ElementTree.SubElement(suite, "testcase", {**name, "file": str(item.printed.path), "line": str(item.printed.line)})
        if item.fails:
            ElementTree.SubElement(case, "failure", {"type": verdict_key(item), "message": visible(told(item))})
        elif item.verdict is Verdict.NOT_REGENERATED:
            ElementTree.SubElement(case, "skipped", {"message": visible(item.rule)})
    for error in check.problems:
        case = ElementTree.SubElement(suite, "testcase", {"classname": "collate", "name": visible(error.what)})
        ElementTree.SubElement(case, "failure", {"type": "erratum", "message": visible(error.what)})
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def as_annotations(check: Check, found: Sequence[Checked]) -> str:
    """Workflow commands of GitHub Actions, which show a message on a line: an error for what fails, a notice for a doubt."""
    lines = [_annotation("error", item.printed.path, item.printed.line, f"{item.printed.id}: {told(item)}") for item in found if item.fails]
    lines += [
        _annotation("notice", item.printed.path, item.printed.line, f"{item.printed.id}: {doubt}")
        for item in found
        for doubt in item.doubts
    ]
    lines += [_annotation("error", Path(error.where or "collate.toml"), error.line or 1, error.what) for error in check.problems]
    return "".join(f"{line}\n" for line in lines)


def _annotation(level: str, path: Path, line: int, message: str) -> str:
    """One command, what separates its parts written as GitHub Actions asks for it."""
    name = str(path)
    for sign, code in {"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"}.items():
        name = name.replace(sign, code)
    return f"::{level} file={name},line={line}::{visible(message).replace('%', '%25')}"


def as_markdown(check: Check, found: Sequence[Checked]) -> str:
    """A summary and a table of everything that is not identical."""
    counts = Counter(map(verdict_key, found))
    lines = [", ".join(f"{count} {key}" for key, count in counts.most_common()) or "nothing was checked", ""]
    listed = [item for item in found if item.verdict is not Verdict.IDENTICAL]
    if listed:
        lines += ["| verdict | value | printed | regenerated | why |", "| --- | --- | --- | --- | --- |"]
        for item in listed:
            cells = (verdict_key(item), item.printed.id, item.printed.text, item.shown, item.cause or item.problem or item.rule)
            lines.append("| " + " | ".join(map(_markdown, cells)) + " |")
        lines.append("")
    lines += [f"- {_markdown(problem(error))}" for error in check.problems]
    if check.unmatched:
        lines.append(f"- results without a printed value: {_markdown(shortened(check.unmatched))}")
    return "\n".join(lines).rstrip() + "\n"


def problem(error: CollateError) -> str:
    """An error on one line."""
    return f"{error.place}: {error.what}" if error.place else error.what


def shortened(names: Sequence[str], most: int = 5) -> str:
    """The first of `names`, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _markdown(text: str) -> str:
    return html.escape(visible(text).translate(_MARKDOWN), quote=False)


def as_text(content: object) -> str:
    """JSON as this library writes it."""
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
