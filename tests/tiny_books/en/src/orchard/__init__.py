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
    """Harvest by orchard and year as lines, and the values that no sentence quotes."""
    from matplotlib import pyplot as plt

    table = observations.pivot(index="subject", columns="period", values="quantity")
    figure, axes = plt.subplots(figsize=(5, 3), layout="constrained")
    for orchard, row in table.iterrows():
        axes.plot([int(year) for year in row.index], [float(cell.value) for cell in row], marker="o", label=word(str(orchard)))
    axes.legend()
    return table, Plot(figure, PointMaker(observations).of_table(table))
