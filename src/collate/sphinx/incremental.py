"""Let Sphinx read and write only what changed, and everything that shows it.

Sphinx goes by modification times and by the files that a page names. Here a page depends on the content of every file of the book
that is opened while it is read, whoever opens it, and of those that it looks for and does not find. Where titles, headings or
targets change, every page is written anew, because navigation and references show them.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class Reading:
    """The files that the page being read has used so far; None between pages."""

    def __init__(self) -> None:
        self.root = ""
        self.files: set[str] | None = None

    def heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An audit hook: Python tells of every file that it opens."""
        if event == "open" and self.files is not None and isinstance(arguments[0], str) and arguments[0].startswith(self.root):
            self.files.add(arguments[0])

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Files opened meanwhile belong to no page: what is read once for all of them notes its files itself."""
        kept, self.files = self.files, None
        try:
            yield
        finally:
            self.files = kept


READING = Reading()


def depend(env: BuildEnvironment, paths: Iterable[Path]) -> None:
    """Note files that the page being read depends on, whether they exist or not."""
    for path in paths:
        if READING.files is not None:
            READING.files.add(str(path))
        if path.exists():  # Sphinx reads a page anew as long as one is missing
            env.note_dependency(str(path))


def connect(app: Sphinx) -> None:
    """Take part in Sphinx's reading and writing."""
    app.connect("builder-inited", _start)
    app.connect("source-read", _begin_page)
    app.connect("doctree-read", _end_page)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-updated", _after_reading)
    app.connect("env-purge-doc", lambda _, env, page: _kept(env)["files"].pop(page, None))
    app.connect("env-merge-info", lambda _, env, pages, other: _merge(env, pages, other))
    app.connect("build-finished", _finish)


def _kept(env: BuildEnvironment) -> dict[str, Any]:
    """What the environment keeps between builds: files by page, contents by file, and what all pages show."""
    kept: dict[str, Any] = vars(env).setdefault("collate_kept", {"files": {}, "contents": {}, "shown": ""})
    return kept


def _merge(env: BuildEnvironment, pages: Iterable[str], other: BuildEnvironment) -> None:
    _kept(env)["files"].update({page: _kept(other)["files"][page] for page in pages if page in _kept(other)["files"]})


def _start(app: Sphinx) -> None:
    first = not READING.root
    READING.root = f"{app.config.collate_root}/"
    if first:
        sys.addaudithook(READING.heard)


def _begin_page(app: Sphinx, page: str, source: list[str]) -> None:
    del app, page, source
    READING.files = set()


def _end_page(app: Sphinx, doctree: nodes.document) -> None:
    del doctree
    if READING.files is not None:
        built = str(app.outdir.parent)
        _kept(app.env)["files"][app.env.docname] = sorted(name for name in READING.files if not name.startswith(built))
    READING.files = None


def _outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Pages whose files have another content than when they were read."""
    del app, removed
    kept = _kept(env)
    now = {name: _content(name) for name in kept["contents"]}
    moved = {name for name, content in kept["contents"].items() if now[name] != content}
    return [page for page, files in kept["files"].items() if page not in added | changed and not moved.isdisjoint(files)]


def _after_reading(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Note the contents; every page is to be written where something that all of them may show has changed."""
    kept = _kept(env)
    for page in env.found_docs:
        source = str(env.doc2path(page))
        kept["files"][page] = sorted({*kept["files"].get(page, []), source})
    kept["contents"] = {name: _content(name) for name in sorted(set().union(*kept["files"].values()))}
    before, kept["shown"] = kept["shown"], _shown(app, env)
    return sorted(env.found_docs) if kept["shown"] != before else []


def _shown(app: Sphinx, env: BuildEnvironment) -> str:
    """A digest of what a page may show of others: titles, headings, targets, the order of pages."""
    parts: list[Any] = [sorted(env.toctree_includes.items())]
    pages = sorted(env.found_docs)
    parts += [(page, env.titles[page].astext(), env.longtitles[page].astext(), env.tocs[page].pformat()) for page in pages]
    standard = env.get_domain("std")
    parts += [sorted(standard.labels.items()), sorted(standard.anonlabels.items()), sorted(standard.objects.items(), key=repr)]
    parts.append(sorted(app.config.html_theme_options.items(), key=repr))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _content(name: str) -> str:
    try:
        return hashlib.sha256(Path(name).read_bytes()).hexdigest()
    except OSError:
        return "missing"


def _finish(app: Sphinx, error: Exception | None) -> None:
    """Leave what a build from nothing would: no images that no page shows any more, no words that stand on none."""
    if error is not None or app.builder.format != "html":
        return
    used = {filename for _, filename in app.env.images.values()}
    for path in (app.outdir / "_images").glob("*"):
        if path.name not in used:
            path.unlink()
    index = app.outdir / "searchindex.js"
    if index.exists():
        start, _, rest = index.read_text(encoding="utf-8").partition("(")
        words = json.loads(rest[: rest.rindex(")")])
        for kind in ("terms", "titleterms"):
            words[kind] = {word: pages for word, pages in words[kind].items() if pages != []}
        index.write_text(f"{start}({json.dumps(words, sort_keys=True, separators=(',', ':'))})", encoding="utf-8")
