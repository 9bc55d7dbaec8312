"""Bad notebooks and parameters: named, kept for inspection, and no product left behind."""

from __future__ import annotations

import ast
import dataclasses
import json
from pathlib import Path

import nbformat
import pytest

from collate.data.published import Published
from collate.errors import ContractError, NotebookError, ParameterError
from collate.run.execute import run_notebook
from collate.run.imports import notebook_modules
from collate.run.notebook import open_run
from collate.run.notebook_file import parse_cell, read_notebook
from collate.run.parameters import declared_parameters, require_parameters


def artifact(project, **changes):
    return dataclasses.replace(Published(project).artifact("table-1-1"), **changes)


def products(project):
    return [path for path in (project.build / "run").glob("*") if path.is_dir()] if project.build.exists() else []


@pytest.mark.slow
def test_a_raising_notebook(tiny, replace):
    replace(tiny.notebooks / "table-1-1.ipynb", "table = harvest(run.observations)", "table = harvest(run.observation)")
    with pytest.raises(NotebookError, match=r"table-1-1.ipynb: cell \d+ raises AttributeError") as caught:
        run_notebook(tiny, artifact(tiny), "en")
    assert "_build/failed/table-1-1.en.ipynb" in str(caught.value)
    assert (tiny.build / "failed" / "table-1-1.en.ipynb").is_file()
    assert not products(tiny)


@pytest.mark.slow
def test_a_failing_run_leaves_no_earlier_result(tiny, replace):
    run_notebook(tiny, artifact(tiny), "en")
    before = (tiny.run("table-1-1", "en") / "values.csv").read_bytes()
    replace(tiny.notebooks / "table-1-1.ipynb", "run.save(table)", "run.save(table.drop(index='both'))")
    with pytest.raises(NotebookError, match="ContractError"):
        run_notebook(tiny, artifact(tiny), "en")
    # The whole earlier result stays; nothing is mixed with it, and the build, which failed, does not go on to use it.
    assert (tiny.run("table-1-1", "en") / "values.csv").read_bytes() == before
    assert [path.name for path in products(tiny)] == ["table-1-1.en"]


def test_an_unknown_parameter(tiny):
    with pytest.raises(ParameterError, match="unknown parameter colour"):
        run_notebook(tiny, artifact(tiny, parameters={"colour": "red"}), "en")


def test_a_missing_parameter(tiny, replace):
    replace(tiny.notebooks / "table-1-1.ipynb", 'language = \\"en\\"', 'language = \\"en\\"\\nseason = \\"autumn\\"')
    with pytest.raises(ParameterError, match="missing parameter season"):
        run_notebook(tiny, artifact(tiny), "en")


@pytest.mark.parametrize(
    ("text", "message"), [("{", "not valid JSON|not a valid notebook"), ("[]", "not a valid notebook"), (None, "the notebook is missing")]
)
def test_an_unreadable_notebook(tiny, text, message):
    path = tiny.notebooks / "table-1-1.ipynb"
    path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    with pytest.raises(NotebookError, match=message):
        run_notebook(tiny, artifact(tiny), "en")


def test_no_parameters_cell(tiny):
    path = tiny.notebooks / "table-1-1.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][1]["metadata"].clear()
    path.write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.raises(ParameterError, match="no cell of code is tagged"):
        run_notebook(tiny, artifact(tiny), "en")


def test_an_unknown_language(tiny, tmp_path):
    with pytest.raises(ParameterError, match="unknown language 'fr'"):
        open_run("table-1-1", "fr", "printed", str(tiny.data), str(tmp_path))


def test_a_cell_that_is_no_value(tiny, tmp_path):
    run = open_run("table-1-1", "en", "printed", str(tiny.data), str(tmp_path / "out"))
    table = run.observations.pivot(index="subject", columns="period", values="quantity")
    table.loc["both"] = float("nan")
    with pytest.raises(ContractError, match="is not a finite number"):
        run.save(table)
    assert not (tmp_path / "out").exists()


def edit(project, change):
    path = project.notebooks / "table-1-1.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    change(notebook)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def declare(old, new):
    def change(notebook):
        source = "".join(notebook["cells"][1]["source"])
        assert old in source
        notebook["cells"][1]["source"] = source.replace(old, new)

    return change


LANGUAGE = 'language = "en"'
NAMES = ["artifact", "language", "reading", "data_dir", "output_dir"]


@pytest.mark.parametrize(
    "text",
    [
        'language: str = "en"  # the language',
        "language: str",
        'language = (\n    "en"  # by default\n)',
        'language = "en=US"',
        '# colour = red\nlanguage = "en"',
        'import os\nfrom pathlib import Path\nlanguage = "en"',
        '%matplotlib inline\nlanguage = "en"',
        '"""colour = what it is drawn in"""\nlanguage = "en"',
    ],
    ids=["type", "no default", "several lines", "equals sign", "comment", "imports", "magic", "docstring"],
)
def test_parameters_as_people_write_them(tiny, text):
    path = edit(tiny, declare(LANGUAGE, text))
    assert declared_parameters(path, read_notebook(path)) == NAMES


def test_a_pair_of_parameters(tiny):
    path = edit(tiny, declare(LANGUAGE, LANGUAGE + "\nfirst, second = 1, 2"))
    with pytest.raises(ParameterError, match="missing parameter first; missing parameter second"):
        require_parameters(path, read_notebook(path), dict.fromkeys(NAMES, ""))


@pytest.mark.parametrize(
    ("tag", "message"), [("parameters", "more than one cell is .* cell 2"), ("injected-parameters", "cell 2 .* is tagged `injected")]
)
def test_another_cell_of_parameters(tiny, tag, message):
    cell = {"cell_type": "code", "execution_count": None, "id": "other", "metadata": {"tags": [tag]}, "outputs": [], "source": LANGUAGE}
    path = edit(tiny, lambda notebook: notebook["cells"].insert(2, cell))
    with pytest.raises(ParameterError, match=rf"table-1-1\.ipynb: {message}"):
        require_parameters(path, read_notebook(path), dict.fromkeys(NAMES, ""))


def test_parameters_in_a_cell_of_text(tiny):
    def change(notebook):
        notebook["cells"][1] = {"cell_type": "markdown", "id": "text", "metadata": {"tags": ["parameters"]}, "source": LANGUAGE}

    path = edit(tiny, change)
    with pytest.raises(ParameterError, match="a cell of kind markdown is"):
        require_parameters(path, read_notebook(path), {})


@pytest.mark.parametrize(
    ("source", "imported"),
    [
        ("%matplotlib inline\nimport orchard", "orchard"),
        ("%%time\nimport orchard", "orchard"),
        ("!ls\nimport orchard", "orchard"),
        ("table?", None),
        ("%%bash\nfor x in 1; do echo; done", None),
        ("await something()", None),
    ],
    ids=["line magic", "cell magic", "shell", "help", "other language", "await"],
)
def test_what_a_cell_in_ipython_imports(source, imported):
    cell = nbformat.v4.new_code_cell(source)
    names = [alias.name for node in parse_cell(1, cell, Path("a.ipynb")).body if isinstance(node, ast.Import) for alias in node.names]
    assert names == ([imported] if imported else [])


@pytest.mark.parametrize("source", ["for x in", "x = (", "x = 'a\0b'"], ids=["statement", "bracket", "null"])
def test_a_cell_that_is_no_python(tiny, source):
    path = edit(tiny, declare(LANGUAGE, LANGUAGE + "\n" + source))
    with pytest.raises(NotebookError, match=r"table-1-1\.ipynb: cell 1 \('artifact = .* is not valid Python"):
        notebook_modules(path, tiny.python)


def test_a_byte_order_mark(tiny):
    path = tiny.notebooks / "table-1-1.ipynb"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(read_notebook(path).cells) == 5


@pytest.mark.parametrize("minor", [0, 4, 5])
def test_cells_that_were_saved_without_ids_are_named_the_same_each_time(tiny, minor):
    def change(notebook):
        notebook["nbformat_minor"] = minor
        for cell in notebook["cells"]:
            del cell["id"]

    path = edit(tiny, change)
    assert [cell["id"] for cell in read_notebook(path).cells] == [f"unnamed-{number}" for number in range(5)]


def test_a_notebook_in_another_language(tiny):
    path = edit(tiny, lambda notebook: notebook["metadata"].update(language_info={"name": "R"}))
    with pytest.raises(NotebookError, match="a notebook in R"):
        read_notebook(path)


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"kernelspec": {"display_name": "Python [conda env:geo]", "language": "python", "name": "conda-env-geo-py"}},
        {"kernelspec": {"display_name": "Python 3", "name": "python3"}, "colab": {"provenance": []}},
        {"kernelspec": {"display_name": ".venv", "language": "python", "name": "python3"}, "vscode": {"interpreter": {"hash": "ab"}}},
        {"jupytext": {"formats": "ipynb,py:percent"}},
    ],
    ids=["none", "conda", "Colab", "VS Code", "jupytext"],
)
def test_metadata_of_other_programs(tiny, metadata):
    path = edit(tiny, lambda notebook: notebook.update(metadata=metadata))
    require_parameters(path, read_notebook(path), dict.fromkeys(NAMES, ""))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda cell: cell.update(source="1"), "nothing saves values.csv"),
        (lambda cell: cell.update(source="import sys; sys.exit(0)"), r"cell 5 \('import sys.*\) ends the notebook before it saves"),
        (lambda cell: cell["metadata"].update(tags=["skip-execution"]), r"cell 5 \('run.save\(table\)'\) did not run"),
    ],
    ids=["forgotten", "exit", "skipped"],
)
def test_a_notebook_that_saves_nothing(tiny, change, message):
    edit(tiny, lambda notebook: change(notebook["cells"][-1]))
    with pytest.raises(NotebookError, match=rf"table-1-1\.ipynb: .*{message}"):
        run_notebook(tiny, artifact(tiny), "en")
    assert not products(tiny)
