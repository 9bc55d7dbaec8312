"""Make the tables of how the build grows with a book, where that was measured."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from pytask import Product, task

from collate.notebooks.imports import notebook_modules
from collate.notebooks.run import read_notebook, run_scale, scale_parameters
from collate.pipeline.inputs import CHECKED, ENVIRONMENT, PROJECT, SCALE, code, constant
from collate.project import LANGUAGES

for language in LANGUAGES if SCALE else ():
    scale_notebook = PROJECT.notebooks / "scale.ipynb"

    @task(name=f"run-scale-{language}")
    def show_scale(
        language: str = constant(language),
        parameters: str = constant(json.dumps(scale_parameters(language))),
        source: Path = scale_notebook,
        measured: Path = PROJECT.benchmarks / "scale.csv",
        labels: Path = PROJECT.labels,
        modules: list[Path] = [
            *notebook_modules(read_notebook(scale_notebook), PROJECT.python),
            *code("notebooks/scale"),
            *code("notebooks/run"),
            *ENVIRONMENT,
        ],
        checked: Path = CHECKED,
        made: Annotated[list[Path], Product] = SCALE[language],
    ) -> None:
        run_scale(PROJECT, language)
