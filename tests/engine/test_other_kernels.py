"""A notebook in R is run through papermill as one in Python is, saves the same file, and runs again when what it may have read changes."""

from __future__ import annotations

import nbformat
import pytest
from needs import needs

from collate.data import csvfile
from collate.data.published import Published
from collate.errors import CollateError, NotebookError, ParameterError
from collate.numbers.values import VALUE_COLUMNS
from collate.run.execute import parameters_for, run_notebook
from collate.run.inputs import changes, read_inputs
from collate.run.notebook_file import read_notebook
from collate.run.parameters import parameters_of, require_parameters

PARAMETERS = 'artifact <- ""\nlanguage <- "en"\nreading = "printed"\ndata_dir <- "data"\noutput_dir <- "out"'
COMPUTE = """\
harvest <- read.csv(file.path(data_dir, "source", "observations", "harvest.csv"), colClasses = "character", encoding = "UTF-8")
harvest$value <- as.numeric(harvest$value)
totals <- tapply(harvest$value, harvest$period, sum)
"""
SAVE = """\
save_values <- function(row, column, value, kind = "number") {
  stopifnot(all(is.finite(value)))
  rows <- data.frame(row, column, kind, value = sprintf("%.17g", value), low = "", high = "", formula = "")
  write.csv(rows, file.path(output_dir, "values.csv"), row.names = FALSE, quote = FALSE, fileEncoding = "UTF-8")
}
"""
LAST = 'save_values("both", names(totals), unname(totals))'


def write(book, *cells, kernel="ir"):
    """The notebook of table 1-1, in R."""
    notebook = nbformat.v4.new_notebook()
    notebook.metadata["kernelspec"] = {"name": kernel, "language": "R", "display_name": "R"}
    for number, source in enumerate((PARAMETERS, *cells)):
        cell = nbformat.v4.new_code_cell(source, id=f"cell-{number}")
        cell.metadata["tags"] = ["parameters"] if not number else []
        notebook.cells.append(cell)
    path = book.notebooks / "table-1-1.ipynb"
    nbformat.write(notebook, path)
    return path


def run(book):
    return run_notebook(book, Published(book).artifacts["table-1-1"], "en")


@pytest.mark.slow
@needs("R")
def test_what_r_computes_is_saved_and_shown(tiny):
    write(tiny, COMPUTE, SAVE, LAST)
    folder = run(tiny)
    rows = csvfile.read(folder / "values.csv", VALUE_COLUMNS)
    # harvest.csv has 1.2 and 3.4 of 2000, 2.4 and 3.2 of 2001
    assert [(row["row"], row["column"], row["kind"], float(row["value"])) for row in rows] == [
        ("both", "2000", "number", 4.6),
        ("both", "2001", "number", 5.6),
    ]
    assert (folder / "display.csv").read_text(encoding="utf-8") == "row,column,text\nboth,2000,4.6\nboth,2001,5.6\n"
    first = (folder / "values.csv").read_bytes(), (folder / "executed.ipynb").read_bytes()
    run(tiny)
    assert ((folder / "values.csv").read_bytes(), (folder / "executed.ipynb").read_bytes()) == first


@pytest.mark.slow
@needs("R")
def test_what_it_may_have_read_is_an_input(tiny):
    path = write(tiny, COMPUTE, SAVE, LAST)
    helper = path.with_name("helper.R")
    helper.write_text("x <- 1\n", encoding="utf-8")
    folder = run(tiny)
    assert {"data/source/observations/harvest.csv", tiny.relative(path), tiny.relative(helper)} <= set(read_inputs(folder).files)
    assert list(changes(tiny, folder)) == []
    helper.write_text("x <- 2\n", encoding="utf-8")
    assert list(changes(tiny, folder)) == [("file", tiny.relative(helper), "changed")]
    helper.write_text("x <- 1\n", encoding="utf-8")
    (tiny.source / "observations" / "more.csv").write_text("a\n", encoding="utf-8")
    assert list(changes(tiny, folder)) == [("folder", "data/source/observations", "changed")]
    (tiny.source / "observations" / "more.csv").unlink()
    kept = path.read_text(encoding="utf-8")
    path.write_text(kept + "\n", encoding="utf-8")
    assert [name for _, name, _ in changes(tiny, folder)] == [tiny.relative(path)]


BAD = {
    "NaN": (SAVE.replace("stopifnot(all(is.finite(value)))", ""), 'save_values("both", "2000", NaN)', "not a number"),
    "an unknown row": (SAVE, 'save_values("west", "2000", 1)', "no row 'west' in headers.csv"),
    "other columns": (SAVE.replace("low = ", "least = "), 'save_values("both", "2000", 1)', "unknown column 'least'"),
    "an unknown kind": (SAVE, 'save_values("both", c("2000", "2000"), c(1, 2), c("number", "sigma"))', "no role is called 'sigma'"),
    "two values": (SAVE, 'save_values("both", c("2000", "2000"), c(1, 2))', "both/2000 has two values"),
    "a role first": (SAVE, 'save_values("both", "2000", 1, "standard error")', "before the number of its place"),
    "an error of R": (SAVE, 'stop("no harvest")', "no harvest"),
    "nothing saved": (SAVE, "1 + 1", "nothing saves values.csv"),
}


@pytest.mark.slow
@needs("R")
@pytest.mark.parametrize("fault", BAD)
def test_what_it_saves_is_looked_at(tiny, fault):
    save, last, expected = BAD[fault]
    write(tiny, save, last)
    with pytest.raises(CollateError, match=expected):
        run(tiny)
    assert not tiny.run("table-1-1", "en").exists()


@pytest.mark.slow
@needs("R")
def test_the_user_s_own_settings_of_r_are_not_read(tiny, monkeypatch, tmp_path):
    for folder in (tmp_path, tiny.root):
        (folder / ".Rprofile").write_text('stop("a profile is read")\n', encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("R_PROFILE_USER", str(tmp_path / ".Rprofile"))
    write(tiny, COMPUTE, SAVE, LAST)
    run(tiny)


def test_a_kernel_that_is_not_installed_is_named(tiny):
    write(tiny, LAST, kernel="fortran-77")
    with pytest.raises(NotebookError, match="the kernel 'fortran-77' is not installed"):
        run(tiny)


def test_parameters_are_those_of_the_cell(tiny):
    path = write(tiny, LAST)
    given = parameters_for(Published(tiny).artifacts["table-1-1"], "en")
    require_parameters(path, read_notebook(path), given)
    with pytest.raises(ParameterError, match="unknown parameter seed"):
        require_parameters(path, read_notebook(path), given | {"seed": "1"})


@pytest.mark.parametrize(
    ("source", "names"),
    [("a <- 1\nb=2\n# c <- 3\n  d := 4", ["a", "b", "d"]), ("a == 1\nf(x = 2)\na <- 1\na <- 2", ["a"]), ("", [])],
)
def test_names_of_parameters(source, names):
    assert parameters_of(source) == names


def test_the_snippet_of_the_documentation_is_the_one_that_is_run(book):
    text = (book.root / "docs" / "values.md").read_text(encoding="utf-8")
    assert SAVE in text
    assert PARAMETERS in text
