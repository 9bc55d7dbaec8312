"""The cards of a page's numbers: why one is in an erratum, how it is computed, what it rests on, where it comes from.

Each page has a file of them, loaded when a reader first moves, touches or types. It is a script and not JSON, because a page that is
opened from a folder may load the one and not the other. What many cards name (inputs, sources, verdicts) stands in it once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes

from collate.bind import addresses
from collate.bind.cite import apa
from collate.data import csvfile
from collate.data.citation import load_citation
from collate.data.claims import Claim, told
from collate.data.listing import files_in
from collate.data.published import Cell
from collate.data.quantities import lookup
from collate.data.source import FACT_COLUMNS, SOURCE_COLUMNS, fact_id, observation_sources
from collate.numbers.causes import odds
from collate.numbers.formula import Known, Word, inputs_of, is_pattern
from collate.numbers.quantity import Quantity
from collate.numbers.values import decimal_text
from collate.numbers.verdict import Basis, Verdict
from collate.sphinx.directive import cell_name, observation_name, verdict_text
from collate.sphinx.nodes import card_key, erratum_anchor, value_node
from collate.sphinx.values import printed_text
from collate.verdicts import Judged

if TYPE_CHECKING:
    from collate.sphinx.domain import CollateDomain

MOST = 12  # inputs that an arithmetic spells out; of more, the first and the last ones
WORDS = (
    "certainty",
    "chance",
    "cite",
    "close",
    "copied",
    "copy",
    "doubt",
    "erratum",
    "formula",
    "ledger",
    "mechanism",
    "named-source",
    "permalink",
    "printed",
    "regenerated",
    "source",
)
_SIGNS = {"*": "×", "-": "−", "<=": "≤", ">=": "≥", "!=": "≠", "**": "^"}
_PART = re.compile(r"\{([^{}]+)\}|(\d+(?:\.\d+)?)|([a-z]+)|(\*\*|<=|>=|!=|[*-])")
Input = tuple[str, str, str]  # name, value, and the mark of an erratum


def grouped(number: str) -> str:
    """A plain decimal with its thousands apart: `12,153.03`. Four digits alone may be a year and stay together."""
    match = re.fullmatch(r"([-−]?)(\d{4,})(\.\d+)?(%?)", number)
    if match is None or (len(match[2]) == 4 and not match[3]):
        return number
    return f"{match[1]}{int(match[2]):,}{match[3] or ''}{match[4]}"


class Arithmetic:
    """Formulas of ids, told in the names and values of their inputs.

    Parameters
    ----------
    domain : whose book and language are meant.
    """

    def __init__(self, domain: CollateDomain) -> None:
        self.domain = domain

    def told(self, formula: str, result: str) -> tuple[str, list[Input]]:
        """The formula with values, and `= result`; and the inputs with their names, each once, in the order of the formula."""
        inputs: dict[str, Input] = {}
        template = self.template(formula, lambda name: inputs.setdefault(name, self.input(name))[1])
        return f"{template} = {result}" if result else template, [*inputs.values()]

    def template(self, formula: str, written: Callable[[str], str]) -> str:
        """The formula with signs as print has them, and each id as `written` has it; a pattern becomes a list."""

        def part(match: re.Match[str]) -> str:
            id, number, word, sign = match.groups()
            if id:
                return ", ".join(part if part == "…" else written(part) for part in shortened(self.ids(id)))
            if word:
                return self.domain.word(f"formula-{word}")
            return grouped(number) if number else _SIGNS[sign]

        return _PART.sub(part, formula)

    def ids(self, name: str) -> list[str]:
        """The ids that a name of a formula stands for; an unknown one stands for itself."""
        if not is_pattern(name):
            return [name]
        try:
            found = self.find(name)
        except KeyError:
            return [name]
        return [item.id for item in found] if isinstance(found, Sequence) else [name]

    def input(self, id: str) -> Input:
        """Name, value and mark of one input."""
        known = self.domain.verdicts.by_id.get(id)
        mark = Verdict.ERRATUM.mark if known and known.erratum else ""
        try:
            found = self.find(id)
        except KeyError:
            return id, id, mark
        if isinstance(found, Word):
            return self.name(id), self.domain.word(self.facts.get(id, id)), ""
        if isinstance(found, Quantity):
            return self.name(id), grouped(found.printed.text if found.printed else decimal_text(found.value)), mark
        return self.name(id), id, mark

    def name(self, id: str) -> str:
        """What an input is called in the page's language."""
        known = self.domain.verdicts.by_id.get(id)
        return subject(self.domain, known) if known else observation_name(id, self.domain.word)

    @cached_property
    def find(self) -> Callable[[str], Known]:
        """Whatever a formula of the book names."""
        named = {id for item in self.domain.verdicts.by_id.values() for id in inputs_of(formula_of(item))}
        evidence = [part for entry in self.domain.errata.by_target.values() for part in entry.evidence]
        evidence += [part for doubt in self.domain.doubts.values() for part in doubt.evidence]
        return lookup(self.domain.book, named | {id for part in evidence for id in inputs_of(part.formula)})

    @cached_property
    def facts(self) -> dict[str, str]:
        """The label keys of the terms of all facts, by id."""
        folder = self.domain.book.source / "facts"
        return {fact_id(row): row["term"] for path in files_in(folder, "*.csv") for row in csvfile.read(path, FACT_COLUMNS)}


def bound(value: str) -> str:
    """An end of an interval, to six digits."""
    return grouped(f"{float(Fraction(value)):.6g}")


def shortened(ids: Sequence[str]) -> list[str]:
    """All of the ids, or of more than MOST the first and the last ones with `…` between them."""
    return [*ids] if len(ids) <= MOST else [*ids[: MOST - 2], "…", ids[-1]]


def formula_of(item: Judged[Cell | Claim]) -> str:
    """How the value is computed; what only stands for another number has no arithmetic of its own."""
    return item.formula or (item.place.formula if isinstance(item.place, Claim) else "")


def subject(domain: CollateDomain, item: Judged[Cell | Claim]) -> str:
    """What a value is a value of."""
    if isinstance(item.place, Claim):
        return item.place.subject[domain.language]
    table = domain.number(domain.published.artifact(item.place.artifact))
    return f"{table}{domain.word('join-comma')}{cell_name(item.place, domain.published, domain.word)}"


class CardFile:
    """The cards of one page, as they are gathered: inputs, sources and verdicts are kept once and named by their places."""

    def __init__(self, domain: CollateDomain) -> None:
        self.domain = domain
        self.lists: dict[str, dict[Any, int]] = {"inputs": {}, "sources": {}, "verdicts": {}}
        self.cards: dict[str, dict[str, Any]] = {}

    def add(self, key: str, id: str) -> None:
        """The card of the cell or claim `id`; what is nothing of the book has none."""
        item = self.domain.verdicts.by_id.get(id)
        if item is not None and key not in self.cards:
            self.cards[key] = {name: value for name, value in self.card(item).items() if value not in ("", [], None)}

    def card(self, item: Judged[Cell | Claim]) -> dict[str, Any]:
        """The parts of a card, by the short names that collate.js reads them by."""
        domain, word, language = self.domain, self.domain.word, self.domain.language
        place, erratum = item.place, item.erratum
        found: dict[str, Any] = {"n": subject(domain, item), "p": self.printed(item), "v": self._place("verdicts", self.verdict(item))}
        if item.verdict in (Verdict.ERRATUM, Verdict.ROUNDING, Verdict.DIFFERS) and item.shown:
            found["g"] = told(place, item.shown, word)
        if item.verdict is Verdict.ROUNDING and item.low:
            found["b"] = word("card-between").format(low=bound(item.low), high=bound(item.high))
        if erratum:
            found["c"] = erratum.cause[language]
            if erratum.argument:
                found["a"] = f"{word(f'bearing-{erratum.bearing}')}{word('join-colon')}{erratum.argument[language]}"
            found["k"] = word(f"certainty-{erratum.certainty}")
            found["e"] = erratum_anchor(erratum.target)
            if erratum.mechanism:
                found["m"] = word(f"cause-{erratum.mechanism}")
        formula = formula_of(item)
        if formula and not re.fullmatch(r"\{[^{}]+\}", formula) and item.shown:
            arithmetic = domain.arithmetic
            found["f"] = arithmetic.template(formula, lambda name: f"#{self._place('inputs', arithmetic.input(name))}")
            found["t"] = told(place, item.shown, word)
        elif formula and item.basis is not Basis.TRANSCRIBED:
            found["q"] = [self._place("inputs", domain.arithmetic.input(id)) for id in inputs_of(formula)]
        if item.condition:
            found["r"] = self.rests_on(item)
        if doubt := domain.doubts.get(place.id):
            found["d"] = doubt.text[language]
        names = {id for name in inputs_of(formula) for id in domain.arithmetic.ids(name)}
        sources = dict.fromkeys(domain.origins[id] for id in sorted(names) if id in domain.origins)
        found["s"] = [self._place("sources", domain.sources[id]) for id in sources if id in domain.sources]
        if isinstance(place, Claim):
            found["x"] = place.source
        if item.basis.verifies and item.chance is not None:
            found["h"] = odds(item.chance)
        found["l"] = place.line
        return found

    def printed(self, item: Judged[Cell | Claim]) -> str:
        """The print, a claim's with its qualifier and unit."""
        place, word = item.place, self.domain.word
        if isinstance(place, Cell):
            return place.printed.text or "–"
        if place.compares:
            return place.text(self.domain.labels, self.domain.language)
        signed = place.printed.text.endswith(("%", "％"))
        unit = word(f"unit-{place.unit}")
        if signed:
            unit = "" if place.unit == "percent" else f"{word('bracket-open')}{unit}{word('bracket-close')}"
        return printed_text(cast("Judged[Claim]", item), word) + (unit if signed or not unit else f" {unit}")

    def verdict(self, item: Judged[Cell | Claim]) -> str:
        """The verdict with its mark, and the grounds of it."""
        word = self.domain.word
        check = item.place.check if isinstance(item.place, Claim) and item.basis is Basis.NONE else ""
        grounds = word(f"check-{check}") if check else word(item.basis.label)
        verdict = verdict_text(item, word)
        return verdict if grounds in verdict else f"{verdict}{word('join-colon')}{grounds}"

    def rests_on(self, item: Judged[Cell | Claim]) -> str:
        """What a verdict is conditional on: the printed inputs that stand in an erratum, and what the proposed ones would give."""
        condition, word, domain = item.condition, self.domain.word, self.domain
        assert condition is not None
        mark, comma = Verdict.ERRATUM.mark, word("join-comma")
        readings = [*condition.readings]
        printed = comma.join(
            f"{reading.printed}{mark}{word('bracket-open')}{domain.arithmetic.name(reading.id)}{word('bracket-close')}"
            for reading in readings[:3]
        ) + (f"{comma}…" if len(readings) > 3 else "")
        if condition.verdict is None:
            return word("card-rests-unknown").format(printed=printed)
        proposed = comma.join(reading.proposed for reading in readings[:3]) + (f"{comma}…" if len(readings) > 3 else "")
        compares = isinstance(item.place, Claim) and item.place.compares
        sentence = word("card-rests-truth" if compares else "card-rests-value")
        shown = told(item.place, condition.shown, word)
        return sentence.format(printed=printed, proposed=proposed, shown=shown, verdict=word(condition.verdict.label))

    def _place(self, kind: str, value: Any) -> int:
        return self.lists[kind].setdefault(value, len(self.lists[kind]))

    def text(self) -> str:
        """The script."""
        content: dict[str, Any] = {name: list(values) for name, values in self.lists.items()}
        content["cards"] = self.cards
        return f"collate.cards({json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(',', ':'))});\n"


def common_words(domain: CollateDomain, address: Callable[[str], str]) -> Mapping[str, str]:
    """Words and addresses that all cards have: they stand in the page itself.

    Parameters
    ----------
    address : of a page of the book from the page that is written.
    """
    found = {name: domain.word(f"card-{name}") for name in WORDS}
    cited = load_citation(domain.book.citation)
    found["citation"] = apa(cited.edition, domain.env.config.collate_title or cited.edition.title, domain.language) if cited else ""
    found["line"] = domain.word("word-in-report")
    found["colon"] = domain.word("join-colon")
    pages = domain.book.config.pages
    for name, page in (("errata", pages.errata), ("ledgerPage", pages.ledger), ("sources", pages.sources)):
        found[name] = address(page) if page in domain.env.found_docs else ""
    return found


def sources(domain: CollateDomain) -> dict[str, tuple[str, str, str]]:
    """The works that numbers were copied from, by id: what each is called, its grade in words, and its anchor on the page of sources."""
    path = domain.book.source / "sources.csv"
    rows = csvfile.read(path, SOURCE_COLUMNS) if path.exists() else []
    return {row["id"]: (row["title"] or row["citation"], domain.word(f"grade-{row['grade']}"), f"source-{row['id']}") for row in rows}


def origins(domain: CollateDomain) -> dict[str, str]:
    """The source of every observation, by id."""
    return observation_sources(domain.book.source)


def write_cards(domain: CollateDomain, folder: Path, page: str, doctree: nodes.document) -> str:
    """Write the cards of a page's values beside the pages, and return the file's name, or nothing where the page has none.

    A node that is no value but lets readers ask for some, such as a figure, names them in its attribute `cards`.
    """
    file = CardFile(domain)
    for node in doctree.findall(value_node):
        file.add(card_key(node), node["cell"])
    for element in doctree.findall(nodes.Element):
        named: Sequence[str] = element.get("cards", ())
        for id in named:
            file.add(addresses.anchor(id), id)
    name = f"cards/{page}.js"
    if not file.cards:
        (folder / name).unlink(missing_ok=True)  # of an earlier build
        return ""
    csvfile.write_text(folder / name, file.text())
    return name
