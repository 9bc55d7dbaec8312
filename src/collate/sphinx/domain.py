"""The Sphinx domain `collate`: artifacts, cells and claims as objects that pages define and refer to, and the book behind them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from collate.bind.staging import ARTIFACTS
from collate.book import Book
from collate.data.claims import Ledger
from collate.data.doubts import Doubt, load_doubts
from collate.data.errata import Errata
from collate.data.labels import Labels
from collate.data.published import Artifact, Published
from collate.sphinx import cards
from collate.sphinx.artifact import ArtifactDirective
from collate.sphinx.artifact_page import ArtifactPageDirective
from collate.sphinx.cards import Arithmetic
from collate.sphinx.directive import Key
from collate.sphinx.doubts import DoubtsDirective, QuestionListDirective
from collate.sphinx.findings import (
    ChapterArgumentDirective,
    ErrataDirective,
    FindingsChartDirective,
    QuestionCountDirective,
    StatementCountDirective,
    SummaryOfFindingsDirective,
)
from collate.sphinx.ledger import ClaimListDirective, VerdictsDirective
from collate.sphinx.lists import (
    ArtifactListDirective,
    CitationDirective,
    DownloadsDirective,
    ExportListDirective,
    GlossaryDirective,
    SourceListDirective,
)
from collate.sphinx.nodes import anchor as xml_anchor
from collate.sphinx.outdated import Digests
from collate.sphinx.start import ContentsDirective, FindingCardsDirective, SentenceDirective, StripDirective
from collate.sphinx.values import AmountRole, CellRole, ClaimRole
from collate.sphinx.verification import (
    ChartDirective,
    CrossChecksDirective,
    LegendDirective,
    MutationScoreDirective,
    PointsDirective,
    SummaryDirective,
)
from collate.verdicts import Judged, Verdicts, read_verdicts

if TYPE_CHECKING:
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


class ArtifactReference(XRefRole):
    """`` {artifact}`table-1-2` ``: a link to an artifact; its text is the artifact's number where none is given."""

    def process_link(
        self, env: BuildEnvironment, refnode: nodes.Element, has_explicit_title: bool, title: str, target: str
    ) -> tuple[str, str]:
        del refnode
        domain = env.get_domain("collate")
        known = domain.published.artifacts.get(target)
        return (title if has_explicit_title or known is None else domain.number(known)), target


class CollateDomain(Domain):
    """Objects are kept by the page that shows them, so that a page can be forgotten and parallel reading can be put together.

    `data` holds `objects` (page to type and id to anchor), `errata` (page to erratum target to the anchor of the value that it is
    about), `readers` (page to what it shows of the book's data), `digests` (of that) and `digest` (of other data), and `shown` (of what
    every page shows of others).
    """

    name = "collate"
    label = "Collate"
    object_types = {
        "artifact": ObjType("artifact", "artifact"),
        "cell": ObjType("cell"),
        "claim": ObjType("claim"),
    }
    roles = {
        "amount": AmountRole(),
        "artifact": ArtifactReference(innernodeclass=nodes.inline),
        "cell": CellRole(),
        "claim": ClaimRole(),
    }
    directives = {
        "artifact": ArtifactDirective,
        "artifact-list": ArtifactListDirective,
        "artifact-page": ArtifactPageDirective,
        "chapter-argument": ChapterArgumentDirective,
        "citation": CitationDirective,
        "claim-list": ClaimListDirective,
        "contents-by-part": ContentsDirective,
        "cross-checks": CrossChecksDirective,
        "doubt-count": QuestionCountDirective,
        "doubt-list": DoubtsDirective,
        "downloads": DownloadsDirective,
        "errata-list": ErrataDirective,
        "finding-cards": FindingCardsDirective,
        "findings-chart": FindingsChartDirective,
        "findings-summary": SummaryOfFindingsDirective,
        "glossary-list": GlossaryDirective,
        "legend": LegendDirective,
        "mutation-score": MutationScoreDirective,
        "point-summary": PointsDirective,
        "question-list": QuestionListDirective,
        "source-list": SourceListDirective,
        "statement-count": StatementCountDirective,
        "take-away": ExportListDirective,
        "verdict-chart": ChartDirective,
        "verdict-list": VerdictsDirective,
        "verdict-sentence": SentenceDirective,
        "verdict-strip": StripDirective,
        "verdict-summary": SummaryDirective,
    }
    initial_data = {"objects": {}, "errata": {}, "readers": {}, "digests": {}, "digest": "", "shown": ""}
    data_version = 2
    builder = ""  # the name of the builder, known once there is one

    def setup(self) -> None:
        super().setup()
        self.lists_of_pages: dict[tuple[str, ...], str] = {}  # of this build, by what the pages beside each other have in common

    # The book, read once a build and shared by all pages.

    @cached_property
    def book(self) -> Book:
        return Book(Path(self.env.config.collate_root))

    @property
    def language(self) -> str:
        """The tag of the language that this build is in."""
        return str(self.env.config.collate_language)

    @cached_property
    def labels(self) -> Labels:
        return self.book.words

    @cached_property
    def published(self) -> Published:
        return Published(self.book)

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger(self.book)

    @cached_property
    def doubts(self) -> dict[str, Doubt]:
        return dict(load_doubts(self.book))

    @cached_property
    def errata(self) -> Errata:
        return Errata.load(self.book)

    @cached_property
    def arithmetic(self) -> Arithmetic:
        """Tells formulas in names and values."""
        return Arithmetic(self)

    @cached_property
    def sources(self) -> dict[str, tuple[str, str, str]]:
        return cards.sources(self)

    @cached_property
    def origins(self) -> dict[str, str]:
        return cards.origins(self)

    @cached_property
    def verdicts(self) -> Verdicts:
        return read_verdicts(self.book)

    @cached_property
    def digests(self) -> Digests:
        """Digests of what pages show."""
        return Digests(self)

    @cached_property
    def interface(self) -> dict[str, str]:
        """The words of the page around an article, by key."""
        return self.labels.interface(self.language)

    def word(self, key: str) -> str:
        """The label `key` in the language of this build."""
        return self.labels.text(key, self.language)

    def number(self, artifact: Artifact) -> str:
        """How the publication calls an artifact: Table 1-2."""
        return f"{self.word(f'word-{artifact.kind}')}\u00a0{artifact.printed_number}"

    @property
    def errata_page(self) -> str:
        return self.book.config.pages.errata

    @property
    def ledger_page(self) -> str:
        return self.book.config.pages.ledger

    # What pages define.

    def note(self, kind: str, id: str, anchor: str) -> None:
        """The page being read shows the object `id` of type `kind` at `anchor`; an artifact's own page only repeats it."""
        if self.env.docname.startswith(ARTIFACTS):
            return
        self.data["objects"].setdefault(self.env.docname, {}).setdefault((kind, id), anchor)

    def is_noted(self, kind: str, id: str) -> bool:
        """Whether the page being read shows the object already."""
        return (kind, id) in self.data["objects"].get(self.env.docname, {})

    def note_erratum(self, item: Judged[Any], anchor: str) -> None:
        """The page being read shows, at `anchor`, a value that an erratum declares."""
        if item.erratum and anchor and not self.env.docname.startswith(ARTIFACTS):
            found = self.data["errata"].setdefault(self.env.docname, {})
            found[item.erratum.target] = min(anchor, found.get(item.erratum.target, anchor))

    def note_reader(self, *keys: Key) -> None:
        """The page being read shows these data of the book, and is read again when they change."""
        self.data["readers"].setdefault(self.env.docname, {}).update(dict.fromkeys(keys, True))

    def place_of(self, kind: str, id: str) -> tuple[str, str] | None:
        """Page and anchor of an object; of several pages the first by name."""
        return min(((page, shown[kind, id]) for page, shown in self.data["objects"].items() if (kind, id) in shown), default=None)

    def clear_doc(self, docname: str) -> None:
        for kept in ("objects", "errata", "readers"):
            self.data[kept].pop(docname, None)

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        for kept in ("objects", "errata", "readers"):
            self.data[kept].update({page: otherdata[kept][page] for page in docnames if page in otherdata[kept]})

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        told: set[tuple[str, str]] = set()
        for page, objects in sorted(self.data["objects"].items()):
            for (kind, id), anchor in objects.items():
                if (kind, id) not in told:
                    told.add((kind, id))
                    yield id, "-", kind, page, anchor, 1 if kind == "artifact" else -1  # -1: not for Sphinx's own search

    def resolve_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, typ: str, target: str, node: pending_xref, contnode: nodes.Element
    ) -> nodes.reference | None:
        """A link to an artifact, cell or claim, or (type `erratum`) to the first page that shows what an erratum is about."""
        del env, node
        if typ == "erratum":
            place = min(((page, found[target]) for page, found in self.data["errata"].items() if target in found), default=None)
        else:
            place = self.place_of(typ, target)
        if place is None:
            return None
        page, written = place
        return make_refnode(builder, fromdocname, page, xml_anchor(written) if builder.name == "epub" else written, contnode)

    def resolve_any_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, target: str, node: pending_xref, contnode: nodes.Element
    ) -> list[tuple[str, nodes.reference]]:
        found = self.resolve_xref(env, fromdocname, builder, "artifact", target, node, contnode)
        return [("collate:artifact", found)] if found is not None else []


def resolve_missing(app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.TextElement) -> nodes.Element | None:
    """Handler of `missing-reference`: `` {ref}`table-1-2` `` leads to the artifact.

    An erratum on what no page shows leads to nothing, and so does the way back from the page of an artifact that no chapter shows.
    """
    kind = node.get("refdomain"), node.get("reftype")
    if kind == ("collate", "erratum") or (kind == ("collate", "artifact") and node["refdoc"].startswith(ARTIFACTS)):
        return contnode
    domain = env.get_domain("collate")
    target = node["reftarget"]
    if kind != ("std", "ref") or domain.place_of("artifact", target) is None:
        return None
    text = contnode if node.get("refexplicit") else nodes.inline("", domain.number(domain.published.artifact(target)))
    found: nodes.Element = domain.resolve_xref(env, node["refdoc"], app.builder, "artifact", target, node, text)
    return found


def note_builder(app: Sphinx) -> None:
    """Handler of `builder-inited`: what a page shows depends on the format."""
    app.env.get_domain("collate").builder = app.builder.name


def rewritten_pages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Handler of `env-updated`: every page, where titles, headings, the order of pages or the place of an object have changed.

    Each page shows them in its list of pages and in references, and Sphinx would write only the pages that were read.
    """
    shown: list[Any] = [sorted(env.toctree_includes.items())]
    shown += [(page, env.titles[page].astext(), env.tocs[page].pformat()) for page in sorted(env.found_docs)]
    shown += [(name, sorted(domain.get_objects(), key=repr)) for name, domain in sorted(env.domains.items())]
    shown += [sorted(env.get_domain("collate").data["errata"].items())]
    shown.append(sorted(app.config.html_theme_options.items(), key=repr))
    digest = hashlib.sha256(repr(shown).encode()).hexdigest()
    env.get_domain("collate").lists_of_pages.clear()
    data = env.get_domain("collate").data
    before, data["shown"] = data["shown"], digest
    return [] if before == digest else sorted(env.found_docs)
