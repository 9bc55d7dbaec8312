"""The fonts of the HTML edition. The characters are gathered apart, so that a changed digit cuts no font anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from pytask import Product, task

from collate.bind import webfonts
from collate.build.graph import CHARACTERS, ENVIRONMENT, FONTS, LIBRARY, PROJECT, TYPED, WRITTEN, code, files
from collate.data import csvfile
from collate.data.listing import files_in
from collate.data.typed_text import read_text
from collate.numbers.verdict import Verdict

READ = [*TYPED, *files_in(PROJECT.notebooks, "*.ipynb"), *files_in(LIBRARY / "locale", "*.csv")]
CHAPTERS = [path for path in WRITTEN if path.suffix in (".md", ".bib")]


@task(name="characters")
def characters(
    chapters: list[Path] = CHAPTERS,
    rest: list[Path] = READ,
    library: list[Path] = files([*code("bind/webfonts"), *code("numbers/verdict")]),
    found: Annotated[Path, Product] = CHARACTERS,
) -> None:
    pages: dict[str, str] = {}
    for path in chapters:
        pages[path.stem] = pages.get(path.stem, "") + read_text(path)
    marks = "".join(verdict.mark for verdict in Verdict)
    names = [language.name for language in PROJECT.config.languages]
    cut = webfonts.slices(pages, [marks, *names, *map(read_text, rest)])
    csvfile.write_text(found, json.dumps(cut, ensure_ascii=False, indent=1) + "\n")


@task(name="fonts")
def fonts(
    characters: Path = CHARACTERS,
    library: list[Path] = files([*code("bind/webfonts"), *ENVIRONMENT]),
    css: Annotated[Path, Product] = FONTS,
) -> None:
    webfonts.write_fonts(characters, css.parent)
