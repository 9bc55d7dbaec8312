"""A draft of codecheck.yml for a codechecker to complete: the CODECHECK configuration file, version 1.0."""

from __future__ import annotations

from typing import Any

import yaml

from collate.data import csvfile
from collate.data.citation import Citation
from collate.data.labels import Labels
from collate.data.published import Published
from collate.exports.exhibits import name_of
from collate.exports.runs import all_runs
from collate.project import Project

SPECIFICATION = "https://codecheck.org.uk/spec/config/1.0/"
PLACEHOLDER = "TO BE FILLED IN BY THE CODECHECKER"


def write_codecheck(project: Project, about: Citation) -> None:
    """Write codecheck.yml into the folder of exports; its paths start at the book's own folder, where the file belongs."""
    text = yaml.safe_dump(codecheck(project, about), allow_unicode=True, sort_keys=False, width=120)
    csvfile.write_text(project.exports / "codecheck.yml", f"%YAML 1.1\n---\n{text}")


def codecheck(project: Project, about: Citation) -> dict[str, Any]:
    """The configuration: every file that a codecheck must recreate, the work, and marked places for what only a person can give."""
    return {
        "version": SPECIFICATION,
        "manifest": _manifest(project),
        "paper": {"title": about.edition.title, "authors": [{"name": person.full("en")} for person in about.edition.authors]},
        "codechecker": [{"name": PLACEHOLDER}],
        "report": PLACEHOLDER,
        "summary": "Draft written by the build: `make` recreates every file of the manifest; `make reproduce` does it twice and compares.",
    }


def _manifest(project: Project) -> list[dict[str, str]]:
    labels = Labels.load(project.labels)
    published = Published(project)
    comments: dict[str, str] = {}
    for run in all_runs(project):
        for path in run.results:
            if run.artifact:
                comment = f"{name_of(run.artifact)}: {labels.text(published.artifact(run.artifact.id).title, 'en')}"
            else:
                comment = f"Numbers in the sentences of chapter {run.chapter}"
            comments[project.relative(path)] = comment
    comments[project.relative(project.regenerated / "verdicts.csv")] = "The verdict on every cell and every number"
    return [{"file": file, "comment": comment} for file, comment in comments.items()]
