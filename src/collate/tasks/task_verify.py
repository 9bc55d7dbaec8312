"""Judge every cell and claim on grounds that are what they are called, and compute the evidence of every erratum."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pytask import Product, task

from collate.audit.basis import check_bases
from collate.audit.evidence import check_evidence
from collate.build.graph import CELLS, CLAIM_VALUES, CORRECTED_CELLS, PROJECT, PUBLISHED, TYPED, VERDICTS, code, files
from collate.data import csvfile
from collate.data.corrections import refuse_outdated
from collate.judge import VERDICT_COLUMNS, judge_and_store, regenerated_formulas, require_no_failure


@task(name="verify")
def verify(
    regenerated: list[Path] = [*CELLS, *CORRECTED_CELLS, *CLAIM_VALUES],
    typed: list[Path] = files(TYPED),
    library: list[Path] = files([*code("judge"), *code("audit/evidence")]),
    verdicts: Annotated[Path, Product] = VERDICTS,
) -> None:
    refuse_outdated(PROJECT, PUBLISHED.artifacts.values())
    check_bases(PROJECT, regenerated_formulas(PROJECT, PUBLISHED.artifacts), regenerated_formulas(PROJECT, PUBLISHED.artifacts, "terms"))
    judged = judge_and_store(PROJECT).numerals
    csvfile.write(verdicts, VERDICT_COLUMNS, [item.fields for item in judged])
    require_no_failure(judged)
    check_evidence(PROJECT)
