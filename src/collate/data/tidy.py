"""Write the files that people type in the form that git keeps, whatever program saved them last.

What changes nothing that is said is done; what can be meant in two ways is refused in words. Printed evidence keeps each character.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from collate.book import Book
from collate.data import csvfile, fields
from collate.data.listing import files_below
from collate.data.typed_text import decoded, refuse_conflict
from collate.errors import CollateError, DataError, system_error

_REMOVABLE = re.compile("[\u200b\u2060\ufeff]")  # of no width and no meaning, wherever they stand
_LETTER_WITH_MARKS = re.compile(r"[^\W\d_][\u0300-\u036f\u3099\u309a]+")
# By path below the book's folder. A file that is not here stands in an order of its own, that of print for one.
SORTED_BY = {
    "data/labels.csv": ("key",),
    "data/glossary.csv": ("key",),
    "data/source/checks.csv": ("id",),
    "data/source/datasets.csv": ("id",),
    "data/source/series.csv": ("id",),
    "data/source/observations/*.csv": ("series", "period"),
    "data/source/facts/*.csv": ("subject", "attribute", "position"),
    "data/published/artifacts.csv": ("id",),
    "data/published/headers.csv": ("artifact",),
    "data/published/claims.csv": ("chapter", "line", "id"),
}
COUNTED = {"data/published/claims.csv": ("chapter", "line")}  # columns that are sorted as whole numbers


class Change(NamedTuple):
    """A file that is not in the form that git keeps: its content in that form, and what is other there, in words."""

    path: Path
    content: bytes
    what: tuple[str, ...]


def changes(book: Book) -> list[Change]:
    """The typed files that `tidy` would write.

    Raises
    ------
    DataError : the first that cannot be read in one way only, with its line, and how many more there are.
    """
    found: list[Change] = []
    refused: list[CollateError] = []
    for path in typed_files(book):
        try:
            change = _change(book, path)
        except CollateError as error:
            refused.append(error)
            continue
        if change.what:
            found.append(change)
    if refused:
        first = refused[0]
        more = f" (and {len(refused) - 1} more files)" if len(refused) > 1 else ""
        raise DataError(f"{first.what}{more}", where=first.where, line=first.line, fix=first.fix)
    return found


def tidy(book: Book) -> list[Change]:
    """Write what `changes` finds, each file in one step, links and permissions kept; nothing where one file is refused.

    Raises
    ------
    DataError : as `changes`, or a file that may not be written.
    """
    found = changes(book)
    for change in found:
        target = change.path.resolve()
        mode = target.stat().st_mode
        try:
            csvfile.write_bytes(target, change.content)
            target.chmod(mode)
        except OSError as error:
            raise system_error(error, change.path, DataError) from None
    return found


def _change(book: Book, path: Path) -> Change:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise system_error(error, path, DataError) from None
    what: list[str] = []
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            content = content.decode("utf-16").encode()
        except UnicodeDecodeError:
            raise DataError("the file begins as UTF-16, and is not", where=path, fix="save it as UTF-8") from None
        what.append("UTF-16 to UTF-8")
    if content.startswith(codecs.BOM_UTF8):
        what.append("byte order mark removed")
    if b"\r" in content:
        what.append("line ends")
    text = decoded(content, path)
    refuse_conflict(text, path)
    written = _table(book, path, text, what) if path.suffix == ".csv" else _lines(text, what, trailing=path.suffix == ".md")
    if not what and written != text:
        what.append("quoting")
    return Change(path, written.encode(), tuple(what))


def _lines(text: str, what: list[str], *, trailing: bool) -> str:
    """`trailing` blanks are kept in chapters, where two of them break a line, and in YAML where a text of several lines may hold them."""
    written = text
    if not trailing and not re.search(r"[|>][-+0-9]*[ \t]*$", text, re.MULTILINE):
        written = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
        if written != text:
            what.append("blanks at ends of lines")
    ended = written.rstrip("\n") + "\n" if written.strip("\n") else written
    if ended != written:
        what.append("one line end at the end")
    return ended


def _table(book: Book, path: Path, text: str, what: list[str]) -> str:
    delimiter = _delimiter(text)
    if delimiter != ",":
        what.append(f"commas for {csvfile.DELIMITERS[delimiter]}")
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    header: list[str] = []
    rows: list[list[str]] = []
    try:
        for values in reader:
            if not any(values):
                what.append("empty rows removed")
                continue
            if not header:
                header = csvfile.without_empty_end(values, 0)
                dropped = len(values) - len(header)
            else:
                dropped = len(values) - len(values := csvfile.without_empty_end(values, len(header)))
                if len(values) != len(header):
                    raise DataError(f"{len(values)} fields where {len(header)} belong", where=path, line=reader.line_num)
                rows.append(_row(path, reader.line_num, header, values, delimiter, what))
            if dropped:
                what.append("empty columns removed")
    except csv.Error as error:
        raise DataError(
            f"broken CSV: {error}", where=path, line=reader.line_num, fix="look for a quotation mark that is not closed"
        ) from None
    if not header:
        raise DataError("the file is empty", where=path, line=1, fix="restore it from git, or type its first line")
    ordered = sorted(rows, key=lambda values: _sort_key(book, path, header, values))
    if ordered != rows:
        what.append("sorted")
    what[:] = dict.fromkeys(what)
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([header, *ordered])
    return buffer.getvalue()


def _delimiter(text: str) -> str:
    first = text.lstrip("\n").partition("\n")[0]
    return next((sign for sign in csvfile.DELIMITERS if sign in first and "," not in first), ",")


def _row(path: Path, line: int, header: list[str], values: list[str], delimiter: str, what: list[str]) -> list[str]:
    written = []
    for column, value in zip(header, values, strict=True):
        if delimiter == ";" and column in fields.NUMBERS and "," in value:
            told = f"{column} {value!r} has a comma in a file that semicolons part: it may part thousands or begin decimals"
            raise DataError(told, where=path, line=line, fix="save the file with commas and with points before decimals")
        written.append(_field(column, value, what))
    if found := fields.checker(header, "\t")(dict(zip(header, written, strict=True))):
        raise DataError(found.what, where=path, line=line, fix=found.fix)
    return written


def _field(column: str, value: str, what: list[str]) -> str:
    """A field without what stands there for nothing; evidence as it is."""
    if value.isascii() or column in fields.EVIDENCE or column == "id":
        return value
    written = _REMOVABLE.sub("", value)
    if not fields.holds_words(column):
        written = re.sub(f"^[{fields.SPACES}]+|[{fields.SPACES}]+$", "", written)
    if written != value:
        what.append("characters that nobody sees removed")
    if column in fields.NUMBERS and (sign := re.match(rf"[{fields.MINUS}](?=\d)", written)):
        written = f"-{written[sign.end() :]}"
        what.append("ASCII minus")
    if fields.holds_words(column):
        # Letters and their marks alone: NFC of a whole text would put other characters for some of Han.
        composed = _LETTER_WITH_MARKS.sub(lambda match: unicodedata.normalize("NFC", match[0]), written)
        if composed != written:
            what.append("letters composed (NFC)")
        written = composed
    return written


def _sort_key(book: Book, path: Path, header: Sequence[str], values: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """The key of a row of a typed file, the same for all rows where the file has an order of its own."""
    place = book.relative(path)
    pattern = next((pattern for pattern in SORTED_BY if fnmatchcase(place, pattern)), "")
    counted = COUNTED.get(pattern, ())
    found = []
    for column in SORTED_BY.get(pattern, ()):
        value = values[header.index(column)] if column in header else ""
        found.append((int(value), "") if column in counted and value.isdecimal() else (0, value))
    return tuple(found)


def typed_files(book: Book) -> list[Path]:
    """Every file of a book that people type as text, notebooks and modules apart: chapters, tables, YAML."""
    made = (book.regenerated, book.benchmarks, book.data / "mutation", book.files)
    files = [path for path in files_below(book.data, "*.csv", "*.yml", "*.yaml") if not set(made) & set(path.parents)]
    files += files_below(book.chapters, "*.md", "*.csv", "*.yml", "*.yaml")
    files += [path for name in ("_config.yml", "_toc.yml", "CITATION.cff") if (path := book.root / name).exists()]
    return [path for path in files if path.is_file()]
