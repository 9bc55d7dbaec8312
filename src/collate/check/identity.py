"""How a printed string and its result find each other: by id, or by the names of table, row and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from collate.errors import DataError

ID = "id"
PLACE = ("table", "row", "column")
SEPARATOR = "/"


def identified_by(columns: Sequence[str], where: str) -> tuple[str, ...]:
    """The columns that make up an id: `id` where it is there, otherwise those of table, row and column that are.

    Raises
    ------
    DataError : none of them is there.
    """
    if ID in columns:
        return (ID,)
    found = tuple(name for name in PLACE if name in columns)
    if not found or found == ("table",):
        told = ", ".join(columns) or "none"
        fix = "name a column `id`, or columns `row` and `column` (and `table`)"
        raise DataError(f"nothing says which value is which; the columns are {told}", where=where, line=1, fix=fix)
    return found


def joined(names: Mapping[str, str], columns: Sequence[str]) -> str:
    """The id that `columns` make up: `table-2/treatment/(3)`; names that are empty are left out."""
    return SEPARATOR.join(names[column].strip() for column in columns if names[column].strip())
