r"""LaTeX: the nodes of pylatexenc, nothing executed; `\input` takes in files of the document's own folder and no others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from collate.data.typed_text import decoded, line_of
from collate.errors import DataError
from collate.extract import formula, untrusted
from collate.extract.candidates import Kind
from collate.extract.characters import cell_text, lowered, one_line, raised
from collate.extract.document import Document, Flow, Paragraph, Table
from collate.extract.grid import Grid, Span

MOST_INPUTS = 200
_DEEPEST_INPUT = 10
_INPUT = re.compile(r"\\(?:input|include|subfile|InputIfFileExists)\s*\{([^{}]*)\}|\\input\s+([^\s{}\\]+)")
_MACRO = re.compile(r"\\(?:re|provide)?(?:newcommand|def)\*?\s*\{?\\([A-Za-z]+)\}?\s*\{((?:[^{}\\]|\\.|\{[^{}]*\}){0,200})\}")
_DEFINED = re.compile(
    r"\\(?:long\s*)?(?:def|gdef|edef)\s*\\[A-Za-z@]+[^{}\n]{0,40}(?=\{)"
    r"|\\(?:re|provide)?newcommand\*?\s*\{?\\[A-Za-z@]+\}?\s*(?:\[[^\]]*\]\s*){1,2}(?=\{)"
)
_ENCODING = re.compile(r"\\usepackage\s*\[([^\]]*)\]\s*\{inputenc\}")
_ENCODINGS = {"latin1": "latin-1", "latin9": "iso8859-15", "ansinew": "cp1252", "cp1252": "cp1252", "applemac": "mac-roman"}
# Lines and spaces of tables whose arguments are no text.
_LINES = re.compile(
    r"\\(?:cmidrule\s*(?:\[[^\]]*\])?\s*(?:\([^)]*\))?\s*\{[^}]*\}|cline\s*\{[^}]*\}|addlinespace\s*(?:\[[^\]]*\])?|morecmidrules"
    r"|specialrule(?:\s*\{[^}]*\}){3}|noalign\s*\{[^}]*\}|arrayrulecolor\s*\{[^}]*\}|cmidrule)"
)
_SPACED = re.compile(r"\\\\\*?\s*\[\s*-?[0-9.]+\s*(?:em|ex|pt|mm|cm|in|\\baselineskip)\s*\]")
_ARGUMENTS = {
    "multicolumn": "{{{", "multirow": "[{[{[{", "makecell": "*[{", "shortstack": "[{", "thead": "*[{", "num": "[{",
    "SI": "[{[{", "qty": "[{{", "unit": "[{", "si": "[{", "numrange": "[{{", "ang": "[{", "sym": "{", "textsuperscript": "{",
    "textsubscript": "{", "caption": "*[{", "captionof": "{[{", "label": "{", "footnote": "[{", "thanks": "{",
    "footnotetext": "[{", "tnote": "{", "ref": "*{", "eqref": "*{", "autoref": "*{", "cref": "*{", "Cref": "*{",
    "pageref": "*{", "textcolor": "[{{", "rowcolor": "[{", "cellcolor": "[{", "resizebox": "*{{{", "scalebox": "{{",
    "parbox": "[[{{", "hspace": "*{", "vspace": "*{", "phantom": "{", "hphantom": "{", "href": "{{", "url": "{", "toprule": "[",
    "midrule": "[", "bottomrule": "[", "section": "*[{", "subsection": "*[{", "subsubsection": "*[{", "chapter": "*[{",
    "paragraph": "*[{", "title": "[{", "author": "[{", "date": "{", "bibliography": "{", "bibliographystyle": "{",
    "includegraphics": "*[{", "setlength": "{{", "setcounter": "{{", "renewcommand": "*{[{", "newcommand": "*{[{",
    "sisetup": "{", "fontsize": "{{", "rotatebox": "[{{", "bibitem": "[{", "pagestyle": "{", "thispagestyle": "{",
    "hypertarget": "{{", "hyperlink": "{{", "raisebox": "{[[{", "input": "{", "addcontentsline": "{{{", "tablefootnote": "[{",
    "text": "{", "item": "[",
}  # fmt: skip
_TABULARS = {
    "tabular": "[{",
    "tabular*": "{[{",
    "tabularx": "{[{",
    "tabulary": "{{",
    "longtable": "[{",
    "longtable*": "[{",
    "tblr": "[{",
    "xltabular": "{[{",
}
_OTHERS = {
    "table": "[", "table*": "[", "sidewaystable": "[", "wraptable": "[{{", "figure": "[", "figure*": "[", "minipage": "[[[{",
    "adjustbox": "{", "tablenotes": "[", "threeparttable": "[", "thebibliography": "{", "landscape": "", "itemize": "[",
    "enumerate": "[",
}  # fmt: skip
_CITING = re.compile(r"(?:no)?(?:[Cc]ite|parencite|textcite|autocite|footcite|citep|citet|citealp|citealt|citeauthor|citeyear)[a-z]*\*?")
_CITE_NAMES = (
    "cite citep citet citealp citealt citeauthor citeyear citeyearpar parencite textcite autocite footcite Cite Citet Citep nocite fullcite"
)
_SKIPPED = frozenset({
    "equation", "equation*", "align", "align*", "gather", "gather*", "multline", "multline*", "eqnarray", "eqnarray*",
    "displaymath", "math", "flalign", "flalign*", "alignat", "alignat*", "verbatim", "lstlisting", "minted", "tikzpicture",
    "comment", "filecontents", "algorithm", "picture",
})  # fmt: skip
_HEADINGS = frozenset({"chapter", "section", "subsection", "subsubsection"})
_UNSHOWN = frozenset({
    "label", "ref", "eqref", "autoref", "cref", "Cref", "pageref", "phantom", "hphantom", "hspace", "vspace", "rowcolor",
    "cellcolor", "includegraphics", "setlength", "setcounter", "renewcommand", "newcommand", "sisetup", "fontsize",
    "bibliography", "bibliographystyle", "pagestyle", "thispagestyle", "title", "author", "date", "url", "input", "toprule",
    "midrule", "bottomrule", "hline", "addcontentsline", "def",
})  # fmt: skip
_RULES = frozenset({"toprule", "midrule", "bottomrule", "hline", "Xhline"})
_PARTS = frozenset({"endfirsthead", "endhead", "endfoot", "endlastfoot"})
_GROUPS: ContextVar[tuple[str, int]] = ContextVar("groups", default=("\u2009", 5))  # of the document that is read: sign, fewest digits
_LETTERED = re.compile(r"([-+]?[0-9.,]+(?:\([0-9.]+\))?)(?:[eEdD]([-+]?[0-9]+))")


def read(content: bytes, path: Path) -> Document:
    r"""The document of a LaTeX file with what it takes in by `\input`.

    Raises
    ------
    CallError : pylatexenc is not installed.
    DataError : another kind of file, an encoding that it does not declare, or an `\input` that leads out of its folder.
    """
    walker: Any = untrusted.library("pylatexenc.latexwalker", "pylatexenc", "LaTeX")
    document = Document("LaTeX")
    text = _Source(path, document).whole(content)
    text = _without_definitions(_with_macros(text))
    _GROUPS.set(_settings(text, document))
    _, begun, body = text.partition("\\begin{document}")
    body = body.partition("\\end{document}")[0] if begun else text
    body = _SPACED.sub(r"\\\\ ", _LINES.sub(" ", body))
    reader = _Reader(document, _context(walker))
    try:
        nodes, _, _ = walker.LatexWalker(body, latex_context=reader.context, tolerant_parsing=True).get_latex_nodes()
        reader.blocks(nodes)
    except walker.LatexWalkerError as error:
        raise DataError(f"LaTeX that cannot be read: {error}", where=path, fix="let it compile first") from None
    except RecursionError:
        raise DataError("braces or environments nested too deep to be read", where=path, fix="extract a part of it") from None
    reader.flush()
    return document


class _Source:
    """The text of a file and of those that it takes in."""

    def __init__(self, path: Path, document: Document) -> None:
        self.folder = path.parent.resolve()
        self.path = path
        self.document = document
        self.taken = 0
        self.size = 0
        self.encoding = ""

    def whole(self, content: bytes) -> str:
        return self.expanded(self.text(content, self.path), self.path, 0)

    def text(self, content: bytes, path: Path) -> str:
        untrusted.refuse_other_kinds(content, path, "LaTeX")
        if match := _ENCODING.search(content.decode("latin-1")):
            self.encoding = _ENCODINGS.get(match[1], "")
        if self.encoding:
            return content.decode(self.encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
        return decoded(content, path)

    def expanded(self, text: str, path: Path, depth: int) -> str:
        def put(match: re.Match[str]) -> str:
            before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
            if re.search(r"(?<!\\)(?:\\\\)*%", before):
                return match[0]
            line = line_of(text, match.start())
            name = (match[1] or match[2] or "").strip()
            return self.taken_in(name, path, line, depth)

        return _INPUT.sub(put, text)

    def taken_in(self, name: str, path: Path, line: int, depth: int) -> str:
        if depth >= _DEEPEST_INPUT or self.taken >= MOST_INPUTS:
            told = f"more than {MOST_INPUTS} files, or {_DEEPEST_INPUT} within one another, are taken in"
            raise DataError(told, where=path, line=line, fix="look for a file that takes in itself")
        if "\0" in name or not name:
            return ""
        given = self.folder / name
        found = given if given.is_file() else given.with_name(f"{given.name}.tex")
        try:
            inside = found.resolve().is_relative_to(self.folder)
        except (OSError, RuntimeError):
            inside = False
        if not inside:
            fix = "put the file into the folder of the document, or extract it by itself"
            raise DataError(f"\\input{{{name}}} leads out of the folder of the document", where=path, line=line, fix=fix)
        if not found.is_file():
            self.document.doubts.append(f"{path.name}:{line}: \\input{{{name}}} is missing, and what it holds was not read")
            return ""
        self.taken += 1
        if not found.stat().st_size:
            return ""
        content = untrusted.content(found)
        self.size += len(content)
        if self.size > untrusted.LARGEST:
            raise DataError(
                f"what it takes in is larger than {untrusted.LARGEST:,} bytes", where=path, line=line, fix="extract a part of it"
            )
        return self.expanded(self.text(content, found), found, depth + 1)


def _with_macros(text: str) -> str:
    """The text with short definitions without arguments put in, once: numbers often stand in them."""
    defined = {name: body for name, body in _MACRO.findall(text) if not re.search(r"#|\\begin|\\end", body)}
    if not defined:
        return text
    used = re.compile(rf"\\({'|'.join(map(re.escape, sorted(defined, key=len, reverse=True)))})(?![A-Za-z])(?:\{{\}}|[ \t]+)?")
    cleared = _MACRO.sub("", text)
    found = used.sub(lambda match: defined[match[1]], cleared)
    return found if len(found) <= 4 * untrusted.LARGEST else cleared


def _without_definitions(text: str) -> str:
    """The text without definitions that have arguments, such as that of `\\sym` which Stata's tables bring along."""
    kept, place = [], 0
    for match in _DEFINED.finditer(text):
        if match.start() < place:
            continue
        _, end = _braced(text, match.end())
        kept.append(text[place : match.start()])
        place = end
    return "".join([*kept, text[place:]])


def _context(walker: Any) -> Any:
    from pylatexenc.macrospec import EnvironmentSpec, MacroSpec

    context = walker.get_default_latex_context_db()
    macros = [MacroSpec(name, arguments) for name, arguments in _ARGUMENTS.items()]
    macros += [MacroSpec(name, "*[[{") for name in _CITE_NAMES.split()]
    environments = [EnvironmentSpec(name, arguments) for name, arguments in (_TABULARS | _OTHERS).items()]
    context.add_context_category("tables", macros=macros, environments=environments, prepend=True)
    return context


class _Reader:
    """Goes through the nodes in the order of the page and fills a document."""

    def __init__(self, document: Document, context: Any) -> None:
        self.document, self.context = document, context
        self.flow = Flow()
        self.section = ""
        self.kind = Kind.CLAIM
        self.tables = 0
        self.notes: list[str] = []

    def flush(self) -> None:
        text, marks = self.flow.take()
        if text:
            self.document.blocks.append(Paragraph(text, self.section, kind=self.kind, marks=marks))
        waiting, self.notes = self.notes, []
        for note in waiting:
            self.document.blocks.append(Paragraph(note, self.section, kind=Kind.FOOTNOTE))

    def blocks(self, nodes: Iterable[Any]) -> None:
        for node in nodes or ():
            kind = type(node).__name__
            name: str = getattr(node, "macroname", None) or getattr(node, "environmentname", None) or ""
            if kind == "LatexEnvironmentNode":
                self.environment(node, name)
            elif kind == "LatexMacroNode" and name in _HEADINGS:
                self.flush()
                self.section = one_line(text_of(_argument(node, -1)))
            elif kind == "LatexMacroNode" and name in ("par", "item", "maketitle", "appendix", "bibitem", "paragraph"):
                self.flush()
                if name == "paragraph":
                    self.flow.add(text_of(_argument(node, -1)) + " ")
            elif kind == "LatexMacroNode" and name in ("footnote", "footnotetext", "thanks", "tablefootnote"):
                self.notes.append(one_line(text_of(_argument(node, -1))))
            elif kind == "LatexMacroNode" and name in (
                "textbf",
                "textit",
                "emph",
                "textcolor",
                "resizebox",
                "scalebox",
                "parbox",
                "centerline",
            ):
                self.blocks(_argument(node, -1))
            elif kind == "LatexGroupNode":
                self.blocks(node.nodelist)
            elif kind == "LatexSpecialsNode" and "\n" in node.specials_chars:
                self.flush()
            elif kind == "LatexMathNode":
                self.mathematics(node)
            elif kind == "LatexMacroNode" and _CITING.fullmatch(name):
                self.flow.add(" ")
            elif kind == "LatexCharsNode" and "\n\n" in re.sub(r"[ \t]", "", node.chars):
                for place, piece in enumerate(re.split(r"\n\s*\n", node.chars)):
                    if place:
                        self.flush()
                    self.flow.add(piece)
            else:
                self.flow.add(text_of([node]))

    def mathematics(self, node: Any) -> None:
        if node.displaytype == "display":
            self.flow.add(" ")
            return
        shown = text_of([node])
        self.flow.add(shown, None if formula.is_number(shown) else Kind.EQUATION)

    def environment(self, node: Any, name: str) -> None:
        if name in _SKIPPED:
            self.flow.add(" ")
            return
        self.flush()
        if name in _TABULARS:
            self.table([node], name.startswith("longtable") or name == "xltabular")
        elif name in ("table", "table*", "sidewaystable", "wraptable", "threeparttable", "center") and _tabulars(node.nodelist):
            self.table(node.nodelist, name != "center")
        else:
            outer = self.kind
            self.kind = Kind.BIBLIOGRAPHY if name == "thebibliography" else outer
            nodes = _argument(_first(node.nodelist, "caption"), -1) if name.startswith("figure") else node.nodelist
            self.blocks(nodes)
            self.flush()
            self.kind = outer

    def table(self, nodes: Sequence[Any], counted: bool) -> None:
        found = _tabulars(nodes)
        caption = _first(nodes, "caption") or _first(nodes, "captionof")
        number = ""
        if caption is not None and counted and not _argument(caption, 0):
            self.tables += 1
            number = str(self.tables)
        text = one_line(text_of(_argument(caption, -1))) if caption is not None else ""
        notes = [one_line(text_of(note.nodelist)) for note in _environments(nodes, "tablenotes")]
        for place, tabular in enumerate(found):
            grid = _grid(tabular)
            self.document.blocks.append(
                Table(grid, text, self.section, number=number, notes=tuple(notes) if place == len(found) - 1 else ())
            )


def _argument(node: Any, place: int) -> list[Any]:
    """The nodes of an argument; nothing where it is not given."""
    given = getattr(getattr(node, "nodeargd", None), "argnlist", None) or []
    if not given or not -len(given) <= place < len(given) or given[place] is None:
        return []
    found = given[place]
    return list(found.nodelist) if type(found).__name__ == "LatexGroupNode" else [found]


def _within(nodes: Iterable[Any], wanted: Callable[[Any], bool], into: Callable[[Any], bool]) -> Iterable[Any]:
    for node in nodes or ():
        if wanted(node):
            yield node
        elif into(node):
            yield from _within(getattr(node, "nodelist", None) or (), wanted, into)
            for argument in getattr(getattr(node, "nodeargd", None), "argnlist", None) or ():
                if argument is not None:
                    yield from _within([argument], wanted, into)


def _environments(nodes: Iterable[Any], name: str) -> list[Any]:
    return list(_within(nodes, lambda node: getattr(node, "environmentname", "") == name, lambda _: True))


def _tabulars(nodes: Iterable[Any]) -> list[Any]:
    return list(_within(nodes, lambda node: getattr(node, "environmentname", "") in _TABULARS, lambda _: True))


def _first(nodes: Iterable[Any], macro: str) -> Any:
    return next(iter(_within(nodes, lambda node: getattr(node, "macroname", "") == macro, lambda _: True)), None)


def _grid(tabular: Any) -> Grid:
    """The rows of a tabular, parted at `&` and `\\\\`; heads end at the first rule below a row."""
    columns = _columns(tabular)
    rows: list[list[list[Any]]] = [[[]]]
    rules: list[int] = []
    feet = 0
    head: list[list[list[Any]]] | None = None
    for node in tabular.nodelist or ():
        name = getattr(node, "macroname", "")
        if name in ("\\", "tabularnewline", "cr"):
            rows.append([[]])
        elif name in _RULES:
            rules.append(len(rows) - 1)
        elif name in _PARTS:
            rows = rows[:-1] if not _said(rows[-1]) else rows
            if name == "endfirsthead" or (name == "endhead" and head is None):
                head = rows
                feet = 0
            elif name == "endlastfoot":
                feet = 0
            rows = [[[]]]
            rules = []
        elif getattr(node, "specials_chars", "") == "&":
            rows[-1].append([])
        else:
            rows[-1][-1].append(node)
    kept = [number for number, row in enumerate(rows) if _said(row)]
    heads: int | None = None
    before = [sum(number < rule for number in kept) for rule in rules]
    inner = sorted({count for count in before if 0 < count < len(kept)})
    if inner and len(inner) < max(len(kept) - 1, 2):
        heads = inner[0]
    body = [rows[number] for number in kept]
    if head is not None:
        above = [row for row in head if _said(row)]
        if any(_cell(cell, "").text and _is_caption(cell) for row in above for cell in row):
            above = [row for row in above if not any(_is_caption(cell) for cell in row)]
        body, heads = above + body, len(above)
    return Grid(_spans(body, columns), heads, feet)


def _is_caption(cell: Sequence[Any]) -> bool:
    return any(getattr(node, "macroname", "") == "caption" for node in cell)


def _said(row: Sequence[Sequence[Any]]) -> bool:
    return len(row) > 1 or any(text_of(cell).strip() or _is_caption(cell) for cell in row)


def _spans(rows: Sequence[Sequence[Sequence[Any]]], columns: str) -> list[list[Span]]:
    r"""The cells of each row; what a `\multirow` above reaches over is left out, as HTML has it."""
    reach: dict[int, int] = {}
    laid = []
    for number, row in enumerate(rows):
        if all(_is_caption(cell) or not text_of(cell).strip() for cell in row) and any(_is_caption(cell) for cell in row):
            continue
        column = 0
        line = []
        for nodes in row:
            span = _cell(nodes, columns[column] if column < len(columns) else "")
            places = range(column, column + span.columns)
            column += span.columns
            if not span.text and all(reach.get(place, 0) > number for place in places):
                continue
            for place in places:
                reach[place] = number + span.rows
            line.append(span)
        laid.append(line)
    return laid


def _cell(nodes: Sequence[Any], kind: str) -> Span:
    """One cell; `kind` is the letter of its column: numbers of `S` are set by siunitx, those of `D` as mathematics."""
    wide = tall = 1
    doubts: tuple[str, ...] = ()
    while True:
        plain = [node for node in nodes if not (type(node).__name__ == "LatexCharsNode" and not node.chars.strip())]
        plain = [node for node in plain if type(node).__name__ != "LatexCommentNode" and getattr(node, "macroname", "") not in _UNSHOWN]
        only = plain[0] if len(plain) == 1 else None
        name = getattr(only, "macroname", "")
        if name == "multicolumn":
            wide = _count(_argument(only, 0))
            nodes, kind = _argument(only, 2), ""
        elif name == "multirow":
            count = one_line(text_of(_argument(only, 1)))
            tall = _count(_argument(only, 1))
            if count.startswith(("-", "−")):
                tall, doubts = 1, ("it reaches over rows above it",)
            nodes, kind = _argument(only, 5), ""
        else:
            break
    if kind in "SD" and kind and not (len(plain) == 1 and type(plain[0]).__name__ == "LatexGroupNode"):
        shown = "".join(_shown(node) if type(node).__name__ == "LatexGroupNode" else _set_number(text_of([node])) for node in nodes)
        return Span(cell_text(_grouped(shown)), wide, tall, doubts=doubts)
    return Span(cell_text(text_of(nodes)), wide, tall, doubts=doubts)


def _count(nodes: Sequence[Any]) -> int:
    match = re.fullmatch(r"\s*([0-9]{1,4})(?:\.[0-9]+)?\s*", text_of(nodes))
    return max(int(match[1]), 1) if match else 1


def _set_number(text: str) -> str:
    """A number as siunitx and mathematics set it: a minus for a hyphen, a power of ten for `e`."""
    text = _LETTERED.sub(lambda match: f"{match[1]} × 10{raised(match[2].removeprefix('+'))}", text)
    text = re.sub(r"(?<=[0-9)])\s*\+-\s*(?=[0-9])|\s*\\pm\s*", " ± ", text)
    return re.sub(r"-(?=[0-9.])", "−", text)


def _grouped(text: str) -> str:
    """Numbers of many digits in groups of three, as siunitx sets them."""
    separator, least = _GROUPS.get()

    def put(match: re.Match[str]) -> str:
        whole, part = match[1], match[2] or ""
        if len(whole) >= least:
            whole = f"{int(whole):,}".replace(",", separator) if whole[0] != "0" else whole
        if len(part) - 1 >= least:
            part = part[0] + separator.join(part[place : place + 3] for place in range(1, len(part), 3))
        return whole + part

    return re.sub(r"(?<![0-9.,])([0-9]+)(\.[0-9]+)?(?![0-9,])", put, text) if separator else text


def _settings(text: str, document: Document) -> tuple[str, int]:
    """How siunitx groups digits in this document; what else it is told to change is a doubt."""
    told = " ".join(re.findall(r"\\sisetup\s*\{((?:[^{}]|\{[^{}]*\}){0,2000})\}", text))
    separator = re.search(r"group-separator\s*=\s*(?:\{([^{}]*)\}|(\\?[^\s,}]+))", told)
    least = re.search(r"group-minimum-digits\s*=\s*\{?([0-9]+)", told)
    if re.search(r"group-digits\s*=\s*\{?(?:false|none)", told):
        return "", 0
    if changed := re.search(
        r"round-mode|round-precision|output-decimal-marker|fixed-exponent|scientific-notation|exponent-mode", f"{told} {text}"
    ):
        document.doubts.append(f"siunitx is told to change numbers ({changed[0]}): they may be printed otherwise")
    sign = formula.plain(separator[1] or separator[2] or "") if separator else "\u2009"
    return sign or "\u2009", max(int(least[1]), 4) if least else 5


def _columns(tabular: Any) -> str:
    """The letter of each column of a tabular."""
    given = [argument for argument in (getattr(tabular.nodeargd, "argnlist", None) or []) if argument is not None]
    return _letters(given[-1].latex_verbatim()[1:-1]) if given else ""


def _letters(specification: str, depth: int = 0) -> str:
    found = []
    place = 0
    while place < len(specification):
        sign = specification[place]
        place += 1
        if sign == "*" and depth < 5:
            count, place = _braced(specification, place)
            inner, place = _braced(specification, place)
            found.append(_letters(inner, depth + 1) * min(int(count) if count.strip().isdigit() else 1, 200))
        elif sign in "@!><":
            _, place = _braced(specification, place)
        elif sign.isalpha():
            found.append(sign)
            if place < len(specification) and specification[place] == "[":
                place = max(specification.find("]", place), place) + 1
            while place < len(specification) and specification[place] == "{":
                _, place = _braced(specification, place)
    return "".join(found)


def _braced(text: str, place: int) -> tuple[str, int]:
    while place < len(text) and text[place] == " ":
        place += 1
    if place >= len(text) or text[place] != "{":
        return text[place : place + 1], place + 1
    depth = 0
    for end in range(place, len(text)):
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        if not depth:
            return text[place + 1 : end], end + 1
    return text[place + 1 :], len(text)


def text_of(nodes: Iterable[Any]) -> str:
    """What nodes show, as one text; `\\n` where a cell breaks its line."""
    found: list[str] = []
    script = ""
    for node in nodes or ():
        shown = _shown(node)
        if script and shown:
            shown, script = raised(shown) if script == "^" else lowered(shown), ""
        if shown.endswith(("^", "_")) and type(node).__name__ == "LatexCharsNode":
            shown, script = shown[:-1], shown[-1]
        found.append(shown)
    return "".join(found)


def _shown(node: Any) -> str:
    kind = type(node).__name__
    if kind == "LatexCharsNode":
        return re.sub(r"[ \t\n]+", " ", node.chars)
    if kind == "LatexGroupNode":
        return text_of(node.nodelist) if node.delimiters[0] == "{" else node.latex_verbatim()
    if kind == "LatexMathNode":
        return _set_number(formula.plain("".join(inner.latex_verbatim() for inner in node.nodelist)))
    if kind == "LatexSpecialsNode":
        signs = {"~": "\u00a0", "--": "–", "---": "—", "``": "“", "''": "”", "&": "&"}
        return signs.get(node.specials_chars, " " if not node.specials_chars.strip() else node.specials_chars)
    if kind == "LatexMacroNode":
        return _macro(node)
    if kind == "LatexEnvironmentNode":
        return "" if node.environmentname in _SKIPPED else text_of(node.nodelist)
    return ""


def _macro(node: Any) -> str:
    name = node.macroname
    if name in _UNSHOWN or _CITING.fullmatch(name) or name in ("footnote", "thanks", "footnotetext"):
        return ""
    if name in ("num", "ang"):
        return _grouped(_set_number(one_line(text_of(_argument(node, -1)))))
    if name in ("SI", "qty"):
        return f"{_grouped(_set_number(one_line(text_of(_argument(node, 1)))))}\u00a0{_unit(_argument(node, -1))}"
    if name in ("si", "unit"):
        return _unit(_argument(node, -1))
    if name == "numrange":
        return f"{_set_number(text_of(_argument(node, 1)))}–{_set_number(text_of(_argument(node, 2)))}"
    if name in ("sym", "textsuperscript", "tnote"):
        return raised(text_of(_argument(node, -1)))
    if name == "textsubscript":
        return lowered(text_of(_argument(node, -1)))
    if name in ("\\", "newline", "linebreak", "tabularnewline"):
        return "\n"
    arguments = getattr(node.nodeargd, "argnlist", None) or []
    sign = formula.symbol(name)
    if sign is not None and not any(arguments):
        return sign
    if any(arguments):
        if not name.isalpha() or name in ("c", "H", "k", "v", "u", "r", "b", "d"):
            return _accented(node)
        return text_of(_argument(node, -1))
    return sign or _accented(node)


def _accented(node: Any) -> str:
    """Letters with accents and other signs, as pylatexenc writes them."""
    from pylatexenc.latex2text import LatexNodes2Text

    return str(LatexNodes2Text(keep_comments=False, math_mode="text").nodelist_to_text([node]))


def _unit(nodes: Sequence[Any]) -> str:
    return one_line(formula.plain("".join(node.latex_verbatim() for node in nodes)))
