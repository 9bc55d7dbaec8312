"""Datasets as their publishers made them: files of any kind, registered in data/source/datasets.csv with hash, source and licence."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collate.book import Book
from collate.data import csvfile
from collate.data.csvfile import Row
from collate.data.listing import files_below
from collate.data.problems import FIRST, Problems
from collate.errors import DataError, UnknownIdError, nearest, system_error
from collate.hashes import sha256_of

if TYPE_CHECKING:
    import pandas as pd

DATASET_COLUMNS = ("id", "file", "sha256", "source", "licence", "note")


@dataclass(frozen=True)
class Dataset:
    """One registered file: `path`, the SHA-256 that was registered, the id of its source, the terms of its use."""

    id: str
    path: Path
    sha256: str
    source: str
    licence: str
    row: Row

    def content(self) -> bytes:
        """The bytes of the file, which are those that were registered.

        Raises
        ------
        DataError : the file is missing, or has changed.
        """
        try:
            found = self.path.read_bytes()
        except OSError as error:
            raise system_error(error, self.path, DataError) from None
        if sha256_of(found) != self.sha256:
            raise DataError(
                f"the dataset {self.id!r} is not the file that was registered: its hash is {sha256_of(found)}",
                where=self.path,
                fix=f"restore it, or, if this is the edition to use, put the new hash on line {self.row.line} of datasets.csv",
            )
        return found

    def frame(self, **options: Any) -> pd.DataFrame:
        """The file as a frame of pandas, by the end of its name.

        Parameters
        ----------
        options : handed to the reader of pandas, such as `sep`, `encoding` or `sheet_name`; for SQLite `query` or `table`.

        Raises
        ------
        DataError : the file has changed, is of a kind that pandas does not read, or cannot be read so.
        """
        content = self.content()
        kind = self.path.suffix.lower().removeprefix(".")
        if kind not in READERS:
            raise DataError(
                f"the dataset {self.id!r} is of a kind that is not read: .{kind}",
                where=self.path,
                fix=f"read `run.path({self.id!r})` by a library of yours; what is read here ends in {', '.join(READERS)}",
            )
        try:
            return READERS[kind](content, self.path, options)
        except ImportError as error:
            needed = {"sav": "pyreadstat", "parquet": "pyarrow", "feather": "pyarrow"}.get(kind, str(error))
            fix = f"add {needed} to requirements.in and run `make lock`, or register the dataset as CSV"
            raise DataError(f"to read .{kind} the package {needed} is needed", where=self.path, fix=fix) from None
        except (ValueError, TypeError, KeyError, OSError, sqlite3.Error) as error:
            raise DataError(
                f"the dataset {self.id!r} cannot be read as .{kind}: {error}",
                where=self.path,
                fix=f"hand options to the reader of pandas: `run.data({self.id!r}, …)`",
            ) from None


def load_datasets(book: Book) -> dict[str, Dataset]:
    """The registered files by id; none where a book has no datasets.csv.

    Raises
    ------
    DataError : the list is broken, names an id twice, or a file outside its folder.
    """
    path = book.source / "datasets.csv"
    found: dict[str, Dataset] = {}
    for row in csvfile.read(path, DATASET_COLUMNS) if path.exists() else ():
        if row["id"] in found:
            raise row.error(f"duplicate dataset {row['id']!r}")
        file = book.files / row["file"]
        if not file.resolve().is_relative_to(book.files.resolve()):
            raise row.error(f"the file {row['file']!r} is outside {book.relative(book.files)}", fix="put it into that folder")
        found[row["id"]] = Dataset(row["id"], file, row["sha256"], row["source"], row["licence"], row)
    return found


def dataset(book: Book, id: str) -> Dataset:
    """The registered file `id`.

    Raises
    ------
    UnknownIdError : there is none; the nearest ids are named.
    """
    known = load_datasets(book)
    if id not in known:
        raise UnknownIdError(f"no dataset {id!r}{nearest(id, known)}", fix="register the file: `collate add dataset FILE`")
    return known[id]


def check_datasets(book: Book, problems: Problems = FIRST) -> None:
    """Check that each registered file is there and unchanged, and that no other lies beside them.

    Raises
    ------
    DataError : the first problem, unless `problems` gathers them.
    """
    known = load_datasets(book)
    for item in known.values():
        with problems.here():
            item.content()
    registered = {item.path for item in known.values()}
    for path in files_below(book.files):
        if path not in registered:
            told = "the file is in no row of datasets.csv"
            problems.add(DataError(told, where=path, fix="register it: `collate add dataset FILE`, or remove it"))


def _pandas(name: str, **given: Any) -> Callable[[bytes, Path, dict[str, Any]], pd.DataFrame]:
    """A reader of pandas, which gets the bytes whose hash was compared and opens no file itself."""

    def read(content: bytes, _path: Path, options: dict[str, Any]) -> pd.DataFrame:
        import pandas as pd

        frame: pd.DataFrame = getattr(pd, name)(io.BytesIO(content), **{**given, **options})
        return frame

    return read


def _spss(_content: bytes, path: Path, options: dict[str, Any]) -> pd.DataFrame:
    import pandas as pd

    return pd.read_spss(path, **options)


def _sqlite(content: bytes, path: Path, options: dict[str, Any]) -> pd.DataFrame:
    import pandas as pd

    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(content)
        names = [name for (name,) in connection.execute("select name from sqlite_master where type in ('table', 'view') order by name")]
        table = options.get("table", names[0] if len(names) == 1 else "")
        if "query" not in options and table not in names:
            raise DataError(f"which table of {', '.join(names) or 'none'}?", where=path, fix="name one: `run.data(…, table='…')`")
        quoted = str(table).replace('"', '""')
        return pd.read_sql_query(options.get("query", f'select * from "{quoted}"'), connection)  # noqa: S608 -- a name that is there
    finally:
        connection.close()


READERS: dict[str, Callable[[bytes, Path, dict[str, Any]], pd.DataFrame]] = {
    "csv": _pandas("read_csv"),
    "tsv": _pandas("read_csv", sep="\t"),
    "txt": _pandas("read_csv", sep=None, engine="python"),
    "xlsx": _pandas("read_excel"),
    "dta": _pandas("read_stata"),
    "sav": _spss,
    "parquet": _pandas("read_parquet"),
    "feather": _pandas("read_feather"),
    "json": _pandas("read_json"),
    "jsonl": _pandas("read_json", lines=True),
    "sqlite": _sqlite,
    "db": _sqlite,
}
