"""Chapters 3 and 4 print the zones of Zhongguancun twice, in slightly other words; here they are computed once."""

from __future__ import annotations

import pandas as pd

from collate import Phrase
from report.reshape import phrases


def zones(observations: pd.DataFrame, facts: pd.DataFrame, kind_word: str) -> pd.DataFrame:
    """Tables 3-1 and 4-1: year, name, district and specialization of each zone.

    `kind_word` is the label of the word that follows a zone's name, `word-park` or `word-zone`.
    """
    table = phrases(facts).transpose()
    years = observations.set_index("subject")["quantity"]
    names = [Phrase((zone, "join-space", kind_word)) if table.at[zone, "zone-kind"].parts else Phrase((zone,)) for zone in table.index]
    return table.drop(columns="zone-kind").assign(**{"column-zone": names, "column-year": years})
