"""The list that a data editor's replication report asks for: every exhibit and every number, as a spreadsheet."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from collate.book import Book
from collate.data import csvfile
from collate.data.claims import Claim
from collate.data.published import Artifact, Cell, Published
from collate.export.about import export_language
from collate.export.runs import artifact_run, claims_run
from collate.export.steady_zip import zip_bytes
from collate.numbers.verdict import Basis, Verdict
from collate.verdicts import Judged, Verdicts, read_verdicts

EXHIBIT_COLUMNS = (
    "Figure, table or in-text number",
    "Program",
    "Line",
    "Output file",
    "Reproduced?",
    "Printed number",
    "Regenerated number",
    "Note",
)
COPIES = {
    Basis.TRANSCRIBED: "the publication is the only source",
    Basis.QUOTED: "it agrees with the cell that it quotes",
    Basis.REPEATED: "it agrees with the same statement elsewhere",
}
SHEETS = ("Exhibits", "Cells", "In-text numbers")
_CONTENT_TYPES = "[Content_Types].xml"
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_WIDTHS = (34, 32, 6, 40, 34, 18, 18, 70)
Row = tuple[str, str, int, str, str, str, str, str]


def write_exhibits(book: Book) -> None:
    """Write exhibits.xlsx into the folder of exports, the same bytes for the same verdicts."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    verdicts = read_verdicts(book)
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in zip(SHEETS, (exhibits(book, verdicts), cells(book, verdicts), numbers(book, verdicts)), strict=True):
        sheet = workbook.create_sheet(title)
        sheet.append(EXHIBIT_COLUMNS)
        for row in rows:
            sheet.append(row)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
        for position, width in enumerate(_WIDTHS, start=1):
            sheet.column_dimensions[get_column_letter(position)].width = width
            sheet.cell(1, position).font = Font(bold=True)
            sheet.cell(1, position).alignment = Alignment(wrap_text=True, vertical="top")
    buffer = io.BytesIO()
    workbook.save(buffer)
    csvfile.write_bytes(book.exports / "exhibits.xlsx", _steady(buffer.getvalue()))


def exhibits(book: Book, verdicts: Verdicts) -> list[Row]:
    """A row for each table and figure, with its verdicts counted by basis in the note."""
    labels, language = book.words, export_language(book)
    rows = []
    for artifact in Published(book).artifacts.values():
        run = artifact_run(book, artifact, language)
        own = verdicts.of_artifact(artifact.id)
        output = ", ".join(book.relative(path) for path in run.results)
        note = "; ".join(filter(None, (_counts(own), labels.text(artifact.missing, language) if artifact.missing else "")))
        rows.append((name_of(artifact), book.relative(run.source), saving_line(run.source), output, _extent(artifact, own), "", "", note))
    return rows


def cells(book: Book, verdicts: Verdicts) -> list[Row]:
    """A row for each printed cell of a table and each value that the text quotes from a figure."""
    published, language = Published(book), export_language(book)
    programs = {id: artifact_run(book, artifact, language).source for id, artifact in published.artifacts.items()}
    lines = {id: saving_line(path) for id, path in programs.items()}
    rows = []
    for item in verdicts.cells:
        if not item.claim:  # the numeral of a sentence is counted there
            id = item.place.artifact
            rows.append(_row(item, item.place.id, book.relative(programs[id]), lines[id], book.relative(book.values(id)), language))
    return rows


def numbers(book: Book, verdicts: Verdicts) -> list[Row]:
    """A row for each number in a sentence."""
    if not verdicts.claims:
        return []
    program = claims_run(book, verdicts.claims[0].chapter).source
    line, language = saving_line(program), export_language(book)
    return [
        _row(item, item.place.id, book.relative(program), line, book.relative(book.claim_values(item.chapter)), language)
        for item in verdicts.claims
    ]


def reproduced(item: Judged[Cell | Claim]) -> str:
    """The answer to "Reproduced?". A value that agrees with a copy of itself is never called reproduced."""
    if item.verdict in (Verdict.IDENTICAL, Verdict.ROUNDING) and not item.basis.verifies:
        return f"not tested: {COPIES[item.basis]}"
    if item.verdict is Verdict.IDENTICAL:
        return "yes"
    if item.verdict is Verdict.ROUNDING:
        return "yes, within the rounding of its inputs"
    if item.verdict is Verdict.NOT_REGENERATED:
        return "not tested: nothing to compute it from"
    if item.erratum:
        return f"no: declared as {item.erratum.kind}"
    return f"no: {item.verdict.key}"


def name_of(artifact: Artifact) -> str:
    return f"{artifact.kind.capitalize()} {artifact.printed_number}"


def saving_line(notebook: Path) -> int:
    """The line of the notebook's file that saves the result, or 0 where none does."""
    lines = notebook.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if "run.save(" in line), 0)


def _row(item: Judged[Cell | Claim], name: str, program: str, line: int, output: str, language: str) -> Row:
    computed = item.basis not in (Basis.TRANSCRIBED, Basis.NONE)
    notes = [f"line {item.place.line} of the publication", item.basis.value]
    if item.formula and computed:
        notes.append(item.formula)
    if item.condition:
        on, shown = item.condition.fields
        notes.append(f"conditional on {on}" + (f": {shown} with the reading that the erratum proposes" if shown else ""))
    if item.erratum:
        notes.append(item.erratum.cause[language])
    return name, program, line, output, reproduced(item), item.place.printed.text, item.shown, "; ".join(notes)


def _extent(artifact: Artifact, own: Sequence[Judged[Cell]]) -> str:
    if not artifact.datasets:
        return "no"
    parts = ["partly" if artifact.missing else "yes"]
    found = Counter(item.verdict for item in own)
    parts += [f"{found[verdict]} {verdict.key}" for verdict in Verdict if verdict is not Verdict.IDENTICAL and found[verdict]]
    return ", ".join(parts)


def _counts(own: Sequence[Judged[Cell]]) -> str:
    found = Counter((item.basis, item.verdict) for item in own)
    return "; ".join(
        f"{basis.value} {verdict.key}: {found[basis, verdict]}" for basis in Basis for verdict in Verdict if found[basis, verdict]
    )


def _steady(content: bytes) -> bytes:
    """The same workbook without the time at which it was saved."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [(name, archive.read(name)) for name in archive.namelist()]
    fixed = [(name, _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", data) if name == "docProps/core.xml" else data) for name, data in entries]
    return zip_bytes(fixed, first=_CONTENT_TYPES)
