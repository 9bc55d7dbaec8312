"""What the library adds to Sphinx's LaTeX: title page, contents with lists of tables and figures, running heads, metadata."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from collate.bind.title_page import Front
from collate.book import Book
from collate.data.published import Published

_LISTS = (("table", "lot"), ("figure", "lof"))


def latex_settings(book: Book, front: Front, language: str, configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Values of `latex_elements`; the preamble of the book's own configuration is kept and comes last."""
    own = configuration.get("sphinx", {}).get("config", {}).get("latex_elements", {}).get("preamble", "")
    kinds = {artifact.kind for artifact in Published(book).artifacts.values()}
    labels = book.words
    lists = "".join(rf"\booklist{{{tex(labels.text(f'list-{kind}s', language))}}}{{{file}}}" for kind, file in _LISTS if kind in kinds)
    return {
        "maketitle": _title_page(front, language),
        "tableofcontents": _CONTENTS % lists,
        "hyperref": _metadata(front, language),
        "preamble": _PREAMBLE % tex(front.title) + str(own),
    }


def tex(text: str) -> str:
    """`text` as LaTeX prints it letter by letter."""
    from sphinx.util import texescape

    texescape.init()
    return str(texescape.escape(text, "xelatex"))


def _title_page(front: Front, language: str) -> str:
    subtitle = rf"{{\sffamily\Large {tex(front.subtitle)}\par}}" if front.subtitle else ""
    first, *rest = [rf"{{{tex(line)}\par}}" for line in front.lines]
    if language == "en":  # a Chinese name among English ones is not broken
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
\renewcommand{\sphinxincludegraphics}[2][]{\includegraphics[max width=0.9\linewidth,max height=0.42\textheight]{#2}}
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
