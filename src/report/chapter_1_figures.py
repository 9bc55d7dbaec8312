"""Figures of chapter 1 drawn from numbers. Each returns the values that the text quotes, and the plot."""

from __future__ import annotations

import pandas as pd

from collate.numbers.quantity import Quantity, percent, total
from collate.run.palette import FAINT, SERIES
from collate.run.plot import Plot, Point, PointMaker
from collate.run.sheet import Sheet
from report.plotstyle import (
    BEYOND,
    COLOURS,
    LINE_HEIGHT,
    Word,
    bar,
    bars_panel,
    beside,
    dots,
    end_labels,
    heading,
    last,
    left_room,
    line,
    of,
    require_names,
    years_panel,
)

REGIONS = ("beijing", "tianjin", "hebei", "liaoning", "shandong")
SECTORS = ("primary", "secondary", "tertiary")
CLOSER = ("2001", "2010")  # the years that figure 1-4 looks at closely
LOWEST = {"primary": 0, "secondary": 45, "tertiary": 35}  # per cent at the foot of each of its panels, which are equally high
# Colour and size of each vintage: where they agree, the smaller lies upon the larger.
VINTAGES = {"first-published": (SERIES[3], 9), "yearbook-2010": (SERIES[4], 9), "second-census": (SERIES[6], 4)}
SHADES = {
    "manufacturing": SERIES[1],
    "real-estate": SERIES[0],
    "finance": SERIES[2],
    "other-sectors": SERIES[6],
}  # of the sectors of figure 1-6


def contracted_investment(observations: pd.DataFrame, word: Word) -> tuple[pd.DataFrame, Plot]:
    """Figure 1-3: contracted foreign investment by region and year, in 100 million dollars.

    Two points follow by arithmetic: Tianjin 2006 from the level and the growth that the report gives for 2007, and
    again from Binhai's amount and its share in Tianjin, as another source gives them.
    """
    known = _by_id(observations)
    make = PointMaker(observations)
    level, later = known["contracted-fdi-quoted.tianjin@2007"], known["contracted-fdi-quoted.tianjin@2008"]
    derived = level / (1 + known["contracted-fdi-growth-quoted.tianjin@2007"] / 100)
    other = known["contracted-fdi.binhai@2006"] / known["contracted-fdi-share-of-tianjin.binhai@2006"] * 100
    points = [
        make("tianjin", "2006", derived),
        make("tianjin", "2006", other),
        make("tianjin", "2007", level),
        make("tianjin", "2008", later),
    ]
    others = observations[(observations["indicator"] == "contracted-fdi") & observations["subject"].isin(REGIONS)]
    points += [make(row.subject, row.period, row.quantity) for row in others.itertuples()]

    def draw(sheet: Sheet) -> None:
        steps = (0, 50, 100, 150)
        small = sheet.layout.small
        left = left_room(sheet, [str(step) for step in steps]) + 6
        room = sheet.text_width([word("tianjin")], small) + BEYOND + 8
        sheet.height = 290
        axes = years_panel(
            sheet, (left, 12, sheet.layout.width - left - room, 248), (2003, 2008), (0, 150), ticks=range(2003, 2009), steps=steps
        )
        joined = sorted((point for point in of(points, "tianjin") if point.basis.value == "other"), key=lambda point: point.period)
        line(sheet, axes, joined, COLOURS["tianjin"])
        for region in dict.fromkeys(point.series for point in points):
            dots(sheet, axes, of(points, region), COLOURS[region], size=6)
        end_labels(sheet, axes, [(joined[-1], word("tianjin"), COLOURS["tianjin"])], room)
        (alone,) = of(points, "beijing")
        x, y = sheet.place(axes, int(alone.period), float(alone.quantity.value))
        sheet.text(x + 8, y + small, word("beijing"), size=small, colour=COLOURS["beijing"], va="center_baseline")

    quoted = pd.DataFrame(index=["tianjin:contracted-fdi", "tianjin:growth"], columns=["2007", "2008"], dtype=object)
    quoted.at["tianjin:contracted-fdi", "2007"] = known["contracted-fdi.tianjin@2007"]
    quoted.at["tianjin:contracted-fdi", "2008"] = known["contracted-fdi.tianjin@2008"]
    quoted.at["tianjin:growth", "2007"] = percent(level, other) - 100
    quoted.at["tianjin:growth", "2008"] = percent(later, level) - 100
    return quoted, Plot(tuple(points), draw)


def sector_structure(observations: pd.DataFrame, word: Word) -> tuple[pd.DataFrame, Plot]:
    """Figure 1-4: shares of the three sectors in Tianjin's GDP, in per cent; three vintages that are never joined."""
    known = _by_id(observations)
    make = PointMaker(observations)
    revised = _shares(known, "value-added-second-census", range(2002, 2011))
    first = _shares(known, "value-added-first-published", [2008])
    printed = {
        (row.breakdown, row.period, row.indicator): row.quantity
        for row in observations.itertuples()
        if row.indicator.startswith("gdp-share")
    }
    points = [make(f"{sector}:vintage-second-census", year, share) for (sector, year), share in revised.items()]
    points += [make(f"{sector}:vintage-first-published", year, share) for (sector, year), share in first.items()]
    names = {
        "gdp-share-quoted": "",
        "gdp-share-first-published": ":vintage-first-published",
        "gdp-share-yearbook-2010": ":vintage-yearbook-2010",
    }
    points += [make(f"{sector}{names[vintage]}", year, share) for (sector, year, vintage), share in printed.items()]

    def draw(sheet: Sheet) -> None:
        small = sheet.layout.small
        steps = (0, 20, 40, 60)
        left = left_room(sheet, [str(step) for step in steps]) + 6
        room = sheet.text_width([word(sector) for sector in SECTORS], small) + BEYOND + 8
        across = 1 if sheet.narrow else len(SECTORS)
        key = [(name, sheet.text_width([word(f"vintage-{name}")], small)) for name in VINTAGES]
        high, tall, foot = 230.0, 120.0 if sheet.narrow else 150.0, 30.0
        lines_of_key = 2 + len(key) if sheet.narrow else 2
        below = 12 + high + foot + small * LINE_HEIGHT * lines_of_key + 14
        head, gap = 24.0, 34.0
        sheet.height = below + (head + tall + foot) * (len(SECTORS) if sheet.narrow else 1)
        # From 1978 on: what the report quotes, what was first published before the series begins, and the series.
        axes = years_panel(
            sheet, (left, 12, sheet.layout.width - left - room, high), (1978, 2010), (0, 72), ticks=(1978, 1990, 2002, 2010), steps=steps
        )
        labels = []
        for sector in SECTORS:
            mine = [point for point in points if point.series.split(":")[0] == sector]
            census = of(mine, f"{sector}:vintage-second-census")
            line(sheet, axes, census, COLOURS[sector])
            early = [point for point in of(mine, f"{sector}:vintage-first-published") if int(point.period) < int(CLOSER[0])]
            dots(sheet, axes, [*of(mine, sector), *early], COLOURS[sector])
            labels.append((last(census), word(sector), COLOURS[sector]))
        end_labels(sheet, axes, labels, room)
        # From 2001 on: each sector for itself, and three vintages that are never joined.
        y = 12 + high + foot + small * LINE_HEIGHT
        sheet.text(0, y, f"{word('panel-closer')}{word('join-colon')}2001–2010", va="baseline")
        x = 0.0
        for number, (name, wide) in enumerate(key):
            y += small * LINE_HEIGHT * (1 if sheet.narrow or not number else 0)
            sheet.text(x, y, word(f"vintage-{name}"), size=small, colour=VINTAGES[name][0], va="baseline")
            x += 0 if sheet.narrow else wide + 16
        width = (sheet.layout.width - left - 12 - (gap + 8) * (across - 1)) / across
        for number, sector in enumerate(SECTORS):
            column, row = (0, number) if sheet.narrow else (number, 0)
            low = LOWEST[sector]
            box = (left + column * (width + gap + 8), below + head + row * (head + tall + foot), width, tall)
            axes = years_panel(
                sheet, box, (2001, 2010), (low, low + 20), ticks=(2001, 2005, 2010), steps=(low, low + 10, low + 20), small=True
            )
            heading(sheet, box[0], box[1] - 9, word(sector), COLOURS[sector])
            mine = [point for point in points if point.series.split(":")[0] == sector and int(point.period) >= int(CLOSER[0])]
            line(sheet, axes, of(mine, f"{sector}:vintage-second-census"), VINTAGES["second-census"][0], width=1.5)
            for name, (shade, size) in VINTAGES.items():
                dots(sheet, axes, of(mine, f"{sector}:vintage-{name}"), shade, size=size)

    quoted = pd.DataFrame(index=list(SECTORS), columns=["1978", "2002", "2005", "2008", "2010"], dtype=object)
    for sector in SECTORS:
        for year, source in (("2002", revised), ("2005", revised), ("2008", first)):
            quoted.at[sector, year] = source[sector, year]
        for year in ("1978", "2010"):
            quoted.at[sector, year] = printed[sector, year, "gdp-share-quoted"]
    return quoted, Plot(tuple(points), draw)


def growth(observations: pd.DataFrame, word: Word) -> tuple[pd.DataFrame, Plot]:
    """Figure 1-5: GDP index (previous year = 100) of five regions.

    Growth rates become indices by adding 100. One source stores the mean of an index and that of the year before;
    each index follows from the one before it: x(t) = 2 m(t) - x(t-1).
    """
    make = PointMaker(observations)
    index: dict[tuple[str, str], Quantity] = {}
    for row in observations.itertuples():
        if row.indicator == "gdp-index":
            index[row.subject, row.period] = row.quantity
        elif row.indicator == "gdp-growth":
            index[row.subject, row.period] = row.quantity + 100
    means = observations[observations["indicator"] == "gdp-index-two-year-mean"].sort_values("period")
    for row in means.itertuples():
        index[row.subject, row.period] = 2 * row.quantity - index[row.subject, str(int(row.period) - 1)]
    require_names("figure 1-5", {region for region, _ in index}, REGIONS)
    said = {row.period: row.quantity for row in observations.itertuples() if row.indicator == "gdp-growth-quoted"}
    points = [make(region, year, value) for (region, year), value in sorted(index.items())]
    points += [make("tianjin:point-quoted", year, rate + 100) for year, rate in said.items()]

    span, limits = (1995, 2010), (107, 119)

    def draw(sheet: Sheet) -> None:
        small = sheet.layout.small
        steps = (108, 112, 116)
        left = left_room(sheet, [str(step) for step in steps]) + 6
        names = [word(region) for region in REGIONS]
        room = sheet.text_width(names, small) + BEYOND + 8
        across = 2 if sheet.narrow else 3
        high, tall, head, foot = 240.0, 100.0, 30.0, 30.0
        rows = -(-len(REGIONS) // across)
        below = 12 + high + foot + 14
        sheet.height = below + rows * (head + tall + foot)
        axes = years_panel(
            sheet, (left, 12, sheet.layout.width - left - room, high), span, limits, ticks=(1995, 2000, 2005, 2010), steps=steps
        )
        for region in REGIONS:
            line(sheet, axes, of(points, region), COLOURS[region], register=False)
        end_labels(sheet, axes, [(last(of(points, region)), word(region), COLOURS[region]) for region in REGIONS], room)
        gap = 20.0 if sheet.narrow else 28.0
        width = (sheet.layout.width - left - 14 - gap * (across - 1)) / across
        for number, region in enumerate(REGIONS):
            row, column = divmod(number, across)
            box = (left + column * (width + gap), below + head + row * (head + tall + foot), width, tall)
            axes = years_panel(sheet, box, span, limits, ticks=(1995, 2010), steps=steps, small=True)
            if column:
                axes.set_yticklabels([])
            for other in REGIONS:
                if other != region:
                    line(sheet, axes, of(points, other), FAINT, width=1, register=False)
            line(sheet, axes, of(points, region), COLOURS[region])
            dots(sheet, axes, [*of(points, region), *of(points, f"{region}:point-quoted")], COLOURS[region], size=3.5)
            heading(sheet, box[0], box[1] - 9, word(region), COLOURS[region])

    quoted = pd.DataFrame(index=["tianjin:growth"], columns=["1995", "2007", "2008", "2009", "2010"], dtype=object)
    quoted.at["tianjin:growth", "1995"] = said["1995"]
    for year in ("2007", "2008", "2009", "2010"):
        quoted.at["tianjin:growth", year] = index["tianjin", year] - 100
    return quoted, Plot(tuple(points), draw)


def investment_by_sector(observations: pd.DataFrame, word: Word) -> tuple[pd.DataFrame, Plot]:
    """Figure 1-6: foreign direct investment by sector, in 100 million dollars; what is left of the total is one slice."""
    known = _by_id(observations)
    make = PointMaker(observations)
    cents = known["fdi-by-sector.tianjin.finance@2009"]
    slices = {
        "beijing:2010": {
            "real-estate": known["fdi-by-sector-quoted.beijing.real-estate@2010"],
            "finance": known["fdi-by-sector-quoted.beijing.finance@2010"],
        },
        "tianjin:2009": {
            "manufacturing": known["fdi-by-sector-quoted.tianjin.manufacturing@2009"],
            "real-estate": known["fdi-by-sector-quoted.tianjin.real-estate@2009"],
            "finance": cents / 10000,
        },
    }
    totals = {"beijing:2010": known["fdi-total.beijing@2010"], "tianjin:2009": known["fdi-total.tianjin@2009"]}
    drawn: dict[str, list[Point]] = {}
    for place, found in slices.items():
        region, year = place.split(":")
        rest = totals[place] - total(found.values())
        drawn[place] = [make(f"{region}:{sector}", year, value) for sector, value in (found | {"other-sectors": rest}).items()]
    points = [point for found in drawn.values() for point in found]
    longest = max(float(point.quantity.value) for point in points)

    def draw(sheet: Sheet) -> None:
        small = sheet.layout.small
        across = 1 if sheet.narrow else 2
        gap, head, step, thick = 40.0, 24.0, 46.0, 20.0
        value_room = sheet.text_width(["00.00"], small) + 8
        width = (sheet.layout.width - gap * (across - 1)) / across
        most = max(map(len, drawn.values()))
        sheet.height = sum(head + step * len(found) + 18 for found in drawn.values()) if sheet.narrow else head + step * most + 4
        top = head
        for column, (place, found) in enumerate(drawn.items()):
            left = 0 if sheet.narrow else column * (width + gap)
            heading(sheet, left, top - 6, f"{word(place.split(':')[0])} {place.split(':')[1]}")
            axes = bars_panel(sheet, (left, top, width - value_room, step * len(found)), longest)
            for number, point in enumerate(found):
                sector = point.series.split(":")[1]
                sheet.text(left + 4, top + number * step + 18, word(sector), size=small, colour=SHADES[sector], va="baseline")
                end = bar(sheet, axes, point, number * step + 23, thick, SHADES[sector])
                beside(sheet, axes, end, number * step + 23, thick, f"{float(point.quantity.value):.2f}")
            top += head + step * len(found) + 18 if sheet.narrow else 0

    quoted = pd.DataFrame(index=["manufacturing", "real-estate", "finance", "total"], columns=list(slices), dtype=object)
    for place, found in slices.items():
        for sector, value in found.items():
            quoted.at[sector, place] = cents if value.operation != "observed" else value
    quoted.at["total", "tianjin:2009"] = totals["tianjin:2009"]
    return quoted, Plot(tuple(points), draw)


def _by_id(observations: pd.DataFrame) -> dict[str, Quantity]:
    return {quantity.id: quantity for quantity in observations["quantity"]}


def _shares(known: dict[str, Quantity], indicator: str, years: range | list[int]) -> dict[tuple[str, str], Quantity]:
    shares = {}
    for year in years:
        parts = {sector: known[f"{indicator}.tianjin.{sector}@{year}"] for sector in SECTORS}
        for sector, part in parts.items():
            shares[sector, str(year)] = percent(part, total(parts.values()))
    return shares
