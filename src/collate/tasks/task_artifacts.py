"""Run the notebook of each artifact in each reading and language, and publish what it gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from pytask import Product, task

from collate.book import LANGUAGES
from collate.build.graph import (
    CHECKED,
    DRAWN,
    ENVIRONMENT,
    PROJECT,
    PUBLISHED,
    READINGS_OF,
    code,
    constant,
    data_of,
    files,
    heard,
    made_elsewhere,
    publish_equal,
)
from collate.data import csvfile
from collate.run.drawing import FORMATS
from collate.run.execute import parameters_for, run_notebook
from collate.run.imports import notebook_modules

for id, reading in [(id, reading) for id, found in READINGS_OF.items() for reading in found]:
    artifact = PUBLISHED.artifact(id)
    name = id if reading == "printed" else f"{id}-{reading}"
    source = PROJECT.notebooks / f"{artifact.notebook}.ipynb"
    imported = notebook_modules(source, PROJECT.python)
    folders = [PROJECT.run(artifact.id, language, reading) for language in LANGUAGES]
    for language, folder in zip(LANGUAGES, folders, strict=True):
        drawings = [folder / file for file in DRAWN] if artifact.drawn else []

        @task(name=f"run-{name}-{language}")
        def run(
            chosen: tuple[str, str, str] = constant((artifact.id, language, reading)),
            parameters: str = constant(json.dumps(parameters_for(artifact, language, reading))),
            source: Path = source,
            data: list[Path] = [*data_of(artifact, reading), *made_elsewhere(folder, PROJECT.values(artifact.id, reading))],
            heard: Path = heard(folder),
            modules: list[Path] = files([*imported, *code("run/execute"), *code("run/notebook"), *ENVIRONMENT]),
            checked: Path = CHECKED,
            executed: Annotated[Path, Product] = folder / "executed.ipynb",
            inputs: Annotated[Path, Product] = folder / "inputs.json",
            values: Annotated[Path, Product] = folder / "values.csv",
            display: Annotated[Path, Product] = folder / "display.csv",
            drawings: Annotated[list[Path], Product] = drawings,
        ) -> None:
            id, language, reading = chosen
            run_notebook(PROJECT, PUBLISHED.artifact(id), language, reading)

    @task(name=f"publish-{name}")
    def publish(
        id: str = constant(name),
        values: list[Path] = [folder / "values.csv" for folder in folders],
        regenerated: Annotated[Path, Product] = PROJECT.values(artifact.id, reading),
    ) -> None:
        publish_equal(id, values, regenerated)

    if artifact.drawn:

        @task(name=f"publish-plot-{name}")
        def publish_plot(
            id: str = constant(name),
            points: list[Path] = [folder / "points.csv" for folder in folders],
            drawn: list[Path] = [folder / f"figure.{form}" for folder in folders for form in FORMATS],
            published: Annotated[Path, Product] = PROJECT.points(artifact.id, reading),
            figures: Annotated[list[Path], Product] = [
                PROJECT.figure(artifact.id, language, form, reading) for language in LANGUAGES for form in FORMATS
            ],
        ) -> None:
            publish_equal(id, points, published)
            for source, target in zip(drawn, figures, strict=True):
                csvfile.write_bytes(target, source.read_bytes())
