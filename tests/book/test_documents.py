"""README, Makefile, chapters and notebooks agree with one another."""

from __future__ import annotations

import json
import re
import subprocess

import pytest
from tests_root import BOOK, LANGUAGES

from collate.bind.staging import pages, read_yaml
from collate.data.published import Published

NOTEBOOKS = sorted(BOOK.notebooks.glob("*.ipynb"))


def chapter_text(language):
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((BOOK.chapters / language).glob("*.md")))


def test_readme_names_every_target():
    targets = re.findall(r"^([a-z]+):.*##", (BOOK.root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    readme = (BOOK.root / "README.md").read_text(encoding="utf-8")
    assert targets
    assert not [target for target in targets if target != "all" and f"make {target}" not in readme]


def test_readme_counts_test_functions():
    """In hundreds, and functions, since one of them may run on a thousand cells."""
    told = int(re.search(r"over (\d+)00 test functions", (BOOK.root / "README.md").read_text(encoding="utf-8"))[1])
    sources = (path.read_text(encoding="utf-8") for path in (BOOK.root / "tests").rglob("test_*.py"))
    found = sum(len(re.findall(r"^ *def test_", source, re.MULTILINE)) for source in sources)
    assert told <= found // 100 <= told + 1


def test_links_between_documents_lead_somewhere():
    for path in [*BOOK.root.glob("*.md"), *BOOK.root.glob("docs/**/*.md"), BOOK.data / "README.md"]:
        text = path.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
        for target in re.findall(r"`((?:docs|data|tests|chapters|src)/[\w./-]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
            of_another = path.parent.name in ("tutorial", "howto") or path.name in ("DECISIONS.md", "CHANGELOG.md", "configuration.md")
            if not of_another:  # they tell of what was, or of any book
                assert re.search(r"[A-Z]{2}", target) or (BOOK.root / target).exists(), f"{path.name}: {target}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_artifact_stands_in_one_chapter(language):
    found = re.findall(r"```\{artifact\} (\S+)", chapter_text(language))
    assert sorted(found) == sorted(Published(BOOK).artifacts)


def test_languages_cite_the_same_works():
    """Sphinx finds keys that are not in the bibliography; here each chapter cites the same works in every language."""
    for path in (BOOK.chapters / LANGUAGES[0]).glob("*.md"):
        cited = []
        for language in LANGUAGES:
            roles = re.findall(r"\{cite:[pt]\}`([^`]+)`", (BOOK.chapters / language / path.name).read_text(encoding="utf-8"))
            cited.append(sorted(",".join(roles).split(",")))
        assert cited.count(cited[0]) == len(cited), path.name


def test_languages_have_the_same_pages_artifacts_and_cells():
    seen = {language: re.findall(r"\{artifact\} \S+|^(?=## )", chapter_text(language), re.MULTILINE) for language in LANGUAGES}
    assert seen["zh-Hant"] == seen["en"]


def test_contents_list_every_notebook_page():
    listed = {page.removeprefix("artifacts/") for page in pages(read_yaml(BOOK.root / "_toc.yml")) if page.startswith("artifacts/")}
    assert listed == set(Published(BOOK).artifacts)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_shape(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert [cell["cell_type"] for cell in cells] == ["markdown", *["code"] * 4]
    assert cells[1]["metadata"]["tags"] == ["parameters"]
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in cells[1:])
    assert code[-1] in ("run.save(table)", "run.save(table, plot)", "run.save(values)")
    assert not any("def " in text for text in code)
    assert not re.search(r"(?<![\w\"./-])\d+(\.\d+)?(?![\w\"-])", "\n".join(code[1:])), "a number is typed into the notebook"


def test_markdown_has_one_sentence_a_line():
    long = []
    documents = (path for path in BOOK.root.glob("docs/**/*.md") if path.name != "gallery.md")  # whose lines come from data files
    for path in [*BOOK.chapters.rglob("*.md"), *BOOK.root.glob("*.md"), *documents, BOOK.data / "README.md"]:
        text = re.sub(
            r"^```+(console|\{code-block\})[^`]*", lambda block: "\n" * block[0].count("\n"), path.read_text(encoding="utf-8"), flags=re.M
        )
        for number, line in enumerate(text.splitlines(), 1):
            prose = re.sub(r"`[^`]*`|\([^)]*\)|（[^）]*）|「[^」]*」", "", line)
            if not line.startswith(("|", ">", "```")) and re.search(r"[。！？](?=[^」』）\s])|(?<=[a-z]{3})\. (?=[A-Z][a-z])", prose):
                long.append(f"{path.name}:{number}: {line[:60]}")
    assert not long


def test_no_machine_is_named():
    told = subprocess.run(["git", "ls-files"], cwd=BOOK.root, capture_output=True, text=True, check=False)
    made = ("_build", ".")  # of a tarball, which has no list of its files
    unpacked = (path.relative_to(BOOK.root).as_posix() for path in BOOK.root.rglob("*"))
    files = (
        told.stdout.split()
        if told.returncode == 0
        else [name for name in unpacked if not name.startswith(made) and "__pycache__" not in name]
    )
    assert "README.md" in files
    pattern = re.compile("|".join(("/wor" + "k/", "shared/" + "(report|data|reading|tools)", "index" + "-url")))
    named = [
        name for name in files if (path := BOOK.root / name).is_file() and pattern.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert not named
