"""The computation of the tests' tiny book."""

import pandas as pd

from collate import total


def harvest(observations: pd.DataFrame) -> pd.DataFrame:
    """Harvest by orchard and year, and the sum of both."""
    table = observations.pivot(index="subject", columns="period", values="quantity")
    table.loc["both"] = table.apply(total)
    return table
