"""What a notebook may save as the value of a place, and the rows of the values file that keep it (docs/values.md)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Rational, Real
from pathlib import Path
from typing import Any, NamedTuple

from collate.data import csvfile
from collate.data.phrase import Phrase
from collate.errors import ContractError
from collate.numbers.average import Enclosed
from collate.numbers.fact import ALIASES, Role
from collate.numbers.quantity import Quantity
from collate.numbers.values import NUMBER, TERMS, TEXT, VALUE_COLUMNS, exact_text, number_fields, read_number


class Fields(NamedTuple):
    """A row of the values file without its place."""

    kind: str
    value: str
    low: str
    high: str
    formula: str


def saved_fields(value: Any, error: Any = None, samples: Sequence[Any] = ()) -> list[Fields]:
    """The rows of one place.

    Parameters
    ----------
    value : a `Quantity`, a `Phrase`, an integer, fraction, decimal or float of Python or numpy, a number with a range (`Enclosed`), a text,
        or a mapping of roles to numbers.
    error : how far a number may lie from the true one, in its unit; for a mapping that of its value, or a mapping of the same roles.
    samples : the same place in other runs, such as those of other seeds; their spread is its range.

    Raises
    ------
    ContractError : it is none of these, not finite, or an unknown role; without a place, which the caller knows.
    """
    if isinstance(value, Mapping):
        return _roles(value, error, samples)
    if isinstance(value, Phrase):
        inputs = " ".join(part.formula for part in value.parts if isinstance(part, Quantity))
        return [Fields(TERMS, value.terms, "", "", inputs)]
    if isinstance(value, str):
        return [Fields(TEXT, value, "", "", "")]
    return [_number(NUMBER, value, error, samples)]


def with_spread(path: Path, others: Sequence[Path]) -> None:
    """Let each number of a values file have the range that it spans with those of `others`, files of runs with other seeds.

    Raises
    ------
    ContractError : the files have other places, or something that is no number of a program changes with the seed.
    """
    tables = [csvfile.read(file, VALUE_COLUMNS, powers=True) for file in (path, *others)]
    if len({tuple((row["row"], row["column"], row["kind"]) for row in table) for table in tables}) > 1:
        raise ContractError("runs with other seeds save other places", fix="let `seed` change numbers alone")
    written = []
    for rows in zip(*tables, strict=True):
        first = rows[0]
        place = (first["row"], first["column"], first["kind"])
        if first["kind"] in (TERMS, TEXT) or first["formula"]:
            if len({tuple(row.fields.values()) for row in rows}) > 1:
                raise ContractError(f"{'/'.join(place[:2])} changes with the seed, and is no number of a program", fix="save a number")
            written.append(tuple(first.fields.values()))
            continue
        numbers = [read_number(row) for row in rows]
        low, high = min(ends.low for _, ends in numbers), max(ends.high for _, ends in numbers)
        written.append((*place, exact_text(numbers[0][0]), exact_text(low), exact_text(high), ""))
    csvfile.write(path, VALUE_COLUMNS, written)


def text_of(value: Any) -> str:
    """A value as a notebook shows it."""
    if isinstance(value, Enclosed):
        return text_of(float(value.value))
    if isinstance(value, Mapping):
        return ", ".join(
            text_of(part) if role_of(name) is Role.VALUE else f"{role_of(name)} {text_of(part)}" for name, part in value.items()
        )
    return f"{float(value):.6g}" if isinstance(value, Real) and not isinstance(value, Integral) else str(value)


def role_of(name: Any) -> Role:
    """The role that a name stands for.

    Raises
    ------
    ContractError : no role is called so.
    """
    if name in ALIASES:
        return ALIASES[name]
    try:
        return Role(name)
    except ValueError:
        known = ", ".join([*ALIASES, *Role])
        raise ContractError(f"no role is called {name!r}", fix=f"name one of {known}") from None


def _roles(values: Mapping[Any, Any], error: Any, samples: Sequence[Any]) -> list[Fields]:
    roles = {role_of(name): name for name in values}
    if len(roles) < len(values):
        raise ContractError("two names stand for one role", fix="give each role once")
    if Role.VALUE not in roles:
        raise ContractError("the mapping has no value", fix='name the number itself `value`: {"value": b, "se": s}')
    errors = error if isinstance(error, Mapping) else {roles[Role.VALUE]: error}
    ordered = sorted(roles, key=lambda role: role is not Role.VALUE)  # the number itself comes first
    return [
        _number(
            NUMBER if role is Role.VALUE else role.value,
            values[roles[role]],
            errors.get(roles[role]),
            [sample[roles[role]] for sample in samples],
        )
        for role in ordered
    ]


def _number(kind: str, value: Any, error: Any, samples: Sequence[Any]) -> Fields:
    if isinstance(value, Quantity):
        if error is not None or samples:
            raise ContractError("a Quantity has its range from its inputs, and no error of its own", fix="leave out `error` and `samples`")
        return Fields(kind, *number_fields(value), value.formula)
    if isinstance(value, Enclosed):
        if error is not None or samples:
            raise ContractError("an enclosed number has its range from its inputs", fix="leave out `error` and `samples`")
        low, high = value.interval.low, value.interval.high
        return Fields(kind, exact_text(value.value), exact_text(low), exact_text(high), "")
    if error is not None and samples:
        raise ContractError("an error and samples are given", fix="give one of the two")
    exact, is_float = _exact(value)
    if error is not None:
        width, _ = _exact(Fraction(error) if isinstance(error, str) else error)
        if width < 0:
            raise ContractError(f"the error {error!r} is below 0")
        return Fields(kind, exact_text(exact), exact_text(exact - width), exact_text(exact + width), "")
    if samples:
        found = [exact, *(_exact(sample)[0] for sample in samples)]
        return Fields(kind, exact_text(exact), exact_text(min(found)), exact_text(max(found)), "")
    if is_float:
        return Fields(kind, repr(float(value)), "", "", "")
    return Fields(kind, exact_text(exact), exact_text(exact), exact_text(exact), "")


def _exact(value: Any) -> tuple[Fraction, bool]:
    """The number that `value` is, and whether a float gave it."""
    if not isinstance(value, (Real, Decimal)) and hasattr(value, "item") and getattr(value, "size", 0) == 1:
        value = value.item()
    if isinstance(value, bool) or type(value).__name__ == "bool_" or not isinstance(value, (Real, Decimal)):
        raise ContractError(
            f"a {type(value).__name__} ({value!r}) is not a value",
            fix="give a number, a text, a `Quantity` (`exact` makes one of a typed decimal), a `Phrase`, or a mapping of roles to numbers",
        )
    if not isinstance(value, Rational) and not math.isfinite(value):
        raise ContractError(f"{value!r} is not a finite number", fix="find out why the computation gave it")
    if isinstance(value, Integral):
        return Fraction(int(value)), False
    if isinstance(value, (Rational, Decimal)):
        return Fraction(value), False
    return Fraction(*float(value).as_integer_ratio()), True
