"""`{cross-checks}`: the identities that hold between observations, by kind."""

from __future__ import annotations

from itertools import groupby

from docutils import nodes

from collate.audit.cross_checks import load_checks, named_by
from collate.sphinx.directive import CollateDirective
from collate.sphinx.tables import fitted, table

HEADERS = ("kind", "told", "rule", "number", "held")


class CrossChecksDirective(CollateDirective):
    """`{cross-checks}`: what must hold between observations, how it is judged, how many checks there are and observations they hold.

    A page is written only where all of them hold, since the data are checked before.
    """

    def run(self) -> list[nodes.Node]:
        self.depend(self.book.labels)
        if not self.book.checks.exists():
            return [nodes.paragraph("", self.word("cross-check-missing"))]
        self.depend(self.book.checks)
        checks = sorted(load_checks(self.book), key=lambda check: (check.kind, check.rule))
        body: list[list[str | nodes.Node]] = []
        for (kind, rule), found in groupby(checks, key=lambda check: (check.kind, check.rule)):
            chosen = list(found)
            told = [self.word(f"cross-check-{kind}"), self.word(f"cross-check-{kind}-told"), self.word(f"cross-check-rule-{rule}")]
            body.append([*told, str(len(chosen)), str(len(named_by(chosen)))])
        body.append([self.word("cross-check-all"), "", "", str(len(checks)), str(len(named_by(checks)))])
        return fitted(table([[self.word(f"cross-check-header-{header}")] for header in HEADERS], body))
