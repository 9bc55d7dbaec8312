"""Dress the HTML of an article for reading: tables, images, links and runs of the other language."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

from lxml.etree import XPath
from lxml.html import HtmlElement, builder

from collate.bind.fragment import ancestor, classes, parse, text_of, wrap, write
from collate.sphinx.aligned import align_numbers
from collate.sphinx.pixels import size_of

HAN = r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_HAN_RUN = re.compile(rf"{HAN}(?:[{HAN[1:-1]}、，。；：「」（）《》·　]*{HAN})?")
_TYPED_SPACE = re.compile(rf"(?<={HAN})[ \u00a0](?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])[ \u00a0](?={HAN})")
_WIDE = HAN[:-1] + "、，。；：？！「」『』（）《》〈〉％／　]"
_TYPED_LINE = re.compile(rf"(?<={_WIDE})\s*\n\s*|\s*\n\s*(?={_WIDE})")
_CODE = re.compile(r"^highlight-(i?python3?|bash|bibtex)$")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# The texts of a tree but those of code, and those that are not marked as Chinese already. After `//`, libxml2 would have
# to sort them, in a time that grows with the square of the page.
_TYPED = "descendant::text()[not(ancestor::pre or ancestor::code or ancestor::script or ancestor::style)]"
_TEXTS = XPath(_TYPED)
_FOREIGN_TEXTS = XPath(f"{_TYPED}[not(ancestor::*[starts-with(@lang, 'zh')])]")


def dressed(body: str, language: str, said: dict[str, str], app: Any) -> str:
    """`body` with real table headers, scrolling tables that the keyboard reaches, images with dimensions, and languages told."""
    root = parse(body)
    for script in list(root.iter("script")):  # Jupyter Book's settings for running code in the page, which nothing here does
        if "thebe" in str(script.get("type")) or "kernelName" in (script.text or ""):
            script.drop_tree()
    for style in list(root.iter("style")):  # pandas repeats its own with every frame
        style.drop_tree()
    _images(root, app)
    _headings(root, said)
    _tables(root, said)
    for part in [*root.find_class("cv-stale"), *(part for part in root.find_class("cv-details") if part.tag == "details")]:
        part.set("data-pagefind-ignore", "all")
    for block in root.iter("pre"):
        block.set("tabindex", "0")
        block.set("translate", "no")
        if any(_CODE.match(name) for above in block.iterancestors() for name in classes(above)):
            block.set("lang", "en")
    if language == "zh-Hant":
        _space_by_style(root)
    else:
        _tell_han(root)
    return write(root)


def _images(root: HtmlElement, app: Any) -> None:
    names = {name: Path(app.srcdir) / source for source, name in app.builder.images.items()}
    for count, image in enumerate(root.iter("img")):
        path = names.get((image.get("src") or "").rpartition("/")[2])
        size = size_of(path) if path and path.is_file() else None
        if size:
            image.set("width", str(size[0]))
            image.set("height", str(size[1]))
        if count:
            image.set("loading", "lazy")
        image.set("decoding", "async")


def _headings(root: HtmlElement, said: dict[str, str]) -> None:
    """The anchor of a section stands on its heading, where Pagefind looks for it; its link says where it leads."""
    for section in root.iter("section"):
        heading = next((child for child in section if child.tag in _HEADINGS), None)
        if "id" in section.attrib and heading is not None and not heading.get("id"):
            heading.set("id", section.attrib.pop("id"))
    for link in root.iter("a"):
        if "headerlink" not in classes(link):
            continue
        parent = ancestor(link, *_HEADINGS[:4], "caption", "figcaption", "dt")
        title = text_of(parent).removesuffix(text_of(link)).strip() if parent is not None else ""
        link.set("aria-label", said["heading-link"].format(title=title))
        link.set("data-pagefind-ignore", "")
        link.attrib.pop("title", None)


def _tables(root: HtmlElement, said: dict[str, str]) -> None:
    labels: Counter[str] = Counter()
    heading = ""
    for element in list(root.iter(*_HEADINGS[:4], "table")):
        if element.tag == "table":
            _table(element, heading, said, labels)
        else:
            heading = text_of(element).removesuffix("#").strip()


def _table(table: HtmlElement, heading: str, said: dict[str, str], labels: Counter[str]) -> None:
    """Scopes for headers, no empty header, a caption, numbers under one another, and a frame that scrolls and takes the focus."""
    table.attrib.pop("border", None)
    for cell in list(table.iter("th")):
        if not text_of(cell):
            cell.tag = "td"
        elif ancestor(cell, "thead") is not None:
            cell.set("scope", "colgroup" if int(cell.get("colspan", "1")) > 1 else "col")
        else:
            cell.set("scope", "row")
    rows = list(table.iter("tr"))
    for row in rows:
        row.attrib.pop("style", None)
    align_numbers(table)
    caption = table.find("caption")
    title = heading if caption is None else text_of(caption).removesuffix("#").strip()
    if caption is None:
        caption = builder.CAPTION({"class": "unseen"}, title or said["contents"])
        table.insert(0, caption)
    frame = table.getparent()
    if frame is None or "pst-scrollable-table-container" not in classes(frame):
        frame = wrap(table, builder.DIV())
    long = "longtable" in classes(table) and len(rows) > 30
    frame.set("class", "table-frame table-frame-long" if long else "table-frame")
    frame.set("role", "region")
    frame.set("tabindex", "0")
    label = said["table-scroll"].format(title=title)
    labels[label] += 1
    frame.set("aria-label", f"{label} ({labels[label]})" if labels[label] > 1 else label)  # regions are told apart by their names
    if {"cv-ledger", "cv-list"} & classes(table):
        frame.set("data-pagefind-ignore", "all")  # each of its rows repeats a sentence of a chapter


def _put(text: Any, value: str) -> None:
    """Let `value` stand where `text` was found in the tree."""
    setattr(text.getparent(), "tail" if text.is_tail else "text", value)


def _space_by_style(root: HtmlElement) -> None:
    """One rule: no space is stored between Han and Latin; `text-autospace` sets it.

    Typists differ on it, even within a page, and a stored space would be wider than the one that the browser sets. The end of
    a typed line is no space in Chinese either.
    """
    texts = _TEXTS(root)
    values = list(texts)
    for position, value in enumerate(values):
        if not any(space in value for space in " \u00a0\n"):
            continue
        new = _TYPED_SPACE.sub("", _TYPED_LINE.sub("", value))
        before = values[position - 1][-1:] if position else ""
        after = values[position + 1][:1] if position + 1 < len(values) else ""
        if new[:1].isspace() and re.match(_WIDE, before) and "\n" in new[: len(new) - len(new.lstrip())]:
            new = new.lstrip()
        if new[-1:].isspace() and re.match(_WIDE, after) and "\n" in new[len(new.rstrip()) :]:
            new = new.rstrip()
        if new[:1] == " " and _meet(before, new.lstrip(" ")[:1]):
            new = new[1:]
        if new[-1:] == " " and _meet(new.rstrip(" ")[-1:], after):
            new = new[:-1]
        if new != value:
            _put(texts[position], new)
            values[position] = new


def _meet(left: str, right: str) -> bool:
    han_left, han_right = bool(re.match(HAN, left)), bool(re.match(HAN, right))
    return (han_left and right.isascii() and right.isalnum()) or (han_right and left.isascii() and (left.isalnum() or left == "%"))


def _tell_han(root: HtmlElement) -> None:
    """Mark Chinese names in an English page, so that they are spoken, broken and set as Chinese."""
    for text in _FOREIGN_TEXTS(root):
        value = str(text)
        runs = list(_HAN_RUN.finditer(value))
        if not runs:
            continue
        ends = [*(run.start() for run in runs[1:]), len(value)]
        names = [builder.SPAN({"lang": "zh-Hant-TW"}, run[0]) for run in runs]
        for name, run, end in zip(names, runs, ends, strict=True):
            name.tail = value[run.end() : end]
        found = text.getparent()
        parent = found.getparent() if text.is_tail else found
        place = parent.index(found) + 1 if text.is_tail else 0
        _put(text, value[: runs[0].start()])
        parent[place:place] = names
