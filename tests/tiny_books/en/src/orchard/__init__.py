"""The computation of a tiny book in English: a table, and a figure drawn from it."""

from collections.abc import Callable

import pandas as pd

from collate import total
from collate.run.plot import Plot, PointMaker


def harvest(observations: pd.DataFrame) -> pd.DataFrame:
    """Harvest by orchard and year, and the sum of both."""
    table = observations.pivot(index="subject", columns="period", values="quantity")
    table.loc["both"] = table.apply(total)
    return table


def drawn(observations: pd.DataFrame, word: Callable[[str], str]) -> tuple[pd.DataFrame, Plot]:
    """Harvest by orchard and year as lines, and no values, since no sentence quotes one from the figure."""
    from matplotlib.figure import Figure  # which, unlike pyplot's, does not show itself below the cell

    table = observations.pivot(index="subject", columns="period", values="quantity")
    figure = Figure(figsize=(5, 3), layout="constrained")
    axes = figure.subplots()
    for orchard, row in table.iterrows():
        axes.plot([int(year) for year in row.index], [float(cell.value) for cell in row], marker="o", label=word(str(orchard)))
    axes.legend()
    return table.iloc[:0, :0], Plot(figure, PointMaker(observations).of_table(table))
