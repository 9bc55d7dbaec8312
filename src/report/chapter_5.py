"""Chapter 5: Seoul and Daedeok."""

from __future__ import annotations

import pandas as pd

from collate.numbers.quantity import percent
from report.reshape import wide


def daejeon_ventures(observations: pd.DataFrame) -> pd.DataFrame:
    """Table 5-1: new ventures in Daejeon by year."""
    return wide(observations, "indicator", "period").rename(index={"ventures": "new-ventures"})


def regional_rd(observations: pd.DataFrame) -> pd.DataFrame:
    """Table 5-2: R&D expenditure by region and year, in 100 million won, and in per cent of the nation."""
    table = wide(observations, "subject", "period")
    shares = table.apply(lambda year: [percent(region, year["korea"]) for region in year])
    return pd.concat([table.add_suffix(":rd-expenditure"), shares.add_suffix(":rd-share")], axis=1)


def patents(observations: pd.DataFrame) -> pd.DataFrame:
    """Table 5-3: patents registered in Daedeok by year, domestic and international."""
    return wide(observations, "breakdown", "period")
