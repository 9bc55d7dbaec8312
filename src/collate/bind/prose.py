"""Check what people write: every number bound, every claim used, all languages alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from collate.bind.chapters import chapter_text
from collate.bind.numerals import Class, classes, numerals, tables
from collate.book import Book
from collate.data import csvfile
from collate.data.claims import Ledger
from collate.data.listing import files_below
from collate.data.problems import FIRST, Problems
from collate.errors import ProseError, nearest

EXCEPTION_COLUMNS = ("text", "reason")
_ROLE = re.compile(r"\{(?P<name>claim|amount|cell)\}`(?P<text>[^`]*)`")
_FENCE = re.compile(r"^\s*(?P<marks>`{3,}|~{3,}|:{3,})\s*(?P<opens>.*)$")
_ARTIFACT = re.compile(r"\{artifact\}\s*(\S+)")
_HEADING = re.compile(r"^(#+) ")


@dataclass
class Page:
    """What one page holds: claims, cells and artifacts in their order, headings by level."""

    path: Path
    claims: list[tuple[str, int]] = field(default_factory=list)
    cells: list[tuple[str, int]] = field(default_factory=list)
    artifacts: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    unbound: list[tuple[str, int]] = field(default_factory=list)


def read_page(path: Path, rules: Sequence[Class] = (), exceptions: Iterable[str] = ()) -> Page:
    """The numbers, artifacts and headings of a page, directives in directives too, and the numerals that no role binds."""
    text = chapter_text(path)
    page = Page(path, unbound=list(_unbound_numerals(text, tuple(rules), tuple(exceptions))))
    fences: list[tuple[str, bool]] = []  # the open ones: their marks, and whether they show their text as it is typed
    for number, line in enumerate(text.split("\n"), start=1):
        if fence := _FENCE.match(line):
            if fences and not fence["opens"] and fence["marks"].startswith(fences[-1][0]):
                fences.pop()
            elif not (fences and fences[-1][1]):
                fences.append((fence["marks"], not fence["opens"].startswith("{")))
                if match := _ARTIFACT.match(fence["opens"]):
                    page.artifacts.append(match[1])
        if fences and fences[-1][1]:
            continue
        if match := _HEADING.match(line):
            page.headings.append(len(match[1]))
        for match in _ROLE.finditer(line):
            (page.cells if match["name"] == "cell" else page.claims).append((match["text"], number))
    return page


@lru_cache(maxsize=256)
def _unbound_numerals(text: str, rules: tuple[Class, ...], exceptions: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """The numerals of a page with their lines, kept as long as it says the same: `collate watch` and `collate add` look again and again."""
    lines = enumerate(text.split("\n"), start=1)
    return tuple((numeral, number) for number, line in lines for numeral in numerals(line, rules, exceptions))


def check_prose(book: Book, problems: Problems = FIRST) -> None:
    """Check the chapters of all languages against the ledger and against one another.

    A numeral passes where a role binds it, where a row of `collate/locale/numerals` says why its class passes, or where
    chapters/exceptions.csv holds its words, or the name of its page (`speed.md`), with a reason. A book without a ledger has
    nothing to bind a numeral to, and none is asked for.

    Parameters
    ----------
    problems : gathers what is wrong; when it does not, the first problem is raised.

    Raises
    ------
    ProseError : an unbound numeral, a claim that is unknown, used in no chapter or missing in a language, or chapters that
        differ in artifacts, cells or headings; with file and line.
    """
    ledger = Ledger(book, problems)
    known = {*ledger.claims, *ledger.refused}
    rows = csvfile.read(book.exceptions, EXCEPTION_COLUMNS) if book.exceptions.exists() else []
    exceptions = [row["text"] for row in rows]
    used: set[str] = set()
    rules = {language: classes(tables(book, language)) for language in book.languages}
    folders = {language: book.chapters / language for language in book.languages}
    for name in sorted({path.relative_to(folder) for folder in folders.values() for path in files_below(folder, "*.md")}):
        pages = [read_page(folders[tag] / name, rules[tag], exceptions) for tag in folders if (folders[tag] / name).exists()]
        for page in pages:
            for id, line in page.claims:
                if id not in known:
                    told = f"no claim {id!r}{nearest(id, known)}"
                    problems.add(ProseError(told, where=page.path, line=line, fix="use an id of data/published/claims.csv"))
            if page.unbound and ledger.claims and name.as_posix() not in exceptions:
                for error in _unbound(page, each=problems.gather):
                    problems.add(error)
        for other in pages[1:]:
            with problems.here():
                _require_alike(pages[0], other)
        used |= {id for id, _ in pages[0].claims}
    with problems.here():
        _require_used(book, rows)
    unused = [id for id in ledger.claims if id not in used]
    for id in unused:
        more = "" if problems.gather else f" (nor {len(unused) - 1} more)"
        problems.add(ledger.error(id, f"no chapter uses it{more}", "tell it in its chapter, in every language"))


def _unbound(page: Page, *, each: bool) -> Iterator[ProseError]:
    """An error for each numeral that is bound to nothing, or one for all of the page."""
    if each:
        for numeral, line in page.unbound:
            yield ProseError(f"{numeral!r} is bound to no claim and no cell", where=page.path, line=line)
        return
    numeral, line = page.unbound[0]
    more = len(page.unbound) - 1
    told = f" (nor are {more} more numerals of this page)" if more > 1 else " (nor is one more numeral of this page)" if more else ""
    yield ProseError(f"{numeral!r} is bound to no claim and no cell{told}", where=page.path, line=line)


def _require_used(book: Book, rows: Iterable[csvfile.Row]) -> None:
    texts = [chapter_text(path) for path in files_below(book.chapters, "*.md")]
    for row in rows:
        text = row["text"]
        if not any(text in page for page in texts) and not any((book.chapters / language / text).is_file() for language in book.languages):
            raise ProseError(f"the exception {text!r} stands on no page", where=row.path, line=row.line, fix="remove its row")
        if not text or not row["reason"]:
            raise ProseError(f"the exception {text!r} has no reason, or no text", where=row.path, line=row.line, fix="write both")


def _require_alike(one: Page, two: Page) -> None:
    for page, other in ((one, two), (two, one)):
        for what, mine, others in (("claim", page.claims, other.claims), ("cell", page.cells, other.cells)):
            theirs = {id for id, _ in others}
            for id, line in mine:
                if id not in theirs:
                    raise ProseError(f"the {what} {id!r} is missing in {other.path.parent.name}", where=page.path, line=line)
    if one.artifacts != two.artifacts:
        raise ProseError(f"artifacts {one.artifacts}, but {two.artifacts} in {two.path.parent.name}", where=one.path)
    if one.headings != two.headings:
        told = f"{len(one.headings)} headings, but {len(two.headings)} or other levels in {two.path}"
        raise ProseError(told, where=one.path, fix="let all languages have the same headings, each of the same level")
