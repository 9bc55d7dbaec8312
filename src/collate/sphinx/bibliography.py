"""Author and year in round brackets, for books that cite with sphinxcontrib-bibtex: `{cite:p}` and `{cite:t}`.

An extension of its own, `collate.sphinx.bibliography`, since a book need not have a bibliography. `bibtex_reference_style` chooses
between `author_year_round` and `author_year_fullwidth`, whose brackets belong to Chinese and Japanese text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pybtex.richtext import Text
from pybtex.style.template import node
from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import BracketStyle, PersonStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

if TYPE_CHECKING:
    from pybtex.style.template import Node
    from sphinx.application import Sphinx

_HAN = re.compile(r"[\u3400-\u9fff]")


@node
def authors(_children: Sequence[Any], data: Mapping[str, Any]) -> Text:
    """All surnames as the text cites them: none is abbreviated to "et al." unless the entry itself ends with "and others"."""
    names = [" ".join([*person.prelast_names, *person.last_names]).strip("{}") for person in data["entry"].persons["author"]]
    others = names[-1] == "others"
    names = names[:-1] if others else names
    if _HAN.search(names[0]):
        return Text("、".join(names) + ("等" if others else ""))
    listed = ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]
    return Text(listed + (" et al." if others else ""))


class Surnames(PersonStyle):
    """The authors of an entry, in the order and number that it gives."""

    def author_or_editor_or_title(self, full: bool) -> Node:  # noqa: ARG002
        return authors()

    def names(self, role: str, full: bool) -> Node:  # noqa: ARG002
        return authors()


def _round() -> BracketStyle:
    return BracketStyle(left="(", right=")", sep="; ")


def _fullwidth() -> BracketStyle:
    return BracketStyle(left="（", right="）", sep="; ")


@dataclass
class AuthorYearRound(AuthorYearReferenceStyle):
    """(Castells and Hall, 1994); Castells and Hall (1994)."""

    bracket_textual: BracketStyle = field(default_factory=_round)
    bracket_parenthetical: BracketStyle = field(default_factory=_round)
    person: PersonStyle = field(default_factory=Surnames)


@dataclass
class AuthorYearFullwidth(AuthorYearReferenceStyle):
    """（Castells and Hall, 1994）; Castells and Hall（1994）."""

    bracket_textual: BracketStyle = field(default_factory=_fullwidth)
    bracket_parenthetical: BracketStyle = field(default_factory=_fullwidth)
    person: PersonStyle = field(default_factory=Surnames)
    text_reference_sep: str = ""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register both styles, and sphinxcontrib-bibtex itself."""
    group = "sphinxcontrib.bibtex.style.referencing"
    register_plugin(group, "author_year_round", AuthorYearRound)
    register_plugin(group, "author_year_fullwidth", AuthorYearFullwidth)
    app.setup_extension("sphinxcontrib.bibtex")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
