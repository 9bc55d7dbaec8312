"""The averages of the Particle Data Group, made again from the measurements that its database marks as used; the notebooks call this.

The database is the file of the package pdg. Of each average it has the text that is displayed, with the power of ten that is displayed
beside it, and the unrounded numbers of its own program as doubles.

    python src/pdg_averages.py >candidates.csv

writes the displayed texts as `collate add table --from` takes them: what to do when a new edition of the Review appears.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import sqrt
from typing import Any

import pandas as pd

from collate import Convention, Verdict, exact, judge, read
from collate.errors import PrintedError
from collate.numbers.average import Average, AverageError, Measured, average, measured
from collate.run.plot import Plot, Point
from collate.run.sheet import Sheet

AVERAGES = """
select d.pdgid, d.value_type, d.display_value_text as shown, d.display_power_of_ten as power, d.unit_text as unit, d.value,
       d.error_positive as up, d.scale_factor as scale, i.description, i.flags, p.description as particle, p.flags as kind
from pdgdata d join pdgid i on i.id = d.pdgid_id join pdgid p on p.pdgid = substr(d.pdgid, 1, 4)
where d.limit_type is null order by i.sort, d.sort
"""
MEASUREMENTS = """
select m.pdgid, m.id as measurement, v.column_name as heading, v.display_value_text as shown, v.display_power_of_ten as power,
       v.unit_text as unit, v.limit_type as bound, r.document_id as document, r.publication_year as year, m.technique, m.comment
from pdgmeasurement m join pdgmeasurement_values v on v.pdgmeasurement_id = m.id join pdgreference r on r.id = m.pdgreference_id
where v.used_in_average order by m.pdgid, m.sort, v.sort
"""
FOOTNOTES = """
select distinct m.pdgid from pdgmeasurement m join pdgmeasurement_values v on v.pdgmeasurement_id = m.id
join pdgmeasurement_footnote n on n.pdgmeasurement_id = m.id join pdgfootnote f on f.id = n.pdgfootnote_id
where v.used_in_average and (f.text like '%our best%' or f.text like '%common systematic%')
"""
WEIGHTED = "AC"  # the value type of a weighted average of selected data, says the table pdgdoc
FITTED = ("FC", "DR")  # of a fit of several quantities to all measurements at once
INPUT = Convention(plus_minus="uncertainty")
DISPLAYED = Convention(plus_minus="uncertainty", rounding=("half up", "PDG"))
_EVEN = re.compile(r"\s*[-+]?[\d.]+(\s*\+-\s*[\d.]+)+\s*")
TABLES = {"table-3": "GLQ", "table-4": "S", "table-5": "M", "table-6": "B"}  # by kind of particle; the mesons by the letter of their id
FOREST = "S010T"
_DIGITS = 16  # of a double
_LATIN = (
    "alpha beta gamma delta epsilon eta theta lambda mu nu xi pi rho sigma tau phi chi psi omega "
    "Gamma Delta Lambda Xi Sigma Upsilon Phi Psi Omega"
)
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
GREEK = dict(zip(_LATIN.split(), "αβγδεηθλμνξπρστφχψωΓΔΛΞΣΥΦΨΩ", strict=True))


@dataclass(frozen=True)
class Input:
    """One average with the measurements that are marked as used in it, all in the unit in which the average is displayed.

    Parameters
    ----------
    row : of `AVERAGES`.
    measurements : rows of `MEASUREMENTS` that hold a number with an uncertainty.
    reason : why it is not made again; empty where it is.
    """

    row: Any
    measurements: tuple[Any, ...]
    reason: str

    @cached_property
    def measured(self) -> list[Measured]:
        """The measurements as numbers."""
        factor = self.row.power
        return [measured(read(item.shown, INPUT)).scaled(Fraction(10) ** (item.power - factor)) for item in self.measurements]

    @cached_property
    def average(self) -> Average:
        """Their average."""
        return average(self.measured)

    @property
    def symmetric(self) -> bool:
        """Whether the average and all measurements have the same uncertainty up and down."""
        return all(_EVEN.fullmatch(text) for text in (self.row.shown, *(item.shown for item in self.measurements)))

    def regenerated(self) -> dict[str, Any]:
        """The value and its uncertainties by role, as `judge` and `run.save` take them."""
        return _roles(self.average, self.row.shown)


def _roles(found: Average, shown: str) -> dict[str, Any]:
    """By role. Where one uncertainty is displayed for two, it is their mean, as `PdgSummaryValue.get_error` of the package has it."""
    if "+-" in shown:
        return {"value": found.mean, "uncertainty": found.half}
    return {"value": found.mean, "uncertainty up": found.up, "uncertainty down": found.down}


def inputs(averages: pd.DataFrame, measurements: pd.DataFrame) -> dict[str, Input]:
    """Every weighted average by its PDG identifier, in the order of the Review.

    A measurement of several columns counts with the one column that has uncertainties. Reasons not to make an average again: there is no
    measurement, or one alone; a bound is among them; several columns have uncertainties; a measurement is in a unit that is not the
    average's, or has no uncertainty.
    """
    used: dict[str, list[Any]] = {}
    for item in measurements.itertuples():
        used.setdefault(item.pdgid, []).append(item)
    found = {}
    for row in averages[averages["value_type"] == WEIGHTED].itertuples():
        every = used.get(row.pdgid, [])
        numbers = [item for item in every if item.bound is None and re.search(r"\d.*[+-]", item.shown or "")]
        count = len({item.measurement for item in every})
        if count < 2:
            reason = "single" if count else "none"
        elif any(item.bound is not None for item in every):
            reason = "bound"
        elif len({item.heading for item in numbers}) != 1:
            reason = "columns"
        else:
            reason = _wrong(numbers, row) or ("" if len(numbers) == count else "columns")
        found[row.pdgid] = Input(row, tuple(numbers), reason)
    return found


def _wrong(numbers: Sequence[Any], row: Any) -> str:
    if any(item.unit != row.unit for item in numbers):
        return "unit"
    try:
        for item in numbers:
            measured(read(item.shown, INPUT))
    except (AverageError, PrintedError):
        return "unread"
    return ""


def table_of(item: Input) -> str:
    """The table of the ledger in which an average stands."""
    kinds = set(item.row.kind)
    kind = "M" if "M" in kinds else "B" if "B" in kinds else "GLQ"
    group = item.row.pdgid[0] if kind == "M" else kind
    return next(table for table, kinds in TABLES.items() if kinds == group)


def ledger(found: Mapping[str, Input]) -> dict[str, list[Input]]:
    """The symmetric averages of two and more measurements, by table."""
    tables: dict[str, list[Input]] = {table: [] for table in TABLES}
    for item in found.values():
        if not item.reason and item.symmetric:
            tables[table_of(item)].append(item)
    return tables


# ---- verdicts and causes


def verdicts(item: Input) -> list[Verdict]:
    """The verdicts on a displayed value and on its uncertainty.

    Raises
    ------
    AssertionError : what is reached and what bounds it give different verdicts, so that neither is proved.
    """
    points = {role: number.value for role, number in item.regenerated().items()}
    quick = [fact.verdict for fact in judge(item.row.shown, points, convention=DISPLAYED).facts]
    if set(quick) == {Verdict.IDENTICAL}:
        return quick
    return proved(item.row.shown, item.regenerated())


def proved(shown: str, regenerated: Mapping[str, Any]) -> list[Verdict]:
    """Verdicts with the ranges of the regenerated numbers, by what is reached and by what bounds it.

    Raises
    ------
    AssertionError : the two do not agree.
    """
    reached = [fact.verdict for fact in judge(shown, regenerated, convention=DISPLAYED).facts]
    around = {role: _Around(number) for role, number in regenerated.items()}
    bounded = [fact.verdict for fact in judge(shown, around, convention=DISPLAYED).facts]
    assert reached == bounded, f"{shown}: {reached} by what is reached, {bounded} by what bounds it"
    return reached


class _Around:
    """A number with the outer bounds as its range."""

    def __init__(self, number: Any) -> None:
        self.value = number.value
        self.interval = number.outer


CAUSES = ("power", "common", "alone", "one-less", "unscaled", "all-counted")


def causes(item: Input) -> list[str]:
    """What would make the displayed numbers of an average that differs, tried one after the other.

    `power`: the same digits at another power of ten. `common`: the last uncertainty of every measurement is common to all, the
    average is that of the others, and the common one is added in quadrature to its uncertainty. `alone`: one measurement by itself.
    `one-less`: one measurement left out. `unscaled`: without the scale factor. `all-counted`: with a scale factor of all measurements.
    A cause counts where it leaves nothing that differs, the rounding of its inputs considered.
    """
    shown, found = item.row.shown, item.average
    factors = [Fraction(10) ** power for power in (-3, -2, -1, 1, 2, 3)]
    tried = [("power", _roles(average([part.scaled(factor) for part in item.measured]), shown)) for factor in factors]
    common = _with_common(item)
    if common is not None:
        tried.append(("common", common))
    for part in item.measured:
        sigma = _Free(sqrt(part.up.value), sqrt(part.up.low), sqrt(part.up.high))
        tried.append(("alone", {"value": _Free(part.value.value, part.value.low, part.value.high), "uncertainty": sigma}))
    if len(item.measured) > 2:
        less = [[*item.measured[:place], *item.measured[place + 1 :]] for place in range(len(item.measured))]
        tried += [("one-less", _roles(average(part), shown)) for part in less]
    tried.append(("unscaled", {"value": found.mean, "uncertainty": found.unscaled}))
    if not all(found.counted):
        spread = sum((part.value.value - found.mean.value) ** 2 / part.up.value for part in item.measured) / (len(item.measured) - 1)
        scaled = float(found.unscaled.value) * sqrt(max(1, spread))
        tried.append(("all-counted", {"value": found.mean, "uncertainty": _Free(scaled, scaled, scaled)}))
    fitting = {name for name, numbers in tried if _fits(shown, numbers)}
    return [name for name in CAUSES if name in fitting]


class _Free:
    """A number with the range in which it may lie."""

    def __init__(self, value: Any, low: Any, high: Any) -> None:
        from collate import Interval

        self.value = Fraction(value)
        self.interval = Interval(Fraction(low), Fraction(high))


def _fits(shown: str, numbers: Mapping[str, Any]) -> bool:
    return Verdict.DIFFERS not in [fact.verdict for fact in judge(shown, numbers, convention=DISPLAYED).facts]


def _with_common(item: Input) -> dict[str, Any] | None:
    """Value and uncertainty with the last uncertainty of each measurement common to all; None where one has a single uncertainty.

    The common one is the mean of them, weighted as the measurements are.
    """
    own, last = [], []
    for part, row in zip(item.measured, item.measurements, strict=True):
        pieces = re.split(r"\s*\+-\s*", row.shown.strip())
        if len(pieces) < 3:
            return None
        factor = Fraction(10) ** (row.power - item.row.power)
        alone = measured(read(" +-".join(pieces[:-1]), INPUT)).scaled(factor)
        final = read(f"{pieces[0]} +-{pieces[-1]}", INPUT).facts[1]
        own.append(Measured(part.value, alone.up, alone.down))
        last.append((final.value * factor, final.low * factor, final.high * factor))
    found = average(own)
    weights = [1 / part.up.value for part in own]
    means = [sum(weight * ends[k] for weight, ends in zip(weights, last, strict=True)) / sum(weights) for k in range(3)]
    sides = zip((found.up.value, found.up.interval.low, found.up.interval.high), means, strict=True)
    return {"value": found.mean, "uncertainty": _Free(*(sqrt(side**2 + mean**2) for side, mean in sides))}


# ---- tables


def famous(found: Mapping[str, Input], rows: Iterable[str]) -> pd.DataFrame:
    """The average and the scale factor (1 where it multiplies nothing) of chosen averages."""
    table = pd.DataFrame(index=list(rows), columns=["average", "scale"], dtype=object)
    for id in table.index:
        item = _required(found, id)
        table.at[id, "average"] = item.regenerated()
        scale = item.average.scale
        table.at[id, "scale"] = scale if scale.value > 1 else 1
    return table


def of_ledger(found: Mapping[str, Input], rows: Iterable[str]) -> pd.DataFrame:
    """The averages of one table of the ledger."""
    table = pd.DataFrame(index=list(rows), columns=["average"], dtype=object)
    for id in table.index:
        table.at[id, "average"] = _required(found, id).regenerated()
    return table


def _required(found: Mapping[str, Input], id: str) -> Input:
    """The average `id`.

    Raises
    ------
    LookupError : this edition of the database has no such average, or does not let it be made: a measurement was withdrawn, say.
    """
    if id not in found:
        raise LookupError(f"the average {id} is not in this edition of the database")
    if found[id].reason:
        raise LookupError(f"the average {id} cannot be made from this edition of the database: {found[id].reason}")
    return found[id]


def counts(averages: pd.DataFrame, found: Mapping[str, Input]) -> pd.DataFrame:
    """How many numbers of each kind the database displays, and which of them are made again."""
    types = averages["value_type"]
    made = [item for item in found.values() if not item.reason]
    values = {
        "weighted": len(found),
        "single": sum(item.reason == "single" for item in found.values()),
        "symmetric": sum(item.symmetric for item in made),
        "uneven": sum(not item.symmetric for item in made),
        "not-made": sum(item.reason not in ("", "single") for item in found.values()),
        "fitted": int(types.isin(FITTED).sum()),
        "others": int((~types.isin([WEIGHTED, *FITTED])).sum()),
    }
    return pd.DataFrame({"count": pd.Series(values, dtype=object)})


def outcome(found: Mapping[str, Input], rescaled: set[str]) -> pd.DataFrame:
    """The verdicts on the numbers of the ledger, how many averages differ, and with which causes."""
    values = dict.fromkeys(("identical", "rounding", "differs", "by-rule", "differing", "rescaled", *CAUSES, "open"), 0)
    for item in (item for part in ledger(found).values() for item in part):
        given = verdicts(item)
        for verdict in given:
            values[verdict.key] += 1
        points = {role: number.value for role, number in item.regenerated().items()}
        values["by-rule"] += all(fact.rule == "PDG" for fact in judge(item.row.shown, points, convention=DISPLAYED).facts)
        if Verdict.DIFFERS in given:
            values["differing"] += 1
            values["rescaled"] += item.row.pdgid in rescaled
            fitting = causes(item)
            for cause in fitting or ["open"]:
                values[cause] += 1
    return pd.DataFrame({"count": pd.Series(values, dtype=object)})


# ---- figures


def forest(item: Input, word: Callable[[str], str]) -> tuple[pd.DataFrame, Plot]:
    """One average with its measurements: a point and a bar for each, the average below with its uncertainty before and after scaling."""
    documents = [row.document.strip() for row in item.measurements]
    names = [
        f"{name.split()[0].title()}{f', {row.comment}' if documents.count(name) > 1 else ''}"
        for name, row in zip(documents, item.measurements, strict=True)
    ]
    made = item.average
    points = tuple(
        Point(name, str(row.year), exact(part.value.value), ("pdg",))
        for name, row, part in zip(names, item.measurements, item.measured, strict=True)
    )
    mean = Point("average", "2026", exact(made.mean.value), ("pdg",))
    half = [sqrt(part.up.value) for part in item.measured]

    def draw(sheet: Sheet) -> None:
        small = sheet.layout.small
        labels = [f"{name}, {row.year}" for name, row in zip(names, item.measurements, strict=True)]
        left = sheet.text_width([*labels, word("average")], small) + 16
        sheet.height = 74 + 26 * len(points)
        axes = sheet.axes(left, 8, sheet.layout.width - left - 12, sheet.height - 50)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(labelsize=small, pad=6)
        axes.set_yticks([])
        centre, wide, narrow = (float(number.value) for number in (made.mean, made.up, made.unscaled))
        axes.axvspan(centre - wide, centre + wide, color="#d9e2ea", lw=0)
        for place, (point, bar) in enumerate(zip(points, half, strict=True)):
            x = float(point.quantity.value)
            axes.plot([x - bar, x + bar], [-place, -place], color="#0b62a4", lw=1.5)
            (mark,) = axes.plot([x], [-place], "o", color="#0b62a4")
            sheet.mark(mark, point, axes)
        low = -len(points)
        axes.plot([centre - wide, centre + wide], [low, low], color="#b84a00", lw=1.5)
        axes.plot([centre - narrow, centre + narrow], [low, low], color="#b84a00", lw=4)
        (mark,) = axes.plot([centre], [low], "D", color="#b84a00")
        sheet.mark(mark, mean, axes)
        axes.set_ylim(low - 0.6, 0.6)
        axes.autoscale_view(scaley=False)
        first = axes.get_xlim()[0]
        for place, label in enumerate([*labels, word("average")]):
            _, y = sheet.place(axes, first, -place)
            sheet.text(left - 10, y, label, size=small, ha="right", va="center_baseline")
        sheet.text(sheet.layout.width - 4, sheet.height - 6, word("unit-kaon"), size=small, ha="right")

    return pd.DataFrame(), Plot((*points, mean), draw)


def digits(item: Input) -> tuple[int, int]:
    """How many digits the value and the uncertainty made here share with the unrounded doubles of the database: 16 where all."""
    factor = Fraction(10) ** item.row.power
    pairs = ((item.average.mean.value, item.row.value), (item.average.up.value, item.row.up))
    return tuple(_shared(ours * factor, Fraction(*float(theirs).as_integer_ratio())) for ours, theirs in pairs)  # type: ignore[return-value]


def _shared(one: Fraction, other: Fraction) -> int:
    gap = abs(one - other)
    found = 0
    while found < _DIGITS and gap * 10 ** (found + 1) <= abs(other):
        found += 1
    return found


def agreement(found: Mapping[str, Input], word: Callable[[str], str]) -> tuple[pd.DataFrame, Plot]:
    """How many averages share so many digits with the doubles of the database, values and uncertainties."""
    tallies: dict[str, list[int]] = {"value": [0] * (_DIGITS + 1), "uncertainty": [0] * (_DIGITS + 1)}
    for item in (item for part in ledger(found).values() for item in part):
        for series, number in zip(tallies, digits(item), strict=True):
            tallies[series][number] += 1
    points = [
        Point(series, f"{place} {word('digits')}", exact(number), ("pdg",))
        for series, tally in tallies.items()
        for place, number in enumerate(tally)
        if number
    ]

    def draw(sheet: Sheet) -> None:
        small = sheet.layout.small
        sheet.height = 300
        width = sheet.layout.width
        axes = sheet.axes(58, 30, width - 70, 220)
        sheet.text(0, 14, word("axis-averages"), size=small)
        sheet.text(sheet.layout.width - 4, sheet.height - 6, word("axis-digits"), size=small, ha="right")
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(labelsize=small, pad=6)
        axes.set_yscale("log")
        axes.set_ylim(0.7, 2000)
        axes.set_yticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
        axes.minorticks_off()
        axes.set_xlim(-0.7, _DIGITS + 0.7)
        axes.set_xticks(range(0, _DIGITS + 1, 2))
        colours = {"value": "#0b62a4", "uncertainty": "#b84a00"}
        for point in points:
            place = int(point.period.split()[0]) + (-0.2 if point.series == "value" else 0.2)
            height = float(point.quantity.value)
            axes.plot([place, place], [0.7, height], color=colours[point.series], lw=3 if small < 12 else 5, solid_capstyle="butt")
            (mark,) = axes.plot([place], [height], "o", color=colours[point.series], ms=4)
            sheet.mark(mark, point, axes)
        for series, place in (("value", 10.5), ("uncertainty", 4.2)):
            x, y = sheet.place(axes, place, 800)
            sheet.text(x, y, word(series), size=small, colour=colours[series])

    return pd.DataFrame(), Plot(tuple(points), draw)


# ---- the displayed texts, as `collate add table` takes them


def label(item: Input) -> str:
    """What an average is of, for a reader: the words of the database with arrows, and the unit with its power of ten."""
    row = item.row
    told, particle = row.description, re.sub(r"\(\)|\^", "", row.particle)
    if "-->" not in told and particle.lower() not in told.lower():
        told = f"{particle}: {told}"
    for sign, better in (("-->", "→"), ("+-", "±"), ("-+", "∓")):
        told = told.replace(sign, better)
    told = re.sub(r"hbox(?=bgroup)|allowbreak|bgroup|egroup", " ", told)  # what TeX left
    told = re.sub(r"``(.*?)''", r"“\1”", told)
    told = re.sub(r"\bG\(", "Γ(", told)
    told = re.sub(r"\b[A-Z]{4,}\b", lambda word: word[0].lower(), told)
    told = re.sub(r"(?<![A-Za-z])([A-Za-z]+?)(bar)?(?![A-Za-z])", lambda word: GREEK.get(word[1], word[1]) + (word[2] or ""), told)
    power = f"10{str(row.power).translate(_RAISED)}" if row.power else ""
    unit = " ".join(part for part in (power, row.unit.replace("**-1", "⁻¹")) if part)
    return re.sub(r"\s+(?=\))", "", re.sub(r"\s+", " ", f"{told} [{unit}]" if unit else told)).strip()


def main() -> None:
    """Write the displayed texts of the installed package as candidates, with the label of each row; arguments are the famous averages."""
    import csv
    import sqlite3
    import sys
    from importlib.metadata import distribution

    path = distribution("pdg").locate_file("pdg/pdg.sqlite")
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    found = inputs(pd.read_sql_query(AVERAGES, connection), pd.read_sql_query(MEASUREMENTS, connection))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["table", "row", "column", "printed", "label"])
    for id in (word for word in sys.argv[1:] if word in found):
        writer.writerow(["table-2", id, "average", found[id].row.shown, label(found[id])])
        writer.writerow(["table-2", id, "scale", repr(found[id].row.scale), label(found[id])])
    for table, items in ledger(found).items():
        writer.writerows([table, item.row.pdgid, "average", item.row.shown, label(item)] for item in items)


if __name__ == "__main__":
    main()
