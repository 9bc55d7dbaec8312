"""Primary observations and facts, each typed once, as its source prints it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from collate.data import csvfile
from collate.data.csvfile import Row
from collate.data.listing import files_in
from collate.data.printed_value import read_printed
from collate.data.problems import FIRST, Problems
from collate.data.typed_text import read_text
from collate.errors import DataError, PrintedError
from collate.numbers.printed import Interval, Printed
from collate.numbers.quantity import observed

if TYPE_CHECKING:
    import pandas as pd

REPORT = "report"  # the id that sources.csv gives to the publication itself
SOURCE_COLUMNS = ("id", "citation", "title", "quote", "grade", "address", "archived", "edition", "licence", "read", "note")
UNATTRIBUTED = "unattributed"  # the grade of a source that names nobody who speaks in it
SERIES_COLUMNS = ("id", "indicator", "subject", "breakdown", "precision")
PRECISIONS = ("exact", "rounded")
IDS_ALONE = "collate.observation_ids"  # an audit event: of the file that is opened next, ids alone are used
OBSERVATION_COLUMNS = ("series", "period", "value", "decimals", "unit", "source", "place", "note")
NO_CORRECTIONS: Mapping[str, str] = MappingProxyType({})
FACT_COLUMNS = ("subject", "attribute", "position", "joiner", "term", "source", "place", "note")


def load_observations(folder: Path, datasets: Iterable[str], corrections: Mapping[str, str] = NO_CORRECTIONS) -> pd.DataFrame:
    """Observations of some datasets as a frame, one row each; see `read_observations` for parameters, columns and errors."""
    import pandas as pd  # here, since most of what imports this module makes no frames

    return pd.DataFrame.from_records(read_observations(folder, datasets, corrections))


def observation_ids(path: Path) -> list[str]:
    """The ids of the observations in a file. They alone count as read, and not the values, by an event that `collate.run.sandbox` hears.

    Raises
    ------
    DataError : a broken file.
    """
    sys.audit(IDS_ALONE, str(path))
    return [f"{row['series']}@{row['period']}" for row in csvfile.read(path, OBSERVATION_COLUMNS)]


def read_observations(
    folder: Path, datasets: Iterable[str], corrections: Mapping[str, str] = NO_CORRECTIONS, *, problems: Problems = FIRST
) -> list[dict[str, Any]]:
    """Observations of some datasets.

    Parameters
    ----------
    folder : data/source.
    datasets : names of files in `folder`/observations, without suffix.
    corrections : values to read instead of those that stand there, by id `SERIES@PERIOD`.
    problems : gathers what is wrong with files and rows, which are then left out.

    Returns
    -------
    For each observation series, indicator, subject, breakdown, period (all text), quantity (`Quantity`, in the observation's unit),
    unit, source. The quantity's id is `SERIES@PERIOD`.

    Raises
    ------
    DataError : a broken file, an unknown series, a value that is not a number, two observations of one series and period.
    """
    rows: list[Row] = []
    for name in datasets:
        with problems.here():
            rows += csvfile.read(folder / "observations" / f"{name}.csv", OBSERVATION_COLUMNS)
    wanted = {row["series"] for row in rows}
    known = {row["id"]: row for row in csvfile.read(folder / "series.csv", SERIES_COLUMNS, where=("id", wanted))} if rows else {}
    records: list[dict[str, Any]] = []
    seen: set[str] = set()
    for row in rows:
        with problems.here():
            if row["series"] not in known:
                raise row.error(f"unknown series {row['series']!r}", fix="add it to data/source/series.csv or correct it")
            id = f"{row['series']}@{row['period']}"
            if id in seen:
                raise row.error(f"duplicate observation {id}")
            seen.add(id)
            records.append(_observation(row, id, known[row["series"]], corrections))
    return records


def _observation(row: Row, id: str, series: Row, corrections: Mapping[str, str]) -> dict[str, Any]:
    try:
        decimals = row.integer("decimals") if row["decimals"] and id not in corrections else None
        printed = read_printed(corrections.get(id, row["value"]), decimals)
        quantity = observed(id, printed, stands_for(printed, series))
    except PrintedError as error:
        raise row.error(error.what, fix=error.fix) from None
    return {
        "series": row["series"],
        "indicator": series["indicator"],
        "subject": series["subject"],
        "breakdown": series["breakdown"],
        "period": row["period"],
        "quantity": quantity,
        "unit": row["unit"],
        "source": row["source"],
    }


def stands_for(printed: Printed, series: Row) -> Interval:
    """The interval of an observation: one number where its `series` declares exact values, else what its digits say.

    Raises
    ------
    DataError : the series declares no precision, or an unknown one.
    PrintedError : the value is not a number.
    """
    if series["precision"] not in PRECISIONS:
        given = f"the precision {series['precision']!r}" if series["precision"] else "no precision"
        raise series.error(
            f"series {series['id']!r} has {given}",
            fix="write `exact` for counts, ranks, years, codes and microdata, `rounded` for what was measured or rounded",
        )
    if series["precision"] == "exact" and printed.value is not None:
        return Interval(printed.value, printed.value)
    return printed.interval


def observation_sources(folder: Path, problems: Problems = FIRST) -> dict[str, str]:
    """The source of every observation below `folder`, by the id `SERIES@PERIOD`; see `read_observations`."""
    datasets = [path.stem for path in files_in(folder / "observations", "*.csv")]
    return {record["quantity"].id: record["source"] for record in read_observations(folder, datasets, problems=problems)}


def fact_id(row: Row) -> str:
    """What a formula calls a fact in words: `SUBJECT/ATTRIBUTE/POSITION`."""
    return f"{row['subject']}/{row['attribute']}/{row['position']}"


def fact_sources(folder: Path) -> dict[str, str]:
    """The source of every fact in words below `folder`, by id (`fact_id`)."""
    return {fact_id(row): row["source"] for path in files_in(folder / "facts", "*.csv") for row in csvfile.read(path, FACT_COLUMNS)}


def load_facts(folder: Path, datasets: Iterable[str]) -> pd.DataFrame:
    """Facts in words of some datasets, one row a term.

    Returns
    -------
    Columns subject, attribute, position (int), joiner, term (a label key), all others text, in the order of `position`.

    Raises
    ------
    DataError : a broken file, or a duplicate position.
    """
    records = []
    seen: set[tuple[str, str, str]] = set()
    for dataset in datasets:
        for row in csvfile.read(folder / "facts" / f"{dataset}.csv", FACT_COLUMNS):
            key = (row["subject"], row["attribute"], row["position"])
            if key in seen:
                raise row.error(f"duplicate fact {'/'.join(key)}")
            seen.add(key)
            records.append({name: row[name] for name in FACT_COLUMNS} | {"position": row.integer("position")})
    import pandas as pd

    frame = pd.DataFrame.from_records(records, columns=list(FACT_COLUMNS))
    return frame.sort_values(["subject", "attribute", "position"], kind="stable", ignore_index=True)


def load_boundaries(folder: Path, datasets: Iterable[str]) -> dict[str, list[list[list[float]]]]:
    """Outlines by unit, as rings of longitude and latitude in degrees.

    Raises
    ------
    DataError : no dataset is a boundary file, or it is broken.
    """
    paths = [path for name in datasets if (path := folder / "boundaries" / f"{name}.json").exists()]
    if len(paths) != 1:
        raise DataError("one boundary file is needed", where=folder / "boundaries", fix="name it in `datasets` of artifacts.csv")
    try:
        return dict(json.loads(read_text(paths[0])))
    except json.JSONDecodeError as error:
        raise DataError(f"not valid JSON: {error.msg}", where=paths[0], line=error.lineno, fix="restore it from git") from None
