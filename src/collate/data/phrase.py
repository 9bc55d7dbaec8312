"""Cells in words: terms joined in the reader's language, with numbers between them where print has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Union

from collate.data.labels import Labels
from collate.numbers.quantity import Quantity


@dataclass(frozen=True)
class Phrase:
    """A sequence of label keys and observed quantities; an empty phrase is an empty cell."""

    parts: tuple[Union[str, Quantity], ...] = ()

    @property
    def terms(self) -> str:
        """The phrase without a language: label keys, and numbers after an equals sign, separated by spaces."""
        return " ".join(part if isinstance(part, str) else f"={_number(part)}" for part in self.parts)

    def text(self, labels: Labels, language: str) -> str:
        """The phrase in `language`. Numbers stand as their source prints them.

        Raises
        ------
        LabelError : a key that labels.csv does not have.
        """
        words = []
        for part in self.parts:
            if isinstance(part, Quantity):
                words.append(_number(part))
            else:
                words.append(labels.text(part, language))
        return "".join(words)


def spell(terms: str, labels: Labels, language: str) -> str:
    """The text of stored `terms` in `language`; the inverse of `Phrase.terms`."""
    return "".join(term[1:] if term.startswith("=") else labels.text(term, language) for term in terms.split())


def _number(part: Quantity) -> str:
    assert part.printed is not None, "a phrase takes observed numbers only"
    return part.printed.text


def joined(terms: Iterable[tuple[str, str]]) -> Phrase:
    """Terms with their joiners, (joiner key or "", term key), in order."""
    return Phrase(tuple(key for joiner, term in terms for key in (joiner, term) if key))
