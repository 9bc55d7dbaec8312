"""What notebooks may save of any computation: numbers, roles, texts, spreads; how it is stored, and judged against print."""

import csv
import io
import math
import random
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import nbformat
import numpy as np
import pandas as pd
import pytest
from new_book.conftest import collate

from collate import exact
from collate.book import Book
from collate.data import csvfile
from collate.data.published import Published
from collate.errors import ContractError, DataError, UnknownIdError
from collate.numbers.average import Enclosed
from collate.numbers.interval import Interval
from collate.numbers.values import VALUE_COLUMNS, read_number
from collate.run.coefficients import coefficients
from collate.run.notebook import Run
from collate.run.saved_value import saved_fields, with_spread
from collate.sphinx.values import marked_value
from collate.verdicts import judge, judge_claims

ROWS = ["estimate", "observations", "fit"]


@pytest.fixture
def book(new):
    """A new book with a table of one column, whose three cells a test prints."""
    return new("en")


def print_table(book, printed):
    rows = list(printed)
    headers = book.published / "headers.csv"
    added = [f"table-2,row,{place},{row},\n" for place, row in enumerate(rows, start=1)]
    headers.write_text(headers.read_text(encoding="utf-8") + "".join(added) + "table-2,column,1,(1),\n", encoding="utf-8")
    artifacts = book.published / "artifacts.csv"
    line = "table-2,table,1,2,9,en,table-1,,,title-table-1,,credit-invented,,\n"
    artifacts.write_text(artifacts.read_text(encoding="utf-8") + line, encoding="utf-8")
    columns = csvfile.read_table(book.cells / "table-1.csv")[0][1]
    cells = [(row, "(1)", text, "", "independent", "9", "read", "") for row, text in printed.items()]
    csvfile.write(book.cells / "table-2.csv", columns, cells)
    with (book.published / "datapackage.yaml").open("a", encoding="utf-8") as package:
        package.write("- {name: cells-table-2, path: cells/table-2.csv, encoding: utf-8, schema: schema/cell.json}\n")


def saved(book, values, **options):
    """The verdicts on what a notebook saves."""
    output = book.build / "run" / "table-2.en"
    run = Run("table-2", "en", "printed", str(book.data), str(output))
    frame = pd.DataFrame({"(1)": pd.Series(values, dtype=object)})
    run.save(frame, **options)
    csvfile.write_bytes(book.values("table-2"), (output / "values.csv").read_bytes())
    return {item.place.row: item for item in judge(book, artifacts=["table-2"])}


CASES = {
    "float": ("0.07", 0.0731, "identical"),
    "float that differs": ("0.08", 0.0731, "differs"),
    "numpy": ("1.5", np.float32(1.5), "identical"),
    "integer": ("1,794", 1794, "identical"),
    "numpy integer": ("1,794", np.int64(1795), "differs"),
    "decimal": ("2.5", Decimal("2.45"), "identical"),
    "fraction": ("0.33", Fraction(1, 3), "identical"),
    "text": ("n.s.", "n.s.", "identical"),
    "text that differs": ("n.s.", "yes", "differs"),
    "roles": ("0.073 (0.004)", {"value": 0.0731, "se": 0.0042}, "identical"),
    "a role that differs": ("0.073 (0.004)", {"value": 0.0731, "se": 0.0052}, "differs"),
    "a quantity of an exact number": ("12.4", exact("12.4"), "identical"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_value_is_judged(book, name):
    printed, value, verdict = CASES[name]
    print_table(book, {"estimate": printed})
    assert saved(book, {"estimate": value})["estimate"].verdict.key == verdict


def test_a_run_knows_the_rows_and_columns_that_it_saves(book):
    print_table(book, {"estimate": "1", "fit": "2"})
    run = Run("table-2", "en", "printed", str(book.data), str(book.build / "run" / "table-2.en"))
    assert (run.rows, run.columns) == (["estimate", "fit"], ["(1)"])


def test_what_differs_is_shown_in_its_place(book):
    print_table(book, {"estimate": "0.073 (0.004)"})
    assert saved(book, {"estimate": {"value": 0.0731, "se": 0.0052}})["estimate"].shown == "0.073 (0.005)"


@pytest.mark.parametrize(("error", "verdict"), [(None, "differs"), (0.001, "differs"), (0.002, "rounding"), ("0.002", "rounding")])
def test_a_declared_error_is_the_range(book, error, verdict):
    print_table(book, {"estimate": "0.08"})
    assert saved(book, {"estimate": 0.0731}, error=error)["estimate"].verdict.key == verdict


def test_samples_span_the_range_and_tell_the_stable_digits(book):
    print_table(book, {"estimate": "0.52"})
    samples = [pd.DataFrame({"(1)": [value]}, index=["estimate"]) for value in (0.5121, 0.5167)]
    found = saved(book, {"estimate": 0.5142}, samples=samples)["estimate"]
    assert found.verdict.key == "rounding"
    assert (found.low, found.high) != ("", "")
    assert Fraction(found.low) == Fraction(0.5121)
    assert Fraction(found.high) == Fraction(0.5167)
    assert found.rule.endswith("stable to 1 decimals")  # 0.51 and 0.52 part at the second


def test_a_double_is_kept_exactly(book):
    print_table(book, {"estimate": "0.1"})
    saved(book, {"estimate": 0.1})
    (row,) = csvfile.read(book.values("table-2"), VALUE_COLUMNS)
    assert (row["value"], row["low"], row["high"], row["formula"]) == ("0.1", "", "", "")
    assert read_number(row)[0] == Fraction(0.1) != Fraction("0.1")


def test_a_file_that_another_program_wrote(book):
    # As R's write.csv writes it, quoted and with its own digits.
    print_table(book, {"estimate": "0.073 (0.004)", "fit": "0.50"})
    book.values("table-2").parent.mkdir(parents=True, exist_ok=True)
    book.values("table-2").write_text(
        '"row","column","kind","value","low","high","formula"\n'
        '"estimate","(1)","number","0.0731234567890123","","",""\n'
        '"estimate","(1)","standard error","4.2e-03","","",""\n'
        '"fit","(1)","number","0.5","0.49","0.51",""\n',
        encoding="utf-8",
    )
    assert [item.verdict.key for item in judge(book, artifacts=["table-2"])] == ["identical", "identical"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ('"estimate","(1)","standard error","1","","",""', "a standard error without a number before it"),
        ('"estimate","(1)","number","NaN","","",""', "not a number"),
        ('"estimate","(1)","number","inf","","",""', "not a number"),
        ('"estimate","(1)","number","1","2","1",""', "not a number"),
        ('"nowhere","(1)","number","1","","",""', "nowhere printed: nowhere/(1)"),
        ('"estimate","(1)","number","1","","",""\n"estimate","(1)","p","1","","",""', "'p' is not printed"),
    ],
)
def test_a_values_file_that_cannot_be(book, rows, message):
    print_table(book, {"estimate": "1"})
    book.values("table-2").parent.mkdir(parents=True, exist_ok=True)
    book.values("table-2").write_text(f"row,column,kind,value,low,high,formula\n{rows}\n", encoding="utf-8")
    with pytest.raises(DataError, match=message.replace("(", r"\(").replace(")", r"\)")):
        judge(book, artifacts=["table-2"])


@pytest.mark.parametrize(
    ("value", "options", "message"),
    [
        (math.nan, {}, "not a finite number"),
        (-math.inf, {}, "not a finite number"),
        (True, {}, "is not a value"),
        (np.True_, {}, "is not a value"),
        ([1, 2], {}, "is not a value"),
        ({"se": 1}, {}, "has no value"),
        ({"value": 1, "sigma": 2}, {}, "no role is called 'sigma'"),
        ({"value": 1, "coef": 2}, {}, "two names stand for one role"),
        (1.5, {"error": -1}, "is below 0"),
        (1.5, {"error": 1, "samples": [2.0]}, "an error and samples"),
        (exact("1"), {"error": 1}, "no error of its own"),
        (Enclosed(Fraction(1), list, list), {"error": 1}, "range from its inputs"),
    ],
    ids=str,
)
def test_what_is_no_value(value, options, message):
    with pytest.raises(ContractError, match=message):
        saved_fields(value, options.get("error"), options.get("samples", ()))


def test_the_ends_that_an_average_reaches_are_kept():
    ends = Interval(Fraction("1.5"), Fraction("1.75"))
    number = Enclosed(Fraction("1.6"), lambda: ends, lambda: Interval(Fraction(1), Fraction(2)))
    fields = saved_fields({"value": number, "uncertainty": number})
    assert [tuple(item) for item in fields] == [("number", "1.6", "1.5", "1.75", ""), ("uncertainty", "1.6", "1.5", "1.75", "")]


def test_the_place_of_what_is_no_value_is_told(book):
    print_table(book, {"estimate": "1"})
    with pytest.raises(ContractError, match=r"table-2/estimate/\(1\): nan is not a finite number"):
        saved(book, {"estimate": math.nan})


def values_file(path, *rows):
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([VALUE_COLUMNS, *rows])
    path.write_text(buffer.getvalue(), encoding="utf-8")
    return path


def test_runs_with_other_seeds_give_the_range(tmp_path):
    files = [
        values_file(tmp_path / f"{x}.csv", ("a", "b", "number", x, "", "", ""), ("a", "b", "p", "0.5", "", "", ""))
        for x in ("2.0", "1.0", "4.0")
    ]
    with_spread(files[0], files[1:])
    rows = [tuple(row.fields.values()) for row in csvfile.read(files[0], VALUE_COLUMNS)]
    assert rows == [("a", "b", "number", "2", "1", "4", ""), ("a", "b", "p", "0.5", "0.5", "0.5", "")]


def test_a_text_that_changes_with_the_seed_is_refused(tmp_path):
    files = [values_file(tmp_path / f"{x}.csv", ("a", "b", "text", x, "", "", "")) for x in ("yes", "no")]
    with pytest.raises(ContractError, match="a/b changes with the seed"):
        with_spread(files[0], files[1:])


SERIES = {"x": 0.5, "z": -1.25}
ERRORS = {"x": 0.1, "z": 0.2}


@pytest.mark.parametrize(
    "fit",
    [
        SimpleNamespace(params=pd.Series(SERIES), bse=pd.Series(ERRORS)),
        SimpleNamespace(params=np.array([0.5, -1.25]), bse=np.array([0.1, 0.2]), model=SimpleNamespace(exog_names=["x", "z"])),
        SimpleNamespace(params=pd.Series(SERIES), std_errors=pd.Series(ERRORS)),
        SimpleNamespace(coef=lambda: pd.Series(SERIES), se=lambda: pd.Series(ERRORS)),
    ],
    ids=["statsmodels", "statsmodels on arrays", "linearmodels", "pyfixest"],
)
def test_a_fitted_model_gives_its_table(fit):
    assert coefficients(fit) == {"x": {"value": 0.5, "standard error": 0.1}, "z": {"value": -1.25, "standard error": 0.2}}
    with pytest.raises(ContractError, match="has no p"):
        coefficients(fit, "p")


FILES = {
    "wages.csv": (b"name;wage\na;1,5\nb;2,5\n", {"sep": ";", "decimal": ","}),
    "wages.tsv": (b"name\twage\na\t1.5\nb\t2.5\n", {}),
    "wages.json": (b'[{"name": "a", "wage": 1.5}, {"name": "b", "wage": 2.5}]', {}),
    "wages.dta": (None, {}),
    "wages.xlsx": (None, {}),
    "wages.sqlite": (None, {}),
}


def write_file(path):
    frame = pd.DataFrame({"name": ["a", "b"], "wage": [1.5, 2.5]})
    content = FILES[path.name][0]
    if content is not None:
        path.write_bytes(content)
    elif path.suffix == ".dta":
        frame.to_stata(path, write_index=False)
    elif path.suffix == ".xlsx":
        frame.to_excel(path, index=False)
    else:
        import sqlite3
        from contextlib import closing

        with closing(sqlite3.connect(path)) as connection:
            frame.to_sql("wages", connection, index=False)


@pytest.fixture
def register(book, tmp_path, replace):
    from collate.cli.main import main

    def add(path):
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(book.root)
            assert main(["add", "dataset", "wages", str(path), "--source", "report", "--licence", "CC0-1.0"]) == 0
        replace(book.published / "artifacts.csv", ",table-1,,loans,", ",table-1,,loans wages,")
        return Run("table-1", "en", "printed", str(book.data), str(tmp_path / "run"))

    return add


@pytest.mark.parametrize("name", FILES)
def test_a_file_as_published_is_an_ordinary_frame(register, tmp_path, name):
    write_file(tmp_path / name)
    frame = register(tmp_path / name).data("wages", **FILES[name][1])
    assert list(frame["wage"]) == [1.5, 2.5]
    assert list(frame["name"]) == ["a", "b"]


def test_a_changed_or_unknown_dataset_is_told(register, tmp_path, book):
    write_file(tmp_path / "wages.tsv")
    run = register(tmp_path / "wages.tsv")
    with pytest.raises(UnknownIdError, match="no dataset 'wage'; near it: wages"):
        run.data("wage")
    assert run.path("wages") == book.files / "wages.tsv"
    (book.files / "wages.tsv").write_text("name\twage\na\t9\n", encoding="utf-8")
    for read in (run.data, run.path):
        with pytest.raises(DataError, match="the dataset 'wages' is not the file that was registered"):
            read("wages")


def test_a_dataset_that_the_table_does_not_list(register, tmp_path, book):
    write_file(tmp_path / "wages.tsv")
    register(tmp_path / "wages.tsv")
    run = Run("figure-1", "en", "printed", str(book.data), str(tmp_path / "run"))
    with pytest.raises(ContractError, match=r"artifacts\.csv does not list"):
        run.data("wages")


@pytest.mark.parametrize(("name", "package"), [("wages.parquet", "pyarrow"), ("wages.sav", "pyreadstat")])
def test_a_package_that_is_not_installed_is_named(register, tmp_path, monkeypatch, name, package):
    (tmp_path / name).write_bytes(b"whatever")
    run = register(tmp_path / name)

    def missing(*_args, **_options):
        raise ImportError(f"Missing optional dependency '{package}'")

    monkeypatch.setattr(pd, {"pyarrow": "read_parquet", "pyreadstat": "read_spss"}[package], missing)
    with pytest.raises(DataError, match=f"the package {package} is needed"):
        run.data("wages")


def test_a_kind_that_nothing_reads(register, tmp_path):
    (tmp_path / "wages.bin").write_bytes(b"\0")
    with pytest.raises(DataError, match=r"of a kind that is not read: \.bin"):
        register(tmp_path / "wages.bin").data("wages")


def on_page(book, item, shown):
    """The text of a cell of a table on a page."""
    domain = SimpleNamespace(word=str, language="en", published=Published(book), env=SimpleNamespace(docname="page"), errata_page="errata")
    domain.note = domain.note_erratum = lambda *_: None
    return marked_value(domain, item, shown, anchor=True).astext()


@pytest.mark.parametrize(
    ("printed", "value", "text"),
    [
        ("0.073 (0.004)", {"value": 0.0731, "se": 0.0041}, "0.073 (0.004)"),
        ("3.4 (2.4, 4.5)", {"value": 3.44, "lower end": 2.41, "upper end": 4.47}, "3.4 (2.4, 4.5)"),
        ("linear", "linear", "what the notebook shows"),
    ],
    ids=["standard error", "interval", "words"],
)
def test_a_page_shows_several_numbers_of_a_cell_as_printed(book, printed, value, text):
    convention = "collate:\n  convention:\n    places:\n      table-2: {brackets: standard error}\n  languages:"
    if isinstance(value, dict) and "se" in value:
        config = book.root / "_config.yml"
        config.write_text(config.read_text(encoding="utf-8").replace("collate:\n  languages:", convention), encoding="utf-8")
    print_table(book, {"estimate": printed})
    (item,) = saved(Book(book.root), {"estimate": value}).values()
    assert item.verdict.key == "identical"
    assert on_page(book, item, "what the notebook shows") == text


def print_without_basis(book, note):
    """A table of two cells, of which nothing regenerates the second."""
    print_table(book, {"estimate": "0.5", "fit": "0.9"})
    cells = book.cells / "table-2.csv"
    cells.write_text(cells.read_text(encoding="utf-8").replace("0.9,,independent,9,read,", f"0.9,,none,9,read,{note}"), encoding="utf-8")


def test_a_cell_that_nothing_regenerates(book):
    print_without_basis(book, "its data are not public")
    found = saved(book, {"estimate": 0.5, "fit": None})
    told = {row: (item.verdict.key, item.basis.value, item.rule) for row, item in found.items()}
    assert told["fit"] == ("not-regenerated", "none", "its data are not public")
    assert told["estimate"][0] == "identical"
    display = (book.build / "run" / "table-2.en" / "display.csv").read_text(encoding="utf-8")
    assert display.endswith("fit,(1),\n")  # a page needs a text for each place


def test_a_page_shows_what_nothing_regenerates_as_printed(book):
    print_table(book, {"fit": "0.9 (0.1)"})
    cells = book.cells / "table-2.csv"
    cells.write_text(cells.read_text(encoding="utf-8").replace(",independent,9,read,", ",none,9,read,its data are lost"), encoding="utf-8")
    assert on_page(book, saved(book, {"fit": None})["fit"], "").startswith("0.9 (0.1)")


def test_a_cell_without_basis_says_why(book):
    print_without_basis(book, "")
    with pytest.raises(DataError, match=r"nothing regenerates this cell, and nobody says why\n  to do: say in the column `note`"):
        saved(book, {"estimate": 0.5, "fit": None})


def test_a_cell_without_basis_has_no_value(book):
    print_without_basis(book, "its data are not public")
    with pytest.raises(DataError, match="table-2/fit/\\(1\\): its basis is none, but a value is regenerated"):
        saved(book, {"estimate": 0.5, "fit": 0.9})


def test_a_value_that_is_left_out_is_not_run(book):
    print_table(book, {"estimate": "0.5"})
    assert saved(book, {"estimate": None})["estimate"].verdict.key == "not-run"


NOTEBOOK_CLAIM = "c1-l0006-ratio,1,6,ratio of something,0.52,,,,percent,ratio,notebook,,,\n"


@pytest.fixture
def claims(book, tmp_path):
    """A run of the claims notebook of a book with a claim that a notebook computes."""
    from collate.run.claim_run import open_claims

    path = book.published / "claims.csv"
    path.write_text(path.read_text(encoding="utf-8") + NOTEBOOK_CLAIM, encoding="utf-8")
    return open_claims("1", str(book.data), str(tmp_path / "claims"))


@pytest.mark.parametrize(
    ("value", "options", "verdict"),
    [(0.5249, {}, "identical"), (0.5251, {}, "differs"), (0.5251, {"error": 0.001}, "rounding"), (0.53, {"samples": [0.52]}, "rounding")],
)
def test_a_number_that_only_a_sentence_says(book, claims, value, options, verdict):
    claims.value("c1-l0006-ratio", value, **options)
    claims.save({})
    csvfile.write_bytes(book.claim_values(1), (claims.output / "claims.csv").read_bytes())
    found = {item.place.id: item for item in judge_claims(book)}["c1-l0006-ratio"]
    assert (found.verdict.key, found.basis.value) == (verdict, "recomputed")


def test_a_sentence_whose_value_the_notebook_forgets_is_not_run(book, claims):
    claims.save({})
    assert {item.place.id: item for item in judge_claims(book)}["c1-l0006-ratio"].verdict.key == "not-run"


@pytest.mark.parametrize(
    ("id", "value", "message"),
    [
        ("c1-l0003-growth", 1.0, "its check is 'table'"),
        ("c1-l0006-ratio", "yes", "is not one number"),
        ("c1-l0006-ratio", {"value": 1, "se": 2}, "is not one number"),
        ("c1-l0006-ratio", math.nan, "c1-l0006-ratio: nan is not a finite number"),
    ],
)
def test_a_value_that_a_sentence_cannot_have(claims, id, value, message):
    with pytest.raises(ContractError, match=message):
        claims.value(id, value)


SIMULATION = """import random

wages = run.data("wages")
draw = random.Random(int(seed))
table = pd.DataFrame({"(1)": {"estimate": wages["wage"].mean() + draw.random() / 100, "observations": len(wages)}}, dtype=object)"""


@pytest.mark.slow
def test_a_notebook_runs_once_for_each_seed_and_again_only_when_its_data_change(book, register, tmp_path, replace):
    (tmp_path / "wages.csv").write_text("name,wage\na,1.5\nb,2.5\n", encoding="utf-8")
    register(tmp_path / "wages.csv")
    print_table(book, {"estimate": "2.00", "observations": "2"})
    replace(book.published / "artifacts.csv", ",table-1,,,title-table-1,,", ",table-2,seed=7 seeds=3,wages,title-table-1,,")
    replace(
        book.root / "_toc.yml", "      - file: artifacts/table-1\n", "      - file: artifacts/table-1\n      - file: artifacts/table-2\n"
    )
    notebook = nbformat.read(book.notebooks / "table-1.ipynb", as_version=4)
    _, parameters, load, compute, save = notebook.cells
    parameters.source = parameters.source.replace("table-1", "table-2") + '\nseed = "1"'
    load.source = load.source.replace("from analysis import loans", "import pandas as pd")
    compute.source, save.source = SIMULATION, "run.save(table)"
    nbformat.write(notebook, book.notebooks / "table-2.ipynb")
    done = collate(book, "build", "values", "--workers", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    estimate, count = csvfile.read(book.values("table-2"), VALUE_COLUMNS)
    draws = [Fraction(2.0 + random.Random(seed).random() / 100) for seed in (7, 8, 9)]
    assert [Fraction(estimate[name]) for name in ("value", "low", "high")] == [draws[0], min(draws), max(draws)]
    assert [count[name] for name in ("value", "low", "high")] == ["2", "2", "2"]
    assert [path.name for path in (book.build / "run").glob("*seed*")] == []
    assert collate(book, "build", "values").stdout == "nothing has changed since the last build\n"
    (book.files / "wages.csv").write_text("name,wage\na,1.5\nb,2.6\n", encoding="utf-8")
    changed = collate(book, "build", "values", "--workers", "2")
    assert changed.returncode == 1
    assert "the dataset 'wages' is not the file that was registered" in changed.stderr
