"""The corrected reading of an artifact, beside the reading as printed, where the two differ."""

from __future__ import annotations

from docutils import nodes

from collate.book import READINGS
from collate.data.corrections import own_corrections, readings
from collate.data.published import Artifact
from collate.judge import Stored, read_values
from collate.numbers.values import decimal_text
from collate.sphinx.directive import CollateDirective
from collate.sphinx.tables import fitted, table


def corrected_reading(directive: CollateDirective, artifact: Artifact) -> list[nodes.Node]:
    """What the artifact gives once its observations are read as the errata propose; nothing where no erratum corrects one.

    A sentence that names the corrections, a table of every cell that comes out otherwise, and the plot drawn anew.
    """
    book = directive.book
    if "corrected" not in readings(book, artifact):
        return []
    directive.depend(book.values(artifact.id, "corrected"), book.errata)
    block = nodes.container(classes=["cv-corrected"])
    block += nodes.rubric("", directive.word("corrected-title"))
    block += nodes.paragraph("", directive.word("corrected-intro").format(corrections=_corrections(directive, artifact)))
    rows = _differing(directive, artifact)
    if rows:
        keys = ("word-value", "word-printed", "word-as-printed", "word-corrected-reading")
        block += fitted(table([[directive.word(key)] for key in keys], rows))
    if artifact.drawn and _plots_differ(directive, artifact):
        block += directive.unlisted_drawing(artifact, directive.word("corrected-plot"), "corrected")
    return [block]


def _plots_differ(directive: CollateDirective, artifact: Artifact) -> bool:
    printed, corrected = (directive.book.points(artifact.id, reading).read_bytes() for reading in READINGS)
    return printed != corrected


def _differing(directive: CollateDirective, artifact: Artifact) -> list[list[str | nodes.Node]]:
    book, language = directive.book, artifact.language
    both = [read_values(book.values(artifact.id, reading), directive.labels, language) for reading in READINGS]
    cells = directive.published.cells(artifact.id)
    rows: list[list[str | nodes.Node]] = []
    for key, cell in cells.items():
        printed, corrected = (values[key] for values in both)
        if printed != corrected:
            rows.append([directive.cell_name(cell), cell.printed.text, _told(printed), _told(corrected)])
    return rows


def _told(stored: Stored) -> str:
    value = stored.regenerated.value
    return stored.regenerated.text if value is None else decimal_text(value)


def _corrections(directive: CollateDirective, artifact: Artifact) -> str:
    named = []
    for id, value in own_corrections(directive.book, artifact).items():
        named.append(f"{directive.observation_name(id)}{directive.word('join-colon')}{value}")
    return directive.word("join-semicolon").join(named)
