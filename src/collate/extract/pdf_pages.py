"""PDF: the characters and rules of each page by pdfplumber, put together to lines, tables and paragraphs; PDFium reads each cell again.

A PDF has no tables, only signs at places. What stands below a caption `Table 2` in columns is taken for a table. Superscripts are
told by their size and height. Where the two readers differ, the cell carries a doubt.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from unicodedata import normalize

from collate.errors import CollateError, DataError
from collate.extract.candidates import Kind
from collate.extract.characters import lowered, raised
from collate.extract.document import Document, Paragraph, Table
from collate.extract.grid import Grid, Span
from collate.extract.markup import CAPTION
from collate.extract.untrusted import library, refuse_other_kinds

MOST_PAGES = 500
# In units of the size of type.
_THIN, _WORD, _COLUMN = 0.12, 0.2, 0.95
_NOTE = re.compile(r"(?:Notes?|Sources?|Standard errors|Robust|Data|Significan|[*†‡]|a[. ]|資料來源|註|注)")
_HEADING = re.compile(r"(?:[0-9]+(?:\.[0-9]+)*\.?|[IVX]+\.)\s+[A-Z\u4e00-\u9fff].{1,80}")
_LEADERS = re.compile(r"(?:\s?[.·…]){6,}|…{3,}")  # of a list of contents or tables
_HEADINGS = re.compile(
    r"(?:Abstract|Introduction|Methods?|Data|Results?|Discussion|Conclusions?|References|Bibliography|Appendix|Acknowledge?ments?)"
)


@dataclass
class Sign:
    """One character: where its baseline is, how large it is, and whether it is raised (1) or lowered (-1)."""

    text: str
    left: float
    right: float
    base: float  # from the top of the page
    size: float
    bold: bool
    raised: int = 0


@dataclass
class Segment:
    """Words of a line without a wide gap between them."""

    signs: list[Sign]

    @property
    def left(self) -> float:
        return min(sign.left for sign in self.signs)

    @property
    def right(self) -> float:
        return max(sign.right for sign in self.signs)

    @property
    def text(self) -> str:
        return _text(self.signs)


@dataclass
class Line:
    """Signs on one baseline with what is raised and lowered beside them, from left to right."""

    base: float
    size: float
    signs: list[Sign] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)

    @property
    def left(self) -> float:
        return self.segments[0].left

    @property
    def right(self) -> float:
        return max(segment.right for segment in self.segments)

    @property
    def bold(self) -> bool:
        return all(sign.bold for sign in self.signs)


@dataclass(frozen=True)
class Rule:
    """A horizontal line."""

    left: float
    right: float
    top: float


@dataclass
class Page:
    """A page: its lines in the order of reading, its rules, and the second reader's text of any box on it."""

    number: int
    height: float
    width: float
    lines: list[Line]
    rules: list[Rule]
    second: Any

    def again(self, left: float, right: float, top: float, bottom: float) -> str:
        return str(self.second.get_text_bounded(left, self.height - bottom, right, self.height - top))


def read(content: bytes, path: Path) -> Document:
    """The document of a PDF.

    Raises
    ------
    CallError : pdfplumber or pypdfium2 is not installed.
    DataError : another kind of file, protected, damaged, too long, or pictures of pages without text.
    """
    refuse_other_kinds(content.lstrip()[:8], path, "a PDF", allowed=b"%PDF")
    pdfplumber = library("pdfplumber", "pdfplumber", "PDF")
    pdfium = library("pypdfium2", "pypdfium2", "PDF")
    try:
        second = pdfium.PdfDocument(content)
        count = len(second)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise DataError("a password protects it", where=path, fix="save it without a password (print it to PDF)") from None
        raise DataError(f"the PDF is damaged: {error}", where=path, fix="get it again from where it came") from None
    if count > MOST_PAGES:
        raise DataError(f"it has {count} pages, and at most {MOST_PAGES} are read", where=path, fix="extract a part of it")
    try:
        with pdfplumber.open(io.BytesIO(content)) as first:
            pages = [_page(page, second[number], number + 1) for number, page in enumerate(first.pages)]
    except CollateError:
        raise
    except RecursionError:
        raise DataError("the PDF is nested too deep to be read", where=path, fix="print it to PDF, and try that") from None
    except Exception as error:  # the library raises whatever it meets in a damaged file
        raise DataError(f"the PDF is damaged: {type(error).__name__} {error}", where=path, fix="print it to PDF, and try that") from None
    if not any(page.lines for page in pages):
        raise DataError("it holds pictures of pages and no text", where=path, fix="recognise its text first (OCR), and look at each number")
    return _document(pages)


def _page(page: Any, again: Any, number: int) -> Page:
    heights: dict[str, list[float]] = {}
    for char in page.chars:
        heights.setdefault(char["fontname"], []).append((char["bottom"] - (page.height - char["matrix"][5])) / (char["size"] or 1))
    below = {font: median(found) for font, found in heights.items()}
    signs = []
    for char in page.chars:
        text = char["text"]
        if (text.isspace() and text not in "\u2009\u202f") or not char.get("upright", True) or not char["size"]:
            continue
        base = page.height - char["matrix"][5]
        rise = (char["bottom"] - base) - below[char["fontname"]] * char["size"]
        if abs(rise) > 0.15 * char["size"]:
            base += rise
        bold = bool(re.search(r"bold|black|heavy|cmbx|-b\b", char["fontname"], re.IGNORECASE))
        text = normalize("NFKC", text) if "\ufb00" <= text[:1] <= "\ufb06" else normalize("NFC", text)  # ligatures
        signs.append(Sign(text, char["x0"], char["x1"], base, char["size"], bold))
    rules = [
        Rule(one["x0"], one["x1"], one["top"]) for one in (*page.lines, *page.rects) if one["x1"] - one["x0"] > 15 and one["height"] < 2.5
    ]
    lines = _in_columns(_lines(signs), page.width)
    return Page(number, page.height, page.width, lines, sorted(set(rules), key=lambda rule: rule.top), again.get_textpage())


def _lines(signs: Sequence[Sign]) -> list[Line]:
    """Signs by their baselines; small ones beside larger ones on another baseline are raised or lowered."""
    groups: list[list[Sign]] = []
    for sign in sorted(signs, key=lambda sign: sign.base):
        if groups and abs(groups[-1][-1].base - sign.base) < 0.12 * sign.size:
            groups[-1].append(sign)
        else:
            groups.append([sign])
    lines = [Line(median(sign.base for sign in group), max(sign.size for sign in group), group) for group in groups]
    for line in lines:
        for neighbour in lines:
            if neighbour is not line and neighbour.size > 1.15 * line.size and -0.35 < (neighbour.base - line.base) / neighbour.size < 0.75:
                _attach(line, neighbour)
    found = [line for line in lines if line.signs]
    for line in found:
        line.signs.sort(key=lambda sign: sign.left)
        line.segments = _segments(line)
    return found


def _attach(small: Line, large: Line) -> None:
    """Give those signs of a small line to a large one that stand right behind one of its signs."""
    rights = sorted(sign.right for sign in large.signs)
    kept: list[Sign] = []
    end = None
    for sign in sorted(small.signs, key=lambda sign: sign.left):
        near = any(-0.1 * large.size <= sign.left - right <= 0.25 * large.size for right in rights)
        follows = end is not None and -0.2 * sign.size <= sign.left - end <= 0.3 * sign.size
        if near or follows:
            sign.raised = 1 if small.base < large.base else -1
            large.signs.append(sign)
            end = sign.right
        else:
            kept.append(sign)
            end = None
    small.signs = kept


def _segments(line: Line) -> list[Segment]:
    found = [Segment([line.signs[0]])]
    for before, sign in zip(line.signs, line.signs[1:], strict=False):
        if sign.left - before.right > _COLUMN * line.size:
            found.append(Segment([sign]))
        else:
            found[-1].signs.append(sign)
    return found


def _text(signs: Sequence[Sign]) -> str:
    """The text of signs: spaces where gaps are, raised and lowered ones as such."""
    found: list[str] = []
    group: list[Sign] = []

    def close() -> None:
        if group:
            text = "".join(sign.text for sign in group)
            found.append(raised(text) if group[0].raised > 0 else lowered(text) if group[0].raised < 0 else text)
            group.clear()

    largest = max(sign.size for sign in signs)
    for before, sign in zip([None, *signs], signs, strict=False):
        if before is not None:
            gap = (sign.left - before.right) / largest
            if sign.raised != before.raised or gap > _THIN:
                close()
            if gap > _WORD:
                found.append(" ")
            elif gap > _THIN and not sign.raised and before.text[-1:].isdigit() and sign.text[:1].isdigit():
                found.append("\u2009")
            elif gap > _THIN and not sign.raised:
                found.append(" ")
        group.append(sign)
    close()
    return normalize("NFC", "".join(found))


def _in_columns(lines: list[Line], width: float) -> list[Line]:
    """Lines in the order of reading, where a page of text stands in two columns: those of the left, then those of the right."""
    gutter = _gutter(lines, width)
    if gutter is None:
        return lines
    found: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        if any(segment.left < gutter < segment.right for segment in line.segments):
            found += [*left, *right, line]
            left, right = [], []
            continue
        for side, keep in ((left, False), (right, True)):
            segments = [segment for segment in line.segments if (segment.left >= gutter) is keep]
            if segments:
                signs = [sign for segment in segments for sign in segment.signs]
                side.append(Line(line.base, max(sign.size for sign in signs), signs, segments))
    return [*found, *left, *right]


def _gutter(lines: Sequence[Line], width: float) -> float | None:
    """Where the gap between two columns of text is; None where the page has one, or where columns are those of a table."""
    both = [line for line in lines if line.left < 0.4 * width and line.right > 0.6 * width]
    if len(both) < 12:
        return None
    for place in range(45, 56):
        at = width * place / 100
        parted = [line for line in both if not any(segment.left < at < segment.right for segment in line.segments)]
        full = [line for line in parted if sum(segment.right - segment.left for segment in line.segments) > 0.6 * (line.right - line.left)]
        if len(full) > 0.6 * len(both) and sum(len(line.segments) <= 3 for line in full) > 0.8 * len(full):
            return at
    return None


def _document(pages: Sequence[Page]) -> Document:
    document = Document("PDF")
    sizes = Counter(round(line.size, 1) for page in pages for line in page.lines for _ in line.signs)
    body = sizes.most_common(1)[0][0]
    repeated = _running(pages)
    section = ""
    for page in pages:
        if not page.lines:
            document.doubts.append(f"page {page.number} holds no text: it may be a picture")
        lines = [line for line in page.lines if not _is_running(line, page, repeated) and not _LEADERS.search(line.text)]
        place = 0
        waiting: list[Line] = []
        note = False
        while place < len(lines):
            line = lines[place]
            if (caption := CAPTION.match(line.text)) and _is_caption(line.text, caption):
                document.blocks += _paragraphs(waiting, section, page.number, note=note)
                waiting = []
                table, place = _table(lines, place, page, section)
                document.blocks.append(table)
                continue
            if _is_heading(line, lines[place - 1] if place else None, body):
                document.blocks += _paragraphs(waiting, section, page.number, note=note)
                waiting, note, section = [], False, line.text
            else:
                if not note and line.base > 0.6 * page.height and line.size < 0.93 * body and re.match(r"[0-9¹²³⁴-⁹*†‡]", line.text):
                    document.blocks += _paragraphs(waiting, section, page.number)
                    waiting, note = [], True
                waiting.append(line)
            place += 1
        document.blocks += _paragraphs(waiting, section, page.number, note=note)
    # The list of tables at the beginning of a work has captions without tables.
    filled = {_number(block) for block in document.blocks if isinstance(block, Table) and block.grid.rows}
    document.blocks = [
        block for block in document.blocks if not (isinstance(block, Table) and not block.grid.rows and _number(block) in filled)
    ]
    return document


def _number(table: Table) -> str:
    match = CAPTION.match(table.caption)
    return match[1] if match else ""


def _is_caption(text: str, match: re.Match[str]) -> bool:
    """Whether a line is the caption of a table, and no sentence that begins with its number."""
    rest = text[match.end() :]
    return not rest or bool(re.search(r"[.:：|–—]\s*$", match[0])) or not re.match(r"[a-z(,;]", rest)


def _running(pages: Sequence[Page]) -> set[str]:
    """Heads and feet that stand on several pages, their numbers apart."""
    counted: Counter[str] = Counter()
    for page in pages:
        edge = {_unnumbered(line.text) for line in page.lines if line.base < 0.09 * page.height or line.base > 0.92 * page.height}
        counted.update(edge)
    return {text for text, count in counted.items() if count >= 3}


def _unnumbered(text: str) -> str:
    return re.sub(r"[0-9]+", "#", text)


def _is_running(line: Line, page: Page, repeated: set[str]) -> bool:
    edge = line.base < 0.09 * page.height or line.base > 0.9 * page.height
    return edge and (_unnumbered(line.text) in repeated or bool(re.fullmatch(r"\W*(?:[0-9]{1,4}|[ivxlc]+)\W*", line.text)))


def _is_heading(line: Line, before: Line | None, body: float) -> bool:
    text = line.text
    if len(line.segments) > 2 or len(text) > 90 or text.endswith((",", ";", "，", "；", "、", "。", "-")) or text.startswith(("(", "（")):
        return False
    apart = before is None or line.base - before.base > 1.3 * line.size or line.base < before.base
    large = line.size > 1.1 * body or line.bold
    return apart and ((large and bool(re.search(r"[^\W\d_]{3}", text))) or bool(_HEADINGS.fullmatch(text.strip(" ."))) or (
        bool(_HEADING.fullmatch(text)) and not text.endswith(".")
    ))  # fmt: skip


def _paragraphs(lines: Sequence[Line], section: str, page: int, *, note: bool = False) -> Iterator[Paragraph]:
    """Lines joined where they belong together; words that a line end parts are joined, too."""
    group: list[Line] = []
    for line in lines:
        if re.search(r"\([0-9]+(?:\.[0-9]+)?[a-z]?\)$", line.text) and len(line.segments) > 1 and re.search("[=<>≤≥]", line.text):
            yield from _joined(group, section, page, note)
            group = []
            yield Paragraph(line.text, section, page, Kind.EQUATION)
            continue
        if group and not -0.1 < (line.base - group[-1].base) / max(line.size, 1) < 1.75:
            wrapped = line.base < group[-1].base and not group[-1].text.rstrip().endswith((".", "。"))  # into the next column
            if not wrapped:
                yield from _joined(group, section, page, note)
                group = []
        group.append(line)
    yield from _joined(group, section, page, note)


def _joined(lines: Sequence[Line], section: str, page: int, note: bool) -> Iterator[Paragraph]:
    text = ""
    for line in lines:
        if re.search(r"[a-z]-$", text) and re.match(r"[a-z]", line.text):
            text = text[:-1] + line.text
        else:
            text += (" " if text and not re.search(r"[\u3400-\u9fff，。、]$", text) else "") + line.text
    if text:
        yield Paragraph(text, section, page, Kind.FOOTNOTE if note else Kind.CLAIM)


def _table(lines: Sequence[Line], start: int, page: Page, section: str) -> tuple[Table, int]:
    """The table below the caption at `start`, and the line behind it with its notes."""
    caption = [lines[start].text]
    place = start + 1
    rules = [rule for rule in page.rules if rule.top > lines[start].base - lines[start].size]
    while place < len(lines) and len(lines[place].segments) == 1 and lines[place].base > lines[place - 1].base:
        if (
            any(lines[place - 1].base < rule.top < lines[place].base for rule in rules)
            or lines[place].base - lines[place - 1].base > 2.2 * lines[place].size
        ):
            break
        if not any(len(line.segments) > 1 for line in lines[place + 1 : place + 4]):
            break
        caption.append(lines[place].text)
        place += 1
    end = _end(lines, place, rules)
    within = lines[place:end]
    notes: list[str] = []
    behind = end
    while behind < len(lines) and within and lines[behind].base > lines[behind - 1].base:
        line, above = lines[behind], lines[behind - 1].base
        from_rule = max((rule.top for rule in rules if above < rule.top < line.base), default=above)
        if not (notes or _NOTE.match(line.text)) or line.base - from_rule > 3 * line.size:
            break
        if notes and abs(lines[behind].size - lines[end].size) > 0.4:
            break
        notes.append(lines[behind].text)
        behind += 1
    doubts = [] if within else ["no table was found below its caption"]
    grid = _grid(within, rules, page) if within else Grid([])
    lumped = [
        line.text for line in within if len(line.segments) == 1 and len(re.findall(r"(?<!\S)[-−(\[]?[0-9]*[.,]?[0-9]+", line.text)) > 1
    ]
    if lumped and grid.width > 2:
        doubts.append(f"a row holds numbers that could not be parted into columns: {lumped[0]}")
    joined = (" ".join(notes),) if notes else ()
    return Table(grid, " ".join(caption), section, page.number, notes=joined, doubts=tuple(doubts)), max(behind, start + 1)


def _end(lines: Sequence[Line], start: int, rules: Sequence[Rule]) -> int:
    """The line behind the last row: where rules frame the table the last of them ends it, otherwise what looks like a paragraph."""
    seen = False
    end = start
    for place in range(start, len(lines)):
        line, before = lines[place], lines[place - 1]
        if line.base < before.base or CAPTION.match(line.text):
            break
        parted = [rule for rule in rules if before.base < rule.top < line.base]
        under = [rule for rule in rules if rule.top > line.base]
        apart = line.base - before.base > 2.6 * line.size and seen and not parted
        many = len(line.segments) > 1
        if many and not apart:
            seen, end = True, place + 1
            continue
        if apart or _NOTE.match(line.text) or (seen and not under and (len(line.text.split()) > 8 or line.size > 1.1 * before.size)):
            break
        if not any(len(after.segments) > 1 for after in lines[place + 1 : place + 4]) or len(line.text.split()) > 12:
            break
    return end


def _grid(lines: Sequence[Line], rules: Sequence[Rule], page: Page) -> Grid:
    columns = _columns(lines)
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    framed = [rule for rule in rules if lines[0].base - 3 * lines[0].size < rule.top < lines[-1].base + 2 * lines[-1].size]
    whole = sorted({round(rule.top) for rule in framed if rule.right - rule.left > 0.85 * (right - left)})
    inner = [top for top in whole if lines[0].base < top < lines[-1].base]
    heads = sum(line.base < inner[0] for line in lines) if inner and len(inner) < max(len(lines) - 2, 2) else None
    if heads is None:  # the lines before the first that names a row
        named = next((number for number, line in enumerate(lines) if line.left < columns[0][1]), 0)
        heads = named or None
    rows: list[list[Span]] = []
    for number, line in enumerate(lines):
        if number >= max(heads or 0, 1) and len(line.segments) == 1 and _goes_on(line, columns) and rows[-1][0].text:
            before = rows[-1][0]
            rows[-1][0] = Span(_together(before.text, line.text), before.columns)
            continue
        below = lines[number + 1].base if number + 1 < len(lines) else line.base + 2 * line.size
        partial = [rule for rule in framed if line.base < rule.top < below and rule.right - rule.left <= 0.85 * (right - left)]
        is_head = number < heads if heads is not None else number == 0
        rows.append(_row(line, columns, partial, page, is_head=is_head))
    grid = Grid(rows, heads)
    if heads and heads > 1 and (wider := _wider(rows, heads)):
        grid = Grid(wider, heads)
        grid.doubts.append("over which columns heads stand was told by the names below them that repeat")
    return grid


def _goes_on(line: Line, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a line is the rest of the name of the row above: it stands in the first column alone and begins with a small letter."""
    return line.left < columns[0][1] and (len(columns) < 2 or line.right < columns[1][0]) and line.text[:1].islower()


def _together(text: str, rest: str) -> str:
    return text[:-1] + rest if re.search(r"[a-z][-‐‑]$", text) else f"{text} {rest}"


def _wider(rows: Sequence[Sequence[Span]], heads: int) -> list[list[Span]]:
    """The rows with heads that reach to the next head of their line, where the names below repeat without them; otherwise nothing."""
    names = [span.text for span in rows[heads - 1] if span.text]
    if len(set(names)) == len(names):
        return []
    found = [list(row) for row in rows]
    for row in range(heads - 1):
        spans: list[Span] = []
        for span in rows[row]:
            if not span.text and spans and spans[-1].text:
                spans[-1] = Span(spans[-1].text, spans[-1].columns + span.columns, doubts=spans[-1].doubts)
            else:
                spans.append(span)
        found[row] = spans
    return found


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The extents of the columns: of what stands in the lines that have most of them."""
    most = max(len(line.segments) for line in lines)
    extents = sorted((segment.left, segment.right) for line in lines if len(line.segments) >= 0.6 * most for segment in line.segments)
    found = [extents[0]]
    for left, right in extents[1:]:
        if left < found[-1][1] - 0.5:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    if len(found) < most:  # a wide cell joined columns: the fullest lines alone tell them
        full = [line.segments for line in lines if len(line.segments) == most]
        found = [(min(line[place].left for line in full), max(line[place].right for line in full)) for place in range(most)]
    return found


def _row(line: Line, columns: Sequence[tuple[float, float]], partial: Sequence[Rule], page: Page, *, is_head: bool) -> list[Span]:
    found: dict[int, Span] = {}
    centres = [(left + right) / 2 for left, right in columns]
    if len(line.segments) == 1 and len(columns) > 2 and line.left <= columns[0][1] and not is_head:
        over = _reached(line.segments[0], columns)
        if len(over) > 1 or over == [0]:
            return [Span(line.text, len(columns))]
    for segment in line.segments:
        centre = (segment.left + segment.right) / 2
        ruled = next((rule for rule in partial if rule.left - 3 <= centre <= rule.right + 3), None)
        over = _reached(segment, columns)
        doubts: list[str] = []
        if is_head and ruled:
            over = [place for place, middle in enumerate(centres) if ruled.left - 3 <= middle <= ruled.right + 3] or over
        elif is_head and not over:
            over = sorted(sorted(range(len(columns)), key=lambda place: abs(centres[place] - centre))[:2])
            doubts.append("over which columns it stands was told by its place")
        elif not over:
            over = [min(range(len(columns)), key=lambda place: abs(centres[place] - centre))]
        if len(over) > 1 and not is_head:
            for place, part in _parted(segment, columns):
                found[place] = _span(part, line, 1, page, [*doubts, "columns stand close together here"])
            continue
        if over[0] in found:
            both = Segment([*segment.signs])
            earlier = found[over[0]]
            found[over[0]] = Span(
                f"{earlier.text} {both.text}", earlier.columns, doubts=(*earlier.doubts, "two texts stand in this column")
            )
            continue
        found[over[0]] = _span(segment, line, over[-1] - over[0] + 1, page, doubts)
    row: list[Span] = []
    place = 0
    while place < len(columns):
        span = found.get(place, Span(""))
        row.append(span)
        place += span.columns
    return row


def _reached(segment: Segment, columns: Sequence[tuple[float, float]]) -> list[int]:
    return [place for place, (left, right) in enumerate(columns) if segment.left < right - 0.5 and segment.right > left + 0.5]


def _parted(segment: Segment, columns: Sequence[tuple[float, float]]) -> Iterator[tuple[int, Segment]]:
    """The signs of a segment by the column that each is nearest to."""
    parts: dict[int, list[Sign]] = {}
    for sign in segment.signs:
        middle = (sign.left + sign.right) / 2
        nearest = min(range(len(columns)), key=lambda place: max(columns[place][0] - middle, middle - columns[place][1], 0))
        parts.setdefault(nearest, []).append(sign)
    for place, signs in parts.items():
        yield place, Segment(signs)


def _span(segment: Segment, line: Line, wide: int, page: Page, doubts: Sequence[str]) -> Span:
    text = segment.text
    found = list(doubts)
    if "(cid:" in text or "\ufffd" in text:
        found.append("its font does not say which characters these are")
    again = page.again(segment.left - 0.7, segment.right + 0.7, line.base - 0.85 * line.size, line.base + 0.12 * line.size)
    if _bare(again) != _bare(text):
        shown = " ".join(again.split()) or "nothing"
        found.append(f"the second reader has {shown!r}")
    return Span(text, wide, doubts=tuple(found))


def _bare(text: str) -> str:
    """Signs alone, flat, for the comparison of two readers: spaces and heights are what they differ in."""
    flat = normalize("NFKC", re.sub(r"[\^_]\{([^{}]*)\}", r"\1", text))
    return re.sub(r"[\s\u00ad\ufffe\u0002]+", "", flat).replace("-", "−").replace("∗", "*").replace("⋆", "*")
