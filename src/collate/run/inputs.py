"""What a notebook run was heard to ask for, kept beside its results and compared before the next build: the one account of its inputs.

A file that was looked for and not found is an input, too, as is the list of files in a folder that was listed. What cannot be heard: a
program that the notebook starts, a library that opens files without Python, a file whose existence alone is asked for, a module that
`importlib.import_module` does not find, and the environment read as a whole.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from collate.book import Book
from collate.data import csvfile
from collate.data.source import observation_ids
from collate.errors import DataError, NotebookError
from collate.hashes import MISSING, digest, sha256_of, variable_digest
from collate.run.drawing import FORMATS
from collate.run.environment import influences
from collate.run.imports import attempted_modules
from collate.run.notebook_file import other_kernel, read_notebook
from collate.run.other_kernels import may_have_read, program
from collate.run.packages import package_versions
from collate.run.sandbox import HEARD

FILE = "inputs.json"
CONFIGURATION = "_config.yml"  # the library reads it for every notebook: not the file counts, but the keys that are the library's
_KERNEL = "kernel "  # and its name: what runs a notebook that is not in Python
_UNSEEN = ("_build/fonts/",)  # made from the fonts of the system, for whoever draws first
_LEFT = ("_build", "__pycache__", "pytask.lock")  # what builds leave beside the book's own files


@dataclass(frozen=True)
class Inputs:
    """The inputs of one run, by name: digests of files, of lists of folders, of environment variables, and of the ids of observations in
    files of which nothing else was read; versions by package; and what of the machine and its settings cannot be kept from a kernel
    (`environment.influences`).

    Paths are relative to the book. A digest is a SHA-256 in hexadecimal, or `MISSING`.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    folders: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    packages: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)


def keep(book: Book, source: Path, part: Path) -> None:
    """Write `inputs.json` into the folder `part` that a run of the notebook `source` has filled, from what its kernel heard."""
    told = part / HEARD
    other = other_kernel(read_notebook(source))
    if other:
        lines = [("open", "", book.relative(path)) for path in may_have_read(book)]
    else:
        lines = [line.partition("\t") for line in told.read_text(encoding="utf-8").splitlines()]
        told.unlink()
    asked = {kind: sorted({name for found, _, name in lines if found == kind}) for kind in ("open", "ids", "list", "import", "variable")}
    own = f"{book.relative(part)}/"
    names = {book.relative(source), *asked["list"], *(_source(name) for name in asked["open"])}
    names = {name for name in names if not name.startswith((own, *_UNSEEN))}
    folders = {name for name in names if (book.root / name).is_dir()}
    modules = [book.root / name for name in sorted(names) if name.endswith(".py") and (book.root / name).is_file()]
    attempted = {name for path in (source, *modules) for name in attempted_modules(path, book.python)}
    names |= {path for module in {*asked["import"], *attempted} for path in _looked_for(book, module)}
    configured = {CONFIGURATION: _configuration(book)} if CONFIGURATION in names else {}
    if other:
        configured[f"{_KERNEL}{other.name}"] = program(other.name)
    names.discard(CONFIGURATION)
    found = Inputs(
        {name: digest(book.root / name) for name in sorted(names - folders)},
        {name: _folder(book.root / name) for name in sorted(folders)},
        {name: variable_digest(name) for name in asked["variable"]},
        {"Python": platform.python_version(), **package_versions([source, *modules], book.python)},
        influences(book, drawn=_drew(part)) | configured,
        {name: _ids(book.root / name) for name in asked["ids"] if name not in names},
    )
    csvfile.write_text(part / FILE, json.dumps(asdict(found), indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def read_inputs(folder: Path) -> Inputs:
    """The inputs of the run that filled `folder`.

    Raises
    ------
    NotebookError : they are missing or damaged.
    """
    path = folder / FILE
    try:
        return Inputs(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise NotebookError("the account of the run's inputs is missing or damaged", where=path, fix="run `make`") from None


def files_read(book: Book, folder: Path) -> list[Path]:
    """The files that the run which filled `folder` read, where one has been; those that it looked for in vain are not among them."""
    try:
        known = read_inputs(folder)
    except NotebookError:
        return []
    return [path for path in (book.root / name for name in known.files) if path.is_file()]


class Look:
    """How files and packages are, each looked at once: for a moment in which nobody changes one."""

    def __init__(self) -> None:
        self._files: dict[Path, str] = {}
        self._ids: dict[Path, str] = {}
        self._versions: dict[str, str] = {}

    def file(self, path: Path) -> str:
        """The SHA-256 of a file, or `MISSING`."""
        if path not in self._files:
            self._files[path] = digest(path)
        return self._files[path]

    def ids(self, path: Path) -> str:
        """A digest of the ids of observations in a file, or `MISSING`."""
        if path not in self._ids:
            self._ids[path] = _ids(path)
        return self._ids[path]

    def version(self, package: str) -> str:
        """The version of an installed package, or `MISSING`."""
        if package not in self._versions:
            self._versions[package] = _version(package)
        return self._versions[package]


def changes(book: Book, folder: Path, look: Look | None = None) -> Iterator[tuple[str, str, str]]:
    """What is not as the run that filled `folder` found it: its kind (`file`, `folder`, `variable`, `package` or `setting`), its name,
    and how it is now.

    That is `changed`, `missing` or `new`; a run whose account is missing or damaged has not been.
    """
    try:
        known = read_inputs(folder)
    except NotebookError:
        yield "file", book.relative(folder / FILE), MISSING
        return
    settings = influences(book, drawn=_drew(folder))
    if CONFIGURATION in known.settings:
        settings[CONFIGURATION] = _configuration(book)
    settings |= {name: program(name.removeprefix(_KERNEL)) for name in known.settings if name.startswith(_KERNEL)}
    look = look or Look()
    kinds: Iterable[tuple[str, Mapping[str, str], Any]] = (
        ("file", known.files, lambda name: look.file(book.root / name)),
        ("file", known.ids, lambda name: look.ids(book.root / name)),
        ("folder", known.folders, lambda name: _folder(book.root / name)),
        ("variable", known.variables, variable_digest),
        ("package", known.packages, look.version),
        ("setting", {**dict.fromkeys(settings, MISSING), **known.settings}, lambda name: settings.get(name, MISSING)),
    )
    for kind, before, state in kinds:
        for name, old in before.items():
            if (now := state(name)) != old:
                yield kind, name, MISSING if now == MISSING else "new" if old == MISSING else "changed"


def _source(name: str) -> str:
    """The source of a compiled module, for which it stands; any other path as it is."""
    if "__pycache__" not in name:
        return name
    try:
        return importlib.util.source_from_cache(name)
    except ValueError:
        return name


def _looked_for(book: Book, module: str) -> Iterator[str]:
    """The files of a module of the book that is not there; none for one that is, whose file was opened, or for an installed one."""
    parts = module.split(".")
    base = book.python.joinpath(*parts)
    places = (base.with_name(f"{base.name}.py"), base / "__init__.py")
    if any(path.is_file() for path in places):
        return
    top = book.python / parts[0]
    if not top.exists() and not top.with_name(f"{parts[0]}.py").is_file() and importlib.util.find_spec(parts[0]):
        return
    yield from (book.relative(path) for path in places)


def _configuration(book: Book) -> str:
    """A digest of those keys of the configuration that a result may depend on."""
    relevant = replace(book.config, kernels="", cell_seconds=0, path=Path(), lines={})  # what it says, not where
    return hashlib.sha256(repr(relevant).encode()).hexdigest()


def _drew(folder: Path) -> bool:
    """Whether a run drew a figure: the font is no input of others, which may run before anyone has looked for it."""
    return any((folder / f"figure.{form}").exists() for form in FORMATS)


def _ids(path: Path) -> str:
    if not path.is_file():
        return MISSING
    try:
        return sha256_of("\0".join(observation_ids(path)).encode())
    except DataError:
        return digest(path)  # which the ids never had; whoever reads the file says what is wrong


def _folder(path: Path) -> str:
    if not path.is_dir():
        return MISSING
    names = sorted(name for name in os.listdir(path) if not name.startswith((".", *_LEFT)))  # noqa: PTH208
    return hashlib.sha256("\0".join(names).encode()).hexdigest()


def _version(package: str) -> str:
    if package == "Python":
        return platform.python_version()
    try:
        return version(package)
    except PackageNotFoundError:
        return MISSING
