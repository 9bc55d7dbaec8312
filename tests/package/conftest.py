"""The library as others get it: built as a wheel and installed in an environment of its own, in another folder."""

import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests_root import BOOK

SOURCES = ("src", "pyproject.toml", "README.md", "LICENSE")


@dataclass(frozen=True)
class Installed:
    """The wheel, and the environment that holds it."""

    wheel: Path
    programs: Path

    @property
    def variables(self):
        """The variables of its user: nothing of this checkout, its programs before all others, a terminal of 80 columns in English."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COLLATE", "VIRTUAL", "LC_", "LANGUAGE"))
        }
        return kept | {"PATH": f"{self.programs}{os.pathsep}{kept['PATH']}", "COLUMNS": "80", "LANG": "C.UTF-8"}

    def collate(self, folder, *arguments):
        """Run the command in `folder`."""
        command = [self.programs / "collate", *arguments]
        return subprocess.run(command, cwd=folder, env=self.variables, capture_output=True, text=True, check=False, timeout=900)


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"  # a build writes into the tree that it is made of
    source.mkdir()
    for name in SOURCES:
        path = BOOK.root / name
        if path.is_dir():
            shutil.copytree(path, source / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy(path, source / name)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    run([*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder, source])
    (wheel,) = folder.glob("*.whl")
    environment = folder / "environment"
    run([sys.executable, "-m", "venv", "--without-pip", environment])
    python = environment / "bin" / "python"
    run([*pip, "--python", python, "install", "--no-deps", "--no-index", wheel])
    # What the library needs is taken from here, so that the test needs no network; its own folder comes first on the path.
    found = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], capture_output=True, text=True, check=True
    )
    (environment / "share").symlink_to(Path(sys.prefix, "share"))  # the templates of nbconvert
    Path(found.stdout.strip(), "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return Installed(wheel, environment / "bin")


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
