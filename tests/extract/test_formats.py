"""What each format has of its own: merged cells, notes, citations, formulas, hidden and deleted text, formats of numbers."""

from __future__ import annotations

import io

import pytest

from collate.extract.candidates import Kind
from collate.extract.extraction import extract


@pytest.fixture
def read(tmp_path):
    """Extract from a file of this name and text; LaTeX is wrapped in a document."""

    def made(name, text):
        if name.endswith(".tex") and "\\begin{document}" not in text:
            text = f"\\documentclass{{article}}\n\\begin{{document}}\n{text}\n\\end{{document}}\n"
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return extract(path)

    return made


def cells(found, table=0):
    return {(cell.row, cell.column): cell.printed for cell in found.tables[table].cells}


def kinds(found):
    return [(number.kind, number.printed) for number in found.numbers]


class TestLatex:
    @pytest.mark.parametrize(
        ("begin", "end"),
        [
            (r"\begin{tabular}{lrr}", r"\end{tabular}"),
            (r"\begin{tabular*}{\textwidth}{@{\extracolsep{\fill}}lrr@{}}", r"\end{tabular*}"),
            (r"\begin{tabularx}{\linewidth}{l*{2}{>{\raggedleft}X}}", r"\end{tabularx}"),
            (r"\begin{longtable}[c]{l|r|r}", r"\end{longtable}"),
            (r"\resizebox{\textwidth}{!}{\begin{tabular}[t]{l S S[table-format=-1.2]}", r"\end{tabular}}"),
            (r"\begin{adjustbox}{width=\textwidth}\begin{tabular}{lD{.}{.}{-1}r}", r"\end{tabular}\end{adjustbox}"),
        ],
    )
    @pytest.mark.parametrize("rule", [r"\toprule", r"\hline\hline"])
    def test_environments(self, read, begin, end, rule):
        middle = r"\midrule" if "top" in rule else r"\hline"
        found = read("t.tex", rf"{begin} {rule} & {{A}} & {{B}} \\ {middle} x & 0.40 & 1.0 \\[2pt] y & 2 & 3 \\ {rule} {end}")
        assert cells(found) == {("x", "A"): "0.40", ("x", "B"): "1.0", ("y", "A"): "2", ("y", "B"): "3"}

    def test_multirow_names_each_row_below_it(self, read):
        found = read(
            "t.tex",
            r"""\begin{tabular}{llr} \toprule Sex & Age & Wage \\ \midrule
            \multirow{2}{*}{Men} & 20--29 & 1.0 \\ & 30--39 & 2.0 \\
            \multirow[t]{2}{3cm}{Women} & 20--29 & 3.0 \\ & 30--39 & 4.0 \\ \bottomrule \end{tabular}""",
        )
        # "20–29" looks like a number, so that the ages are a column; the names of rows still tell men from women.
        assert [(cell.row, cell.printed) for cell in found.tables[0].cells if cell.column == "Wage"] == [
            ("Men", "1.0"), ("Men [2]", "2.0"), ("Women", "3.0"), ("Women [2]", "4.0"),
        ]  # fmt: skip

    def test_multirow_with_names_in_two_columns(self, read):
        found = read(
            "t.tex",
            r"\begin{tabular}{llr} Sex & Place & Wage \\ \hline \multirow{2}{*}{Men} & north & 1 \\ & south & 2 \\ \hline \end{tabular}",
        )
        assert [cell.row for cell in found.tables[0].cells] == ["Men / north", "Men / south"]

    def test_heads_over_heads(self, read):
        found = read(
            "t.tex",
            r"""\begin{tabular}{lrrrr} \toprule & \multicolumn{4}{c}{Wages} \\ \cmidrule(lr){2-5}
            & \multicolumn{2}{c}{Men} & \multicolumn{2}{c}{Women} \\ \cmidrule(lr){2-3}\cmidrule(lr){4-5}
            & (1) & (2) & (3) & (4) \\ \midrule x & 1 & 2 & 3 & 4 \\ \bottomrule \end{tabular}""",
        )
        assert found.tables[0].columns == ("Wages / Men / (1)", "Wages / Men / (2)", "Wages / Women / (3)", "Wages / Women / (4)")

    @pytest.mark.parametrize(
        ("source", "printed"),
        [
            (r"0.073\sym{***}", "0.073***"),
            (r"0.073$^{***}$", "0.073***"),
            (r"0.073\textsuperscript{a}", "0.073^{a}"),
            (r"$-0.12$", "−0.12"),
            (r"-0.12", "-0.12"),
            (r"$10^{-3}$", "10⁻³"),
            (r"\num{1.234(5)e-3}", "1.234(5) × 10⁻³"),
            (r"\num{1.2e5}", "1.2 × 10⁵"),
            (r"\num{12345}", "12\u2009345"),
            (r"\num{1234}", "1234"),
            (r"\SI{3.5}{\percent}", "3.5\xa0%"),
            (r"45.3\%", "45.3%"),
            (r"\$1,794", "$1,794"),
            (r"12\,345", "12\u2009345"),
            (r"1{,}794", "1,794"),
            (r"\textbf{0.40}", "0.40"),
            (r"{\bfseries 0.40}", "0.40"),
            (r"\phantom{0}0.4", "0.4"),
            (r"1.0--4.0", "1.0–4.0"),
            (r"$<$0.001", "<0.001"),
            (r"$p<0.001$", "p < 0.001"),
            (r"\makecell{0.40\\(0.03)}", "0.40\n(0.03)"),
            (r"\shortstack{0.40 \\ (0.03)}", "0.40\n(0.03)"),
            (r"\textcolor{red}{0.40}", "0.40"),
            (r"\cellcolor{gray}0.40", "0.40"),
            (r"0.40 % 0.41", "0.40"),
            (r"0.40\footnote{or 0.41}", "0.40"),
            (r"Sch\"afer", "Schäfer"),
        ],
    )
    def test_cells(self, read, source, printed):
        found = read("t.tex", f"\\begin{{tabular}}{{lr}} & A \\\\ \\hline x & {source}\n \\\\ y & 1 \\\\ \\end{{tabular}}")
        assert cells(found)["x", "A"] == printed

    @pytest.mark.parametrize(
        ("source", "printed"),
        [
            ("-0.12", "−0.12"),
            ("1.2e-3", "1.2 × 10⁻³"),
            ("1.2(3)", "1.2(3)"),
            ("{-}", "-"),
            ("1.2 +- 0.1", "1.2 ± 0.1"),
            ("45320", "45\u2009320"),
            ("{45320}", "45320"),
            ("{-0.05}{***}", "-0.05***"),
        ],
    )
    def test_columns_of_siunitx(self, read, source, printed):
        assert (
            cells(read("t.tex", rf"\begin{{tabular}}{{lS}} & {{A}} \\ \hline x & {source} \\ y & 1 \\ \end{{tabular}}"))["x", "A"]
            == printed
        )

    @pytest.mark.parametrize(
        ("setup", "printed", "doubts"),
        [
            ("group-separator = {,}, group-minimum-digits = 4", "1,234", 0),
            ("group-digits = none", "1234", 0),
            ("round-mode = places", "1234", 1),
        ],
    )
    def test_settings_of_siunitx(self, read, setup, printed, doubts):
        found = read("t.tex", f"\\sisetup{{{setup}}}\\begin{{document}}There are \\num{{1234}} firms.\\end{{document}}")
        assert [number.printed for number in found.claims] == [printed]
        assert len(found.doubts) == doubts

    def test_the_table_of_a_statistics_program(self, read):
        found = read(
            "t.tex",
            r"""{
            \def\sym#1{\ifmmode^{#1}\else\(^{#1}\)\fi}
            \newcommand{\x}[1]{#1 and 99}
            \begin{tabular}{l*{2}{c}}
            \hline\hline
                        &\multicolumn{1}{c}{(1)}&\multicolumn{1}{c}{(2)}\\
                        &\multicolumn{1}{c}{wage}&\multicolumn{1}{c}{hours}\\
            \hline
            age         &       0.040\sym{***}&       0.041         \\
                        &     (0.010)         &     (0.011)         \\
            [1em]
            tenure      &       -0.1          &       0.20         \\
            \hline
            \(N\)       &        2246         &        2231         \\
            \hline\hline
            \multicolumn{3}{l}{\footnotesize Standard errors in parentheses}\\
            \multicolumn{3}{l}{\footnotesize \sym{*} \(p<0.05\), \sym{***} \(p<0.001\)}\\
            \end{tabular}
            }""",
        )
        assert cells(found) == {
            ("age", "(1) / wage"): "0.040***", ("age", "(2) / hours"): "0.041",
            ("age [2]", "(1) / wage"): "(0.010)", ("age [2]", "(2) / hours"): "(0.011)",
            ("tenure", "(1) / wage"): "-0.1", ("tenure", "(2) / hours"): "0.20",
            ("N", "(1) / wage"): "2246", ("N", "(2) / hours"): "2231",
        }  # fmt: skip
        assert found.tables[0].notes == ("Standard errors in parentheses", "* p < 0.05, *** p < 0.001")
        assert found.numbers == ()

    def test_repeated_heads_of_a_long_table_count_once(self, read):
        found = read(
            "t.tex",
            r"""\begin{longtable}{lr} \caption{Long} \\ \toprule & A \\ \midrule \endfirsthead
            \multicolumn{2}{l}{continued} \\ & A \\ \midrule \endhead
            \midrule \multicolumn{2}{r}{next page} \\ \endfoot \bottomrule \endlastfoot
            x & 1 \\ y & 2 \\ \end{longtable}""",
        )
        assert cells(found) == {("x", "A"): "1", ("y", "A"): "2"}
        assert found.tables[0].id == "table-1"

    def test_inputs_of_its_own_folder(self, read, tmp_path):
        (tmp_path / "tables").mkdir()
        (tmp_path / "tables" / "rows.tex").write_text("x & 0.40 \\\\\n", encoding="utf-8")
        found = read("t.tex", "\\begin{tabular}{lr} & A \\\\ \\hline\n% \\input{none}\n\\input{tables/rows} \\end{tabular}")
        assert cells(found) == {("x", "A"): "0.40"}
        assert found.doubts == ()

    def test_a_missing_input_is_a_doubt(self, read):
        found = read("t.tex", "There are 12 firms.\n\\input{gone}")
        assert found.doubts == ("t.tex:4: \\input{gone} is missing, and what it holds was not read",)

    def test_definitions_of_numbers(self, read):
        found = read(
            "t.tex",
            "\\documentclass{article}\\newcommand{\\firms}{1,794}\\def\\share{45.3\\%}"
            "\\begin{document}Of \\firms{} firms, \\share\\ closed.\\end{document}",
        )
        assert [number.printed for number in found.claims] == ["1,794", "45.3%"]

    def test_text(self, read):
        found = read(
            "t.tex",
            r"""\section{Results} Earnings rose by \$1,794 (633)\footnote{Of 12 firms.}, $p = .005$ \citep[p.~3]{x}.
            We fit $y = 3x + 2$. % 99
            \begin{equation} y = 4x \end{equation}
            \begin{verbatim} 77 \end{verbatim}
            \begin{figure}\includegraphics[width=0.5\textwidth]{plot}\caption{A share of 45.3\%.}\end{figure}
            \begin{thebibliography}{9}\bibitem{x} Brown 1999, pp. 1--20.\end{thebibliography}""",
        )
        assert [number.printed for number in found.claims] == ["$1,794 (633), p = .005", "45.3%"]
        assert {number.section for number in found.claims} == {"Results"}
        assert {number.kind for number in found.numbers} == {Kind.CLAIM, Kind.FOOTNOTE, Kind.EQUATION, Kind.BIBLIOGRAPHY}


class TestHtml:
    def test_text(self, read):
        found = read(
            "p.html",
            """<meta charset=utf-8><h2>3 Results</h2><script>99</script><nav>98</nav><p hidden>97</p><p style="display: none">96</p>
            <p>It rose by 0.40<sup>***</sup> to 10<sup>&minus;3</sup>
            <a href="#ref-12">(12)</a>, <a href="#tbl">2</a>.<sup><a href="#fn1">1</a></sup></p>
            <p>The power is <math><msup><mn>10</mn><mrow><mo>-</mo><mn>4</mn></mrow></msup></math>, and
            <math><mi>y</mi><mo>=</mo><mn>3</mn><mi>x</mi><mo>+</mo><mn>2</mn></math>.</p>
            <section class="footnotes"><p>Of 12 firms.</p></section><h2>References</h2><p>Brown, 12 pages.</p>""",
        )
        assert [number.printed for number in found.claims] == ["0.40***", "10⁻³", "10⁻⁴"]
        assert found.claims[0].section == "3 Results"
        assert [number.kind for number in found.numbers if number.printed == "12"] == [Kind.CITATION, Kind.FOOTNOTE, Kind.BIBLIOGRAPHY]

    def test_spans_of_rows_and_columns(self, read):
        found = read(
            "p.html",
            """<table><tr><th rowspan=2>Place<th colspan=2>Wage<th rowspan=2>N<tr><th>mean<th>SD
            <tr><th rowspan=2>north<td>1.0<td>0.1<td>12<tr><td>2.0<td>0.2<td>13</table>""",
        )
        assert cells(found) == {
            ("north", "Wage / mean"): "1.0", ("north", "Wage / SD"): "0.1", ("north", "N"): "12",
            ("north [2]", "Wage / mean"): "2.0", ("north [2]", "Wage / SD"): "0.2", ("north [2]", "N"): "13",
        }  # fmt: skip

    def test_a_table_that_lays_out_the_page_is_text(self, read):
        found = read("p.html", "<table><tr><td>There are 12 firms.<td><table><tr><th>a<th>b<tr><td>x<td>0.40</table></table>")
        assert [number.printed for number in found.claims] == ["12"]
        assert [cell.printed for table in found.tables for cell in table.cells] == ["0.40"]

    @pytest.mark.parametrize("charset", ["utf-8", "big5", "windows-1252"])
    def test_declared_encodings(self, tmp_path, charset):
        text = f"<meta charset={charset}><table><tr><th>a<th>b<tr><td>{'北' if charset == 'big5' else 'é'}<td>0.40</table>"
        path = tmp_path / "p.html"
        path.write_bytes(text.encode(charset))
        assert extract(path).tables[0].rows == ("北" if charset == "big5" else "é",)

    def test_unseen_characters_are_left_out_with_a_doubt(self, read):
        found = read("p.html", "<table><tr><th>a<th>b<tr><td>x<td>0.\u200b40\u202e</table>")
        assert [(cell.printed, cell.doubts) for cell in found.tables[0].cells] == [
            ("0.40", ("U+200B ZERO WIDTH SPACE, which nobody sees, was left out",))
        ]


class TestJats:
    def test_text(self, read):
        found = read(
            "a.xml",
            """<article><front><article-meta><volume>12</volume></article-meta></front><body><sec><label>2</label><title>Results</title>
            <p>It rose by 1,794 <xref ref-type="bibr" rid="b1">14</xref>, as <xref ref-type="table" rid="t2">Table 2</xref> says
            <xref ref-type="fn" rid="f1"><sup>3</sup></xref>, to 10<sup>-3</sup>.
            <disp-formula><label>(1)</label><tex-math>y = 55</tex-math></disp-formula>
            <inline-formula><tex-math>p &lt; 10^{-4}</tex-math></inline-formula></p></sec></body>
            <back><fn-group><fn><p>Of 12 firms.</p></fn></fn-group>
            <ref-list><ref><mixed-citation>Brown 1999; 12: 1-20.</mixed-citation></ref></ref-list></back></article>""",
        )
        assert [number.printed for number in found.claims] == ["1,794", "10⁻³", "p < 10⁻⁴"]
        assert {number.kind for number in found.numbers} == {Kind.CLAIM, Kind.CITATION, Kind.REFERENCE, Kind.FOOTNOTE, Kind.BIBLIOGRAPHY}

    @pytest.mark.parametrize("mark", ['<xref ref-type="bibr" rid="b">15</xref>', '<sup><xref ref-type="bibr" rid="b">15</xref></sup>'])
    def test_the_number_of_a_source_does_not_run_into_the_text(self, read, mark):
        found = read("a.xml", f"<article><body><p>We saw 1,794{mark} firms.{mark} Then 12 more came.</p></body></article>")
        assert [(number.printed, number.sentence) for number in found.claims] == [
            ("1,794", "We saw 1,794¹⁵ firms.¹⁵"), ("12", "Then 12 more came."),
        ]  # fmt: skip

    def test_named_entities_of_its_dtd(self, read):
        doctype = '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS v1.2//EN" "JATS.dtd">'
        found = read("a.xml", f"{doctype}<article><body><p>It fell by &minus;0.40 &plusmn; 0.1.</p></body></article>")
        assert [number.printed for number in found.claims] == ["−0.40 ± 0.1"]

    def test_a_table_that_is_a_picture_is_a_doubt(self, read):
        found = read(
            "a.xml", "<article><body><table-wrap><label>Table 3</label><graphic/></table-wrap><p>Of 12 firms.</p></body></article>"
        )
        assert found.doubts == ("Table 3 holds no rows: it may be a picture",)


class TestWord:
    def test_raised_digits_deleted_text_and_notes(self, tmp_path):
        import docx
        from docx.oxml import OxmlElement

        document = docx.Document()
        document.add_heading("Results", 1)
        paragraph = document.add_paragraph("It fell to 10")
        for piece in ("−", "48"):  # Word often breaks one superscript into several runs
            paragraph.add_run(piece).font.superscript = True
        paragraph.add_run(" of R")
        paragraph.add_run("2").font.superscript = True
        paragraph.add_run(" = 0.40.")
        deleted = OxmlElement("w:del")
        deleted.append(document.add_paragraph()._p.makeelement(paragraph._p.r_lst[0].tag))
        deleted[0].text = ""
        gone = OxmlElement("w:delText")
        gone.text = " It was 99."
        deleted[0].append(gone)
        paragraph._p.append(deleted)
        path = tmp_path / "p.docx"
        document.save(path)
        found = extract(path)
        assert [number.printed for number in found.claims] == ["10⁻⁴⁸", "R² = 0.40"]
        assert {number.section for number in found.claims} == {"Results"}

    def test_merged_cells_count_once(self, tmp_path):
        import docx

        document = docx.Document()
        table = document.add_table(rows=4, cols=3)
        table.cell(0, 1).merge(table.cell(0, 2)).text = "Wage"
        for place, text in {
            (1, 1): "mean",
            (1, 2): "SD",
            (2, 0): "north",
            (2, 1): "1.0",
            (2, 2): "0.1",
            (3, 1): "2.0",
            (3, 2): "0.2",
        }.items():
            table.cell(*place).text = text
        table.cell(2, 0).merge(table.cell(3, 0))
        path = tmp_path / "p.docx"
        document.save(path)
        assert cells(extract(path)) == {
            ("north", "Wage / mean"): "1.0", ("north", "Wage / SD"): "0.1", ("north [2]", "Wage / mean"): "2.0",
            ("north [2]", "Wage / SD"): "0.2",
        }  # fmt: skip


class TestExcel:
    @pytest.mark.parametrize(
        ("value", "shown", "printed"),
        [
            (0.4, "0.00", "0.40"),
            (0.405, "0.00", "0.41"),  # away from zero, as Excel rounds
            (1794.2, "#,##0", "1,794"),
            (0.453, "0.0%", "45.3%"),
            (-1794, "#,##0;(#,##0)", "(1,794)"),
            (-0.004, "0.00", "0.00"),
            (0.00123, "0.00E+00", "1.23E-03"),
            (1794, '"$"#,##0.00', "$1,794.00"),
            (12, "General", "12"),
            ("0.40***", "@", "0.40***"),
            ("=1+1", "@", "…"),
        ],
    )
    def test_numbers_as_their_format_shows_them(self, tmp_path, value, shown, printed):
        import openpyxl

        book = openpyxl.Workbook()
        book.active.append(["", "A"])
        book.active.append(["x", value])
        book.active["B2"].number_format = shown
        path = tmp_path / "b.xlsx"
        book.save(path)
        found = extract(path)
        assert cells(found) == {("x", "A"): printed}
        assert bool(found.tables[0].cells[0].doubts) is (value == "=1+1")

    def test_hidden_sheets_are_named(self, tmp_path):
        import openpyxl

        book = openpyxl.Workbook()
        book.active.append(["", "A"])
        book.active.append(["x", 1])
        book.create_sheet("draft").sheet_state = "hidden"
        path = tmp_path / "b.xlsx"
        book.save(path)
        assert extract(path).doubts == ("the sheet 'draft' is hidden, and was not read",)


class TestCsv:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_delimiters(self, read, delimiter):
        found = read("t.csv", f"{delimiter}A{delimiter}B\nx{delimiter}0.40{delimiter}1\n")
        assert cells(found) == {("x", "A"): "0.40", ("x", "B"): "1"}
        assert bool(found.doubts) is (delimiter != ",")

    def test_short_rows_are_a_doubt(self, read):
        found = read("t.csv", ",A,B\nx,0.40\ny,1,2\n")
        assert found.tables[0].doubts == ("fewer cells than the 3 columns in row 2",)

    def test_names_that_come_twice_have_ids_of_their_own(self, read):
        found = read("t.csv", ",A,A\nx,1,2\nx,3,4\n")
        assert [cell.id for cell in found.tables[0].cells] == ["t/x/a", "t/x/a-2", "t/x/a-3", "t/x/a-4"]


class TestMarkdown:
    def test_text(self, read):
        found = read(
            "p.md",
            "---\nyear: 99\n---\n# Results\n\nIt rose by **0.40** to $10^{-3}$ [@brown1999], as $y = 3x + 2$.[^1]\n\n$$y = 98$$\n\n"
            "```\n97\n```\n\n- of 12 firms\n\n[^1]: And 13 others.\n",
        )
        assert [number.printed for number in found.claims] == ["0.40", "10⁻³", "12"]
        assert (Kind.FOOTNOTE, "13") in kinds(found)


class TestPdf:
    def drawn(self, tmp_path, pages):
        """A PDF of pages, each a list of left, height, text and size."""
        import matplotlib as mpl
        from matplotlib.backends.backend_pdf import PdfPages
        from matplotlib.figure import Figure

        written = io.BytesIO()
        with mpl.rc_context({"pdf.fonttype": 42, "font.family": "DejaVu Sans"}), PdfPages(written) as together:
            for page in pages:
                figure = Figure(figsize=(6, 8))
                for left, height, text, size in page:
                    figure.text(left, height, text, fontsize=size)
                together.savefig(figure)
        path = tmp_path / "p.pdf"
        path.write_bytes(written.getvalue())
        return extract(path)

    def test_text(self, tmp_path):
        pages = [
            [
                (0.1, 0.97, "A journal, volume 12", 8),
                (0.1, 0.9, "2. Results", 12),
                (0.1, 0.86, "The share rose to 45.3% of 1,794 firms, and the in-", 10),
                (0.1, 0.84, "come fell to $10^{-3}$ of what it was in 1990.", 10),
                (0.1, 0.12, "1 Of 13 firms.", 7.5),
                (0.5, 0.03, str(page), 8),
            ]
            for page in range(3, 6)
        ]
        found = self.drawn(tmp_path, pages)
        assert [(number.printed, number.page) for number in found.claims] == [
            (printed, page) for page in (1, 2, 3) for printed in ("45.3%", "1,794", "10⁻³")
        ]
        assert "the income fell" in found.claims[0].sentence
        assert {number.section for number in found.claims} == {"2. Results"}
        assert {number.kind for number in found.numbers} == {Kind.CLAIM, Kind.FOOTNOTE, Kind.YEAR}

    def test_names_of_two_lines_and_heads_that_repeat(self, tmp_path):
        heads = [(0.4, 0.9, "north"), (0.7, 0.9, "south")]
        heads += [(left, 0.87, text) for left, text in zip((0.4, 0.55, 0.7, 0.85), ("2004", "2005", "2004", "2005"), strict=True)]
        body = [(0.1, 0.83, "Trade and"), (0.1, 0.81, "transport"), (0.1, 0.78, "Finance")]
        body += [(left, height, f"{left}") for height in (0.83, 0.78) for left in (0.4, 0.55, 0.7, 0.85)]
        found = self.drawn(tmp_path, [[(0.1, 0.95, "Table 1. Value added", 10), *((*one, 10) for one in (*heads, *body))]])
        assert found.tables[0].rows == ("Trade and transport", "Finance")
        assert found.tables[0].columns == ("north / 2004", "north / 2005", "south / 2004", "south / 2005")
        assert found.tables[0].doubts == ("over which columns heads stand was told by the names below them that repeat",)

    def test_a_list_of_tables_holds_none(self, tmp_path):
        rows = [("", "mean", "SD"), ("north", "1.0", "0.10"), ("south", "2.0", "0.20")]
        table = [(0.1, 0.9, "Table 1", 10)]
        table += [(left, 0.86 - 0.025 * n, text, 10) for n, row in enumerate(rows) for left, text in zip((0.1, 0.4, 0.6), row, strict=True)]
        found = self.drawn(tmp_path, [[(0.1, 0.9, "Table 1 Means . . . . . . . . . . 2", 10), (0.1, 0.86, "Table 1 Means", 10)], table])
        assert [(one.id, one.page, len(one.cells)) for one in found.tables] == [("table-1", 2, 4)]

    def test_a_table_without_rules_ends_where_text_begins(self, tmp_path):
        rows = [("", "mean", "SD"), ("north", "1.0", "0.10"), ("south", "2.0", "0.20")]
        lines = [(0.1, 0.9, "Table 1", 10)]
        lines += [
            (left, 0.86 - 0.025 * place, text, 10)
            for place, row in enumerate(rows)
            for left, text in zip((0.1, 0.4, 0.6), row, strict=True)
            if text
        ]
        lines += [(0.1, 0.72, "The text goes on below the table with 12 firms, and is long enough to be one.", 10)]
        found = self.drawn(tmp_path, [lines])
        assert cells(found) == {("north", "mean"): "1.0", ("north", "SD"): "0.10", ("south", "mean"): "2.0", ("south", "SD"): "0.20"}
        assert [number.printed for number in found.claims] == ["12"]
