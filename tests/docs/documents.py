"""The examples of a Markdown document: the files it shows, the cells of notebooks, and the commands with what they answer.

| block | what it is |
|---|---|
| its first line begins with `$ ` | a session: `$ ` begins a command, `\\` at its end continues it, and below stands its answer |
| `:caption: NAME` | the file NAME |
| `:caption: NAME, cell ID` | what the cell ID of the notebook NAME holds from here on |
| no caption, below a paragraph that names as many files as blocks follow it | these files, in this order |

In an answer `...` stands for anything (`agree`); without an answer the command has to end with status 0.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^(`{3,})([^\n]*)\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_OPTION = re.compile(r":([a-z-]+):[ \t]*(.*)\n")
_FILE = re.compile(r"`([\w./-]+\.\w+)`")
_ANYTHING = re.escape("...")
_CELL = re.compile(r"(.+\.ipynb), cell (\w+)")


@dataclass(frozen=True)
class Block:
    """One fenced block: the word behind its fence, its caption or the name that the paragraph before gives it, its text and line."""

    language: str
    name: str
    text: str
    line: int

    @property
    def is_session(self) -> bool:
        return self.text.startswith("$ ")

    def commands(self) -> Iterator[tuple[str, str, int]]:
        """Each command of a session, what it answers, and its line."""
        parts = re.split(r"^\$ ", self.text, flags=re.MULTILINE)
        line = self.line + 1
        for part in parts[1:]:
            command, rest = re.match(r"((?:[^\n]*\\\n)*[^\n]*)\n?(.*)", part, re.DOTALL).groups()
            yield command, rest, line
            line += part.count("\n")


def blocks(text: str) -> list[Block]:
    """Every fenced block of a document."""
    found, before, unnamed = [], 0, []
    for match in _FENCE.finditer(text):
        _, info, body = match.groups()
        between = text[before : match.start()]
        before = match.end()
        if between.strip():
            paragraph = between.strip().rpartition("\n\n")[2]
            unnamed = [] if paragraph.startswith("#") else _FILE.findall(paragraph)
        options = {}
        while option := _OPTION.match(body):
            options[option[1]] = option[2]
            body = body[option.end() :]
        name = options.get("caption", "")
        if not name and unnamed and not body.startswith("$ "):
            name = unnamed.pop(0)
        found.append(Block(info.strip().removeprefix("{code-block}").strip(), name, body, text.count("\n", 0, match.start()) + 1))
    return found


@dataclass
class Reader:
    """Somebody who does what a document says, in `folder`, and compares what is answered.

    `instead` gives for a command what is done in its place, or None where it is to be run.
    """

    folder: Path
    environment: Mapping[str, str]
    instead: Callable[[str], object | None] = lambda _: None

    def follow(self, document: Path, chosen: Callable[[Block], bool] = lambda _: True) -> int:
        """Do all of a document, and return the number of commands.

        Raises
        ------
        AssertionError : an answer is another one, or a command without an answer fails; document and line are named.
        """
        done = 0
        for block in filter(chosen, blocks(document.read_text(encoding="utf-8"))):
            if block.is_session:
                for command, answer, line in block.commands():
                    self.run(command, answer, f"{document.name}:{line}")
                    done += 1
            elif cell := _CELL.fullmatch(block.name):
                self.change_cell(self.folder / cell[1], cell[2], block.text)
            elif block.name:
                path = self.folder / block.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block.text, encoding="utf-8")
        return done

    def run(self, command: str, answer: str, where: str) -> None:
        if command.startswith("cd "):
            self.folder = (self.folder / command.removeprefix("cd ").strip()).resolve()
            assert self.folder.is_dir(), f"{where}: {command}"
            return
        if self.instead(command) is not None:
            return
        done = subprocess.run(
            ["bash", "-c", command], cwd=self.folder, env=dict(self.environment), check=False, text=True, timeout=900,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        if not answer.strip():
            assert done.returncode == 0, f"{where}: {command} ends with {done.returncode}\n{done.stdout}"
            return
        assert done.returncode in (0, 1), f"{where}: {command} ends with {done.returncode}\n{done.stdout}"
        assert agree(answer, done.stdout), f"{where}: {command} answers\n{done.stdout}\nand not\n{answer}"

    @staticmethod
    def change_cell(path: Path, id: str, text: str) -> None:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        (cell,) = [cell for cell in notebook["cells"] if cell["id"] == id]
        cell["source"] = text.rstrip("\n")
        path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def agree(told: str, found: str) -> bool:
    """Whether a document tells what is found, blank lines and blanks at the ends of lines aside.

    A line `...` stands for any lines or none, and `...` in a line for anything in it.
    """
    pattern = "".join("(?:.*\n)*?" if line.strip() == "..." else f"{re.escape(line).replace(_ANYTHING, '.*')}\n" for line in _lines(told))
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in _lines(found))) is not None


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]
