"""HTML that is brought up to date is the same bytes as HTML from nothing, and only what changed is read."""

from __future__ import annotations

import shutil

import pytest
from tests_root import copy_tiny_book

from collate.bind.html import build_html
from collate.bind.staging import stage
from collate.data.published import Published
from collate.errors import BuildError
from collate.run.execute import run_notebook

pytestmark = [pytest.mark.slow, pytest.mark.endurance]

PAGES = {
    "orchards": "# Orchards\n\n(rows)=\n## Rows of trees\n\nTrees stand in rows.\n",
    "weather": "# Weather\n\nIt rained. See {ref}`rows` and {doc}`orchards`.\n",
    "frost": "# Frost\n\nNo number here.\n",
    "south": "# South\n\nThe south alone: {cell}`table-1-1/south/2000`.\n",
    "both": "# Both\n\nBoth together: {cell}`table-1-1/both/2000`.\n",
}
WHOLE = {  # of the book, each in another way
    "checks": "# Checks\n\n```{verdict-summary}\n```\n",
    "causes": "# Causes\n\n```{errata-list}\n```\n",
    "marks": "# Marks\n\n```{legend}\n```\n",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The tiny book with three pages more, its notebook run and its values published."""
    return with_pages(copy_tiny_book(tmp_path_factory.mktemp("incremental") / "tiny"), *PAGES)


def with_pages(project, *names):
    for name in names:
        (project.chapters / "en" / f"{name}.md").write_text((PAGES | WHOLE)[name], encoding="utf-8")
    contents = project.root / "_toc.yml"
    contents.write_text(contents.read_text(encoding="utf-8") + "".join(f"  - file: {name}\n" for name in names), encoding="utf-8")
    publish(project)
    return project


def publish(project):
    run_notebook(project, Published(project).artifact("table-1-1"), "en")
    project.regenerated.mkdir(exist_ok=True)
    shutil.copy(project.run("table-1-1", "en") / "values.csv", project.regenerated / "table-1-1.csv")


def html(project):
    """Bring the HTML up to date; its files with their bytes."""
    stage(project, "en", "html")
    folder = build_html(project, "en")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def from_nothing(project):
    shutil.rmtree(project.build / "sphinx")
    shutil.rmtree(project.build / "stage")
    return html(project)


def observation(project, replace):
    replace(project.source / "observations" / "harvest.csv", "harvest.north,2000,1.2", "harvest.north,2000,1.3")
    publish(project)


def prose(project, replace):
    replace(project.chapters / "en" / "frost.md", "No number", "No digit")


def title(project, replace):
    replace(project.chapters / "en" / "orchards.md", "# Orchards", "# Gardens")


def heading(project, replace):
    replace(project.chapters / "en" / "orchards.md", "## Rows of trees", "## Lines of trees")


def removed_page(project, replace):
    replace(project.root / "_toc.yml", "  - file: frost\n", "")
    (project.chapters / "en" / "frost.md").unlink()


def term(project, replace):
    replace(project.labels, "unit-baskets,籃,baskets,", "unit-baskets,籃,hampers,")


# What each change must be seen on, by a word of the pages after it.
CHANGES = {
    observation: ("index.html", b"1.3"),
    prose: ("frost.html", b"No digit"),
    title: ("frost.html", b"Gardens"),  # in the navigation of a page that did not change
    heading: ("weather.html", b"Lines of trees"),  # in a reference from another page
    term: ("index.html", b"hampers"),
    removed_page: ("index.html", b"Weather"),
}


def test_up_to_date_is_as_from_nothing(book, replace):
    before = html(book)
    for change, (page, word) in CHANGES.items():
        change(book, replace)
        after = html(book)
        assert word in after[page], change.__name__
        whole = from_nothing(book)
        assert sorted(after) == sorted(whole), change.__name__
        assert [name for name in whole if after[name] != whole[name]] == [], change.__name__
        assert after != before, change.__name__
        before = whole
    assert "frost.html" not in before


def test_what_changed_is_read_and_nothing_else(tiny, replace):
    """A page that shows no changed value is not read, and one that shows a value computed from a changed one is: its card tells it."""
    html(with_pages(tiny, "frost", "south", "both"))
    assert read(tiny, prose, replace) == {"frost"}
    assert read(tiny, observation, replace) == {"index", "table-1-1", "both"}
    assert read(tiny, term, replace) == {"index", "table-1-1", "south", "both"}


def read(project, change, replace):
    """The pages that Sphinx reads after a change."""
    doctrees = project.build / "sphinx" / "html.en" / "doctrees"
    times = {path: path.stat().st_mtime_ns for path in doctrees.rglob("*.doctree")}
    change(project, replace)
    html(project)
    return {path.stem for path, time in times.items() if path.stat().st_mtime_ns != time}


def test_a_page_of_the_whole_book_is_read_when_what_it_shows_changes(tiny, replace):
    """Counts when a verdict or value does, causes with what their evidence computes with, and what marks mean after no observation."""
    told = tiny.source / "observations" / "told.csv"
    harvest = told.with_name("harvest.csv").read_text(encoding="utf-8")
    told.write_text(harvest.splitlines()[0] + "\nharvest.north,1999,1.1,,baskets,report,page 1,\n", encoding="utf-8")
    evidence = '  evidence:\n    - formula: "{harvest.north@1999} * 2"\n      gives: "2.2"\n'
    tiny.errata.write_text(tiny.errata.read_text(encoding="utf-8") + evidence, encoding="utf-8")
    html(with_pages(tiny, *WHOLE))

    def evidence_alone(_, replace):
        replace(told, "1999,1.1", "1999,1.2")

    assert read(tiny, evidence_alone, replace) == {"index", "causes"}
    assert read(tiny, observation, replace) == {"index", "table-1-1", "checks", "causes"}
    after = html(tiny)
    assert b"1.2" in after["causes.html"]
    assert after == from_nothing(tiny)


def test_a_warning_does_not_go_away_by_building_again(tiny, replace):
    publish(tiny)
    html(tiny)
    replace(tiny.chapters / "en" / "index.md", "both/2001", "both/2003")
    for _ in range(2):
        with pytest.raises(BuildError, match="no cell"):
            html(tiny)
