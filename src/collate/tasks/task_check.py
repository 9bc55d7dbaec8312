"""Check what people type: the data, and the chapters against the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pytask import Product, task

from collate.bind.prose import check_prose
from collate.build.graph import CHECKED, NUMERALS, PROJECT, READ, TYPED, WRITTEN, code, files
from collate.data import csvfile
from collate.data.packages import check_data


@task(name="check-data")
def check(
    typed: list[Path] = files(TYPED), library: list[Path] = files(code("data/packages")), done: Annotated[Path, Product] = CHECKED
) -> None:
    check_data(PROJECT)
    csvfile.write_text(done, f"{len(typed)} files\n")


@task(name="check-prose")
def read_prose(
    written: list[Path] = files(WRITTEN),
    ledger: Path = CHECKED,
    library: list[Path] = files([*code("bind/prose"), *NUMERALS]),
    done: Annotated[Path, Product] = READ,
) -> None:
    check_prose(PROJECT)
    csvfile.write_text(done, f"{len(written)} files\n")
