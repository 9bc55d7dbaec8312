"""Chapter 3: the innovation systems of Zhongguancun and Yangpu."""

from __future__ import annotations

import pandas as pd

from report.reshape import phrases


def innovation_systems(facts: pd.DataFrame) -> pd.DataFrame:
    """Table 3-2: qualities of the two innovation systems."""
    return phrases(facts).rename(columns={"zhongguancun": "zhongguancun-beijing", "yangpu": "yangpu-shanghai"})
