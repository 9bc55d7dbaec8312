"""Text that people type, as their editors and spreadsheets save it: what is read in spite of its form, and what is refused by name."""

from __future__ import annotations

import codecs
import re
import unicodedata
from errno import ENOENT
from pathlib import Path

from collate.errors import CollateError, DataError, system_error

# Characters that no reader sees, and that make two equal-looking words two: controls, zero-width and directional marks, fillers.
INVISIBLE = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffd]"
)
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Of the encodings that are not UTF-8, those of the systems on which such files are made; they are named, never guessed.
_OTHERS = {"cp950": "Big5, as Chinese Windows in Taiwan saves it", "gb18030": "GB 18030", "cp1252": "Windows-1252"}
_SAVE = "save it as UTF-8 (Excel: the file type `CSV UTF-8`; Notepad: the encoding `UTF-8`)"


def read_text(path: Path, kind: type[CollateError] = DataError) -> str:
    """The text of a file: UTF-8 with or without a byte order mark, its line ends LF.

    Raises
    ------
    kind : the file cannot be read, is in another encoding, or holds a conflict that git left; with its line.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise missing(path, kind) from None
    except OSError as error:
        raise system_error(error, path, kind) from None
    text = decoded(content, path, kind)
    refuse_conflict(text, path, kind)
    return text


def decoded(content: bytes, path: Path, kind: type[CollateError] = DataError) -> str:
    """`read_text` for bytes of `path`, without a look for conflicts."""
    if content.startswith(_UTF_16):
        raise kind("the file is UTF-16, not UTF-8", where=path, line=1, fix=f"{_SAVE}, or run `make tidy`")
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        start = error.start + (len(codecs.BOM_UTF8) if content.startswith(codecs.BOM_UTF8) else 0)
        raise _not_utf8(content, start, path, kind) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def refuse_conflict(text: str, path: Path, kind: type[CollateError] = DataError) -> None:
    """Refuse what a merge that is not finished leaves in a file."""
    if match := _CONFLICT.search(text):
        raise kind(
            f"a merge is not finished here: {match[0][:40]!r}",
            where=path,
            line=line_of(text, match.start()),
            fix="choose what is to stay, and remove the lines that begin with <<<<<<<, =======, |||||||, >>>>>>>",
        )


def missing(path: Path, kind: type[CollateError] = DataError) -> CollateError:
    """The message for a file that is not there: one beside it may have nearly its name."""
    if path.is_symlink():
        return system_error(FileNotFoundError(ENOENT, "", str(path)), path, kind)
    siblings = sorted(path.parent.iterdir()) if path.parent.is_dir() else []
    for near in siblings:
        if unicodedata.normalize("NFC", near.name) == unicodedata.normalize("NFC", path.name):
            decomposed = unicodedata.is_normalized("NFD", near.name)
            form = "decomposed (NFD), as macOS writes it" if decomposed else "in another Unicode normalization"
            return kind(f"the file is missing; there is one whose name looks the same but is {form}", where=path, fix=_rename(near, path))
    for near in siblings:
        if near.name.casefold() == path.name.casefold() or near.name.casefold() in _hidden_suffixes(path):
            return kind(f"the file is missing; there is {near.name!r}", where=path, fix=_rename(near, path))
    return kind("the file is missing", where=path)


def named(character: str) -> str:
    """A character by its code point and name."""
    return f"U+{ord(character):04X} {unicodedata.name(character, 'CONTROL CHARACTER')}"


def visible(text: str) -> str:
    """`text` of others on one line, with every character that hides, or that would command a terminal, written out."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _not_utf8(content: bytes, start: int, path: Path, kind: type[CollateError]) -> CollateError:
    line = content.count(b"\n", 0, start) + 1
    if b"\0" in content[:200]:
        return kind(f"not UTF-8 at byte {start}", where=path, line=line, fix=_SAVE)
    possible = [name for name in _OTHERS if _decodes(content, name)]
    readings = ", or ".join(f"{_OTHERS[name]} (`iconv -f {name.upper()} -t UTF-8`)" for name in possible)
    told = f"; it may be {readings}" if possible else ""
    return kind(f"not UTF-8 at byte {start}", where=path, line=line, fix=f"{_SAVE}{told}")


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _hidden_suffixes(path: Path) -> set[str]:
    """Names that a system which hides the ends of names gives to a file."""
    name = path.name.casefold()
    return {f"{name}.txt", f"{name}{path.suffix.casefold()}", path.stem.casefold()}


def _rename(near: Path, path: Path) -> str:
    return f"rename it: `mv '{near.name}' '{path.name}'`, in {path.parent}"
