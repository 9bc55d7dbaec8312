"""Formulas as a line of text: what TeX shows of a number, and whether a formula is one or an equation."""

from __future__ import annotations

import re

from collate.extract.characters import lowered, raised

_SIGNS = {
    "times": "×", "cdot": "·", "pm": "±", "mp": "∓", "le": "≤", "leq": "≤", "leqslant": "≤", "ge": "≥", "geq": "≥", "geqslant": "≥",
    "lt": "<", "gt": ">", "approx": "≈", "simeq": "≃", "sim": "~", "ldots": "…", "dots": "…", "cdots": "⋯", "infty": "∞", "neq": "≠",
    "ne": "≠", "to": "→", "circ": "°", "ast": "*", "star": "*", "dagger": "†", "dag": "†", "ddagger": "‡", "ddag": "‡", "S": "§", "P": "¶",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "eta": "η", "theta": "θ", "kappa": "κ",
    "lambda": "λ", "mu": "μ", "nu": "ν", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "varphi": "φ", "chi": "χ",
    "omega": "ω", "Delta": "Δ", "Gamma": "Γ", "Sigma": "Σ", "Omega": "Ω", "Phi": "Φ", "sum": "∑", "prod": "∏", "int": "∫", "in": "∈",
    "%": "%", "$": "$", "&": "&", "#": "#", "_": "_", "{": "{", "}": "}", "colon": ":", "textdollar": "$", "texteuro": "€", "euro": "€",
    "pounds": "£", "textsterling": "£", "textendash": "–", "textemdash": "—", "textminus": "−", "textless": "<", "textgreater": ">",
    "textpm": "±", "texttimes": "×", "textasteriskcentered": "*", "textdagger": "†", "textdaggerdbl": "‡", "percent": "%",
    "textperthousand": "‰", "permil": "‰", "degree": "°", "textdegree": "°", "textbackslash": "\\", "textasciitilde": "~", "ss": "ß",
    ",": "\u2009", ":": "\u2009", ";": "\u2009", ">": "\u2009", " ": " ", "quad": " ", "qquad": " ", "enspace": " ", "thinspace": "\u2009",
    "!": "", "-": "", "/": "", "@": "", "left": "", "right": "", "big": "", "Big": "",
}  # fmt: skip
_PIECE = re.compile(r"\\([A-Za-z]+|.)\*?\s*|([\^_])\s*|([{}])|(-)|(~)|([^\\^_{}~-]+)", re.DOTALL)
# Signs between two things, which mathematics sets apart from them; at the beginning of a formula none is between.
_BETWEEN = re.compile(r"(?<=[\w)\]%²³¹⁰-⁹₀-₉}])[ ]*([=<>≤≥≈×±])[ ]*(?=[\w.(\[−$<])")
# The name of a statistic with its degrees of freedom, and what a number can be made of; no sum but 2.90+0.32−0.30.
_NUMBER = re.compile(
    r"\s*(?:[A-Za-zχβακηρωµμσΔ]{1,4}[²₀-₉⁺]*(?:_\{\w+\})?\s*(?:\([^()A-Za-z]*\))?\s*[=<>≤≥≈~]\s*)?"
    r"(?=[^0-9]*[0-9])[0-9.,;\s\u2009\xa0()\[\]–−+±×·%‰°$€£¥⁻⁺⁰¹²³⁴-⁹*†‡<>≤≥≈~-]*"
)
_SUM = re.compile(r"[0-9]\s?\+\s?[0-9.]+(?!\s?[−0-9.])")


def plain(tex: str) -> str:
    """Mathematics in TeX as it is shown: `10^{-3}` as `10⁻³`, `-0.4` with a minus; names that are unknown stay without their backslash."""
    text, _ = _read(_PIECE.findall(tex.strip()), 0)
    text = _BETWEEN.sub(lambda match: f" {match[1]} ", text)
    return re.sub(r" {2,}", " ", text).strip(" ")


def is_number(text: str) -> bool:
    """Whether a formula in text is a number, with at most the name of a statistic before it, rather than an equation."""
    return bool(_NUMBER.fullmatch(text)) and not _SUM.search(text)


def symbol(name: str) -> str | None:
    """What the control sequence of this name shows; None where it is unknown."""
    return _SIGNS.get(name)


def _read(pieces: list[tuple[str, ...]], place: int, depth: int = 0) -> tuple[str, int]:
    """The text of pieces up to the brace that ends a group."""
    found: list[str] = []
    while place < len(pieces):
        command, script, brace, minus, tie, other = pieces[place]
        if brace == "}":
            return "".join(found), place + 1
        if script:
            inner, place = _argument(pieces, place + 1, depth)
            found.append(raised(inner) if script == "^" else lowered(inner))
            continue
        place += 1
        if brace:
            inner, place = ("", place) if depth > 50 else _read(pieces, place, depth + 1)
            found.append(inner)
        elif command in ("frac", "tfrac", "dfrac"):
            top, place = _argument(pieces, place, depth)
            bottom, place = _argument(pieces, place, depth)
            found.append(f"{top}/{bottom}")
        elif command in ("phantom", "hphantom", "vphantom", "label"):
            _, place = _argument(pieces, place, depth)
        elif command:
            found.append(_SIGNS.get(command, "" if _shapes(command) else command))
        else:
            found.append("−" if minus else "\u00a0" if tie else other)
    return "".join(found), place


def _argument(pieces: list[tuple[str, ...]], place: int, depth: int) -> tuple[str, int]:
    """The group or the single sign at `place`."""
    if place >= len(pieces):
        return "", place
    command, _, brace, minus, _, other = pieces[place]
    if brace == "{" and depth <= 50:
        return _read(pieces, place + 1, depth + 1)
    if other.strip():
        first = other.lstrip()
        if len(first) > 1:
            pieces[place] = ("", "", "", "", "", first[1:])
            return first[0], place
        return first, place + 1
    return _SIGNS.get(command, command) if command else "−" if minus else "", place + 1


def _shapes(command: str) -> bool:
    """Whether a control sequence only changes how its argument looks."""
    return command.startswith(
        ("math", "text", "bf", "it", "rm", "bm", "bold", "operator", "displaystyle", "hbox", "mbox", "ensure", "sym", "num")
    )
