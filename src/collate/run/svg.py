"""A drawing of matplotlib as a small SVG: text as text, colours as classes, points told by attributes, nothing that is not seen.

matplotlib's documented `set_gid` gives the elements their ids; https://matplotlib.org/stable/gallery/user_interfaces/svg_tooltip_sgskip.html
shows the route that is taken here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from html import escape
from typing import Any

from lxml import etree

from collate.run.palette import NAMES

_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_CIRCLE = re.compile(r"M 0 (\d+(?:\.\d+)?)\s+C ")
_FONT = re.compile(r"(\d+(?:\.\d+)?)px")
_ROTATION = re.compile(r"rotate\((-?\d+(?:\.\d+)?) ")
LONG = 30  # lines from which on a filled outline is written in steps
_RULE_CLASS = "f-0 s-rule"
_RULE = re.compile(rf'<path d="([^"]*)" class="{_RULE_CLASS}" stroke-width="1"(/)>')
_ALIKE = re.compile(r'<path d="([^"]*)"((?: [\w-]+="[^"]*")*? class="f-0 [^"]*"(?: [\w-]+="[^"]*")*)/><path d="([^"]*)"\2/>')
# Inherited, or what is drawn anyway.
_DEFAULTS = ("stroke-linejoin", "stroke-linecap", "stroke-miterlimit")
_WIDTH = re.compile(r' stroke-width="([^"]*)"')
STYLE = (
    ":root{font-family:sans-serif}text{fill:#1f2328}"
    + "".join(f".f-{name}{{fill:{colour}}}.s-{name}{{stroke:{colour}}}" for colour, name in NAMES.items())
    + ".f-0{fill:none}"
)


def compact(drawn: str, attributes: Mapping[str, Mapping[str, str]]) -> str:
    """The SVG `drawn`, written small; `attributes` are those of the elements that are kept as groups, by their gids."""
    root = etree.fromstring(drawn.encode("utf-8"), etree.XMLParser(remove_comments=True, resolve_entities=False, no_network=True))
    width, height = root.get("viewBox", "").split()[2:]
    sizes = Counter(found for text in root.iter(f"{_SVG}text") if (found := _text_size(text)))
    text_size = sizes.most_common(1)[0][0] if sizes else 0.0
    writer = _Writer(root, attributes, text_size)
    body = _rules_first("".join(writer.written(child) for child in root))
    style = f"<style>{STYLE}</style>"
    used = "".join(writer.clips[name] for name in sorted(writer.used))
    used += "".join(_pattern(found) for found in root.iter(f"{_SVG}pattern") if f"url(#{found.get('id')})" in body)
    defs = f"<defs>{used}</defs>" if used else ""
    size = f'width="{_short(width)}" height="{_short(height)}" viewBox="0 0 {_short(width)} {_short(height)}"'
    common = Counter(_WIDTH.findall(body))
    width_of_lines = common.most_common(1)[0][0] if common else "1"
    body = body.replace(f' stroke-width="{width_of_lines}"', "")
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-size="{text_size:g}" stroke-width="{width_of_lines}">'
    return f"{head}{style}{defs}{body}</svg>\n"


def _pattern(element: Any) -> str:
    """A hatch, by which bars are told apart where colours are not seen."""
    written = str(etree.tostring(element, encoding="unicode", with_tail=False))
    return re.sub(r"\s*\n\s*", " ", re.sub(r' xmlns(?::\w+)?="[^"]*"', "", written))


class _Writer:
    def __init__(self, root: Any, attributes: Mapping[str, Mapping[str, str]], text_size: float) -> None:
        self.attributes = attributes
        self.text_size = text_size
        self.markers = {path.get("id", ""): path for defs in root.iter(f"{_SVG}defs") for path in defs.iter(f"{_SVG}path")}
        self.rectangles = {clip.get("id", ""): next(iter(clip)) for clip in root.iter(f"{_SVG}clipPath")}
        self.clips: dict[str, str] = {}
        self.used: set[str] = set()

    def written(self, element: Any) -> str:
        name = element.tag.removeprefix(_SVG)
        if name in ("metadata", "defs"):
            return ""
        if name == "g":
            inside = "".join(self.written(child) for child in element)
            own = self.attributes.get(element.get("id", ""))
            return f"<g{_attributes(own)}>{inside}</g>" if own and inside else inside
        if name == "path":
            return self.path(element)
        if name == "use":
            return self.use(element)
        if name == "text":
            return self.text(element)
        return str(etree.tostring(element, encoding="unicode", with_tail=False))

    def path(self, element: Any) -> str:
        drawn = _style(element)
        d = element.get("d", "")
        d = _short_outline(d) if d.count("L") > LONG and "f-0" not in drawn.get("class", "") else _short_path(d)
        if not d or not drawn:
            return ""
        return f'<path{self.clip(element)} d="{d}"{_attributes(drawn)}/>'

    def use(self, element: Any) -> str:
        marker = self.markers[element.get(f"{_XLINK}href", "").removeprefix("#")]
        drawn = _style(element) or _style(marker)
        x, y = _short(element.get("x", "0")), _short(element.get("y", "0"))
        circle = _CIRCLE.match(marker.get("d", ""))
        if circle:
            return f'<circle cx="{x}" cy="{y}" r="{_short(circle[1])}"{_attributes(drawn)}/>'
        return f'<path transform="translate({x} {y})" d="{_short_path(marker.get("d", ""))}"{_attributes(drawn)}/>'

    def text(self, element: Any) -> str:
        style = _declarations(element)
        size = _text_size(element)
        own = {"x": _short(element.get("x", "0")), "y": _short(element.get("y", "0"))}
        if size and size != self.text_size:
            own["font-size"] = f"{size:g}"
        if (anchor := style.get("text-anchor", "start")) != "start":
            own["text-anchor"] = anchor
        fill = style.get("fill", "#000000")
        if NAMES.get(fill) not in (None, "ink"):
            own["class"] = f"f-{NAMES[fill]}"
        transform = element.get("transform", "")
        turned = _ROTATION.match(transform)
        if not turned or float(turned[1]) != 0:
            own |= {"transform": re.sub(_NUMBER, lambda found: _short(found[0]), transform)} if transform else {}
        return f"<text{_attributes(own)}>{escape(''.join(element.itertext()), quote=False)}</text>"

    def clip(self, element: Any) -> str:
        """A clip, where something is cut off by it."""
        name = (element.get("clip-path") or "")[5:-1]
        rectangle = self.rectangles.get(name)
        if rectangle is None:
            return ""
        x, y, width, height = (float(rectangle.get(key, "0")) for key in ("x", "y", "width", "height"))
        numbers = [float(found) for found in _NUMBER.findall(element.get("d", ""))]
        if all(x - 1 <= left <= x + width + 1 for left in numbers[::2]) and all(y - 1 <= top <= y + height + 1 for top in numbers[1::2]):
            return ""
        sizes = "".join(f' {key}="{_short(str(value))}"' for key, value in (("x", x), ("y", y), ("width", width), ("height", height)))
        self.clips[name] = f'<clipPath id="{name}"><rect{sizes}/></clipPath>'
        self.used.add(name)
        return f' clip-path="url(#{name})"'


def _declarations(element: Any) -> dict[str, str]:
    pairs = (part.partition(":") for part in element.get("style", "").split(";") if ":" in part)
    return {key.strip(): value.strip() for key, _, value in pairs}


def _style(element: Any) -> dict[str, str]:
    """Classes for the colours and attributes for the rest; empty where nothing is drawn."""
    style = _declarations(element)
    fill, stroke = style.pop("fill", "#000000"), style.pop("stroke", "none")
    names, own = [], {}
    for key, value, letter in (("fill", fill, "f"), ("stroke", stroke, "s")):
        if value == "none":
            names += ["f-0"] if letter == "f" else []
        elif value in NAMES:
            names.append(f"{letter}-{NAMES[value]}")
        else:
            own[key] = "currentColor" if value == "#000000" else value
    if not style and fill == "#000000" and stroke == "none" and "style" not in element.attrib:
        return {}
    if fill == stroke == "none":
        return {}
    if stroke != "none":
        style.setdefault("stroke-width", "1")
    for key, value in style.items():
        if key in _DEFAULTS or (stroke == "none" and key.startswith("stroke")):
            continue
        own[key] = " ".join(_short(part) if _NUMBER.fullmatch(part) else part for part in re.split(r"[ ,]+", value))
    return {"class": " ".join(names)} | own


def _attributes(own: Mapping[str, str]) -> str:
    return "".join(f' {key}="{escape(value)}"' for key, value in own.items() if value)


def _short(number: str) -> str:
    """A number of pixels to one decimal, as short as it can be written."""
    text = f"{float(number):.1f}".removesuffix(".0")
    return {"-0": "0"}.get(text, text)


def _text_size(text: Any) -> float:
    """The size of a text in pixels; 0 where it has none of its own."""
    style = _declarations(text)
    found = _FONT.search(style.get("font", "") or style.get("font-size", ""))
    return float(found[1]) if found else 0.0


def _rules_first(body: str) -> str:
    """Rules as one path behind everything, and neighbouring lines of one kind as one path."""
    rules = "".join(d for d, _ in _RULE.findall(body))
    joined = f'<path d="{rules}" class="{_RULE_CLASS}" stroke-width="1"/>' if rules else ""
    body = _RULE.sub("", body)
    while (shorter := _ALIKE.sub(r'<path d="\1\3"\2/>', body)) != body:
        body = shorter
    return joined + body


def _short_outline(d: str) -> str:
    """A long outline, such as a coast, in steps of whole pixels."""
    parts: list[str] = []
    x = y = 0
    for letter, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", d):
        if letter in "Zz":
            parts.append("z")
            continue
        found = [round(float(number)) for number in _NUMBER.findall(numbers)]
        if letter == "M":
            parts.append(f"M{found[0]} {found[1]}")
        elif found != [x, y]:
            parts.append(f"l{found[0] - x} {found[1] - y}".replace(" -", "-"))
        x, y = found
    return "".join(parts)


def _short_path(d: str) -> str:
    """A path with coordinates to a tenth of a pixel, without steps that lead nowhere."""
    parts: list[str] = []
    for letter, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", d.replace("\n", " ")):
        found = " ".join(_short(number) for number in _NUMBER.findall(numbers))
        if letter == "L" and parts and parts[-1][1:] == found:
            continue
        parts.append(f"{letter}{found}")
    return "".join(parts)
