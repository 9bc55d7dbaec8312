"""An unexpected exception as one message: what was done, where it failed, where the traceback is kept, what to report."""

from __future__ import annotations

import platform
import re
import sys
import tempfile
import traceback
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from collate.errors import REFUSALS, CollateError, SystemRefusalError, UnexpectedError, system_error

REPORTED = ("pytask", "jupyter-book", "papermill", "sphinx")  # whose versions a report needs
_NO_NAME = re.compile(r"[^\w.-]+")


def explained(error: BaseException, failed: Path, doing: str, told: str = "") -> CollateError:
    """`error`, or what it comes from, as a message for users.

    Parameters
    ----------
    failed : the folder for the traceback.
    doing : the task or command, as the message and the name of the file have it.
    told : the traceback as text, where the exception comes from another process and has none.
    """
    found: BaseException | None = error
    while found is not None:
        if isinstance(found, CollateError):
            return found
        if isinstance(found, OSError) and found.errno in REFUSALS:
            return system_error(found, kind=SystemRefusalError)
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    text = told or "".join(traceback.format_exception(error))
    kept = _keep(failed, doing, text)
    reason = (str(error).strip() or "no message").splitlines()[0]
    return UnexpectedError(
        f"{doing} ends with an unexpected {type(error).__name__}: {reason}",
        where=_place(error) or kept,
        fix=f"run it again; if it fails again, it is a bug in collate: report it with the file {kept}",
    )


def _keep(failed: Path, doing: str, text: str) -> Path:
    facts = [f"collate {' '.join(sys.argv[1:])}", f"Python {platform.python_version()}, {platform.platform()}"]
    facts += [f"{name} {_version(name)}" for name in REPORTED]
    name = f"{_NO_NAME.sub('-', doing).strip('-')}.txt"
    for folder in (failed, Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / name
            path.write_text("\n".join([*facts, "", text, ""]), encoding="utf-8", errors="backslashreplace")
        except OSError:
            continue
        return path
    return Path(name)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "is not installed"


def _place(error: BaseException) -> str:
    """The innermost line that is not a third party's, `FILE:LINE`."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "site-packages" not in frame.filename and not frame.filename.startswith((sys.base_prefix, "<"))]
    return f"{own[-1].filename}:{own[-1].lineno}" if own else ""
