"""`{downloads}`: the place on a page where the build puts the list of files, once they are there."""

from __future__ import annotations

from docutils import nodes

from collate.bind.downloads import END, START
from collate.sphinx.directive import CollateDirective


class DownloadsDirective(CollateDirective):
    """`{downloads}`: filled by `collate.bind.downloads`, because PDF and EPUB are made beside the HTML pages."""

    def run(self) -> list[nodes.Node]:
        return [nodes.raw("", f"{START}{END}", format="html")]
