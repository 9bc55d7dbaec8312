"""Judge every cell and claim, and compute the evidence of every erratum."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pytask import Product, task

from collate.data import csvfile
from collate.evidence import check_evidence
from collate.pipeline.inputs import CELLS, CLAIM_VALUES, PROJECT, TYPED, VERDICTS, code
from collate.verify import VERDICT_COLUMNS, judge_book, require_no_failure


@task(name="verify")
def verify(
    regenerated: list[Path] = [*CELLS, *CLAIM_VALUES],
    typed: list[Path] = TYPED,
    library: list[Path] = [*code("verify"), *code("evidence")],
    verdicts: Annotated[Path, Product] = VERDICTS,
) -> None:
    judged = judge_book(PROJECT)
    csvfile.write(verdicts, VERDICT_COLUMNS, [item.fields for item in judged])
    require_no_failure(judged)
    check_evidence(PROJECT)
