"""Run the claims notebook for each chapter, and publish what it gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from pytask import Product, task

from collate.build.claim_inputs import claim_inputs
from collate.build.graph import CHECKED, CLAIM_CHAPTERS, ENVIRONMENT, LEDGER, PROJECT, code, constant, files, heard, publish_equal
from collate.run.execute import claim_parameters, run_claims
from collate.run.imports import notebook_modules

for chapter in CLAIM_CHAPTERS:
    claims_notebook = PROJECT.notebooks / "claims.ipynb"

    @task(name=f"run-claims-{chapter}")
    def recompute(
        chapter: int = constant(chapter),
        parameters: str = constant(json.dumps(claim_parameters(chapter))),
        source: Path = claims_notebook,
        ledger: Path = PROJECT.published / "claims.csv",
        named: list[Path] = claim_inputs(PROJECT, LEDGER, chapter),
        modules: list[Path] = files(
            [
                *notebook_modules(claims_notebook, PROJECT.python),
                *code("run/claim_run"),
                *code("run/execute"),
                *ENVIRONMENT,
            ]
        ),
        heard: Path = heard(PROJECT.claim_run(chapter)),
        checked: Path = CHECKED,
        executed: Annotated[Path, Product] = PROJECT.claim_run(chapter) / "executed.ipynb",
        inputs: Annotated[Path, Product] = PROJECT.claim_run(chapter) / "inputs.json",
        values: Annotated[Path, Product] = PROJECT.claim_run(chapter) / "claims.csv",
    ) -> None:
        run_claims(PROJECT, chapter)

    @task(name=f"publish-claims-{chapter}")
    def publish_claims(
        id: str = constant(f"claims-{chapter}"),
        values: list[Path] = [PROJECT.claim_run(chapter) / "claims.csv"],
        regenerated: Annotated[Path, Product] = PROJECT.claim_values(chapter),
    ) -> None:
        publish_equal(id, values, regenerated)
