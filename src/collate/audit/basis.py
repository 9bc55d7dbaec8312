"""The grounds of a verdict, derived from its formula and the sources of its inputs, so that nobody can call a copy a check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType

from collate.book import Book
from collate.data import csvfile
from collate.data.claims import NOTEBOOK, Claim, Ledger
from collate.data.published import Cell, Published
from collate.data.source import REPORT, SOURCE_COLUMNS, UNATTRIBUTED, fact_sources, observation_sources
from collate.errors import CollateError
from collate.numbers.formula import evaluate_number, expanded, inputs_of, is_pattern
from collate.numbers.printed import PrintedKind
from collate.numbers.quantity import Quantity, exact
from collate.numbers.verdict import Basis


def only_input(formula: str) -> str:
    """The id that `formula` is and nothing else: brackets, `* 1` and `+ 0` make no arithmetic of it. Empty where there is more."""
    inputs = inputs_of(formula)
    if len(inputs) != 1 or is_pattern(inputs[0]):
        return ""
    try:
        same = all(evaluate_number(formula, _constantly(tried)).value == tried.value for tried in (exact(3), exact(Fraction(701, 100))))
    except (CollateError, ZeroDivisionError, AttributeError):  # what judges, counts or divides is no copy of its input
        return ""
    return inputs[0] if same else ""


def _same_for_all(formula: str) -> bool:
    """Whether `formula` names inputs and gives one number whatever they are."""
    inputs = inputs_of(formula)
    try:
        # Unevenly apart, so that no difference, quotient or spread of them is the same both times.
        tried = [
            {name: exact(start + step * (place + place**2)) for place, name in enumerate(inputs)} for start, step in ((3, 1), (701, 5))
        ]
        return bool(inputs) and len({evaluate_number(formula, numbers).value for numbers in tried}) == 1
    except (CollateError, ZeroDivisionError, AttributeError, KeyError, ValueError):  # what judges, counts or names lists
        return False


def claim_basis(claim: Claim, ledger: Ledger, numerals: Mapping[Cell, str], facts: Mapping[str, str]) -> Basis:
    """The basis of `claim`; `numerals` are the cells that sentences print (`shared_numerals`), `facts` gives the source of each fact."""
    if claim.check == NOTEBOOK:
        return Basis.RECOMPUTED
    if not claim.formula:
        return Basis.NONE
    copied = only_input(claim.formula)
    if copied in ledger.claims:
        return Basis.REPEATED
    for cell, told in numerals.items():  # the value behind a sentence's own numeral, or behind that of another sentence
        if cell.id == copied:
            return cell.basis if told == claim.id else Basis.REPEATED
    if copied and "@" not in copied:
        return Basis.QUOTED
    names = expanded(inputs_of(claim.formula), list(facts))  # what the publication lists is counted from the publication, and recomputed
    foreign = all(facts[name] != REPORT if name in facts else "@" in name and name not in ledger.claims for name in names)
    return Basis.INDEPENDENT if foreign else Basis.RECOMPUTED


def cell_basis(formula: str, origins: Mapping[str, str]) -> Basis:
    """The basis of a cell that `formula` over observations regenerates; `origins` gives the source of each observation.

    One number of the publication among the inputs of arithmetic makes it a recomputation of print, however independent the others are; and
    what comes out the same whatever its inputs are, as the share of a whole in itself does, no outside number attests.
    """
    if _same_for_all(formula):
        return Basis.RECOMPUTED
    own = any(origins.get(name) == REPORT for name in inputs_of(formula))
    if only_input(formula):
        return Basis.TRANSCRIBED if own else Basis.INDEPENDENT
    return Basis.RECOMPUTED if own else Basis.INDEPENDENT


def shared_numerals(published: Published, ledger: Ledger, artifacts: Iterable[str]) -> dict[Cell, str]:
    """The cells of `artifacts` whose numeral is that of a sentence, each with the claim that tells it.

    A figure that survives as a picture alone has no numbers but those that sentences print: the same string on the same line.
    Where a line has the string more than once, the claim whose formula names the cell is taken first.
    """
    found: dict[Cell, str] = {}
    for artifact in artifacts:
        if published.artifact(artifact).kind == "figure":
            for cell in published.cells(artifact).values():
                alike = [id for id in ledger.at(cell.line, cell.printed.text) if id not in found.values()]
                naming = [id for id in alike if cell.id in inputs_of(ledger.claims[id].formula)]
                if alike and cell.printed.kind is PrintedKind.NUMBER:
                    found[cell] = (naming or alike)[0]
    return found


def check_bases(book: Book, formulas: Mapping[str, str], words: Mapping[str, str] = MappingProxyType({})) -> None:
    """Refuse a basis that a cell only claims to have, a sentence that is compared with itself, and a witness whom nobody names.

    Parameters
    ----------
    formulas : of the regenerated numbers by id of the cell.
    words : what the regenerated words are made of, by id of the cell.

    Raises
    ------
    DataError : with the file and the line of the cell or claim.
    """
    published, ledger, origins = Published(book), Ledger(book), observation_sources(book.source)
    facts, unattributed = fact_sources(book.source), _unattributed(book)
    cells = {cell.id: cell for id in published.artifacts for cell in published.cells(id).values()}
    for id, formula in formulas.items():
        if not inputs_of(formula):  # the root of a number that a program gives: the program is the provenance, as of any float
            continue
        derived, cell = cell_basis(formula, origins), cells[id]
        if cell.basis is not derived:
            told = f"{id}: the basis is {cell.basis.value!r}, but {formula} makes it {derived.value!r}"
            raise published.row(cell).error(told, f"write {derived.value!r}")
    for id, formula in {**formulas, **words}.items():
        if cells[id].basis is Basis.INDEPENDENT and (pages := _rests_on(formula, origins, unattributed)):
            raise published.row(cells[id]).error(f"{id}: {_told(pages)}", _OTHER_SOURCE)
    numerals = shared_numerals(published, ledger, published.artifacts)
    for id, cell in cells.items():
        claim = ledger.claims.get(numerals.get(cell, ""))
        if claim is None and cell.printed.kind is PrintedKind.NUMBER and published.artifact(cell.artifact).kind == "figure":
            told = f"{id}: the ledger has no {cell.printed.text!r} on line {cell.line}, where a sentence is said to print it"
            raise published.row(cell).error(told, "add the claim, or correct `printed` and `line`")
        if claim and cell.basis is Basis.TRANSCRIBED and only_input(claim.formula) == id:
            raise ledger.error(claim.id, f"{id} is this sentence's own print: comparing the two proves nothing", "empty its formula")
    for claim in ledger.claims.values():
        independent = claim_basis(claim, ledger, numerals, facts) is Basis.INDEPENDENT
        if independent and (pages := _rests_on(claim.formula, {**origins, **facts}, unattributed)):
            raise ledger.error(claim.id, _told(pages), _OTHER_SOURCE)


def _unattributed(book: Book) -> frozenset[str]:
    """The ids of the sources that name nobody who speaks in them."""
    rows = csvfile.read(book.source / "sources.csv", SOURCE_COLUMNS)
    return frozenset(row["id"] for row in rows if row["grade"] == UNATTRIBUTED)


def _rests_on(formula: str, origins: Mapping[str, str], unattributed: frozenset[str]) -> list[str]:
    """The unattributed pages on which alone `formula` rests, sorted; none where another source takes part."""
    sources = {origins[name] for name in expanded(inputs_of(formula), list(origins)) if name in origins} - {REPORT}
    return sorted(sources) if sources and sources <= unattributed else []


def _told(pages: Iterable[str]) -> str:
    return f"an independent verdict rests on what nobody is named for alone: {', '.join(pages)}"


_OTHER_SOURCE = "find a source whose author or publisher is named, or empty the formula and keep the page as a remark"


def _constantly(quantity: Quantity) -> Callable[[str], Quantity]:
    """A lookup that finds `quantity` under every id."""
    return lambda _: quantity
