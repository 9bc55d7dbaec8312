"""Problems of what people type: the first of them ends a build, and `collate check` gathers them all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from collate.errors import CollateError


class Problems:
    """What is wrong, in the order in which it is found: what others rest on comes first, so that it is solved first.

    Parameters
    ----------
    gather : whether to go on after a problem. Otherwise the first is raised where it is found.
    """

    def __init__(self, *, gather: bool = False) -> None:
        self.gather = gather
        self._found: dict[tuple[str, str], CollateError] = {}

    @property
    def found(self) -> list[CollateError]:
        """Each problem once, although several checks may meet it."""
        return list(self._found.values())

    @contextmanager
    def here(self) -> Iterator[None]:
        """Gather the error of the user that ends this block."""
        try:
            yield
        except CollateError as error:
            if not self.gather:
                raise
            self.add(error)

    def add(self, error: CollateError) -> None:
        """Gather `error`, or raise it."""
        if not self.gather:
            raise error
        self._found.setdefault((error.place, error.what), error)


FIRST = Problems()  # raises what it is given, and keeps nothing
