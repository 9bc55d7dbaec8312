"""Certified values of the Statistical Reference Datasets, by exact rational arithmetic; the notebooks call it.

The numbers of a file are decimals and are taken as they stand, so that sums, squares and quotients have no error at all; a standard
deviation is a root, and an interval of sixty digits. `nist_digits` holds the same by ordinary floats.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import pandas as pd

from collate import Quantity, exact, sqrt
from collate.run.palette import FAINT, RULE, SERIES, SOFT
from collate.run.plot import Plot, Point
from collate.run.sheet import Sheet

HEAD = 60  # lines before the data in a file of NIST's
ANOVA = ("between-df", "between-ss", "between-ms", "f", "within-df", "within-ss", "within-ms", "r-squared", "residual-sd")
MOST = 15  # digits that NIST certifies
WAYS = ("doubles", "textbook", "two-pass", "numpy", "scipy", "statsmodels")


def treatments(path: Path) -> list[tuple[str, str]]:
    """The treatment and the response of each observation of a dataset for the analysis of variance, as the file has them."""
    return [(line.split()[0], line.split()[1]) for line in path.read_text(encoding="ascii").splitlines()[HEAD:] if line.strip()]


def norris_data(path: Path) -> tuple[list[list[str]], list[str]]:
    """Rows of the design (a one and the predictor) and the responses of Norris.dat, as the file has them."""
    pairs = [line.split() for line in path.read_text(encoding="ascii").splitlines()[HEAD:] if line.strip()]
    return [["1", x] for _, x in pairs], [y for y, _ in pairs]


def longley_data(path: Path) -> tuple[list[list[str]], list[str]]:
    """The same of longley.csv, whose predictors follow the response; the one comes first, as NIST has it."""
    with path.open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    return [["1", *row[2:]] for row in rows], [row[1] for row in rows]


def anova(observations: Sequence[tuple[str, str]]) -> dict[str, Fraction]:
    """The table of an analysis of variance with one factor, by the names of `ANOVA` but the last."""
    groups: dict[str, list[Fraction]] = {}
    for treatment, response in observations:
        groups.setdefault(treatment, []).append(Fraction(response))
    count = len(observations)
    grand = sum((sum(group, Fraction(0)) for group in groups.values()), Fraction(0)) / count
    means = {name: sum(group, Fraction(0)) / len(group) for name, group in groups.items()}
    between = sum((len(group) * (means[name] - grand) ** 2 for name, group in groups.items()), Fraction(0))
    within = sum(((value - means[name]) ** 2 for name, group in groups.items() for value in group), Fraction(0))
    return _table(between, len(groups) - 1, within, count - len(groups))


def regression(design: Sequence[Sequence[str]], responses: Sequence[str]) -> tuple[list[Fraction], list[Quantity], dict[str, Fraction]]:
    """Least squares with an intercept: estimates, their standard deviations, and the table of variance as `anova` has it.

    The normal equations are solved by elimination with fractions, which loses nothing.
    """
    rows = [[Fraction(text) for text in row] for row in design]
    y = [Fraction(text) for text in responses]
    size = len(rows[0])
    normal = [[sum((row[i] * row[j] for row in rows), Fraction(0)) for j in range(size)] for i in range(size)]
    inverse = inverted(normal)
    moments = [sum((row[i] * value for row, value in zip(rows, y, strict=True)), Fraction(0)) for i in range(size)]
    estimates = [sum((inverse[i][j] * moments[j] for j in range(size)), Fraction(0)) for i in range(size)]
    fitted = [sum((part * estimate for part, estimate in zip(row, estimates, strict=True)), Fraction(0)) for row in rows]
    centre = sum(y, Fraction(0)) / len(y)
    residual = sum(((value - fit) ** 2 for value, fit in zip(y, fitted, strict=True)), Fraction(0))
    model = sum(((fit - centre) ** 2 for fit in fitted), Fraction(0))
    table = _table(model, size - 1, residual, len(y) - size)
    return estimates, [sqrt(exact(table["within-ms"] * inverse[i][i])) for i in range(size)], table


def inverted(matrix: Sequence[Sequence[Fraction]]) -> list[list[Fraction]]:
    """The inverse of a regular matrix, by Gauss and Jordan.

    Raises
    ------
    ValueError : it has none.
    """
    size = len(matrix)
    work = [[*row, *(Fraction(int(i == j)) for j in range(size))] for i, row in enumerate(matrix)]
    for column in range(size):
        pivot = next((row for row in range(column, size) if work[row][column]), None)
        if pivot is None:
            raise ValueError("the predictors are linearly dependent")
        work[column], work[pivot] = work[pivot], work[column]
        work[column] = [part / work[column][column] for part in work[column]]
        for row in range(size):
            if row != column and work[row][column]:
                work[row] = [part - work[row][column] * own for part, own in zip(work[row], work[column], strict=True)]
    return [row[size:] for row in work]


def _table(between: Fraction, between_df: int, within: Fraction, within_df: int) -> dict[str, Fraction]:
    mean_between, mean_within = between / between_df, within / within_df
    share = between / (between + within)
    values = (Fraction(between_df), between, mean_between, mean_between / mean_within, Fraction(within_df), within, mean_within, share)
    return dict(zip(ANOVA, values, strict=False))


def _with_root(table: Mapping[str, Fraction]) -> dict[str, Fraction | Quantity]:
    """A table with the residual standard deviation, which is the root of a mean square."""
    return {**table, "residual-sd": sqrt(exact(table["within-ms"]))}


def between(paths: Mapping[str, Path]) -> pd.DataFrame:
    """What lies between the treatments of each dataset of `paths`, one row a dataset."""
    return _anova_tables(paths)[list(ANOVA[:4])]


def within(paths: Mapping[str, Path]) -> pd.DataFrame:
    """What lies within the treatments of each dataset of `paths`, one row a dataset."""
    return _anova_tables(paths)[list(ANOVA[4:])]


def _anova_tables(paths: Mapping[str, Path]) -> pd.DataFrame:
    return pd.DataFrame({name: _with_root(anova(treatments(path))) for name, path in paths.items()}, dtype=object).T


def norris(path: Path) -> pd.DataFrame:
    """What NIST certifies of Norris, one row a number."""
    estimates, errors, table = regression(*norris_data(path))
    parts: dict[str, Fraction | Quantity] = {f"b{place}": value for place, value in enumerate(estimates)}
    parts |= {f"b{place}-sd": value for place, value in enumerate(errors)}
    return pd.DataFrame({"certified": pd.Series(parts | _with_root(table), dtype=object)})


def longley(path: Path) -> pd.DataFrame:
    """The estimates of Longley and their standard deviations, one row a predictor."""
    estimates, errors, _ = regression(*longley_data(path))
    names = [f"b{place}" for place in range(len(estimates))]
    return pd.DataFrame({"estimate": pd.Series(estimates, names, dtype=object), "sd": pd.Series(errors, names, dtype=object)})


def longley_table(path: Path) -> pd.DataFrame:
    """The table of variance of Longley without its residual standard deviation, which the source at hand does not quote."""
    _, _, table = regression(*longley_data(path))
    return pd.DataFrame({"certified": pd.Series(table, dtype=object)})


def drawn(digits: pd.DataFrame, word: Callable[[str], str]) -> tuple[pd.DataFrame, Plot]:
    """Digits of F that each way gets right, one row a dataset, over a bar that reaches as far as the doubles themselves do.

    The values are empty, since no sentence quotes one from the figure.
    """
    points = [Point(row.way, row.dataset, exact(row.digits), ("measurement",)) for row in digits.itertuples()]
    counts = {(point.period, point.series): int(point.quantity.value) for point in points}
    names = list(dict.fromkeys(point.period for point in points))
    names.sort(key=lambda name: (counts[name, "doubles"], counts[name, "textbook"]))
    ways = [way for way in WAYS if way != "doubles"]

    def draw(sheet: Sheet) -> None:
        size = sheet.layout.small
        left = sheet.text_width([word(name) for name in names], size) + 18
        top = 24 + 17 * (len(WAYS) if sheet.narrow else 3)
        sheet.height = top + 24 * len(names) + 52
        axes = sheet.axes(left, top, sheet.layout.width - left - 14, 24 * len(names))
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(axis="x", labelsize=size, pad=6)
        axes.set_xlim(-0.6, MOST + 0.6)
        axes.set_ylim(-0.6, len(names) - 0.4)
        axes.set_yticks([])
        axes.set_xticks(range(0, MOST + 1, 3))
        axes.set_axisbelow(True)
        axes.grid(axis="x", color=RULE)
        for point in points:
            row = names.index(point.period)
            if point.series == "doubles":
                (bar,) = axes.plot(
                    [0, counts[point.period, "doubles"]], [row, row], color=FAINT, linewidth=9, solid_capstyle="butt", zorder=1
                )
                sheet.mark(bar, point, axes, "x")
                continue
            place = ways.index(point.series)
            shift = 0.27 * (1.5 - place) if len(ways) == 4 else 0.2 * (2 - place)
            (mark,) = axes.plot([counts[point.period, point.series]], [row + shift], "o", markersize=5, color=SERIES[place], zorder=2)
            sheet.mark(mark, point, axes, "x")
        for row, name in enumerate(names):
            _, y = sheet.place(axes, 0, row)
            sheet.text(left - 10, y, word(name), size=size, colour=SOFT, ha="right", va="center_baseline")
        columns = 1 if sheet.narrow else 2
        for place, way in enumerate(("doubles", *ways)):
            x, y = left + (place % columns) * 270, 10 + 17 * (place // columns)
            colour = SOFT if way == "doubles" else SERIES[place - 1]
            sheet.text(x, y, word(f"way-{way}"), size=size, colour=colour)
        sheet.text(sheet.layout.width - 14, sheet.height - 8, word("digits"), size=size, colour=SOFT, ha="right")

    return pd.DataFrame(), Plot(tuple(points), draw)
