"""What PDF/UA-1 asks of a file, as far as it can be read from its structure with pypdf, which the build does not use.

Of the conditions of the Matterhorn protocol these are told: that the file is marked and says so in its metadata, has a title that
readers show, a language, bookmarks and a structure tree that everything on a page belongs to; that figures have alternative texts,
tables have heads, headings leave no level out, links belong to the structure and have a text, and fonts are embedded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf


def elements(root: Any) -> Iterator[tuple[str, Any]]:
    """The kind of each structure element below the root of a file and the element, in reading order."""
    waiting = [root["/StructTreeRoot"].get_object()]
    while waiting:
        node = waiting.pop()
        if "/S" in node:
            yield str(node["/S"]), node
        children = node.get("/K", [])
        listed = children.get_object() if hasattr(children, "get_object") else children
        for child in reversed(listed if isinstance(listed, list) else [listed]):
            found = child.get_object()
            if isinstance(found, dict) and found.get("/Type") not in ("/MCR", "/OBJR"):
                waiting.append(found)


def faults(path: Path) -> list[str]:
    """What the file lacks, each in a few words."""
    reader = pypdf.PdfReader(path)
    root = reader.trailer["/Root"]
    found = [name for name, wrong in _of_the_file(reader, root).items() if wrong]
    if "/StructTreeRoot" not in root:
        return [*found, "no structure tree"]
    tree = list(elements(root))
    kinds = [kind for kind, _ in tree]
    found += [f"{kind} without an alternative text" for kind, node in tree if kind in ("/Figure", "/Formula") and not node.get("/Alt")]
    levels = [int(kind[2:]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
    found += [f"heading {after} after {before}" for before, after in zip([0, *levels], levels, strict=False) if after > before + 1]
    tables = [node for kind, node in tree if kind == "/Table"]
    found += ["a table without a head"] * sum("/TH" not in _below(table) for table in tables)
    return found + _of_the_pages(reader)


def _of_the_file(reader: pypdf.PdfReader, root: Any) -> dict[str, bool]:
    metadata = root["/Metadata"].get_data().decode("utf-8") if "/Metadata" in root else ""
    return {
        "not marked": not root.get("/MarkInfo", {}).get("/Marked"),
        "no language": not root.get("/Lang"),
        "no title shown": not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"),
        "no title": not reader.metadata or not reader.metadata.title or "<dc:title>" not in metadata,
        "no bookmarks": not reader.outline,
        "no PDF/UA in the metadata": not re.search(r"<pdfuaid:part>1</pdfuaid:part>|pdfuaid:part=\"1\"", metadata),
    }


def _below(node: Any) -> set[str]:
    children = node.get("/K", [])
    listed = children.get_object() if hasattr(children, "get_object") else children
    found = {str(node["/S"])} if "/S" in node else set()
    for child in listed if isinstance(listed, list) else [listed]:
        inner = child.get_object()
        if isinstance(inner, dict):
            found |= _below(inner)
    return found


def _of_the_pages(reader: pypdf.PdfReader) -> list[str]:
    found = []
    for number, page in enumerate(reader.pages, start=1):
        if "/StructParents" not in page:
            found.append(f"page {number} outside the structure")
        if page.get("/Tabs") != "/S" and page.get("/Annots"):
            found.append(f"page {number} without the order of its links")
        for annotation in page.get("/Annots") or ():
            link = annotation.get_object()
            if link["/Subtype"] == "/Link" and ("/StructParent" not in link or not link.get("/Contents")):
                found.append(f"a link of page {number} outside the structure or without a text")
        for font in page["/Resources"].get("/Font", {}).values():
            whole = font.get_object()
            described = whole.get("/DescendantFonts", [whole])[0].get_object().get("/FontDescriptor", {})
            if whole["/Subtype"] != "/Type3" and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(described):
                found.append(f"a font of page {number} that is not embedded")
            if "/ToUnicode" not in whole:
                found.append(f"a font of page {number} whose letters nobody can copy")
        painted = page.get_contents().get_data() if page.get_contents() else b""
        if unmarked := _unmarked_text(painted):
            found.append(f"{unmarked} texts of page {number} are neither in the structure nor an artifact")
    return found


def _unmarked_text(content: bytes) -> int:
    """How many operators of a page show text outside of what is marked."""
    depth = found = 0
    for token in re.findall(rb"\((?:\\.|[^()\\])*\)|<[0-9A-Fa-f\s]*>|\b(?:BDC|BMC|EMC|Tj|TJ)\b", content):
        if token in (b"BDC", b"BMC"):
            depth += 1
        elif token == b"EMC":
            depth -= 1
        elif token in (b"Tj", b"TJ") and depth == 0:
            found += 1
    return found
