"""The chart of the verification page: the verdicts of each chapter, cells and numbers in sentences side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from collate.book import Book
from collate.data.claims import Claim
from collate.data.labels import Labels
from collate.data.listing import files_in
from collate.data.published import Cell
from collate.data.typed_text import read_text
from collate.numbers.verdict import Basis, Verdict
from collate.verdicts import Judged, read_verdicts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CHART = "verdicts"
PLACES = (("chart-cells", Cell), ("chart-claims", Claim))
# What is counted together, with its colour and hatch: the groups are told apart without colour too. Copies stand apart.
GROUPS = (
    ("chart-identical", "#1b6ca8", ""),
    (Verdict.ROUNDING.label, "#7fb069", "////"),
    (Verdict.ERRATUM.label, "#d1495b", "xxxx"),
    ("chart-copied", "#8fb8d8", "...."),
    ("chart-transcribed", "#d5e5f1", "...."),
    ("chart-copied-erratum", "#edb4bb", "xxxx"),
    (Verdict.NOT_REGENERATED.label, "#e8e8e8", ""),
    (Verdict.DIFFERS.label, "#000000", ""),
    (Verdict.NOT_RUN.label, "#666666", "----"),
)

LETTERS = {label: "abcdefghi"[position] for position, (label, _, _) in enumerate(GROUPS)}  # a class for each group: a page has thousands


def shows_chart(book: Book) -> bool:
    """Whether a chapter of the book shows the chart."""
    return any("```{verdict-chart}" in read_text(path) for path in files_in(book.chapters / book.languages[0], "*.md"))


def chart_file(book: Book, language: str, form: str) -> Path:
    return book.build / "charts" / language / f"figure.{form}"


def group_of(item: Judged[Cell | Claim]) -> str:
    """Label key of the group that a value is counted in."""
    if item.verdict not in (Verdict.IDENTICAL, Verdict.ROUNDING, Verdict.ERRATUM):
        return item.verdict.label
    if item.basis.verifies:
        return "chart-identical" if item.verdict is Verdict.IDENTICAL else item.verdict.label
    if item.verdict is Verdict.ERRATUM:
        return "chart-copied-erratum"
    return "chart-transcribed" if item.basis is Basis.TRANSCRIBED else "chart-copied"


def counts(judged: Sequence[Judged[Cell | Claim]]) -> Counter[tuple[str, int, str]]:
    """Values by place (a key of PLACES), chapter and group."""
    return Counter(("chart-cells" if isinstance(item.place, Cell) else "chart-claims", item.chapter, group_of(item)) for item in judged)


def chart_alt(judged: Sequence[Judged[Cell | Claim]], labels: Labels, language: str) -> str:
    """The chart in words: the groups of each chapter, cells and claims together."""
    found = Counter((item.chapter, group_of(item)) for item in judged)
    parts = []
    for chapter in sorted({chapter for chapter, _ in found}):
        told = [f"{labels.text(group, language)} {found[chapter, group]}" for group, _, _ in GROUPS if found[chapter, group]]
        joined = labels.text("join-comma", language).join(told)
        parts.append(labels.text("chart-alt-chapter", language).format(chapter=_chapter(chapter, labels, language), counts=joined))
    return labels.text("chart-alt", language).format(facts=labels.text("join-semicolon", language).join(parts))


def draw_chart(book: Book, language: str) -> None:
    """Draw the chart as SVG, PDF and PNG below `_build/charts`.

    Raises
    ------
    SystemPackageError : the font is not installed.
    """
    import matplotlib.pyplot as plt

    from collate.run.drawing import save_figure, use_style

    labels = book.words
    found = counts(read_verdicts(book).numerals)
    used = [group for group in GROUPS if any(key[2] == group[0] for key in found)]
    chapters = sorted({chapter for _, chapter, _ in found}, reverse=True)
    use_style(book, language)
    figure, axes = plt.subplots(1, 2, figsize=(7.2, 0.45 * len(chapters) + 1.5), sharex=True, sharey=True, layout="constrained")
    for axis, (place, _) in zip(axes, PLACES, strict=True):
        _bars(axis, [[found[place, chapter, group] for chapter in chapters] for group, _, _ in used], used, labels, language)
        axis.set_title(labels.text(place, language))
        axis.set_xlabel(labels.text("chart-count", language))
        axis.grid(visible=False, axis="y")
    axes[0].set_yticks(range(len(chapters)), [_chapter(chapter, labels, language) for chapter in chapters])
    handles, names = axes[0].get_legend_handles_labels()
    for columns in (3, 2, 1):  # as many as fit
        legend = figure.legend(handles, names, loc="outside lower center", ncols=columns, frameon=False)
        figure.draw_without_rendering()
        parts = [part.get_window_extent() for part in (*legend.legend_handles, *legend.get_texts()) if part]
        if columns == 1 or all(figure.bbox.x0 <= part.x0 and part.x1 <= figure.bbox.x1 for part in parts):
            break
        legend.remove()
    save_figure(figure, chart_file(book, language, "svg").parent)
    plt.close(figure)


def _bars(axis: Axes, rows: list[list[int]], used: Sequence[tuple[str, str, str]], labels: Labels, language: str) -> None:
    left = [0] * len(rows[0])
    for values, (group, colour, hatch) in zip(rows, used, strict=True):
        name = labels.text(group, language)
        axis.barh(range(len(values)), values, left=left, color=colour, hatch=hatch, edgecolor="#333333", linewidth=0.5, label=name)
        left = [start + value for start, value in zip(left, values, strict=True)]


def _chapter(chapter: int, labels: Labels, language: str) -> str:
    return labels.text("chapter-number", language).format(number=chapter) if chapter else labels.text("word-summary", language)
