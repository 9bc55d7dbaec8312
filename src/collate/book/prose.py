"""Check what people write: every number bound, every claim used, both languages alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from collate.book.chapters import chapter_text
from collate.data import csvfile
from collate.data.claims import Ledger
from collate.data.listing import files_below, files_in
from collate.errors import ProseError
from collate.project import LANGUAGES, Project

EXCEPTION_COLUMNS = ("text", "reason")
BOUND = "\ufffc"  # stands for a number that a role prints
_ROLE = re.compile(r"\{(?P<name>[a-z-]+)\}`(?P<text>[^`]*)`")
_DIRECTIVE = re.compile(r"^`{3,}\{artifact\}\s*(\S+)")
_HEADING = re.compile(r"^(#+) ")
_ADDRESS = re.compile(r"\]\([^)]*\)|`[^`]*`|<https?://[^>]*>")
# Author and year: (Segal, 2003; Zhou, 2005), Segal (2003), （樊傑，2008）. A year alone in brackets follows its author.
_CITATION = re.compile(r"[（(][^（()）]*?(?:1[89]|20)\d\d[a-z]?[^（()）]*[)）]")
_REFERENCE = re.compile(r"(?:Tables?|Figures?|chapter|Chapter|表|圖) ?[0-9](?:-[0-9])?|第[一二三四五]章")
_YEARS = re.compile(r"(?<!\d)(?:1[89]|20)\d\d[a-z]?(?!\d)")
_WORDS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|twenty|thirty|forty|fifty|sixty"
_NUMERALS = (
    re.compile(r"[0-9０-９]+"),
    re.compile(rf"\b(?:{_WORDS}|dozens?)\b", re.IGNORECASE),
    re.compile(
        r"(?<![第一二三四五六七八九十\ufffc])[兩三四五六七八九十百千]+(?:個|所|家|座|種|項|類|條|大|市|地|年|次|位|省|國|層|篇|名|成|倍|股|方面)"
    ),
)


@dataclass
class Page:
    """What one page holds: claims, cells and artifacts in their order, headings by level."""

    path: Path
    claims: list[tuple[str, int]] = field(default_factory=list)
    cells: list[tuple[str, int]] = field(default_factory=list)
    artifacts: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    unbound: list[tuple[str, int]] = field(default_factory=list)


def read_page(path: Path, exceptions: Iterable[str] = ()) -> Page:
    """The numbers, artifacts and headings of a page, and the numerals in it that no role binds."""
    page = Page(path)
    fenced = False
    for number, line in enumerate(chapter_text(path).split("\n"), start=1):
        if line.startswith("```"):
            fenced = not fenced
            if fenced and (match := _DIRECTIVE.match(line)):
                page.artifacts.append(match[1])
            continue
        if fenced:
            continue
        if match := _HEADING.match(line):
            page.headings.append(len(match[1]))
        for match in _ROLE.finditer(line):
            if match["name"] in ("claim", "cell"):
                (page.claims if match["name"] == "claim" else page.cells).append((match["text"], number))
        page.unbound += [(numeral, number) for numeral in _unbound(line, exceptions)]
    return page


def check_prose(project: Project) -> None:
    """Check the chapters of both languages against the ledger and against one another.

    Raises
    ------
    ProseError : an unbound numeral, a claim that is unknown or used in no chapter or in one language only, or chapters that
        differ in artifacts, cells or headings; with file and line.
    """
    ledger = Ledger(project)
    rows = csvfile.read(project.exceptions, EXCEPTION_COLUMNS) if project.exceptions.exists() else []
    exceptions = sorted((row["text"] for row in rows), key=len, reverse=True)  # a longer one may hold a shorter
    first, second = LANGUAGES
    used: set[str] = set()
    for path in files_in(project.chapters / first, "*.md"):
        other = project.chapters / second / path.name
        pages = [read_page(path, exceptions)] + ([read_page(other, exceptions)] if other.exists() else [])
        for page in pages:
            for id, line in page.claims:
                if id not in ledger.claims:
                    raise ProseError(f"no claim {id!r}", where=page.path, line=line, fix="use an id of data/published/claims.csv")
            if page.claims and page.unbound:  # pages about this edition retell nothing
                numeral, line = page.unbound[0]
                raise ProseError(f"{numeral!r} is bound to no claim and no cell", where=page.path, line=line)
        if len(pages) == 2:
            _require_alike(*pages)
        used |= {id for id, _ in pages[0].claims}
    _require_used(project, exceptions)
    unused = [id for id in ledger.claims if id not in used]
    if unused:
        raise ledger.error(unused[0], f"no chapter uses it (nor {len(unused) - 1} more)", "tell it in both languages of its chapter")


def _require_used(project: Project, exceptions: Iterable[str]) -> None:
    texts = [chapter_text(path) for path in files_below(project.chapters, "*.md")]
    for exception in exceptions:
        if not any(exception in text for text in texts):
            raise ProseError(f"the exception {exception!r} stands on no page", where=project.exceptions, fix="remove its row")


def _require_alike(one: Page, two: Page) -> None:
    for page, other in ((one, two), (two, one)):
        for what, mine, others in (("claim", page.claims, other.claims), ("cell", page.cells, other.cells)):
            theirs = {id for id, _ in others}
            for id, line in mine:
                if id not in theirs:
                    raise ProseError(f"the {what} {id!r} is used in this language only", where=page.path, line=line)
    if one.artifacts != two.artifacts:
        raise ProseError(f"artifacts {one.artifacts}, but {two.artifacts} in the other language", where=one.path)
    if one.headings != two.headings:
        told = f"{len(one.headings)} headings, but {len(two.headings)} or other levels in {two.path}"
        raise ProseError(told, where=one.path, fix="let both have the same headings, each of the same level")


def _unbound(line: str, exceptions: Iterable[str]) -> list[str]:
    text = _ADDRESS.sub("", _ROLE.sub(BOUND, line))
    for exception in exceptions:
        text = text.replace(exception, "")
    text = _REFERENCE.sub("", text)
    text = _CITATION.sub(lambda match: "" if not re.search(r"\d", _YEARS.sub("", match[0])) else match[0], text)
    if BOUND in text:  # a year that dates a bound number belongs to its subject, which the ledger tells
        text = _YEARS.sub("", text)
    return [match[0] for pattern in _NUMERALS for match in pattern.finditer(text)]
