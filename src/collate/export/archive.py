"""One ZIP of everything: the committed tree, what was built from it, and a manifest of hashes."""

from __future__ import annotations

from pathlib import Path

from collate import __version__
from collate.book import Book
from collate.build.graph import outdated
from collate.build.state import last_selection
from collate.data import csvfile
from collate.data.benchmarks import CONDITION_COLUMNS
from collate.data.listing import is_stray
from collate.errors import BuildError
from collate.export.downloads import require_executed
from collate.export.steady_zip import zip_bytes
from collate.git import git
from collate.hashes import sha256_of

AT_ROOT = ("codecheck.yml", "ro-crate-metadata.json")  # their paths start at the book's own folder
MANIFEST = "MANIFEST.sha256"
HOW_TO = "REPRODUCING.md"


def write_archive(book: Book) -> Path:
    """Write `_build/archive/book-COMMIT.zip` and return its path; the same commit and build give the same bytes.

    Raises
    ------
    GitError : this is not a clone.
    BuildError : the tree has changes that are not committed, the build is missing or not fresh, an executed notebook is damaged,
        or a file's name is not ASCII.
    """
    require_clean(book)
    read = require_fresh(book)
    commit = git(book.root, "rev-parse", "HEAD").strip()
    contents = tracked(book) | built(book)
    contents |= {book.relative(path): path.read_bytes() for path in read}  # whatever git ignores
    contents[HOW_TO] = how_to(book, commit).encode()
    strange = sorted(name for name in contents if not name.isascii())
    if strange:
        raise BuildError(
            f"the name of {strange[0]!r} is not ASCII", where=strange[0], fix="rename the file; its content may be in any script"
        )
    lines = [f"{sha256_of(content)}  {name}" for name, content in sorted(contents.items())]
    contents[MANIFEST] = ("\n".join(lines) + "\n").encode()
    folder = f"book-{commit[:12]}"
    path = book.build / "archive" / f"{folder}.zip"
    csvfile.write_bytes(path, zip_bytes((f"{folder}/{name}", content) for name, content in contents.items()))
    return path


def require_clean(book: Book) -> None:
    """Refuse a tree with changes that are not committed.

    Raises
    ------
    BuildError : naming the first files, or the other repository that the book's folder lies in.
    """
    top = Path(git(book.root, "rev-parse", "--show-toplevel").strip())
    if top.resolve() != book.root.resolve():
        raise BuildError(f"the repository around the book is another one: {top}", where=book.root, fix="archive a clone of the book's own")
    listed = git(book.root, "status", "--porcelain", "--untracked-files=all").splitlines()
    changed = [line for line in listed if not (line.startswith("??") and is_stray(line[3:].strip('"').rpartition("/")[2]))]
    if changed:
        named = ", ".join(line[3:] for line in changed[:3]) + (f" and {len(changed) - 3} more" if len(changed) > 3 else "")
        raise BuildError(f"changes that are not committed: {named}", where=book.root, fix="commit or remove them, and run `collate build`")


def require_fresh(book: Book) -> list[Path]:
    """Refuse a build that is missing or older than its inputs; PDF and EPUB are looked at only where they exist.

    Returns
    -------
    The files of the book that the build read.

    Raises
    ------
    BuildError : naming the first tasks that would run.
    """
    formats = ["html", "start-page"]
    for name, path in (("pdf", book.pdf), ("epub", book.epub)):
        if any(path(language).exists() for language in book.languages):
            formats.append(name)
    stale, read = outdated(book, formats, last_selection(book))
    if stale:
        named = ", ".join(stale[:3]) + (f" and {len(stale) - 3} more" if len(stale) > 3 else "")
        raise BuildError(f"the build is missing or not fresh: {named} would run", where=book.build, fix="run `collate build` and try again")
    return read


def tracked(book: Book) -> dict[str, bytes]:
    """The content of every file that git tracks, by name."""
    names = git(book.root, "ls-files", "-z").split("\0")
    return {name: (book.root / name).read_bytes() for name in names if (book.root / name).is_file()}


def built(book: Book) -> dict[str, bytes]:
    """Books, executed notebooks and exports by their names in the archive."""
    found = {}
    for place in ("html", "pdf", "epub", "exports"):
        for path in sorted((book.build / place).rglob("*")):
            if path.is_file() and not path.name.endswith(".part"):
                found[f"built/{place}/{path.relative_to(book.build / place).as_posix()}"] = path.read_bytes()
    for path in sorted((book.build / "run").glob("*/executed.ipynb")):
        require_executed(path)
        found[f"built/notebooks/{path.parent.name}.ipynb"] = path.read_bytes()
    for name in AT_ROOT:
        if (book.exports / name).exists():
            found[name] = (book.exports / name).read_bytes()
    return found


def how_to(book: Book, commit: str) -> str:
    """REPRODUCING.md: the commands, and the time and memory that were last measured."""
    path = book.benchmarks / "conditions.csv"
    rows = csvfile.read(path, CONDITION_COLUMNS) if path.exists() else []
    costs = [f"- {row['seconds']} seconds with {row['workers']} worker(s); the largest process took {row['memory_mb']} MB." for row in rows]
    measured = "\n".join(costs) or "- Not measured yet; `collate reproduce` does it."
    return f"""# Reproducing this book

This archive holds the tree of commit {commit} and, below `built/`, what was built from it.
`sha256sum --check {MANIFEST}` proves that it is complete.

## Commands

{_WITH_MAKE if (book.root / "Makefile").is_file() else _WITH_PIP}
`collate reproduce` reads the history, so it needs a repository first:

```
git init --quiet && git add --all && git commit --quiet --message "as archived"
{".venv/bin/" if (book.root / "Makefile").is_file() else ""}collate reproduce
```

## Time and memory

A whole build, as `collate reproduce` last measured it:

{measured}

Installing the packages comes before that, once.
"""


_WITH_MAKE = """A Debian system with Python and make is enough.
The first command installs what the book's files of requirements name, which needs the network, and builds everything into `_build/`.

```
make
```
"""
_WITH_PIP = f"""Python is enough.
The first command installs the library, which needs the network; the second builds everything into `_build/`.

```
pip install 'collate-edition[pdf]=={__version__}'
collate build
```
"""
