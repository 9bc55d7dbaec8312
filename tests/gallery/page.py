"""Write the cards of docs/gallery.md: `python tests/gallery/page.py`; a test compares.

A card is `gallery/NAME/card.yml`; gallery/README.md says what it holds. Its numbers are taken from the edition: `{printed ID}` is a cell or
claim as printed, `{regenerated ID}` the regenerated value at the printed digits.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests_root import BOOK

from collate.book import Book
from collate.numbers.verdict import Verdict
from collate.verdicts import Verdicts, judge_all

GALLERY = BOOK.root / "gallery"
PAGE = BOOK.root / "docs" / "gallery.md"
NAMES = sorted(path.parent.name for path in GALLERY.glob("*/card.yml"))
KEYS = ("title", "about", "difference", "picture", "alt", "verdicts")
_NUMBER = re.compile(r"\{(printed|regenerated) ([^{}]+)\}")
_MARK = "<!-- What follows is written by tests/gallery/page.py. -->\n"


def computations(name: str) -> ModuleType:
    """The module of an edition's computations."""
    folder = str(GALLERY / name / "src")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return import_module(name.replace("-", "_"))


@cache
def judged(name: str) -> Verdicts:
    """The verdicts of an edition as it stands."""
    return judge_all(Book(GALLERY / name))


def card(name: str) -> dict[str, Any]:
    """The card of an edition, which has every key and no other."""
    found: dict[str, Any] = yaml.safe_load((GALLERY / name / "card.yml").read_text(encoding="utf-8"))
    assert tuple(found) == KEYS, f"gallery/{name}/card.yml: its keys are {', '.join(KEYS)}"
    return found


def page() -> str:
    """The page as it has to be: its head as it stands, the table of verdicts, and a section for each edition."""
    head = PAGE.read_text(encoding="utf-8").partition(_MARK)[0]
    cards = {name: card(name) for name in NAMES}
    keys = [verdict.key for verdict in Verdict if any(verdict.key in found["verdicts"] for found in cards.values())]
    rows = [["edition", *(key.replace("-", " ") for key in keys), "all"], ["---", *["---:"] * (len(keys) + 1)]]
    for found in cards.values():
        counts, title = found["verdicts"], found["title"]
        numbers = [*(counts.get(key, 0) for key in keys), sum(counts.values())]
        rows.append([f"[{title}](#{_anchor(title)})", *(f"{number:,}" for number in numbers)])
    table = "".join("| " + " | ".join(row) + " |\n" for row in rows)
    return head + _MARK + "\n".join(["", table, *(_section(name, found) for name, found in cards.items())])


def _anchor(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _section(name: str, found: dict[str, Any]) -> str:
    verdicts = judged(name).by_id

    def number(match: re.Match[str]) -> str:
        item = verdicts[match[2]]
        return item.place.printed.text if match[1] == "printed" else item.shown

    difference = _NUMBER.sub(number, found["difference"])
    return f"""## {found["title"]}

![{found["alt"]}](../gallery/{name}/{found["picture"]})

{found["about"]}

{difference}

```
make -C gallery/{name}          # HTML, EPUB and PDF, in gallery/{name}/_build
make -C gallery/{name} verify   # every number that is not identical with print
```
"""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
