"""Tidy observations and facts into the rows and columns of a table."""

from __future__ import annotations

import pandas as pd

from collate import Phrase, joined


def wide(observations: pd.DataFrame, rows: str, columns: str) -> pd.DataFrame:
    """Quantities by the values of two columns of `observations`, every pair present exactly once."""
    return observations.pivot(index=rows, columns=columns, values="quantity")


def phrases(facts: pd.DataFrame) -> pd.DataFrame:
    """Facts in words as `Phrase` cells: attributes in rows, subjects in columns, empty phrases where there is no fact."""
    cells = facts.groupby(["attribute", "subject"]).apply(
        lambda terms: joined(zip(terms["joiner"], terms["term"], strict=True)), include_groups=False
    )
    return cells.unstack(fill_value=Phrase()) if len(facts) else pd.DataFrame()
