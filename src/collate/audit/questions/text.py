"""Questions to any text or table: what contradicts itself in it, without data and without a book.

A text is read for statistics with their p, estimates with an interval, estimates with stars and a standard error, shares of counts, and
means with their n. A table (CSV) is read cell by cell in the same way, and by columns that its heads name; where a row says `total` or
the like, or a column is one of shares, the rules for the tables of a book apply (`shares`, `parts`, `digits`).

Text of others is not trusted: every pattern is bounded, so that time grows with its length alone, and what cannot be read is left alone.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
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

    Raises
    ------
    DataError : it is no CSV, has no row under its heads, or is longer than 20 million characters.
    """
    _refuse_long(text)
    try:
        rows = list(csv.reader(text.splitlines(), strict=True))
    except csv.Error as error:
        raise DataError(f"no CSV: {error}", fix="give a table with commas between its cells, or a text") from None
    if len(rows) < 2 or len(rows[0]) < 2:
        raise DataError("a table with fewer than two rows or columns", fix="heads stand in the first row, names in the first column")
    found, chosen = Audit(), convention or Convention()
    if not chosen.stars:
        chosen = _with_legend(text, chosen)
    heads = [head.strip() for head in rows[0]]
    roles = {role: column for role, names in _HEADS.items() for column, head in enumerate(heads) if head.lower() in names}
    for line, cells in enumerate(rows[1:], 2):
        for head, cell in zip(heads, cells, strict=False):
            for _, rule, checked in _checks(cell, chosen):
                found.take(rule, (f"{line}:{head}",), checked)
        _by_heads(found, line, heads, cells, roles)
        if line < len(rows):
            _stars_above_errors(found, line, heads, cells, rows[line], chosen)
    for question in _by_rules(heads, rows[1:]):
        found.questions.append(question)
        found.outcomes[Outcome.INCONSISTENT] += 1
    return found


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


def _by_heads(found: Audit, line: int, heads: Sequence[str], cells: Sequence[str], roles: dict[str, int]) -> None:
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
        places = tuple(f"{line}:{heads[roles[role]]}" for role in named)
        for _, kept, checked in _tried(0, rule, check, *arguments):
            found.take(kept, places, checked)


def _stars_above_errors(
    found: Audit, line: int, heads: Sequence[str], cells: Sequence[str], below: Sequence[str], convention: Convention
) -> None:
    """An estimate with stars over its standard error in brackets, in two rows."""
    if not convention.stars:
        return
    for head, cell, under in zip(heads[1:], cells[1:], below[1:], strict=False):
        upper, lower = re.fullmatch(rf"\s*({_SIGNED})\s?(\*{{1,4}})\s*", cell), re.fullmatch(rf"\s*\(({_NUMBER})\)\s*", under)
        if upper and lower:
            for _, rule, checked in _tried(0, Rule.STARS, stars, upper[1], lower[1], upper[2], convention.stars):
                found.take(rule, (f"{line}:{head}", f"{line + 1}:{head}"), checked)


def _by_rules(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Question]:
    """The rules for the tables of a book: sums of shares, equal neighbours, odd digits, parts above their total.

    Only counts and shares are parts of a total: a mean need not lie below that of all.
    """
    grid = _grid(heads, rows)
    counted = [line for line in grid.columns if all(cell.printed.decimals == 0 or is_percent(cell) for _, cell in line.cells)]
    columns = replace(grid, rows=(), columns=tuple(counted))
    for question in (*shares.in_tables(grid), *digits.neighbours(grid), *digits.odd_ones(grid), *parts.in_tables(columns)):
        places = (place.split("/", 2)[1:] for place in question.places)
        yield Question(question.rule, tuple(":".join(place) for place in places), question.arithmetic)


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Grid:
    """The numbers of a table as a book has them: the rows known by their lines, totals by the key that the rules know."""
    columns = {column: TOTAL if head.lower() in _TOTALS else head for column, head in enumerate(heads) if column}
    named = {line: row[0].strip() if row else "" for line, row in enumerate(rows, 2)}
    names = {line: TOTAL if name.lower() in _TOTALS else name for line, name in named.items()}
    cells: dict[tuple[int, int], Cell] = {}
    for line, row in enumerate(rows, 2):
        for column in range(1, min(len(row), len(heads))):
            try:
                printed = parse(row[column])
            except PrintedError:
                continue
            if printed.kind is PrintedKind.NUMBER:
                cells[line, column] = Cell("table", str(line), heads[column], printed, Basis.TRANSCRIBED, line, "read", "")

    def line_of(axis: str, label: str, places: Iterable[tuple[str, tuple[int, int]]]) -> Line:
        return Line(axis, label, tuple((name, cells[key]) for name, key in places if key in cells))

    across = (line_of("row", names[line], ((columns[column], (line, column)) for column in columns)) for line in names)
    down = (line_of("column", columns[column], ((names[line], (line, column)) for line in names)) for column in columns)
    return Grid("table", False, tuple(across), tuple(down))
