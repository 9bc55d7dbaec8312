"""The floor that `make bench` measures builds against: one process that imports once and makes everything by function calls.

Run in a book's folder with an output folder as argument. It executes the code cells of the notebooks one after another, with the
parameters that the build gives them, without kernel, papermill, checks or records.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat

from collate.book import Book
from collate.export.runs import all_runs


def main() -> None:
    project, output = Book(Path()), Path(sys.argv[1])
    sys.path.insert(0, str(project.python))
    for made in all_runs(project):
        call(made.source, made.parameters, output / made.name)


def call(notebook: Path, parameters: dict[str, str], output: Path) -> None:
    output.mkdir(parents=True)
    names = parameters | {"output_dir": str(output)}
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", []):
            exec(compile(cell.source, str(notebook), "exec"), names)


if __name__ == "__main__":
    main()
