"""Chapter 1: the Bohai Rim city-region."""

from __future__ import annotations

import pandas as pd

from collate import Phrase
from collate.numbers.quantity import percent, total
from report.reshape import wide


def industrial_structure(observations: pd.DataFrame) -> pd.DataFrame:
    """Table 1-1: light, heavy and gross industrial output by region and year, in 100 million yuan.

    Gross output is the sum of light and heavy industry.
    """
    named = observations.assign(column=observations["period"] + ":" + observations["breakdown"])
    table = wide(named, "subject", "column")
    for year in observations["period"].unique():
        table[f"{year}:industrial-output"] = table[f"{year}:light"] + table[f"{year}:heavy"]
    return table


def domestic_capital(observations: pd.DataFrame) -> pd.DataFrame:
    """Table 1-2: capital that Tianjin received from other parts of China, in 100 million yuan, by origin and year.

    The wider Bohai Rim is the sum of its six regions besides Tianjin; its share is in per cent of the national total.
    """
    table = wide(observations, "subject", "period")
    regions = table.drop(index="china")
    rim = regions.apply(total)
    table.loc["wider-bohai"] = rim
    table.loc["wider-bohai-share"] = [percent(rim[year], table.at["china", year]) for year in table.columns]
    return table


def binhai_weight(observations: pd.DataFrame) -> pd.DataFrame:
    """Table 1-3: actual foreign direct investment (100 million dollars) and GDP (100 million yuan) of Tianjin and of its
    Binhai New Area by year, and Binhai in per cent of Tianjin."""
    named = observations.assign(column=observations["indicator"] + ":" + observations["subject"])
    table = wide(named, "period", "column")
    for indicator in observations["indicator"].unique():
        parts, wholes = table[f"{indicator}:binhai"], table[f"{indicator}:tianjin"]
        table[f"{indicator}:binhai-share"] = [percent(part, whole) for part, whole in zip(parts, wholes, strict=True)]
    return table


def technology_contracts(observations: pd.DataFrame) -> pd.DataFrame:
    """Table 1-4: technology contracts sold by Beijing, in 100 million yuan, by year and buying region."""
    return wide(observations, "period", "subject")


def city_rankings(observations: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Table 1-5: places of Beijing and Tianjin in rankings; `rank／total` where the total is given, else rank, class or none."""
    places = observations[observations["indicator"] == "ranking-place"]
    sizes = observations[observations["indicator"] == "ranking-size"].set_index("breakdown")["quantity"]
    cells: dict[tuple[str, str], object] = {}
    for place in places.itertuples():
        sized = place.subject == "beijing" and place.breakdown in sizes.index
        cell = Phrase((place.quantity, "join-rank", sizes[place.breakdown])) if sized else place.quantity
        cells[place.breakdown, f"rank-of-{place.subject}"] = cell
    for fact in facts.itertuples():
        cells[fact.attribute, f"rank-of-{fact.subject}"] = Phrase((fact.term,))
    return pd.Series(cells).unstack()


def value_added(observations: pd.DataFrame) -> pd.DataFrame:
    """Table 1-6: value added by sector, in 100 million yuan, by region and year; a dash where the source gives none."""
    named = observations.assign(column=observations["subject"] + ":" + observations["period"])
    table = wide(named, "breakdown", "column")
    return table.where(table.notna(), Phrase(("dash",)))
