"""What the tasks share: the book that COLLATE_ROOT names, and the files that results depend on.

Every task declares each file that its result depends on, so that whatever changes (a digit, a notebook, a parameter, an
imported module, the environment) reruns what it touches and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from pytask import PythonNode

from collate.bind.staging import read_yaml
from collate.book import Book
from collate.build.nodes import contents, heard_files
from collate.build.nodes import heard as heard_node
from collate.data import csvfile
from collate.data.claims import Ledger
from collate.data.corrections import readings
from collate.data.listing import files_below, files_in
from collate.data.published import Artifact, Published
from collate.errors import BuildError
from collate.export.downloads import downloads
from collate.run.drawing import FORMATS
from collate.run.imports import module_files

PROJECT = Book(Path(os.environ["COLLATE_ROOT"]))
PUBLISHED = Published(PROJECT)
LEDGER = Ledger(PROJECT)
LIBRARY = Path(__file__).resolve().parents[1]
NUMERALS = files_in(LIBRARY / "bind" / "numerals", "*.csv")
ENVIRONMENT = [path for path in (PROJECT.root / "requirements.txt",) if path.exists()]
TYPED = [path for path in files_below(PROJECT.data, "*.csv", "*.yml", "*.yaml", "*.json") if PROJECT.regenerated not in path.parents]
WRITTEN = [path for path in files_below(PROJECT.chapters) if path.is_file()]
CONTENTS = read_yaml(PROJECT.root / "_toc.yml")
CONFIGURATION = read_yaml(PROJECT.root / "_config.yml")
CHECKED = PROJECT.build / "checked.txt"
READ = PROJECT.build / "read.txt"
CHARACTERS = PROJECT.build / "fonts" / "characters.json"
FONTS = PROJECT.webfonts / "fonts" / "fonts.css"
DRAWN = ("points.csv", "alt.txt", *(f"figure.{form}" for form in FORMATS))
VERDICTS = PROJECT.regenerated / "verdicts.csv"
DOWNLOADS = downloads(PROJECT)


@cache
def code(module: str) -> list[Path]:
    """A module of the library and all that it imports from it."""
    return module_files(LIBRARY / f"{module}.py", LIBRARY.parent)


def constant(value: Any) -> Any:
    """A parameter of a task whose change makes the task run again."""
    return PythonNode(value=value, hash=True)


def files(paths: Iterable[Path]) -> Any:
    """A parameter of a task, a list of files that no task makes; when the content of one changes, the task runs again."""
    return contents(PROJECT.root, paths)


def heard(folder: Path) -> Any:
    """A parameter of a task, the folder that its notebook run fills: whatever that run was heard to read makes it run again."""
    return heard_node(PROJECT, folder)


def made_elsewhere(folder: Path, *own: Path) -> list[Path]:
    """Files that the last run into `folder` was heard to read and that other tasks make, which must come first; not its `own`."""
    made = {*CELLS, *CORRECTED_CELLS, *CLAIM_VALUES} - {*own}
    return [path for path in heard_files(PROJECT, folder) if path in made]


def data_of(artifact: Artifact, reading: str) -> list[Path]:
    """The data files that an artifact's notebook reads."""
    folders = ("observations", "facts")
    sets = [PROJECT.source / kind / f"{name}.csv" for kind in folders for name in artifact.datasets]
    sets += [PROJECT.source / "boundaries" / f"{name}.json" for name in artifact.datasets]
    shared = [PROJECT.source / "series.csv", PROJECT.labels, PROJECT.published / "artifacts.csv", PROJECT.published / "headers.csv"]
    if reading == "corrected":
        shared += [PROJECT.errata]
    return [path for path in sets if path.exists()] + shared


def publish_equal(id: str, sources: list[Path], target: Path) -> None:
    """Publish a file that must be the same in every language."""
    texts = [path.read_text(encoding="utf-8") for path in sources]
    if len(set(texts)) > 1:
        raise BuildError(f"{id}: the languages give different numbers", where=sources[0], fix="let `language` change words only")
    csvfile.write_text(target, texts[0])


READINGS_OF = {artifact.id: readings(PROJECT, artifact) for artifact in PUBLISHED.artifacts.values()}
CELLS = [PROJECT.values(id) for id in PUBLISHED.artifacts]
CORRECTED_CELLS = [PROJECT.values(id, "corrected") for id, found in READINGS_OF.items() if "corrected" in found]
CLAIM_CHAPTERS = sorted({claim.chapter for claim in LEDGER.claims.values()})
CLAIM_VALUES = [PROJECT.claim_values(chapter) for chapter in CLAIM_CHAPTERS]
