"""Chapter 4: high-tech industrial parks as territorial projects."""

from __future__ import annotations

import pandas as pd

from collate import Phrase
from report.reshape import phrases


def university_parks(observations: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Table 4-2: specialties of each park, with the per cent that the report gives for each."""
    shares = observations.set_index(["subject", "breakdown"])["quantity"]
    table = phrases(facts).transpose()
    for park, item in shares.index:
        named = table.at[park, item]
        table.at[park, item] = Phrase((*named.parts, "join-word-space", shares[park, item], "suffix-percent"))
    return table
