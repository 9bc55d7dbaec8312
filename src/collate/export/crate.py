"""ro-crate-metadata.json: every notebook run with its program, inputs and results, as a Process Run Crate.

It holds no time and no name of who ran it, so that the same book gives the same bytes; whoever publishes the crate adds them.
"""

from __future__ import annotations

import json
import mimetypes
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rocrate.model.contextentity import ContextEntity
from rocrate.model.softwareapplication import SoftwareApplication
from rocrate.rocrate import ROCrate

from collate.book import Book
from collate.data import csvfile
from collate.data.citation import Citation, Person
from collate.export.about import export_language
from collate.export.runs import HOW, NotebookRun, all_runs
from collate.hashes import sha256

RO_CRATE = "1.1"  # the version that the profile below extends
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
TYPES = {".ipynb": "application/x-ipynb+json", ".csv": "text/csv", ".json": "application/json", ".py": "text/x-python"}


def write_crate(book: Book, about: Citation) -> None:
    """Write ro-crate-metadata.json into the folder of exports; its paths start at the book's own folder, where the file belongs."""
    crate = crate_of(book, about)
    document = crate.metadata.generate()
    csvfile.write_text(book.exports / "ro-crate-metadata.json", json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def crate_of(book: Book, about: Citation) -> ROCrate:
    """The crate: files with their hashes, and one action for each notebook run."""
    language = export_language(book)
    crate = ROCrate(version=RO_CRATE)
    root = crate.root_dataset
    root["name"] = about.edition.title
    root["description"] = "Sources, programs and results of a reproducible edition, with every notebook run that links them."
    root["datePublished"] = about.edition.released
    root["version"] = about.edition.version
    root["license"] = [_licence(crate, name) for name in about.licences]
    root["author"] = [_author(crate, position, person, language) for position, person in enumerate(about.edition.authors, start=1)]
    root["conformsTo"] = crate.add(
        ContextEntity(crate, PROFILE, {"@type": "CreativeWork", "name": "Process Run Crate", "version": PROFILE.rpartition("/")[2]})
    )
    papermill = crate.add(
        SoftwareApplication(
            crate,
            "https://papermill.readthedocs.io/",
            {"name": "papermill", "url": "https://papermill.readthedocs.io/"} | _version("papermill"),
        )
    )
    root["mentions"] = [_action(crate, book, run, about, papermill) for run in all_runs(book)]
    return crate


def _action(crate: ROCrate, book: Book, run: NotebookRun, about: Citation, papermill: SoftwareApplication) -> ContextEntity:
    program = _file(crate, book, run.source, {"@type": ["File", "SoftwareSourceCode"], "version": about.edition.version})
    program["softwareRequirements"] = [papermill, *_packages(crate, run)]
    given = [
        crate.add(ContextEntity(crate, f"#{run.name}-{name}", {"@type": "PropertyValue", "name": name, "value": value}))
        for name, value in run.parameters.items()
    ]
    return crate.add(
        ContextEntity(
            crate,
            f"#run-{run.name}",
            {
                "@type": "CreateAction",
                "name": f"Run of {run.source.name} as {run.name}",
                "description": HOW,
                "instrument": program,
                "object": [*(_file(crate, book, path) for path in (*run.data, *run.modules)), *given],
                "result": [_file(crate, book, path) for path in (*run.results,)],
            },
        )
    )


def _file(crate: ROCrate, book: Book, path: Path, more: dict[str, Any] | None = None) -> Any:
    id = book.relative(path)
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    about = {"name": path.name, "encodingFormat": kind, "contentSize": str(path.stat().st_size), "sha256": sha256(path)}
    return crate.dereference(id) or crate.add_file(dest_path=id, properties=about | (more or {}))


def _packages(crate: ROCrate, run: NotebookRun) -> list[SoftwareApplication]:
    """The interpreter and the packages that the run imported, in their versions."""
    return [
        crate.add(SoftwareApplication(crate, f"#{name}-{text}", {"name": name, "softwareVersion": text}))
        for name, text in run.inputs.packages.items()
    ]


def _author(crate: ROCrate, position: int, person: Person, language: str) -> ContextEntity:
    kind = "Organization" if person.name else "Person"
    return crate.add(ContextEntity(crate, f"#author-{position}", {"@type": kind, "name": person.full(language)}))


def _licence(crate: ROCrate, name: str) -> ContextEntity:
    return crate.add(ContextEntity(crate, f"https://spdx.org/licenses/{name}", {"@type": "CreativeWork", "name": name}))


def _version(package: str) -> dict[str, str]:
    return {"softwareVersion": version(package)}
