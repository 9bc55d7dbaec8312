"""`python -m collate`: the commands behind the Makefile."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from collate.book.prose import check_prose
from collate.data.claims import Claim
from collate.data.packages import check_data
from collate.data.published import Cell, Published
from collate.errors import CollateError
from collate.numbers.verdict import Basis, Verdict
from collate.pipeline.build import build
from collate.project import LANGUAGES, Project
from collate.verify import Judged, judge, judge_book, require_no_failure

SELECT = {"all": None, "html": "html or start-page", "pdf": "pdf"}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 with one message on standard error when not, 2 for a wrong call."""
    parser = argparse.ArgumentParser(prog="collate", description="Regenerate a report's tables, compare them with print, bind the book.")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("build", help="bring the book up to date")
    command.add_argument("what", nargs="?", choices=SELECT, default="all")
    command.add_argument("--workers", type=int, help="processes at a time (default: the number of cores)")
    command = commands.add_parser("run", help="run the notebook of one artifact in both languages, changed or not")
    command.add_argument("id")
    command = commands.add_parser("verify", help="bring the values up to date, count the verdicts, list what is not identical")
    command.add_argument("id", nargs="?")
    commands.add_parser("check", help="check the data folders and the chapters")
    chosen = parser.parse_args(arguments)
    try:
        _run(chosen, Project.find())
    except CollateError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _run(chosen: argparse.Namespace, project: Project) -> None:
    if chosen.command == "build":
        build(project, SELECT[chosen.what], workers=chosen.workers)
    elif chosen.command == "run":
        artifact = Published(project).artifact(chosen.id)
        build(project, " or ".join(f"run-{artifact.id}-{language}" for language in LANGUAGES), force=True)
        build(project, f"publish-{artifact.id}")
    elif chosen.command == "verify":
        artifacts = [Published(project).artifact(chosen.id).id] if chosen.id else None
        build(project, f"publish-{chosen.id}" if chosen.id else "publish")  # never judge stale values
        judged: Sequence[Judged[Cell | Claim]] = judge(project, artifacts=artifacts) if artifacts else judge_book(project)
        show(judged, Console())
        require_no_failure(judged)
    else:
        check_data(project)
        check_prose(project)


def show(judged: Sequence[Judged[Cell | Claim]], console: Console) -> None:
    """Print counts by basis and the values that are compared and not identical."""
    counts = Counter((item.place.basis, item.verdict) for item in judged)
    found = [verdict for verdict in Verdict if any(counts[basis, verdict] for basis in Basis)]
    summary = Table("basis", *(f"{verdict.mark} {verdict.key}" for verdict in found))
    for basis in Basis:
        summary.add_row(basis.value, *(str(counts[basis, verdict]) for verdict in found))
    listed = Table("", "value", "printed", "regenerated", "rule")
    for item in judged:
        if item.verdict not in (Verdict.IDENTICAL, Verdict.NOT_REGENERATED):
            listed.add_row(item.verdict.mark, item.place.id, item.place.printed.text, item.shown, item.rule)
    console.print(listed, summary)


if __name__ == "__main__":
    sys.exit(main())
