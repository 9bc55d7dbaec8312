"""Books of any size for measurements: tables of two orchards each, with the verdicts that they must get.

Every printed number is worked out here with decimals of its own, not by the library: what is planted is what must be found.
"""

from __future__ import annotations

import csv
import json
import random
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import yaml
from tests_root import BOOK, LANGUAGES

from collate.book import Book
from collate.data.claims import claim_columns
from collate.data.labels import columns as label_columns
from collate.data.published import ARTIFACT_COLUMNS, CELL_COLUMNS, HEADER_COLUMNS
from collate.data.source import OBSERVATION_COLUMNS, SERIES_COLUMNS

TINY = BOOK.root / "tests" / "tiny_books" / "zh-Hant+en"
A_CHAPTER = 50  # tables in a chapter
YEARS = ("2000", "2001")
ORCHARDS = ("north", "south")
SEED = 20261125
Record = Mapping[str, object]


@dataclass
class SyntheticBook:
    """A book that was made: its folder, and how many verdicts of each kind it must get."""

    book: Book
    expected: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Orchards:
    """One table: harvests in baskets by orchard and year, to one decimal."""

    position: int
    harvest: dict[tuple[str, str], Decimal]

    @property
    def chapter(self) -> int:
        return (self.position - 1) // A_CHAPTER + 1

    @property
    def number(self) -> int:
        return (self.position - 1) % A_CHAPTER + 1

    @property
    def id(self) -> str:
        return f"table-{self.chapter}-{self.number}"

    def total(self, year: str) -> Decimal:
        return sum((self.harvest[orchard, year] for orchard in ORCHARDS), Decimal(0))

    def growth(self, row: str) -> Decimal:
        """Growth in per cent over the two years, to one decimal."""
        before, after = (self.total(year) if row == "both" else self.harvest[row, year] for year in YEARS)
        return ((after / before - 1) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def make_book(folder: Path, tables: int, claims: int = 0) -> SyntheticBook:
    """A book of `tables` tables, each with a notebook and a data file of its own, and `claims` numbers in sentences.

    Every seventh table prints a sum that is a tenth too high, which the rounding of two addends allows; every twentieth one
    that is a whole basket too high, which is declared as an erratum. Every tenth claim is a percentage that rounding allows
    only because its inputs are rounded too, or is plainly recomputed; all others repeat a sum of a table.
    """
    rng = random.Random(SEED)
    made = [_orchards(position, rng) for position in range(1, tables + 1)]
    book = SyntheticBook(Book(folder))
    _copy_frame(book.book)
    errata: list[dict[str, object]] = []
    for table in made:
        errata += _write_table(book, table)
    _write_lists(book.book, made)
    ledger = list(_claims(book, made, claims))
    _write(book.book.published / "claims.csv", claim_columns(book.book.languages), ledger)  # columns of other kinds of claims stay empty
    book.book.errata.write_text(yaml.safe_dump(errata, allow_unicode=True, sort_keys=False), encoding="utf-8")
    _write_pages(book.book, made, ledger)
    return book


def change_one(book: SyntheticBook) -> None:
    """Change one observation of the first table, and what print must then say."""
    table = _orchards(1, random.Random(SEED))
    harvest = table.harvest | {("north", "2000"): table.harvest["north", "2000"] + Decimal("0.1")}
    list(_write_table(SyntheticBook(book.book), Orchards(1, harvest)))


def _orchards(position: int, rng: random.Random) -> Orchards:
    return Orchards(position, {(orchard, year): Decimal(rng.randint(101, 989)).scaleb(-1) for orchard in ORCHARDS for year in YEARS})


def _copy_frame(project: Book) -> None:
    """What all books share: the tiny book's configuration and analysis."""
    for name in ("_config.yml", "pyproject.toml"):
        project.root.mkdir(parents=True, exist_ok=True)
        shutil.copy(TINY / name, project.root / name)
    for language in LANGUAGES:
        (project.chapters / language).mkdir(parents=True)
        shutil.copy(TINY / "chapters" / language / "_config.yml", project.chapters / language)
    for folder in (project.source, project.published):
        folder.mkdir(parents=True)
    for name in ("sources.csv", "units.csv"):
        shutil.copy(TINY / "data" / "source" / name, project.source / name)
    (project.python / "orchard").mkdir(parents=True)
    (project.python / "orchard" / "__init__.py").write_text(ANALYSIS, encoding="utf-8")
    project.notebooks.mkdir()
    shutil.copy(BOOK.notebooks / "claims.ipynb", project.notebooks)


def _write_table(book: SyntheticBook, table: Orchards) -> Iterator[dict[str, object]]:
    """Data, printed cells and notebook of one table; yields the errata that it needs."""
    project, slip, carried = book.book, table.position % 7 == 0, table.position % 20 == 0
    observed = [
        {
            "series": f"harvest.{orchard}.{table.position}",
            "period": year,
            "value": table.harvest[orchard, year],
            "unit": "baskets",
            "source": "report",
            "place": "page 1",
        }
        for orchard in ORCHARDS
        for year in YEARS
    ]
    _write(project.source / "observations" / f"{table.id}.csv", OBSERVATION_COLUMNS, observed)
    sums = {"2000": table.total("2000") + int(carried), "2001": table.total("2001") + Decimal(int(slip)) / 10}
    cells = [(orchard, year, table.harvest[orchard, year], "transcribed") for orchard in ORCHARDS for year in YEARS]
    cells += [("both", year, printed, "recomputed") for year, printed in sums.items()]
    cells += [(row, "growth", table.growth(row), "recomputed") for row in (*ORCHARDS, "both")]
    common = {"line": table.position, "layout": "read"}
    named = [common | dict(zip(("row", "column", "printed", "basis"), cell, strict=True)) for cell in cells]
    _write(project.cells / f"{table.id}.csv", CELL_COLUMNS, named)
    book.expected += Counter({"identical": 9 - slip - carried, "rounding": int(slip), "erratum": int(carried)})
    _write_notebook(project.notebooks / f"{table.id}.ipynb", table)
    if carried:
        yield {
            "target": f"{table.id}/both/2000",
            "printed": str(sums["2000"]),
            "regenerated": str(table.total("2000")),
            "kind": "arithmetic",
            "certainty": "high",
            "found": "2026-11-25",
            "bearing": "nothing",
            "argument": {
                "zh-Hant": "和比較小，但沒有據此得出任何結論。",
                "en": "The sum is lower, and nothing is concluded from it.",
            },
            "cause": {
                "zh-Hant": "加總時多進了一位，和因此多出一籃。",
                "en": "One was carried too often in the sum, which is a basket too high.",
            },
        }


def _write_notebook(path: Path, table: Orchards) -> None:
    notebook = json.loads((TINY / "src" / "notebooks" / "table-1-1.ipynb").read_text(encoding="utf-8"))
    text = (
        json.dumps(notebook, indent=1, ensure_ascii=False)
        .replace("table-1-1", table.id)
        .replace("# Harvest", f"# Harvest {table.position}")
    )
    path.write_text(text + "\n", encoding="utf-8")


def _write_lists(project: Book, made: Sequence[Orchards]) -> None:
    """Everything that is one file for the whole book."""
    words: dict[str, dict[str, str]] = {}
    for path in (BOOK.labels, TINY / "data" / "labels.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            words |= {row["key"]: row for row in csv.DictReader(file)}
    labels = list(words.values())
    labels += [
        {"key": f"title-{table.position}", "zh_hant": f"收成之{table.position}", "en": f"Harvest {table.position}"} for table in made
    ]
    artifacts = [
        {
            "id": table.id,
            "kind": "table",
            "chapter": table.chapter,
            "number": table.number,
            "line": table.position,
            "language": "en",
            "notebook": table.id,
            "datasets": table.id,
            "title": f"title-{table.position}",
            "unit": "unit-baskets",
            "credit": "credit-harvest",
        }
        for table in sorted(made, key=lambda table: table.id)
    ]
    axes = {"row": (*ORCHARDS, "both"), "column": (*YEARS, "growth")}
    headers = [
        {"artifact": table.id, "axis": axis, "position": position, "id": id}
        for table in sorted(made, key=lambda table: table.id)
        for axis, ids in axes.items()
        for position, id in enumerate(ids, start=1)
    ]
    series = [
        {
            "id": f"harvest.{orchard}.{table.position}",
            "indicator": "harvest",
            "subject": orchard,
            "breakdown": table.position,
            "precision": "rounded",
        }
        for table in made
        for orchard in ORCHARDS
    ]
    _write(project.published / "artifacts.csv", ARTIFACT_COLUMNS, artifacts)
    _write(project.published / "headers.csv", HEADER_COLUMNS, headers)
    _write(project.source / "series.csv", SERIES_COLUMNS, sorted(series, key=lambda row: str(row["id"])))
    _write(project.labels, label_columns(("zh-Hant", "en")), sorted(labels, key=lambda row: row["key"]))
    published = [("artifacts", "artifacts"), ("headers", "headers"), ("claims", "claims")]
    _write_package(project.published, [*published, *((f"cells/{table.id}", "cell") for table in made)])
    source = [("sources", "sources"), ("units", "units"), ("series", "series")]
    _write_package(project.source, [*source, *((f"observations/{table.id}", "observation") for table in made)])


def _claims(book: SyntheticBook, made: Sequence[Orchards], count: int) -> Iterator[Record]:
    """Numbers in sentences: the sum of a table as it must be, or its growth worked out from printed sums."""
    lines: Counter[int] = Counter()
    for index in range(count):
        table = made[index * len(made) // count]
        lines[table.chapter] += 1
        line = lines[table.chapter]
        id = f"c{table.chapter}-l{line:04}-harvest"
        cell = f"{{{table.id}/both/"
        if index % 10:
            printed, formula, unit, kind = table.total("2001"), f"{cell}2001}}", "baskets", "level"
        else:
            printed, formula, unit, kind = table.growth("both"), f"({cell}2001}} / {cell}2000}} - 1) * 100", "percent", "growth"
        book.expected["identical"] += 1
        yield {
            "id": id,
            "chapter": table.chapter,
            "line": line,
            "subject_zh_hant": f"{table.id} 的收成",
            "subject_en": f"harvest of {table.id}",
            "printed": printed,
            "unit": unit,
            "kind": kind,
            "check": "table",
            "formula": formula,
        }


def _write_pages(project: Book, made: Sequence[Orchards], ledger: Sequence[Record]) -> None:
    """A chapter for every fifty tables, with the notebooks below it, and a page of marks, counts and errata."""
    chapters: dict[int, list[Orchards]] = {}
    for table in made:
        chapters.setdefault(table.chapter, []).append(table)
    told: dict[int, list[str]] = {}
    for row in ledger:
        told.setdefault(int(str(row["chapter"])), []).append(str(row["id"]))
    for language in LANGUAGES:
        folder = project.chapters / language
        words = {"zh-Hant": ("果園帳冊", "一章", "合計收成"), "en": ("Orchards", "A chapter", "Together they harvested")}[language]
        index = [f"# {words[0]}", *(f"```{{{name}}}\n```" for name in ("legend", "verdict-summary", "verdict-list", "errata-list"))]
        (folder / "index.md").write_text("\n\n".join(index) + "\n", encoding="utf-8")
        for chapter, tables in chapters.items():
            parts = [f"# {words[1]}"]
            parts += [f"{words[2]} {{cell}}`{table.id}/both/2001`\n\n```{{artifact}} {table.id}\n```" for table in tables]
            parts += [f"{words[2]} {{claim}}`{id}`" for id in told.get(chapter, ())]
            (folder / f"chapter-{chapter}.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
        if told:
            lists = [f"# {words[0]}", *(f"```{{claim-list}} {chapter}\n```" for chapter in chapters)]
            (folder / "ledger.md").write_text("\n\n".join(lists) + "\n", encoding="utf-8")
    contents: list[dict[str, object]] = [
        {"file": f"chapter-{chapter}", "sections": [{"file": f"artifacts/{table.id}"} for table in tables]}
        for chapter, tables in chapters.items()
    ]
    contents += [{"file": "ledger"}] if told else []
    toc = {"format": "jb-book", "root": "index", "chapters": contents}
    (project.root / "_toc.yml").write_text(yaml.safe_dump(toc, sort_keys=False), encoding="utf-8")


def _write_package(folder: Path, resources: Iterable[tuple[str, str]]) -> None:
    items = [
        {"name": path.replace("/", "-"), "path": f"{path}.csv", "encoding": "utf-8", "schema": f"schema/{schema}.json"}
        for path, schema in resources
    ]
    (folder / "datapackage.yaml").write_text(yaml.safe_dump({"name": folder.name, "resources": items}, sort_keys=False), encoding="utf-8")


def _write(path: Path, columns: Sequence[str], rows: Iterable[Record]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


ANALYSIS = '''"""The computation of a synthetic book."""

import pandas as pd

from collate import total


def harvest(observations: pd.DataFrame) -> pd.DataFrame:
    """Harvest by orchard and year, the sum of both, and growth in per cent."""
    table = observations.pivot(index="subject", columns="period", values="quantity")
    table.loc["both"] = table.apply(total)
    first, last = table.columns
    table["growth"] = (table[last] / table[first] - 1) * 100
    return table
'''
