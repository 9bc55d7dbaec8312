"""The tutorial, and the plugin of pytest in a repository of its own, as the documents have them.

Both are done by the installed wheel, in a folder with nothing else of this repository.
"""

import re
import shutil

import pytest
from docs.documents import Reader
from package.test_wheel import metadata
from tests_root import BOOK

TUTORIAL = BOOK.root / "docs" / "tutorial"
SETUP = re.compile(r"python3 -m venv \w+ && \. \w+/bin/activate")


@pytest.fixture
def reader(installed, tmp_path):
    """Somebody with the files of the tutorial and the wheel; its environment is there already, with the packages of this one."""
    copied = tmp_path / "collate" / "docs" / "tutorial"
    copied.mkdir(parents=True)
    for name in ("student_1908.pdf", "sleep.csv"):
        shutil.copy(TUTORIAL / name, copied)

    def instead(command):
        if install := re.fullmatch(r'pip install "\./collate(?:\[(.*)\])?"', command):
            assert {*(install[1] or "").split(",")} <= {"", *metadata(installed).get_all("Provides-Extra")}, command
            return True
        return SETUP.fullmatch(command)

    return Reader(tmp_path, installed.variables, instead)


def test_the_tutorial_can_be_followed(reader):
    assert reader.follow(TUTORIAL / "index.md") > 20
    page = (reader.folder / "_build" / "html" / "en" / "chapter-1.html").read_text(encoding="utf-8")
    for printed in ("about 24", "about 25", "+0.75", ".0756"):
        assert printed in page


def test_the_plugin_works_in_a_repository_of_its_own(reader):
    assert reader.follow(BOOK.root / "docs" / "howto" / "continuous-integration.md") >= 2
