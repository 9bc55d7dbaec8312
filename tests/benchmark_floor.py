"""The floor that `make bench` measures builds against: one process that imports once and makes everything by function calls.

Run in a book's folder with an output folder as argument. It executes the code cells of the notebooks one after another, with the
parameters that the build gives them, without kernel, papermill, checks or records.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat

from collate.data.claims import Ledger
from collate.data.published import Published
from collate.notebooks.run import claim_parameters, parameters_for
from collate.project import LANGUAGES, Project


def main() -> None:
    project, output = Project(Path()), Path(sys.argv[1])
    sys.path.insert(0, str(project.python))
    for artifact in Published(project).artifacts.values():
        for language in LANGUAGES:
            call(project.notebooks / f"{artifact.notebook}.ipynb", parameters_for(artifact, language), output / f"{artifact.id}.{language}")
    for chapter in sorted({claim.chapter for claim in Ledger(project).claims.values()}):
        call(project.notebooks / "claims.ipynb", claim_parameters(chapter), output / f"claims-{chapter}")


def call(notebook: Path, parameters: dict[str, str], output: Path) -> None:
    output.mkdir(parents=True)
    names = parameters | {"output_dir": str(output)}
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", []):
            exec(compile(cell.source, str(notebook), "exec"), names)


if __name__ == "__main__":
    main()
