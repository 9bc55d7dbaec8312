"""Run the notebook of each artifact in each language, and publish what it gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from pytask import Product, task

from collate.data import csvfile
from collate.notebooks.drawing import FORMATS
from collate.notebooks.imports import notebook_modules
from collate.notebooks.run import parameters_for, read_notebook, run_notebook
from collate.pipeline.inputs import CHECKED, DRAWN, ENVIRONMENT, PROJECT, PUBLISHED, code, constant, data_of, publish_equal
from collate.project import LANGUAGES

for artifact in PUBLISHED.artifacts.values():
    source = PROJECT.notebooks / f"{artifact.notebook}.ipynb"
    imported = notebook_modules(read_notebook(source), PROJECT.python)
    for language in LANGUAGES:
        folder = PROJECT.run(artifact.id, language)
        drawings = [folder / name for name in DRAWN] if artifact.drawn else []

        @task(name=f"run-{artifact.id}-{language}")
        def run(
            chosen: tuple[str, str] = constant((artifact.id, language)),
            parameters: str = constant(json.dumps(parameters_for(artifact, language))),
            source: Path = source,
            data: list[Path] = data_of(artifact),
            modules: list[Path] = [
                *imported,
                *code("notebooks/run"),
                *code("notebooks/notebook"),
                *ENVIRONMENT,
            ],
            checked: Path = CHECKED,
            executed: Annotated[Path, Product] = folder / "executed.ipynb",
            values: Annotated[Path, Product] = folder / "values.csv",
            display: Annotated[Path, Product] = folder / "display.csv",
            drawings: Annotated[list[Path], Product] = drawings,
        ) -> None:
            run_notebook(PROJECT, PUBLISHED.artifact(chosen[0]), chosen[1])

    @task(name=f"publish-{artifact.id}")
    def publish(
        id: str = constant(artifact.id),
        values: list[Path] = [PROJECT.run(artifact.id, language) / "values.csv" for language in LANGUAGES],
        regenerated: Annotated[Path, Product] = PROJECT.regenerated / f"{artifact.id}.csv",
    ) -> None:
        publish_equal(id, values, regenerated)

    if artifact.drawn:

        @task(name=f"publish-plot-{artifact.id}")
        def publish_plot(
            id: str = constant(artifact.id),
            points: list[Path] = [PROJECT.run(artifact.id, language) / "points.csv" for language in LANGUAGES],
            drawn: list[Path] = [PROJECT.run(artifact.id, language) / f"figure.{form}" for language in LANGUAGES for form in FORMATS],
            published: Annotated[Path, Product] = PROJECT.points(artifact.id),
            figures: Annotated[list[Path], Product] = [
                PROJECT.figure(artifact.id, language, form) for language in LANGUAGES for form in FORMATS
            ],
        ) -> None:
            publish_equal(id, points, published)
            for source, target in zip(drawn, figures, strict=True):
                csvfile.write_bytes(target, source.read_bytes())
