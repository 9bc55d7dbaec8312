"""The computations of this book; its notebooks call them."""

from collections.abc import Callable

import pandas as pd

from collate import total
from collate.run.plot import Plot, PointMaker
from collate.run.sheet import Sheet


def loans(observations: pd.DataFrame) -> pd.DataFrame:
    """Loans by branch and year, and the total of the branches."""
    table = observations.pivot(index="subject", columns="period", values="quantity")
    table.loc["both"] = table.apply(total)
    return table


def drawn(observations: pd.DataFrame, word: Callable[[str], str], unit: str) -> tuple[pd.DataFrame, Plot]:
    """Loans by branch as lines, the label of their unit above; the values are empty, since no sentence quotes one from the figure."""
    table = observations.pivot(index="subject", columns="period", values="quantity")
    points = PointMaker(observations).of_table(table)
    years = sorted(int(year) for year in table.columns)

    def draw(sheet: Sheet) -> None:
        """Fill one sheet; the build asks for a wide and a narrow one, and stops where labels overlap."""
        small, right = sheet.layout.small, sheet.text_width([word(str(branch)) for branch in table.index]) + 16
        sheet.height = 260
        axes = sheet.axes(60, 34, sheet.layout.width - 60 - right, 190)
        sheet.text(0, 14, word(unit), size=small)
        axes.tick_params(labelsize=small, pad=8)
        axes.set_xticks(years)
        for point in points:
            (mark,) = axes.plot([int(point.period)], [float(point.quantity.value)], "o")
            sheet.mark(mark, point, axes)
        for branch, row in table.iterrows():
            values = [float(row[str(year)].value) for year in years]
            axes.plot(years, values)
            x, y = sheet.place(axes, years[-1], values[-1])
            sheet.text(x + 8, y, word(str(branch)), size=small, va="center_baseline")

    return table.iloc[:0, :0], Plot(points, draw)
