"""The book's repository: the commit of the book, and addresses at its host to edit a page, to report, to run a notebook."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from collate.errors import BuildError

_BINDER = "https://mybinder.org/v2"
_COLAB = "https://colab.research.google.com/github"
KINDS = {"github.com": "gh", "gitlab.com": "gl"}


@dataclass(frozen=True)
class Repository:
    """The one configured address, `repository.url` of _config.yml, with its branch; `kind` is Binder's short name of the host."""

    url: str
    branch: str
    kind: str

    @property
    def name(self) -> str:
        """Owner and repository, as in the address."""
        return urlsplit(self.url).path.strip("/")

    def edit(self, path: str) -> str:
        """Where a file of the repository is edited."""
        between = "" if self.kind == "gh" else "/-"
        return f"{self.url}{between}/edit/{quote(self.branch, safe='')}/{quote(path)}"

    def issue(self, title: str) -> str:
        """Where a problem is reported, with its title filled in."""
        if self.kind == "gh":
            return f"{self.url}/issues/new?{urlencode({'title': title})}"
        return f"{self.url}/-/issues/new?{urlencode({'issue[title]': title})}"

    def binder(self, path: str) -> str:
        """Where Binder runs a notebook with everything that it needs."""
        name = self.name if self.kind == "gh" else quote(self.name, safe="")
        return f"{_BINDER}/{self.kind}/{name}/{quote(self.branch, safe='')}?{urlencode({'urlpath': f'lab/tree/{path}'})}"

    def colab(self, path: str) -> str:
        """Where Colab opens a notebook, the notebook alone; empty where it knows no such host."""
        return f"{_COLAB}/{self.name}/blob/{quote(self.branch, safe='')}/{quote(path)}" if self.kind == "gh" else ""


def repository(configuration: Mapping[str, Any]) -> Repository | None:
    """The repository that _config.yml names, None where it names none.

    Raises
    ------
    BuildError : its address is no https address of an owner's repository at a host whose addresses are known.
    """
    found = configuration.get("repository") or {}
    url = str(found.get("url") or "").rstrip("/").removesuffix(".git")
    if not url:
        return None
    parts = urlsplit(url)
    kind = KINDS.get(parts.netloc)
    if parts.scheme != "https" or kind is None or len(parts.path.strip("/").split("/")) < 2:
        raise BuildError(
            f"repository.url is {url!r}",
            where="_config.yml",
            fix=f"write https://HOST/OWNER/NAME with one of the hosts {', '.join(KINDS)}, or remove it",
        )
    return Repository(url, str(found.get("branch") or "main"), kind)


@dataclass(frozen=True)
class State:
    """`commit` is the short name of the commit, `date` the day on which it was made, both empty outside git."""

    commit: str
    date: str


def read_state(root: Path) -> State:
    """The commit of the book's own repository: the same for every build of it, whatever the clock says."""
    if shutil.which("git") is None:
        return State("", "")
    command = ["git", "-C", str(root), "log", "-1", "--format=%h %cs", "--abbrev=10"]
    top = subprocess.run(["git", "-C", str(root), "rev-parse", "--show-toplevel"], capture_output=True, text=True, check=False)
    if top.returncode or Path(top.stdout.strip()) != root.resolve():  # a book inside another repository is not its commit
        return State("", "")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    commit, _, date = done.stdout.strip().partition(" ")
    return State(commit, date)
