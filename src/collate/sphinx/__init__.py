"""The Sphinx extension: regenerated tables with their verdicts, and the report page. It does not import jupyter_book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collate.sphinx import incremental, navigation, page
from collate.sphinx.anchors import SharedAnchors
from collate.sphinx.artifact import ArtifactDirective, CellRole
from collate.sphinx.citation import CitationDirective
from collate.sphinx.claims import ClaimListDirective, ClaimRole
from collate.sphinx.cross_checks import CrossChecksDirective
from collate.sphinx.doubts import DoubtsDirective
from collate.sphinx.downloads import DownloadsDirective
from collate.sphinx.epub import EpubBuilder, depart_epub, visit_epub
from collate.sphinx.errata import ErrataDirective
from collate.sphinx.glossary import GlossaryDirective
from collate.sphinx.lists import ArtifactListDirective, SourceListDirective
from collate.sphinx.meta import add_page_meta
from collate.sphinx.mutation import MutationScoreDirective
from collate.sphinx.nodes import VISITORS, depart_disclosure, disclosure_node, skip_disclosure, value_node, visit_disclosure
from collate.sphinx.questions import QuestionListDirective
from collate.sphinx.take_away import TakeAwayDirective
from collate.sphinx.value_list import VerdictsDirective
from collate.sphinx.verification import ChartDirective, LegendDirective, PointsDirective, SummaryDirective
from collate.version import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything with Sphinx."""
    app.add_config_value("collate_root", "", "env", str)
    app.add_config_value("collate_language", "en", "env", str)
    app.add_config_value("collate_title", "", "env", str)
    app.add_config_value("collate_repository", {}, "html", dict)
    app.add_builder(EpubBuilder, override=True)
    app.add_node(value_node, **VISITORS, epub=(visit_epub, depart_epub))
    skip = (skip_disclosure, None)
    app.add_node(disclosure_node, html=(visit_disclosure, depart_disclosure), latex=skip, text=skip, epub=skip)
    app.add_role("cell", CellRole())
    app.add_role("claim", ClaimRole())
    app.add_directive("claim-list", ClaimListDirective)
    app.add_directive("artifact", ArtifactDirective)
    app.add_directive("legend", LegendDirective)
    app.add_directive("verdict-summary", SummaryDirective)
    app.add_directive("point-summary", PointsDirective)
    app.add_directive("verdict-chart", ChartDirective)
    app.add_directive("take-away", TakeAwayDirective)
    app.add_directive("verdict-list", VerdictsDirective)
    app.add_directive("errata-list", ErrataDirective)
    app.add_directive("doubt-list", DoubtsDirective)
    app.add_directive("artifact-list", ArtifactListDirective)
    app.add_directive("source-list", SourceListDirective)
    app.add_directive("glossary-list", GlossaryDirective)
    app.add_directive("citation", CitationDirective)
    app.add_directive("downloads", DownloadsDirective)
    app.add_directive("question-list", QuestionListDirective)
    app.add_directive("cross-checks", CrossChecksDirective)
    app.add_directive("mutation-score", MutationScoreDirective)
    app.connect("config-inited", page.use_templates)
    app.connect("builder-inited", page.serve_files)
    app.connect("builder-inited", page.leave_out_sphinx_search)
    app.add_css_file("site.css")
    app.add_css_file("collate.css")
    app.add_css_file("pages.css")
    app.add_css_file("print.css", media="print")
    app.add_js_file("site.js", loading_method="defer")
    app.add_transform(SharedAnchors)
    app.connect("env-updated", page.write_first_page)
    app.connect("env-updated", navigation.forget_lists)
    app.connect("html-collect-pages", page.search_page)
    app.connect("html-page-context", page.leave_out_theme, priority=100)  # before the theme's own handlers
    app.connect("html-page-context", add_page_meta, priority=900)  # after the theme has made its buttons
    app.add_css_file("disclosure.css")
    app.add_js_file("filter.js", loading_method="defer")
    app.add_js_file("sortable.js", loading_method="defer")
    app.connect("html-page-context", page.fill_page, priority=950)  # after all that a page says is known
    incremental.connect(app)
    return {"version": __version__, "env_version": 6, "parallel_read_safe": True, "parallel_write_safe": True}
