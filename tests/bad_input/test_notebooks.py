"""Bad notebooks and parameters: named, kept for inspection, and no product left behind."""

from __future__ import annotations

import dataclasses
import json

import pytest

from collate.data.published import Published
from collate.errors import ContractError, NotebookError, ParameterError
from collate.notebooks.notebook import open_run
from collate.notebooks.run import run_notebook


def artifact(project, **changes):
    return dataclasses.replace(Published(project).artifact("table-1-1"), **changes)


def products(project):
    return [path for path in (project.build / "run").glob("*") if path.is_dir()] if project.build.exists() else []


def test_a_raising_notebook(tiny, replace):
    replace(tiny.notebooks / "table-1-1.ipynb", "table = harvest(run.observations)", "table = harvest(run.observation)")
    with pytest.raises(NotebookError, match=r"table-1-1.ipynb: cell \d+ raises AttributeError") as caught:
        run_notebook(tiny, artifact(tiny), "en")
    assert "_build/failed/table-1-1.en.ipynb" in str(caught.value)
    assert (tiny.build / "failed" / "table-1-1.en.ipynb").is_file()
    assert not products(tiny)


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
    ("text", "message"), [("{", "no JSON|no valid notebook"), ("[]", "no valid notebook"), (None, "the notebook is missing")]
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
    table.loc["both"] = 5.6
    with pytest.raises(ContractError, match="is a float"):
        run.save(table)
    assert not (tmp_path / "out").exists()
