"""The names that stand before printed numbers: p, t(45), 95% CI, SD, odds ratio."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from collate.numbers.fact import Role
from collate.numbers.tokens import Token

_R = Role
INTERVAL, QUARTILES, RANGE = "interval", "quartiles", "range"  # labels of two numbers, by what `Convention.ranges` calls them


class Label(NamedTuple):
    """A name: the role of the number behind it, its normal form, the place behind it; `pair` where two numbers are expected."""

    role: Role
    name: str
    end: int
    pair: str = ""


# As they are printed: t is a statistic, and T is not known to be one.
_NAMES: dict[str, tuple[Role, str]] = {
    **dict.fromkeys(("p", "P", "ps", "Ps", "pval", "Sig"), (_R.P, "p")),
    **{name: (_R.STATISTIC, name) for name in ("t", "F", "z", "r", "Q", "U", "W", "H")},
    "Z": (_R.STATISTIC, "z"), "χ": (_R.STATISTIC, "chi"), "chi": (_R.STATISTIC, "chi"),
    "ρ": (_R.STATISTIC, "rho"), "rho": (_R.STATISTIC, "rho"),
    "τ": (_R.STATISTIC, "tau"), "rs": (_R.STATISTIC, "rho"),
    "n": (_R.N, "n"), "N": (_R.N, "N"), "M": (_R.MEAN, "M"), "Mean": (_R.MEAN, "M"), "mean": (_R.MEAN, "M"),
    "Mdn": (_R.MEDIAN, "Mdn"), "Md": (_R.MEDIAN, "Mdn"), "median": (_R.MEDIAN, "Mdn"), "Median": (_R.MEDIAN, "Mdn"),
    "SD": (_R.STANDARD_DEVIATION, "SD"), "sd": (_R.STANDARD_DEVIATION, "SD"), "SDs": (_R.STANDARD_DEVIATION, "SD"),
    "SE": (_R.STANDARD_ERROR, "SE"), "se": (_R.STANDARD_ERROR, "SE"), "SEM": (_R.STANDARD_ERROR, "SE"), "SEs": (_R.STANDARD_ERROR, "SE"),
    "df": (_R.DEGREES_OF_FREEDOM, "df"), "DF": (_R.DEGREES_OF_FREEDOM, "df"), "ν": (_R.DEGREES_OF_FREEDOM, "df"),
    **{name: (_R.VALUE, name) for name in (
        "OR", "HR", "RR", "AOR", "aOR", "aHR", "aRR", "IRR", "RD", "SMD", "MD", "WMD", "ES", "d", "g", "β", "b", "B", "β", "κ", "α", "AUC",
        "η", "ω", "ε", "φ", "R", "I", "f", "V", "AIC", "BIC", "ICC", "BF", "λ", "Δ", "δ",
        "CV", "RMSEA", "CFI", "TLI", "SRMR", "VIF", "RMSE",
    )},
    "beta": (_R.VALUE, "β"), "Beta": (_R.VALUE, "β"), "kappa": (_R.VALUE, "κ"), "alpha": (_R.VALUE, "α"),
}  # fmt: skip
_PHRASES: dict[str, tuple[Role, str]] = {
    **dict.fromkeys(("p value", "p values", "p val", "one tailed p", "two tailed p", "one sided p", "two sided p"), (_R.P, "p")),
    **dict.fromkeys(("chi square", "chi squared", "chi squares"), (_R.STATISTIC, "chi2")),
    "odds ratio": (_R.VALUE, "OR"), "hazard ratio": (_R.VALUE, "HR"), "risk ratio": (_R.VALUE, "RR"), "relative risk": (_R.VALUE, "RR"),
    "standard error": (_R.STANDARD_ERROR, "SE"), "standard deviation": (_R.STANDARD_DEVIATION, "SD"), "cohen s d": (_R.VALUE, "d"),
    "hedges g": (_R.VALUE, "g"), "hedges s g": (_R.VALUE, "g"), "cohen d": (_R.VALUE, "d"), "cohens d": (_R.VALUE, "d"),
    "sample size": (_R.N, "n"), "s d": (_R.STANDARD_DEVIATION, "SD"), "s e": (_R.STANDARD_ERROR, "SE"), "s e m": (_R.STANDARD_ERROR, "SE"),
    "d f": (_R.DEGREES_OF_FREEDOM, "df"), "degrees of freedom": (_R.DEGREES_OF_FREEDOM, "df"), "cronbach s α": (_R.VALUE, "α"),
    "cohen s κ": (_R.VALUE, "κ"), "cohen s kappa": (_R.VALUE, "κ"), "t value": (_R.STATISTIC, "t"), "z score": (_R.STATISTIC, "z"),
}  # fmt: skip
_SQUARED = frozenset({"chi", "R", "r", "η", "ω", "ε", "I", "f", "X", "φ", "V"})
_PAIRS = {
    "ci": INTERVAL, "cis": INTERVAL, "cri": INTERVAL, "confidence interval": INTERVAL, "credible interval": INTERVAL, "c i": INTERVAL,
    "confidence intervals": INTERVAL, "hdi": INTERVAL, "pi": INTERVAL, "iqr": QUARTILES, "interquartile range": QUARTILES, "range": RANGE,
}  # fmt: skip


def label(tokens: Sequence[Token], place: int) -> Label | None:
    """The name at `place`, or None."""
    if tokens[place].kind != "w":
        return None
    said, end = "", place
    ends: list[tuple[str, int]] = []
    while end < len(tokens) and len(ends) < 3 and tokens[end].kind == "w":
        said += (" " if said else "") + tokens[end].text
        end += 1
        ends.append((said, end))
        if end + 1 < len(tokens) and tokens[end].kind in ("s", "-", "'", ".") and tokens[end + 1].kind == "w":
            end += 1
        elif tokens[end - 1].end - tokens[end - 1].start == 1 and end < len(tokens) and tokens[end].kind == ".":  # the last of s.d.
            ends[-1] = (said, end + (len(ends) > 1))
            break
        else:
            break
    for said, end in reversed(ends):
        lower = said.lower()
        if lower in _PAIRS:
            return Label(_R.LOWER, said, end, _PAIRS[lower])
        if lower in _PHRASES:
            role, name = _PHRASES[lower]
            return Label(role, name, end)
        if end == place + 1 and said in _NAMES:
            role, name = _NAMES[said]
            return _squared(tokens, Label(role, name, end))
        if said == "X" and end < len(tokens) and tokens[end].kind in "ud" and tokens[end].text == "2":
            return Label(_R.STATISTIC, "chi2", end + 1)
    return None


def _squared(tokens: Sequence[Token], found: Label) -> Label:
    """`found` with its square and its subscript, R² or η_p²."""
    role, name, end, _ = found
    while end < len(tokens) and tokens[end].kind in ("u", "d", "_") and tokens[end - 1].end == tokens[end].start:
        if tokens[end].kind == "_":
            if any(character.isdigit() for character in tokens[end].text):
                break  # t_{45}: degrees of freedom
            name += tokens[end].text.strip("{}") if role is _R.VALUE and name.rstrip("2") not in _SQUARED else ""
        elif tokens[end].text == "2" and name in _SQUARED:
            name += "2"
            role = _R.VALUE if name == "r2" else role
        else:
            break
        end += 1
    return Label(role, "chi2" if name == "chi" else name, end)


def is_interval(tokens: Sequence[Token], place: int) -> bool:
    """Whether the name of a confidence interval stands at `place`, as behind its level."""
    found = label(tokens, place) if place < len(tokens) else None
    return found is not None and found.pair == INTERVAL
