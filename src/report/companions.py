"""Plots beside the tables of numbers. Each takes the observations and words of a notebook's run and its computed table."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill

import pandas as pd

from collate.run.plot import Plot, Point, PointMaker
from report.plotstyle import Word, basis_legend, canvas, colour, draw_series, from_zero, years_axis


def industrial_structure(observations: pd.DataFrame, table: pd.DataFrame, word: Word) -> Plot:
    """Table 1-1: light and heavy industry of each region, one panel a year."""
    make = PointMaker(observations)
    figure, panels = canvas(3, 6.2)
    years = list(observations["period"].unique())
    points: list[Point] = []
    for axes, year in zip(panels, years, strict=True):
        left = [0.0] * len(table)
        for kind, shade, hatch in (("light", "#56B4E9", ""), ("heavy", "#D55E00", "///")):
            found = [make(f"{region}:{kind}", year, table.at[region, f"{year}:{kind}"]) for region in table.index]
            values = [float(point.quantity.value) for point in found]
            names = [word(region) for region in table.index]
            axes.barh(names, values, left=left, color=shade, hatch=hatch, edgecolor="white", label=word(kind))
            left = [start + value for start, value in zip(left, values, strict=True)]
            points += found
        axes.invert_yaxis()
        axes.set_title(year, loc="left")
        axes.grid(visible=False, axis="y")
    panels[-1].set_xlabel(word("unit-cny-100m"))
    panels[0].legend(frameon=False, loc="lower right")
    basis_legend(figure, points, word)
    return Plot(figure, tuple(points))


def domestic_capital(observations: pd.DataFrame, table: pd.DataFrame, word: Word) -> Plot:
    """Table 1-2: capital by region of origin, on a logarithmic scale as Beijing dwarfs the rest."""
    regions = table.drop(index=["china", "wider-bohai", "wider-bohai-share"])
    return _lines(observations, regions, word, "unit-cny-100m", logarithmic=True)


def binhai_share(observations: pd.DataFrame, table: pd.DataFrame, word: Word) -> Plot:
    """Table 1-3: Binhai in per cent of Tianjin."""
    shares = table[[name for name in table.columns if name.endswith(":binhai-share")]].T
    return _lines(observations, shares, word, "unit-percent", height=3.0)


def technology_contracts(observations: pd.DataFrame, table: pd.DataFrame, word: Word) -> Plot:
    """Table 1-4: technology sold by Beijing, by buying region."""
    return _panels(observations, table.T, word, "unit-cny-100m")


def value_added(observations: pd.DataFrame, table: pd.DataFrame, word: Word) -> Plot:
    """Table 1-6: each sector of Beijing and Tianjin; Hebei has one year only and is left to the table."""
    make = PointMaker(observations)
    figure, panels = canvas(4, 7.2, 2)
    points: list[Point] = []
    for axes, sector in zip(panels, table.index, strict=True):
        for position, region in enumerate(("beijing", "tianjin")):
            columns = [name for name in table.columns if name.startswith(f"{region}:")]
            row = table.loc[[sector], columns].set_axis([name.partition(":")[2] for name in columns], axis=1)
            row.index = pd.Index([f"{region}:{sector}"])
            found = make.of_table(row)
            draw_series(axes, found, position, word(region))
            points += found
        axes.set_title(fill(word(sector), 30), loc="left", fontsize=9)
        years_axis(axes, (2004, 2009))
        from_zero(axes)
    panels[0].legend(frameon=False)
    figure.supylabel(word("unit-cny-100m"), fontsize=8)
    basis_legend(figure, points, word)
    return Plot(figure, tuple(points))


def hsinchu_sales(observations: pd.DataFrame, table: pd.DataFrame, word: Word) -> Plot:
    """Table 2-1: the shift from computers to circuits and optoelectronics."""
    shares = table[["integrated-circuits", "computers", "telecommunications", "optoelectronics"]].T
    return _lines(observations, shares, word, "unit-percent")


def ventures(observations: pd.DataFrame, table: pd.DataFrame, word: Word) -> Plot:
    """Tables 2-2 and 5-1: firms by period."""
    make = PointMaker(observations)
    points = tuple(sorted(make.of_table(table), key=lambda point: point.period[-4:]))  # "up to 1998" comes before 2001
    figure, (axes,) = canvas(1, 2.8)
    names = [word(point.period) for point in points]
    bars = axes.bar(names, [float(point.quantity.value) for point in points], color=colour("beijing"), width=0.6)
    axes.bar_label(bars, labels=[f"{int(point.quantity.value):,}" for point in points], padding=2, fontsize=8)
    from_zero(axes)
    axes.set_ylabel(word("unit-firms"))
    axes.grid(visible=False, axis="x")
    basis_legend(figure, points, word)
    return Plot(figure, points)


def regional_rd(observations: pd.DataFrame, table: pd.DataFrame, word: Word) -> Plot:
    """Table 5-2: R&D by region in the two years."""
    make = PointMaker(observations)
    regions = table.drop(index="korea")
    years = ("2004", "2005")
    figure, (axes,) = canvas(1, 3.0)
    points: list[Point] = []
    for offset, (year, shade, hatch) in zip((-0.2, 0.2), zip(years, ("#56B4E9", "#0072B2"), ("", "///"), strict=True), strict=True):
        found = [make(region, year, regions.at[region, f"{year}:rd-share"]) for region in regions.index]
        places = [position + offset for position in range(len(found))]
        bars = axes.barh(
            places, [float(p.quantity.value) for p in found], height=0.38, color=shade, hatch=hatch, edgecolor="white", label=year
        )
        axes.bar_label(bars, labels=[f"{float(p.quantity.value):.1f}" for p in found], padding=2, fontsize=8)
        points += found
    axes.set_yticks(range(len(regions)), [word(region) for region in regions.index])
    axes.invert_yaxis()
    axes.set_xlabel(word("rd-share"))
    axes.grid(visible=False, axis="y")
    axes.legend(frameon=False, loc="lower right")
    basis_legend(figure, points, word)
    return Plot(figure, tuple(points))


def patents(observations: pd.DataFrame, table: pd.DataFrame, word: Word) -> Plot:
    """Table 5-3: domestic and international patents."""
    return _lines(observations, table, word, "unit-patents", height=3.2)


def _lines(
    observations: pd.DataFrame, table: pd.DataFrame, word: Word, unit: str, *, height: float = 3.8, logarithmic: bool = False
) -> Plot:
    """All rows of `table` (periods in columns) in one panel."""
    make = PointMaker(observations)
    figure, (axes,) = canvas(1, height)
    points = make.of_table(table)
    for position, series in enumerate(table.index):
        draw_series(axes, [point for point in points if point.series == series], position, word(series))
    years_axis(axes, [int(point.period) for point in points])
    axes.set_ylabel(word(unit))
    if logarithmic:
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter("{x:g}")
    else:
        from_zero(axes)
    figure.legend(loc="outside upper center", ncols=_columns(table.index, word), frameon=False)
    basis_legend(figure, points, word)
    return Plot(figure, points)


def _panels(observations: pd.DataFrame, table: pd.DataFrame, word: Word, unit: str) -> Plot:
    """One small panel a row of `table`, on one scale, the other rows in grey behind it."""
    make = PointMaker(observations)
    figure, panels = canvas(3, 5.4, 2, sharex=True, sharey=True)
    points = make.of_table(table)
    for position, (axes, series) in enumerate(zip(panels, table.index, strict=True)):
        for point_series in table.index:
            others = [point for point in points if point.series == point_series != series]
            axes.plot([int(p.period) for p in others], [float(p.quantity.value) for p in others], color="#D0D0D0", linewidth=0.8, zorder=1)
        draw_series(axes, [point for point in points if point.series == series], position, word(series))
        axes.set_title(word(series), loc="left")
        years_axis(axes, [int(point.period) for point in points])
    figure.supylabel(word(unit), fontsize=8)
    basis_legend(figure, points, word)
    return Plot(figure, points)


def _columns(series: Sequence[str], word: Word) -> int:
    """As many columns of the legend as its longest name leaves room for."""
    return max(1, min(len(series), 90 // max(6 + 2 * len(word(name).encode("utf-8")) // 2 for name in series)))
