"""JATS, the XML of journals: abstract, body and back; no entity of its own, no DTD, no network."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from collate.errors import DataError
from collate.extract.document import Document
from collate.extract.markup import Walker, name
from collate.extract.untrusted import refuse_other_kinds

_READ = ("abstract", "trans-abstract", "body", "back", "floats-group")
_SCHEMES = ("article", "book", "book-part", "pmc-articleset", "sub-article")


def read(content: bytes, path: Path) -> Document:
    """The document of a JATS file.

    Raises
    ------
    DataError : another kind of file, XML that is broken, declares entities, or is of another vocabulary.
    """
    refuse_other_kinds(content, path, "JATS XML")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = error.lineno if isinstance(error, etree.XMLSyntaxError) else None
        raise DataError(f"broken XML: {error}", where=path, line=line, fix="get it again from its publisher") from None
    internal = root.getroottree().docinfo.internalDTD
    if internal is not None and any(True for _ in internal.iterentities()):
        raise DataError(
            "it declares entities of its own, which are not read", where=path, fix="remove the part in brackets behind <!DOCTYPE"
        )
    if name(root) == "html":
        raise DataError("this is HTML in an .xml file", where=path, fix="rename it to .html")
    if name(root) not in _SCHEMES and not any(name(element) in ("table-wrap", "sec", "body") for element in root.iter()):
        raise DataError(f"no JATS: its outermost element is <{name(root)}>", where=path, fix="give the XML of the article")
    document = Document("JATS")
    walker = Walker(document)
    outermost = [
        element for element in root.iter() if name(element) in _READ and not any(name(above) in _READ for above in element.iterancestors())
    ]
    for element in outermost:
        if name(element) == "abstract":
            walker.section = "Abstract"
        walker.block(element)
    return document
