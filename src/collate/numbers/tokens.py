r"""A printed string in pieces: digits, words, signs and superscripts, each with its place in the string.

Every form of a character that means the same (full width, mathematical letters, the many spaces) is brought to one; LaTeX is read down
to the same pieces. One pass over the string, and one over its pieces where there is LaTeX: time grows with the length alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import normalize


class Token(NamedTuple):
    """A piece of a string. `kind` is `d` digits, `w` letters, `s` space, `u` a superscript number, `*` marks of significance, `U` a unit
    of siunitx, `_` a subscript, or the character itself; `text` is in normal form; `start` and `end` are a slice of the string."""

    kind: str
    text: str
    start: int
    end: int


_ONE = {
    "－": "-", "﹣": "-", "‐": "-", "‑": "-", "‒": "–", "―": "—", "＋": "+", "∗": "*", "⋆": "*", "﹡": "*",
    "≦": "≤", "≧": "≥", "⩽": "≤", "⩾": "≥", "∼": "~", "〜": "~", "≃": "≈", "≅": "≈", "≒": "≈", "≐": "≈",
    "′": "'", "’": "'", "‘": "'", "ʼ": "'", "⋅": "·", "∙": "·",
    "‧": "·", "･": "·", "・": "·", "✕": "×", "⨯": "×", "✖": "×",
    "￥": "¥", "￡": "£", "￠": "¢", "￦": "₩", "⁄": "/", "∕": "/", "﹪": "%", "⋯": "…", "µ": "μ",
    "〔": "[", "〕": "]", "【": "[", "】": "]",
}  # fmt: skip
_SPACES = "\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_NOTHING = "\u200b\u200c\u200d\u2060\ufeff\xad\u200e\u200f"
_NORMAL = (
    {ord(key): value for key, value in _ONE.items()}
    | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _ONE}  # full width
    | {ord(space): " " for space in _SPACES}
    | {ord(nothing): "\u200b" for nothing in _NOTHING}
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_PIECE = re.compile(
    r"([0-9]+)|([A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff]+)|([ \t-\r\x1c-\x1f]+)|([⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+)|(\*+|[†‡§¶]+)"
    r"|(-{2,3}|\+/?-|<=|>=)|(\\[A-Za-z]+|\\.)|(&[A-Za-z]+;)|(.)",
    re.DOTALL,
)
_KINDS = ("", "d", "w", "s", "u", "*", "2", "\\", "&", "")
_PAIRS = {"--": "–", "---": "—", "+-": "±", "+/-": "±", "<=": "≤", ">=": "≥"}
_ENTITIES = {
    "&lt;": "<", "&gt;": ">", "&le;": "≤", "&ge;": "≥", "&amp;": "&", "&plusmn;": "±", "&times;": "×", "&minus;": "−", "&ndash;": "–",
    "&mdash;": "—", "&nbsp;": " ", "&thinsp;": " ", "&ensp;": " ", "&emsp;": " ", "&middot;": "·", "&asymp;": "≈", "&permil;": "‰",
    "&euro;": "€", "&pound;": "£", "&yen;": "¥", "&deg;": "°", "&hellip;": "…",
}  # fmt: skip
_LATEX_SIGNS = re.compile(r"[\\{}^_]|\$[-−+<>=~]\$")


def tokenize(text: str) -> list[Token]:
    """The pieces of `text` in their order; spaces are pieces, characters that show nothing are none."""
    normal = text if text.isascii() else _normal(text)
    found: list[Token] = []
    new = tuple.__new__  # of a named tuple, without a function of its own for each piece
    for match in _PIECE.finditer(normal):
        place = match.lastindex or 9
        start, end = match.span()
        kind, piece = _KINDS[place], match[0]
        if place <= 2:  # digits and letters, which most are, stay as they are
            pass
        elif place == 9:
            if piece == "\u200b":
                continue
            kind = piece
        elif place == 3:
            piece = " " * len(piece)
        elif place == 4:
            piece = piece.translate(_SUPERSCRIPTS)
        elif place == 6:
            kind = piece = _PAIRS[piece]
        elif place == 8:
            piece = _ENTITIES.get(piece, piece)
            kind = "s" if piece == " " else piece if len(piece) == 1 else "&"
        found.append(new(Token, (kind, piece, start, end)))
    dollars = normal.count("$")
    if _LATEX_SIGNS.search(normal) or (dollars >= 2 and dollars % 2 == 0 and normal.rstrip(" .,;").endswith("$")):
        return _plain(found, dollars % 2 == 0)
    return found


def _normal(text: str) -> str:
    """`text` with as many characters, each in its normal form."""
    if max(text) >= "\U0001d400":  # mathematical letters and digits
        text = "".join(normalize("NFKC", letter) if "\U0001d400" <= letter <= "\U0001d7ff" else letter for letter in text)
    return text.translate(_NORMAL)


_SIGNS = {
    "times": "×", "cdot": "·", "pm": "±", "le": "≤", "leq": "≤", "leqslant": "≤", "ge": "≥", "geq": "≥", "geqslant": "≥",
    "lt": "<", "gt": ">", "textless": "<", "textgreater": ">", "approx": "≈", "simeq": "≈", "cong": "≈", "sim": "~", "textasciitilde": "~",
    "ldots": "…", "dots": "…", "textendash": "–", "textemdash": "—", "textminus": "−", "degree": "°", "circ": "°", "percent": "%",
    "textperthousand": "‰", "permil": "‰", "euro": "€", "texteuro": "€", "pounds": "£", "textsterling": "£", "yen": "¥", "textyen": "¥",
    "textdollar": "$", "textpm": "±", "texttimes": "×", "%": "%", "$": "$", "&": "&", "#": "#",
}  # fmt: skip
_MARKS = {
    "ast": "*", "star": "*", "textasteriskcentered": "*", "dagger": "†", "dag": "†", "textdagger": "†", "ddagger": "‡", "ddag": "‡",
    "textdaggerdbl": "‡", "S": "§", "P": "¶",
}  # fmt: skip
_LETTERS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "eta": "η", "kappa": "κ", "lambda": "λ", "mu": "μ", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "phi": "φ", "chi": "χ", "omega": "ω", "Delta": "Δ", "varepsilon": "ε", "epsilon": "ε",
}  # fmt: skip
_SPACING = frozenset({",", ";", ":", " ", ">", "quad", "qquad", "enspace", "thinspace", "nobreakspace"})
_DROPPED = frozenset({
    "!", "left", "right", "mathrm", "mathbf", "mathit", "mathsf", "text", "textbf", "textit", "textrm", "textsf", "textnormal", "emph",
    "mbox", "hbox", "bm", "boldsymbol", "ensuremath", "num", "sym", "displaystyle", "textstyle", "small", "scriptsize", "footnotesize",
    "bfseries", "itshape", "unskip", "operatorname",
})  # fmt: skip
_EMPTIED = frozenset({"phantom", "hphantom", "vphantom", "hspace", "vspace", "label"})
_WITH_UNIT = frozenset({"SI", "qty"})


def _plain(tokens: list[Token], math: bool) -> list[Token]:
    """LaTeX tokens as plain ones. `math` : whether dollar signs come in pairs, and so are no currency."""
    found: list[Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        kind, text, start, end = token
        place += 1
        if kind in "{}" or (kind == "$" and math):
            continue
        if kind == "~" and found and found[-1].kind not in "s=<>≤≥≈(":
            found.append(Token("s", " ", start, end))
        elif kind in "^_":
            place = _script(tokens, place, token, found)
        elif kind != "\\":
            found.append(token)
        elif (name := text[1:]) in _DROPPED:
            continue
        elif name in ("textsuperscript", "textsubscript"):
            place = _script(tokens, place, Token("^" if name == "textsuperscript" else "_", text, start, end), found)
        elif name in _SPACING:
            found.append(Token("s", " ", start, end))
        elif name in _SIGNS:
            found.append(Token(_SIGNS[name], _SIGNS[name], start, end))
        elif name in _MARKS:
            found.append(Token("*", _MARKS[name], start, end))
        elif name in _LETTERS:
            found.append(Token("w", _LETTERS[name], start, end))
        elif name in _EMPTIED:
            place = _group(tokens, place)[1]
        elif name in _WITH_UNIT:
            number, place = _group(tokens, _after_option(tokens, place))
            unit, place = _group(tokens, _after_option(tokens, place))
            found += _plain(number, math) if not any(part.text in ("\\SI", "\\qty") for part in number) else [token]
            if unit:
                found.append(Token("U", _unit(unit), unit[0].start, unit[-1].end))
        elif name in ("numrange", "SIrange", "qtyrange"):
            low, place = _group(tokens, _after_option(tokens, place))
            high, place = _group(tokens, place)
            dash = Token("–", "–", high[0].start - 1, high[0].start) if high else token
            found += [*low, dash, *high]
            if name != "numrange":
                unit, place = _group(tokens, place)
                found += [Token("U", _unit(unit), unit[0].start, unit[-1].end)] if unit else []
        else:
            found.append(token)  # unknown: reading stops there
    return _joined_marks(found)


def _joined_marks(tokens: list[Token]) -> list[Token]:
    r"""`\ast\ast` as one mark."""
    found: list[Token] = []
    for token in tokens:
        if found and token.kind == "*" and found[-1].kind == "*" and found[-1].end <= token.start <= found[-1].end + 1:
            found[-1] = Token("*", found[-1].text + token.text, found[-1].start, token.end)
        else:
            found.append(token)
    return found


def _group(tokens: list[Token], place: int) -> tuple[list[Token], int]:
    """What stands in the braces at `place`, and where they end; nothing where there are none, or others within them."""
    if place >= len(tokens) or tokens[place].kind != "{":
        return [], place
    for end in range(place + 1, len(tokens)):
        if tokens[end].kind == "}":
            return tokens[place + 1 : end], end + 1
        if tokens[end].kind == "{":
            break
    return [], place


def _after_option(tokens: list[Token], place: int) -> int:
    if place < len(tokens) and tokens[place].kind == "[":
        for end in range(place + 1, len(tokens)):
            if tokens[end].kind == "]":
                return end + 1
            if tokens[end].kind in "[{":
                break
    return place


def _script(tokens: list[Token], place: int, sign: Token, found: list[Token]) -> int:
    """A superscript or subscript, the sign of which stands before `place`: appended to `found`; returns where it ends."""
    content, after = _group(tokens, place)
    if not content:
        after = place
        while after < len(tokens) and after < place + 3 and tokens[after].kind in ("-", "−", "+", "d", "w", "*", "(", "\\"):
            content.append(tokens[after])
            after += 1
            if content[-1].kind in ("d", "w", "*", "\\"):
                break
        if content and content[0].kind == "(":  # 10^(-3)
            content.pop(0)
            after += after < len(tokens) and tokens[after].kind == ")"
    if any(part.kind == "^" for part in content) or not content:
        found.append(sign)
        return place
    plain = _plain(content, math=True)
    start, end = sign.start, tokens[after - 1].end
    text = "".join(part.text for part in plain if part.kind != "s").replace("−", "-").replace("–", "-")
    opposite = after < len(tokens) and tokens[after].kind in "^_" and tokens[after].kind != sign.kind
    power = re.fullmatch(r"[-+]?\d+", text) and sign.kind == "^" and not (opposite and text[0] in "+-")
    if power:
        found.append(Token("u", text, start, end))
    elif sign.kind == "^" or (found and found[-1].kind not in ("w", "u", ")")):
        found += plain
    else:
        found.append(Token("_", text, start, end))
    return after


_UNIT_NAMES = {
    "metre": "m", "meter": "m", "second": "s", "kilogram": "kg", "gram": "g", "ampere": "A", "kelvin": "K", "mole": "mol", "candela": "cd",
    "hertz": "Hz", "newton": "N", "pascal": "Pa", "joule": "J", "watt": "W", "volt": "V", "ohm": "Ω", "litre": "L", "liter": "L",
    "hour": "h", "minute": "min", "day": "d", "celsius": "°C", "degreeCelsius": "°C", "degree": "°", "percent": "%", "electronvolt": "eV",
    "bar": "bar", "tonne": "t", "hectare": "ha", "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "milli": "m", "micro": "μ",
    "nano": "n", "pico": "p", "centi": "c", "deci": "d", "per": "/", "squared": "²", "cubed": "³", "square": "", "cubic": "", "of": "",
    "kg": "kg", "cm": "cm", "mm": "mm", "km": "km", "MHz": "MHz", "GeV": "GeV", "MeV": "MeV", "keV": "keV", "eV": "eV", "ms": "ms",
}  # fmt: skip


def _unit(tokens: list[Token]) -> str:
    return "".join(_UNIT_NAMES.get(part.text[1:], part.text[1:]) if part.kind == "\\" else part.text for part in tokens).strip()


def plain_text(text: str) -> str:
    """`text` with one form for characters that mean the same, and single spaces: what is compared where text is compared."""
    return " ".join(_normal(f" {text}").replace("\u200b", "").replace("−", "-").split())
