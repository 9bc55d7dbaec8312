"""Add to the files that people type, all of them or none: changed in a copy of the book, checked there, and then put in their places."""

from __future__ import annotations

import csv
import difflib
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import yaml

from collate.book import Book
from collate.data import csvfile
from collate.data.problems import Problems
from collate.data.tidy import tidy
from collate.data.typed_text import read_text
from collate.errors import CollateError, DataError, system_error

Check = Callable[[Book, Problems], None]


class RefusedError(DataError):
    """Give other values; nothing was written."""


class Addition:
    """Files of a book that are to be written, by their path in it.

    Parameters
    ----------
    book : which is left as it is until `write`.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.content: dict[str, bytes] = {}

    def text(self, name: str) -> str:
        """What a file will hold, as far as is known; empty where there is none.

        Raises
        ------
        DataError : it is not UTF-8, or cannot be read.
        """
        if name in self.content:
            return self.content[name].decode("utf-8")
        path = self.book.root / name
        return read_text(path) if path.exists() else ""

    def put(self, name: str, content: str | bytes) -> None:
        """Let a file hold `content`."""
        self.content[name] = content if isinstance(content, bytes) else content.encode("utf-8")

    def new(self, name: str, content: str | bytes) -> None:
        """`put` for a file that is not there yet.

        Raises
        ------
        RefusedError : it is there.
        """
        if name in self.content or (self.book.root / name).exists():
            raise RefusedError("the file is there already", where=self.book.root / name, fix="choose another id, or remove what is there")
        self.put(name, content)

    def rows(self, name: str) -> tuple[list[str], list[list[str]]]:
        """The header and the rows of a CSV file; nothing where there is none."""
        table = [row for row in csv.reader(io.StringIO(self.text(name)), strict=True) if any(row)]
        return (table[0], table[1:]) if table else ([], [])

    def put_rows(self, name: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Let a CSV file hold these rows."""
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows([header, *rows])
        self.put(name, buffer.getvalue())

    def add_row(self, name: str, columns: Sequence[str], row: Mapping[str, str], *, key: Sequence[str] = ("id",)) -> None:
        """Add a row to a CSV file, which is made where there is none; columns that `row` does not name stay empty.

        Raises
        ------
        RefusedError : a row with this key is there.
        """
        header, rows = self.rows(name)
        header = header or list(columns)
        if header != list(columns):
            path = self.book.root / name
            raise DataError(f"the columns are not {', '.join(columns)}", where=path, line=1, fix="correct them: `collate check` says how")
        places = [header.index(part) for part in key]
        wanted = [row[part] for part in key]
        for values in rows:
            if [values[place] for place in places] == wanted:
                raise RefusedError(
                    f"{'/'.join(wanted)} is there already", where=self.book.root / name, fix="choose another id, or edit that row"
                )
        self.put_rows(name, header, [*rows, [row.get(column, "") for column in header]])

    def add_resource(self, folder: str, name: str, path: str, schema: str) -> None:
        """List a file in the package `folder` of data, as the last of its resources; comments and layout stay."""
        place = f"data/{folder}/datapackage.yaml"
        text = self.text(place)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        found = next((value for key, value in root.value if key.value == "resources"), None) if isinstance(root, yaml.MappingNode) else None
        if not isinstance(found, yaml.SequenceNode) or not found.value:
            raise DataError("broken package: no list of resources", where=self.book.root / place, fix="list each file in it")
        if any(
            value.value == path
            for entry in found.value
            if isinstance(entry, yaml.MappingNode)
            for key, value in entry.value
            if key.value == "path"
        ):
            return
        last = found.value[-1]
        line = last.end_mark.line + (1 if last.end_mark.column else 0)
        indent = " " * found.start_mark.column
        lines = text.splitlines()
        lines.insert(line, f"{indent}- {{name: {name}, path: {path}, encoding: utf-8, schema: schema/{schema}.json}}")
        self.put(place, "\n".join(lines) + "\n")

    def difference(self) -> Iterator[str]:
        """What would change, as lines of a unified difference; of files that are no text their size."""
        for name, content in sorted(self.content.items()):
            path = self.book.root / name
            before = path.read_bytes() if path.exists() else b""
            try:
                old, new = before.decode("utf-8").splitlines(), content.decode("utf-8").splitlines()
            except UnicodeDecodeError:
                yield f"+++ {name}: {len(content)} bytes"
                continue
            yield from difflib.unified_diff(old, new, name if path.exists() else "/dev/null", name, lineterm="")

    def validate(self, checks: Sequence[Check]) -> None:
        """Bring the new files into the form that git keeps, and hold the whole book against `checks`, on a copy.

        Raises
        ------
        RefusedError : the book would have problems that it does not have now.
        """
        with _copied(self.book) as copy:
            for name, content in self.content.items():
                csvfile.write_bytes(copy.root / name, content)
            refused: list[CollateError] = []
            try:
                tidy(copy)
                self.content = {name: (copy.root / name).read_bytes() for name in self.content}
            except CollateError as error:
                refused.append(error)
            refused += _problems(copy, checks)
            if not refused:
                return
            there = {error.what.replace(str(self.book.root), "") for error in _problems(self.book, checks)}
            new = [error for error in refused if error.what.replace(str(copy.root), "") not in there]
            if new:
                told = [str(error).replace(str(copy.root), str(self.book.root)) for error in new]
                raise RefusedError("nothing is added, since the checks of the book would refuse it\n  " + "\n  ".join(told))

    def write(self) -> None:
        """Put every file in its place, or none.

        Raises
        ------
        RefusedError : the system refuses one; those that were written before it are as they were.
        """
        before = {name: path.read_bytes() if (path := self.book.root / name).exists() else None for name in self.content}
        done: list[str] = []
        try:
            for name, content in self.content.items():
                done.append(name)
                csvfile.write_bytes(self.book.root / name, content)
        except BaseException as error:
            for name in done:
                _restore(self.book.root / name, before[name])
            if isinstance(error, OSError):
                raise system_error(error, self.book.root / done[-1], RefusedError) from None
            raise


def _restore(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    elif path.read_bytes() != content:
        csvfile.write_bytes(path, content)


def _problems(book: Book, checks: Sequence[Check]) -> list[CollateError]:
    problems = Problems(gather=True)
    for check in checks:
        with problems.here():
            check(book, problems)
    return problems.found


@contextmanager
def _copied(book: Book) -> Iterator[Book]:
    """What the checks read, in a folder of its own; files are linked, since each change puts a new one in its place."""
    book.build.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".adding-", dir=book.build) as folder:
        copy = Book(Path(folder))
        names = ["_config.yml", "_toc.yml", "CITATION.cff", "data", "chapters", "locale", book.config.python, book.config.notebooks]
        for name in dict.fromkeys([*names, *book.config.numerals]):
            source, target = book.root / name, copy.root / name
            if source.is_dir():
                ignored = shutil.ignore_patterns("__pycache__", "regenerated", "*.egg-info")
                shutil.copytree(source, target, ignore=ignored, copy_function=_linked, dirs_exist_ok=True)
            elif source.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                _linked(str(source), str(target))
        yield copy


def _linked(source: str, target: str) -> None:
    if os.path.exists(target):  # noqa: PTH110 -- a folder within another that is copied, too
        return
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
