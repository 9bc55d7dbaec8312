"""The wheel holds the library whole and nothing of the report, and works where nothing else of this repository is."""

import subprocess
import tomllib
import zipfile
from email.parser import Parser

from tests_root import BOOK

import collate

LEFT_OUT = {".pyc"}


def members(installed):
    with zipfile.ZipFile(installed.wheel) as wheel:
        return {name for name in wheel.namelist() if not name.endswith("/")}


def metadata(installed):
    with zipfile.ZipFile(installed.wheel) as wheel:
        (name,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
        return Parser().parsestr(wheel.read(name).decode("utf-8"))


def test_every_file_of_the_library_is_in_it(installed):
    library = BOOK.root / "src" / "collate"
    there = {
        f"collate/{path.relative_to(library).as_posix()}" for path in library.rglob("*") if path.is_file() and path.suffix not in LEFT_OUT
    }
    assert len(there) > 100
    assert there - members(installed) == set()


def test_nothing_else_is_in_it(installed):
    tops = {name.partition("/")[0] for name in members(installed)}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"collate"}


def test_its_metadata(installed):
    told = metadata(installed)
    assert told["Name"] == "collate-edition"
    assert told["Version"] == collate.__version__
    extras = tomllib.loads((BOOK.root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert set(told.get_all("Provides-Extra")) == set(extras)
    assert "Typing :: Typed" in told.get_all("Classifier")


def test_the_library_that_runs_is_the_one_installed(installed, tmp_path):
    done = subprocess.run(
        [installed.programs / "python", "-c", "import collate; print(collate.__file__, collate.__version__)"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    file, version = done.stdout.split()
    assert str(installed.programs.parent) in file
    assert version == collate.__version__
    assert "no book found here" in installed.collate(tmp_path, "verify").stderr
