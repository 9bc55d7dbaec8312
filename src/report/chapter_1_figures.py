"""Figures of chapter 1 drawn from numbers. Each returns the values that the text quotes, and the plot."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from collate.numbers.quantity import Quantity, percent, total
from collate.run.plot import Plot, Point, PointMaker
from report.plotstyle import COLOURS, MARKERS, Word, basis_legend, canvas, draw_series, from_zero, note, require_names, years_axis

REGIONS = ("beijing", "tianjin", "hebei", "liaoning", "shandong")
SECTORS = ("primary", "secondary", "tertiary")


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

    figure, (top, bottom) = canvas(2, 6.4)
    for position, region in enumerate(REGIONS):
        found = [point for point in points if point.series == region]
        if found:
            draw_series(top, [p for p in found if p.basis.value == "other"], position, word(region))
            draw_series(top, [p for p in found if p.basis.value != "other"], position, "_", joined=False)
        else:
            name = f"{word(region)}{word('join-colon')}{word('none-found')}"
            top.plot([], [], color=COLOURS[region], marker=MARKERS[position], markersize=4, label=name)
    years = [int(point.period) for point in points]
    years_axis(top, years)
    top.set_title(word("panel-report-form"), loc="left")
    from_zero(top)
    top.set_ylabel(word("unit-usd-100m"))
    top.legend(frameon=False, loc="upper left")
    _labelled_bars(bottom, [point for point in points if point.series == "tianjin" and point.basis.value == "other"])
    bottom.set_title(f"{word('panel-closer')}{word('join-colon')}{word('tianjin')}", loc="left")
    bottom.set_ylabel(word("unit-usd-100m"))
    basis_legend(figure, points, word)
    quoted = pd.DataFrame(index=["tianjin:contracted-fdi", "tianjin:growth"], columns=["2007", "2008"], dtype=object)
    quoted.at["tianjin:contracted-fdi", "2007"] = known["contracted-fdi.tianjin@2007"]
    quoted.at["tianjin:contracted-fdi", "2008"] = known["contracted-fdi.tianjin@2008"]
    quoted.at["tianjin:growth", "2007"] = percent(level, other) - 100
    quoted.at["tianjin:growth", "2008"] = percent(later, level) - 100
    return quoted, Plot(figure, tuple(points))


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

    figure, (top, bottom) = canvas(2, 7.0)
    for position, sector in enumerate(SECTORS):
        mine = [point for point in points if point.series.split(":")[0] == sector]
        draw_series(top, [p for p in mine if p.series.endswith("second-census")], position, word(sector))
        draw_series(top, [p for p in mine if p.series == sector], position, "_", joined=False)
    years_axis(top, [1978, 2010])
    top.set_ylim(0, 75)
    top.set_title(word("panel-report-form"), loc="left")
    top.legend(frameon=False, loc="upper right", ncols=3)
    second = [point for point in points if point.series.split(":")[0] == "secondary" and int(point.period) > 2000]
    for position, (vintage, shade) in enumerate(
        (("second-census", "#D55E00"), ("first-published", "#0072B2"), ("yearbook-2010", "#009E73"))
    ):
        found = [point for point in second if point.series.endswith(vintage)]
        draw_series(bottom, found, position, word(f"vintage-{vintage}"), joined=vintage != "yearbook-2010", series_colour=shade)
    draw_series(bottom, [p for p in second if p.series == "secondary"], 3, word("point-quoted"), joined=False, series_colour="#999999")
    years_axis(bottom, [2001, 2010])
    bottom.set_title(f"{word('panel-closer')}{word('join-colon')}{word('secondary')}", loc="left")
    bottom.set_ylim(48, 64)
    bottom.legend(frameon=False, loc="upper left", ncols=2)
    for axes in (top, bottom):
        axes.set_ylabel(word("unit-percent"))
    basis_legend(figure, points, word)
    quoted = pd.DataFrame(index=list(SECTORS), columns=["1978", "2002", "2005", "2008", "2010"], dtype=object)
    for sector in SECTORS:
        for year, source in (("2002", revised), ("2005", revised), ("2008", first)):
            quoted.at[sector, year] = source[sector, year]
        for year in ("1978", "2010"):
            quoted.at[sector, year] = printed[sector, year, "gdp-share-quoted"]
    return quoted, Plot(figure, tuple(points))


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

    figure, panels = canvas(4, 8.6, 2)
    for axes in panels[:2]:
        axes.remove()
    top = figure.add_subplot(4, 2, (1, 2))
    years = range(1995, 2011)
    for position, region in enumerate(REGIONS):
        mine = [point for point in points if point.series == region]
        draw_series(top, mine, position, word(region))
        axes = panels[2 + position]
        for other in REGIONS:
            behind = [point for point in points if point.series == other != region]
            _grey(axes, behind)
        draw_series(axes, mine, position, word(region))
        axes.set_title(word(region), loc="left")
    for axes in (top, panels[3]):
        draw_series(axes, [p for p in points if p.series.startswith("tianjin:")], 1, "_", joined=False)
    for axes in (top, *panels[2:7]):
        years_axis(axes, years)
        axes.set_ylim(107, 118.5)
    for axes in panels[2:7]:
        axes.set_xticks([1995, 2000, 2005, 2010])
    panels[7].set_axis_off()
    note(panels[7], f"{word('panel-closer')}{word('join-colon')}{word('gdp-index')}")
    top.set_title(word("panel-report-form"), loc="left")
    top.set_ylabel(word("unit-previous-year-100"))
    top.legend(frameon=False, ncols=5, loc="lower center", bbox_to_anchor=(0.5, -0.55), columnspacing=1.0)
    basis_legend(figure, points, word)
    quoted = pd.DataFrame(index=["tianjin:growth"], columns=["1995", "2007", "2008", "2009", "2010"], dtype=object)
    quoted.at["tianjin:growth", "1995"] = said["1995"]
    for year in ("2007", "2008", "2009", "2010"):
        quoted.at["tianjin:growth", year] = index["tianjin", year] - 100
    return quoted, Plot(figure, tuple(points))


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
    points: list[Point] = []
    figure, panels = canvas(2, 5.6, 2)
    shades = {"manufacturing": "#D55E00", "real-estate": "#0072B2", "finance": "#009E73", "other-sectors": "#DDDDDD"}
    for column, (place, found) in enumerate(slices.items()):
        region, year = place.split(":")
        rest = totals[place] - total(found.values())
        drawn = [make(f"{region}:{sector}", year, value) for sector, value in (found | {"other-sectors": rest}).items()]
        points += drawn
        names = [point.series.split(":")[1] for point in drawn]
        values = [float(point.quantity.value) for point in drawn]
        pie, bars = panels[column], panels[column + 2]
        labels = [word(name).replace("（", "\n（").replace(" (", "\n(") for name in names]
        outline = {"edgecolor": "#888888", "linewidth": 0.6}
        style: dict[str, Any] = {
            "startangle": 90,
            "counterclock": False,
            "wedgeprops": outline,
            "textprops": {"fontsize": 7, "linespacing": 1.35},
        }
        pie.pie(values, labels=labels, colors=[shades[name] for name in names], labeldistance=1.12, **style)
        pie.set_title(f"{word(region)} {year}")
        places = range(len(names))
        drawn_bars = bars.barh(places, values, color=[shades[name] for name in names], edgecolor="#888888")
        bars.bar_label(drawn_bars, labels=[f"{value:.2f}" for value in values], padding=2, fontsize=8)
        bars.set_yticks(places, labels, linespacing=1.35)
        bars.invert_yaxis()
        bars.set_xlim(0, max(values) * 1.45)
        bars.set_xlabel(word("unit-usd-100m"))
        bars.grid(visible=False, axis="y")
    quoted = pd.DataFrame(index=["manufacturing", "real-estate", "finance", "total"], columns=list(slices), dtype=object)
    for place, found in slices.items():
        for sector, value in found.items():
            quoted.at[sector, place] = cents if value.operation != "observed" else value
    quoted.at["total", "tianjin:2009"] = totals["tianjin:2009"]
    return quoted, Plot(figure, tuple(points))


def _by_id(observations: pd.DataFrame) -> dict[str, Quantity]:
    return {quantity.id: quantity for quantity in observations["quantity"]}


def _shares(known: dict[str, Quantity], indicator: str, years: range | list[int]) -> dict[tuple[str, str], Quantity]:
    shares = {}
    for year in years:
        parts = {sector: known[f"{indicator}.tianjin.{sector}@{year}"] for sector in SECTORS}
        for sector, part in parts.items():
            shares[sector, str(year)] = percent(part, total(parts.values()))
    return shares


def _labelled_bars(axes: Axes, points: list[Point]) -> None:
    ordered = sorted(points, key=lambda point: point.period)
    bars = axes.bar([int(p.period) for p in ordered], [float(p.quantity.value) for p in ordered], color=COLOURS["tianjin"], width=0.6)
    axes.bar_label(bars, labels=[f"{float(p.quantity.value):.1f}" for p in ordered], padding=2, fontsize=8)
    axes.set_xticks([int(p.period) for p in ordered])
    from_zero(axes)
    axes.grid(visible=False, axis="x")


def _grey(axes: Axes, points: list[Point]) -> None:
    years = {int(point.period): float(point.quantity.value) for point in points}
    for year, value in years.items():
        if year + 1 in years:
            axes.plot([year, year + 1], [value, years[year + 1]], color="#D5D5D5", linewidth=0.8, zorder=1)
