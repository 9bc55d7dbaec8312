"""`collate new`: lay down a book that builds at once, with a table, a figure, a claim, an erratum and their notebooks."""

from __future__ import annotations

import argparse
import csv
import datetime
import hashlib
import io
import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path

import yaml

from collate.config import Language, locale_of
from collate.data import csvfile
from collate.data.labels import column, columns
from collate.data.listing import files_below
from collate.data.typed_text import INVISIBLE, named
from collate.errors import CallError, system_error
from collate.export.wheel import own_wheel
from collate.version import __version__

NEEDS_BOOK = False
TEMPLATE = Path(__file__).resolve().parents[1] / "template"
DOT = "dot-"  # how the names of hidden files begin here, so that no tool of this repository takes them for its own
_FALLBACK = "en"
_LONGEST_TITLE = 200
_NOT_LABELS = ("argument-", "cause-", "claim-")  # words that stand in errata.yml and claims.csv themselves
# What the example alone has; of the tables of data the heads are kept.
_EXAMPLE = ("data/source/observations/loans.csv", "data/published/cells/table-1.csv")
_EXAMPLE_ROWS = (
    "source/series",
    "source/sources",
    "source/units",
    "published/artifacts",
    "published/headers",
    "published/claims",
    "labels",
)
_FIRST_PAGE = "chapter-1"
_PLACE = re.compile(r"\{\{([a-z]+)\}\}")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")  # what CommonMark lets a backslash take for itself


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="the folder of the book, which is made; an empty one may be there", metavar="DIR")
    parser.add_argument("--title", action="append", required=True, help="the title; given again, that of the next language")
    parser.add_argument(
        "--language", action="append", required=True, help="a tag of BCP 47 such as en or zh-Hant, the language of print first; repeat it"
    )
    parser.add_argument("--author", default="The editors of this edition", help="who makes this edition (default: %(default)s)")
    parser.add_argument("--no-example", action="store_true", help=f"without the invented example: an empty first page, {_FIRST_PAGE}")


def run(book: None, arguments: argparse.Namespace) -> int:
    """Lay the book down, whole or not at all.

    Raises
    ------
    CallError : the folder holds something, a language is unknown or given twice, a title or name cannot be printed.
    """
    del book
    languages = tuple(arguments.language)
    _check_languages(languages)
    titles = _titles(arguments.title, languages)
    _check_text("author", arguments.author)
    folder = arguments.folder.absolute()
    _require_free(folder)
    _lay(folder, content(titles, arguments.author, example=not arguments.no_example))
    told = f"with nothing on its page {_FIRST_PAGE}" if arguments.no_example else "with an invented example to be replaced"
    print(f"{arguments.folder}: a book in {', '.join(languages)}, {told}")
    for tag in languages:
        if (spoken := _spoken(tag)) != tag and not tag.startswith(f"{spoken}-"):
            print(f"  its text in {tag} is in English: translate chapters/{tag} and the column {column(tag)} of data/labels.csv")
    print(f"  to do: cd {arguments.folder} && make   (then `make test`; README.md says how to go on)")
    return 0


def content(titles: Mapping[str, str], author: str, *, example: bool = True) -> dict[str, bytes]:
    """Every file of a new book by its path in it.

    Parameters
    ----------
    titles : by language, that of print first; checked.
    example : whether the invented example is in it.
    """
    languages = tuple(titles)
    first = languages[0]
    words = {tag: _words(tag) for tag in languages}
    wheel, packed = own_wheel()
    filled = {
        "author": _quoted(author),
        "heading": markdown(titles[first]),
        "language": first,
        "languages": "\n".join(f"    {tag}:" for tag in languages),
        "titled": f"title: {_quoted(titles[first])}\n" if len(languages) == 1 else "",
        "today": datetime.date.today().isoformat(),
        "version": __version__,
        "wheel": wheel,
    }
    found = {name: _fill(text, filled).encode() for name, text in _files(TEMPLATE / "book")}
    found[f"wheels/{wheel}"] = packed
    found["requirements.txt"] += f"./wheels/{wheel} \\\n    --hash=sha256:{hashlib.sha256(packed).hexdigest()}\n".encode()
    found["apt.txt"] = "".join(f"{name}\n" for name in _packages(languages)).encode()
    found["data/labels.csv"] = _labels(words)
    found["data/published/claims.csv"] = _claims(found["data/published/claims.csv"].decode(), words)
    found["data/errata.yml"] = _errata(found["data/errata.yml"].decode(), words)
    for tag, title in titles.items():
        own = filled | {"heading": markdown(title)}
        found |= {
            f"chapters/{tag}/{name}": _fill(text, own).encode() for name, text in _files(TEMPLATE / "language" / _spoken(tag), "*.md")
        }
        if len(languages) > 1:
            found[f"chapters/{tag}/_config.yml"] = f"title: {_quoted(title)}\n".encode()
        if not example:
            del found[f"chapters/{tag}/example.md"]
            found |= {f"chapters/{tag}/{name}": _fill(text, own).encode() for name, text in _files(TEMPLATE / "no-example" / _spoken(tag))}
    return found if example else _without_example(found)


def _without_example(found: dict[str, bytes]) -> dict[str, bytes]:
    """The files of a book as far as they are not the example's."""
    kept = {name: data for name, data in found.items() if name not in _EXAMPLE and not name.endswith(".ipynb")}
    for name in _EXAMPLE_ROWS:
        kept[f"data/{name}.csv"] = kept[f"data/{name}.csv"].splitlines(keepends=True)[0]
    kept["data/errata.yml"] = b"[]\n"
    for name in ("data/source/datapackage.yaml", "data/published/datapackage.yaml"):
        kept[name] = _lines_without(kept[name], "loans", "table-1")
    kept["_toc.yml"] = _lines_without(kept["_toc.yml"], "sections:", "- file: artifacts/").replace(b"example", _FIRST_PAGE.encode())
    kept["README.md"] = _lines_without(kept["README.md"], "invented example", "Remove the example")
    return kept


def _lines_without(data: bytes, *parts: str) -> bytes:
    return "".join(line for line in data.decode().splitlines(keepends=True) if not any(part in line for part in parts)).encode()


def markdown(text: str) -> str:
    """`text` so that Markdown shows it as it is."""
    return _PUNCTUATION.sub(r"\\\1", text)


def _files(folder: Path, *patterns: str) -> Iterator[tuple[str, str]]:
    for path in files_below(folder, *patterns):
        parts = [f".{part.removeprefix(DOT)}" if part.startswith(DOT) else part for part in path.relative_to(folder).parts]
        yield "/".join(parts), path.read_text(encoding="utf-8")


def _fill(text: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda match: values[match[1]], text)


def _words(tag: str) -> dict[str, str]:
    path = TEMPLATE / "language" / _spoken(tag) / "words.csv"
    return {row["key"]: row["text"] for row in csvfile.read(path, ("key", "text"))}


def _spoken(tag: str) -> str:
    """The language of the template's texts for `tag`: itself, or what it is a kind of (`de` for `de-AT`), or else English."""
    kinds = [*accumulate(tag.split("-"), "{}-{}".format)][::-1]
    return next((kind for kind in kinds if (TEMPLATE / "language" / kind).is_dir()), _FALLBACK)


def _labels(words: Mapping[str, Mapping[str, str]]) -> bytes:
    keys = sorted(key for key in words[next(iter(words))] if not key.startswith(_NOT_LABELS))
    return _csv(columns(tuple(words)), [(key, *(own[key] for own in words.values()), "") for key in keys])


def _claims(text: str, words: Mapping[str, Mapping[str, str]]) -> bytes:
    """claims.csv with its column `subject`, which holds the key of a word, written out in each language."""
    header, *rows = csv.reader(io.StringIO(text))
    place = header.index("subject")
    names = [f"subject_{column(tag)}" for tag in words]
    written = [(*row[:place], *(own[row[place]] for own in words.values()), *row[place + 1 :]) for row in rows]
    return _csv((*header[:place], *names, *header[place + 1 :]), written)


def _errata(text: str, words: Mapping[str, Mapping[str, str]]) -> bytes:
    entries = yaml.safe_load(text)
    for entry in entries:
        entry |= {part: {tag: own[entry[part]] for tag, own in words.items()} for part in ("argument", "cause")}
    return str(yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=120)).encode()


def _packages(languages: Sequence[str]) -> list[str]:
    return ["fonts-noto-cjk"] if any(Language(tag).cjk for tag in languages) else []


def _csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([header, *rows])
    return buffer.getvalue().encode()


def _quoted(text: str) -> str:
    """`text` as a scalar of YAML, which has every string of JSON."""
    return json.dumps(text, ensure_ascii=False)


def _check_languages(languages: Sequence[str]) -> None:
    for place, tag in enumerate(languages):
        try:
            locale_of(tag)
        except ValueError:
            raise CallError(f"unknown language tag {tag!r}", fix="use one of BCP 47, such as en, de or zh-Hant") from None
        if tag in languages[:place]:
            raise CallError(f"the language {tag} is given twice", fix="name each language once")


def _titles(given: Sequence[str], languages: Sequence[str]) -> dict[str, str]:
    if len(given) not in (1, len(languages)):
        told = f"{len(given)} titles for {len(languages)} language{'s' if len(languages) > 1 else ''}"
        raise CallError(told, fix="give one title for all, or one for each language in the same order")
    for title in given:
        _check_text("title", title)
    return dict(zip(languages, given if len(given) > 1 else [*given] * len(languages), strict=True))


def _check_text(what: str, text: str) -> None:
    if not text.strip():
        raise CallError(f"the {what} is empty", fix=f"give a text: --{what} '…'")
    if match := INVISIBLE.search(text) or re.search(r"[\n\t]", text):
        raise CallError(f"the {what} holds {named(match[0])}", fix="give it on one line, without characters that nobody sees")
    if len(text) > _LONGEST_TITLE:
        raise CallError(f"the {what} has {len(text)} characters", fix=f"give at most {_LONGEST_TITLE}")


def _require_free(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise CallError("a file stands there", where=folder, fix="name a folder that is new or empty")
    if folder.is_dir() and any(folder.iterdir()):
        raise CallError("the folder is not empty", where=folder, fix="name a folder that is new or empty")


def _lay(folder: Path, content: Mapping[str, bytes]) -> None:
    """Write all files beside `folder`, and then put them in its place; an empty folder that is there stays the same one."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as beside:
            laid = Path(beside) / "book"
            for name, data in content.items():
                path = laid / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            if not folder.exists():
                laid.rename(folder)
            else:
                for path in [*laid.iterdir()]:
                    path.rename(folder / path.name)
    except OSError as error:
        raise system_error(error, folder, CallError) from None
