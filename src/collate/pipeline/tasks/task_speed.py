"""Make the table and the chart of the measured speed of builds, where a book has measurements."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from pytask import Product, task

from collate.notebooks.imports import notebook_modules
from collate.notebooks.run import read_notebook, run_speed, speed_parameters
from collate.pipeline.inputs import CHECKED, ENVIRONMENT, PROJECT, SPEED, code, constant
from collate.project import LANGUAGES

for language in LANGUAGES if SPEED else ():
    speed_notebook = PROJECT.notebooks / "speed.ipynb"

    @task(name=f"run-speed-{language}")
    def show_speed(
        language: str = constant(language),
        parameters: str = constant(json.dumps(speed_parameters(language))),
        source: Path = speed_notebook,
        measured: Path = PROJECT.benchmarks / "speed.csv",
        labels: Path = PROJECT.labels,
        modules: list[Path] = [
            *notebook_modules(read_notebook(speed_notebook), PROJECT.python),
            *code("notebooks/speed"),
            *code("notebooks/run"),
            *ENVIRONMENT,
        ],
        checked: Path = CHECKED,
        made: Annotated[list[Path], Product] = SPEED[language],
    ) -> None:
        run_speed(PROJECT, language)
