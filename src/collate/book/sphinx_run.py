"""Run Jupyter Book on a staged book, every warning an error."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from collate.data import csvfile
from collate.errors import BuildError
from collate.project import Project


def jupyter_book(project: Project, language: str, builder: str) -> Path:
    """Run Jupyter Book on the staged source with every warning an error; return its output folder."""
    form = {"html": "html", "latex": "pdf", "epub": "epub"}[builder]
    staged = project.staged(language, form)
    out = project.build / "sphinx" / f"{form}.{language}"
    command = [
        sys.executable,
        "-c",
        "from jupyter_book.cli.main import main; main()",
        "build",
        str(staged),
        "--path-output",
        str(out),
        *(("--builder", "custom", "--custom-builder", builder) if builder == "epub" else ("--builder", builder)),
    ]
    # Every page anew: Sphinx alone would keep old titles in the contents of pages that did not change.
    command += ["--all", "-W", "-n", "--keep-going", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    log = project.build / "sphinx" / f"{form}.{language}.log"
    csvfile.write_text(log, done.stdout + done.stderr)
    if done.returncode:
        lines = [line for line in (done.stderr + done.stdout).splitlines() if "WARNING" in line or "ERROR" in line or "Error" in line]
        what = "\n  ".join(line.replace(str(staged), f"chapters/{language}") for line in lines[:5]) or "see the log"
        raise BuildError(f"Sphinx refuses the {language} book:\n  {what}", where=project.relative(log))
    return out


def read_log(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
