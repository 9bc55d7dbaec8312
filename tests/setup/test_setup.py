"""What happens before anything of ours is installed: which Python, which packages of the system, and when the environment is made anew."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.metadata import distributions

import pytest
from packaging.requirements import Requirement
from tests_root import BOOK

PROGRAMS = ("bash", "cat", "find", "grep", "env", "rm", "mktemp", "tail", "make", "expand", "sed", "touch")


@pytest.fixture
def path(tmp_path):
    """A PATH with the plainest programs and what a test puts there; gives a function that puts a script there."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in PROGRAMS:
        (folder / name).symlink_to(shutil.which(name))

    def put(name, script):
        (folder / name).unlink(missing_ok=True)
        (folder / name).write_text(f"#!/bin/bash\n{script}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
        return folder

    return put


def python(version, *, makes_environments=True):
    """A script that answers as Python does when it is asked for its version or for its modules."""
    return f'case "$*" in *version_info*) echo {version};; *ensurepip*) exit {0 if makes_environments else 1};; esac'


def run(folder, *command, **options):
    environment = {"PATH": str(folder), "HOME": str(folder)}
    return subprocess.run([*command], env=environment, capture_output=True, text=True, check=False, **options)


SHIM = "echo 'not installed' >&2; exit 127"  # what a version manager puts on PATH for versions that are not chosen


@pytest.mark.parametrize(
    ("there", "asked", "found"),
    [
        pytest.param(
            {"python3.11": python("3.11"), "python3.13": python("3.13"), "python3": python("3.11")}, [], "python3.13", id="newest"
        ),
        pytest.param({"python3.14": SHIM, "python3.12": python("3.12")}, [], "python3.12", id="one-that-only-seems-there"),
        pytest.param({"python3": python("3.13")}, [], "python3", id="plain-name"),
        pytest.param(
            {"python3.13": python("3.13", makes_environments=False), "python3.11": python("3.11")}, [], "python3.11", id="one-without-venv"
        ),
        pytest.param({"python3.13": python("3.13"), "mine": python("3.11")}, ["mine"], "mine", id="named"),
    ],
)
def test_python_found(path, there, asked, found):
    for name, script in there.items():
        folder = path(name, script)
    done = run(folder, "bash", BOOK.root / ".ci" / "find-python", *asked)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, str(folder / found), "")


@pytest.mark.parametrize(
    ("there", "asked", "said"),
    [
        pytest.param({}, [], "no Python from 3.11 to 3.14 here\n  to do: install one", id="none"),
        pytest.param({"python3": python("3.15")}, [], "no Python from 3.11 to 3.14 here (python3 is 3.15)", id="too-new"),
        pytest.param({"python3": python("3.9")}, [], "(python3 is 3.9)", id="too-old"),
        pytest.param(
            {"python3": python("3.13", makes_environments=False)}, [], "apt-get install --no-install-recommends python3-venv", id="no-venv"
        ),
        pytest.param(
            {"python3": python("3.13"), "mine": python("3.10")},
            ["mine"],
            "mine is not a Python from 3.11 to 3.14 (mine is 3.10)",
            id="named",
        ),
        pytest.param({"python3": python("3.13")}, ["nowhere"], "nowhere is not a Python", id="named-and-not-there"),
    ],
)
def test_python_not_found(path, there, asked, said):
    folder = path("unrelated", "")
    for name, script in there.items():
        path(name, script)
    done = run(folder, "bash", BOOK.root / ".ci" / "find-python", *asked)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: ")
    assert said in done.stderr


@pytest.fixture
def debian(path):
    """A Debian on which only the package `here` is installed; its user has this number."""

    def make(user):
        path("dpkg-query", 'case "$*" in *" here") echo "install ok installed";; *) exit 1;; esac')
        path("id", f"echo {user}")
        path("find", f'exec {shutil.which("find")} -L "$HOME/.local/share/fonts" "${{@: -4}}"')  # this machine may have the fonts
        return path("apt-get", 'echo "$*" >>"$HOME/asked"; [ ! -e "$HOME/offline" ] || { echo "E: no network"; exit 100; }')

    return make


def packages(folder, *words):
    return run(folder, "bash", BOOK.root / ".ci" / "system-packages", *words)


def test_a_user_is_told_the_command(debian):
    done = packages(debian(1000), "here", "fonts-noto-cjk", "epubcheck")
    assert done.returncode == 1
    assert "to do, as root: apt-get update && apt-get install --no-install-recommends fonts-noto-cjk epubcheck\n" in done.stderr


def test_a_user_goes_on_without_what_is_optional(debian):
    done = packages(debian(1000), "--optional", "chromium", "epubcheck")
    assert done.returncode == 0
    assert done.stderr.startswith("note: tests that need chromium epubcheck are skipped; to run them, as root: apt-get update && ")


def test_root_installs_what_is_missing_alone(debian):
    folder = debian(0)
    assert packages(folder, "here", "libatomic1").returncode == 0
    assert (folder / "asked").read_text(encoding="utf-8").splitlines() == [
        "update -qq",
        "install -y -qq --no-install-recommends libatomic1",
    ]


@pytest.mark.parametrize(("words", "status"), [(["libatomic1"], 1), (["--optional", "chromium"], 0)], ids=["needed", "optional"])
def test_root_without_a_network(debian, words, status):
    folder = debian(0)
    (folder / "offline").touch()
    done = packages(folder, *words)
    assert done.returncode == status
    assert words[-1] in done.stderr
    assert ("E: no network\nerror: " in done.stderr) == bool(status)


def test_fonts_of_ones_own_will_do(debian):
    folder = debian(1000)
    own = folder / ".local" / "share" / "fonts"
    own.mkdir(parents=True)
    for face in ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc"):
        (own / face).touch()
    assert packages(folder, "fonts-noto-cjk").returncode == 1
    (own / "NotoSansCJK-Bold.ttc").touch()
    assert packages(folder, "fonts-noto-cjk").returncode == 0


@pytest.fixture
def checkout(tmp_path):
    """A folder with the Makefile and a finished environment of its own."""
    folder = tmp_path / "a book"
    (folder / ".venv" / "bin").mkdir(parents=True)
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy(BOOK.root / name, folder)
    program = folder / ".venv" / "bin" / "python"
    program.write_text('#!/bin/bash\necho "(3, 13)"\n', encoding="utf-8")
    program.chmod(0o755)
    (folder / ".venv" / ".ready").write_text(f"{folder.resolve()}\n", encoding="utf-8")
    return folder


def planned(folder, *words):
    """What `make data` would do there."""
    done = subprocess.run(["make", "-n", "data", *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def test_an_environment_that_stands_is_kept(checkout):
    assert "pip install" not in planned(checkout)


def test_an_environment_that_was_moved_with_its_checkout_is_made_anew(checkout, tmp_path):
    moved = checkout.rename(tmp_path / "elsewhere")
    assert "made anew" in planned(moved)
    assert "pip install" in planned(moved)


def test_an_environment_whose_interpreter_is_gone_is_made_anew(checkout):
    (checkout / ".venv" / "bin" / "python").unlink()
    assert "made anew" in planned(checkout)


def test_an_unfinished_environment_is_made_anew(checkout):
    (checkout / ".venv" / ".ready").unlink()
    assert "made anew" in planned(checkout)


@pytest.mark.parametrize(("named", "anew"), [("(3, 13)", False), ("(3, 11)", True)], ids=["the-same", "another"])
def test_a_python_that_is_named(checkout, path, named, anew):
    folder = path("mine", f'echo "{named}"')
    assert ("made anew" in planned(checkout, f"PYTHON={folder / 'mine'}")) == anew


def test_a_checkout_reached_through_a_link_keeps_its_environment(checkout, tmp_path):
    (tmp_path / "link").symlink_to(checkout)
    assert "pip install" not in planned(tmp_path / "link")


def test_extras_that_a_package_asks_for_are_pinned():
    """Older pips look for `msgspec[toml]` past the pin of `msgspec`, and stop at a newer release, which has no hash here."""
    asked = {
        (wanted.name.lower().replace("_", "-"), extra)
        for found in distributions()
        for wanted in map(Requirement, found.requires or ())
        for extra in wanted.extras
        if found.name != "collate" and (wanted.marker is None or wanted.marker.evaluate({"extra": ""}))
    }
    pinned = re.findall(r"^([a-z0-9-]+)\[([^]]+)\]==", (BOOK.root / "requirements-dev.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert asked <= {(name, extra) for name, extras in pinned for extra in extras.split(",")}
    assert ("msgspec", "toml") in asked
