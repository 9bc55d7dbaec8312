"""Dress the HTML of an article for reading: tables, images, links and runs of the other language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from collate.sphinxext.aligned import align_numbers
from collate.sphinxext.pixels import size_of

HAN = r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_HAN_RUN = re.compile(rf"{HAN}(?:[{HAN[1:-1]}、，。；：「」（）《》·　]*{HAN})?")
_TYPED_SPACE = re.compile(rf"(?<={HAN})[ \u00a0](?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])[ \u00a0](?={HAN})")
_WIDE = HAN[:-1] + "、，。；：？！「」『』（）《》〈〉％／　]"
_TYPED_LINE = re.compile(rf"(?<={_WIDE})\s*\n\s*|\s*\n\s*(?={_WIDE})")
_CODE = re.compile(r"^highlight-(i?python3?|bash|bibtex)$")
_AS_TYPED = ("pre", "code", "script", "style")


def dressed(body: str, language: str, said: dict[str, str], app: Any, page: str) -> str:
    """`body` with real table headers, scrolling tables that the keyboard reaches, images with dimensions, and languages told."""
    soup = BeautifulSoup(body, "html.parser")
    for script in soup.find_all("script"):  # Jupyter Book's settings for running code in the page, which nothing here does
        if "thebe" in str(script.get("type")) or "kernelName" in script.get_text():
            script.decompose()
    for style in soup.find_all("style"):  # pandas repeats its own with every frame
        style.decompose()
    _images(soup, app)
    _headings(soup, said)
    labels: Counter[str] = Counter()
    for table in soup.find_all("table"):
        _table(soup, table, said, labels)
    for part in soup.select("details.cv-details, .cv-stale"):
        part["data-pagefind-ignore"] = "all"
    for block in soup.find_all("pre"):
        block["tabindex"], block["translate"] = "0", "no"
        if block.find_parent(class_=_CODE):
            block["lang"] = "en"
    if language == "zh-Hant":
        _space_by_style(soup)
    else:
        _tell_han(soup)
    del page
    return str(soup)


def _images(soup: BeautifulSoup, app: Any) -> None:
    names = {name: Path(app.srcdir) / source for source, name in app.builder.images.items()}
    for count, image in enumerate(soup.find_all("img")):
        path = names.get(str(image.get("src", "")).rpartition("/")[2])
        size = size_of(path) if path and path.is_file() else None
        if size:
            image["width"], image["height"] = str(size[0]), str(size[1])
        if count:
            image["loading"] = "lazy"
        image["decoding"] = "async"


def _headings(soup: BeautifulSoup, said: dict[str, str]) -> None:
    """The anchor of a section stands on its heading, where Pagefind looks for it; its link says where it leads."""
    for section in soup.select("section[id]"):
        heading = section.find(["h1", "h2", "h3", "h4", "h5", "h6"], recursive=False)
        if isinstance(heading, Tag) and not heading.get("id"):
            heading["id"] = str(section["id"])
            del section["id"]
    for link in soup.select("a.headerlink"):
        parent = link.find_parent(["h1", "h2", "h3", "h4", "caption", "figcaption", "dt"])
        title = parent.get_text(" ", strip=True).removesuffix(link.get_text()).strip() if parent else ""
        link["aria-label"] = said["heading-link"].format(title=title)
        link["data-pagefind-ignore"] = ""
        del link["title"]


def _table(soup: BeautifulSoup, table: Tag, said: dict[str, str], labels: Counter[str]) -> None:
    """Scopes for headers, no empty header, a caption, numbers under one another, and a frame that scrolls and takes the focus."""
    del table["border"]
    for cell in table.find_all("th"):
        if not cell.get_text(strip=True):
            cell.name = "td"
        elif cell.find_parent("thead"):
            cell["scope"] = "colgroup" if int(str(cell.get("colspan", "1"))) > 1 else "col"
        else:
            cell["scope"] = "row"
    for row in table.find_all("tr"):
        del row["style"]
    align_numbers(table)
    caption = table.find("caption")
    if isinstance(caption, Tag):
        title = caption.get_text(" ", strip=True).removesuffix("#").strip()
    else:
        heading = table.find_previous(["h1", "h2", "h3", "h4"])
        title = heading.get_text(" ", strip=True).removesuffix("#").strip() if heading else ""
        caption = soup.new_tag("caption", attrs={"class": "unseen"})
        caption.string = title or said["contents"]
        table.insert(0, caption)
    frame = table.parent
    if frame is None or "pst-scrollable-table-container" not in frame.get_attribute_list("class"):
        frame = table.wrap(soup.new_tag("div"))
    long = "longtable" in table.get_attribute_list("class") and len(table.find_all("tr")) > 30
    frame["class"] = "table-frame table-frame-long" if long else "table-frame"
    frame["role"], frame["tabindex"] = "region", "0"
    label = said["table-scroll"].format(title=title)
    labels[label] += 1
    frame["aria-label"] = f"{label} ({labels[label]})" if labels[label] > 1 else label  # regions are told apart by their names
    if {"cv-ledger", "cv-list"} & set(table.get_attribute_list("class")):
        frame["data-pagefind-ignore"] = "all"  # each of its rows repeats a sentence of a chapter


def _texts(tag: Tag, *, chinese: bool = True) -> Iterator[NavigableString]:
    """The texts of `tag` but those of code, and without `chinese` but those that are marked as Chinese already."""
    for child in tag.contents:
        if type(child) is NavigableString:
            yield child
        elif isinstance(child, Tag) and child.name not in _AS_TYPED and (chinese or not str(child.get("lang", "")).startswith("zh")):
            yield from _texts(child, chinese=chinese)


def _space_by_style(soup: BeautifulSoup) -> None:
    """One rule: no space is stored between Han and Latin; `text-autospace` sets it.

    Typists differ on it, even within a page, and a stored space would be wider than the one that the browser sets. The end of
    a typed line is no space in Chinese either.
    """
    texts = list(_texts(soup))
    for position, text in enumerate(texts):
        new = _TYPED_SPACE.sub("", _TYPED_LINE.sub("", text))
        before = texts[position - 1][-1:] if position else ""
        after = texts[position + 1][:1] if position + 1 < len(texts) else ""
        if new[:1].isspace() and re.match(_WIDE, before) and "\n" in new[: len(new) - len(new.lstrip())]:
            new = new.lstrip()
        if new[-1:].isspace() and re.match(_WIDE, after) and "\n" in new[len(new.rstrip()) :]:
            new = new.rstrip()
        if new[:1] == " " and _meet(before, new.lstrip(" ")[:1]):
            new = new[1:]
        if new[-1:] == " " and _meet(new.rstrip(" ")[-1:], after):
            new = new[:-1]
        if new != text:
            replaced = NavigableString(new)
            text.replace_with(replaced)
            texts[position] = replaced


def _meet(left: str, right: str) -> bool:
    han_left, han_right = bool(re.match(HAN, left)), bool(re.match(HAN, right))
    return (han_left and right.isascii() and right.isalnum()) or (han_right and left.isascii() and (left.isalnum() or left == "%"))


def _tell_han(soup: BeautifulSoup) -> None:
    """Mark Chinese names in an English page, so that they are spoken, broken and set as Chinese."""
    for text in list(_texts(soup, chinese=False)):
        runs = list(_HAN_RUN.finditer(text))
        if not runs:
            continue
        parts: list[NavigableString | Tag] = []
        position = 0
        for run in runs:
            parts.append(NavigableString(text[position : run.start()]))
            name = soup.new_tag("span", attrs={"lang": "zh-Hant-TW"})
            name.string = run[0]
            parts.append(name)
            position = run.end()
        parts.append(NavigableString(text[position:]))
        text.replace_with(*[part for part in parts if isinstance(part, Tag) or part])
