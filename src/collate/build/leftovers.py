"""What artifacts that were renamed or removed have left behind: it goes before anything is built, so that nothing exports it."""

from __future__ import annotations

import shutil
from pathlib import Path

from collate.book import Book


def remove_leftovers(book: Book) -> None:
    """Remove values, points, figures and runs that no artifact or chapter of the book has, and say so."""
    from collate.book import LANGUAGES
    from collate.build.graph import CLAIM_CHAPTERS, CLAIM_VALUES, READINGS_OF, VERDICTS
    from collate.run.drawing import FORMATS

    kept: set[Path] = {*CLAIM_VALUES, VERDICTS, *(book.claim_run(chapter) for chapter in CLAIM_CHAPTERS)}
    for id, readings in READINGS_OF.items():
        for reading in readings:
            kept |= {book.values(id, reading), book.points(id, reading)}
            kept |= {book.run(id, language, reading) for language in LANGUAGES}
            kept |= {book.figure(id, language, form, reading) for language in LANGUAGES for form in FORMATS}
    drawn = {f".{language}.{form}" for language in LANGUAGES for form in FORMATS}
    there = {*book.regenerated.rglob("*.csv"), *(book.build / "run").glob("*")}
    there |= {path for path in book.figures.glob("*") if path.name.endswith(tuple(drawn))}
    for path in sorted(there - kept):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
        if path.suffix != ".part":  # a run that was broken off
            print(f"removed {book.relative(path)}: no artifact of the book makes it any more")
