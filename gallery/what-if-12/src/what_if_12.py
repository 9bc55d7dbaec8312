"""The computations of chapter 12 of *What If*: means, inverse-probability weights, marginal structural models."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf
from scipy.stats import norm

from collate import exact
from collate.run.palette import SERIES, SOFT
from collate.run.plot import Plot, Point
from collate.run.sheet import Sheet

QUIT, STAYED = 1, 0
CONFOUNDERS = (
    "sex + race + age + I(age**2) + C(education) + smokeintensity + I(smokeintensity**2)"
    " + smokeyrs + I(smokeyrs**2) + C(exercise) + C(active) + wt71 + I(wt71**2)"
)
ERROR = 1e-6  # how far an estimate may be off: the fits stop long before, and PLACES decimals are kept
PLACES = 7  # of estimates that are saved, so that no digit hangs on the machine
ROLES = ("value", "lower end", "upper end")
EFFECTS = ("Unadjusted", "Weighted", "Weighted, stabilized", "Weighted, also for censoring")
SOURCE = "nhefs"  # in sources.csv
Interval = dict[str, float]


def kept(value: float) -> float:
    """A float with the decimals that are saved."""
    return round(float(value), PLACES)


def people(nhefs: pd.DataFrame) -> pd.DataFrame:
    """All persons of the file: codes as integers, and `censored`, 1 where the weight of 1982 is not known."""
    found = nhefs.copy()
    for name in ("qsmk", "sex", "race", "education", "exercise", "active", "death"):
        found[name] = found[name].astype(float).astype(int)
    found["censored"] = found["wt82"].isna().astype(int)
    return found


def measured(everybody: pd.DataFrame) -> pd.DataFrame:
    """Those whose weight of 1982 is known."""
    return everybody[everybody["censored"] == 0].reset_index(drop=True)


def mean(values: pd.Series) -> Fraction:
    """The exact mean of numbers as they were recorded, in decimals."""
    return sum((Fraction(repr(float(value))) for value in values), Fraction(0)) / len(values)


def share(told: pd.Series) -> Fraction:
    """The exact percentage of true values."""
    return Fraction(100 * int(told.sum()), len(told))


def characteristics(persons: pd.DataFrame) -> dict[str, Fraction]:
    """The rows of table 12.1 for one group."""
    return {
        "Age, years": mean(persons["age"]),
        "Men, %": share(persons["sex"] == 0),
        "White, %": share(persons["race"] == 0),
        "University, %": share(persons["education"] == 5),
        "Weight, kg": mean(persons["wt71"]),
        "Cigarettes/day": mean(persons["smokeintensity"]),
        "Years smoking": mean(persons["smokeyrs"]),
        "Little exercise, %": share(persons["exercise"] == 2),
        "Inactive life, %": share(persons["active"] == 2),
    }


def table_12_1(persons: pd.DataFrame) -> pd.DataFrame:
    """Means of the characteristics at baseline, of those who quit (1) and those who did not (0)."""
    return pd.DataFrame(
        {str(group): pd.Series(characteristics(persons[persons["qsmk"] == group]), dtype=object) for group in (QUIT, STAYED)}
    )


def of_received(fit: object, persons: pd.DataFrame, treatment: str = "qsmk") -> np.ndarray:
    """The fitted probability of the treatment that each person received."""
    treated = np.asarray(fit.predict(persons))
    return np.where(persons[treatment] == 1, treated, 1 - treated)


def logistic(formula: str, persons: pd.DataFrame) -> object:
    """A logistic regression, fitted until nothing changes."""
    return smf.logit(formula, persons).fit(disp=0, tol=1e-12)


def weights(persons: pd.DataFrame, numerator: str = "") -> np.ndarray:
    """Inverse-probability weights; stabilized where a formula of the numerator is given, such as `1` or `sex`."""
    given = logistic(f"qsmk ~ {CONFOUNDERS}", persons)
    above = of_received(logistic(f"qsmk ~ {numerator}", persons), persons) if numerator else 1
    return above / of_received(given, persons)


def weights_of_change(light: pd.DataFrame) -> np.ndarray:
    """Stabilized weights of the change in smoking intensity, its density taken for normal with constant variance."""
    given = smf.ols(f"smkintensity82_71 ~ {CONFOUNDERS}", light).fit()
    alone = smf.ols("smkintensity82_71 ~ 1", light).fit()
    change = light["smkintensity82_71"]
    above, below = (norm.pdf(change, fit.fittedvalues, np.sqrt(fit.scale)) for fit in (alone, given))
    return above / below


def weights_with_censoring(everybody: pd.DataFrame) -> np.ndarray:
    """Stabilized weights for treatment and for being measured, of those who were."""
    treatment = weights(everybody, "1")
    alone, given = (logistic(f"censored ~ {right}", everybody) for right in ("qsmk", f"qsmk + {CONFOUNDERS}"))
    seen = (1 - np.asarray(alone.predict(everybody))) / (1 - np.asarray(given.predict(everybody)))
    return (treatment * seen)[everybody["censored"] == 0]


def light_smokers(persons: pd.DataFrame) -> pd.DataFrame:
    """Those who smoked 25 or fewer cigarettes a day at baseline."""
    return persons[persons["smokeintensity"] <= 25].reset_index(drop=True)


def structural(formula: str, persons: pd.DataFrame, weight: np.ndarray, *, binary: bool = False) -> object:
    """A marginal structural model by weighted least squares, or logistic regression, with the robust (sandwich) variance.

    Every person is a cluster of one, so this is what estimating equations with independent working correlation give.
    """
    if binary:
        return smf.glm(formula, persons, family=sm.families.Binomial(), var_weights=weight).fit(cov_type="HC0", tol=1e-12)
    return smf.wls(formula, persons, weights=weight).fit(cov_type="HC0")


def interval(fit: object, term: str, transform: object = float) -> Interval:
    """An estimate with its 95% confidence interval."""
    low, high = fit.conf_int().loc[term]
    return {name: kept(transform(value)) for name, value in zip(ROLES, (fit.params[term], low, high), strict=True)}


def at_change(fit: object, cigarettes: int) -> Interval:
    """The mean weight gain under a change of so many cigarettes a day, with its 95% confidence interval."""
    at = np.array([1.0, cigarettes, cigarettes**2])
    value, error = float(at @ fit.params), float(np.sqrt(at @ np.asarray(fit.cov_params()) @ at))
    half = float(norm.ppf(0.975)) * error
    return {name: kept(found) for name, found in zip(ROLES, (value, value - half, value + half), strict=True)}


def estimates(everybody: pd.DataFrame) -> dict[str, Interval]:
    """The estimates of the chapter that stand with an interval, by what they are called in our table."""
    persons = measured(everybody)
    light = light_smokers(persons)
    plain, stabilized = weights(persons), weights(persons, "1")
    change = structural("wt82_71 ~ smkintensity82_71 + I(smkintensity82_71**2)", light, weights_of_change(light))
    return {
        "Unadjusted": interval(smf.ols("wt82_71 ~ qsmk", persons).fit(), "qsmk"),
        "Weighted": interval(structural("wt82_71 ~ qsmk", persons, plain), "qsmk"),
        "Weighted, stabilized": interval(structural("wt82_71 ~ qsmk", persons, stabilized), "qsmk"),
        "Weighted, also for censoring": interval(structural("wt82_71 ~ qsmk", persons, weights_with_censoring(everybody)), "qsmk"),
        "Same number of cigarettes": at_change(change, 0),
        "More cigarettes": at_change(change, 20),
        "Odds ratio of death": interval(structural("death ~ qsmk", persons, stabilized, binary=True), "qsmk", np.exp),
    }


def estimates_table(everybody: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The estimates with their intervals, and how far each number may be off."""
    found = estimates(everybody)
    table = pd.DataFrame({"Estimate": pd.Series(found, dtype=object)})
    return table, table.map(lambda value: dict.fromkeys(value, ERROR))


def ranges(everybody: pd.DataFrame) -> pd.DataFrame:
    """The smallest and the largest weight of each kind, and their mean."""
    persons = measured(everybody)
    found: Mapping[str, np.ndarray] = {
        "W": weights(persons),
        "SW": weights(persons, "1"),
        "SW, change in cigarettes": weights_of_change(light_smokers(persons)),
        "SW, treatment and censoring": weights_with_censoring(everybody),
    }
    rows = {
        name: {"Smallest": kept(weight.min()), "Largest": kept(weight.max()), "Mean": kept(weight.mean())} for name, weight in found.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def sentences(everybody: pd.DataFrame) -> dict[str, tuple[object, float | None]]:
    """What only sentences of the chapter say, and how far it may be off, by the id of the claim; counts and means are exact."""
    persons = measured(everybody)
    quit_, stayed = (persons[persons["qsmk"] == group] for group in (QUIT, STAYED))
    women = persons[(persons["sex"] == 1) & (persons["race"] == 0)]
    light = light_smokers(persons)
    change = structural("wt82_71 ~ smkintensity82_71 + I(smkintensity82_71**2)", light, weights_of_change(light))
    by_sex = structural("wt82_71 ~ qsmk * sex", persons, weights(persons, "sex"))
    _, low, high = interval(by_sex, "qsmk:sex").values()
    older = [share(group["age"] > 50) for group in (quit_, stayed)]
    leaving = [share(everybody.loc[everybody["qsmk"] == group, "censored"] == 1) for group in (QUIT, STAYED)]
    heavier = [mean(everybody.loc[everybody["censored"] == gone, "wt71"]) for gone in (1, 0)]
    gain, still = at_change(change, 20)["value"], at_change(change, 0)["value"]
    found: dict[str, object] = {
        "persons": len(persons),
        "youngest": int(persons["age"].min()),
        "oldest": int(persons["age"].max()),
        "gain-quit": mean(quit_["wt82_71"]),
        "gain-stayed": mean(stayed["wt82_71"]),
        "age-difference": mean(quit_["age"]) - mean(stayed["age"]),
        "above-fifty": 100 * (older[0] / older[1] - 1),
        "women-of-66": int((women["age"] == 66).sum()),
        "women-of-66-quit": int(((women["age"] == 66) & (women["qsmk"] == 1)).sum()),
        "quitters": len(quit_),
        "light-smokers": len(light),
        "beta-0": kept(change.params.iloc[0]),
        "beta-1": kept(change.params.iloc[1]),
        "beta-2": kept(change.params.iloc[2]),
        "change-difference": kept(gain - still),
        "sex-low": low,
        "sex-high": high,
        "unweighed": int(everybody["censored"].sum()),
        "all": len(everybody),
        "leaving-quit": leaving[0],
        "leaving-stayed": leaving[1],
        "weight-censored": heavier[0],
        "weight-measured": heavier[1],
    }
    return {id: (value, ERROR if isinstance(value, float) else None) for id, value in found.items()}


def documented(complete: pd.DataFrame) -> dict[str, tuple[object, float | None]]:
    """What the package of data says of its files, by the id of the claim."""
    return {"documented-complete": (len(complete), None)}


def effects_drawn(everybody: pd.DataFrame, unit: str) -> tuple[pd.DataFrame, Plot]:
    """The effect of quitting by each way of estimating it, as points with their intervals."""
    found = {name: value for name, value in estimates(everybody).items() if name in EFFECTS}
    points = {name: Point(name, "Estimate", exact(f"{value['value']:.6f}"), (SOURCE,)) for name, value in found.items()}

    def draw(sheet: Sheet) -> None:
        """Fill one sheet: each interval has a line of its own, its name above it."""
        small, row = sheet.layout.small, 50
        sheet.height = 56 + row * len(found)
        axes = sheet.axes(14, 8, sheet.layout.width - 28, row * len(found))
        axes.set_xlim(0, 5.2)
        axes.set_ylim(len(found), 0)
        axes.set_yticks([])
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(labelsize=small, pad=6)
        for place, (name, value) in enumerate(found.items()):
            colour = SERIES[1] if name == "Unadjusted" else SERIES[0]
            axes.plot([value["lower end"], value["upper end"]], [place + 0.66] * 2, color=colour, linewidth=2)
            (mark,) = axes.plot([value["value"]], [place + 0.66], "o", color=colour, markersize=7)
            sheet.mark(mark, points[name], axes, "x")
            x, y = sheet.place(axes, 0, place + 0.26)
            sheet.text(
                x, y, f"{name}: {value['value']:.1f} ({value['lower end']:.1f}, {value['upper end']:.1f})", size=small, va="center_baseline"
            )
        sheet.text(14, sheet.height - 8, f"weight gained by quitting, {unit}", size=small, colour=SOFT)

    return pd.DataFrame(), Plot(tuple(points.values()), draw)


def weights_drawn(everybody: pd.DataFrame) -> tuple[pd.DataFrame, Plot]:
    """How many persons have a weight of at least so much, plain and stabilized: the tail that a few persons carry."""
    persons = measured(everybody)
    found = {"W, plain": weights(persons), "SW, stabilized": weights(persons, "1")}
    points = {name: Point(name, "Largest", exact(f"{weight.max():.6f}"), (SOURCE,)) for name, weight in found.items()}

    def draw(sheet: Sheet) -> None:
        """Fill one sheet: both axes are logarithmic, and the heaviest person of each kind is marked."""
        small = sheet.layout.small
        sheet.height = 300
        axes = sheet.axes(48, 30, sheet.layout.width - 48 - 24, 212)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlim(0.3, 22)
        axes.set_ylim(0.8, 2000)
        axes.set_xticks([0.5, 1, 2, 5, 10, 20], ["0.5", "1", "2", "5", "10", "20"])
        axes.set_yticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
        axes.minorticks_off()
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(labelsize=small, pad=6)
        sheet.text(0, 14, "persons with at least this weight", size=small, colour=SOFT)
        sheet.text(48, 292, "weight", size=small, colour=SOFT)
        for colour, (name, weight) in zip((SERIES[1], SERIES[0]), found.items(), strict=True):
            ordered = np.sort(weight)[::-1]
            axes.step(ordered, np.arange(1, len(ordered) + 1), color=colour, where="post", linewidth=2)
            (mark,) = axes.plot([ordered[0]], [1], "o", color=colour, markersize=7)
            sheet.mark(mark, points[name], axes, "x")
        for name, at, colour in (("W, plain", 3.1, SERIES[1]), ("SW, stabilized", 0.32, SERIES[0])):
            x, y = sheet.place(axes, at, 420 if name.startswith("W") else 300)
            sheet.text(x, y, name, size=small, colour=colour)

    return pd.DataFrame(), Plot(tuple(points.values()), draw)
