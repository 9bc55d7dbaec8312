"""`{glossary-list}`: terms of one kind with their definitions in both languages."""

from __future__ import annotations

from docutils import nodes

from collate.book import LANGUAGES
from collate.data.glossary import Entry, load_glossary
from collate.sphinx.directive import CollateDirective

_TAGS = {"zh-Hant": "zh-TW", "en": "en"}  # docutils makes quotation marks by tag, and knows this one


class GlossaryDirective(CollateDirective):
    """`{glossary-list} KIND`: the terms of a kind (edition, mark or subject), both languages side by side.

    English is sorted by its letters; Chinese by Unicode, which keeps characters by radical and then by strokes.
    """

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        self.depend(self.book.glossary, self.book.labels)
        entries = [entry for entry in load_glossary(self.book) if entry.kind == self.arguments[0]]
        found = nodes.definition_list(classes=["cv-glossary"])
        for entry in sorted(entries, key=lambda entry: self.word(entry.key).casefold()):
            found += self.item(entry)
        return [found]

    def item(self, entry: Entry) -> nodes.definition_list_item:
        order = [self.language, *(language for language in LANGUAGES if language != self.language)]
        term = nodes.term("", self.word(entry.key), nodes.Text(" · "), ids=[entry.key])
        term += nodes.inline("", self.labels.text(entry.key, order[1]), classes=[f"language-{_TAGS[order[1]]}"])
        definition = nodes.definition()
        for language in order:
            text = entry.definition[language]
            definition += nodes.paragraph("", text, classes=[f"language-{_TAGS[language]}"])
        if entry.line:
            definition += nodes.paragraph("", self.word("word-in-report").format(line=entry.line), classes=["cv-where"])
        return nodes.definition_list_item("", term, definition)
