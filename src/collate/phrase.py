"""Cells in words: terms joined in the reader's language, with numbers between them where print has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Union

from collate.labels import Labels
from collate.quantity import Quantity


@dataclass(frozen=True)
class Phrase:
    """A sequence of label keys and observed quantities; an empty phrase is an empty cell."""

    parts: tuple[Union[str, Quantity], ...] = ()

    def text(self, labels: Labels, language: str) -> str:
        """The phrase in `language`. Numbers stand as their source prints them.

        Raises
        ------
        LabelError : a key that labels.csv does not have.
        """
        words = []
        for part in self.parts:
            if isinstance(part, Quantity):
                assert part.printed is not None, "a phrase takes observed numbers only"
                words.append(part.printed.text)
            else:
                words.append(labels.text(part, language))
        return "".join(words)


def joined(terms: Iterable[tuple[str, str]]) -> Phrase:
    """Terms with their joiners, (joiner key or "", term key), in order."""
    return Phrase(tuple(key for joiner, term in terms for key in (joiner, term) if key))
