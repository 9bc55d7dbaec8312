"""Write what a reader takes away, and lay a copy beside the pages that link to it; the pages, which an author waits for, come first."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pytask import Product, mark, task

from collate.build.graph import DOWNLOADS, ENVIRONMENT, PROJECT, TYPED, VERDICTS, WRITTEN, code, files
from collate.data import csvfile
from collate.export.about import read_about
from collate.export.codecheck import write_codecheck
from collate.export.crate import write_crate
from collate.export.downloads import copy_exports, exported_names
from collate.export.exhibits import write_exhibits
from collate.export.frictionless_packages import TYPED as PACKAGES
from collate.export.frictionless_packages import write_packages
from collate.export.ledger import write_ledger
from collate.export.runs import all_runs

ABOUT = read_about(PROJECT)
RESULTS = sorted({path for path in DOWNLOADS.values() if PROJECT.build not in path.parents})


@mark.try_last
@task(name="export-ledger")
def export_ledger(
    typed: list[Path] = files(TYPED),
    written: list[Path] = files(WRITTEN),
    verdicts: Path = VERDICTS,
    library: list[Path] = files(code("export/ledger")),
    built: Annotated[list[Path], Product] = [PROJECT.exports / name for name in ("ledger.csv", "ledger.json", "ledger.schema.json")],
) -> None:
    write_ledger(PROJECT)


@mark.try_last
@task(name="export-exhibits")
def export_exhibits(
    typed: list[Path] = files(TYPED),
    results: list[Path] = RESULTS,
    verdicts: Path = VERDICTS,
    library: list[Path] = files([*code("export/exhibits"), *ENVIRONMENT]),
    built: Annotated[Path, Product] = PROJECT.exports / "exhibits.xlsx",
) -> None:
    write_exhibits(PROJECT)


@mark.try_last
@task(name="export-packages")
def export_packages(
    typed: list[Path] = files(TYPED),
    results: list[Path] = RESULTS,
    verdicts: Path = VERDICTS,
    library: list[Path] = files(code("export/frictionless_packages")),
    built: Annotated[list[Path], Product] = [
        PROJECT.exports / "frictionless" / name / "datapackage.yaml" for name in (*PACKAGES, "regenerated")
    ],
) -> None:
    write_packages(PROJECT)


if ABOUT is not None:

    @mark.try_last
    @task(name="export-descriptions")
    def describe(
        citation: Path = PROJECT.citation,
        typed: list[Path] = files(TYPED),
        results: list[Path] = RESULTS,
        inputs: list[Path] = [run.executed.with_name("inputs.json") for run in all_runs(PROJECT)],
        verdicts: Path = VERDICTS,
        library: list[Path] = files([*code("export/crate"), *code("export/codecheck"), *ENVIRONMENT]),
        built: Annotated[list[Path], Product] = [
            PROJECT.exports / name for name in ("codecheck.yml", "ro-crate-metadata.json", "CITATION.cff")
        ],
    ) -> None:
        about = read_about(PROJECT)
        assert about is not None
        write_codecheck(PROJECT, about)
        write_crate(PROJECT, about)
        csvfile.write_bytes(PROJECT.exports / "CITATION.cff", citation.read_bytes())


EXPORTED = [PROJECT.exports / name for name in exported_names(PROJECT)]


@mark.try_last
@task(name="html-exports")
def lay_beside_pages(
    exported: list[Path] = EXPORTED,
    executed: list[Path] = sorted(set(DOWNLOADS.values())),
    library: list[Path] = files(code("export/downloads")),
    built: Annotated[list[Path], Product] = [PROJECT.html_exports / name for name in (*DOWNLOADS, *exported_names(PROJECT))],
) -> None:
    copy_exports(PROJECT)
