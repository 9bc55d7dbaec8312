"""One table in every format: what a page prints is the same, however it is written down."""

from __future__ import annotations

import io
from pathlib import Path

THIN, MINUS, DASH = "\u2009", "\u2212", "\u2014"
COLUMNS = ("Men / (1)", "Men / (2)", "Women / (3)")
# Name of the row, then the cells; a row with a name alone begins a panel.
ROWS = (
    ("Panel A. Wages",),
    ("Training", "0.40***", "1.2 × 10⁻³", f"{MINUS}0.12"),
    ("", "(0.045)", "[1.01, 1.45]", "n.a."),
    ("Age", "12 (3.4)", DASH, "<0.001^{a}"),
    ("Panel B. Hours",),
    ("Training", "45.3%", "1.234(5)", ".05"),
    ("Sales", "1,794", f"12{THIN}345", f"3.1{DASH[:0]}–4.2"),
    ("Scale", "7.2 ± 0.3", "5.81 × 10⁻⁴⁸", "1.10†"),
    ("N", "445", "445", "≥ 185"),
)
CAPTION = "Table 2. Effects of training"
NOTE = "Notes: Standard errors in brackets."


def expected() -> dict[tuple[str, str], str]:
    """The cells by names of row and column."""
    found: dict[tuple[str, str], str] = {}
    panel = name = ""
    for label, *cells in ROWS:
        if not cells:
            panel = label
            continue
        name = f"{panel} / {label}" if label else f"{name} [2]"
        found |= {(name, column): cell for column, cell in zip(COLUMNS, cells, strict=True)}
    return found


def html(folder: Path) -> Path:
    def written(text: str) -> str:
        text = text.replace("<", "&lt;").replace("***", "<sup>***</sup>").replace("^{a}", "<sup>a</sup>").replace(MINUS, "&minus;")
        return text.replace("10⁻³", "10<sup>−3</sup>").replace("10⁻⁴⁸", "10<sup>−48</sup>").replace(THIN, "&thinsp;")

    body = "".join(
        f"<tr><td>{label}</td>{''.join(f'<td>{written(cell)}</td>' for cell in cells)}</tr>"
        if cells
        else f'<tr><td colspan="4">{label}</td></tr>'
        for label, *cells in ROWS
    )
    head = '<tr><th rowspan="2"></th><th colspan="2">Men</th><th>Women</th></tr><tr><th>(1)</th><th>(2)</th><th>(3)</th></tr>'
    foot = f"<tfoot><tr><td colspan=4>{NOTE}</td></tr></tfoot>"
    text = f"<table><caption>{CAPTION}</caption><thead>{head}</thead><tbody>{body}</tbody>{foot}</table>"
    return _file(folder, "page.html", f"<html><head><meta charset='utf-8'></head><body>{text}</body></html>")


def jats(folder: Path) -> Path:
    text = html(folder).read_text(encoding="utf-8")
    table = text[text.index("<thead>") : text.index("<tfoot>")].replace("&minus;", "&#8722;").replace("&thinsp;", "&#8201;")
    wrap = (
        f"<table-wrap><label>Table 2.</label><caption><title>Effects of training</title></caption><table>{table}</table>"
        f"<table-wrap-foot><p>{NOTE}</p></table-wrap-foot></table-wrap>"
    )
    doctype = '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.2 20190208//EN" "JATS-journalpublishing1.dtd">'
    return _file(
        folder, "article.xml", f'<?xml version="1.0"?>{doctype}<article><body><sec><title>Results</title>{wrap}</sec></body></article>'
    )


def latex(folder: Path) -> Path:
    def written(text: str, column: int) -> str:
        special = {
            "1.2 × 10⁻³": "1.2e-3" if column == 1 else "",
            f"{MINUS}0.12": "-0.12",
            "(0.045)": "{(0.045)}",
            DASH: "{---}",
            "<0.001^{a}": "{$<0.001^{a}$}",
            "45.3%": r"{45.3\%}",
            f"12{THIN}345": r"{12\,345}",
            "3.1–4.2": "{3.1--4.2}",
            "7.2 ± 0.3": "{$7.2\\pm 0.3$}",
            "5.81 × 10⁻⁴⁸": r"{$5.81\times10^{-48}$}",
            "1.10†": r"1.10\textsuperscript{\dag}",
            "≥ 185": r"{$\geq$ 185}",
            "0.40***": r"0.40\sym{***}",
        }
        return special.get(text, text if text.replace(".", "").isdigit() else f"{{{text}}}")

    rows = "\n".join(
        f"{label} & {' & '.join(written(cell, column) for column, cell in enumerate(cells))} \\\\"
        if cells
        else f"\\multicolumn{{4}}{{l}}{{\\textit{{{label}}}}} \\\\"
        for label, *cells in ROWS
    )
    (folder / "body.tex").write_text(rows, encoding="utf-8")
    text = rf"""\documentclass{{article}}\usepackage{{booktabs,multirow,siunitx}}
\begin{{document}}
\begin{{table}}\caption{{Plan of the work}}
\begin{{tabular}}{{ll}} \toprule Phase & Weeks \\ \midrule first & 3 \\ \bottomrule \end{{tabular}}\end{{table}}
\begin{{table}}
\caption{{Effects of training}}\label{{effects}}
\begin{{tabular}}{{l*{{2}}{{S[table-format=1.2]}}S}}
\toprule
\multirow{{2}}{{*}}{{}} & \multicolumn{{2}}{{c}}{{Men}} & {{Women}} \\ \cmidrule(lr){{2-3}}
 & {{(1)}} & {{(2)}} & {{(3)}} \\ \midrule
\input{{body}}
\bottomrule
\multicolumn{{4}}{{l}}{{{NOTE}}}
\end{{tabular}}
\end{{table}}
\end{{document}}
"""
    return _file(folder, "paper.tex", text)


def markdown(folder: Path) -> Path:
    def written(text: str) -> str:
        return (
            text.replace("***", r"\*\*\*").replace("10⁻³", "10^−3^").replace("5.81 × 10⁻⁴⁸", r"$5.81\times10^{-48}$").replace("^{a}", "^a^")
        )

    lines = [f"{CAPTION}\n", f"| | {' | '.join(COLUMNS)} |", "|---|--:|--:|--:|"]
    lines += [f"| {label} | {' | '.join(written(cell) for cell in cells) if cells else ' | | '} |" for label, *cells in ROWS]
    return _file(folder, "page.md", "\n".join([*lines, "", NOTE]))


def csv(folder: Path) -> Path:
    lines = [["", *COLUMNS], *([label, *(cells or ["", "", ""])] for label, *cells in ROWS)]
    return _file(folder, "table-2.csv", "".join(",".join('"' + field.replace('"', '""') + '"' for field in line) + "\n" for line in lines))


def excel(folder: Path) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "table 2"
    stored = {"0.40": (0.4, "0.00"), "45.3%": (0.453, "0.0%"), "1,794": (1794, "#,##0"), "445": (445, "0"), f"{MINUS}0.12": None}
    for column, text in enumerate(["", "Men", "", "Women"], 1):
        sheet.cell(1, column, text or None)
    sheet.merge_cells("B1:C1")
    for column, text in enumerate(["", "(1)", "(2)", "(3)"], 1):
        sheet.cell(2, column, text or None)
    for row, (label, *cells) in enumerate(ROWS, 3):
        sheet.cell(row, 1, label or None)
        for column, text in enumerate(cells, 2):
            value, shown = stored.get(text) or (text, "@")
            sheet.cell(row, column, value).number_format = shown
        if not cells:
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
    path = folder / "results.xlsx"
    book.save(path)
    return path


def docx(folder: Path) -> Path:
    import docx as word

    document = word.Document()
    document.add_paragraph(CAPTION)
    table = document.add_table(rows=2 + len(ROWS), cols=4)
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Men"
    table.cell(0, 3).text = "Women"
    for column, text in enumerate(["(1)", "(2)", "(3)"], 1):
        table.cell(1, column).text = text
    for row, (label, *cells) in enumerate(ROWS, 2):
        if not cells:
            table.cell(row, 0).merge(table.cell(row, 3)).text = label
            continue
        table.cell(row, 0).text = label
        for column, text in enumerate(cells, 1):
            paragraph = table.cell(row, column).paragraphs[0]
            for mark, high in (("***", "***"), ("⁻³", "−3"), ("⁻⁴⁸", "−48"), ("^{a}", "a")):
                if text.endswith(mark):
                    paragraph.add_run(text.removesuffix(mark))
                    paragraph.add_run(high).font.superscript = True
                    break
            else:
                paragraph.add_run(text)
    document.add_paragraph(NOTE)
    path = folder / "paper.docx"
    document.save(path)
    return path


def pdf(folder: Path) -> Path:
    path = folder / "paper.pdf"
    path.write_bytes(pdf_bytes())
    return path


def pdf_bytes(damage: str = "") -> bytes:
    """A page with the table, drawn sign by sign; `damage` stands in the place of the first cell."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"pdf.fonttype": 42, "font.family": "DejaVu Sans"}):
        figure = Figure(figsize=(6, 6))
        places = (0.1, 0.45, 0.62, 0.82)
        top = 0.9
        figure.text(0.1, top, CAPTION, fontsize=10)
        figure.text((places[1] + places[2]) / 2 + 0.02, top - 0.07, "Men", fontsize=10, ha="center")
        figure.text(places[3], top - 0.07, "Women", fontsize=10)
        for place, text in zip(places[1:], ("(1)", "(2)", "(3)"), strict=True):
            figure.text(place, top - 0.12, text, fontsize=10)
        for height, left, right in ((0.03, 0.1, 0.95), (0.085, 0.44, 0.74), (0.135, 0.1, 0.95), (0.18 + 0.045 * len(ROWS), 0.1, 0.95)):
            figure.add_artist(mpl.lines.Line2D([left, right], [top - height, top - height], color="black", linewidth=0.8))
        for row, (label, *cells) in enumerate(ROWS):
            height = top - 0.18 - 0.045 * row
            figure.text(places[0], height, label, fontsize=10)
            for place, text in zip(places[1:], cells, strict=bool(cells)):
                shown = damage if damage and text == "0.40***" else text
                shown = shown.replace("10⁻³", "$10^{-3}$").replace("10⁻⁴⁸", "$10^{-48}$").replace("^{a}", "$^{a}$")
                figure.text(place, height, shown, fontsize=10)
        figure.text(0.1, top - 0.22 - 0.045 * len(ROWS), NOTE, fontsize=8)
        written = io.BytesIO()
        figure.savefig(written, format="pdf")
    return written.getvalue()


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


FORMATS = {"HTML": html, "JATS": jats, "LaTeX": latex, "Markdown": markdown, "CSV": csv, "Excel": excel, "DOCX": docx, "PDF": pdf}
