"""Markdown: made HTML of by markdown-it, and read as such; formulas between dollar signs become text first."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt

from collate.data.typed_text import decoded
from collate.extract import formula
from collate.extract.document import Document
from collate.extract.html_page import of_text
from collate.extract.untrusted import refuse_other_kinds

_FRONT = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)
_SHOWN = re.compile(r"\$\$.+?\$\$|^```.*?^```[ \t]*$|^:::?.*$", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"(?<![\\$0-9])\$(?=\S)([^$\n]{1,300}?)(?<=\S)\$(?![0-9$])")
_RAISED = re.compile(r"(?<=[\w.)])\^([^\s^|]{1,12})\^|\{sup\}`([^`]+)`")
_NOTE = re.compile(r"\[\^[^\]\s]+\](?!:)")
_NOTE_TEXT = re.compile(r"^\[\^([^\]\s]+)\]:[ \t]*(.+(?:\n[ \t]+.+)*)", re.MULTILINE)
_CITATION = re.compile(r"\[(-?@[^\]]+)\]|\{cite[a-z:]*\}`([^`]+)`")


def read(content: bytes, path: Path) -> Document:
    """The document of a Markdown file.

    Raises
    ------
    DataError : another kind of file, or not UTF-8.
    """
    refuse_other_kinds(content, path, "Markdown")
    text = _FRONT.sub("", decoded(content, path))
    text = _SHOWN.sub("\n", text)
    text = _INLINE.sub(_formula, text)
    text = _RAISED.sub(lambda match: f"<sup>{escape(match[1] or match[2])}</sup>", text)
    text = _NOTE_TEXT.sub(lambda match: f'<div class="footnote">{escape(match[2])}</div>\n', text)
    text = _NOTE.sub("", text)
    text = _CITATION.sub(lambda match: f"<cite>{escape(match[1] or match[2])}</cite>", text)
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    return of_text(f"<body>{rendered}</body>", path, "Markdown")


def _formula(match: re.Match[str]) -> str:
    shown = formula.plain(match[1])
    escaped = re.sub(r"([\\`*_\[\]|])", r"\\\1", escape(shown))
    return escaped if formula.is_number(shown) else f'<a href="#equation">{escaped}</a>'
