"""What stands in the place of pytask's own bookkeeping for the time of a build."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import pytask
from collate.build.linear import Queue, bookkeeping

TASKS = """
from pathlib import Path
from typing import Annotated

from pytask import Product, mark, task

HERE = Path(__file__).parent


def ran(name):
    with (HERE / "order.txt").open("a") as file:
        file.write(f"{name} ")


@mark.try_last
@task
def alone(made: Annotated[Path, Product] = HERE / "alone.txt"):
    ran("alone")
    made.touch()


@mark.try_last
@task
def late(first: Path = HERE / "first.txt", made: Annotated[Path, Product] = HERE / "late.txt"):
    ran("late")
    made.touch()


@task
def first(made: Annotated[Path, Product] = HERE / "first.txt"):
    ran("first")
    made.touch()


@task
def second(first: Path = HERE / "first.txt", made: Annotated[Path, Product] = HERE / "second.txt"):
    ran("second")
    made.touch()


@task
def follows(late: Path = HERE / "late.txt", made: Annotated[Path, Product] = HERE / "follows.txt"):
    ran("follows")
    made.touch()
"""


def test_what_is_marked_comes_when_nothing_else_can_run(tmp_path):
    (tmp_path / "task_some.py").write_text(TASKS, encoding="utf-8")
    with bookkeeping():
        session = pytask.build(paths=[tmp_path], verbose=0)
    assert session.exit_code == pytask.ExitCode.OK
    assert (tmp_path / "order.txt").read_text().split() == ["first", "second", "alone", "late", "follows"]
    names = {task.signature: task.name.rpartition("::")[2] for task in session.tasks}
    queue, handed_out = Queue(session.dag), []
    while queue.is_active():
        signatures = queue.get_ready(5)
        handed_out.append({names[signature] for signature in signatures})
        assert queue.get_ready(5) == []  # while these run
        queue.done(*signatures)
    assert handed_out == [{"first"}, {"second"}, {"alone", "late"}, {"follows"}]


@runtime_checkable
class Named(Protocol):
    name: str


def test_functions_get_members_by_and_by():
    def function(): ...

    with bookkeeping():
        assert not isinstance(function, Named)
        function.name = "function"
        assert isinstance(function, Named)
        assert not isinstance(test_functions_get_members_by_and_by, Named)


def test_everything_is_put_back():
    check = type(pytask.PTask).__instancecheck__
    with bookkeeping():
        assert type(pytask.PTask).__instancecheck__ is not check
    assert type(pytask.PTask).__instancecheck__ is check
