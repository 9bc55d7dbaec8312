"""What a user's shell and settings say does not reach a kernel, nor what the commands print."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from engine.test_kernels import configure, outputs, run, write_notebook

from collate.audit.reproduce import settings
from collate.errors import ParameterError
from collate.run.environment import build_environment, influences, interpreter_environment, kernel_environment
from collate.run.kernels import ForkedProvisioner, template

STATE = """\
import os, sys, time, builtins, locale
import matplotlib, pandas
print(sys.executable, sys.flags, sys.path, sorted(name for name in os.environ if name not in ("HOME", "JPY_PARENT_PID")))
print(matplotlib.rcParams["path.sketch"], matplotlib.rcParams["axes.linewidth"], matplotlib.get_backend())
print(pandas.get_option("display.max_rows"), sorted([2, 1]), locale.getlocale(), time.tzname, hash("a"))
1
2
"""


@pytest.mark.parametrize(
    "name",
    [
        "LC_ALL",
        "LANG",
        "TZ",
        "COLUMNS",
        "FORCE_COLOR",
        "SOURCE_DATE_EPOCH",
        "HOME",
        "PATH",
        "XDG_CONFIG_HOME",
        "OMP_NUM_THREADS",
        "MPLBACKEND",
        "MATPLOTLIBRC",
        "IPYTHONDIR",
        "JUPYTER_PATH",
        "PYTHONSAFEPATH",
        "PYTHONUTF8",
        "PYTHONOPTIMIZE",
        "PYTHONHASHSEED",
        "PYTHONSTARTUP",
        "PYTHONPATH",
        "PYTHONWARNINGS",
    ],
)
def test_a_variable_that_no_kernel_sees(tiny, tmp_path, name):
    assert kernel_environment({name: "1"}, tiny, tmp_path) == kernel_environment({}, tiny, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [pytest.param("fresh", marks=pytest.mark.endurance), "forked"])
def test_the_settings_of_a_user_reach_no_kernel(monkeypatch, tiny, tmp_path, kind):
    configure(tiny, kernels=kind)
    tiny.build.mkdir()
    path = write_notebook(tiny, STATE)

    def printed():
        with template(tiny):
            found = outputs(run(tiny, path))
        assert ForkedProvisioner.last == kind
        return found

    plain = printed()
    (tiny.root / "matplotlibrc").write_text("path.sketch: 1, 100, 2\n", encoding="utf-8")
    for name, value in settings(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONUTF8", "0")
    assert printed() == plain


@pytest.mark.slow
def test_without_the_shield_they_are_seen(monkeypatch, tiny, tmp_path):
    """What `make reproduce` sets would show, if a kernel were given the user's environment."""
    configure(tiny, kernels="fresh")
    tiny.build.mkdir()
    for name, value in settings(tmp_path / "home").items():
        monkeypatch.setenv(name, value)

    def given(given, project, home):
        return kernel_environment(given, project, home) | {name: given[name] for name in ("HOME", "MATPLOTLIBRC")}

    monkeypatch.setattr("collate.run.environment.kernel_environment", given)
    told = outputs(run(tiny, write_notebook(tiny, STATE)))
    assert "(1.0, 100.0, 2.0) 5.0" in str(told)


@pytest.mark.parametrize("text", ["x", "-1", "4294967296", "1.5"])
def test_a_hash_seed_that_is_none(tiny, tmp_path, text):
    with pytest.raises(ParameterError, match="COLLATE_HASH_SEED"):
        kernel_environment({"COLLATE_HASH_SEED": text}, tiny, tmp_path)


def test_a_build_gives_the_environment_back(monkeypatch, tiny):
    monkeypatch.setenv("MATPLOTLIBRC", "theirs")
    before = dict(os.environ)
    with build_environment(tiny):
        assert "MATPLOTLIBRC" not in os.environ
        assert os.environ["LC_ALL"] == "C.UTF-8"
    assert dict(os.environ) == before


def test_a_plain_shell_needs_no_new_start():
    given = {"LANG": "en_US.UTF-8", "PYTHONUNBUFFERED": "1"}
    assert interpreter_environment(given, "utf-8", "UTF-8") == given


@pytest.mark.parametrize("encoding", ["ascii", "big5", "utf-8"])
def test_a_new_start_happens_once(encoding):
    first = interpreter_environment({"PYTHONOPTIMIZE": "2", "PYTHONPATH": "/theirs"}, encoding, encoding)
    assert first == {"PYTHONUTF8": "1", "PYTHONIOENCODING": f"{encoding}:backslashreplace"}
    assert interpreter_environment(first, encoding, "utf-8") == first


def test_what_is_left_is_compared(monkeypatch, tiny):
    before = influences(tiny)
    monkeypatch.setenv("COLLATE_HASH_SEED", "3")
    assert influences(tiny) != before


@pytest.mark.slow
@pytest.mark.endurance
def test_a_terminal_that_shows_ascii_alone(tiny):
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONWARNINGS": "error", "PYTHONSAFEPATH": "1"}
    command = [sys.executable, "-m", "collate", "build", "values"]
    done = subprocess.run(command, cwd=tiny.root, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert b"Traceback" not in done.stdout + done.stderr
    assert (done.stdout + done.stderr).isascii()
