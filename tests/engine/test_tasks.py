"""What the build is told of the tasks, and what a task records."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from collate.build.graph import followers, needed, outdated, selected, tasks
from collate.build.task import Task, as_pytask, changes, perform


def test_every_task_is_sound(tiny):
    found = tasks(tiny)
    names = [task.name for task in found]
    assert len(names) == len(set(names))
    made = [path for task in found for path in task.makes]
    assert len(made) == len(set(made))
    for task in found:
        assert pickle.loads(pickle.dumps((tiny, task))) == (tiny, task)  # a worker gets it so
        assert not set(task.files) & set(made), task.name  # pytask puts tasks in order by `needs` alone
        assert task.makes


def test_no_environment_variable_names_the_book(tiny, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    before = [task.name for task in tasks(tiny)]
    assert {"check-data", "run-table-1-1-en", "publish-table-1-1", "verify", "html-en", "pdf-zh-Hant", "start-page"} <= set(before)


def write(book, text):
    (book.root / "made.txt").write_text(text, encoding="utf-8")


def fail(book):
    raise OSError(f"no {book.root.name}")


@pytest.fixture
def one(tiny):
    read, other = tiny.root / "read.txt", tiny.root / "other.txt"
    for path in (read, other):
        path.write_text("a\n", encoding="utf-8")
    task = Task("one", write, ("x",), {"word": "y"}, files=[read], needs=[other], makes=[tiny.root / "made.txt"])
    perform((tiny, task), [])
    return tiny, task


def told(book, task):
    return [(change.kind, change.name, change.state) for change in changes(book, task)]


def test_a_finished_task_has_no_change(one):
    assert told(*one) == []


@pytest.mark.parametrize(("name", "kind"), [("read.txt", "file"), ("other.txt", "need"), ("made.txt", "product")])
def test_a_change_of_a_file(one, name, kind):
    path = one[0].root / name
    path.write_text("b\n", encoding="utf-8")
    assert told(*one) == [(kind, name, "changed")]
    path.unlink()
    assert told(*one) == [(kind, name, "missing")]


def test_a_change_of_a_value(one):
    book, task = one
    other = Task("one", write, ("z",), {"word": "y", "more": 1}, files=task.files, needs=task.needs, makes=task.makes)
    assert told(book, other) == [("value", "arguments", "changed"), ("value", "more", "new")]


@pytest.mark.parametrize("damage", [None, "", "[]", '{"values": {}}'])
def test_a_lost_record_is_never_taken_for_no_change(one, damage):
    book, task = one
    record = task.record(book)
    record.unlink() if damage is None else record.write_text(damage, encoding="utf-8")
    assert told(book, task) == [("never-run", "", "new")]


def test_a_task_that_fails_has_no_record(one):
    book, task = one
    with pytest.raises(OSError, match="no"):
        perform((book, Task("one", fail, makes=task.makes)), [])
    assert told(book, task) == [("never-run", "", "new")]


def test_pytask_sees_what_the_record_sees(one):
    book, task = one
    node = as_pytask(book, task).depends_on["item"]
    before = node.state()
    assert node.state() == before
    (book.root / "read.txt").write_text("b\n", encoding="utf-8")
    assert node.state() != before


def test_order_and_selection():
    a, b, c = Path("a"), Path("b"), Path("c")
    chain = [Task("one", write, makes=[a]), Task("two", write, needs=[a], makes=[b]), Task("three", write, needs=[b], makes=[c])]
    assert [task.name for task in needed(chain, ["three"])] == ["one", "two", "three"]
    assert [task.name for task in needed(chain, ["one"])] == ["one"]
    assert [task.name for task in followers(chain, {"one"})] == ["two", "three"]
    constant = [replace(chain[0], constant=True), *chain[1:]]
    assert followers(constant, {"one"}) == []
    assert [task.name for task in followers(constant, {"one", "two"})] == ["three"]
    assert selected(chain, "two or ONE") == ["one", "two"]
    assert selected(chain, None) == ["one", "two", "three"]


def test_what_was_never_built_is_outdated(tiny):
    names, read = outdated(tiny, ["verify"])
    assert {"check-data", "run-table-1-1-en", "verify"} <= set(names)
    assert "html-en" not in names
    assert tiny.source / "observations" / "harvest.csv" in read


def test_a_record_says_what_was_there_before(tiny):
    """A file that changes under a task is not taken for what the task has read."""
    path = tiny.root / "read.txt"
    path.write_text("a\n", encoding="utf-8")
    task = Task("one", lambda _: path.write_text("b\n", encoding="utf-8"), files=[path])
    perform((tiny, task), [])
    assert json.loads(task.record(tiny).read_text(encoding="utf-8"))["files"] != {}
    assert told(tiny, task) == [("file", "read.txt", "changed")]
