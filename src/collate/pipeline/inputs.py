"""What the tasks share: the book that COLLATE_ROOT names, and the files that results depend on.

Every task declares each file that its result depends on, so that whatever changes (a digit, a notebook, a parameter, an
imported module, the environment) reruns what it touches and nothing else.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from pytask import PythonNode

from collate.book.stage import read_yaml
from collate.data import csvfile
from collate.data.claims import Ledger
from collate.data.published import Artifact, Published
from collate.data.source import OBSERVATION_COLUMNS
from collate.errors import BuildError
from collate.notebooks.drawing import FORMATS
from collate.notebooks.imports import module_files
from collate.numbers.formula import inputs_of
from collate.project import Project

PROJECT = Project(Path(os.environ["COLLATE_ROOT"]))
PUBLISHED = Published(PROJECT)
LEDGER = Ledger(PROJECT)
LIBRARY = Path(__file__).resolve().parents[1]
ENVIRONMENT = [path for path in (PROJECT.root / "requirements.txt",) if path.exists()]
TYPED = sorted(
    path
    for pattern in ("*.csv", "*.yml", "*.yaml", "*.json")
    for path in PROJECT.data.rglob(pattern)
    if PROJECT.regenerated not in path.parents
)
OBSERVATIONS = sorted((PROJECT.source / "observations").glob("*.csv"))
WRITTEN = sorted(path for path in PROJECT.chapters.rglob("*") if path.is_file())
CONTENTS = read_yaml(PROJECT.root / "_toc.yml")
CHECKED = PROJECT.build / "checked.txt"
READ = PROJECT.build / "read.txt"
DRAWN = ("points.csv", "alt.txt", *(f"figure.{form}" for form in FORMATS))
VERDICTS = PROJECT.regenerated / "verdicts.csv"


@cache
def code(module: str) -> list[Path]:
    """A module of the library and all that it imports from it."""
    return module_files(LIBRARY / f"{module}.py", LIBRARY.parent)


def constant(value: Any) -> Any:
    """A parameter of a task whose change makes the task run again."""
    return PythonNode(value=value, hash=True)


def data_of(artifact: Artifact) -> list[Path]:
    """The data files that an artifact's notebook reads."""
    folders = ("observations", "facts")
    sets = [PROJECT.source / kind / f"{name}.csv" for kind in folders for name in artifact.datasets]
    sets += [PROJECT.source / "boundaries" / f"{name}.json" for name in artifact.datasets]
    shared = [PROJECT.source / "series.csv", PROJECT.labels, PROJECT.published / "artifacts.csv", PROJECT.published / "headers.csv"]
    return [path for path in sets if path.exists()] + shared


def publish_equal(id: str, sources: list[Path], target: Path) -> None:
    """Publish a file that must be the same in every language."""
    texts = [path.read_text(encoding="utf-8") for path in sources]
    if len(set(texts)) > 1:
        raise BuildError(f"{id}: the languages give different numbers", where=sources[0], fix="let `language` change words only")
    csvfile.write_text(target, texts[0])


def _observed_in(path: Path) -> set[str]:
    return {f"{row['series']}@{row['period']}" for row in csvfile.read(path, OBSERVATION_COLUMNS)}


def claim_inputs(chapter: int) -> list[Path]:
    """The files of regenerated cells and of observations that hold what the formulas of a chapter's claims name."""
    claims = [claim for claim in LEDGER.claims.values() if claim.chapter == chapter and claim.formula]
    names = {name for claim in claims for name in inputs_of(claim.formula)}
    cells = {name.partition("/")[0] for name in names}
    files = [PROJECT.regenerated / f"{artifact}.csv" for artifact in PUBLISHED.artifacts if artifact in cells]
    files += [path for path in OBSERVATIONS if names & _observed_in(path)]
    return [*files, PROJECT.source / "series.csv", PROJECT.published / "artifacts.csv"]


CELLS = [PROJECT.regenerated / f"{id}.csv" for id in PUBLISHED.artifacts]
CLAIM_CHAPTERS = sorted({claim.chapter for claim in LEDGER.claims.values()})
CLAIM_VALUES = [PROJECT.claim_values(chapter) for chapter in CLAIM_CHAPTERS]
