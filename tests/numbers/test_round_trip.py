"""Facts, printed in some notation, read back as the same facts."""

from fractions import Fraction as F

from hypothesis import given, settings
from hypothesis import strategies as st

from collate import Convention, Relation, Role, read

NUMBERS = st.tuples(st.integers(0, 10**9), st.integers(0, 6), st.booleans())
STYLES = st.fixed_dictionaries(
    {
        "decimal": st.sampled_from([".", ",", "·"]),
        "grouped": st.booleans(),
        "zero": st.booleans(),
        "minus": st.sampled_from(["-", "−", "–"]),
        "power": st.sampled_from([None, -12, -3, 5]),
        "power_style": st.sampled_from(["e{}", "E{}", "×10^{}", " × 10^{{{}}}", r"\times10^{{{}}}", " × 10{}"]),
        "wide": st.booleans(),
    }
)
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
GROUPS = {".": ",", ",": ".", "·": ","}


def digits(number, style, *, sign=True, power=True):
    """A number as print has it, written here without the code under test."""
    whole, decimals, negative = number
    text = str(whole).rjust(decimals + 1, "0")
    left, right = (text[:-decimals], text[-decimals:]) if decimals else (text, "")
    if style["grouped"]:
        left = f"{int(left):,}".replace(",", GROUPS[style["decimal"]])
    if left == "0" and right and not style["zero"]:
        left = ""
    shown = left + (style["decimal"] + right if right else "")
    shown = shown.translate(WIDE) if style["wide"] else shown
    shown = (style["minus"] if negative and sign else "") + shown
    if power and style["power"] is not None:
        form = style["power_style"]
        shown += form.format(str(style["power"]).translate(SUPERSCRIPT) if form == " × 10{}" else style["power"])
    return shown


def value(number, style, *, sign=True, power=True):
    whole, decimals, negative = number
    exponent = (style["power"] or 0) if power else 0
    amount = F(whole) * F(10) ** (exponent - decimals)
    return (-amount if negative and sign else amount), decimals - exponent


def convention(style, **more):
    return Convention().nearer({"decimal": style["decimal"], "thousands": GROUPS[style["decimal"]] if style["grouped"] else "none", **more})


@settings(max_examples=300, deadline=None)
@given(NUMBERS, STYLES)
def test_a_number(number, style):
    (fact,) = read(digits(number, style), convention(style)).facts
    wanted, decimals = value(number, style)
    half = F(10) ** -decimals / 2
    assert (fact.role, fact.relation, fact.value, fact.decimals) == (Role.VALUE, Relation.EQUAL, wanted, decimals)
    assert (fact.low, fact.high) == (wanted - half, wanted + half)


@settings(max_examples=200, deadline=None)
@given(NUMBERS, NUMBERS, STYLES, st.sampled_from([" ({})", "({})", "\n({})", " [{}]"]), st.sampled_from(["", "*", "**", "***"]))
def test_an_estimate(number, error, style, form, stars):
    style = style | {"power": None}
    if form == "({})" and not error[1]:
        form = " ({})"  # without a point and a space it is a shorthand
    said = convention(style, brackets="standard error", square="standard error")
    text = digits(number, style) + stars + form.format(digits(error, style, sign=False))
    facts = read(text, said).facts
    assert [fact.role for fact in facts] == [Role.VALUE, *([Role.STARS] if stars else []), Role.STANDARD_ERROR]
    assert (facts[0].value, facts[-1].value) == (value(number, style)[0], value(error, style, sign=False)[0])
    assert facts[0].stars == stars


@settings(max_examples=200, deadline=None)
@given(NUMBERS, NUMBERS, NUMBERS, STYLES, st.sampled_from(["{} (95% CI {} to {})", "{} [95% CI {}; {}]", "{}, 95% CI: {} to {}"]))
def test_an_interval(point, first, second, style, form):
    style = style | {"power": None}
    low, high = sorted((first, second), key=lambda number: value(number, style)[0])
    text = form.format(*(digits(number, style) for number in (point, low, high)))
    facts = read(text, convention(style)).facts
    assert [fact.role for fact in facts] == [Role.VALUE, Role.CONFIDENCE_LEVEL, Role.LOWER, Role.UPPER]
    assert [facts[place].value for place in (0, 2, 3)] == [value(number, style)[0] for number in (point, low, high)]


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 500),
    NUMBERS,
    st.integers(0, 9999),
    st.sampled_from("tzrQ"),
    st.sampled_from([("=", "="), ("<", "<"), (">", ">"), ("≤", "<="), ("≥", ">=")]),
    st.sampled_from(["{}({}) = {}, p {} {}", "{}({})={},p{}{}", "{} ({}) = {} ; p {} {}"]),
)
def test_a_statistic(degrees, number, p, name, relation, form):
    style = {"decimal": ".", "grouped": False, "zero": True, "minus": "−", "power": None, "wide": False}
    p = max(p, 1)
    text = form.format(name, degrees, digits(number, style), relation[1], f".{p:04}")
    facts = read(text).facts
    assert [(fact.role, fact.label) for fact in facts] == [(Role.DEGREES_OF_FREEDOM, ""), (Role.STATISTIC, name), (Role.P, "p")]
    assert [fact.value for fact in facts] == [degrees, value(number, style)[0], F(p, 10**4)]
    assert facts[-1].relation.value == relation[0]


@settings(max_examples=200, deadline=None)
@given(NUMBERS, st.integers(1, 99), STYLES)
def test_a_shorthand(number, uncertainty, style):
    if not number[1]:
        number = (number[0], 1, number[2])
    plain = style | {"power": None}
    power = "" if style["power"] is None else f"e{style['power']}"
    facts = read(f"{digits(number, plain)}({uncertainty}){power}", convention(style)).facts
    wanted, decimals = value(number, style)
    assert [(fact.role, fact.value) for fact in facts] == [
        (Role.VALUE, wanted),
        (Role.UNCERTAINTY, uncertainty * F(10) ** -decimals),
    ]


@settings(max_examples=100, deadline=None)
@given(NUMBERS, NUMBERS, STYLES, st.sampled_from([" ± ", "±", r" \pm ", " +/- "]))
def test_plus_minus(number, uncertainty, style, sign):
    style = style | {"power": None}
    text = digits(number, style) + sign + digits(uncertainty, style, sign=False)
    facts = read(text, convention(style, plus_minus="standard deviation")).facts
    assert [(fact.role, fact.value) for fact in facts] == [
        (Role.VALUE, value(number, style)[0]),
        (Role.STANDARD_DEVIATION, value(uncertainty, style, sign=False)[0]),
    ]


@settings(max_examples=200, deadline=None)
@given(st.from_regex(r"[-\u2212+]?[0-9]{1,15}(\.[0-9]{1,15})?%?", fullmatch=True))
def test_a_plain_number_is_what_the_grammar_reads(text):
    """`read` knows plain numbers at sight under the default convention, and any other object sends them through the grammar."""
    if text.isascii() or "\u2212" in text:
        assert read(text) == read(text, Convention())
