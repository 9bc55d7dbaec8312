"""Fonts served with the book: the faces of the configured families, cut to the characters that the book uses.

Each face is cut into slices: Latin, punctuation of another script, its characters in the names of languages and on pages of Latin
script, those that several chapters share, those of one chapter alone, and the rest. A page loads the slices that it needs and no other.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from collate.book import Book
from collate.data import csvfile
from collate.fonts import Face, families, require_face

FOLDER = "fonts"
FACES = (("serif", "Book Serif", 400), ("sans", "Book Sans", 400), ("sans", "Book Sans", 700))  # kind, name in style sheets, weight
LATIN = "latin"
LANGUAGES = "languages"
FOREIGN = "foreign"
MARKS = "marks"
SHARED = "shared"
OTHER = "other"
_ALWAYS = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) + "–—‘’“”…−×†※○≈≠≤≥←→°、。，；：？！「」『』（）《》〈〉％／～－＋＝"
_FIRST_HAN = 0x2E80
_NAMES = (0, 1, 2, 4, 5, 13, 14)  # of a font: copyright, names, version, licence
_FEATURES = tuple(int.from_bytes(tag, "big") for tag in (b"ccmp", b"kern"))  # tags as OpenType numbers them
_DROPPED = int.from_bytes(b"FFTM", "big")  # dates of FontForge


def slices(chapters: Mapping[str, str], rest: Iterable[str], names: str = "", foreign: str = "") -> dict[str, str]:
    """The characters of the book by slice, each in one of them, in order of code points.

    Parameters
    ----------
    chapters : texts by page.
    rest : all other texts that may come to stand on a page.
    names : of the languages, which stand on every page of the others.
    foreign : texts of languages in Latin script, whose pages shall not load the characters of whole chapters for a name in Han ones.
    """
    pages: dict[str, set[str]] = {}
    for page, text in chapters.items():
        for character in set(text):
            pages.setdefault(character, set()).add(page)
    for character in {*"".join(rest), *_ALWAYS, *names, *foreign}:
        pages.setdefault(character, set())
    found: dict[str, list[str]] = {}
    for character in sorted(pages):
        if character.isprintable():
            found.setdefault(_slice(character, pages[character], names, foreign), []).append(character)
    return {name: "".join(found[name]) for name in sorted(found)}


def _slice(character: str, pages: set[str], names: str, foreign: str) -> str:
    if ord(character) < _FIRST_HAN:
        return LATIN
    if character in names:
        return LANGUAGES
    if character in _ALWAYS:
        return MARKS
    if character in foreign:
        return FOREIGN
    return SHARED if len(pages) > 1 else next(iter(pages), OTHER)


def style_sheet(book: Book, language: str) -> str:
    """The style sheet with the fonts of a language, from `_static`; languages that are set in the same families share one."""
    plans = [families(book, tag) for tag in book.languages]
    first = plans.index(families(book, language))
    return f"{FOLDER}/fonts.css" if first == 0 else f"{FOLDER}/{book.languages[first]}.css"


def style_sheets(book: Book) -> list[Path]:
    """The style sheets that `write_fonts` writes."""
    return [book.webfonts / sheet for sheet in dict.fromkeys(style_sheet(book, language) for language in book.languages)]


def write_fonts(book: Book, characters: Path) -> None:
    """Cut the faces of every language to the slices in the JSON file `characters`, and write them with their style sheets.

    Raises
    ------
    SystemPackageError : a font is not installed.
    """
    cut = json.loads(characters.read_text(encoding="utf-8"))
    folder = book.webfonts / FOLDER
    kept: set[str] = set()
    for language in book.languages:
        name = Path(style_sheet(book, language)).name
        if name not in kept:
            files = _write_faces(book, language, cut, folder, "" if name == "fonts.css" else f"{language}-")
            rules = "\n".join(rule for _, rule in files)
            csvfile.write_text(folder / name, _HEAD.format(families=", ".join(_families(book, language))) + rules + "\n")
            kept |= {name, *(file for file, _ in files)}
    for path in folder.iterdir():
        if path.name not in kept:
            path.unlink()


def _families(book: Book, language: str) -> list[str]:
    return list(dict.fromkeys(getattr(part, kind) for kind, _, _ in FACES for part in families(book, language) if part))


def _write_faces(book: Book, language: str, cut: Mapping[str, str], folder: Path, prefix: str) -> list[tuple[str, str]]:
    """Write the faces of a language, and return each file with its rule."""
    import matplotlib

    latin, wide = families(book, language)
    written: list[tuple[str, str]] = []
    lacking: set[str] = set()

    def serve(family: str, weight: int, name: str, content: bytes, points: list[int]) -> None:
        file = f"{prefix}{family.split()[1].lower()}-{weight}-{name}.woff2"
        csvfile.write_bytes(folder / file, content)
        version = hashlib.sha256(content).hexdigest()[:8]
        rule = (
            f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;'
            f'src:url("{file}?v={version}") format("woff2");unicode-range:{ranges(points)}}}'
        )
        written.append((file, rule))

    for kind, family, weight in FACES:
        narrow, broad = (require_face(book, getattr(part, kind), bold=weight > 400) for part in (latin, wide or latin))
        for name, text in cut.items():
            content, points = _cut(narrow if name == LATIN else broad, text)
            lacking |= {character for character in text if ord(character) not in points}
            if points:
                serve(family, weight, name, content, points)
    # Signs that the families lack, such as a check mark, come from another one of the book, or from the font that matplotlib brings along.
    dejavu = Face("DejaVu Sans", False, False, Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf", 0)
    for name, face in (("names", require_face(book, wide.sans) if wide else None), ("signs", dejavu)):
        content, points = _cut(face, "".join(sorted(lacking))) if face else (b"", [])
        lacking -= {chr(point) for point in points}
        if points:
            for family in sorted({family for _, family, _ in FACES}):
                serve(family, 400, name, content, points)
    return written


_HEAD = """/* {families}, and DejaVu for a few signs, cut to the characters of this book.
   Their licences stand inside each file. */
"""


@lru_cache(maxsize=64)  # languages that are set in the same families share their cuts
def _cut(face: Face, text: str) -> tuple[bytes, list[int]]:
    """The face cut to `text`, as WOFF2, and the code points of it that the face has."""
    import uharfbuzz as harfbuzz
    from fontTools.ttLib import TTFont

    whole = harfbuzz.Face(harfbuzz.Blob.from_file_path(str(face.path)), face.index)
    points = sorted({*map(ord, text)} & {*whole.unicodes})
    wanted = harfbuzz.SubsetInput()
    wanted.flags = harfbuzz.SubsetFlags.NO_HINTING
    for chosen, members in ((wanted.unicode_set, points), (wanted.name_id_set, _NAMES), (wanted.layout_feature_tag_set, _FEATURES)):
        chosen.clear()
        chosen.update(members)
    wanted.drop_table_tag_set.add(_DROPPED)
    font = TTFont(io.BytesIO(harfbuzz.subset(whole, wanted).blob.data), recalcTimestamp=False)
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue(), points


def ranges(points: Iterable[int]) -> str:
    """Code points as CSS writes them: `U+20-7E,U+A0`."""
    runs: list[list[int]] = []
    for point in sorted(points):
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)


def covered(css: str) -> set[int]:
    """The code points that the rules of a `fonts.css` serve."""
    found: set[int] = set()
    for rule in css.split("unicode-range:")[1:]:
        for part in rule.partition("}")[0].split(","):
            first, _, last = part.removeprefix("U+").partition("-")
            found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found
