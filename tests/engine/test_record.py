"""Nothing is skipped that might have changed: every change of a file is seen, and a damaged product is made again."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys

import pytest
from tests_root import variants

from collate.build import state
from collate.data import csvfile


def files_of(project):
    """One file of every kind that a build reads or writes."""
    return {
        "observation": project.source / "observations" / "harvest.csv",
        "errata": project.errata,
        "chapter": project.chapters / "en" / "index.md",
        "notebook": project.notebooks / "table-1-1.ipynb",
        "analysis": project.python / "orchard" / "__init__.py",
        "contents": project.root / "_toc.yml",
        "requirements": project.root / "requirements.txt",
        "lock": project.build / "pytask.lock",
        "regenerated": project.regenerated / "table-1-1.csv",
        "figure": project.figure("table-1-1", "en", "svg"),
        "run": project.run("table-1-1", "en") / "values.csv",
        "page": project.html("en") / "index.html",
        "style": project.html("en") / "_static" / "collate.css",
        "pdf": project.pdf("en"),
    }


@pytest.fixture
def finished(tiny):
    """A tree as a finished build leaves it."""
    for path in files_of(tiny).values():
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("made\n", encoding="utf-8")
    state.write(tiny, None, set())
    assert state.unchanged(tiny, None)
    return tiny


def edit(path):
    """Another content of the same length, with the old modification time."""
    state = path.stat()
    content = path.read_bytes()
    path.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def truncate(path):
    path.write_bytes(path.read_bytes()[:1])


def replace_by_copy(path):
    other = path.with_name("other")
    shutil.copy2(path, other)
    other.replace(path)


CHANGES = {"edited": edit, "touched": os.utime, "deleted": os.unlink, "truncated": truncate, "replaced": replace_by_copy}
KINDS = ["observation", "errata", "chapter", "notebook", "analysis", "contents", "requirements", "lock"]
KINDS += ["regenerated", "figure", "run", "page", "style", "pdf"]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_change_is_seen(finished, kind, change):
    CHANGES[change](files_of(finished)[kind])
    assert not state.unchanged(finished, None)


@pytest.mark.parametrize("name", ["data/source/new.csv", "chapters/en/new.md", "src/notebooks/new.ipynb", "src/new/deep.py", "setup.cfg"])
def test_a_new_file_is_seen(finished, name):
    path = finished.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("", encoding="utf-8")
    assert not state.unchanged(finished, None)


@pytest.mark.parametrize("name", ["src/orchard/__pycache__/orchard.pyc", "_build/stage/x.md", "_build/sphinx/x", "tests/test_x.py"])
def test_what_no_build_reads_is_not_looked_at(finished, name):
    path = finished.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("", encoding="utf-8")
    assert state.unchanged(finished, None)


def test_another_environment_is_seen(finished, monkeypatch, tmp_path):
    monkeypatch.setattr(state.sysconfig, "get_path", lambda _: str(tmp_path))
    assert not state.unchanged(finished, None)


def test_another_setting_of_kernels_is_seen(finished, monkeypatch):
    monkeypatch.setenv("COLLATE_HASH_SEED", "7")
    assert not state.unchanged(finished, None)


def test_a_record_of_everything_holds_for_a_part_and_not_the_reverse(finished):
    assert state.unchanged(finished, "html")
    state.write(finished, "html", set())
    assert state.unchanged(finished, "html")
    assert not state.unchanged(finished, "pdf")
    assert not state.unchanged(finished, None)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"format": 0}', None])
def test_a_damaged_record_says_nothing(finished, damage):
    path = finished.build / "record.json"
    path.unlink() if damage is None else path.write_text(damage, encoding="utf-8")
    assert not state.unchanged(finished, None)


def test_a_damaged_product_that_no_task_names_takes_its_folder_along(finished):
    page, style = files_of(finished)["page"], files_of(finished)["style"]
    state.write(finished, None, {str(page)})
    edit(style)
    state.forget(finished)
    assert not page.exists()
    assert files_of(finished)["pdf"].exists()
    assert not state.unchanged(finished, None)


def build(project, what="values"):
    command = [sys.executable, "-m", "collate", "build", what, "--workers", "1"]
    return subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def built(tiny_built, tmp_path_factory):
    project = tiny_built(tmp_path_factory.mktemp("record") / "tiny")
    assert build(project).returncode == 0
    assert "nothing has changed" in build(project).stdout
    return project


@pytest.mark.slow
@pytest.mark.parametrize("change", variants({name: (name,) for name in ("edited", "deleted", "truncated")}))
@pytest.mark.parametrize("kind", ["run", "regenerated"])
def test_a_damaged_product_is_made_again(built, kind, change):
    path = files_of(built)[kind]
    whole = path.read_bytes()
    CHANGES[change](path)
    done = build(built)
    assert done.returncode == 0, done.stderr
    assert path.read_bytes() == whole


@pytest.mark.slow
@pytest.mark.endurance
def test_an_edit_that_keeps_the_modification_time_is_not_lost_on_pytask(built):
    path = built.source / "observations" / "harvest.csv"
    whole = path.read_text(encoding="utf-8")
    state = path.stat()
    path.write_text(whole.replace("harvest.north,2000,1.2", "harvest.north,2000,1.3"), encoding="utf-8")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    failed = build(built)
    path.write_text(whole, encoding="utf-8")
    assert "differs, printed '1.2', regenerated '1.3'" in failed.stderr
    assert not (built.build / "record.json").exists()  # a build that failed says nothing of the tree
    assert build(built).returncode == 0


@pytest.mark.slow
@pytest.mark.endurance
def test_an_input_that_changes_while_the_build_runs(built):
    analysis = built.python / "orchard" / "__init__.py"
    whole = analysis.read_text(encoding="utf-8")
    labels = json.dumps(str(built.labels))
    touch = f"import subprocess\nsubprocess.run(['touch', {labels}], check=True)\n"  # in a process that nothing watches
    analysis.write_text(f"{whole}\n{touch}", encoding="utf-8")
    failed = build(built)
    assert failed.returncode == 1
    assert "changed while the build ran" in failed.stderr
    analysis.write_text(whole, encoding="utf-8")
    assert build(built).returncode == 0
    assert "nothing has changed" in build(built).stdout


def test_what_a_killed_process_had_begun_to_write_is_removed(finished):
    left = [finished.regenerated / ".table-1-1.csv.4711", finished.figures / ".a.svg.12", finished.exports / ".ledger.csv.9"]
    kept = [
        finished.chapters / "en" / ".notes.1",
        finished.regenerated / ".gitkeep",
        finished.figures / "a.1",
        *files_of(finished).values(),
    ]
    for path in [*left, *kept[:3]]:
        csvfile.write_text(path, "half\n")
    files = state.snapshot(finished)
    tidied = state.tidied(finished, files)
    assert [path for path in left if path.exists()] == []
    assert [path for path in kept if not path.exists()] == []
    assert tidied == state.snapshot(finished)
    assert files.keys() - tidied.keys() == set(map(str, left))


@pytest.mark.slow
@pytest.mark.endurance
def test_a_build_begins_with_removing_it(tiny):
    left = tiny.regenerated / ".verdicts.csv.4711"
    csvfile.write_text(left, "half\n")
    command = [sys.executable, "-m", "collate", "build", "values"]
    for said in ("Succeeded", "nothing has changed"):
        done = subprocess.run(command, cwd=tiny.root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert said in done.stdout
        assert not left.exists()


def test_a_write_that_fails_leaves_nothing(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("whole\n", encoding="utf-8")

    def half():
        yield b"an"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        csvfile.write_pieces(path, half())
    assert [(file.name, file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()] == [("a.csv", "whole\n")]


@pytest.mark.slow
@pytest.mark.endurance
def test_a_run_of_one_notebook_is_published(built):
    path = built.source / "observations" / "harvest.csv"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace("harvest.north,2000,1.2", "harvest.north,2000,1.3"), encoding="utf-8")
    command = [sys.executable, "-m", "collate", "run", "table-1-1"]
    done = subprocess.run(command, cwd=built.root, capture_output=True, text=True, check=False)
    path.write_text(whole, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    assert ",1.3," in built.values("table-1-1").read_text(encoding="utf-8")
    assert not state.unchanged(built, "verify")
    assert build(built).returncode == 0
    assert ",1.3," not in built.values("table-1-1").read_text(encoding="utf-8")
