"""What artifacts that were renamed or removed have left behind: it goes before anything is built, so that nothing exports it."""

from __future__ import annotations

import shutil
from pathlib import Path

from collate.project import Project


def remove_leftovers(project: Project) -> None:
    """Remove values, points, figures and runs that no artifact, chapter or measurement of the book has, and say so."""
    from collate.notebooks.drawing import FORMATS
    from collate.pipeline.inputs import CLAIM_CHAPTERS, CLAIM_VALUES, MEASURED, VERDICTS, VINTAGES_OF
    from collate.project import LANGUAGES

    kept: set[Path] = {*CLAIM_VALUES, VERDICTS, *(project.claim_run(chapter) for chapter in CLAIM_CHAPTERS)}
    kept |= {project.run(name, language) for name, language in MEASURED}
    for id, vintages in VINTAGES_OF.items():
        for vintage in vintages:
            kept |= {project.values(id, vintage), project.points(id, vintage)}
            kept |= {project.run(id, language, vintage) for language in LANGUAGES}
            kept |= {project.figure(id, language, form, vintage) for language in LANGUAGES for form in FORMATS}
    drawn = {f".{language}.{form}" for language in LANGUAGES for form in FORMATS}
    there = {*project.regenerated.rglob("*.csv"), *(project.build / "run").glob("*")}
    there |= {path for path in project.figures.glob("*") if path.name.endswith(tuple(drawn))}
    for path in sorted(there - kept):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
        if path.suffix != ".part":  # a run that was broken off
            print(f"removed {project.relative(path)}: no artifact of the book makes it any more")
