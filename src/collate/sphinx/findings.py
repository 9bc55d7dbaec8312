"""What does not hold: errata by weight and cause, `{errata-list}`, and what they leave of an argument, `{chapter-argument}`.

`{findings-summary}` counts them by chapter, and `{findings-chart}` draws how far each number is off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from math import asinh
from typing import ClassVar

from docutils import nodes

from collate.audit.questions.ask import ask
from collate.audit.weight import Finding, Measure, Size, by_cause, findings
from collate.data.arguments import load_arguments
from collate.data.claims import Claim, told
from collate.data.errata import BEARINGS, Correction
from collate.data.published import Cell
from collate.numbers.values import decimal_text
from collate.numbers.verdict import Verdict
from collate.sphinx.directive import EVIDENCE, VERDICTS, Key
from collate.sphinx.disclosure import DisclosingDirective
from collate.sphinx.nodes import disclosure_node, erratum_anchor
from collate.sphinx.tables import Content, table
from collate.verdicts import Judged

SECTIONS = ("numbers", "statements", "slips")
DEGREES = {"high": 3, "medium": 2, "low": 1}
MINUS = "\u2212"
_ONE_PER_CENT = 0.01


class FindingDirective(DisclosingDirective):
    """What all directives on errata share: the findings, and how one is told in a line."""

    shown: ClassVar[tuple[Key, ...]] = (VERDICTS,)

    @cached_property
    def found(self) -> list[Finding]:
        return findings(self.domain.verdicts.numerals)

    def section(self, finding: Finding) -> str:
        """The part of the page that tells of a finding."""
        if finding.erratum.slip:
            return "slips"
        return "statements" if finding.is_statement else "numbers"

    def regenerated(self, finding: Finding) -> str:
        return told(finding.item.place, finding.erratum.regenerated, self.word)

    def size(self, size: Size | None) -> str:
        """A size in words: `+10.1%`, `×0.14`, `+53 points`, `+9 years`; empty where there is none."""
        if size is None:
            return ""
        if size.measure is Measure.RATIO and size.ratio is not None:
            return proportion(size.ratio)
        key = "size-points" if size.measure is Measure.POINTS else f"size-{size.measure}"
        return self.word(key).format(difference=signed(size.difference)) if size.measure is not Measure.RATIO else ""

    def badge(self, finding: Finding, end: str = "") -> nodes.Element:
        """What a finding does to the argument, told by words, shape and colour; in one word where `end` is `-short`."""
        bearing = finding.erratum.bearing
        if not self.in_html:
            return nodes.strong("", self.word(f"bearing-{bearing}{end}") + ("" if end else " ·"))
        return nodes.inline("", self.word(f"bearing-{bearing}{end}"), classes=["cv-bearing", f"cv-bearing-{bearing}"])

    def link_to_cause(self, finding: Finding) -> nodes.Node:
        """Place and subject, leading to the cause on the page of errata."""
        text = nodes.inline("", self.word("join-comma").join(self.place(finding.item)))
        target = erratum_anchor(finding.erratum.target)
        if self.env.docname == self.domain.errata_page:
            return nodes.reference("", "", text, refid=target, internal=True)
        return self.to_anchor(self.domain.errata_page, target, text)

    def to_anchor(self, page: str, anchor: str, content: nodes.Node) -> nodes.Node:
        """A link to an anchor of a page; the bare text where this edition lacks the page."""
        if not self.in_html or page not in self.env.found_docs:
            return content
        return nodes.reference("", "", content, refuri=f"{self.root}{page}.html#{anchor}", internal=True)

    @property
    def root(self) -> str:
        """The way from this page to the top of the language."""
        return "../" * self.env.docname.count("/")

    def values(self, finding: Finding) -> str:
        """`printed → regenerated (size)`."""
        line = f"{finding.erratum.printed} → {self.regenerated(finding)}"
        size = self.size(finding.size)
        return f"{line}{self.word('bracket-open')}{size}{self.word('bracket-close')}" if size else line

    def bearings(self, found: Sequence[Finding]) -> str:
        """Findings counted by what they do to the argument; slips of typography are counted apart."""
        counted = Counter(finding.erratum.bearing for finding in found if not finding.erratum.slip)
        return self.word("join-comma").join(
            self.word(f"bearing-{bearing}-count").format(count=counted[bearing]) for bearing in BEARINGS if counted[bearing]
        )


class ErrataDirective(FindingDirective):
    """`{errata-list}`, or one of its parts, `{errata-list} numbers`, `statements` or `slips`: errata by cause, the heaviest first."""

    optional_arguments = 1
    shown = (VERDICTS, EVIDENCE)

    def content_nodes(self) -> list[nodes.Node]:
        section = self.arguments[0] if self.arguments else ""
        if section and section not in SECTIONS:
            raise self.error(f"no part {section!r} of the errata; there are {', '.join(SECTIONS)}")
        listed = nodes.definition_list(classes=["cv-errata"])
        for group in by_cause(self.found):
            if not section or self.section(group[0]) == section:
                for position, finding in enumerate(group):
                    listed += self.entry(finding, group[0] if position else None)
        return [listed] if len(listed) else [nodes.paragraph("", self.word("errata-none"))]

    def entry(self, finding: Finding, leader: Finding | None) -> nodes.definition_list_item:
        """A finding with its place, its values, what it does to the argument, and its cause, which one with a leader folds away."""
        entry = finding.erratum
        term = nodes.term("", "", self.link_to_place(finding.item), ids=[erratum_anchor(entry.target)])
        if leader:
            term["classes"].append("cv-same-cause")
        definition = nodes.definition(classes=["cv-same-cause"] if leader else [])
        definition += nodes.paragraph(
            "", "", nodes.strong("", self.values(finding), classes=["cv-values-told"]), nodes.Text(self.facts(finding))
        )
        if entry.argument:
            definition += nodes.paragraph("", "", self.badge(finding), nodes.Text(" " + entry.argument[self.language]))
        cause: list[nodes.Node] = [nodes.paragraph("", entry.cause[self.language])]
        if entry.evidence and not self.on_paper:  # the cause has the numbers, and a page of paper little room
            cause.append(self.arithmetic(finding))
        if leader:
            definition += nodes.paragraph("", "", nodes.Text(self.word("errata-same-cause")), self.link_to_cause(leader))
            cause = [disclosure_node("", *cause, summary=self.word("errata-own-cause"))]
        definition += cause
        return nodes.definition_list_item("", term, definition)

    def facts(self, finding: Finding) -> str:
        """What else is known of an erratum, after its values: the proposed reading, kind, certainty, and the slip that makes it."""
        entry, colon = finding.erratum, self.word("join-colon")
        facts = [(self.word("word-corrected"), self.correction(finding.item, entry.corrected))]
        facts += [(self.word("word-kind"), self.word(f"kind-{entry.kind}"))]
        facts += [(self.word("word-certainty"), self.word(f"certainty-{entry.certainty}"))]
        if entry.mechanism:
            facts.append((self.word("word-mechanism"), self.word(f"cause-{entry.mechanism}")))
        line = " · ".join(["", *(f"{name}{colon}{value}" for name, value in facts if value)])
        return line if entry.proposal else f"{line} · {self.word('errata-no-proposal')}"

    def arithmetic(self, finding: Finding) -> nodes.container:
        """The evidence of an erratum in values, each formula with what it gives, and below it what the values are."""
        listed = nodes.bullet_list(classes=["cv-notes"])
        for part in finding.erratum.evidence:
            line, inputs = self.domain.arithmetic.told(part.formula, part.gives)
            names = self.word("join-semicolon").join(f"{value}{self.word('join-colon')}{name}" for name, value, _ in inputs)
            told_inputs = [nodes.paragraph("", names, classes=["cv-inputs"])] if names else []
            listed += nodes.list_item("", nodes.paragraph("", line), *told_inputs)
        return nodes.container("", nodes.paragraph("", self.word("word-arithmetic")), listed)

    def correction(self, item: Judged[Cell | Claim], corrected: Correction | None) -> str:
        """The proposed reading, with the name of what it is a reading of where that is another value; empty where none is proposed."""
        if corrected is None or corrected.id == item.place.id:
            return corrected.value if corrected else ""
        return f"{corrected.value}{self.word('bracket-open')}{self.observation_name(corrected.id)}{self.word('bracket-close')}"

    def link_to_place(self, item: Judged[Cell | Claim]) -> nodes.Node:
        """Place and subject; in HTML they lead to where the book shows the value."""
        text = nodes.inline("", self.word("join-comma").join(self.place(item)))
        # Resolved by Sphinx when the page is written, so that this page need not be read again when a chapter's prose changes.
        return self.to("erratum", item.place.id, text) if self.in_html else text


class SummaryOfFindingsDirective(FindingDirective):
    """`{findings-summary}`: a sentence that counts the errata, and a table by chapter, with doubts and questions of print beside them."""

    def content_nodes(self) -> list[nodes.Node]:
        found = self.found
        counts = {"count": len(found), "causes": len(by_cause(found)), "bearings": self.bearings(found)}
        counts |= {"slips": sum(bool(finding.erratum.slip) for finding in found)}
        return [nodes.paragraph("", self.word("findings-count").format(**counts)), *self.by_chapter()]

    def by_chapter(self) -> list[nodes.Node]:
        """A row a chapter: errata by what they do to its argument, slips, false statements among them, doubts."""
        judged = self.domain.verdicts.numerals
        chapters = sorted({item.chapter for item in judged})
        doubts = Counter(item.chapter for item in judged if item.place.id in self.domain.doubts)
        keys = ["word-chapter", *(f"bearing-{bearing}-short" for bearing in BEARINGS), "findings-slips", "findings-false", "word-doubts"]
        body: list[list[Content]] = []
        for chapter in chapters:
            own = [finding for finding in self.found if finding.item.chapter == chapter]
            counted = Counter(finding.erratum.bearing for finding in own if not finding.erratum.slip)
            slips, false = (
                (sum(map(bool, values)) for values in zip(*((f.erratum.slip, f.is_statement) for f in own), strict=True)) if own else (0, 0)
            )
            name = self.word("chapter-number").format(number=chapter) if chapter else self.word("word-summary")
            body.append([name, *(str(number) for number in (*(counted[b] for b in BEARINGS), slips, false, doubts[chapter]))])
        return [table([[self.word(key)] for key in keys], body)]


class StatementCountDirective(FindingDirective):
    """`{statement-count}`: how many comparisons the sentences make, how many could be checked, and how many do not hold."""

    def content_nodes(self) -> list[nodes.Node]:
        made = [item for item in self.domain.verdicts.claims if item.place.compares]
        checked = [item for item in made if item.basis.verifies and item.verdict is not Verdict.NOT_REGENERATED]
        false = sum(item.verdict is Verdict.ERRATUM for item in made)
        return [nodes.paragraph("", self.word("statement-count").format(made=len(made), checked=len(checked), false=false))]


class FindingsChartDirective(FindingDirective):
    """`{findings-chart}`: every number in an erratum in a row of its own, with a dot for its ratio to the printed one.

    The scale is one of ratios, wide about one: the inverse hyperbolic sine of their logarithm, in which a per cent can still be seen.
    On paper the same table has no dots.
    """

    def content_nodes(self) -> list[nodes.Node]:
        found = [finding for finding in self.found if finding.size and finding.size.logarithm is not None]
        if not found:
            return []
        keys = ["word-value", "word-printed", "word-regenerated", *(["findings-scale"] if self.in_html else []), "findings-size"]
        keys += ["findings-bearing", "word-certainty"]
        body = [self.row(finding) for finding in found]
        node = table([[self.word(key)] for key in keys], body, stubs=1)
        node["classes"] += ["cv-sortable", "cv-findings", "cv-cards"]
        node.insert(0, nodes.title("", self.word("findings-chart-title")))
        legend = [nodes.paragraph("", self.word("findings-chart-legend"), classes=["cv-scale-legend"])] if self.in_html else []
        return [*legend, node]

    def row(self, finding: Finding) -> list[Content]:
        entry, size = finding.erratum, finding.size
        assert size is not None and size.logarithm is not None
        cells: list[Content] = [self.link_to_cause(finding), entry.printed, self.regenerated(finding)]
        if self.in_html:
            cells.append(self.dot(size.logarithm, entry.bearing, entry.proposal))
        certainty = nodes.inline("", self.word(f"certainty-{entry.certainty}"), classes=[f"cv-degree-{DEGREES[entry.certainty]}"])
        return [*cells, self.size(size), self.badge(finding, "-short"), certainty]

    @cached_property
    def widest(self) -> float:
        """The end of the scale, a little beyond the largest and never below a hundredfold."""
        logarithms = [abs(f.size.logarithm) for f in self.found if f.size and f.size.logarithm is not None]
        return asinh(max([4.7, *logarithms]) / _ONE_PER_CENT) * 1.03

    def dot(self, logarithm: float, bearing: str, proposal: bool) -> nodes.raw:
        """The row's scale with its dot, hollow where the regenerated value is a limit; the numbers beside it say the same."""
        place = asinh(logarithm / _ONE_PER_CENT) / self.widest / 2
        kind = f"cv-scale cv-bearing-{bearing}{'' if proposal else ' cv-scale-limit'}"
        start, length = min(0.0, place), abs(place)
        style = f"--at:{100 * (0.5 + place):.1f}%;--from:{100 * (0.5 + start):.1f}%;--long:{100 * length:.1f}%"
        return nodes.raw("", f'<span class="{kind}" style="{style}" aria-hidden="true"></span>', format="html")


class ChapterArgumentDirective(FindingDirective):
    """`{chapter-argument} CHAPTER`: whether the argument of a chapter survives its errata, and those that weaken or reverse it."""

    required_arguments = 1

    def shows(self) -> tuple[Key, ...]:
        return (("errata", self.arguments[0]),)

    def content_nodes(self) -> list[nodes.Node]:
        chapter = int(self.arguments[0]) if self.arguments[0].isdecimal() else 0
        answer = load_arguments(self.book).get(chapter)
        if answer is None:
            raise self.error(f"no answer for chapter {self.arguments[0]}: write one into {self.book.relative(self.book.arguments)}")
        own = [finding for finding in self.found if finding.item.chapter == chapter and not finding.erratum.slip]
        box = nodes.container(classes=["cv-argument"])
        box += nodes.rubric("", self.word("argument-title"))
        box += nodes.paragraph("", answer[self.language])
        counts = self.word("argument-counts").format(count=len(own), bearings=self.bearings(own)) if own else self.word("argument-none")
        box += nodes.paragraph("", counts, classes=["cv-argument-counts"])
        reversed_ones = [finding for finding in own if finding.erratum.bearing == "reverses"]
        weakened = [finding for finding in own if finding.erratum.bearing == "weakens"]
        if reversed_ones:
            box += self.listing(reversed_ones)
        if weakened and self.in_html:
            box += disclosure_node("", self.listing(weakened), summary=self.word("argument-weakens"))
        return [box]

    def listing(self, found: Sequence[Finding]) -> nodes.bullet_list:
        listed = nodes.bullet_list(classes=["cv-argument-list"])
        for finding in found:
            sentence = nodes.Text(f"{self.word('join-colon')}{finding.erratum.argument[self.language]}")
            listed += nodes.list_item(
                "", nodes.paragraph("", "", self.badge(finding), nodes.Text(" "), self.link_to_cause(finding), sentence)
            )
        return listed


class QuestionCountDirective(FindingDirective):
    """`{doubt-count}`: how many doubts and questions of print there are, with the way to both."""

    def content_nodes(self) -> list[nodes.Node]:
        told = self.word("doubt-count").format(doubts=len(self.domain.doubts), questions=len(ask(self.book)))
        return [nodes.paragraph("", told)]


def proportion(ratio: Fraction) -> str:
    """A ratio as readers say it: a change in per cent within a half and a double, a factor beyond."""
    if not Fraction(1, 2) <= ratio <= 2:
        return f"×{float(ratio):.0f}" if ratio >= 10 else f"×{float(ratio):.2f}"
    change = float(100 * (ratio - 1))
    text = f"{abs(change):.1f}" if abs(change) >= 0.1 else f"{abs(change):.1g}"
    return f"{'+' if change > 0 else MINUS}{text}%"


def signed(difference: Fraction) -> str:
    """A difference with its sign: `+53`, `−0.1`."""
    return f"{'+' if difference > 0 else MINUS}{decimal_text(abs(difference))}"
