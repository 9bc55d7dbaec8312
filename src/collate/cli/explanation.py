"""One place of the tree that `explain` tells: what is known of it, and its inputs."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from collate.data.claims import Claim
from collate.data.csvfile import Row
from collate.data.doubts import Doubt
from collate.data.published import Cell
from collate.judge import Judged
from collate.numbers.printed import Interval


@dataclass(frozen=True)
class Explanation:
    """One place of the tree.

    `kind` is `claim`, `cell`, `observation` or `fact`; `stands_for` the interval of print, `value` and `interval` the
    regenerated number; `line` the line of the report (0 where there is none), `file` FILE:LINE where the number was typed;
    `judged` is None for observations and facts, `source` the row of sources.csv of these.
    """

    id: str
    kind: str
    name: str
    printed: str
    stands_for: Interval | None
    reading: str
    unit: str
    line: int
    file: str
    note: str
    judged: Judged[Cell | Claim] | None = None
    value: Fraction | None = None
    interval: Interval | None = None
    why: str = ""
    source: Row | None = None
    source_name: str = ""
    place: str = ""
    inputs: tuple[Explanation, ...] = ()
    doubt: Doubt | None = None
