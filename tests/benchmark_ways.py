"""The ways that `make bench` compares: each prepares a folder, then runs the commands that a user would type."""

from __future__ import annotations

import shlex
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml
from benchmark_process import Measured, Resident, run, when_replaced
from papermill.iorw import load_notebook_node, write_ipynb
from papermill.parameterize import parameterize_notebook
from tests_root import BOOK, LANGUAGES

from collate.book import Book
from collate.export.runs import all_runs

PROGRAMS = Path(sys.executable).parent
SNAKEMAKE = BOOK.root / ".venv-bench" / "bin" / "snakemake"
Step = tuple[Measured, int]
WAITING = "waiting for a change"
IDLE = 10  # seconds that an author takes at least to change something, in which `watch` makes its imports
LEFT_OUT = ("_build", ".venv*", ".git", ".pytask", "pytask.lock", "__pycache__", ".*_cache", "tests")
# One observation of a source other than the report, which figure 1-5 plots and no printed value is compared with.
CHANGED = ("growth-of-gdp", "gdp-growth.beijing,2003,10.7", "gdp-growth.beijing,2003,10.8")
CHANGED_PAGE = "chapter-1.html"  # which shows it


@dataclass
class Job:
    """One run of a notebook: its parameters, and the observations that it reads."""

    name: str
    notebook: Path
    parameters: dict[str, str]
    data: list[Path]


@dataclass
class Bench:
    """A copy of the book in `folder`, and the ways of making its artifacts."""

    folder: Path
    book: Book = field(init=False)

    def __post_init__(self) -> None:
        self.book = Book(self.folder / "book")
        shutil.copytree(BOOK.root, self.book.root, ignore=shutil.ignore_patterns(*LEFT_OUT))
        self.environment = {"PYTHONPATH": str(self.book.python), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
        self.observations = self.book.source / "observations" / f"{CHANGED[0]}.csv"
        self.text = self.observations.read_text(encoding="utf-8")

    def change(self, *, back: bool = False) -> None:
        """Change one observation, or take the change back."""
        changed = self.text.replace(CHANGED[1], CHANGED[2])
        assert changed != self.text
        self.observations.write_text(self.text if back else changed, encoding="utf-8")

    def jobs(self, output: Path) -> list[Job]:
        """Every notebook run of the book, filling folders in `output`."""
        found = []
        for made in all_runs(self.book):
            data = [path for path in made.data if path.parent.name == "observations"]
            found.append(Job(made.name, made.source, made.parameters, data))
        for job in found:
            (output / job.name).mkdir(parents=True, exist_ok=True)
            job.parameters |= {"data_dir": str(self.book.data), "output_dir": str(output / job.name)}
        return found

    def step(self, command: list[str], output: Path) -> Step:
        """Run `command`; how it was measured, and how many notebooks filled their folders in `output` anew."""
        return self._counted(output, lambda: run(command, self.book.root, self.environment))

    def _counted(self, output: Path, measure: Callable[[], Measured]) -> Step:
        before = _written(output)
        measured = measure()
        return measured, sum(before.get(name) != time for name, time in _written(output).items())

    def ours(self) -> Iterator[tuple[str, Step]]:
        """All values from nothing; the pages of both languages; nothing changed; one observation changed, to the pages.

        Then the same change once more while a `watch` runs: from the saved file until its page stands there in both languages, and
        to the end of the build.
        """
        build, output = [sys.executable, "-m", "collate", "build"], self.book.build / "run"
        for name in ("_build", ".pytask"):
            shutil.rmtree(self.book.root / name, ignore_errors=True)
        (self.book.root / "pytask.lock").unlink(missing_ok=True)
        yield "cold", self.step([*build, "values"], output)
        yield "pages", self.step([*build, "html"], output)
        yield "unchanged", self.step([*build, "html"], output)
        self.change()
        yield "changed", self.step([*build, "html"], output)
        self.change(back=True)
        watching = Resident([sys.executable, "-m", "collate", "watch", "html"], self.book.root, self.environment, WAITING)
        try:
            watching.answer(lambda: None)
            time.sleep(IDLE)
            pages = when_replaced([self.book.html(language) / CHANGED_PAGE for language in LANGUAGES])
            saved = time.time()
            found, notebooks = self._counted(output, lambda: watching.answer(self.change))
            yield "page", (replace(found, seconds=pages() - saved), notebooks)
            yield "watched", (found, notebooks)
        finally:
            watching.end()
        self.change(back=True)

    def floor(self) -> Iterator[tuple[str, Step]]:
        """One process, function calls."""
        output = self._empty("floor")
        yield "cold", self.step([sys.executable, str(BOOK.root / "tests" / "benchmark_floor.py"), str(output)], output)

    def papermill(self) -> Iterator[tuple[str, Step]]:
        """One command after another, as a shell script would."""
        output = self._empty("papermill")
        commands = [self._papermill(job, output / f"{job.name}.ipynb") for job in self.jobs(output)]
        yield "cold", self.step(["bash", "-ec", "\n".join(commands)], output)

    def nbconvert(self) -> Iterator[tuple[str, Step]]:
        """One command for all notebooks, their parameters set beforehand."""
        folder = self._parameterized("nbconvert")
        command = [str(PROGRAMS / "jupyter"), "nbconvert", "--to", "notebook", "--execute", "--output-dir", str(folder / "executed")]
        yield "cold", self.step([*command, *map(str, sorted(folder.glob("*.ipynb")))], folder)

    def jupyter_book(self) -> Iterator[tuple[str, Step]]:
        """Jupyter Book executes the notebooks itself, with its cache, and makes pages of them."""
        folder = self._parameterized("jupyter-book")
        (folder / "index.md").write_text("# Index\n", encoding="utf-8")
        contents = {"format": "jb-book", "root": "index", "chapters": [{"file": path.stem} for path in sorted(folder.glob("*.ipynb"))]}
        settings = {"title": "Bench", "execute": {"execute_notebooks": "cache", "timeout": 600}, "only_build_toc_files": True}
        (folder / "_toc.yml").write_text(yaml.safe_dump(contents), encoding="utf-8")
        (folder / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
        yield from self._three([str(PROGRAMS / "jupyter-book"), "build", str(folder)], folder)

    def snakemake(self) -> Iterator[tuple[str, Step]]:
        """Snakemake runs the same papermill commands on all cores; a rule names its notebook and the observations that it reads."""
        output = self._empty("snakemake")
        rules, wanted = [], []
        for job in self.jobs(output):
            made = str(output / f"{job.name}.ipynb")
            wanted.append(made)
            inputs = [str(job.notebook), *map(str, job.data)]
            shell = self._papermill(job, Path(made)).replace("{", "{{").replace("}", "}}")
            rules.append(f"rule:\n    input: {inputs!r}\n    output: {made!r}\n    shell: {shell!r}\n")
        (output / "Snakefile").write_text(f"rule all:\n    input: {wanted!r}\n\n" + "\n".join(rules), encoding="utf-8")
        command = [str(SNAKEMAKE), "--cores", "all", "--snakefile", str(output / "Snakefile"), "--directory", str(output)]
        yield from self._three(command, output)

    def _three(self, command: list[str], output: Path) -> Iterator[tuple[str, Step]]:
        yield "cold", self.step(command, output)
        yield "unchanged", self.step(command, output)
        self.change()
        yield "changed", self.step(command, output)
        self.change(back=True)

    def _empty(self, name: str) -> Path:
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder

    def _parameterized(self, name: str) -> Path:
        """A folder with every notebook, its parameters written into it."""
        folder = self._empty(name)
        for job in self.jobs(folder):
            write_ipynb(parameterize_notebook(load_notebook_node(str(job.notebook)), job.parameters), str(folder / f"{job.name}.ipynb"))
        return folder

    def _papermill(self, job: Job, made: Path) -> str:
        given = [part for name, value in job.parameters.items() for part in ("-r", name, value)]
        return shlex.join([str(PROGRAMS / "papermill"), str(job.notebook), str(made), "-k", "python3", "--no-progress-bar", *given])


def _written(output: Path) -> dict[str, int]:
    """When the notebooks' folders were filled, by name."""
    paths = [*output.glob("*/values.csv"), *output.glob("*/claims.csv")]
    return {path.parent.name: path.stat().st_mtime_ns for path in paths}
