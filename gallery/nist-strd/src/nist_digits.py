"""How many digits of the F statistic ordinary floats get right: `python gallery/nist-strd/src/nist_digits.py` measures.

The last digits of a float depend on the processor and on the libraries of linear algebra, so the counts are a measurement with a machine
and a date; they are registered as data, and the build draws them. What is plain Python is the same everywhere: exact arithmetic on the
doubles nearest to the decimals (which is, but for luck, the most that float arithmetic can reach), the textbook's formula, and means first.
"""

from __future__ import annotations

import csv
import datetime
import platform
from collections.abc import Callable, Sequence
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

import nist_strd
import numpy as np

from collate.book import Book
from collate.data.dataset import load_datasets

COLUMNS = ("dataset", "way", "digits", "versions", "date", "machine")
LIBRARIES = ("numpy", "scipy", "statsmodels")

Design = Sequence[Sequence[float]]
READERS: dict[str, Callable[[Path], tuple[list[list[str]], list[str]]]] = {
    "norris": nist_strd.norris_data,
    "longley": nist_strd.longley_data,
}


def agreed(found: float, certified: Fraction) -> int:
    """The digits, at most 15, that a float has in common with the true value: the relative error is at most 10 to the power -digits."""
    if not np.isfinite(found):
        return 0
    error = abs(Fraction(found) - certified)
    return max((digits for digits in range(nist_strd.MOST + 1) if error * 10**digits <= abs(certified)), default=0)


def f_of_groups(groups: Sequence[Sequence[float]]) -> dict[str, float]:
    """F of an analysis of variance with one factor, by each way."""
    from scipy.stats import f_oneway
    from statsmodels.api import OLS

    between_df, within_df = len(groups) - 1, sum(map(len, groups)) - len(groups)
    y = np.concatenate([np.asarray(group) for group in groups])
    design = np.repeat(np.eye(len(groups)), list(map(len, groups)), axis=0)
    design[:, 0] = 1
    return {
        "textbook": _textbook_anova(groups, between_df, within_df),
        "two-pass": _two_pass_anova(groups, between_df, within_df),
        "numpy": _lstsq(design, y),
        "scipy": float(f_oneway(*groups).statistic),
        "statsmodels": float(OLS(y, design).fit().fvalue),
    }


def f_of_regression(design: Design, responses: Sequence[float]) -> dict[str, float]:
    """F of a regression whose first column is one, by each way; scipy has a function for a single predictor alone."""
    from scipy.stats import linregress
    from statsmodels.api import OLS

    x, y = np.asarray(design), np.asarray(responses)
    found = {
        "textbook": _normal_equations(design, responses),
        "two-pass": _centred(design, responses),
        "numpy": _lstsq(x, y),
        "statsmodels": float(OLS(y, x).fit().fvalue),
    }
    if x.shape[1] == 2:
        r_squared = float(linregress(x[:, 1], y).rvalue) ** 2
        found["scipy"] = r_squared / (1 - r_squared) * (len(y) - 2)
    return found


def _textbook_anova(groups: Sequence[Sequence[float]], between_df: int, within_df: int) -> float:
    """The sum of squares less the square of the sum, as books for desk calculators have it."""
    everything = [value for group in groups for value in group]
    correction = sum(everything) ** 2 / len(everything)
    between = sum(sum(group) ** 2 / len(group) for group in groups) - correction
    within = sum(value * value for value in everything) - correction - between
    return _quotient(between / between_df, within / within_df)


def _two_pass_anova(groups: Sequence[Sequence[float]], between_df: int, within_df: int) -> float:
    """Means first, then squares of what is left."""
    grand = sum(map(sum, groups)) / sum(map(len, groups))
    means = [sum(group) / len(group) for group in groups]
    between = sum(len(group) * (centre - grand) ** 2 for group, centre in zip(groups, means, strict=True))
    within = sum((value - centre) ** 2 for group, centre in zip(groups, means, strict=True) for value in group)
    return _quotient(between / between_df, within / within_df)


def _normal_equations(design: Design, responses: Sequence[float]) -> float:
    """Elimination in the normal equations, sums of products as they stand."""
    size = len(design[0])
    rows = [
        [*(sum(row[i] * row[j] for row in design) for j in range(size)), sum(row[i] * y for row, y in zip(design, responses, strict=True))]
        for i in range(size)
    ]
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(size):
            if row != column:
                factor = rows[row][column] / rows[column][column]
                rows[row] = [part - factor * own for part, own in zip(rows[row], rows[column], strict=True)]
    return _f_of(design, responses, [rows[i][size] / rows[i][i] for i in range(size)])


def _centred(design: Design, responses: Sequence[float]) -> float:
    """The same after the mean of every column has been taken away, and with it the intercept."""
    centres = [sum(column) / len(column) for column in zip(*design, strict=True)]
    middle = sum(responses) / len(responses)
    moved = [[part - centre for part, centre in zip(row[1:], centres[1:], strict=True)] for row in design]
    return _normal_equations([[1.0, *row] for row in moved], [y - middle for y in responses])


def _lstsq(x: np.ndarray, y: np.ndarray) -> float:
    """numpy.linalg.lstsq, and F of its estimates."""
    estimates = np.linalg.lstsq(x, y, rcond=None)[0]
    fitted = x @ estimates
    model, residual = float(np.sum((fitted - y.mean()) ** 2)), float(np.sum((y - fitted) ** 2))
    return _quotient(model / (x.shape[1] - 1), residual / (len(y) - x.shape[1]))


def _f_of(design: Design, responses: Sequence[float], estimates: Sequence[float]) -> float:
    fitted = [sum(part * estimate for part, estimate in zip(row, estimates, strict=True)) for row in design]
    centre = sum(responses) / len(responses)
    model = sum((fit - centre) ** 2 for fit in fitted)
    residual = sum((y - fit) ** 2 for y, fit in zip(responses, fitted, strict=True))
    return _quotient(model / (len(design[0]) - 1), residual / (len(responses) - len(design[0])))


def _quotient(above: float, below: float) -> float:
    return above / below if below else float("inf")


def measured(paths: dict[str, Path]) -> list[tuple[str, str, int]]:
    """Dataset, way and digits agreed, for every dataset and way."""
    found: list[tuple[str, str, int]] = []
    for name, path in paths.items():
        if name in READERS:
            design, responses = READERS[name](path)
            certified = nist_strd.regression(design, responses)[2]["f"]
            floats = f_of_regression([[float(text) for text in row] for row in design], [float(text) for text in responses])
        else:
            observations = nist_strd.treatments(path)
            certified = nist_strd.anova(observations)["f"]
            groups: dict[str, list[float]] = {}
            for treatment, response in observations:
                groups.setdefault(treatment, []).append(float(response))
            floats = f_of_groups([*groups.values()])
        floats["doubles"] = _on_doubles(name, path)
        found += [(name, way, agreed(floats[way], certified)) for way in nist_strd.WAYS if way in floats]
    return found


def _on_doubles(name: str, path: Path) -> float:
    """F by exact arithmetic on the doubles nearest to the decimals of the file, rounded once."""
    if name in READERS:
        design, responses = READERS[name](path)
        doubled = [[str(Fraction(float(text))) for text in row] for row in design], [str(Fraction(float(text))) for text in responses]
        return float(nist_strd.regression(*doubled)[2]["f"])
    observations = [(treatment, str(Fraction(float(response)))) for treatment, response in nist_strd.treatments(path)]
    return float(nist_strd.anova(observations)["f"])


if __name__ == "__main__":
    book = Book(Path(__file__).resolve().parents[1])
    known = {id: item.path for id, item in load_datasets(book).items() if id != "digits"}
    about = (" ".join(f"{name} {version(name)}" for name in LIBRARIES), datetime.date.today().isoformat(), platform.machine())
    with (book.files / "digits.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *((*row, *about) for row in measured(known))])
