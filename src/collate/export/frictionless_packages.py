"""The three folders of data as Frictionless packages that stand alone: what was typed, what is printed, what is regenerated."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from collate.book import Book
from collate.data.dataset import load_datasets
from collate.data.listing import files_below, files_in
from collate.data.schemas import SCHEMA, schema_text
from collate.data.whole_folder import lay_folder
from collate.data.yamlfile import read_yaml

TYPED = ("source", "published")
# The folder of a file below data/regenerated to its schema.
SCHEMAS = {"points": "point", "claims": "claim-value", "corrected": "value", "": "value"}


def write_packages(book: Book) -> None:
    """Write the packages `source`, `published` and `regenerated` below `frictionless` in the folder of exports."""
    content: dict[str, Path | bytes] = {}
    for name in TYPED:
        content |= {f"{name}/{path.relative_to(book.data / name).as_posix()}": path for path in package_files(book, name)}
        content |= _schemas(book, name, (path.stem for path in files_in(SCHEMA / name, "*.json")))
    content["source/datapackage.yaml"] = source_package(book)
    for path in package_files(book, "regenerated"):
        content[f"regenerated/{path.relative_to(book.regenerated).as_posix()}"] = path
    content |= _schemas(book, "regenerated", sorted({*SCHEMAS.values(), "verdict"}))
    descriptor = yaml.safe_dump(regenerated_package(book), allow_unicode=True, sort_keys=False)
    content["regenerated/datapackage.yaml"] = descriptor.encode("utf-8")
    lay_folder(book.exports / "frictionless", content)


def _schemas(book: Book, name: str, schemas: Iterable[str]) -> dict[str, bytes]:
    """The library's schemas of a package, for the languages of the book, where its descriptor looks for them."""
    texts = {schema: schema_text(f"{name}/{schema}", book.languages) for schema in schemas}
    return {f"{name}/schema/{schema}.json": text.encode("utf-8") for schema, text in texts.items()}


def package_files(book: Book, name: str) -> list[Path]:
    """The files of one package as they stand in the book's `data` folder."""
    endings = (".csv", ".json", ".yaml")
    found = [path for path in files_below(book.data / name) if path.is_file()]
    return [path for path in found if path.suffix in endings or book.files in path.parents]


def source_package(book: Book) -> bytes:
    """The descriptor of what was typed, with a resource for each registered dataset: its hash, source and terms."""
    path = book.source / "datapackage.yaml"
    datasets = load_datasets(book)
    if not datasets:
        return path.read_bytes()
    package, _ = read_yaml(path)
    package["resources"] += [
        {
            "name": f"file-{item.id}",
            "path": item.path.relative_to(book.source).as_posix(),
            "hash": f"sha256:{item.sha256}",
            "bytes": len(item.content()),
            "sources": [{"title": item.source}],
            "licenses": [{"name": "other", "title": item.licence}],
        }
        for item in datasets.values()
        if isinstance(item.place, Path)  # what an installed package brings is named in datasets.csv and not passed on
    ]
    return yaml.safe_dump(package, allow_unicode=True, sort_keys=False).encode("utf-8")


def regenerated_package(book: Book) -> dict[str, Any]:
    """The descriptor of the regenerated files."""
    resources = []
    for path in package_files(book, "regenerated"):
        relative = path.relative_to(book.regenerated)
        schema = "verdict" if relative.as_posix() == "verdicts.csv" else SCHEMAS[relative.parent.name]
        name = "-".join([*relative.parent.parts, relative.stem])
        resources.append({"name": name, "path": relative.as_posix(), "encoding": "utf-8", "schema": f"schema/{schema}.json"})
    return {
        "name": "regenerated",
        "title": "What the notebooks give",
        "description": "Regenerated cells, plotted points, recomputed numbers of sentences, and the verdict on each",
        "resources": resources,
    }
