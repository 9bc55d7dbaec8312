"""Text as Typst takes it: everything that people typed goes into string literals, which nothing but a quotation mark can end."""

from __future__ import annotations

import re

JOINER = "\u2060"  # no line breaks here
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
_BREAK_OF_WIDE = re.compile(rf"(?<={_WIDE})[ \t]*\n[ \t]*|[ \t]*\n[ \t]*(?={_WIDE})")
_BREAK = re.compile(r"[ \t]*\n[ \t]*")


def literal(text: str) -> str:
    """`text` as a string literal of Typst."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _CONTROL.sub(lambda match: f"\\u{{{ord(match[0]):x}}}", escaped) + '"'


def shown(text: str) -> str:
    """Markup that shows `text` letter by letter; the end of a line is a space, and none beside a wide character."""
    joined = _BREAK.sub(" ", _BREAK_OF_WIDE.sub("", text))
    return f"#{literal(joined)};" if joined else ""
