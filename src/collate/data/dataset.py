"""Datasets as their publishers made them: files of any kind, registered in data/source/datasets.csv with hash, source and licence.

A file lies in data/source/files, or comes with an installed package: `pdg==2026.0/pdg/pdg.sqlite` is the file pdg/pdg.sqlite that the
package pdg installs, in the version 2026.0. Such a file is not copied; the package is a requirement of the book like any other.
"""

from __future__ import annotations

import io
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, distribution
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
_OF_PACKAGE = re.compile(r"(?P<package>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[A-Za-z0-9.!+]+)/(?P<file>[^/].*)")


@dataclass(frozen=True)
class PackageFile:
    """A file that an installed package brings: `pdg==2026.0/pdg/pdg.sqlite`."""

    package: str
    version: str
    file: str

    @property
    def path(self) -> Path:
        """Where it is installed.

        Raises
        ------
        DataError : the package is not installed, in another version, or without the file.
        """
        install = f"install {self.package}=={self.version}"
        try:
            found = distribution(self.package)
        except PackageNotFoundError:
            raise DataError(f"the package {self.package} is not installed, which brings {self.file}", fix=install) from None
        if found.version != self.version:
            told = f"the package {self.package} is installed in version {found.version}, and the data are those of {self.version}"
            raise DataError(told, fix=f"{install}, or register the file of this version and look at what it changes")
        path = Path(str(found.locate_file(self.file)))
        listed = {str(file) for file in found.files or ()}
        if self.file not in listed or not path.is_file():
            raise DataError(f"the package {self.package} {self.version} has no file {self.file}", fix="name one that it installs")
        return path


def package_file(name: str) -> PackageFile | None:
    """The file of a package that `name` says, as the column `file` of datasets.csv has it; None for the name of an ordinary file."""
    found = _OF_PACKAGE.fullmatch(name)
    return PackageFile(**found.groupdict()) if found else None


@dataclass(frozen=True)
class Dataset:
    """One registered file: the SHA-256 that was registered, the id of its source, the terms of its use.

    Parameters
    ----------
    place : where the file is; of a file that a package brings, which that is.
    """

    id: str
    place: Path | PackageFile
    sha256: str
    source: str
    licence: str
    row: Row

    @cached_property
    def path(self) -> Path:
        """Where the file is.

        Raises
        ------
        DataError : the package that brings it is not installed, in another version, or without it.
        """
        if isinstance(self.place, Path):
            return self.place
        try:
            return self.place.path
        except DataError as error:
            raise self.row.error(f"the dataset {self.id!r}: {error.what}", fix=error.fix) from None

    def content(self) -> bytes:
        """The bytes of the file, which are those that were registered.

        Raises
        ------
        DataError : the file is missing, or has changed, or its package is not installed in the version that was registered.
        """
        try:
            found = self.path.read_bytes()
        except OSError as error:
            raise system_error(error, self.path, DataError) from None
        if sha256_of(found) != self.sha256:
            restored = "restore it" if isinstance(self.place, Path) else f"install {self.place.package} anew"
            raise DataError(
                f"the dataset {self.id!r} is not the file that was registered: its hash is {sha256_of(found)}",
                where=self.path,
                fix=f"{restored}, or, if this is the edition to use, put the new hash on line {self.row.line} of datasets.csv",
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
        of_package = package_file(row["file"])
        file = book.files / row["file"]
        if of_package is None and not file.resolve().is_relative_to(book.files.resolve()):
            raise row.error(f"the file {row['file']!r} is outside {book.relative(book.files)}", fix="put it into that folder")
        found[row["id"]] = Dataset(row["id"], of_package or file, row["sha256"], row["source"], row["licence"], row)
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
    registered = {item.place for item in known.values()}
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
