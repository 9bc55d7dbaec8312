"""Recompute, judge and report all claims of the book in a folder: `python judge_claims.py FOLDER`."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from collate.book import Book
from collate.data import csvfile
from collate.data.claims import Ledger
from collate.run.claim_run import open_claims
from collate.verdicts import VERDICT_COLUMNS, judge_claims, require_no_failure


def main() -> None:
    project = Book(Path(sys.argv[1]).resolve())
    for chapter in sorted({claim.chapter for claim in Ledger(project).claims.values()}):
        run = open_claims(str(chapter), str(project.data), str(project.build / "claims"))
        run.save(run.recompute())
        csvfile.write_bytes(project.claim_values(chapter), (project.build / "claims" / "claims.csv").read_bytes())
    judged = judge_claims(project)
    csvfile.write(project.regenerated / "verdicts.csv", VERDICT_COLUMNS, [item.fields for item in judged])
    require_no_failure(judged)
    print(Counter(item.verdict.key for item in judged))


if __name__ == "__main__":
    main()
