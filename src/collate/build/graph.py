"""The tasks of a book: what depends on what.

Each task names every file that its result depends on, so that whatever changes (a digit, a notebook, a parameter, a module, the
environment) makes again what it touches and nothing else. What a notebook reads is not named: its run records it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from collate.bind.staging import table_of_contents
from collate.book import Book
from collate.build.task import Task, changes
from collate.data.claims import Ledger
from collate.data.dataset import load_datasets
from collate.data.errata import readings
from collate.data.listing import files_below, files_in
from collate.data.published import Published
from collate.export.downloads import downloads
from collate.export.runs import NotebookRun, all_runs
from collate.run.imports import module_files
from collate.run.inputs import Look

LIBRARY = Path(__file__).resolve().parents[1]


def tasks(book: Book, select: str | None = None) -> list[Task]:
    """Every task of `book`, in an order in which they could be done.

    Parameters
    ----------
    select : what the build is asked for; the pages that it binds offer the downloads that belong to it.

    Raises
    ------
    CollateError : a file that the tasks are made from is broken.
    """
    from collate.build import editions, exports, values

    files = BookFiles(book)
    found = [*values.tasks(files), *editions.tasks(files, select), *exports.tasks(files)]
    names = [task.name for task in found]
    assert len(names) == len(set(names)), "two tasks have one name"
    return found


def selected(tasks: Iterable[Task], select: str | None) -> list[str]:
    """The names of the tasks that an expression chooses: words, of which a name must hold one, joined by `or`; all when None."""
    words = [word.strip().lower() for word in (select or "").split(" or ")]
    return [task.name for task in tasks if any(word in task.name.lower() for word in words)]


def needed(tasks: Iterable[Task], names: Iterable[str]) -> list[Task]:
    """The tasks called so, and every task whose products they need, directly or through others, what is needed first."""
    by_name = {task.name: task for task in tasks}
    made_by = {path: task for task in by_name.values() for path in task.makes}
    found: dict[str, Task] = {}

    def visit(task: Task) -> None:
        if task.name not in found:
            for path in task.needs:
                if path in made_by:
                    visit(made_by[path])
            found[task.name] = task

    for name in names:
        visit(by_name[name])
    return list(found.values())


def followers(tasks: Sequence[Task], running: Set[str]) -> list[Task]:
    """Those of `tasks`, what is needed first, that need what a task called in `running` may change, directly or through others."""
    made = {path for task in tasks if task.name in running and not task.constant for path in task.makes}
    found = []
    for task in tasks:
        if task.name not in running and not made.isdisjoint(task.needs):
            found.append(task)
            made.update(() if task.constant else task.makes)
    return found


def awaited(book: Book, chosen: Sequence[Task]) -> list[Task]:
    """Those of `chosen` that are not up to date, and those that need what such a task makes."""
    look = Look()
    stale = {task.name for task in chosen if any(changes(book, task, look))}
    stale |= {task.name for task in followers(chosen, stale)}
    return [task for task in chosen if task.name in stale]


def outdated(book: Book, names: Sequence[str], select: str | None = None) -> tuple[list[str], list[Path]]:
    """Ask, without running anything, whether a build is up to date.

    Parameters
    ----------
    names : what names of tasks hold that are asked about, with all that they need.
    select : what the last build was asked for.

    Returns
    -------
    The names of the tasks that would run or follow one that does, and the files of the book that the tasks read and none of them makes.

    Raises
    ------
    CollateError : a file that the tasks are made from is broken.
    """
    found = tasks(book, select)
    chosen = needed(found, selected(found, " or ".join(names)))
    made = {path for task in found for path in task.makes}
    read = {path for task in chosen for path in task.dependencies(book)} - made
    inside = sorted(path for path in read if path.is_relative_to(book.root) and path.is_file() and book.build not in path.parents)
    return sorted(task.name for task in awaited(book, chosen)), inside


@dataclass(frozen=True)
class BookFiles:
    """The files of a book that several tasks share, each list made once."""

    book: Book

    @cached_property
    def published(self) -> Published:
        """The artifacts as printed."""
        return Published(self.book)

    @cached_property
    def ledger(self) -> Ledger:
        """The claims as printed."""
        return Ledger(self.book)

    @cached_property
    def chapters(self) -> list[int]:
        """The chapters that make claims."""
        return sorted({claim.chapter for claim in self.ledger.claims.values()})

    @cached_property
    def readings(self) -> dict[str, tuple[str, ...]]:
        """The readings in which each artifact is regenerated, by its id."""
        return {id: readings(self.book, artifact) for id, artifact in self.published.artifacts.items()}

    @cached_property
    def runs(self) -> list[NotebookRun]:
        """Every run of a notebook."""
        return all_runs(self.book)

    @cached_property
    def words(self) -> list[Path]:
        """The words of the book and of the library."""
        return [*([self.book.labels] if self.book.labels.exists() else []), *files_in(LIBRARY / "locale", "*.csv")]

    @cached_property
    def environment(self) -> list[Path]:
        """The list of installed packages, where the book has one."""
        return [path for path in (self.book.root / "requirements.txt",) if path.exists()]

    @cached_property
    def typed(self) -> list[Path]:
        """The data that people type, and the files of others that they registered."""
        return sorted({*self.own_data, *files_below(self.book.files), *(item.path for item in load_datasets(self.book).values())})

    @cached_property
    def own_data(self) -> list[Path]:
        """The data that people type; the files of others, which may be of any kind, are none of them."""
        found = files_below(self.book.data, "*.csv", "*.yml", "*.yaml", "*.json")
        folders = {self.book.regenerated, self.book.files}
        return [path for path in sorted(found) if not folders & {*path.parents}]

    @cached_property
    def written(self) -> list[Path]:
        """The chapters, with all that lies beside them."""
        return [path for path in files_below(self.book.chapters) if path.is_file()]

    @cached_property
    def contents(self) -> Any:
        """The table of contents."""
        return table_of_contents(self.book)

    @cached_property
    def cells(self) -> list[Path]:
        """The regenerated values of the printed reading."""
        return [self.book.values(id) for id in self.published.artifacts]

    @cached_property
    def corrected_cells(self) -> list[Path]:
        """The regenerated values of the corrected reading."""
        return [self.book.values(id, "corrected") for id, found in self.readings.items() if "corrected" in found]

    @cached_property
    def claim_values(self) -> list[Path]:
        """The recomputed values of claims."""
        return [self.book.claim_values(chapter) for chapter in self.chapters]

    @cached_property
    def downloads(self) -> dict[str, Path]:
        """What is laid beside the pages, by its name there."""
        return downloads(self.book)

    @property
    def verdicts(self) -> Path:
        """The verdict on every cell and claim."""
        return self.book.regenerated / "verdicts.csv"

    @property
    def checked(self) -> Path:
        """It is there when the data have been found to be as their schemas want them."""
        return self.book.build / "checked.txt"

    @property
    def read(self) -> Path:
        """It is there when the chapters have been found to bind their numbers to claims."""
        return self.book.build / "read.txt"


@cache
def code(*modules: str) -> tuple[Path, ...]:
    """Modules of the library (`run/execute`) and all that they import from it."""
    return tuple(sorted({path for name in modules for path in module_files(LIBRARY / f"{name}.py", LIBRARY.parent, LIBRARY.name)}))


def library_files(*places: tuple[str, str]) -> list[Path]:
    """Files of the library other than modules: each place is a folder and a pattern of names."""
    return [path for folder, pattern in places for path in files_in(LIBRARY / folder, pattern)]


def made_by_others(files: BookFiles, paths: Iterable[Path], own: Iterable[Path]) -> list[Path]:
    """Those of `paths` that a task makes which must come first; not its `own`."""
    made = {*files.cells, *files.corrected_cells, *files.claim_values} - {*own}
    return [path for path in paths if path in made]
