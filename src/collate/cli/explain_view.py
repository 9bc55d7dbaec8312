"""An explanation as a tree on the terminal, and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from collate.cli.explanation import Explanation
from collate.cli.reading import interval_text, number_text
from collate.cli.runs import RunRecord
from collate.cli.terminal import Words, facts
from collate.cli.verify_view import condition_json
from collate.data.claims import told as told_as
from collate.data.csvfile import Row
from collate.data.doubts import Doubt
from collate.numbers.printed import Interval
from collate.numbers.values import decimal_text


def show(found: Explanation, run: RunRecord | None, words: Words, console: Console) -> None:
    """Print what is known of a place, then its inputs as a tree."""
    grid = facts()
    for term, value in rows(found, words):
        grid.add_row(term, value)
    if run:
        grid.add_row(words("word-notebook"), f"{run.notebook} → {run.executed}")
        given = words("join-comma").join(f"{name}={value}" for name, value in run.parameters.items())
        grid.add_row(words("desk-parameters"), given)
    console.print(Text(found.id, style="bold"), soft_wrap=True)
    console.print(grid)
    if found.inputs:
        tree = Tree(Text(words("word-inputs"), style="bold"))
        for part in found.inputs:
            _grow(tree, part, words)
        console.print(tree)
    cited = _sources(found)
    if cited:
        console.print(Text(words("desk-sources"), style="bold"))
        grid = facts()
        for id, row in sorted(cited.items()):
            grid.add_row(id, words("join-comma").join(filter(None, (row["citation"], row["edition"], row["address"], row["quote"]))))
        console.print(grid)


def rows(found: Explanation, words: Words) -> list[tuple[str, str | Text]]:
    """Terms and what they are, in the order of reading: what print says, what was computed, the verdict, its reason."""
    item = found.judged
    told: list[tuple[str, str | Text]] = [(words("word-subject"), found.name)]
    told.append((words("word-printed"), _number(found)))
    told.append((words("desk-reading"), found.reading))
    told.append((words("word-place"), _where(found, words)))
    if item is None:
        return [*told, (words("desk-source"), _source(found, words))]
    if item.value:
        number = f"{number_text(found.value)} {interval_text(found.interval)} → " if found.value is not None else ""
        told.append((words("word-regenerated"), f"{number}{told_as(item.place, item.shown, words)}"))
    if item.formula:
        told.append((words("word-formula"), item.formula))
    told.append((words("word-verdict"), words.verdict(item.verdict)))
    told.append((words("desk-why"), found.why))
    told.append((words("word-basis"), words(item.basis.label)))
    if item.condition:
        told.append((words("word-conditional"), item.condition.text(item.place, item.shown, words)))
    if found.source_name:
        told.append((words("word-named-source"), found.source_name))
    if found.doubt:
        told.append((words("word-doubt"), found.doubt.text[words.language]))
    if found.note:
        told.append((words("desk-note"), found.note))
    if item.erratum:
        entry = item.erratum
        told.append((words("word-cause"), entry.cause[words.language]))
        told.append((words("word-kind"), words(f"kind-{entry.kind}")))
        told.append((words("word-certainty"), words(f"certainty-{entry.certainty}")))
        if entry.corrected:
            told.append((words("word-corrected"), words.line_of(entry.corrected.id, entry.corrected.value)))
    return told


def as_json(found: Explanation) -> dict[str, Any]:
    """The tree with stable keys: definition `explanation` of the schema `desk`."""
    item = found.judged
    return {
        "id": found.id,
        "kind": found.kind,
        "name": found.name,
        "printed": found.printed,
        "stands_for": _ends(found.stands_for),
        "reading": found.reading,
        "unit": found.unit,
        "report_line": found.line or None,
        "file": found.file,
        "note": found.note,
        "verdict": item.verdict.key if item else None,
        "fails": item.verdict.fails if item else False,
        "basis": item.basis.value if item else None,
        "value": (decimal_text(found.value) if found.value is not None else item.value or None) if item else None,
        "interval": _ends(found.interval),
        "shown": item.shown or None if item else None,
        "formula": item.formula or None if item else None,
        "rule": item.rule or None if item else None,
        "why": found.why or None,
        "conditional": condition_json(item.condition) if item else None,
        "erratum": _erratum(found),
        "doubt": doubt_json(found.doubt),
        "source": _source_json(found) if found.source_name else None,
        "inputs": [as_json(part) for part in found.inputs],
    }


def _grow(tree: Tree, part: Explanation, words: Words) -> None:
    line = Text(part.id, style="bold")
    if part.judged:
        line.append_text(Text("  ").append_text(words.verdict(part.judged.verdict)))
    details = [words.line("word-printed", _number(part))]
    if part.kind == "cell" and part.value is not None:
        details.append(words.line("word-regenerated", f"{number_text(part.value)} {interval_text(part.interval)}"))
    details.append(_where(part, words))
    if part.judged is None:
        details.append(words.line("desk-source", _source(part, words)))
    branch = tree.add(line.append("\n" + words("join-semicolon").join(details), style="not bold"))
    for deeper in part.inputs:
        _grow(branch, deeper, words)


def _number(found: Explanation) -> str:
    return " ".join(filter(None, (found.printed, found.unit, interval_text(found.stands_for))))


def _where(found: Explanation, words: Words) -> str:
    line = words("word-in-report", line=found.line) + words("join-comma") if found.line else ""
    return f"{line}{found.file}"


def _source(found: Explanation, words: Words) -> str:
    return words("join-comma").join(filter(None, (found.source_name, found.place)))


def _sources(found: Explanation) -> dict[str, Row]:
    """The rows of sources.csv that the tree rests on, by id."""
    cited = {found.source_name: found.source} if found.source else {}
    for part in found.inputs:
        cited |= _sources(part)
    return cited


def _source_json(found: Explanation) -> dict[str, str]:
    own = {name: found.source[name] if found.source else "" for name in ("title", "quote", "grade")}
    return {"id": found.source_name, "citation": _citation(found), "place": found.place, **own}


def _citation(found: Explanation) -> str:
    return found.source["citation"] if found.source else found.source_name


def _ends(interval: Interval | None) -> dict[str, str] | None:
    return {"low": decimal_text(interval.low), "high": decimal_text(interval.high)} if interval else None


def _erratum(found: Explanation) -> dict[str, Any] | None:
    entry = found.judged.erratum if found.judged else None
    if entry is None:
        return None
    told = {"printed": entry.printed, "regenerated": entry.regenerated, "kind": entry.kind, "certainty": entry.certainty}
    return told | {"corrected": asdict(entry.corrected) if entry.corrected else None, "cause": dict(entry.cause)}


def doubt_json(doubt: Doubt | None) -> dict[str, Any] | None:
    """A doubt with stable keys: definition `doubt` of the schema `desk`."""
    if doubt is None:
        return None
    return {"text": dict(doubt.text), "evidence": [asdict(part) for part in doubt.evidence], "sources": list(doubt.sources)}
