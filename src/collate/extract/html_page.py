"""HTML: read by lxml as a browser would, its strings kept, nothing loaded that it names."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from collate.data.typed_text import decoded
from collate.errors import DataError
from collate.extract.document import Document
from collate.extract.markup import Walker
from collate.extract.untrusted import refuse_other_kinds

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)


def read(content: bytes, path: Path) -> Document:
    """The document of an HTML page.

    Raises
    ------
    DataError : another kind of file, bytes that its encoding does not have, or nothing that could be read.
    """
    refuse_other_kinds(content, path, "HTML")
    return of_text(_decoded(content, path), path, "HTML")


def of_text(text: str, path: Path, format: str) -> Document:
    """The document of HTML that is text already.

    Raises
    ------
    DataError : nothing that could be read.
    """
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, remove_pis=True, encoding="utf-8")
    try:
        root = lxml_html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DataError(f"no {format} that can be read: {error}", where=path, fix="open it in a browser and save the page anew") from None
    document = Document(format)
    walker = Walker(document)
    for body in root.iter("body"):
        walker.block(body)
        break
    else:
        walker.block(root)
    return document


def _decoded(content: bytes, path: Path) -> str:
    """The text in the encoding that the page declares, in UTF-8 where it declares none."""
    declared = _CHARSET.search(content[:4096])
    if declared is None or declared[1].lower() in (b"utf-8", b"utf8"):
        return decoded(content, path)
    name = declared[1].decode("ascii")
    # Browsers read what is declared as Latin-1 as Windows-1252.
    name = "cp1252" if name.lower() in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii") else name
    try:
        return content.decode(name)
    except (LookupError, UnicodeDecodeError):
        raise DataError(f"the page declares the encoding {name}, and its bytes are not in it", where=path, fix="save it as UTF-8") from None
