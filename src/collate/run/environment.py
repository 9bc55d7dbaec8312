"""The environment of all that computes, draws and binds, and what of the machine is left in it.

A kernel is given what is allowed here and nothing else: no setting of the user's shell, and an empty home, so that no rc, startup or
configuration file of matplotlib, IPython, Jupyter or any other library is found. The programs that bind the book keep the user's
home and lose the variables that are denied here.
"""

from __future__ import annotations

import codecs
import contextlib
import locale
import os
import platform
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path

from collate.book import Book
from collate.errors import ParameterError
from collate.run.drawing import font_source

SEED = "COLLATE_HASH_SEED"  # `make reproduce` varies it, to see what hangs on the order of a set
LIBRARIES = "LD_LIBRARY_PATH"  # without it the interpreter itself may not start
# Where temporary files are, and who runs the build; whether and where compiled modules are written changes no result.
ALLOWED = (LIBRARIES, "TMPDIR", "USER", "LOGNAME", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
# A notebook finds the programs of the interpreter's environment and of the system, not what the user's shell adds.
PROGRAMS = (str(Path(sys.executable).parent), "/usr/local/bin", "/usr/bin", "/bin")
# The same on every machine. One thread each, since sums of floats hang on how many there are; kernels run side by side instead.
FIXED = {
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONNOUSERSITE": "1",
    "PYTHONUTF8": "1",
    "TZ": "UTC",
}
# What changes how the book is drawn and bound, by the beginnings of names.
DENIED = ("MPL", "MATPLOTLIB", "IPYTHON", "JUPYTER", "TYPST", "FONTCONFIG", "DOCUTILS", "SPHINX", "SOURCE_DATE")
# A hook of git runs its programs with variables that name the hook's repository; the book is asked about by its folder.
GIT = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")
# Variables of Python that change no output.
HARMLESS = ("PYTHONDONTWRITEBYTECODE", "PYTHONFAULTHANDLER", "PYTHONPYCACHEPREFIX", "PYTHONUNBUFFERED")
LIBRARY = Path(__file__).resolve().parents[2]


def kernel_environment(given: Mapping[str, str], book: Book, home: Path) -> dict[str, str]:
    """The whole environment of a kernel of `book`.

    Parameters
    ----------
    given : the environment to take what is allowed from.
    home : an empty folder.

    Raises
    ------
    ParameterError : COLLATE_HASH_SEED is not a whole number that Python takes.
    """
    allowed = {name: given[name] for name in ALLOWED if name in given}
    own = {
        "HOME": str(home),
        # matplotlib's list of fonts takes seconds to make, and is kept; no rc file is there.
        "MPLCONFIGDIR": str(book.build / "fonts" / "matplotlib"),
        "PATH": os.pathsep.join(PROGRAMS),
        "PYTHONHASHSEED": hash_seed(given),
        "PYTHONPATH": str(book.python),
    }
    return allowed | FIXED | own


def arguments(book: Book, home: Path) -> list[str]:
    """The arguments with which a kernel passes over a matplotlibrc in the book's folder, which matplotlib would read when it is
    imported there: it is imported elsewhere beforehand. A forked kernel has imported it already."""
    if not (book.root / "matplotlibrc").exists():
        return []
    away, back = (f"__import__('os').chdir({str(folder)!r})" for folder in (home, book.root))
    return [f"--IPKernelApp.exec_lines=({away}, __import__('matplotlib'), {back}) and None"]


def hash_seed(given: Mapping[str, str]) -> str:
    """The seed of the order of sets in a kernel.

    Raises
    ------
    ParameterError : COLLATE_HASH_SEED is not a whole number that Python takes.
    """
    text = given.get(SEED, "0")
    if not (text.isascii() and text.isdigit() and int(text) < 2**32):
        raise ParameterError(f"{SEED} is {text!r}", fix="set it to a whole number below 4294967296, or not at all")
    return text


@contextlib.contextmanager
def build_environment(book: Book) -> Iterator[None]:
    """Give this process, and what it starts as long as the context lasts, an environment in which the book is drawn and bound the
    same on every machine."""
    before = dict(os.environ)
    for name in before:
        if name.startswith(DENIED):
            del os.environ[name]
    os.environ |= {name: FIXED[name] for name in ("LANG", "LC_ALL", "PYTHONNOUSERSITE")}
    fonts = book.build / "fonts"
    os.environ |= {"MPLBACKEND": "agg", "MPLCONFIGDIR": str(fonts / "matplotlib")}
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def start_afresh() -> None:
    """Replace this process by the same command without what the shell tells Python, where it tells anything.

    Python has read such variables before any line of ours runs. What the command prints stays in the terminal's encoding, and a
    character that the terminal cannot show is printed by its code.
    """
    for name in GIT:
        os.environ.pop(name, None)
    encoding = sys.stdout.encoding if sys.stdout else "utf-8"
    wanted = interpreter_environment(os.environ, encoding, "utf-8" if sys.flags.utf8_mode else locale.getencoding())
    if wanted != dict(os.environ):
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], wanted)  # noqa: S606
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def interpreter_environment(given: Mapping[str, str], encoding: str, text: str) -> dict[str, str]:
    """`given` without what changes how Python works; itself where nothing does.

    Parameters
    ----------
    encoding : that of standard output.
    text : that of files whose encoding nobody names.
    """
    told = {name for name in given if name.startswith("PYTHON")} - set(HARMLESS)
    if not told and _is_utf8(encoding) and _is_utf8(text):
        return dict(given)
    clean = {name: value for name, value in given.items() if name not in told}
    if str(LIBRARY) in given.get("PYTHONPATH", "").split(os.pathsep):
        clean["PYTHONPATH"] = str(LIBRARY)
    return clean | {"PYTHONUTF8": "1", "PYTHONIOENCODING": f"{codecs.lookup(encoding).name}:backslashreplace"}


def _is_utf8(encoding: str) -> bool:
    return codecs.lookup(encoding).name == "utf-8"


def influences(book: Book, *, drawn: bool = True) -> dict[str, str]:
    """What is left of the machine and its settings that a result may hang on, by name; the installed font only where one is `drawn`.

    The interpreter, its packages and the library are compared apart.
    """
    found = {SEED: hash_seed(os.environ), "machine": platform.machine(), LIBRARIES: os.environ.get(LIBRARIES, "")}
    # Python and IPython run these of the system, and of the interpreter's own folder, whatever the environment says.
    customized = [Path(sysconfig.get_path("stdlib")) / "sitecustomize.py"]
    for folder in (Path("/etc/ipython"), Path("/usr/local/etc/ipython"), Path(sys.prefix) / "etc" / "ipython"):
        customized += sorted(path for path in folder.rglob("*") if path.is_file())
    fonts = [path for language in book.languages for path in font_source(book, language)] if drawn else []
    for path in [*customized, *fonts]:
        with contextlib.suppress(OSError):
            state = path.stat()
            found[str(path)] = f"{state.st_size} {state.st_mtime_ns}"
    return found
