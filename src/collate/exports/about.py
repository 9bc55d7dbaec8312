"""What the descriptions of a book must say of it; they are written where CITATION.cff says it all."""

from __future__ import annotations

from collate.data.citation import Citation, load_citation
from collate.project import Project


def read_about(project: Project) -> Citation | None:
    """The book's citation, or None where there is none, or none with a date of release and a licence.

    Raises
    ------
    DataError : a broken CITATION.cff.
    """
    found = load_citation(project.citation)
    return found if found and found.edition.released and found.licences else None
