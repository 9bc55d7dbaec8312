"""Run the notebook of each artifact in each vintage and language, and publish what it gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from pytask import Product, task

from collate.data import csvfile
from collate.notebooks.drawing import FORMATS
from collate.notebooks.imports import notebook_modules
from collate.notebooks.run import parameters_for, run_notebook
from collate.pipeline.inputs import (
    CHECKED,
    DRAWN,
    ENVIRONMENT,
    PROJECT,
    PUBLISHED,
    VINTAGES_OF,
    code,
    constant,
    data_of,
    files,
    heard,
    made_elsewhere,
    publish_equal,
)
from collate.project import LANGUAGES

for id, vintage in [(id, vintage) for id, found in VINTAGES_OF.items() for vintage in found]:
    artifact = PUBLISHED.artifact(id)
    name = id if vintage == "printed" else f"{id}-{vintage}"
    source = PROJECT.notebooks / f"{artifact.notebook}.ipynb"
    imported = notebook_modules(source, PROJECT.python)
    folders = [PROJECT.run(artifact.id, language, vintage) for language in LANGUAGES]
    for language, folder in zip(LANGUAGES, folders, strict=True):
        drawings = [folder / file for file in DRAWN] if artifact.drawn else []

        @task(name=f"run-{name}-{language}")
        def run(
            chosen: tuple[str, str, str] = constant((artifact.id, language, vintage)),
            parameters: str = constant(json.dumps(parameters_for(artifact, language, vintage))),
            source: Path = source,
            data: list[Path] = [*data_of(artifact, vintage), *made_elsewhere(folder, PROJECT.values(artifact.id, vintage))],
            heard: Path = heard(folder),
            modules: list[Path] = files([*imported, *code("notebooks/run"), *code("notebooks/notebook"), *ENVIRONMENT]),
            checked: Path = CHECKED,
            executed: Annotated[Path, Product] = folder / "executed.ipynb",
            inputs: Annotated[Path, Product] = folder / "inputs.json",
            values: Annotated[Path, Product] = folder / "values.csv",
            display: Annotated[Path, Product] = folder / "display.csv",
            drawings: Annotated[list[Path], Product] = drawings,
        ) -> None:
            id, language, vintage = chosen
            run_notebook(PROJECT, PUBLISHED.artifact(id), language, vintage)

    @task(name=f"publish-{name}")
    def publish(
        id: str = constant(name),
        values: list[Path] = [folder / "values.csv" for folder in folders],
        regenerated: Annotated[Path, Product] = PROJECT.values(artifact.id, vintage),
    ) -> None:
        publish_equal(id, values, regenerated)

    if artifact.drawn:

        @task(name=f"publish-plot-{name}")
        def publish_plot(
            id: str = constant(name),
            points: list[Path] = [folder / "points.csv" for folder in folders],
            drawn: list[Path] = [folder / f"figure.{form}" for folder in folders for form in FORMATS],
            published: Annotated[Path, Product] = PROJECT.points(artifact.id, vintage),
            figures: Annotated[list[Path], Product] = [
                PROJECT.figure(artifact.id, language, form, vintage) for language in LANGUAGES for form in FORMATS
            ],
        ) -> None:
            publish_equal(id, points, published)
            for source, target in zip(drawn, figures, strict=True):
                csvfile.write_bytes(target, source.read_bytes())
