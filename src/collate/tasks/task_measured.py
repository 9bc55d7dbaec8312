"""Show what was measured, the speed of builds and how they grow with a book, where a book has measurements."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from pytask import Product, task

from collate.build.graph import CHECKED, ENVIRONMENT, MEASURED, PROJECT, code, constant, files, heard
from collate.run.execute import measured_parameters, run_measured
from collate.run.imports import notebook_modules

for (name, language), made in MEASURED.items():
    notebook = PROJECT.notebooks / f"{name}.ipynb"

    @task(name=f"run-{name}-{language}")
    def show(
        chosen: tuple[str, str] = constant((name, language)),
        parameters: str = constant(json.dumps(measured_parameters(name, language))),
        source: Path = notebook,
        measured: Path = PROJECT.benchmarks / f"{name}.csv",
        labels: Path = PROJECT.labels,
        modules: list[Path] = files(
            [
                *notebook_modules(notebook, PROJECT.python),
                *code(f"run/{name}"),
                *code("run/execute"),
                *ENVIRONMENT,
            ]
        ),
        heard: Path = heard(PROJECT.run(name, language)),
        checked: Path = CHECKED,
        inputs: Annotated[Path, Product] = PROJECT.run(name, language) / "inputs.json",
        made: Annotated[list[Path], Product] = made,
    ) -> None:
        run_measured(PROJECT, *chosen)
