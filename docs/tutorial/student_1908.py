"""Set a part of page 20 of Student (1908) as the PDF of the tutorial: `python docs/tutorial/student_1908.py`.

The strings are those of the transcription in Wikisource, "Page:Biometrika - Volume 6, Issue 1.djvu/20", which is in the public domain.
The ten lines of patients are left out, since the signs of two of them are not certain there; "Table 1." and […] are ours.
"""

from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

PAGE = Path(__file__).with_suffix(".pdf")
PAPER = (5.83, 8.27)  # A5, in inches
LEFT, RIGHT = 0.09, 0.91
LINE = 0.021
TEXT = """\
The Probable Error of a Mean
By STUDENT. From page 20 of Biometrika, March 1908.

Section VIII. Explanation of Tables.

Thus, to take the table for samples of six, the probability of the mean of
the population lying between […] and […] once the standard deviation of
the sample is .9622 or the odds are about 24 to 1 that the mean of the
population lies between these limits.

The probability is therefore .0378 that it is greater than once the
standard deviation and .0756 that it lies outside ±1.0 times the standard
deviation.

Section IX. Illustrations of Method.

Table 1. Additional hours' sleep gained by the use of hyoscyamine
hydrobromide."""
HEADS = ("", "1 (Dextro-)", "2 (Laevo-)", "Difference (2-1)")
ROWS = (("Mean", "+0.75", "+2.33", "+1.58"), ("S. D.", "1.70", "1.90", "1.17"))
COLUMNS = (LEFT, 0.42, 0.64, RIGHT)


def page() -> Figure:
    """The page, one string of the PDF for each line of text and each cell."""
    figure = Figure(PAPER)
    height = 0.93
    for number, line in enumerate(TEXT.splitlines()):
        bold = number == 0 or line.startswith("Section ")
        figure.text(LEFT, height, line, size=12 if number == 0 else 9, weight="bold" if bold else "normal")
        height -= LINE
    for number, row in enumerate((HEADS, *ROWS)):
        if number < 2:
            _rule(figure, height + LINE * 0.75)
        for place, text in zip(COLUMNS, row, strict=True):
            figure.text(place, height, text, size=9, ha="left" if place == LEFT else "right")
        height -= LINE
    _rule(figure, height + LINE * 0.75)
    return figure


def write(path: Path = PAGE) -> None:
    """Write the PDF, the same bytes whenever the same matplotlib writes it."""
    with mpl.rc_context({"pdf.fonttype": 42, "font.family": "DejaVu Serif"}):
        page().savefig(path, format="pdf", metadata={"CreationDate": None, "Title": "The Probable Error of a Mean, page 20, in part"})


def _rule(figure: Figure, height: float) -> None:
    figure.add_artist(mpl.lines.Line2D((LEFT, RIGHT), (height, height), color="black", linewidth=0.6))


if __name__ == "__main__":
    write()
