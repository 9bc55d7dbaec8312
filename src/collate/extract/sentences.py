"""Sentences of a paragraph, and the numbers in them: each with what belongs to it, and told apart by what it is.

A number's expression reaches as far as the notations of `collate.numbers.reading` do: `t(45) = 2.31, p = .025`,
`1.23 (95% CI 1.01–1.45)`, `5.81 × 10⁻⁴⁸`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from collate.extract.candidates import Kind
from collate.extract.document import Mark, Paragraph
from collate.numbers.words import QUALIFIERS


class Sentence(NamedTuple):
    """A sentence and where it begins in its paragraph."""

    text: str
    start: int


class Found(NamedTuple):
    """A number in a sentence: where, what it is, and why it might be something else."""

    start: int
    end: int
    kind: Kind
    doubt: str = ""


_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|al|etc|vs|cf|ca|approx|resp|viz|Figs?|Tabs?|Eqs?|Secs?|Chs?|Nos?|[Vv]ols?|pp?|Dr|Mrs?|Ms|Prof|St|eds?|Mt|Jr|Sr|Inc|Ltd|Co"
    r"|max|min|avg|incl|excl)|\b[A-Z]|\b[a-z]\.[a-z])\.$"
)
_END = re.compile(
    r"[.!?][\"'”’)\]]*(?:[⁻,¹²³⁰-⁹]+|\^\{[^{}]{1,20}\})?(\s+)(?=[\"'“‘(\[]*[A-Z0-9À-Þ$€£<>≤≥~.\u3400-\u9fff])|[。！？][」』”）]*(\s*)(?=\S)"
)

_DIGITS = r"(?:[0-9０-９]{1,3}(?:[,'’\u00a0\u2009\u202f ][0-9]{3}(?![0-9]))+|[0-9０-９]+)"
_NUMBER = rf"(?:{_DIGITS}(?:[.·,][0-9]+)?|\.[0-9]+)"
_SIGN = r"[-−+±]?"
_RAISED = r"(?:[⁻⁺]?[⁰¹²³⁴-⁹]+|\^\{[-−+]?[0-9]+\})"
_POWER = rf"(?:\s?[×x·]\s?10(?:{_RAISED}|[-−–][0-9]+)|[Ee][-−+]?[0-9]+|(?<=10){_RAISED})"
_SCALE = r"(?:\s?(?:million|billion|trillion|thousand|bn|mn|萬|億|兆|万|亿)\b|[萬億兆万亿]+)"
_UNIT = r"(?:\s?[%‰°％](?:C|F)?|\s?(?:percentage points|percent|per cent|points)\b)"
_ONE = rf"{_SIGN}\s?(?:US\$|NT\$|[$€£¥])?\s?[-−]?{_NUMBER}(?:\([0-9.]+\)(?!\s*[=<>]))?{_POWER}?{_SCALE}?{_UNIT}?[*†‡]*"
_STATISTIC = (
    r"(?:[ptFrzQdgnNMbBPRZUWI]|χ²?|χ\^?2|β|α|κ|η|ρ|ω|df|SD|SE|SEM|OR|HR|RR|IRR|AOR|aOR|aHR|MD|SMD|Mdn|AUC|BF|AIC|BIC|ICC|R²|η²|I²|r_s)"
    r"(?:[₀-₉²⁺]|_\{[^{}]{1,12}\})*"
)
_FREEDOM = rf"(?:\s?\(\s?(?:{_NUMBER}|[nN]\s?=\s?{_NUMBER})(?:\s?[,;]\s?(?:[nN]\s?=\s?)?{_NUMBER})*\s?\))"
_RELATION = r"(?:[=<>≤≥≈~]|&lt;|&gt;)"
_LABELLED = rf"(?<![A-Za-z]){_STATISTIC}{_FREEDOM}?\s?{_RELATION}{{1,2}}\s?{_ONE}"
_LEVEL = r"(?:[0-9]{2}(?:\.[0-9]+)?\s?%\s?)?(?:C\.?I\.?|confidence interval|credible interval|CrI|HDI|IQR)\s?[:=,]?\s?"
_TO = r"\s?(?:–|—|-|−|to|,|;|~|至)\s?"
_PAIR = rf"{_ONE}{_TO}{_ONE}"
_BRACKET = rf"(?:\s?[(\[]\s?(?:{_LEVEL}[(\[]?{_PAIR}[)\]]?|{_PAIR}|{_LABELLED}|{_ONE})(?:\s?[,;]\s?{_LABELLED})*\s?[)\]][*†‡]*)"
_UNCERTAIN = rf"(?:\s?±\s?{_ONE}|\s?\+\s?{_NUMBER}\s?[-−–]\s?{_NUMBER})"
_AHEAD = sorted({word for _, _, ahead, _ in QUALIFIERS for word in ahead}, key=len, reverse=True)
_WORDS = "|".join(re.escape(word).replace(r"\ ", r"\s") for word in _AHEAD if word[0] < "\u2e80" and len(word) > 1)
_IDEOGRAPHS = "|".join(map(re.escape, (word for word in _AHEAD if word[0] >= "\u2e80")))
_QUALIFIED = rf"(?:[<>≤≥≈~]\s?|\b(?i:{_WORDS})\.?\s(?:the\s)?|(?:{_IDEOGRAPHS})\s?)"
_RANGE = rf"{_ONE}(?:\s?[–—~]\s?|(?<=[0-9%])-(?=[0-9])|(?<=[0-9])至)(?:{_ONE})"
_NAMED_ONE = rf"(?<![A-Za-z])(?:HR|OR|RR|IRR|AOR|aOR|aHR|SMD|SD|SE|SEM|AUC|ICC)\s{_ONE}|(?<![A-Za-z])IQR\s{_PAIR}"
_HEAD = rf"(?:{_LABELLED}|{_NAMED_ONE}|{_LEVEL}[(\[]?{_PAIR}[)\]]?|{_QUALIFIED}?(?:{_RANGE}|{_ONE}))"
_RANK = r"(?:/[0-9]+)"
_EXPRESSION = re.compile(
    rf"(?<![0-9.,A-Za-z_]){_HEAD}{_RANK}?{_UNCERTAIN}?{_BRACKET}?(?:\s?[,;]\s?(?:{_LABELLED}|(?:{_LEVEL})[(\[]?{_PAIR}[)\]]?))*"
)

_LISTED = r"(?:\s?(?:,|;|and|or|to|through|&|–|-|及|與|和|、)\s?(?:and\s)?\(?[A-Z]?[0-9]+(?:[.‐‑][0-9]+)*[a-z]?\)?)*"
_POINTS_AT = re.compile(
    r"\b(?:Tables?|Tabs?\.|Fig(?:ure)?s?\.?|Sections?|Secs?\.|Chapters?|Ch\.|Eqs?\.|Equations?|Appendi(?:x|ces)|Columns?|Cols?\.|Rows?|Panels?"
    r"|Models?|Specifications?|Theorems?|Lemmas?|Propositions?|Corollar(?:y|ies)|Definitions?|Hypothes[ie]s|Steps?|Notes?|Footnotes?|Experiments?"
    r"|Stud(?:y|ies)|Parts?|Vol(?:ume)?s?\.?|Nos?\.|[Pp]ages?|pp?\.|Lines?|Items?|Questions?|Algorithms?|Boxes|Box|Exhibits?|Supplement(?:ary)?)"
    rf"[\s\u00a0]*\(?[A-Z]?[0-9]+(?:[.‐‑-][0-9]+)*[a-z]?\)?{_LISTED}"
    r"|\b(?:tables?|figures?|sections?|columns?|rows?|equations?|models?|panels?|footnotes?)[\s\u00a0]+\(?[0-9]+(?:\.[0-9]+)*\)?"
    + _LISTED
    + r"|[表圖图][\s\u00a0]?[0-9]+(?:[-‐‑–.][0-9]+)*|第\s?[0-9]+\s?[章節节頁页欄栏列行條条步期卷]"
)
_SINGULAR = re.compile(r"(?!pp)[A-Za-z]*[A-Za-rt-z]\.?[\s\u00a0]+\(?[A-Z]?[0-9]+(?:[.‐‑-][0-9]+)*[a-z]?\)?(?:\s?–\s?[0-9]+)?")
_CITED = re.compile(
    r"(?<![0-9%]\s)\[[0-9]{1,3}(?:\s?[,;–-]\s?[0-9]{1,3})*\]|\[[0-9]{1,3}\]"  # behind a number, two numbers are a range
    r"|\b[A-ZÀ-Þ][\w’'-]{1,40}(?:,? (?:and|&|et al\.?|[A-ZÀ-Þ][\w’'-]{1,40})){0,8},? \(?(?:1[5-9]|20)[0-9]{2}[a-z]?\)"
    r"|\((?:see |cf\. |e\.g\.,? )?[A-ZÀ-Þ][^()0-9]{0,200},? (?:1[5-9]|20)[0-9]{2}[a-z]?(?:[,;:] ?[^()]*)?\)"
    r"|[A-ZÀ-Þ][\w’'-]+(?: (?:and|&) [A-ZÀ-Þ][\w’'-]+| et al\.)?,? \((?:1[5-9]|20)[0-9]{2}[a-z]?(?:, (?:1[5-9]|20)?[0-9]{2}[a-z]?)*\)"
)
_TIME = r"\b[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\b|\b[0-9]{1,2}[/.][0-9]{1,2}[/.](?:[0-9]{4}|[0-9]{2})\b"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?"
    r"|Dec(?:ember)?)"
)
_YEAR = r"(?:1[5-9]|20)[0-9]{2}"
_BEFORE_YEAR = r"(?:[Ss]ince|[Ff]rom|[Uu]ntil|[Bb]y|[Dd]uring|[Bb]etween|[Bb]efore|[Aa]fter|[Tt]o|and|[Ii]n|year|of)"
_DATED = re.compile(
    rf"{_TIME}|\b(?:[0-9]{{1,2}} )?{_MONTH}\.?(?: [0-9]{{1,2}}(?:st|nd|rd|th)?,?)?(?: {_YEAR})?(?=\W|$)(?<=[0-9])"
    rf"|\b{_YEAR}-[01][0-9]-[0-3][0-9]\b|\b{_YEAR}s\b|\b{_YEAR}\s?[年]|\b{_YEAR}(?:\s?[–/-]\s?(?:{_YEAR}|[0-9]{{2}}))(?![0-9%])"
    rf"|(?<=[Ii]n )(?:early |late |mid-)?{_YEAR}(?![0-9,.]?[0-9%])|\b{_BEFORE_YEAR} {_YEAR}(?![0-9]|[,.][0-9]|\s?%)"
)
_NAMED = re.compile(
    r"https?://\S+|\bwww\.\S+|\b10\.[0-9]{4,}/\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.]+|\b(?:ISBN|ISSN|RRID|NCT|doi:?)[\s:]*[\w.:/-]+"
    r"|\bversion [0-9][\w.]*|\bv?[0-9]+\.[0-9]+\.[0-9]+[\w.]*|\b[A-Za-z]+-[0-9]+(?![.,]?[0-9])\b|\b[A-Za-z]+[0-9]+[A-Za-z0-9]*\b"
    r"|\b[0-9]+(?:[A-DF-Z]|[a-df-z])(?:[A-Za-z0-9]|-[A-Za-z])*\b|(?<![0-9])[0-9]+(?:st|nd|rd|th)-[a-z]+"
)
_ITEM = re.compile(r"^\(?[0-9]{1,2}[.)](?=\s)")
_BARE_YEAR = re.compile(rf"{_YEAR}")
_KINDS = ((_NAMED, Kind.NAME), (_POINTS_AT, Kind.REFERENCE), (_CITED, Kind.CITATION), (_DATED, Kind.YEAR))
# In the text of a PDF nothing tells a formula apart but its variables and operators: 3x + 2.
_VARIABLE = re.compile(r"(?<=[0-9])[a-z](?![A-Za-z])(?<![gmskhx])|(?<=[0-9])x(?=\s?[-+−=])|\s?[+×]\s?[a-zα-ω](?![A-Za-z])")
_OPERATED = re.compile(r"(?:\b[0-9]*[a-zα-ω]|[₀-₉²)])\s?[+−]\s?[0-9]?$")
# Of words with digits in them those that are numbers with their unit or a statistic's name, and no names.
_NO_NAME = re.compile(r"(?:[pPnNtFrzd][0-9]*|[0-9.]+(?:st|nd|rd|th|kg|g|mg|cm|mm|km|m|s|ms|h|k|x|pp|bn|m)|CI-?[0-9]+)")


def sentences(text: str) -> list[Sentence]:
    """The sentences of a paragraph, with their places; an abbreviation or an initial ends none."""
    found = []
    start = 0
    for match in _END.finditer(text):
        group = 1 if match.group(1) is not None else 2
        end = match.start(group)
        if match.group(1) is not None and _ABBREVIATED.search(text[max(start, match.start() - 12) : match.start() + 1]):
            continue
        found.append(Sentence(text[start:end], start))
        start = match.end(group)
    if text[start:].strip():
        found.append(Sentence(text[start:], start))
    return found


def numbers(paragraph: Paragraph, sentence: Sentence) -> Iterator[Found]:
    """The numbers of a sentence from left to right, each with all that belongs to it."""
    text = sentence.text
    told = [*_marked(paragraph.marks, sentence), *_recognised(text)]
    if match := _ITEM.match(text):
        told.append((match.start(), match.end(), Kind.LIST))
    told.sort(reverse=True)
    ahead: list[tuple[int, int, Kind]] = []  # those that the place may be in or before
    place = 0
    while match := _EXPRESSION.search(text, place):
        start, end = match.span()
        start += len(match[0]) - len(match[0].lstrip())
        while told and told[-1][0] < end:
            ahead.append(told.pop())
        ahead = [one for one in ahead if one[1] > start]
        over = [one for one in ahead if one[0] < end]
        if over:
            first = min(over)
            if first[0] <= start:
                reach = max(one[1] for one in over if one[0] <= start)
                yield Found(start, min(end, reach), _whole(paragraph, first[2]))
                place = max(min(end, reach), start + 1)
                continue
            end = _cut(text, start, first[0])
            if end <= start:
                place = first[0]
                continue
        found = Found(start, end, paragraph.kind)
        if paragraph.kind is Kind.CLAIM and (_VARIABLE.match(text, end) or _OPERATED.search(text[max(start - 12, 0) : start + 2])):
            found = Found(start, end, Kind.EQUATION)
        elif paragraph.kind is Kind.CLAIM and _BARE_YEAR.fullmatch(text[start:end]):
            found = Found(start, end, Kind.YEAR, "a year by its form, and perhaps a count")
        yield found
        place = max(end, start + 1)


def _whole(paragraph: Paragraph, kind: Kind) -> Kind:
    return kind if paragraph.kind is Kind.CLAIM else paragraph.kind


def _cut(text: str, start: int, end: int) -> int:
    """Where an expression ends that would reach into something else: with the number before it."""
    match = None
    for match in re.compile(rf"{_HEAD}{_UNCERTAIN}?").finditer(text, start, end):  # noqa: B007  # the first is the one
        break
    return match.end() if match else start


def _marked(marks: tuple[Mark, ...], sentence: Sentence) -> Iterator[tuple[int, int, Kind]]:
    length = len(sentence.text)
    for mark in marks:
        start, end = mark.start - sentence.start, mark.end - sentence.start
        if start < length and end > 0:
            yield max(start, 0), min(end, length), mark.kind


def _recognised(text: str) -> Iterator[tuple[int, int, Kind]]:
    for pattern, kind in _KINDS:
        for match in pattern.finditer(text):
            if kind is Kind.NAME and _NO_NAME.fullmatch(match[0]):
                continue
            end = match.end()
            if kind is Kind.REFERENCE and (one := _SINGULAR.match(match[0])):
                end = match.start() + one.end()  # "in Table 2, 12 firms" names one table
            yield match.start(), end, kind
