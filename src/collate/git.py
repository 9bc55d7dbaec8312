"""What git says of the repository of a book."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from collate.errors import GitError


def git(folder: Path, *arguments: str) -> str:
    """What `git ARGUMENTS` prints in `folder`; names that are not ASCII come as they are.

    Raises
    ------
    GitError : git is not installed, `folder` is in no repository, or git refuses; with the last line of what it says.
    """
    command = ["git", "-c", "core.quotePath=false", *arguments]
    environment = os.environ | {"LC_ALL": "C.UTF-8"}  # messages in English, whatever the user's language
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", errors="surrogateescape", check=False
        )
    except FileNotFoundError:
        raise GitError("git is not installed", fix="install git") from None
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise GitError(f"git: {said[-1].removeprefix('fatal: ') if said else 'failed'}", where=folder)
    return done.stdout
