"""The computations of this book; its notebooks call them."""

from collections.abc import Callable

import pandas as pd

from collate import total
from collate.run.plot import Plot, PointMaker


def loans(observations: pd.DataFrame) -> pd.DataFrame:
    """Loans by branch and year, and the total of the branches."""
    table = observations.pivot(index="subject", columns="period", values="quantity")
    table.loc["both"] = table.apply(total)
    return table


def drawn(observations: pd.DataFrame, word: Callable[[str], str], unit: str) -> tuple[pd.DataFrame, Plot]:
    """Loans by branch as lines, over an axis of this unit; the values are empty, since no sentence quotes one from the figure."""
    from matplotlib.figure import Figure  # which, unlike pyplot's, does not show itself below the cell

    table = observations.pivot(index="subject", columns="period", values="quantity")
    figure = Figure(figsize=(5, 3), layout="constrained")
    axes = figure.subplots()
    for branch, row in table.iterrows():
        axes.plot([str(year) for year in row.index], [float(cell.value) for cell in row], marker="o", label=word(str(branch)))
    axes.set_ylabel(word(unit))
    axes.legend()
    return table.iloc[:0, :0], Plot(figure, PointMaker(observations).of_table(table))
