"""What the library adds to Sphinx's LaTeX: title page, contents with lists of tables and figures, running heads, metadata."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from collate.bind.title_page import Front
from collate.book import Book
from collate.data.published import Published
from collate.fonts import KINDS, families, find_face
from collate.numbers.verdict import Verdict

SIGNS = "DejaVu Sans"  # has the marks that a font of text may lack
_LISTS = (("table", "lot"), ("figure", "lof"))


def latex_settings(book: Book, front: Front, language: str, configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Values of `latex_elements`; those of the book's own configuration win, and its preamble comes after the library's."""
    own = dict(((configuration.get("sphinx") or {}).get("config") or {}).get("latex_elements") or {})
    kinds = {artifact.kind for artifact in Published(book).artifacts.values()}
    labels = book.words
    lists = "".join(rf"\booklist{{{tex(labels.text(f'list-{kind}s', language))}}}{{{file}}}" for kind, file in _LISTS if kind in kinds)
    elements = _ELEMENTS | {
        "fontpkg": font_package(book, language),
        "maketitle": _title_page(front, cjk=book.language(language).cjk),
        "tableofcontents": _CONTENTS % lists,
        "hyperref": _metadata(front, language),
    }
    return elements | own | {"preamble": _PREAMBLE % tex(front.title) + str(own.get("preamble") or "")}


def font_package(book: Book, language: str) -> str:
    """The fonts of the text in `language`, and of names in it that are written in Han characters or kana."""
    latin, wide = families(book, language)
    cjk = book.language(language).cjk
    lines = [r"\usepackage{fontspec}"]
    for kind, command in zip(KINDS, ("main", "sans", "mono"), strict=True):
        lines.append(rf"\set{command}font{_options(getattr(latin, kind), slanted=kind == 'serif' and not cjk)}")
    if wide:
        lines.append(r"\usepackage{xeCJK}")
        lines += [rf"\setCJK{command}font{{{getattr(wide, kind)}}}" for kind, command in zip(KINDS, ("main", "sans", "mono"), strict=True)]
        # Quotation marks belong to the Latin font, which has them narrow; between Chinese words, the apostrophe alone does.
        marks = ["2019"] if cjk else ["2018", "2019", "201C", "201D"]
        lines.append(rf"\xeCJKDeclareCharClass{{Default}}{{{','.join(f'{chr(34)}{mark}' for mark in marks)}}}")
    if lacking := _lacking(latin.serif):
        lines += [r"\usepackage{newunicodechar}", rf"\newfontfamily\signfont{_options(SIGNS, slanted=False)}"]
        lines += [rf"\newunicodechar{{{sign}}}{{\texorpdfstring{{{{\signfont {sign}}}}}{{{sign}}}}}" for sign in lacking]
    return "\n".join(lines) + "\n"


def _lacking(family: str) -> list[str]:
    """The marks of verdicts that the font of the text does not have, but the one that matplotlib brings along."""
    from fontTools.ttLib import TTFont

    own, signs = (find_face(name) for name in (family, SIGNS))
    if own is None or signs is None:
        return []
    there, spare = (TTFont(face.path, fontNumber=face.index, lazy=True).getBestCmap() for face in (own, signs))
    marks = dict.fromkeys("".join(verdict.mark for verdict in Verdict))
    return [mark for mark in marks if ord(mark) not in there and ord(mark) in spare]


def _options(family: str, *, slanted: bool) -> str:
    """The options and name of a family as fontspec takes them: by its files where it is one that matplotlib brings along."""
    face = find_face(family)
    if slanted and not find_face(family, italic=True):
        return f"[AutoFakeSlant=0.2]{{{family}}}"  # there is no italic face: emphasis is slanted
    if face is None or face.path.suffix == ".ttc" or "mpl-data" not in face.path.parts:
        return f"{{{family}}}"
    kinds = (("BoldFont", True, False), ("ItalicFont", False, True), ("BoldItalicFont", True, True))
    found = ((name, find_face(family, bold=bold, italic=italic)) for name, bold, italic in kinds)
    files = ",".join(f"{name}={face.path.stem}" for name, face in found if face)
    return f"[Path={face.path.parent.as_posix()}/,Extension={face.path.suffix},{files}]{{{face.path.stem}}}"


def tex(text: str) -> str:
    """`text` as LaTeX prints it letter by letter."""
    from sphinx.util import texescape

    texescape.init()
    return str(texescape.escape(text, "xelatex"))


def _title_page(front: Front, *, cjk: bool) -> str:
    subtitle = rf"{{\sffamily\Large {tex(front.subtitle)}\par}}" if front.subtitle else ""
    first, *rest = [rf"{{{tex(line)}\par}}" for line in front.lines]
    if not cjk:  # a Chinese name among English ones is not broken
        first = re.sub(r"[\u4e00-\u9fff]+", r"\\mbox{\g<0>}", first)
    below = "\\vspace{0.8\\baselineskip}\n".join(rest)
    return rf"""
\begin{{titlepage}}\raggedright
\vspace*{{0.16\textheight}}
{{\sffamily\bfseries\Huge {tex(front.title)}\par}}
\vspace{{\baselineskip}}
{subtitle}
\vspace{{3\baselineskip}}
{{\large {first}}}
\vfill
{below}
\end{{titlepage}}
"""


def _metadata(front: Front, language: str) -> str:
    """hyperref as Sphinx loads it, and what a reader's program shows of the file."""
    values = {"pdftitle": front.whole, "pdfauthor": front.editors, "pdfsubject": " ".join(front.lines)}
    said = ",".join(f"{key}={{{tex(value)}}}" for key, value in values.items())
    return rf"""
\usepackage{{hyperref}}
\usepackage{{hypcap}}
\urlstyle{{same}}
\hypersetup{{pdflang={language},pdfdisplaydoctitle=true,bookmarksopen=true,bookmarksopenlevel=0}}
\AtBeginDocument{{\hypersetup{{{said}}}}}
"""


# A figure stays with the lines below it.
_ELEMENTS = {"papersize": "a4paper", "pointsize": "11pt", "figure_align": "H", "extraclassoptions": "openany,oneside", "fncychap": ""}

# Contents and lists share their pages; each list has a bookmark.
_CONTENTS = r"""
\pagenumbering{roman}
\begingroup\small\parskip=0pt\sphinxtableofcontentshook
\pdfbookmark[0]{\contentsname}{contents}
\tableofcontents
%s
\endgroup\clearpage
\pagenumbering{arabic}
"""

_PREAMBLE = r"""
%% Tables and chapters carry the numbers that the report gave them, and no others.
\usepackage{caption}
\setcounter{secnumdepth}{-1}
\AtBeginDocument{\captionsetup{labelformat=empty,labelsep=none}\renewcommand{\thetable}{}}
\usepackage[export]{adjustbox}
\usepackage{xurl}
\makeatletter
%% The chapter stands above each page, the book below it.
\fancypagestyle{normal}{\fancyhf{}
  \fancyhead[L]{{\py@HeaderFamily\footnotesize\nouppercase{\leftmark}}}
  \fancyfoot[L]{{\py@HeaderFamily %s}}
  \fancyfoot[R]{{\py@HeaderFamily\thepage}}
  \renewcommand{\headrulewidth}{0.4pt}\renewcommand{\footrulewidth}{0.4pt}}
%% A caption carries the number of the report, so the lists print captions and no numbers of their own.
\newcommand{\booklist}[2]{\par\addvspace{2\baselineskip}\pagebreak[2]\phantomsection\pdfbookmark[0]{#1}{list-#2}
  {\sffamily\bfseries\Large #1\par}\nopagebreak\addvspace{\baselineskip}{\let\addvspace\@gobble\@starttoc{#2}}}
\renewcommand*\l@table{\@dottedtocline{1}{0em}{0em}}
\renewcommand*\l@figure{\@dottedtocline{1}{0em}{0em}}
%% A caption stays with its table.
\AtBeginDocument{\let\aftercaption\sphinxaftertopcaption\renewcommand{\sphinxaftertopcaption}{\aftercaption\nobreak}}
%% A table that goes on over pages repeats its header, but a second "Table" without a number says nothing.
\AtBeginDocument{\renewcommand{\sphinxtablecontinued}[1]{\textsf{\footnotesize\def\tablename{}\def\thetable{}\def\textendash{}#1}}}
\renewcommand{\sphinxincludegraphics}[2][]{\includegraphics[width=\linewidth,max totalheight=0.75\textheight]{#2}}
\newenvironment{sphinxclasscv-below}{\par\small\setlength{\parskip}{0.25\baselineskip}}{\par}
\widowpenalty=10000 \clubpenalty=10000
%% `build_pdf` makes the pages of a chapter some lines longer or shorter where one of them would be left almost empty.
\providecommand{\linesof}[1]{0}
\newcount\chapterssofar
\newdimen\plainheight
\AtBeginDocument{\plainheight=\textheight}
\AddToHook{cmd/chapter/before}{\clearpage\global\advance\chapterssofar 1
  \typeout{chapter \the\chapterssofar\space starts on page \the\numexpr\ReadonlyShipoutCounter+1\relax}
  \global\textheight=\dimexpr\plainheight+\linesof{\chapterssofar}\baselineskip\relax
  \global\@colht=\textheight \global\@colroom=\textheight \global\vsize=\textheight}
%% The font has one glyph for several hyphens; what is searched for and copied is what was written.
\XeTeXgenerateactualtext=1
\makeatother
"""
