"""Which result a printed string may be of, where no id says so: a proposal, which a person confirms.

A link rests on the value, which must not differ, and on the words that the two names share. The more results would fit a string by
their value alone, the less its digits say: that number stands beside each link.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from collate.check.csv_lines import csv_lines
from collate.check.printed_table import read_printed
from collate.check.results import VALUE, Result, read_results
from collate.check.settings import Pair, Settings
from collate.data import csvfile
from collate.errors import CallError, DataError, PrintedError
from collate.extract.characters import guarded, unguarded
from collate.numbers.fact import Role
from collate.numbers.reading import read

COLUMNS = ("id", "printed", "result", "value", "shared_words", "fitting_results", "confirmed")
CONFIRMED = ("yes", "no", "")
_WORD = re.compile(r"[^\W_]+")
_NUMBERLESS = (Role.STARS, Role.MISSING, Role.CONFIDENCE_LEVEL)


@dataclass(frozen=True)
class Link:
    """A printed string and the result that fits it best.

    Parameters
    ----------
    shared : the words that both names have, as a share of all that either has, from 0 to 1.
    fitting : how many results would fit the string by their value alone.
    """

    id: str
    printed: str
    result: str
    value: str
    shared: float
    fitting: int


def propose(pair: Pair, settings: Settings) -> Iterator[Link]:
    """A link for each printed string of a pair that has no result of its own id and that some result fits.

    Raises
    ------
    CallError : a ledger, in which nothing is left open.
    """
    if pair.results is None:
        raise CallError(f"{pair.printed} names its results itself", fix="name a table of printed strings and one of results")
    results = read_results(pair.results)
    known = results.by_id()
    values = sorted((value, id) for id, value in _numbers(known).items())
    keys = [value for value, _ in values]
    names = {id: _words(id) for _, id in values}
    for printed in read_printed(pair.printed):
        if printed.id in known:
            continue
        try:
            facts = read(printed.text, settings.convention_for(printed)).facts
        except PrintedError:
            continue  # the check itself tells it
        fact = next((fact for fact in facts if fact.role not in _NUMBERLESS), None)
        if fact is None or (fact.low is None and fact.high is None):
            continue
        first = 0 if fact.low is None else bisect_left(keys, fact.low)
        end = len(keys) if fact.high is None else bisect_right(keys, fact.high)
        fitting = [(value, id) for value, id in values[first:end] if fact.holds(value)]
        if fitting:
            words = _words(printed.id)
            value, id = max(fitting, key=lambda found: (_shared(words, names[found[1]]), found[1] == printed.id))
            yield Link(printed.id, printed.text, id, f"{float(value):.10g}", _shared(words, names[id]), len(fitting))


def write_proposal(path: Path, links: Iterator[Link]) -> int:
    """Write links for somebody to confirm, the surest first, and return how many there are.

    Raises
    ------
    DataError : the file is there, perhaps with somebody's work in it.
    """
    if path.exists():
        raise DataError(
            "the file is there already, and may hold what somebody confirmed", where=path, fix="name another file, or remove it"
        )
    found = sorted(links, key=lambda link: (-link.shared, link.fitting, link.id))
    rows = [
        (guarded(link.id), guarded(link.printed), guarded(link.result), link.value, f"{link.shared:.2f}", str(link.fitting), "")
        for link in found
    ]
    csvfile.write(path, COLUMNS, rows)
    return len(found)


def read_links(path: Path) -> dict[str, str]:
    """The confirmed links of a proposal: ids of results by id of printed string.

    Raises
    ------
    DataError : it is no proposal, or a row is neither confirmed nor refused nor left open.
    """
    found: dict[str, str] = {}
    table = csv_lines(path)
    header = next(table, (1, []))[1]
    if not {"id", "result", "confirmed"} <= set(header):
        fix = "name the file that --propose has written"
        raise DataError("no proposal: it lacks the columns id, result or confirmed", where=path, line=1, fix=fix)
    for line, values in table:
        row = dict(zip(header, values, strict=True))
        answer = row["confirmed"].strip().lower()
        if answer not in CONFIRMED:
            raise DataError(f"confirmed is {answer!r}", where=path, line=line, fix="write yes or no, or leave it empty")
        if answer == "yes":
            found[unguarded(row["id"])] = unguarded(row["result"])
    return found


def _numbers(results: Mapping[str, Result]) -> Mapping[str, Fraction]:
    found: dict[str, Fraction] = {}
    for id, result in results.items():
        value = result.value if not isinstance(result.value, Mapping) else result.value.get(VALUE)
        if isinstance(value, Fraction):
            found[id] = value
    return found


def _words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(name))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0
