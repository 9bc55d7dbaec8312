"""Chapter 2: industrial clusters in Hsinchu, Zhongguancun and Daedeok."""

from __future__ import annotations

import pandas as pd

from collate import Phrase
from collate.numbers.quantity import total
from report.reshape import phrases, wide

# The columns of table 2-3 name each park with its country.
_COUNTRIES = {"hsinchu": "hsinchu-taiwan", "zhongguancun": "zhongguancun-china", "daedeok": "daedeok-korea"}


def hsinchu_sales(observations: pd.DataFrame) -> pd.DataFrame:
    """Table 2-1: shares of industries in the sales of the Hsinchu Science Park by year, in per cent, and their sum."""
    table = wide(observations, "period", "breakdown")
    table["total"] = table.apply(total, axis=1)
    return table


def ventures(observations: pd.DataFrame) -> pd.DataFrame:
    """Table 2-2: venture firms in Daedeok by year."""
    return wide(observations, "indicator", "period")


def clusters(observations: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Table 2-3: founding year, area in square kilometres and qualities of the three parks."""
    numbers = wide(observations, "indicator", "subject")
    numbers.loc["area"] = [Phrase((area, "suffix-km2")) for area in numbers.loc["area"]]
    return pd.concat([numbers, phrases(facts)]).rename(columns=_COUNTRIES)
