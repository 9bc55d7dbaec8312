"""Fixtures: the real book (read only), and copies in which a test may plant an error.

Tests are chosen by markers. `browser` and what brings the book itself up to date follow from fixtures; `slow` and `pdf` stand in the
modules, and a test without them that starts a build is stopped with a message (`_Watch`).
"""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import needs
import pytest
from tests_root import BOOK, copy_book, copy_tiny_book, up_to_date

from collate.book import Book
from collate.cli.main import main
from collate.verdicts import Verdicts, judge_all

FORMS = {"html": "html or start-page", "pdf": "pdf", "epub": "epub"}  # of the book itself, and the tasks that make them


@pytest.fixture(scope="session")
def book() -> Book:
    """The repository itself."""
    return BOOK


@pytest.fixture(scope="session")
def verdicts(book: Book) -> Verdicts:
    """All verdicts of the book, judged once in a worker."""
    return judge_all(book)


@pytest.fixture
def copy(tmp_path: Path) -> Book:
    """A copy of the book's data, notebooks and analyses."""
    return copy_book(tmp_path)


@pytest.fixture
def tiny(tmp_path: Path) -> Book:
    """A copy of the tests' tiny book: two orchards, one table."""
    return copy_tiny_book(tmp_path / "tiny")


@pytest.fixture(scope="session")
def made_once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], Path]:
    """Make a folder once for all workers of a run: the first that asks for its name makes it, the others wait. It is for reading only.

    `made_once("values", make)` gives the folder; `make(folder)` has to create it. What fails is made again by whoever asks next.
    """
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if hasattr(request.config, "workerinput") else base) / "made-once"
    shared.mkdir(exist_ok=True)

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder, done = shared / name, shared / f"{name}.done"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                make(folder)
                done.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def kept(made_once: Callable[[str, Callable[[Path], object]], Path], book: Book) -> Path:
    """Copies of `data/regenerated` and `figures` as git keeps them, from before a test brings the book up to date and writes them anew."""

    def copied(folder: Path) -> None:
        for source in (book.regenerated, book.figures):
            shutil.copytree(source, folder / source.relative_to(book.root))

    return made_once("kept", copied)


@pytest.fixture(scope="session")
def book_built(made_once: Callable[[str, Callable[[Path], object]], Path], kept: Path) -> Callable[[str], None]:  # noqa: ARG001
    """Bring the book itself up to date in a form (`html`, `pdf`, `epub`), once for all workers of a run."""

    def built(form: str) -> None:
        def make(folder: Path) -> None:
            up_to_date(FORMS[form])
            folder.mkdir()

        made_once(f"book-{form}", make)

    return built


@pytest.fixture(scope="session")
def html_built(book_built: Callable[[str], None]) -> None:
    """The pages of the book itself are there and up to date."""
    book_built("html")


@pytest.fixture(scope="session")
def tiny_built(made_once: Callable[[str, Callable[[Path], object]], Path]) -> Callable[[Path], Book]:
    """Copy the tiny book, as `collate build html` leaves it, to a new folder: a build there does what a test changes and no more."""

    def build(folder: Path) -> None:
        command = [sys.executable, "-m", "collate", "build", "html"]
        project = copy_tiny_book(folder)
        done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def copied(folder: Path) -> Book:
        return Book(Path(shutil.copytree(made_once("tiny-html", build), folder, symlinks=True)))

    return copied


ADDRESS = """\
repository:
  url: https://github.com/someone/orchards
  branch: main
html:
  baseurl: https://example.org/orchards/
"""


@pytest.fixture(scope="session")
def tiny_disclosed(made_once: Callable[[str, Callable[[Path], object]], Path], tiny_built: Callable[[Path], Book]) -> Book:
    """The pages of the tiny book with all that a book may disclose: its address, a citation, every verdict, what to take away.

    It is for reading only.
    """

    def build(folder: Path) -> None:
        project = tiny_built(folder)
        configuration = project.root / "_config.yml"
        configuration.write_text(configuration.read_text(encoding="utf-8") + ADDRESS, encoding="utf-8")
        project.citation.write_bytes(BOOK.citation.read_bytes())
        for language in project.languages:
            with (project.chapters / language / "index.md").open("a", encoding="utf-8") as page:
                page.writelines(f"\n```{{{name}}}\n```\n" for name in ("verdict-list", "take-away"))
        command = [sys.executable, "-m", "collate", "build", "html", "--workers", "1"]
        done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    return Book(made_once("tiny-disclosed", build))


@pytest.fixture
def run_command(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run one command in the process of the test, in its present folder; gives exit status, standard output and standard error."""

    def run(*words: object) -> tuple[int, str, str]:
        status = main(list(map(str, words)))
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


def replace(path: Path, old: str, new: str) -> None:
    """Plant an error: exactly one `old` in the file becomes `new`."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def replace_first():
    """Plant an error where `old` stands for the first time in the file."""

    def plant(path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return plant


@pytest.fixture(name="replace")
def replace_fixture():
    return replace


BUILDS = "slow"  # starts a build, a kernel or Sphinx in a process of its own, or takes seconds
LONG = (BUILDS, "browser", "pdf")
STARTED_BY_FIXTURE = {
    "browser": ("browser",),
    "book_built": (BUILDS,),
    "tiny_built": (BUILDS,),
    "tiny_disclosed": (BUILDS,),
    "installed": (BUILDS, "endurance"),
    "trial": (BUILDS,),
}


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their markers
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for fixture in STARTED_BY_FIXTURE.keys() & set(getattr(item, "fixturenames", ())):
            for mark in STARTED_BY_FIXTURE[fixture]:
                item.add_marker(mark)
    # What takes long begins first, so that no worker waits for another at the end.
    items.sort(key=lambda item: next((place for place, mark in enumerate(LONG) if item.get_closest_marker(mark)), len(LONG)))


class _Watch:
    """Stops a test that is not marked as long when it starts what takes long; otherwise `make test-fast` would grow slow unseen."""

    STARTS = ("collate", "ipykernel_launcher", "jupyter-book", "fork_template", "sphinx", "chromium")

    def __init__(self) -> None:
        self.test: pytest.Item | None = None

    def __call__(self, event: str, arguments: tuple) -> None:
        if event != "subprocess.Popen" or self.test is None or any(map(self.test.get_closest_marker, LONG)):
            return
        words = [str(word) for word in arguments[1]] if isinstance(arguments[1], (list, tuple)) else [str(arguments[1])]
        program = words[2] if words[1:2] == ["-m"] and len(words) > 2 else words[1] if words[1:2] and words[1].endswith(".py") else words[0]
        if any(start in Path(program).name for start in self.STARTS):
            name, self.test = self.test.nodeid, None
            pytest.fail(f"{name} starts {' '.join(words[:4])}: mark it as one of {', '.join(LONG)}")


WATCH = _Watch()


def pytest_configure() -> None:
    # While modules and tests are collected, hardly anything becomes garbage.
    gc.disable()
    # Hundreds of processes import the library; where none may keep what it compiled, each compiles it anew.
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.addaudithook(WATCH)


def pytest_collection_finish() -> None:
    # Thousands of tests and modules stay until the end: without this, each full collection of garbage looks at all of them again.
    gc.freeze()
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item):
    WATCH.test = item
    try:
        return (yield)
    finally:
        WATCH.test = None


def pytest_terminal_summary(terminalreporter):
    for line in needs.lines(terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(line)
