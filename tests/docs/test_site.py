"""`make docs`: the site is built without a warning, names every command, file and Python name, and a link that leads nowhere fails it."""

import re
import shutil
import subprocess
import sys

import pytest
from tests_root import BOOK

import collate
from collate.cli.main import COMMANDS
from collate.data.schemas import SCHEMA

DOCS = BOOK.root / "docs"
STUDENT = DOCS / "tutorial" / "student_1908"


def sphinx(source, made):
    options = ["--builder", "html", "--fail-on-warning", "--keep-going", "--quiet", "--doctree-dir", made / "doctrees"]
    return subprocess.run(
        [sys.executable, "-m", "sphinx", *options, source, made / "site"], capture_output=True, text=True, check=False, timeout=900
    )


@pytest.mark.slow
class TestBuilt:
    """The site, built once; then once more with a planted link."""

    @pytest.fixture(scope="class")
    def source(self, tmp_path_factory):
        copied = shutil.copytree(DOCS, tmp_path_factory.mktemp("source") / "docs")
        (copied.parent / "gallery").symlink_to(BOOK.root / "gallery")  # one page shows its figures
        return copied

    @pytest.fixture(scope="class")
    def made(self, source, tmp_path_factory):
        made = tmp_path_factory.mktemp("docs")
        done = sphinx(source, made)
        assert done.returncode == 0, done.stderr
        return made

    def test_the_reference_has_every_command_file_and_name(self, made):
        pages = {
            name: (made / "site" / "reference" / f"{name}.html").read_text(encoding="utf-8") for name in ("commands", "files", "python")
        }
        assert [name for name in COMMANDS if f"usage: collate {name} " not in pages["commands"]] == []
        schemas = [path.relative_to(SCHEMA).as_posix() for path in SCHEMA.rglob("*.json")]
        assert [name for name in schemas if f"collate/schema/{name}" not in pages["files"]] == []
        assert [name for name in collate.__all__ if f'id="collate.{name}"' not in pages["python"]] == ["__version__"]

    def test_nothing_is_loaded_from_elsewhere(self, made):
        page = (made / "site" / "index.html").read_text(encoding="utf-8")
        assert re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(?:https?:)?//[^"]*"', page) == []

    def test_a_link_that_leads_nowhere_fails(self, source, made):
        page = source / "scale.md"
        page.write_text(f"{page.read_text(encoding='utf-8')}\n[planted](no-such-page.md)\n", encoding="utf-8")
        done = sphinx(source, made)
        assert done.returncode != 0
        assert "no-such-page.md" in done.stderr


@pytest.mark.slow
def test_the_page_of_the_tutorial_is_what_its_script_makes(tmp_path):
    again = tmp_path / "again.pdf"
    script = f"import runpy; runpy.run_path({str(STUDENT.with_suffix('.py'))!r})['write'](__import__('pathlib').Path({str(again)!r}))"
    subprocess.run([sys.executable, "-c", script], check=True, timeout=300)
    assert again.read_bytes() == STUDENT.with_suffix(".pdf").read_bytes()
