"""Bad errata: file and line, before any comparison."""

from __future__ import annotations

import pytest

from collate.data.errata import Errata
from collate.errors import ErratumError


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: misprint", "kind: guess", r"errata.yml:1: kind: 'guess' is not one of"),
        ("  certainty: high\n", "", "'certainty' is a required property"),
        ("kind: misprint", "kind: [", r"errata.yml:\d+: broken YAML"),
        ("    en: 2.4", "    fr: 2.4", "cause"),
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
