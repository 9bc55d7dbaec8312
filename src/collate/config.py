"""The configuration of a book: the `collate:` section of its `_config.yml`, checked key by key before anything is built."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from collate.book import READINGS
from collate.data import csvfile, yamlfile
from collate.data.labels import column
from collate.errors import ConfigurationError, nearest
from collate.numbers.convention import Convention, Conventions
from collate.numbers.printed import CELLS

FILE = "_config.yml"
SECTION = "collate"
KERNELS = ("forked", "fresh")
# Font families by script (ISO 15924). DejaVu comes with matplotlib; Noto CJK is the one free family with a serif and a sans face of each.
_CJK = {"Hant": "TC", "Hans": "SC", "Jpan": "JP", "Kore": "KR"}
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?")  # BCP 47: language, script, region
_PAGE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Fonts:
    """Names of font families, as fontconfig knows them."""

    serif: str
    sans: str
    mono: str


@dataclass(frozen=True)
class Language:
    """A language of a book: its tag, and what else is known of it unless the configuration says otherwise.

    Parameters
    ----------
    tag : BCP 47, as it stands in names of folders and files: `zh-Hant`.
    given : what the configuration says: `html`, `sphinx`, `locale`, `name`, and `serif`, `sans`, `mono` for the fonts.
    """

    tag: str
    given: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def column(self) -> str:
        """How names of CSV columns end that hold text in it: `zh_hant`."""
        return column(self.tag)

    @property
    def html(self) -> str:
        """The value of `lang` in pages: `zh-Hant-TW`."""
        return self.given.get("html", self.tag)

    @property
    def locale(self) -> str:
        """Language and territory, as Open Graph has them: `zh_TW`."""
        return self.given.get("locale", locale_of(self.tag)[0])

    @property
    def sphinx(self) -> str:
        """What Sphinx calls it: `zh_TW`."""
        return self.given.get("sphinx", self.locale if self.cjk else self.tag.partition("-")[0])

    @property
    def name(self) -> str:
        """Its own name: `繁體中文`."""
        return self.given.get("name", locale_of(self.tag)[2])

    @property
    def cjk(self) -> bool:
        """Whether its script is that of Chinese, Japanese or Korean."""
        return locale_of(self.tag)[1] in _CJK

    @property
    def fonts(self) -> Fonts:
        """The font families for text in it."""
        region = _CJK.get(locale_of(self.tag)[1])
        default = Fonts("DejaVu Serif", "DejaVu Sans", "DejaVu Sans Mono")
        if region:
            default = Fonts(f"Noto Serif CJK {region}", f"Noto Sans CJK {region}", f"Noto Sans Mono CJK {region}")
        return Fonts(**{kind.name: self.given.get(kind.name, getattr(default, kind.name)) for kind in fields(Fonts)})


@dataclass(frozen=True)
class Pages:
    """What the pages are called that links of the library lead to; a book need not have them."""

    artifacts: str = "tables-and-figures"
    downloads: str = "downloads"
    errata: str = "errata"
    glossary: str = "glossary"
    ledger: str = "ledger"
    sources: str = "sources"
    verification: str = "verification"


@dataclass(frozen=True)
class Config:
    """The configuration of a book.

    Parameters
    ----------
    languages : in the order in which they are offered; the first is that of the printed text.
    notebooks : the folder of the notebooks, from the book's folder.
    python : the folder that notebooks import from.
    readings : of the observations; a book whose errata propose no other reading needs the first alone.
    kernels : `forked` from one process that has made the imports, or `fresh` ones; results never depend on it.
    cell_seconds : how long a cell may run.
    pages : names of pages.
    conventions : how the publication and places in it print their numbers.
    numerals : files with rules on numerals in prose that bind no claim, laid over those of the library.
    """

    languages: tuple[Language, ...]
    notebooks: str = "src/notebooks"
    python: str = "src"
    readings: tuple[str, ...] = READINGS
    kernels: str = KERNELS[0]
    cell_seconds: int = 600
    pages: Pages = field(default_factory=Pages)
    numerals: tuple[str, ...] = ()
    conventions: Conventions = field(default_factory=lambda: Conventions(CELLS), hash=False)
    path: Path = Path(FILE)
    lines: Mapping[str, int] = field(default_factory=dict, hash=False)

    @classmethod
    def load(cls, root: Path) -> Config:
        """The configuration of the book in the folder `root`.

        Raises
        ------
        ConfigurationError : the file is missing or broken, or a key or value is not known; with the line, and what is meant where it is
            nearly another key.
        """
        path = root / FILE
        return _load(path, csvfile.stamp(path))

    def error(self, key: str, what: str, fix: str | None = None) -> ConfigurationError:
        """What is wrong with a key of the section, with its line."""
        return ConfigurationError(what, where=self.path, line=self.lines.get(key), fix=fix)

    def check(self) -> None:
        """Refuse a language that nobody knows; `load` does not, because a kernel needs no data on languages.

        Raises
        ------
        ConfigurationError : with the line.
        """
        for language in self.languages:
            try:
                locale_of(language.tag)
            except ValueError:
                raise ConfigurationError(
                    f"unknown language tag {language.tag!r}",
                    where=self.path,
                    line=self.lines.get(language.tag),
                    fix="use one of BCP 47, such as en, de or zh-Hant",
                ) from None

    def language(self, tag: str) -> Language:
        """The language with this tag.

        Raises
        ------
        ConfigurationError : the book does not have it.
        """
        found = next((language for language in self.languages if language.tag == tag), None)
        if found is None:
            told = ", ".join(language.tag for language in self.languages)
            raise ConfigurationError(f"the book has no language {tag!r}; it has {told}", where=FILE)
        return found


@lru_cache
def locale_of(tag: str) -> tuple[str, str, str]:
    """Language and territory, script and own name of a language, by the data of CLDR: `zh_TW`, `Hant`, `繁體中文`.

    Raises
    ------
    ValueError : the tag is not one of BCP 47, or names no language that CLDR has data on.
    """
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global, parse_locale

    if not _TAG.fullmatch(tag):
        raise ValueError(tag)
    try:
        locale = Locale.parse(tag, sep="-")
    except UnknownLocaleError as error:
        raise ValueError(tag) from error
    subtags = get_global("likely_subtags")
    likely = subtags.get(str(Locale(locale.language, script=locale.script))) or subtags.get(locale.language, str(locale))
    _, likely_territory, likely_script, *_ = parse_locale(likely)  # Locale.parse leaves out the script where a territory implies it
    territory = locale.territory or likely_territory
    name = Locale(locale.language, script=locale.script).get_display_name() or tag
    return f"{locale.language}_{territory}" if territory else locale.language, locale.script or likely_script or "Latn", name


@lru_cache(maxsize=8)
def _load(path: Path, stamp: tuple[int, ...]) -> Config:
    """`stamp` is that of the file, so that an older content is never taken for it."""
    del stamp
    found, node = yamlfile.read_yaml(path, ConfigurationError)
    section = _Section(path, found.get(SECTION) if isinstance(found, Mapping) else None, _value_node(node, SECTION), SECTION)
    known = [part.name for part in fields(Config) if part.name not in ("path", "lines", "conventions")]
    section.allow([*known, "convention"])
    return Config(
        languages=tuple(_languages(section)),
        notebooks=section.folder("notebooks", "src/notebooks"),
        python=section.folder("python", "src"),
        readings=section.choices("readings", READINGS),
        kernels=section.choice("kernels", KERNELS),
        cell_seconds=section.whole_number("cell_seconds", 600),
        pages=_pages(section),
        numerals=section.texts("numerals"),
        conventions=_conventions(section),
        path=path,
        lines=section.part("languages").lines | {key: line for key, line in section.lines.items() if key == "convention"},
    )


def _languages(section: _Section) -> Iterator[Language]:
    chosen = section.part("languages")
    if not chosen.values:
        raise section.error("languages", "no language is named", fix="write `languages:` and below it a line such as `en:`")
    for tag in chosen.values:
        if not _TAG.fullmatch(str(tag)):  # it names folders and files
            raise chosen.error(str(tag), f"unknown language tag {tag!r}", fix="use one of BCP 47, such as en, de or zh-Hant")
        own = chosen.part(str(tag))
        names = ("html", "sphinx", "locale", "name")
        own.allow((*names, "fonts"))
        fonts = own.part("fonts")
        fonts.allow(part.name for part in fields(Fonts))
        given = {
            name: part.text(name, "")
            for part, known in ((own, names), (fonts, [part.name for part in fields(Fonts)]))
            for name in known
            if name in part.values
        }
        yield Language(str(tag), given)


def _conventions(section: _Section) -> Conventions:
    """`convention`: the settings of the publication, and in `places` those of tables, columns, rows and cells."""
    chosen = section.part("convention")
    publication = _nearer(CELLS, chosen, {key: value for key, value in chosen.values.items() if key != "places"})
    places: dict[str, Mapping[str, object]] = {}
    within = chosen.part("places")
    for place in map(str, within.values):
        if place.count("/") == 1:
            fix = "write TABLE, TABLE/*/COLUMN, TABLE/ROW/* or TABLE/ROW/COLUMN"
            raise within.error(place, f"{place!r} names no place of a convention", fix=fix)
        own = within.part(place)
        _nearer(publication, own, own.values)
        places[place] = own.values
    return Conventions(publication, places)


def _nearer(convention: Convention, section: _Section, settings: Mapping[str, object]) -> Convention:
    try:
        return convention.nearer(settings)
    except ConfigurationError as error:
        wrong = next((key for key in settings if key in error.what), next(iter(settings)))
        raise section.error(wrong, error.what, fix=error.fix) from None


def _pages(section: _Section) -> Pages:
    chosen = section.part("pages")
    names = [part.name for part in fields(Pages)]
    chosen.allow(names)
    default = Pages()
    found = {name: chosen.text(name, str(getattr(default, name))) for name in names}
    known: dict[str, str] = {}
    for name, page in found.items():
        if not _PAGE.fullmatch(page):
            raise chosen.error(name, f"the page name {page!r} is not made of small letters, digits and hyphens")
        if page in known:
            told = f"the page name {page!r} is used twice, for {known[page]} and {name}"
            raise chosen.error(name, told, fix="give each a name of its own")
        known[page] = name
    return Pages(**found)


class _Section:
    """A mapping of the file, with the lines of its keys."""

    def __init__(self, path: Path, values: Any, node: yaml.Node | None, name: str) -> None:
        self.path, self.name, self.node = path, name, node
        if values is not None and not isinstance(values, Mapping):
            line = node.start_mark.line + 1 if node else None
            raise ConfigurationError(f"{name} does not hold keys and values", where=path, line=line)
        self.values: Mapping[str, Any] = values or {}

    def error(self, key: str, what: str, fix: str | None = None) -> ConfigurationError:
        return ConfigurationError(what, where=self.path, line=_line(self.node, key), fix=fix)

    @property
    def lines(self) -> dict[str, int]:
        return {key: line for key in self.values if (line := _line(self.node, key))}

    def allow(self, names: Any) -> None:
        known = list(names)
        for key in self.values:
            if key not in known:
                told = f"unknown key {key!r} in {self.name}{nearest(str(key), known, cutoff=0.6)}"
                raise self.error(str(key), told, fix=f"use one of {', '.join(known)}")

    def part(self, key: str) -> _Section:
        return _Section(self.path, self.values.get(key), _value_node(self.node, key), f"{self.name}.{key}")

    def text(self, key: str, default: str) -> str:
        value = self.values.get(key, default)
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, f"{self.name}.{key} is {value!r}, which is not a text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self.error(key, f"{self.name}.{key} is not a list of texts")
        return tuple(values)

    def folder(self, key: str, default: str) -> str:
        value = self.text(key, default)
        if Path(value).is_absolute() or ".." in Path(value).parts:
            raise self.error(key, f"{self.name}.{key} leads out of the book's folder: {value}", fix="name a folder below it")
        return value

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        value = self.values.get(key, choices[0])
        if value not in choices:
            raise self.error(key, f"{self.name}.{key} is {value!r}", fix=f"use one of {', '.join(choices)}")
        return str(value)

    def choices(self, key: str, choices: tuple[str, ...]) -> tuple[str, ...]:
        values = self.values.get(key, list(choices))
        if not isinstance(values, list) or not values or any(value not in choices for value in values) or values[0] != choices[0]:
            raise self.error(key, f"{self.name}.{key} is {values!r}", fix=f"list {' and '.join(choices)}, or the first alone")
        return tuple(values)

    def whole_number(self, key: str, default: int) -> int:
        value = self.values.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.error(key, f"{self.name}.{key} is {value!r}, which is not a whole number above 0")
        return value


def _value_node(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == key), None)
    return None


def _line(node: yaml.Node | None, key: str) -> int | None:
    if isinstance(node, yaml.MappingNode):
        line = next((name.start_mark.line + 1 for name, _ in node.value if name.value == key), None)
        return line or node.start_mark.line + 1
    return None
