"""Questions to any text or table: what contradicts itself in it, without data and without a book.

A text is read for statistics with their p, estimates with an interval, estimates with stars and a standard error, shares of counts, and
means with their n. A table (CSV) is read cell by cell in the same way, and by columns that its heads name; where a row says `total` or
the like, or a column is one of shares, the rules for the tables of a book apply (`shares`, `parts`, `digits`).

Text of others is not trusted: every pattern is bounded, so that time grows with its length alone, and what cannot be read is left alone.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from collate.audit.granularity import grim, grimmer, share_of_count
from collate.audit.outcome import Checked, Outcome
from collate.audit.questions import digits, parts, shares
from collate.audit.questions.grid import TOTAL, Grid, Line
from collate.audit.questions.question import Question, Rule, is_percent
from collate.audit.significance import check_p, confidence_interval, stars, statistics_in
from collate.data.published import Cell
from collate.errors import DataError, PrintedError
from collate.numbers.convention import Convention
from collate.numbers.printed import PrintedKind, parse
from collate.numbers.verdict import Basis

_NUMBER = r"(?:\d{1,3}(?:,\d{3})++(?:\.\d{1,12})?|\d{1,12}(?:\.\d{1,12})?|\.\d{1,12})"
_SIGNED = rf"[-−–]?{_NUMBER}"
_P = rf"(?:[,;]?\s{{0,3}}[pP]\s{{0,2}}(?P<p>[=<>≤≥]\s{{0,2}}{_NUMBER}))?"
_INTERVAL = re.compile(
    rf"(?:(?<!\w)(?P<name>a?OR|a?HR|a?RR|IRR|PR|[oO]dds ratio|[hH]azard ratio|[rR]isk ratio)\W{{0,4}})?(?<![\w.])(?P<point>{_SIGNED})"
    rf"\s?[,;]?\s?[(\[]?\s?(?P<level>\d{{2}}(?:\.\d)?)\s?%\s?(?:CI|[cC]onfidence interval)\s?[:=,]?\s?[(\[]?\s?"
    rf"(?P<low>{_SIGNED})\s?(?:to|[-–−,;]|and)\s?(?P<high>{_SIGNED})\s?[)\]]?{_P}"
)
_SHARE = re.compile(
    rf"(?<![\w.])(?P<count>\d{{1,9}}(?:,\d{{3}})*+)\s?(?:/|of|out of)\s?(?P<n>\d{{1,9}}(?:,\d{{3}})*+)\s?[(\[,]\s?(?P<share>{_NUMBER})\s?%"
)
_STARS = re.compile(rf"(?<![\w.])(?P<b>{_SIGNED})\s?(?P<stars>\*{{1,4}})\s?[(\[]\s?(?P<se>{_NUMBER})\s?[)\]]")
_LEGEND = re.compile(rf"(?<![*\w])(?P<mark>\*{{1,4}})\s?(?:indicates?\s|denotes?\s)?[pP]\s?[<≤]\s?(?P<p>{_NUMBER})(?P<percent>\s?%)?")
_MEAN = re.compile(
    rf"(?<![\w.])M(?:ean)?\s?=\s?(?P<mean>{_SIGNED})(?:\s?[,;(]\s?SD\s?=\s?(?P<sd>{_NUMBER})\)?)?\s?[,;(]\s?[nN]\s?=\s?(?P<n>\d{{1,9}})(?![\d.])"
)
_RATIO = re.compile(r"R|ratio", re.IGNORECASE)
_HEADS = {
    "n": ("n", "obs", "observations", "sample size", "樣本數", "人數"),
    "mean": ("m", "mean", "average", "平均", "平均數"),
    "sd": ("sd", "s.d.", "std", "std. dev.", "std dev", "standard deviation", "標準差"),
    "count": ("count", "number", "個數"),
    "share": ("%", "percent", "per cent", "share", "比例", "百分比"),
}
_TOTALS = frozenset({"total", "all", "sum", "合計", "總計", "全部", "總和"})
_MOST_CHARACTERS = 20_000_000


@dataclass
class Audit:
    """What was asked of a text.

    Parameters
    ----------
    questions : in the order of the text.
    outcomes : how many checks had which outcome.
    """

    questions: list[Question] = field(default_factory=list)
    outcomes: Counter[Outcome] = field(default_factory=Counter)

    def take(self, rule: Rule, places: tuple[str, ...], checked: Checked) -> None:
        """Count a check, and keep what it leaves open."""
        if not checked.decides:
            return
        self.outcomes[checked.outcome] += 1
        if checked.outcome is Outcome.INCONSISTENT:
            question = Question(rule, places, checked.reason, (), checked.text, checked.closest, checked.significance)
            self.questions.append(question)


def ask_text(text: str, convention: Convention | None = None) -> Audit:
    """The questions that a running text raises.

    Parameters
    ----------
    convention : its `stars` are the legend, which is otherwise read from the text (`* p < .05`); its `decimal` and `alpha` hold, too.

    Raises
    ------
    DataError : the text is longer than 20 million characters.
    """
    _refuse_long(text)
    found = Audit()
    starts = [match.start() for match in re.finditer("^", text, re.MULTILINE)]
    asked: list[tuple[int, Rule, Checked]] = []
    for at, rule, checked in _checks(text, convention or Convention()):
        asked.append((at, rule, checked))
    for at, rule, checked in sorted(asked, key=lambda item: item[0]):
        line = bisect_right(starts, at)
        found.take(rule, (f"{line}:{at - starts[line - 1] + 1}",), checked)
    return found


def ask_table(text: str, convention: Convention | None = None) -> Audit:
    """The questions that a table in CSV raises; its first row has the heads, its first column the names of the rows.

    A file with a cell a row, its columns `table` or `artifact`, `row`, `column` and `printed` among them, is a ledger of tables, which
    are put together again; one with the column `sentence` is read as sentences. Places are then the ids that it gives.

    Raises
    ------
    DataError : it is no CSV, has no row under its heads, or is longer than 20 million characters.
    """
    _refuse_long(text)
    first = text.partition("\n")[0]
    delimiter = "," if "," in first else next((sign for sign in ";\t|" if sign in first), ",")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    try:
        rows = [(reader.line_num, cells) for cells in reader if cells]
    except csv.Error as error:
        raise DataError(f"no CSV: {error}", fix="give a table with commas between its cells, or a text") from None
    if len(rows) < 2 or len(rows[0][1]) < 2:
        raise DataError("a table with fewer than two rows or columns", fix="heads stand in the first row, names in the first column")
    chosen = convention or Convention()
    if not chosen.stars:
        chosen = _with_legend(text, chosen)
    heads = [head.strip() for head in rows[0][1]]
    if "printed" in heads and "column" in heads and "row" in heads:
        return _ask_ledger(heads, [cells for _, cells in rows[1:]], chosen)
    if "sentence" in heads:
        return _ask_sentences(heads, [cells for _, cells in rows[1:]], chosen)
    found = Audit()
    _ask_grid(found, _Table(heads, [cells for _, cells in rows[1:]], [str(line) for line, _ in rows[1:]]), chosen)
    return found


@dataclass(frozen=True)
class _Table:
    """A table: its heads (the first is that of the names), its rows, and what each row is called in a place, such as its line.

    `ids` are the places of cells by row and head, where they have their own.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    lines: Sequence[str]
    ids: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def place(self, line: str, head: str) -> str:
        return self.ids.get((line, head), f"{line}:{head}")


def _ask_grid(found: Audit, table: _Table, convention: Convention) -> None:
    roles = {role: column for role, names in _HEADS.items() for column, head in enumerate(table.heads) if head.lower() in names}
    for number, (line, cells) in enumerate(zip(table.lines, table.rows, strict=True)):
        for head, cell in zip(table.heads, cells, strict=False):
            for _, rule, checked in _checks(cell, convention):
                found.take(rule, (table.place(line, head),), checked)
        _by_heads(found, table, line, cells, roles)
        if number + 1 < len(table.rows):
            _stars_above_errors(found, table, number, convention)
    for question in _by_rules(table):
        found.questions.append(question)
        if question.rule in (Rule.SHARES, Rule.PART):  # digits out of a pattern contradict nothing
            found.outcomes[Outcome.INCONSISTENT] += 1


def _ask_ledger(heads: Sequence[str], rows: Sequence[Sequence[str]], convention: Convention) -> Audit:
    """The tables of a ledger, one after the other; rows without a table, as those of sentences, by themselves."""
    found = Audit()
    at = {head: place for place, head in enumerate(heads)}
    name = next((head for head in ("table", "artifact") if head in at), "row")
    tables: dict[str, list[Sequence[str]]] = {}
    for cells in rows:
        if len(cells) == len(heads):
            tables.setdefault(cells[at[name]], []).append(cells)
    for members in tables.values():
        columns = list(dict.fromkeys(cells[at["column"]] for cells in members))
        lines = list(dict.fromkeys(cells[at["row"]] for cells in members))
        printed = {(cells[at["row"]], cells[at["column"]]): _unguarded(cells[at["printed"]]) for cells in members}
        ids = {(cells[at["row"]], cells[at["column"]]): cells[at["id"]] for cells in members} if "id" in at else {}
        grid = [[line, *(printed.get((line, column), "") for column in columns)] for line in lines]
        _ask_grid(found, _Table(["", *columns], grid, lines, ids), convention)
    return found


def _ask_sentences(heads: Sequence[str], rows: Sequence[Sequence[str]], convention: Convention) -> Audit:
    """Every sentence once; its place is the id of the first number in it, or its row."""
    found = Audit()
    at = {head: place for place, head in enumerate(heads)}
    seen: set[str] = set()
    for number, cells in enumerate(rows, 2):
        if len(cells) != len(heads) or (sentence := _unguarded(cells[at["sentence"]])) in seen:
            continue
        seen.add(sentence)
        place = cells[at["id"]] if "id" in at else f"{number}:sentence"
        for _, rule, checked in _checks(sentence, convention):
            found.take(rule, (place,), checked)
    return found


def _unguarded(text: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@", "\t", "\r") else text


def _refuse_long(text: str) -> None:
    if len(text) > _MOST_CHARACTERS:
        raise DataError(f"{len(text):,} characters are more than are read", fix="give the text in parts")


def _checks(text: str, convention: Convention) -> Iterator[tuple[int, Rule, Checked]]:
    """Every check of a text with the place where its numbers begin."""
    legend = (convention if convention.stars else _with_legend(text, convention)).stars
    try:
        statistics = list(statistics_in(text, convention.alpha, convention.decimal or "."))
    except PrintedError:
        statistics = []
    for statistic in statistics:
        yield from _tried(statistic.start, Rule.P, check_p, statistic, convention.alpha)
    for match in _INTERVAL.finditer(text):
        yield from _tried(match.start("point"), Rule.INTERVAL, _interval, match)
    for match in _SHARE.finditer(text):
        yield from _tried(match.start(), Rule.SHARE, share_of_count, match["count"], match["share"] + "%", match["n"])
    for match in _MEAN.finditer(text):
        rule = Rule.GRIMMER if match["sd"] else Rule.GRIM
        yield from _tried(match.start(), rule, _mean, match["mean"], match["sd"], match["n"])
    for match in _STARS.finditer(text) if legend else ():
        yield from _tried(match.start(), Rule.STARS, stars, match["b"], match["se"], match["stars"], legend)


def _tried(at: int, rule: Rule, check: Callable[..., Checked], *arguments: Any) -> Iterator[tuple[int, Rule, Checked]]:
    """A check, or nothing where what looked like numbers cannot be read as such."""
    try:
        yield at, rule, check(*arguments)
    except PrintedError:
        return


def _interval(match: re.Match[str]) -> Checked:
    ratio = bool(match["name"] and _RATIO.search(match["name"]))
    return confidence_interval(
        match["point"], match["low"], match["high"], level=match["level"], ratio=ratio, p=match["p"], symmetric=ratio or not match["name"]
    )


def _mean(mean: str, sd: str | None, n: str) -> Checked:
    return grimmer(mean, sd, n) if sd else grim(mean, n)


def _with_legend(text: str, convention: Convention) -> Convention:
    """The convention with the legend that the text prints, `* p < .05, ** p < .01`, where it prints one."""
    legend = {match["mark"]: Fraction(match["p"]) / (100 if match["percent"] else 1) for match in _LEGEND.finditer(text)}
    usable = {mark: str(bound) for mark, bound in legend.items() if 0 < bound < 1}
    return convention.nearer({"stars": usable}) if usable else convention


def _by_heads(found: Audit, table: _Table, line: str, cells: Sequence[str], roles: Mapping[str, int]) -> None:
    """Checks of a row by what the heads say: mean and sd with n, count and share with n."""
    texts = {role: cells[column].strip() for role, column in roles.items() if column < len(cells)}
    if "n" not in texts:
        return
    checks: list[tuple[Rule, tuple[str, ...], Callable[..., Checked], tuple[str | None, ...]]] = []
    if texts.get("mean") and texts.get("sd"):
        checks.append((Rule.GRIMMER, ("mean", "sd", "n"), grimmer, (texts["mean"], texts["sd"], texts["n"])))
    elif texts.get("mean"):
        checks.append((Rule.GRIM, ("mean", "n"), grim, (texts["mean"], texts["n"])))
    if texts.get("count") and texts.get("share"):
        checks.append((Rule.SHARE, ("count", "share", "n"), share_of_count, (texts["count"], texts["share"], texts["n"])))
    for rule, named, check, arguments in checks:
        places = tuple(table.place(line, table.heads[roles[role]]) for role in named)
        for _, kept, checked in _tried(0, rule, check, *arguments):
            found.take(kept, places, checked)


def _stars_above_errors(found: Audit, table: _Table, number: int, convention: Convention) -> None:
    """An estimate with stars over its standard error in brackets, in two rows."""
    if not convention.stars:
        return
    cells, below, lines = table.rows[number], table.rows[number + 1], table.lines[number : number + 2]
    for head, cell, under in zip(table.heads[1:], cells[1:], below[1:], strict=False):
        upper, lower = re.fullmatch(rf"\s*({_SIGNED})\s?(\*{{1,4}})\s*", cell), re.fullmatch(rf"\s*\(({_NUMBER})\)\s*", under)
        if upper and lower:
            for _, rule, checked in _tried(0, Rule.STARS, stars, upper[1], lower[1], upper[2], convention.stars):
                found.take(rule, tuple(table.place(line, head) for line in lines), checked)


def _by_rules(table: _Table) -> Iterator[Question]:
    """The rules for the tables of a book: sums of shares, equal neighbours, odd digits, parts above their total.

    Only counts and shares are parts of a total: a mean need not lie below that of all.
    """
    grid = _grid(table)
    counted = [line for line in grid.columns if all(cell.printed.decimals == 0 or is_percent(cell) for _, cell in line.cells)]
    columns = replace(grid, rows=(), columns=tuple(counted))
    for question in (*shares.in_tables(grid), *digits.neighbours(grid), *digits.odd_ones(grid), *parts.in_tables(columns)):
        keys = (place.split("/", 2)[1:] for place in question.places)
        yield Question(
            question.rule, tuple(table.place(table.lines[int(row)], table.heads[int(column)]) for row, column in keys), question.arithmetic
        )


def _grid(table: _Table) -> Grid:
    """The numbers of a table as a book has them, rows and columns known by their numbers, totals by the key that the rules know."""
    heads, rows = table.heads, table.rows
    columns = {column: TOTAL if head.lower() in _TOTALS else head for column, head in enumerate(heads) if column}
    names = {number: (row[0].strip() if row else "") for number, row in enumerate(rows)}
    names = {number: TOTAL if name.lower() in _TOTALS else name for number, name in names.items()}
    cells: dict[tuple[int, int], Cell] = {}
    for number, row in enumerate(rows):
        for column in range(1, min(len(row), len(heads))):
            try:
                printed = parse(row[column])
            except PrintedError:
                continue
            if printed.kind is PrintedKind.NUMBER:
                cells[number, column] = Cell("table", str(number), str(column), printed, Basis.TRANSCRIBED, number, "read", "")

    def line_of(axis: str, label: str, places: Iterable[tuple[str, tuple[int, int]]]) -> Line:
        return Line(axis, label, tuple((name, cells[key]) for name, key in places if key in cells))

    across = (line_of("row", names[number], ((columns[column], (number, column)) for column in columns)) for number in names)
    down = (line_of("column", columns[column], ((names[number], (number, column)) for number in names)) for column in columns)
    return Grid("table", False, tuple(across), tuple(down))
