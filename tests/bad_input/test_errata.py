"""Bad errata: file and line, before any comparison."""

from __future__ import annotations

import pytest

from collate.data.errata import Errata, unbound_number
from collate.errors import ErratumError


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: misprint", "kind: guess", r"errata.yml:1: kind: 'guess' is not one of"),
        ("  certainty: high\n", "", "'certainty' is a required property"),
        ("kind: misprint", "kind: [", r"errata.yml:\d+: broken YAML"),
        ("    en: 2.4", "    fr: 2.4", "cause"),
        ("  bearing: nothing\n", "", r"errata.yml:1: 'bearing' is a required property"),
        ("bearing: nothing", "bearing: little", r"errata.yml:1: bearing: 'little' is not one of"),
        ("argument:\n    zh-Hant", "argument:\n    fr", "argument"),
        ("    en: The sum is lower", "    en: The sum is 0.9 lower", r"errata.yml:1: .* in en holds the number 0.9, which nothing binds"),
        ("  bearing: nothing\n", "  bearing: nothing\n  group: x\n", r"errata.yml:1: .*the group 'x' is the target of no erratum"),
        ("  bearing: nothing\n", "  bearing: weakens\n  slip: typography\n", r"errata.yml:1: .* has no bearing on an argument"),
    ],
)
def test_refused(tiny, replace, old, new, message):
    replace(tiny.errata, old, new)
    with pytest.raises(ErratumError, match=message):
        Errata.load(tiny)


def test_two_for_one_target(tiny):
    tiny.errata.write_text(tiny.errata.read_text(encoding="utf-8") * 2, encoding="utf-8")
    with pytest.raises(ErratumError, match=r"errata.yml:\d+: duplicate entry for table-1-1/both/2001"):
        Errata.load(tiny)


def test_an_erratum_without_a_sentence_on_the_argument(tiny):
    text = tiny.errata.read_text(encoding="utf-8")
    start, end = text.index("  argument:"), text.index("  cause:")
    tiny.errata.write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(ErratumError, match=r"errata.yml:1: table-1-1/both/2001: no `argument`"):
        Errata.load(tiny)


@pytest.mark.parametrize("sentence", ["fell in 2009", "before 1978, and 2006 too"])
def test_a_year_is_no_unbound_number(sentence):
    assert unbound_number(sentence) == ""


@pytest.mark.parametrize("sentence", ["fell by 3.5", "2009.5 tonnes", "12009", "16 places"])
def test_an_unbound_number_is_found(sentence):
    assert unbound_number(sentence)
