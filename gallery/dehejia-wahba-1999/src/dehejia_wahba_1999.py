"""The computations of Dehejia and Wahba, 1999: regressions, propensity scores, and matching; earnings in dollars, as the data have them.

Where the notes of the tables leave a choice open, it is a parameter here, so that the other choice can be tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from collate import exact
from collate.run.palette import FAINT, SERIES, SOFT
from collate.run.plot import Plot, Point
from collate.run.sheet import Sheet

COLUMNS = ("age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75", "re78")
NOTE_A = ("age", "age^2", "educ", "nodegree", "black", "hisp", "re74", "re75")  # the covariates of columns (2), (5) and (8)
LINEAR = ("age", "educ", "nodegree", "black", "hisp", "re74", "re75", "marr", "u74", "u75")  # each as it is, and no square
SCORE = ("age", "age^2", "age^3", "educ", "educ^2", "marr", "nodegree", "black", "hisp", "re74", "re75", "u74", "u75", "educ*re74")
FURTHER = ("marr", "u74", "u75", "educ^2", "age^3", "re74^2", "re75^2")  # what might stand beside NOTE_A, from the notes on scores
DOLLARS = 3  # decimals of a dollar that are kept, so that no digit hangs on the machine
ERROR = 10**-DOLLARS
MEANS = 6  # decimals of a mean that are kept
SOURCE = "causaldata"  # in sources.csv
GROUPS = ("CPS-1", "CPS-3")
ROWS = ("PSID-1", *GROUPS)

Estimate = dict[str, float]


def estimate(value: float, error: float) -> Estimate:
    """A coefficient with its standard error, in dollars."""
    return {"value": round(float(value), DOLLARS), "standard error": round(float(error), DOLLARS)}


def sample(treated: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """The men who were trained and those whom they are compared with: numbers as floats, `treat`, and whether they earned nothing."""
    names = {"hispan": "hisp", "married": "marr"}
    parts = [treated[treated["treat"] == 1].assign(treat=1.0), others.rename(columns=names)]
    found = pd.concat([part[["treat", *COLUMNS]].astype(float) for part in parts], ignore_index=True)
    return found.assign(u74=(found["re74"] == 0) * 1.0, u75=(found["re75"] == 0) * 1.0)


def samples(nsw: pd.DataFrame, cps_1: pd.DataFrame, cps_3: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The experiment, and the trained men of it with each comparison group."""
    controls = {"NSW": nsw[nsw["treat"] == 0], "CPS-1": cps_1, "CPS-3": cps_3[cps_3["treat"] == 0]}
    return {name: sample(nsw, others.assign(treat=0.0)) for name, others in controls.items()}


def term(men: pd.DataFrame, name: str) -> np.ndarray:
    """A variable, a power of it (`age^2`) or a product (`educ*re74`)."""
    if "*" in name:
        left, right = name.split("*")
        return np.asarray(men[left] * men[right])
    base, _, power = name.partition("^")
    return np.asarray(men[base]) ** int(power or 1)


def design(men: pd.DataFrame, names: Sequence[str]) -> np.ndarray:
    """A constant and the terms, each brought to a standard deviation of 1, which changes no coefficient of what stands before them."""
    columns = [term(men, name) for name in names]
    return np.column_stack([np.ones(len(men)), *((column - column.mean()) / column.std() for column in columns)])


def regression(men: pd.DataFrame, names: Sequence[str] = (), weight: np.ndarray | None = None) -> Estimate:
    """The coefficient of training in a regression of the earnings of 1978 on it and `names`, with its classical standard error."""
    weight = np.ones(len(men)) if weight is None else weight
    matrix = np.column_stack([men["treat"], design(men, names)])
    earned = np.asarray(men["re78"])
    inverse = np.linalg.inv((matrix * weight[:, None]).T @ matrix)
    fitted = inverse @ ((matrix * weight[:, None]).T @ earned)
    rest = earned - matrix @ fitted
    variance = (weight * rest**2).sum() / (len(earned) - matrix.shape[1])
    return estimate(fitted[0], np.sqrt(variance * inverse[0, 0]))


def score(men: pd.DataFrame, names: Sequence[str]) -> np.ndarray:
    """The propensity score by logistic regression; equal men have equal scores on every machine.

    Raises
    ------
    ArithmeticError : Newton's method does not settle.
    """
    matrix, treated = design(men, names), np.asarray(men["treat"])
    fitted = np.zeros(matrix.shape[1])
    for _ in range(100):
        likely = 1 / (1 + np.exp(-matrix @ fitted))
        step = np.linalg.solve((matrix * (likely * (1 - likely))[:, None]).T @ matrix, matrix.T @ (treated - likely))
        fitted += step
        if np.abs(step).max() < 1e-12:
            return np.round(1 / (1 + np.exp(-matrix @ fitted)), 10)
    told = "the propensity score does not settle"
    raise ArithmeticError(told)


def supported(men: pd.DataFrame, scores: np.ndarray) -> np.ndarray:
    """Whether each man was trained, or has a score between the smallest and the largest of those who were."""
    trained = np.asarray(men["treat"]) == 1
    return trained | ((scores >= scores[trained].min()) & (scores <= scores[trained].max()))


def partners(men: pd.DataFrame, scores: np.ndarray) -> np.ndarray:
    """How often each man of the comparison group is the nearest of a trained one, the former of two that are equally near."""
    trained = np.asarray(men["treat"]) == 1
    nearest = np.abs(scores[~trained][None] - scores[trained][:, None]).argmin(axis=1)
    return np.bincount(nearest, minlength=int((~trained).sum()))


def matched(men: pd.DataFrame, scores: np.ndarray) -> Estimate:
    """The mean difference between trained men and their nearest neighbours, with the standard error of two independent means.

    The second of them is a mean with weights, how often a man is chosen; the variance is that of the men who are chosen at all.
    """
    trained, others = men[men["treat"] == 1]["re78"], np.asarray(men[men["treat"] == 0]["re78"])
    often = partners(men, scores)
    count = len(trained)
    variance = trained.var() / count + others[often > 0].var(ddof=1) * (often**2).sum() / count**2
    return estimate(trained.mean() - (often @ others) / count, np.sqrt(variance))


def matched_regression(men: pd.DataFrame, scores: np.ndarray, names: Sequence[str]) -> Estimate:
    """The same by a regression on `names`, in which a man who is chosen often counts as often."""
    often = partners(men, scores)
    weight = np.concatenate([np.ones(int((men["treat"] == 1).sum())), often])
    chosen = weight > 0
    return regression(men[chosen], names, weight[chosen])


def without_degree(names: Sequence[str]) -> tuple[str, ...]:
    """A specification without the indicator of no degree."""
    return tuple(name for name in names if name != "nodegree")


def table_3_nsw(of: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The row of table 3 that is the experiment itself."""
    men = of["NSW"]
    return pd.DataFrame.from_dict({"NSW": {"(1)": regression(men), "(2)": regression(men, NOTE_A)}}, orient="index", dtype=object)


def table_3(of: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Table 3 as its notes have it; None for what they do not determine, and for the group whose data are in no package."""
    table = pd.DataFrame(None, index=ROWS, columns=[f"({place})" for place in range(1, 9)], dtype=object)
    for name in GROUPS:
        men = of[name]
        scores = score(men, SCORE)
        kept = supported(men, scores)
        table.at[name, "(1)"], table.at[name, "(2)"] = regression(men), regression(men, NOTE_A)
        table.at[name, "(3)"] = regression(men.assign(score=scores)[kept], ("score", "score^2"))
        table.at[name, "(6)"] = int(kept.sum())
        table.at[name, "(7)"], table.at[name, "(8)"] = matched(men, scores), matched_regression(men, scores, NOTE_A)
    return table.where(table.notna(), None)


def tried(of: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Columns (2), (7) and (8) by what gives the printed numbers: a square of earnings more, and a score without the degree."""
    found = {}
    for name in GROUPS:
        men = of[name]
        scores = score(men, without_degree(SCORE))
        values = (regression(men, (*NOTE_A, "re75^2")), matched(men, scores), matched_regression(men, scores, LINEAR))
        found[name] = dict(zip(("(2)", "(7)", "(8)"), values, strict=True))
    return pd.DataFrame.from_dict(found, orient="index")


def table_4(of: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Means of the matched men, each counted as often as he is chosen, by the score without the degree."""
    heads = {"Age": "age", "Education": "educ", "Black": "black", "Hispanic": "hisp", "No degree": "nodegree", "Married": "marr"}
    heads |= {"RE74": "re74", "RE75": "re75"}
    found = {}
    for name in GROUPS:
        men = of[name]
        often = partners(men, score(men, without_degree(SCORE)))
        others = men[men["treat"] == 0]
        means = {head: round(float(often @ np.asarray(others[column]) / often.sum()), MEANS) for head, column in heads.items()}
        found[f"M{name}"] = {"N": int((often > 0).sum())} | means
    return pd.DataFrame.from_dict(found, orient="index", dtype=object)


def errors(table: pd.DataFrame, mean: float = 10**-MEANS) -> pd.DataFrame:
    """How far each number of a table may be off: coefficients by ERROR, means by `mean`; counts are exact."""

    def error(value: object) -> object:
        if isinstance(value, dict):
            return dict.fromkeys(value, ERROR)
        return mean if isinstance(value, float) else None

    found = table.map(error)
    return found.where(found.notna(), None)


def regressions(men: pd.DataFrame) -> dict[tuple[str, ...], Estimate]:
    """Column (2) with every choice of further terms, by the terms that are added to those of note a; as `regression` has it."""
    matrix = np.column_stack([men["treat"], design(men, (*NOTE_A, *FURTHER))])
    earned = np.asarray(men["re78"])
    products, totals = matrix.T @ matrix, matrix.T @ earned
    known = [0, 1, *range(2, 2 + len(NOTE_A))]
    found = {}
    for chosen in (chosen for count in range(len(FURTHER) + 1) for chosen in combinations(range(len(FURTHER)), count)):
        at = [*known, *(len(known) + place for place in chosen)]
        inverse = np.linalg.inv(products[np.ix_(at, at)])
        fitted = inverse @ totals[at]
        rest = earned - matrix[:, at] @ fitted
        variance = rest @ rest / (len(earned) - len(at))
        found[tuple(FURTHER[place] for place in chosen)] = estimate(fitted[0], np.sqrt(variance * inverse[0, 0]))
    return found


def others_drawn(men: pd.DataFrame) -> tuple[pd.DataFrame, Plot]:
    """Column (2) of CPS-1 under every choice of further terms: coefficient and standard error of each, and where print lies."""
    found = regressions(men)
    told = {"note a": found[()], "note a, and the square of RE75": found["re75^2",]}
    points = {name: Point(name, "CPS-1", exact(f"{value['value']:.3f}"), (SOURCE,)) for name, value in told.items()}

    def draw(sheet: Sheet) -> None:
        """Fill one sheet: a faint dot for each regression, and a ring of the two that are told of."""
        small = sheet.layout.small
        sheet.height = 330
        axes = sheet.axes(44, 34, sheet.layout.width - 44 - 16, 240)
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(labelsize=small, pad=6)
        axes.plot(
            [value["value"] for value in found.values()],
            [value["standard error"] for value in found.values()],
            "o",
            color=FAINT,
            markersize=4,
        )
        axes.set_xlim(690, 1350)
        axes.set_ylim(544.5, 558.5)
        axes.set_xticks([800, 1000, 1200])
        for colour, (name, value), text in zip(SERIES, told.items(), ("by the note", "with RE75², as print"), strict=False):
            (mark,) = axes.plot([value["value"]], [value["standard error"]], "o", color=colour, markersize=8)
            sheet.mark(mark, points[name], axes, "x")
            x, y = sheet.place(axes, value["value"], value["standard error"])
            sheet.text(x + 8, y + 14, text, size=small, colour=colour, va="center_baseline")
        sheet.text(0, 14, "standard error, dollars", size=small, colour=SOFT)
        sheet.text(44, 316, "effect of training, dollars", size=small, colour=SOFT)

    return pd.DataFrame(), Plot(tuple(points.values()), draw)


def effects_drawn(of: dict[str, pd.DataFrame]) -> tuple[pd.DataFrame, Plot]:
    """The effect of training by each way of computing it that gives the printed number, with twice its standard error on both sides."""
    again = tried(of)
    found = {"Experiment (NSW)": regression(of["NSW"])}
    for name in GROUPS:
        found |= {f"{name}, difference": regression(of[name]), f"{name}, regression": again.at[name, "(2)"]}
        found |= {f"{name}, matching": again.at[name, "(7)"]}
    points = {name: Point(name, "1978", exact(f"{value['value']:.3f}"), (SOURCE,)) for name, value in found.items()}

    def draw(sheet: Sheet) -> None:
        """Fill one sheet: a line for each estimate, its name above it, and the experiment's as a band behind all."""
        small, row = sheet.layout.small, 44
        sheet.height = 60 + row * len(found)
        axes = sheet.axes(14, 8, sheet.layout.width - 28, row * len(found))
        axes.set_xlim(-10800, 5600)
        axes.set_ylim(len(found), 0)
        axes.set_yticks([])
        axes.set_xticks([-8000, -4000, 0, 4000], ["-8,000", "-4,000", "0", "4,000"])
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(labelsize=small, pad=6)
        axes.axvline(found["Experiment (NSW)"]["value"], color=FAINT, linewidth=1)
        for place, (name, value) in enumerate(found.items()):
            colour = SERIES[0] if name.startswith("Experiment") else SERIES[1] if name.endswith("difference") else SERIES[2]
            reach = 2 * value["standard error"]
            axes.plot([value["value"] - reach, value["value"] + reach], [place + 0.68] * 2, color=colour, linewidth=2)
            (mark,) = axes.plot([value["value"]], [place + 0.68], "o", color=colour, markersize=7)
            sheet.mark(mark, points[name], axes, "x")
            x, y = sheet.place(axes, -10800, place + 0.28)
            sheet.text(x, y, f"{name}: {value['value']:,.0f} ({value['standard error']:,.0f})", size=small, va="center_baseline")
        sheet.text(14, sheet.height - 8, "earnings gained by training, dollars", size=small, colour=SOFT)

    return pd.DataFrame(), Plot(tuple(points.values()), draw)


def counted(nsw: pd.DataFrame, cps_1: pd.DataFrame, cps_3: pd.DataFrame) -> dict[str, int]:
    """How many men each file has, and how many columns that of CPS-1 has, by the id of the claim."""
    return {
        "trained": int((nsw["treat"] == 1).sum()),
        "controls": int((nsw["treat"] == 0).sum()),
        "cps-1-men": len(cps_1),
        "cps-3-men": int((cps_3["treat"] == 0).sum()),
        "documented-columns": cps_1.shape[1],
    }
