"""The colours of drawings by name, each with its light value; a page shows them in its own light and dark colours."""

from __future__ import annotations

# Series colours are Okabe and Ito's, darkened until text in them is legible on white (contrast of 4.5 and more).
SERIES = ("#0b62a4", "#b84a00", "#00795a", "#7a5195", "#8a6400", "#1f7f9f", "#5f6368", "#a8487a")
INK = "#1f2328"
SOFT = "#595f69"
RULE = "#dcdad3"
FAINT = "#c3c6cb"  # lines that stand behind the one that is meant
PAPER = "#ffffff"
LAND = "#eeebe3"
REGION = "#d9e2ea"
CORE = "#f3cda8"

# What the style sheet figures.css calls each colour, as the class of a fill (`f-`) or a stroke (`s-`).
NAMES = {colour: str(number) for number, colour in enumerate(SERIES, 1)} | {
    INK: "ink",
    SOFT: "soft",
    RULE: "rule",
    FAINT: "faint",
    PAPER: "paper",
    LAND: "land",
    REGION: "region",
    CORE: "core",
}
