"""The computations of Student's paper of 1908; the notebooks call them. Student divides by n, not by n - 1, in a standard deviation."""

from collections.abc import Callable

import pandas as pd

from collate import mean, pstdev
from collate.run.palette import FAINT, RULE, SERIES, SOFT
from collate.run.plot import Plot, PointMaker
from collate.run.sheet import Sheet

PATIENTS = [f"patient-{number}" for number in range(1, 11)]
DRUGS = ["dextro", "laevo"]


def sleep(observations: pd.DataFrame) -> pd.DataFrame:
    """Additional hours of sleep by patient and drug, their difference, and mean and standard deviation of each column."""
    table = _hours(observations)
    table["difference"] = table["laevo"] - table["dextro"]
    return pd.concat([table, pd.DataFrame({"mean": table.apply(mean), "sd": table.apply(pstdev)}).T])


def pots(observations: pd.DataFrame) -> pd.DataFrame:
    """Yields of six pots in grammes by year and soil, and the differences of soft and hard seed."""
    table = observations.pivot(index="subject", columns="period", values="quantity")
    table.columns = [period.replace("-", ":") for period in table.columns]
    for crop in ("corn", "straw"):
        table.loc[f"{crop}-difference"] = table.loc[f"{crop}-soft"] - table.loc[f"{crop}-hard"]
    return table


def barley(observations: pd.DataFrame) -> pd.DataFrame:
    """Yields of large and small seed in grammes by year, and the gain of small seed."""
    table = observations.pivot(index="subject", columns="period", values="quantity")
    table.loc["difference"] = table.loc["small"] - table.loc["large"]
    return table


def pairs(observations: pd.DataFrame, word: Callable[[str], str]) -> tuple[pd.DataFrame, Plot]:
    """Two dots a patient, one for each drug, the largest difference on top; no value, since no sentence quotes one from the figure."""
    table = _hours(observations)
    points = PointMaker(observations).of_table(table.T)
    hours = {patient: [float(table.loc[patient, drug].value) for drug in DRUGS] for patient in PATIENTS}
    order = sorted(PATIENTS, key=lambda patient: (hours[patient][1] - hours[patient][0], -PATIENTS.index(patient)))

    def draw(sheet: Sheet) -> None:
        size = sheet.layout.small
        left = sheet.text_width([f"{word('patient')} {word('patient-10')}"], size) + 16
        sheet.height = 330
        axes = sheet.axes(left, 34, sheet.layout.width - left - 16, 250)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(axis="x", labelsize=size, pad=6)
        axes.set_yticks([])
        axes.set_xlim(-2.2, 6)
        axes.set_ylim(-0.6, len(order) - 0.4)
        axes.axvline(0, color=RULE, zorder=0)
        for row, patient in enumerate(order):
            axes.plot(hours[patient], [row, row], color=FAINT, linewidth=2, zorder=1)
        for point in points:
            drug = DRUGS.index(point.series)
            row = order.index(point.period)
            (mark,) = axes.plot([float(point.quantity.value)], [row], "o", markersize=8 - 2 * drug, color=SERIES[drug], zorder=2)
            sheet.mark(mark, point, axes, "x")
        for row, patient in enumerate(order):
            _, y = sheet.place(axes, 0, row)
            sheet.text(left - 10, y, f"{word('patient')} {word(patient)}", size=size, colour=SOFT, ha="right", va="center_baseline")
        for drug, name in enumerate(DRUGS):
            x, y = sheet.place(axes, hours[order[-1]][drug], len(order) - 1)
            sheet.text(x, y - 14, word(name), size=size, colour=SERIES[drug], ha="center")
        sheet.text(sheet.layout.width - 16, 324, word("hours"), size=size, colour=SOFT, ha="right")

    return table.iloc[:0, :0], Plot(points, draw)


def _hours(observations: pd.DataFrame) -> pd.DataFrame:
    table = observations.pivot(index="period", columns="subject", values="quantity")
    return table.loc[PATIENTS, DRUGS]
