"""The public face of the library."""

import collate


def test_public_names():
    assert set(collate.__all__) - {"__version__"} == {
        "Basis", "Book", "CollateError", "Comparison", "Interval", "Phrase", "Printed", "Quantity", "Regenerated",
        "Run", "Truth", "Verdict", "compare", "exact", "joined", "maximum", "mean", "minimum", "observed", "open_run", "parse", "percent",
        "rank", "total", "exp", "log", "log10", "median", "pstdev", "pvariance", "quantile", "root", "sqrt", "stdev", "student", "variance",
        "printed", "Convention", "Doubt", "Fact", "FactVerdict", "Judgement", "Reading", "Relation", "Role", "judge", "read",
    }  # fmt: skip
    assert all(hasattr(collate, name) for name in collate.__all__)


def test_the_library_does_not_know_this_report(book):
    words = ("bohai", "tianjin", "beijing", "zhongguancun", "hsinchu", "渤海", "天津")
    for path in (book.root / "src" / "collate").rglob("*.py"):
        text = path.read_text(encoding="utf-8").lower()
        assert not [word for word in words if word in text.replace("廣義環渤海", "")], path
