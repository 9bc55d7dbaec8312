"""Installed fonts: which files hold the families that the configuration names, and which families a language is set in."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from collate.book import Book
from collate.config import FILE, Fonts, Language
from collate.data import yamlfile
from collate.errors import ConfigurationError, SystemPackageError

KINDS = ("serif", "sans", "mono")
_REGULAR, _BOLD, _NORMAL_WIDTH = 80, 200, 100  # as fontconfig counts
_FIELDS = ("file", "index", "family", "weight", "slant", "width", "variable")
_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
_NOTO_CJK = re.compile(r"(Noto (?:Serif|Sans) CJK) [A-Z]{2}")


@dataclass(frozen=True)
class Face:
    """A face in a font file; `index` is its place in a collection of several."""

    family: str
    bold: bool
    italic: bool
    path: Path
    index: int


def find_face(family: str, *, bold: bool = False, italic: bool = False) -> Face | None:
    """The file with a face of a family, None where it is not installed."""
    return next((face for face in _installed().get(family, ()) if face.bold == bold and face.italic == italic), None)


def require_face(book: Book, family: str, *, bold: bool = False) -> Face:
    """The file with an upright face of a family that the configuration names.

    Raises
    ------
    SystemPackageError : it is not installed, with the line of the configuration that asks for it.
    """
    face = find_face(family, bold=bold) or (find_face(family) if bold else None)
    if face is None:
        install = "apt-get install fonts-noto-cjk" if _NOTO_CJK.match(family) or " CJK " in family else "install it"
        raise SystemPackageError(
            f"the font {family!r} is not installed",
            where=book.root / FILE,
            line=_line(book, family),
            fix=f"{install}, or name another family under collate.languages.LANGUAGE.fonts",
        )
    return face


def families(book: Book, language: str) -> tuple[Fonts, Fonts | None]:
    """The families that text in `language` is set in: those of Latin letters, and those of Han and kana, None in a book without any.

    A page in a language with Latin letters may quote names in another script, which the first such language of the book sets.
    """
    own = book.language(language)
    wide = own if own.cjk else next((other for other in book.config.languages if other.cjk), None)
    return Fonts(*(_latin(getattr(own.fonts, kind)) for kind in KINDS)), wide.fonts if wide else None


def drawing_family(book: Book, language: str) -> str:
    """The one family that plots in `language` are drawn with: it must have every character that a label may hold."""
    latin, wide = families(book, language)
    return (wide or latin).sans


def require_fonts(book: Book, language: Language) -> None:
    """Refuse a language whose fonts are not installed.

    Raises
    ------
    SystemPackageError : naming the first of them.
    """
    for part in families(book, language.tag):
        for kind in KINDS:
            if part:
                require_face(book, getattr(part, kind))


def _latin(family: str) -> str:
    """The Korean face of Noto CJK has narrow quotation marks, as Latin text needs them; those of the other faces are full-width."""
    return _NOTO_CJK.sub(r"\1 KR", family) if _NOTO_CJK.fullmatch(family) else family


@lru_cache(maxsize=1)
def _installed() -> dict[str, list[Face]]:
    """Upright and italic faces of regular and bold weight by family: those of matplotlib first, which are the same on every system."""
    import matplotlib

    faces = [face for path in sorted((Path(matplotlib.get_data_path()) / "fonts" / "ttf").glob("DejaVu*.ttf")) for face in _read(path)]
    if shutil.which("fc-list"):
        faces += _listed()
    else:  # every file is opened
        from matplotlib import font_manager

        faces += [face for name in sorted(font_manager.findSystemFonts()) for face in _read(Path(name))]
    found: dict[str, list[Face]] = {}
    for face in faces:
        found.setdefault(face.family, []).append(face)
    return found


def _listed() -> list[Face]:
    """The faces that fontconfig knows."""
    form = "\\t".join(f"%{{{name}}}" for name in _FIELDS) + "\\n"
    done = subprocess.run(["fc-list", "--format", form], capture_output=True, text=True, errors="replace", check=False)
    faces = []
    for line in sorted(done.stdout.splitlines()):
        values = dict(zip(_FIELDS, line.split("\t"), strict=False))
        usable = values["file"].lower().endswith(_SUFFIXES) and values.get("variable") == "False"
        if usable and values["weight"] in (str(_REGULAR), str(_BOLD)) and values["width"] == str(_NORMAL_WIDTH):
            bold, italic = values["weight"] == str(_BOLD), values["slant"] != "0"
            names = values["family"].split(",")
            faces += [Face(name, bold, italic, Path(values["file"]), int(values["index"])) for name in names]
    return faces


def _read(path: Path) -> list[Face]:
    """The faces of a font file, none where it is broken or of another kind."""
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    if path.suffix.lower() not in _SUFFIXES:
        return []
    try:
        fonts = TTCollection(path, lazy=True).fonts if path.suffix.lower() in (".ttc", ".otc") else [TTFont(path, lazy=True)]
        faces = []
        for index, font in enumerate(fonts):
            family = font["name"].getBestFamilyName() or ""
            about = font["OS/2"]
            weight = {400: False, 700: True}.get(about.usWeightClass)
            if weight is not None and about.usWidthClass == 5:
                faces.append(Face(family, weight, bool(about.fsSelection & 0b1000000001), path, index))
    except (OSError, TTLibError, KeyError):
        return []
    return faces


def _line(book: Book, family: str) -> int | None:
    """The line of the configuration that names a family, or else the one that names the language whose default it is."""
    _, node = yamlfile.read_yaml(book.root / FILE, ConfigurationError)
    languages = _value(_value(node, "collate"), "languages")
    pairs = languages.value if isinstance(languages, yaml.MappingNode) else []
    for _, settings in pairs:
        named = _value(settings, "fonts")
        for _, value in named.value if isinstance(named, yaml.MappingNode) else []:
            if _latin(value.value) == _latin(family):
                return int(value.start_mark.line) + 1
    for key, _ in pairs:
        if any(_latin(getattr(book.language(key.value).fonts, kind)) == _latin(family) for kind in KINDS):
            return int(key.start_mark.line) + 1
    return None


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)
