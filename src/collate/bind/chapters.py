"""The pages that people write: their text, and the pictures that they keep beside, below or above them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from errno import EISDIR
from pathlib import Path

from collate.book import Book
from collate.data.listing import files_below
from collate.data.typed_text import INVISIBLE, line_of, missing, named, read_text
from collate.errors import BuildError, ProseError, system_error

_PLACES = re.compile(r"\{[a-z:-]+\}`[^`\n]*`|^`{3,}\{[^\n]*|^:{3,}\{[^\n]*", re.MULTILINE)  # roles, and the first lines of directives
# ![words](file "title"), ```{figure} file, <img src="file">
_PICTURE = re.compile(
    r"""(?P<before>!\[[^\]]*\]\(<?|^[`:]{3,}\{(?:figure|image)\}[ ]+|<img\b[^>\n]*?\bsrc=["'])(?P<name>[^)>"'\n]+?)"""
    r"""(?P<after>>?(?:[ ]+"[^"\n]*")?\)|["']|[ ]*$)""",
    re.MULTILINE,
)
_FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})(?P<rest>.*)$", re.MULTILINE)
ABOVE = "above"  # how the folders of a staged book begin that hold what its pages name outside their own folder
_FORMS = {"pdf": (".svg", ".png", ".jpg", ".jpeg", ".gif"), "epub": (".svg", ".png", ".jpg", ".jpeg", ".gif")}


def chapter_text(path: Path) -> str:
    """The text of a page, without a byte order mark, its line ends LF.

    Raises
    ------
    ProseError : it cannot be read, is not UTF-8, holds an unfinished merge, or a role or directive holds what nobody sees; with its line.
    """
    text = read_text(path, ProseError)
    for place in _PLACES.finditer(text):
        if match := INVISIBLE.search(place[0]):
            seen = INVISIBLE.sub("", place[0])
            told = f"{named(match[0])} stands in {seen!r}, which nobody sees"
            raise ProseError(told, where=path, line=line_of(text, place.start()), fix="delete it, or type the line anew")
    return text


def chapter_files(book: Book, language: str) -> list[Path]:
    """The files that the pages of a language may show: its own, and those of no language."""
    others = {book.chapters / tag for tag in book.languages if tag != language}
    return [path for path in files_below(book.chapters) if not others & set(path.parents)]


def with_pictures(path: Path, text: str, form: str, laid: Mapping[str, object]) -> tuple[str, dict[str, Path]]:
    """The text of a page as it is staged, and the pictures that it shows, by their place in the staged book.

    Parameters
    ----------
    form : `html`, `pdf` or `epub`.
    laid : what stands in the staged book without them, by place.

    Raises
    ------
    BuildError : a picture that is not there, leads out of the book, or cannot stand in this form; with its line.
    """
    pictures: dict[str, Path] = {}
    fenced = _code(text)

    def staged(match: re.Match[str]) -> str:
        name = match["name"].strip()
        if "://" in name or name.startswith(("data:", "/", "#")) or name in laid or name.endswith(".*"):
            return match[0]
        if any(start <= match.start() < end for start, end in fenced):
            return match[0]
        line = line_of(text, match.start())
        source = path.parent / name.replace("%20", " ")
        if not source.is_file():
            error = missing(source, BuildError) if not source.is_dir() else system_error(IsADirectoryError(EISDIR, ""), source, BuildError)
            raise BuildError(f"the picture {name!r}: {error.what}", where=path, line=line, fix=error.fix)
        if form in _FORMS and source.suffix.lower() not in _FORMS[form]:
            source = _in_another_form(source, form, path, line)
        parts = Path(name.replace("%20", " ")).with_suffix(source.suffix).parts
        above = [f"{ABOVE}-{parts.count('..')}"] if ".." in parts else []
        place = "/".join([*above, *(part for part in parts if part != "..")]).replace(" ", "_")
        pictures[place] = source
        return f"{match['before']}{place}{match['after']}"

    return _PICTURE.sub(staged, text), pictures


def _code(text: str) -> list[tuple[int, int]]:
    """Where blocks of code begin and end; a directive is none, but may hold some."""
    found: list[tuple[int, int]] = []
    opened: list[tuple[str, bool, int]] = []  # fence, whether of a directive, and where
    for match in _FENCE.finditer(text):
        fence, rest = match["fence"], match["rest"].strip()
        if opened and not rest and fence.startswith(opened[-1][0]):
            _, directive, start = opened.pop()
            found += [] if directive else [(start, match.end())]
        elif not opened or opened[-1][1]:
            opened.append((fence, rest.startswith("{"), match.start()))
    return [*found, *((start, len(text)) for _, directive, start in opened if not directive)]


def _in_another_form(source: Path, form: str, path: Path, line: int) -> Path:
    for suffix in _FORMS[form]:
        if (other := source.with_suffix(suffix)).is_file():
            return other
    wanted = " or ".join(_FORMS[form])
    raise BuildError(
        f"the {form.upper()} cannot show {source.name}", where=path, line=line, fix=f"put the same picture beside it as {wanted}"
    )
