"""`collate reproduce` on the tiny book: equal when it is deterministic, and a planted random number is found and named."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from needs import needs

from collate.audit.reproduce import conditions, reproduce
from collate.errors import BuildError, GitError

pytestmark = [needs("Noto CJK"), pytest.mark.slow]


def collate(project, *arguments):
    command = [sys.executable, "-m", "collate", *arguments]
    return subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)


def test_the_builds_differ_in_everything_that_must_not_matter():
    one, two = conditions()
    for field in ("folder", "zone", "locale", "seed", "workers", "settings"):
        assert getattr(one, field) != getattr(two, field), field


@pytest.mark.endurance
def test_a_book_that_reproduces_and_a_random_number_in_a_notebook(repository, commit):
    done = collate(repository, "reproduce", "html")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "html: " in done.stdout
    assert not (repository.build / "reproduce").exists()
    assert not repository.benchmarks.exists()  # only a whole run is recorded
    path = repository.notebooks / "table-1-1.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][2]["source"] = ["import random\n", "print(random.SystemRandom().random())\n", *notebook["cells"][2]["source"]]
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")
    commit(repository)
    done = collate(repository, "reproduce", "html")
    assert done.returncode == 1
    assert "differ between the builds" in done.stderr
    assert "_build/run/table-1-1.en/executed.ipynb: line" in done.stderr
    assert "html/en/artifacts/table-1-1.html" in done.stderr
    for side in ("one", "two"):
        assert (repository.build / "reproduce" / side / "_build" / "run" / "table-1-1.en" / "executed.ipynb").is_file()


def test_no_repository(tiny):
    with pytest.raises(GitError, match=r"git: .*not a git repository"):
        reproduce(tiny, "html")


def test_a_build_that_fails(repository, replace, commit):
    replace(repository.source / "observations" / "harvest.csv", "harvest.north,2000,1.2", "harvest.north,2000,1.3")
    commit(repository)
    with pytest.raises(BuildError, match=r"(?s)the build in 'one' fails:.*table-1-1/north/2000: differs"):
        reproduce(repository, "html")
