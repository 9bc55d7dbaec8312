"""What a number in a sentence tells when it is asked: one file for each page, loaded when a reader first touches the page."""

from __future__ import annotations

import json
from pathlib import Path

from docutils import nodes

from collate.data import csvfile
from collate.sphinx.nodes import value_node


def write_cards(folder: Path, page: str, doctree: nodes.document) -> str:
    """Write the cards of a page beside the pages and return the file's name, or nothing where the page has none.

    A script and not JSON, because a page opened from a folder may load the one and not the other.
    """
    cards = {node["cell"]: [*node["card"], node["link"][0]] for node in doctree.findall(value_node) if node.get("card")}
    if not cards:
        return ""
    name = f"cards/{page}.js"
    text = json.dumps(cards, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    csvfile.write_text(folder / name, f"collate.cards({text});\n")
    return name
