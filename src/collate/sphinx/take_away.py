"""`{take-away}`: links to what a reader takes away from the whole book."""

from __future__ import annotations

from docutils import nodes

from collate.export.downloads import exported_names
from collate.sphinx.disclosure import DisclosingDirective

LABELS = {
    "ledger.csv": "download-ledger-csv",
    "ledger.json": "download-ledger-json",
    "ledger.schema.json": "download-ledger-schema",
    "exhibits.xlsx": "download-exhibits",
    "codecheck.yml": "download-codecheck",
    "ro-crate-metadata.json": "download-crate",
    "CITATION.cff": "download-citation",
}


class TakeAwayDirective(DisclosingDirective):
    """`{take-away}`: the exports as a list of links; in the PDF and the EPUB, which lie beside no other file, their names."""

    def run(self) -> list[nodes.Node]:
        items = nodes.bullet_list()
        for name in exported_names(self.book):
            text = self.word(LABELS[name]) if name in LABELS else self.word("download-package").format(name=name.split("/")[1])
            content = self.link(text, name) if self.discloses else nodes.Text(text)
            items += nodes.list_item("", nodes.paragraph("", "", content))
        return [items]
