"""`collate add`: one step of a book, typed or from what `collate extract --output` wrote. All files are written, or none."""

from __future__ import annotations

import argparse
import datetime
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import yaml

from collate.bind.prose import check_prose
from collate.bind.staging import check_pages
from collate.book import Book
from collate.config import locale_of
from collate.data import csvfile
from collate.data.addition import Addition, RefusedError
from collate.data.claims import CHECKS, COUNTED, KINDS, QUALIFIERS, Ledger, claim_columns
from collate.data.dataset import DATASET_COLUMNS, package_file
from collate.data.labels import column, columns
from collate.data.packages import check_data
from collate.data.published import ARTIFACT_COLUMNS, CELL_BASES, CELL_COLUMNS, HEADER_COLUMNS, Published
from collate.data.schemas import load_schema
from collate.data.source import SOURCE_COLUMNS
from collate.errors import CallError, DataError, UnknownIdError, nearest, system_error
from collate.hashes import sha256_of
from collate.numbers.verdict import Verdict
from collate.run.execute import check_notebooks

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LEVELS = " / "  # how `collate extract` joins the levels of a head; ids join them by colons
_GRADES = ("official", "press", "reference", "unattributed")
_CHECKS = (check_data, check_notebooks, check_prose, check_pages)
PARAMETERS = """artifact = "{id}"
language = "{language}"
reading = "printed"
data_dir = "{up}data"
output_dir = "{up}_build/by-hand/{id}\""""
OPENING = """import pandas as pd

from collate import open_run

run = open_run(artifact, language, reading, data_dir, output_dir)"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True)
    for name, (summary, options, _) in STEPS.items():
        kind = kinds.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
        options(kind)
        kind.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")


def run(book: Book, arguments: argparse.Namespace) -> int:
    """Prepare the files, check them in a copy of the book, write them, say what is left to do.

    Raises
    ------
    RefusedError : what is added is there already, or the book's own checks refuse it.
    CallError : an id, a language or a text that cannot be.
    """
    addition = Addition(book)
    left = STEPS[arguments.kind][2](addition, arguments)
    addition.validate(_CHECKS)
    if arguments.dry_run:
        print("\n".join(addition.difference()))
        return 0
    addition.write()
    for name in sorted(addition.content):
        print(f"wrote {name}")
    for line in left:
        print(f"  to do: {line}")
    return 0


def _source_options(parser: argparse.ArgumentParser) -> None:
    _id_option(parser, "the source")
    parser.add_argument("--citation", required=True, help="what it is: author, title, year, as a reader would cite it")
    parser.add_argument("--address", required=True, help="where a reader finds it")
    parser.add_argument("--licence", required=True, help="the terms under which it may be used")
    parser.add_argument("--grade", choices=_GRADES, required=True, help="who speaks in it")
    for name in ("title", "quote", "archived", "edition", "note"):
        parser.add_argument(f"--{name}", default="", help=f"the column `{name}` of sources.csv")
    parser.add_argument("--read", default=datetime.date.today().isoformat(), help="the date on which it was read (default: today)")


def _add_source(addition: Addition, arguments: argparse.Namespace) -> list[str]:
    row = {name: getattr(arguments, name) for name in SOURCE_COLUMNS}
    addition.add_row("data/source/sources.csv", SOURCE_COLUMNS, row)
    return [f"copy its numbers into data/source/observations, or register its file: `collate add dataset ID FILE --source {arguments.id}`"]


def _dataset_options(parser: argparse.ArgumentParser) -> None:
    _id_option(parser, "the dataset, as notebooks call it")
    told = "the file as its publisher made it, which is copied; or PACKAGE==VERSION/FILE, one that an installed package brings"
    parser.add_argument("file", type=Path, help=told, metavar="FILE")
    parser.add_argument("--source", required=True, help="the id of its source in sources.csv")
    parser.add_argument("--licence", required=True, help="the terms under which it may be used and passed on")
    parser.add_argument("--note", default="", help="what a reader must know")


def _add_dataset(addition: Addition, arguments: argparse.Namespace) -> list[str]:
    of_package = package_file(arguments.file.as_posix())
    try:
        content = (of_package.path if of_package else arguments.file).read_bytes()
    except OSError as error:
        raise system_error(error, arguments.file, CallError) from None
    except DataError as error:
        raise CallError(error.what, fix=error.fix) from None
    if not content:
        raise CallError("the file is empty", where=arguments.file, fix="name the file that holds the data")
    name = arguments.file.as_posix() if of_package else arguments.file.name
    row = {"id": arguments.id, "file": name, "sha256": sha256_of(content), "source": arguments.source}
    row |= {"licence": arguments.licence, "note": arguments.note}
    addition.add_row("data/source/datasets.csv", DATASET_COLUMNS, row)
    if of_package is None:
        addition.new(f"data/source/files/{name}", content)
    addition.add_resource("source", "datasets", "datasets.csv", "datasets")
    listed = f"list {arguments.id} in the column `datasets` of artifacts.csv for each table that needs it"
    read = f"read it in the notebook: run.data({arguments.id!r})"
    return [listed, read, *([f"require {of_package.package}=={of_package.version} in requirements.in"] if of_package else [])]


def _artifact_options(parser: argparse.ArgumentParser) -> None:
    _id_option(parser, "the table or figure, such as table-2 or figure-s1")
    parser.add_argument("--title", action="append", required=True, help="as printed; given again, in the next language of the book")
    parser.add_argument("--credit", action="append", help="its source line as printed; given again, in the next language")
    parser.add_argument("--unit", default="", help="its unit: a key of labels.csv, or the unit itself in a book of one language")
    parser.add_argument("--chapter", type=int, default=1, help="the chapter, 0 for what comes before the first (default: 1)")
    parser.add_argument("--line", type=int, default=1, help="the line, or page, of its caption in print (default: 1)")
    parser.add_argument("--dataset", action="append", default=[], help="a dataset that it needs; repeat it")
    parser.add_argument("--from", dest="cells", type=Path, metavar="CSV", help="its cells, as `collate extract --output` wrote them")
    parser.add_argument("--candidate", metavar="TABLE", help="which table of that file (default: the id)")
    parser.add_argument("--basis", choices=CELL_BASES, default="recomputed", help="what its cells are compared with (default: %(default)s)")
    parser.add_argument("--page", help="the page of the book that shows it, such as chapter-1; it is added at its end")


def _add_table(addition: Addition, arguments: argparse.Namespace) -> list[str]:
    if arguments.cells is None:
        raise CallError("no cells are given", fix="name the file that holds them: --from cells.csv (columns table, row, column, printed)")
    return _add_artifact(addition, arguments, "table")


def _add_figure(addition: Addition, arguments: argparse.Namespace) -> list[str]:
    return _add_artifact(addition, arguments, "figure")


def _add_artifact(addition: Addition, arguments: argparse.Namespace, kind: str) -> list[str]:
    book, id, left = addition.book, arguments.id, list[str]()
    numbers = [
        int(row[3]) for row in addition.rows("data/published/artifacts.csv")[1] if row[1] == kind and row[2] == str(arguments.chapter)
    ]
    row = {
        "id": id,
        "kind": kind,
        "chapter": str(arguments.chapter),
        "number": str(max(numbers, default=0) + 1),
        "line": str(arguments.line),
        "language": book.languages[0],
        "notebook": id,
        "datasets": " ".join(arguments.dataset),
        "title": _term(addition, f"title-{id}", arguments.title, left),
        "unit": arguments.unit,
        "credit": _term(addition, f"credit-{id}", arguments.credit or ["(not printed)"], left),
        "drawn": "figure" if kind == "figure" else "",
    }
    addition.add_row("data/published/artifacts.csv", ARTIFACT_COLUMNS, row)
    cells = _candidates(arguments.cells, arguments.candidate or id) if arguments.cells else []
    labels = {axis: _headers(addition, id, axis, [cell[axis] for cell in cells], left) for axis in ("row", "column")}
    if cells:
        lines = [
            (
                _head(cell["row"]),
                _head(cell["column"]),
                cell["printed"],
                "",
                arguments.basis,
                cell["page"] or str(arguments.line),
                "read",
                cell["doubt"],
            )
            for cell in cells
        ]
        addition.new(f"data/published/cells/{id}.csv", "")
        addition.put_rows(f"data/published/cells/{id}.csv", CELL_COLUMNS, lines)
        addition.add_resource("published", f"cells-{id}", f"cells/{id}.csv", "cell")
        left += [f"look at the page: {cell['row']}, {cell['column']}: {cell['doubt']}" for cell in cells if cell["doubt"]]
    place = f"{book.config.notebooks}/{id}.ipynb"
    addition.new(place, _notebook(book, id, kind, labels))
    left.append(f"compute it in {place}, which says so until you do")
    if arguments.page:
        _append(addition, arguments.page, dict.fromkeys(book.languages, f"```{{artifact}} {id}\n```"))
        _list_page(addition, arguments.page, f"artifacts/{id}")
    else:
        left.append(f"show it on a page: a directive {{artifact}} {id}; and list artifacts/{id} in _toc.yml below that page")
    if kind == "figure":
        left.append("say in the column `missing` of artifacts.csv what of the figure is lost, if anything is")
    return left


def _candidates(path: Path, table: str) -> list[dict[str, str]]:
    """The cells of one table of a CSV file."""
    from collate.extract.characters import unguarded

    (_, header), *rows = csvfile.read_table(path)
    missing = [name for name in ("table", "row", "column", "printed") if name not in header]
    if missing:
        raise CallError(f"no column {', '.join(missing)}", where=path, line=1, fix="give what `collate extract --output` writes")
    found = [{name: unguarded(value) for name, value in zip(header, values, strict=False)} for _, values in rows]
    chosen = [{"page": "", "doubt": ""} | cell for cell in found if cell["table"] == table]
    if not chosen:
        known = dict.fromkeys(cell["table"] for cell in found)
        raise CallError(
            f"no table {table!r}{nearest(table, known)}", where=path, fix=f"name one: --candidate {' or '.join(known) or 'TABLE'}"
        )
    return chosen


def _head(name: str) -> str:
    return ":".join(name.split(_LEVELS))


def _headers(addition: Addition, id: str, axis: str, names: Sequence[str], left: list[str]) -> list[str]:
    """Add the rows or columns of a table, and return their labels."""
    labels = []
    for position, name in enumerate(dict.fromkeys(names), start=1):
        if not name:
            raise CallError(f"a {axis} of {id} has no name", fix="name it in the file of cells")
        label = _head(name)
        if len(addition.book.languages) > 1:
            levels = [
                level if level.isdigit() else _term(addition, f"{id}-{axis}-{position}-{depth}", [level], left)
                for depth, level in enumerate(name.split(_LEVELS), start=1)
            ]
            label = ":".join(levels)
        row = {"artifact": id, "axis": axis, "position": str(position), "id": _head(name), "label": label if label != _head(name) else ""}
        addition.add_row("data/published/headers.csv", HEADER_COLUMNS, row, key=("artifact", "axis", "id"))
        labels.append(label)
    return labels


def _notebook(book: Book, id: str, kind: str, labels: dict[str, list[str]]) -> str:
    """A notebook that stops, in words, until the computation is written."""
    up = "../" * len(Path(book.config.notebooks).parts)
    frame = f"rows = {labels['row']!r}\ncolumns = {labels['column']!r}\n"
    todo = f'raise NotImplementedError("compute {id}: fill `table`, and remove this line")'
    compute = f"{frame}table = pd.DataFrame(index=rows, columns=columns)\n{todo}"
    save = "run.save(table)" if kind == "table" else "run.save(table, plot)  # a collate.run.plot.Plot"
    parameters = PARAMETERS.format(id=id, language=book.languages[0], up=up)
    cells = [("parameters", parameters, ["parameters"]), ("load", OPENING, []), ("compute", compute, []), ("save", save, [])]
    code: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": name,
            "metadata": {"tags": tags} if tags else {},
            "outputs": [],
            "source": text,
        }
        for name, text, tags in cells
    ]
    title = {"cell_type": "markdown", "id": "title", "metadata": {}, "source": f"# {id}"}
    kernel = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return (
        json.dumps({"cells": [title, *code], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}, ensure_ascii=False, indent=1) + "\n"
    )


def _claim_options(parser: argparse.ArgumentParser) -> None:
    _id_option(parser, "the claim, such as c2-l0031-growth")
    parser.add_argument("--printed", help="the number exactly as printed")
    parser.add_argument("--from", dest="cells", type=Path, metavar="CSV", help="claims.csv as `collate extract --output` wrote it")
    parser.add_argument("--candidate", help="the id of the number in that file (default: the id)")
    parser.add_argument("--subject", action="append", required=True, help="what it is a number of; given again, in the next language")
    parser.add_argument("--page", required=True, help="the page of the book whose sentence prints it; a sentence is added at its end")
    parser.add_argument("--chapter", type=int, default=1, help="the chapter, 0 for the summary (default: 1)")
    parser.add_argument("--line", type=int, default=1, help="the line, or page, of print (default: 1)")
    parser.add_argument("--unit", required=True, help="its unit, without `unit-`")
    parser.add_argument("--unit-name", action="append", help="what pages call the unit where labels.csv does not have it, by language")
    parser.add_argument("--kind", choices=KINDS, default="level", help="what sort of statement (default: %(default)s)", dest="sort")
    parser.add_argument("--qualifier", choices=[name for name in QUALIFIERS if name], default="", help="what print says before it")
    parser.add_argument("--formula", default="", help="what recomputes it, over ids in braces: {table-1/both/2002}")
    parser.add_argument("--check", choices=CHECKS, help="default: table with a formula, or none")
    parser.add_argument("--value", default="", help="the number, where print has a word")
    parser.add_argument("--source", default="", help="the source that the publication names")


def _add_claim(addition: Addition, arguments: argparse.Namespace) -> list[str]:
    from collate.cli.new import markdown

    book, left = addition.book, list[str]()
    if (arguments.printed is None) == (arguments.cells is None):
        raise CallError("the printed number is to be given once", fix="with --printed, or with --from and the id of a candidate")
    printed = arguments.printed
    if printed is None:
        printed, doubt = _printed_number(arguments.cells, arguments.candidate or arguments.id)
        left += [f"look at the page: {doubt}"] if doubt else []
    subjects = _by_language(book, "subject", arguments.subject, left)
    row = {"id": arguments.id, "chapter": str(arguments.chapter), "line": str(arguments.line), "printed": printed, "kind": arguments.sort}
    row |= {f"subject_{column(tag)}": text for tag, text in subjects.items()}
    row |= {name: getattr(arguments, name) for name in ("value", "qualifier", "unit", "formula", "source")}
    row["check"] = arguments.check or ("table" if arguments.formula else "none")
    addition.add_row("data/published/claims.csv", claim_columns(book.languages), row)
    addition.add_resource("published", "claims", "claims.csv", "claims")
    if arguments.unit_name or (len(book.languages) > 1 and f"unit-{arguments.unit}" not in book.words):
        _label(addition, f"unit-{arguments.unit}", arguments.unit_name or [arguments.unit], left)
    sentences = {tag: f"{markdown(text)}: {{claim}}`{arguments.id}`." for tag, text in subjects.items()}
    _append(addition, arguments.page, sentences)
    left.append(f"write the sentence of {arguments.id} in chapters/*/{arguments.page}.md, where it stands at the end")
    claims = f"{book.config.notebooks}/claims.ipynb"
    if arguments.formula and not (book.root / claims).exists():
        addition.put(claims, _claims_notebook(book))
    if not arguments.formula and arguments.sort not in COUNTED:
        left.append("give it a formula in claims.csv, if anything can recompute it")
    return left


def _claims_notebook(book: Book) -> str:
    from collate.cli.new import TEMPLATE

    up = "../" * len(Path(book.config.notebooks).parts)
    return (TEMPLATE / "book" / "src" / "notebooks" / "claims.ipynb").read_text(encoding="utf-8").replace("../../", up)


def _printed_number(path: Path, id: str) -> tuple[str, str]:
    from collate.extract.characters import unguarded

    (_, header), *rows = csvfile.read_table(path)
    found = {values[header.index("id")]: dict(zip(header, values, strict=False)) for _, values in rows} if "id" in header else {}
    if id not in found or "printed" not in header:
        raise CallError(f"no candidate {id!r}{nearest(id, found)}", where=path, fix="name one of its ids: --candidate ID")
    return unguarded(found[id]["printed"]), unguarded(found[id].get("doubt", ""))


def _erratum_options(parser: argparse.ArgumentParser) -> None:
    known = load_schema("errata", ("en",))["items"]["properties"]
    parser.add_argument("id", help="the cell or claim that disagrees", metavar="TARGET")
    for name in ("kind", "certainty", "bearing"):
        told = known[name].get("description", f"the {name}")
        parser.add_argument(f"--{name}", choices=known[name]["enum"], required=True, help=told, dest=f"its_{name}")
    parser.add_argument("--cause", action="append", required=True, help="why they disagree; given again, in the next language")
    parser.add_argument(
        "--argument", action="append", help="what it does to the argument, in one sentence; given again, in the next language"
    )


def _add_erratum(addition: Addition, arguments: argparse.Namespace) -> list[str]:
    from collate.verdicts import read_verdicts

    book, left = addition.book, list[str]()
    known = read_verdicts(book).by_id
    if arguments.id not in known:
        raise UnknownIdError(f"no cell or claim {arguments.id!r}{nearest(arguments.id, known)}")
    judged = known[arguments.id]
    if judged.verdict is Verdict.ERRATUM:
        raise RefusedError(
            f"{arguments.id}: an erratum is declared already", where=book.errata, line=judged.erratum.line if judged.erratum else None
        )
    if judged.verdict is not Verdict.DIFFERS:
        fix = "run `collate verify` first" if judged.verdict is Verdict.NOT_RUN else "declare only what `collate verify` lists as different"
        raise RefusedError(f"{arguments.id} does not differ from print: {judged.verdict.key}", fix=fix)
    entry: dict[str, object] = {"target": arguments.id, "printed": judged.place.printed.text, "regenerated": judged.shown}
    entry |= {"kind": arguments.its_kind, "certainty": arguments.its_certainty, "found": datetime.date.today().isoformat()}
    entry["bearing"] = arguments.its_bearing
    if arguments.argument:
        entry["argument"] = _by_language(book, "argument", arguments.argument, left)
    entry["cause"] = _by_language(book, "cause", arguments.cause, left)
    text = addition.text("data/errata.yml")
    kept = "" if text.strip() in ("", "[]") else f"{text.rstrip()}\n"
    addition.put("data/errata.yml", kept + yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=120))
    return [*left, f"look at it with `collate explain {arguments.id}`, and add `evidence` or `corrected` where arithmetic shows the cause"]


def _language_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="a tag of BCP 47, such as de or zh-Hant", metavar="TAG")
    parser.add_argument("--title", required=True, help="the title of the book in it")


def _add_language(addition: Addition, arguments: argparse.Namespace) -> list[str]:
    book, tag = addition.book, arguments.id
    if tag in book.languages:
        raise RefusedError(f"the book has the language {tag} already", where=book.root / "_config.yml", fix="name another one")
    try:
        locale_of(tag)
    except ValueError:
        raise CallError(f"unknown language tag {tag!r}", fix="use one of BCP 47, such as en, de or zh-Hant") from None
    first = book.languages[0]
    text = addition.text("_config.yml")
    line = max(book.config.lines.values())
    lines = text.splitlines()
    indent = re.match(r" *", lines[line - 1])
    width = len(indent[0]) if indent else 0
    while line < len(lines) and re.match(rf" {{{width + 1},}}\S", lines[line]):  # what belongs to the last language
        line += 1
    lines.insert(line, f"{' ' * width}{tag}:")
    addition.put("_config.yml", "\n".join(lines) + "\n")
    if not (book.chapters / first / "_config.yml").exists():
        shared = yaml.safe_load(text) or {}
        addition.put(f"chapters/{first}/_config.yml", yaml.safe_dump({"title": str(shared.get("title", ""))}, allow_unicode=True))
    addition.put(f"chapters/{tag}/_config.yml", yaml.safe_dump({"title": arguments.title}, allow_unicode=True))
    for path in sorted((book.chapters / first).rglob("*.md")):
        addition.new(f"chapters/{tag}/{path.relative_to(book.chapters / first).as_posix()}", path.read_bytes())
    _add_columns(addition, first, tag)
    left = [f"translate chapters/{tag}, which holds the text in {first}", f"translate the column {column(tag)} of data/labels.csv"]
    if Ledger(book).claims:
        left.append(f"translate the column subject_{column(tag)} of data/published/claims.csv")
    return [*left, "translate what data/*.yml says in it"]


def _add_columns(addition: Addition, first: str, tag: str) -> None:
    """Give every text of data a place in the new language, where that of the first language stands until it is translated."""
    book = addition.book
    wanted = (*book.languages, tag)
    header, rows = addition.rows("data/labels.csv")
    terms = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    for key in _keys_without_labels(book, terms):
        terms[key] = {"key": key, column(first): key.removeprefix("unit-")}
    written = [
        [term.get(name, term.get(column(first), "") if name == column(tag) else "") for name in columns(wanted)] for term in terms.values()
    ]
    addition.put_rows("data/labels.csv", columns(wanted), written)
    header, rows = addition.rows("data/published/claims.csv")
    if header:
        records = [dict(zip(header, row, strict=True)) for row in rows]
        own, new = f"subject_{column(first)}", f"subject_{column(tag)}"
        addition.put_rows(
            "data/published/claims.csv",
            claim_columns(wanted),
            [[{**one, new: one[own]}[name] for name in claim_columns(wanted)] for one in records],
        )
    for name in ("errata", "doubts", "arguments"):
        place = f"data/{name}.yml"
        if entries := yaml.load(addition.text(place), Loader=yaml.BaseLoader):  # noqa: S506 -- it makes nothing but texts
            for entry in entries:
                for value in entry.values():
                    if isinstance(value, dict) and first in value:
                        value[tag] = value[first]
            addition.put(place, yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=120))


def _keys_without_labels(book: Book, terms: dict[str, dict[str, str]]) -> list[str]:
    """What a book of one language uses as a label without having one: texts that stand for themselves."""
    published = Published(book)
    used = {f"unit-{claim.unit}" for claim in Ledger(book).claims.values()}
    for artifact in published.artifacts.values():
        used |= {artifact.title, artifact.unit, artifact.credit, artifact.missing}
        for axis in ("row", "column"):
            used |= {part for header in published.headers(artifact.id, axis) for part in header.label.split(":")}
    for path in ("series.csv",):
        header, *rows = (values for _, values in csvfile.read_table(book.source / path))
        used |= {row[header.index(name)] for row in rows for name in ("indicator", "subject", "breakdown")}
    return sorted(key for key in used - {""} if key not in terms and not key.isdigit() and key not in book.words)


def _id_option(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("id", help=f"the id of {what}: small letters, digits and hyphens", metavar="ID", type=_id)


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not made of small letters, digits and hyphens")
    return text


def _by_language(book: Book, what: str, texts: Sequence[str], left: list[str]) -> dict[str, str]:
    """Texts that were given in the order of the book's languages; one for all stands in each, to be translated."""
    languages = book.languages
    if len(texts) not in (1, len(languages)):
        raise CallError(
            f"{len(texts)} times --{what} for {len(languages)} languages", fix=f"give it for {', '.join(languages)}, in this order"
        )
    if len(texts) < len(languages):
        left.append(f"translate the {what} {texts[0]!r} into {', '.join(languages[1:])}")
    return dict(zip(languages, texts if len(texts) > 1 else [*texts] * len(languages), strict=True))


def _term(addition: Addition, key: str, texts: Sequence[str], left: list[str]) -> str:
    """What a table names a text by: a new label, or in a book of one language the text itself."""
    if len(addition.book.languages) == 1 and len(texts) == 1:
        return texts[0]
    _label(addition, key, texts, left)
    return key


def _label(addition: Addition, key: str, texts: Sequence[str], left: list[str]) -> None:
    book = addition.book
    given = _by_language(book, key, texts, left)
    row = {"key": key} | {column(tag): text for tag, text in given.items()}
    addition.add_row("data/labels.csv", columns(book.languages), row, key=("key",))


def _append(addition: Addition, page: str, texts: dict[str, str]) -> None:
    """Add a paragraph at the end of a page in every language."""
    for tag, text in texts.items():
        name = f"chapters/{tag}/{page}.md"
        if not (addition.book.root / name).is_file():
            known = [path.stem for path in (addition.book.chapters / tag).glob("*.md")]
            raise CallError(f"no page {page!r}{nearest(page, known)}", where=addition.book.root / name, fix="name a page of _toc.yml")
        addition.put(name, f"{addition.text(name).rstrip()}\n\n{text}\n")


def _list_page(addition: Addition, page: str, own: str) -> None:
    """List the page of an executed notebook below `page` in _toc.yml, as the last of its sections."""
    lines = addition.text("_toc.yml").splitlines()
    found = next(((number, match) for number, line in enumerate(lines) if (match := re.match(rf"( *)- file: {page}\s*$", line))), None)
    if found is None:
        return
    number, match = found
    indent = " " * len(match[1])
    after = number + 1
    if after < len(lines) and lines[after].startswith(f"{indent}  sections:"):
        after += 1
        while after < len(lines) and lines[after].startswith(f"{indent}    "):
            after += 1
        lines.insert(after, f"{indent}    - file: {own}")
    else:
        lines[after:after] = [f"{indent}  sections:", f"{indent}    - file: {own}"]
    addition.put("_toc.yml", "\n".join(lines) + "\n")


# Each kind with its line of help, its options, and what prepares its files and returns what is left to do.
STEPS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None], Callable[[Addition, argparse.Namespace], list[str]]]] = {
    "source": ("add a work that numbers are copied from", _source_options, _add_source),
    "dataset": ("register a file as its publisher made it: copied, hashed, with source and licence", _dataset_options, _add_dataset),
    "table": ("add a table: its cells as printed, and a notebook to be filled", _artifact_options, _add_table),
    "figure": ("add a figure, and a notebook to be filled", _artifact_options, _add_figure),
    "claim": ("add a number that a sentence prints", _claim_options, _add_claim),
    "erratum": ("declare why a value differs from print", _erratum_options, _add_erratum),
    "language": ("add a language to the book, its texts those of the first until they are translated", _language_options, _add_language),
}
