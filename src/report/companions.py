"""Plots beside the tables of numbers. Each takes the observations and words of a notebook's run and its computed table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.ticker import NullLocator

from collate.run.palette import FAINT
from collate.run.plot import Plot, Point, PointMaker
from collate.run.sheet import Sheet
from report.plotstyle import (
    BEYOND,
    BLUE,
    LINE_HEIGHT,
    RED,
    TEAL,
    Word,
    bar,
    bars_panel,
    beside,
    colour,
    end_labels,
    heading,
    last,
    left_room,
    line,
    of,
    series,
    years,
    years_panel,
)

# Regions and sectors in the order of the printed tables.
PLANNED = ("beijing", "tianjin", "hebei", "liaoning", "shandong")
ORIGINS = ("beijing", "hebei", "shanxi", "inner-mongolia", "liaoning", "shandong")
BUYERS = ("tianjin", "hebei", "shandong", "liaoning", "shanxi", "inner-mongolia")
INDUSTRIES = ("integrated-circuits", "computers", "telecommunications", "optoelectronics")
SECTORS = ("primary", "industry", "transport", "information", "trade", "finance", "business-services", "research-services")
KOREAN = ("seoul", "incheon", "daejeon", "gyeonggi")
KINDS = ("light", TEAL), ("heavy", RED)


def industrial_structure(observations: pd.DataFrame, table: pd.DataFrame, word: Word) -> Plot:
    """Table 1-1: light and heavy industry of each region, one panel a year, all on one scale."""
    make = PointMaker(observations)
    shown = list(observations["period"].unique())
    points = {
        (region, year, kind): make(f"{region}:{kind}", year, table.at[region, f"{year}:{kind}"])
        for region in PLANNED
        for year in shown
        for kind, _ in KINDS
    }
    longest = max(
        float((points[region, year, "light"].quantity + points[region, year, "heavy"].quantity).value)
        for region in PLANNED
        for year in shown
    )

    def draw(sheet: Sheet) -> None:
        names = left_room(sheet, [word(region) for region in PLANNED])
        step, thick, head = 26.0, 17.0, 52.0
        across = 1 if sheet.narrow else len(shown)
        gap = 24.0
        width = (sheet.layout.width - names - gap * (across - 1)) / across
        block = head + step * len(PLANNED) + (8 if sheet.narrow else 0)
        sheet.height = block * (len(shown) if sheet.narrow else 1)
        for number, year in enumerate(shown):
            left = names + (0 if sheet.narrow else number * (width + gap))
            top = head + (number * block if sheet.narrow else 0)
            heading(sheet, left, top - 30, year)
            axes = bars_panel(sheet, (left, top, width, step * len(PLANNED)), longest)
            for place, region in enumerate(PLANNED):
                end = 0.0
                for kind, shade in KINDS:
                    end = bar(sheet, axes, points[region, year, kind], place * step + 4, thick, shade, start=end)
                if number == 0 or sheet.narrow:
                    sheet.text(
                        names - 9,
                        top + place * step + 4 + thick / 2,
                        word(region),
                        size=sheet.layout.small,
                        ha="right",
                        va="center_baseline",
                    )
            if number == 0 or sheet.narrow:
                x = left
                for kind, shade in KINDS:
                    sheet.text(x, top - 9, word(kind), size=sheet.layout.small, colour=shade, va="baseline")
                    x += sheet.text_width([word(kind)], sheet.layout.small) + 12

    return Plot(tuple(points.values()), draw)


def domestic_capital(observations: pd.DataFrame, table: pd.DataFrame, word: Word) -> Plot:
    """Table 1-2: capital by region of origin, on a logarithmic scale as Beijing dwarfs the rest."""
    regions = table.loc[list(ORIGINS)]
    return _lines(
        observations,
        regions,
        word,
        limits=(1.5, 500),
        steps=(2, 5, 10, 20, 50, 100, 200, 500),
        ticks=range(2005, 2010),
        logarithmic=True,
        height=330,
    )


def binhai_share(observations: pd.DataFrame, table: pd.DataFrame, word: Word) -> Plot:
    """Table 1-3: Binhai in per cent of Tianjin."""
    shares = table[[name for name in table.columns if name.endswith(":binhai-share")]].T
    return _lines(
        observations,
        shares,
        lambda key: word(key.split(":")[0]),
        limits=(0, 82),
        steps=range(0, 81, 20),
        ticks=(2000, 2005, 2010),
        colours=(BLUE, RED),
    )


def technology_contracts(observations: pd.DataFrame, table: pd.DataFrame, word: Word) -> Plot:
    """Table 1-4: technology sold by Beijing, one panel a buying region, on one scale, the others in grey behind it."""
    make = PointMaker(observations)
    points = make.of_table(table[list(BUYERS)].T)

    def draw(sheet: Sheet) -> None:
        across = 2 if sheet.narrow else 3
        steps = (0, 40, 80)
        margin = left_room(sheet, [str(step) for step in steps])
        gap, head, foot, tall = (26.0 if sheet.narrow else 34.0), 28.0, 24.0, 105.0
        width = (sheet.layout.width - margin - 14 - gap * (across - 1)) / across
        rows = len(BUYERS) // across
        sheet.height = rows * (head + tall + foot)
        for number, region in enumerate(BUYERS):
            row, column = divmod(number, across)
            left, top = margin + column * (width + gap), head + row * (head + tall + foot)
            ticks = (2003, 2009)
            axes = years_panel(sheet, (left, top, width, tall), (2003, 2009), (0, 80), ticks=ticks, steps=steps, small=True)
            if column:
                axes.set_yticklabels([])
            for other in BUYERS:
                if other != region:
                    line(sheet, axes, of(points, other), FAINT, width=1, register=False)
            series(sheet, axes, of(points, region), colour(region), size=3)
            heading(sheet, left, top - 9, word(region), colour(region))

    return Plot(points, draw)


def value_added(observations: pd.DataFrame, table: pd.DataFrame, word: Word) -> Plot:
    """Table 1-6: each sector of Beijing and Tianjin; Hebei has one year only and is left to the table."""
    make = PointMaker(observations)
    places = ("beijing", "tianjin")
    points: dict[tuple[str, str], tuple[Point, ...]] = {}
    for sector in SECTORS:
        for region in places:
            columns = [name for name in table.columns if name.startswith(f"{region}:")]
            row = table.loc[[sector], columns].set_axis([name.partition(":")[2] for name in columns], axis=1)
            row.index = pd.Index([f"{region}:{sector}"])
            points[sector, region] = make.of_table(row)

    def draw(sheet: Sheet) -> None:
        across = 2 if sheet.narrow else 4
        steps = (0, 2000, 4000)
        margin = left_room(sheet, ["4,000"])
        gap, foot, tall = (24.0 if sheet.narrow else 22.0), 26.0, 110.0
        width = (sheet.layout.width - margin - 16 - gap * (across - 1)) / across
        titles = {sector: sheet.broken(word(sector), width + gap - 8, sheet.layout.small) for sector in SECTORS}
        line_height = sheet.layout.small * LINE_HEIGHT
        head = line_height * max(map(len, titles.values())) + 14
        rows = len(SECTORS) // across
        top_line = 24.0
        sheet.height = top_line + rows * (head + tall + foot)
        x = margin
        for region in places:
            sheet.text(x, 15, word(region), size=sheet.layout.small, colour=colour(region), va="baseline")
            x += sheet.text_width([word(region)], sheet.layout.small) + 14
        for number, sector in enumerate(SECTORS):
            row, column = divmod(number, across)
            left, top = margin + column * (width + gap), top_line + head + row * (head + tall + foot)
            axes = years_panel(sheet, (left, top, width, tall), (2004, 2009), (0, 4000), ticks=(2004, 2009), steps=steps, small=True)
            if column:
                axes.set_yticklabels([])
            for region in places:
                series(sheet, axes, points[sector, region], colour(region), size=3)
            for place, text in enumerate(titles[sector]):
                sheet.text(left, top - 12 - line_height * (len(titles[sector]) - 1 - place), text, size=sheet.layout.small, va="baseline")

    return Plot(tuple(point for found in points.values() for point in found), draw)


def hsinchu_sales(observations: pd.DataFrame, table: pd.DataFrame, word: Word) -> Plot:
    """Table 2-1: the shift from computers to circuits and optoelectronics."""
    shares = table[list(INDUSTRIES)].T
    return _lines(
        observations, shares, word, limits=(0, 80), steps=range(0, 81, 20), ticks=(1986, 1990, 1995, 2000, 2007), size=3, height=320
    )


def ventures(observations: pd.DataFrame, table: pd.DataFrame, word: Word) -> Plot:
    """Tables 2-2 and 5-1: firms by year, each bar at its year; what is counted "up to" a year stands at that year and says so."""
    make = PointMaker(observations)
    points = tuple(sorted(make.of_table(table), key=lambda point: point.period[-4:]))
    found = {point: int(point.period[-4:]) for point in points}
    first, final = min(found.values()), max(found.values())
    most = max(float(point.quantity.value) for point in points)

    def draw(sheet: Sheet) -> None:
        small = sheet.layout.small
        left, right, head, tall = 14.0, 14.0, 26.0, 190.0
        follows = (
            {year + 1 for year in found.values()} if sheet.narrow else set()
        )  # the year after one that is told in full is told in short
        names = {
            point: [str(year)[2:]] if year in follows else sheet.broken(word(point.period), 74, small) for point, year in found.items()
        }
        foot = small * LINE_HEIGHT * max(map(len, names.values())) + 14
        sheet.height = head + tall + foot
        axes = sheet.axes(left, head, sheet.layout.width - left - right, tall)
        axes.set_xlim(first - 0.7, final + 0.7)
        axes.set_ylim(0, most)
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.spines["bottom"].set_visible(True)
        axes.tick_params(length=0)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.patch.set_visible(False)
        for point, year in found.items():
            value = float(point.quantity.value)
            (drawn,) = axes.bar([year], [value], 0.72, color=BLUE if point.basis.value != "other" else TEAL, linewidth=0, zorder=2)
            sheet.mark(drawn, point, axes)
            x, y = sheet.place(axes, year, value)
            sheet.text(x, y - 6, f"{int(point.quantity.value):,}", size=small, ha="center", va="baseline")
            for number, text in enumerate(names[point]):
                sheet.text(x, head + tall + 18 + number * small * LINE_HEIGHT, text, size=small, ha="center", va="baseline")

    return Plot(points, draw)


def regional_rd(observations: pd.DataFrame, table: pd.DataFrame, word: Word) -> Plot:
    """Table 5-2: R&D by region in the two years, in per cent of the nation."""
    make = PointMaker(observations)
    shown = (("2004", TEAL), ("2005", BLUE))
    points = {(region, year): make(region, year, table.at[region, f"{year}:rd-share"]) for region in KOREAN for year, _ in shown}
    longest = max(float(point.quantity.value) for point in points.values())

    def draw(sheet: Sheet) -> None:
        small = sheet.layout.small
        names = left_room(sheet, [word(region) for region in KOREAN])
        step, thick, head = 50.0, 19.0, 8.0
        sheet.height = head + step * len(KOREAN)
        room = sheet.text_width(["2005  00.0"], small) + 12
        axes = bars_panel(sheet, (names, head, sheet.layout.width - names - room, step * len(KOREAN)), longest)
        for place, region in enumerate(KOREAN):
            sheet.text(names - 9, head + place * step + 20, word(region), size=small, ha="right", va="center_baseline")
            for number, (year, shade) in enumerate(shown):
                top = place * step + number * (thick + 2)
                end = bar(sheet, axes, points[region, year], top, thick, shade)
                beside(
                    sheet, axes, end, top, thick, f"{float(points[region, year].quantity.value):.1f}" + (f"  {year}" if not place else "")
                )

    return Plot(tuple(points.values()), draw)


def patents(observations: pd.DataFrame, table: pd.DataFrame, word: Word) -> Plot:
    """Table 5-3: domestic and international patents."""
    return _lines(
        observations,
        table.loc[["domestic", "international"]],
        word,
        limits=(0, 8000),
        steps=range(0, 8001, 2000),
        ticks=(1995, 2000, 2005),
        colours=(BLUE, RED),
    )


def _lines(
    observations: pd.DataFrame,
    table: pd.DataFrame,
    word: Word,
    *,
    limits: tuple[float, float],
    steps: Sequence[float],
    ticks: Sequence[int],
    colours: Sequence[str] = (),
    logarithmic: bool = False,
    height: float = 280,
    size: float = 4,
) -> Plot:
    """All rows of `table` (periods in columns) in one panel, each with its name beside its end."""
    points = PointMaker(observations).of_table(table)

    def draw(sheet: Sheet) -> None:
        names = {key: word(key) for key in table.index}
        widest = max(
            sheet.text_width(sheet.broken(name, 96 if sheet.narrow else 170, sheet.layout.small), sheet.layout.small)
            for name in names.values()
        )
        room = widest + 2
        left, top, foot = left_room(sheet, [f"{step:,g}" for step in steps]), 12.0, 28.0
        right = room + BEYOND + 6
        sheet.height = height
        found = years(points)
        box = (left + 4, top, sheet.layout.width - left - 4 - right, height - top - foot)
        axes = years_panel(sheet, box, (min(found), max(found)), limits, ticks=ticks, steps=steps)
        if logarithmic:
            axes.set_yscale("log")
            axes.set_ylim(*limits)
            axes.set_yticks(list(steps), [f"{step:g}" for step in steps])
            axes.yaxis.set_minor_locator(NullLocator())
        labels = []
        for position, key in enumerate(table.index):
            mine = of(points, key)
            shade = colours[position] if colours else colour(key, position)
            series(sheet, axes, mine, shade, size=size)
            labels.append((last(mine), names[key], shade))
        end_labels(sheet, axes, labels, room)

    return Plot(points, draw)
