"""A citation in the forms that people paste: BibTeX, and a reference as the style of the APA has it."""

from __future__ import annotations

import re

from collate.config import Language
from collate.data.citation import Person, Work

_BIBTEX_TYPE = {"report": "techreport", "software": "software", "dataset": "dataset"}
_APA_KIND = {"dataset": "Data set", "software": "Computer software", "report": ""}
UNDATED = "n.d."


def bibtex(work: Work, key: str, title: str, language: str) -> str:
    """A BibTeX entry; a field that the work does not have is left out.

    Parameters
    ----------
    key : the entry's name.
    title : the work's title in `language`.
    """
    fields = {
        "title": f"{{{title}}}",  # a second pair of braces keeps its capitals
        "author": " and ".join(_bibtex_name(person, language) for person in work.authors),
        "year": work.year,
        "date": work.released,
        "version": work.version,
        "url": work.url,
        "note": work.note,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{_BIBTEX_TYPE.get(work.kind, 'misc')}{{{key},", *lines, "}"])


def apa(work: Work, title: str, language: str) -> str:
    """One line of a list of references after the style of the APA, without italics."""
    version = f" (Version {work.version})" if work.version else ""
    kind = f" [{_APA_KIND[work.kind]}]" if _APA_KIND.get(work.kind) else ""
    names = _apa_names(work.authors, language)
    parts = [f"{names}{'' if names.endswith('.') else '.'} ({work.year or UNDATED}).", f"{title}{version}{kind}.", work.url]
    return " ".join(part for part in parts if part)


def _bibtex_name(person: Person, language: str) -> str:
    if person.name:
        return f"{{{person.name}}}"
    if Language(language).cjk or not person.family.isascii():
        return f"{{{person.full(language)}}}"
    return f"{person.family}, {person.given}"


def _apa_names(authors: tuple[Person, ...], language: str) -> str:
    names = [_apa_name(person, language) for person in authors]
    if Language(language).cjk:
        return "、".join(names)
    return ", ".join(names[:-1]) + f", & {names[-1]}" if len(names) > 1 else names[0]


def _apa_name(person: Person, language: str) -> str:
    if person.name or Language(language).cjk or not person.family.isascii():
        return person.full(language)
    initials = "-".join(_initials(part) for part in person.given.split("-"))
    return f"{person.family}, {initials}"


def _initials(given: str) -> str:
    return " ".join(f"{name[0].upper()}." for name in re.split(r"[ .]+", given) if name)
