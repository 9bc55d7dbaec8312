"""The HTML of an article, finished for reading: tables, images, links, spaces, and runs of another script."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import imagesize
from lxml.etree import XPath
from lxml.html import HtmlElement, builder

from collate.bind.fragment import ancestor, classes, parse, text_of, wrap, write
from collate.config import Language

HAN = r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_HAN_RUN = re.compile(rf"{HAN}(?:[{HAN[1:-1]}、，。；：「」（）《》·　]*{HAN})?")
_TYPED_SPACE = re.compile(rf"(?<={HAN})[ \u00a0](?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])[ \u00a0](?={HAN})")
_WIDE = HAN[:-1] + "、，。；：？！「」『』（）《》〈〉％／　]"
_TYPED_LINE = re.compile(rf"(?<={_WIDE})\s*\n\s*|\s*\n\s*(?={_WIDE})")
_CODE = re.compile(r"^highlight-(i?python3?|bash|bibtex)$")
CARDS = {"cv-ledger", "cv-list", "cv-sortable", "cv-cards"}  # tables whose rows are cards on a phone; the style sheet repeats their heads
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# The texts of a tree but those of code, and those that are not marked as the language $han already. After `//`, libxml2 would have
# to sort them, in a time that grows with the square of the page.
_TYPED = "descendant::text()[not(ancestor::pre or ancestor::code or ancestor::script or ancestor::style)]"
_TEXTS = XPath(_TYPED)
_FOREIGN_TEXTS = XPath(f"{_TYPED}[not(ancestor::*[starts-with(@lang, $han)])]")
_NUMBER = re.compile(r"^[-−–]?[\d,]+(?:\.(\d+))?[ \u00a0]*([%％])?$")
_SIGN = re.compile(r"[%％‰.,;:)，。；：）」』、]+")
SHOWN = ("printed", "regenerated", "corrected")  # of the numbers of a page; the first is the one at rest
_NOTHING = ("", "—", "–", "-", "…")


def postprocessed(body: str, language: Language, han: str, words: Mapping[str, str], images: Mapping[str, Path]) -> str:
    """`body` with real table headers, scrolling tables that the keyboard reaches, images with dimensions, and languages told.

    Parameters
    ----------
    han : the language (a value of `lang`) that runs of Han characters are in on a page of another script; empty where nobody knows.
    words : of the page, by key.
    images : where the images of the page come from, by the name that their addresses end with.
    """
    root = parse(body)
    for style in list(root.iter("style")):  # pandas repeats its own with every frame
        style.drop_tree()
    _images(root, images)
    _headings(root, words)
    _join_signs(root)
    if root.find_class("cv"):
        _legend(root, words)
    _tables(root, words)
    _references(root)
    for part in [*root.find_class("cv-stale"), *(part for part in root.find_class("cv-details") if part.tag == "details")]:
        part.set("data-pagefind-ignore", "all")
    for summary in root.iter("summary"):
        summary.attrib.pop("aria-label", None)  # MyST-NB names it in English, whatever stands in it
    for block in root.iter("pre"):
        block.set("tabindex", "0")
        block.set("translate", "no")
        if any(_CODE.match(name) for above in block.iterancestors() for name in classes(above)):
            block.set("lang", "en")
    if language.cjk:
        _space_by_style(root)
    elif han:
        _tell_han(root, han)
    return write(root)


def _images(root: HtmlElement, images: Mapping[str, Path]) -> None:
    """Dimensions, so that a page keeps its place while images arrive."""
    for count, image in enumerate(root.iter("img")):
        path = images.get((image.get("src") or "").rpartition("/")[2])
        width, height = imagesize.get(path) if path and path.is_file() else (-1, -1)
        if width > 0 and height > 0:
            image.set("width", str(round(width)))
            image.set("height", str(round(height)))
        if count:
            image.set("loading", "lazy")
        image.set("decoding", "async")


def _join_signs(root: HtmlElement) -> None:
    """No line breaks between a value and the sign that follows it: `70.5` and `%`, or a full stop."""
    for value in root.find_class("cv"):
        found = _SIGN.match(value.tail or "")
        if found:
            value.tail = value.tail[found.end() :]
            value.getparent().replace(value, joined := builder.SPAN({"class": "cv-joined"}))
            joined.tail, value.tail = value.tail, found[0]
            joined.append(value)


def _legend(root: HtmlElement, words: Mapping[str, str]) -> None:
    """One line under the title on what the marks mean, with the switch of readings where there is a script."""
    title = next(root.iter("h1"), None)
    if title is None:
        return
    mark = builder.SPAN({"class": "cv-mark", "aria-hidden": "true"}, "※")
    line = builder.SPAN({"class": "cv-line"}, words["marks-legend-rounding"])
    mark.tail, line.tail = f" {words['marks-legend-erratum']}", words["marks-legend-rounding-told"]
    parts = [builder.SPAN(mark), builder.SPAN(line), builder.SPAN(words["marks-legend-none"])]
    legend = builder.DIV({"class": "cv-key", "data-pagefind-ignore": "all"}, builder.P(*parts), switch("reading", words))
    title.addnext(legend)


def switch(name: str, words: Mapping[str, str]) -> HtmlElement:
    """The switch between readings, and the one for all marks; hidden until the script finds it."""
    choices = []
    for reading in SHOWN:
        choice = builder.INPUT({"type": "radio", "name": name, "value": reading})
        label = builder.LABEL({"title": words[f"reading-{reading}-told"]}, choice, builder.SPAN(words[f"reading-{reading}"]))
        choices.append(label)
    group = builder.FIELDSET(builder.LEGEND({"class": "unseen"}, words["reading"]), *choices)
    marks = builder.LABEL({"class": "cv-all"}, builder.INPUT({"type": "checkbox", "name": "marks"}), builder.SPAN(words["marks-all"]))
    return builder.FORM({"class": "cv-switch", "hidden": ""}, group, marks)


def _references(root: HtmlElement) -> None:
    """A list of works without numbers that nothing refers to; entries are plain items, since ARIA retired the name that docutils uses."""
    for entry in root.find_class("citation"):
        entry.set("role", "listitem")
        for label in entry.find_class("label"):
            label.drop_tree()


def _headings(root: HtmlElement, words: Mapping[str, str]) -> None:
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
        link.set("aria-label", words["heading-link"].format(title=title))
        link.set("data-pagefind-ignore", "")
        link.attrib.pop("title", None)


def _tables(root: HtmlElement, words: Mapping[str, str]) -> None:
    labels: Counter[str] = Counter()
    heading = ""
    for element in list(root.iter(*_HEADINGS[:4], "table")):
        if element.tag == "table":
            _table(element, heading, words, labels)
        else:
            heading = text_of(element).removesuffix("#").strip()


def _table(table: HtmlElement, heading: str, words: Mapping[str, str], labels: Counter[str]) -> None:
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
        caption = builder.CAPTION({"class": "unseen"}, title or words["contents"])
        table.insert(0, caption)
    frame = wrap(table, builder.DIV())
    if CARDS & set(classes(table)):
        table.set("class", f"{table.get('class')} cv-cards")
        heads = [text_of(head) for head in table.find("thead").iter("th", "td")]
        table.set("style", "".join(f"--h{place}:'{_css(head)}';" for place, head in enumerate(heads, 1)))
    long = "longtable" in classes(table) and len(rows) > 30
    frame.set("class", "table-frame table-frame-long" if long else "table-frame")
    frame.set("role", "region")
    frame.set("tabindex", "0")
    label = words["table-scroll"].format(title=title)
    labels[label] += 1
    frame.set("data-beyond", words["table-beyond"])
    frame.set("data-beyond-one", words["table-beyond-one"])
    frame.set("aria-label", f"{label} ({labels[label]})" if labels[label] > 1 else label)  # regions are told apart by their names
    if {"cv-ledger", "cv-list"} & classes(table):
        frame.set("data-pagefind-ignore", "all")  # each of its rows repeats a sentence of a chapter


def _css(text: str) -> str:
    """A text as the inside of a string in CSS."""
    return re.sub(r"[^\w /%()-]", lambda match: f"\\{ord(match[0]):x} ", text)


def _put(text: Any, value: str) -> None:
    """Let `value` stand where `text` was found in the tree."""
    setattr(text.getparent(), "tail" if text.is_tail else "text", value)


def _space_by_style(root: HtmlElement) -> None:
    """One rule: no space is stored between Han and Latin; `text-autospace` sets it.

    Typists differ on it, even within a page, and a stored space would be wider than the one that the browser sets. The end of
    a typed line is no space between Han characters either.
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


def _tell_han(root: HtmlElement, han: str) -> None:
    """Mark names in Han characters on a page of another script, so that they are spoken, broken and set as their language has it."""
    for text in _FOREIGN_TEXTS(root, han=han.partition("-")[0]):
        value = str(text)
        runs = list(_HAN_RUN.finditer(value))
        if not runs:
            continue
        ends = [*(run.start() for run in runs[1:]), len(value)]
        names = [builder.SPAN({"lang": han}, run[0]) for run in runs]
        for name, run, end in zip(names, runs, ends, strict=True):
            name.tail = value[run.end() : end]
        found = text.getparent()
        parent = found.getparent() if text.is_tail else found
        place = parent.index(found) + 1 if text.is_tail else 0
        _put(text, value[: runs[0].start()])
        parent[place:place] = names


def align_numbers(table: HtmlElement) -> None:
    """Give each cell of a column of numbers the class `num` and the width, in digits, that it lacks after its last one."""
    rows = [row for body in table.iter("tbody") for row in body.iter("tr")]
    grids = [_columns(row) for row in rows]
    for column in sorted({position for grid in grids for position in grid}):
        cells = [grid[column] for grid in grids if column in grid and grid[column].tag == "td"]
        texts = [_value(cell) for cell in cells]
        found = [_NUMBER.match(text) for text in texts]
        if not any(found) or any(not match and text not in _NOTHING for match, text in zip(found, texts, strict=True)):
            continue
        for head in _heads(table, column):
            head.set("class", "num")
        decimals = max(len(match[1] or "") for match in found if match)
        percent = any(match and match[2] for match in found)
        for cell, match in zip(cells, found, strict=True):
            cell.set("class", " ".join([*(cell.get("class") or "").split(), "num"]))
            own = len(match[1] or "") if match else 0
            lacking = decimals - own + (0.5 if decimals and not own else 0) + (1.6 if percent and not (match and match[2]) else 0)
            if match and lacking:
                cell.set("style", f"--lack:{lacking:g}")


def _columns(row: HtmlElement) -> dict[int, HtmlElement]:
    """The cells of a row by column; a table with cells over several rows is told by its empty columns and left alone."""
    found: dict[int, HtmlElement] = {}
    position = 0
    for cell in row.iter("td", "th"):
        found[position] = cell
        position += int(cell.get("colspan", "1"))
    return found


def _heads(table: HtmlElement, column: int) -> list[HtmlElement]:
    """The headers that stand over one column alone, where the head has one line or spans are plain to follow."""
    head = table.find("thead")
    rows = list(head.iter("tr")) if head is not None else []
    if not rows:
        return []
    grid: dict[tuple[int, int], HtmlElement] = {}
    for line, row in enumerate(rows):
        position = 0
        for cell in row.iter("td", "th"):
            while (line, position) in grid:
                position += 1
            for down in range(int(cell.get("rowspan", "1"))):
                for right in range(int(cell.get("colspan", "1"))):
                    grid[line + down, position + right] = cell
    found = grid.get((len(rows) - 1, column))
    return [found] if found is not None and found.tag == "th" and found.get("scope") == "col" else []


def _value(cell: HtmlElement) -> str:
    """The text of a cell as printed: without its mark, and what another reading shows."""
    return "".join(_unmarked(cell)).strip()


def _unmarked(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if not {"cv-mark", "cv-said", "cv-r", "cv-c"} & set(classes(child)):
            yield from _unmarked(child)
        yield child.tail or ""
