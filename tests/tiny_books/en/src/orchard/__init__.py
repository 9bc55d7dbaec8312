"""The computation of a tiny book in English: a table, and a figure drawn from it."""

from collections.abc import Callable

import pandas as pd

from collate import total
from collate.run.plot import Plot, PointMaker
from collate.run.sheet import Sheet


def harvest(observations: pd.DataFrame) -> pd.DataFrame:
    """Harvest by orchard and year, and the sum of both."""
    table = observations.pivot(index="subject", columns="period", values="quantity")
    table.loc["both"] = table.apply(total)
    return table


def drawn(observations: pd.DataFrame, word: Callable[[str], str]) -> tuple[pd.DataFrame, Plot]:
    """Harvest by orchard and year as lines, and no values, since no sentence quotes one from the figure."""
    table = observations.pivot(index="subject", columns="period", values="quantity")
    points = PointMaker(observations).of_table(table)

    def draw(sheet: Sheet) -> None:
        sheet.height = 220
        axes = sheet.axes(50, 10, sheet.layout.width - 170, 170)
        for orchard, row in table.iterrows():
            years, values = [int(year) for year in row.index], [float(cell.value) for cell in row]
            axes.plot(years, values)
            axes.text(years[-1], values[-1], f" {word(str(orchard))}", va="center", fontsize=sheet.layout.small)
        axes.set_xticks(years)
        axes.tick_params(labelsize=sheet.layout.small)
        for point in points:
            (mark,) = axes.plot([int(point.period)], [float(point.quantity.value)], "o")
            sheet.mark(mark, point, axes)

    return table.iloc[:0, :0], Plot(points, draw)
