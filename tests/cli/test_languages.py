"""Every command answers in a book of one, two or three languages, in the language of the locale where somebody has words in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest
from tests_root import copy_tiny_book

from collate.book import Book
from collate.cli.terminal import Words, locale_language

TABLES = {"en": "table-a1", "zh-Hant+en": "table-1-1", "en+de+ja": "table-1-1"}
CAUSES = {
    "en": "two digits are exchanged",
    "de": "zwei Ziffern sind vertauscht",
    "ja": "二つの数字が入れ替わっている",
    "zh-Hant": "兩位數字對調",
}


def collate(project, *arguments, locale="C.UTF-8"):
    """Run one command; gives its standard output."""
    environment = os.environ | {"LC_ALL": locale}
    command = [sys.executable, "-m", "collate", *arguments]
    done = subprocess.run(command, cwd=project.root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# A book of one language lacks nothing that one of two has: it is left to the longer lane.
MARKS = {"en": [pytest.mark.slow, pytest.mark.endurance]}


@pytest.fixture(scope="module", params=[pytest.param(form, marks=MARKS.get(form, pytest.mark.slow), id=form) for form in TABLES])
def verified(request, made_once, tiny_built):
    """A book of each form whose values are up to date, the id of its table, and what `verify` prints."""

    def make(folder):
        # Of two languages is the book that other tests build.
        project = tiny_built(folder) if request.param == "zh-Hant+en" else copy_tiny_book(folder, request.param)
        (folder / "verify.txt").write_text(collate(project, "verify"), encoding="utf-8")

    folder = made_once(f"verified-{request.param}", make)
    return Book(folder), TABLES[request.param], (folder / "verify.txt").read_text(encoding="utf-8")


def test_verify_counts_and_lists(verified):
    _, table, printed = verified
    for word in ("rounding", "erratum", "recomputed", f"{table}/both/2000", f"{table}/both/2001", "raise 0 questions"):
        assert word in printed


def test_explain_tells_the_cause_in_each_language_of_the_book(verified, desk):
    project, table, _ = verified
    for language in project.languages:
        status, out, err = desk(project, "explain", f"{table}/both/2001", "--language", language)
        assert status == 0, err
        assert CAUSES[language] in out.replace("\n", "")


def test_words_of_the_library_and_texts_of_the_book_where_it_lacks_the_language(verified, desk):
    project, table, _ = verified
    status, out, err = desk(project, "explain", f"{table}/both/2001", "--language", "zh-Hant")
    assert status == 0, err
    assert "判定" in out
    assert CAUSES[project.languages[0]] in out


@pytest.mark.parametrize("arguments", [["check"], ["tidy", "--check"], ["questions"], ["why"], ["explain", "harvest.north@2000"]])
def test_other_commands_answer(verified, desk, arguments):
    status, _, err = desk(verified[0], *arguments)
    assert (status, err) == (0, "")


@pytest.mark.parametrize("definition", ["explanation", "artifact", "why", "questions"])
def test_json_fits_its_schema(verified, answer, definition):
    project, table, _ = verified
    arguments = {"explanation": ["explain", f"{table}/both/2001"], "artifact": ["explain", table]}.get(definition, [definition])
    answered = answer(project, definition, *arguments)
    if definition == "explanation":
        assert set(answered["erratum"]["cause"]) == set(project.languages)


def test_an_unknown_language_names_the_known_ones(verified, desk):
    project = verified[0]
    status, out, err = desk(project, "questions", "--language", "fr")
    assert (status, out) == (2, "")
    assert "no language 'fr'" in err
    assert f"use one of {', '.join(project.languages)}" in err


def test_diff_and_mutation(verified, tmp_path):
    project, table, _ = verified
    shutil.copytree(project.root, tmp_path / "own", symlinks=True)
    project = Book(tmp_path / "own")
    for command in (["init", "--quiet"], ["add", "data"], ["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=project.root, check=True)
    path = project.values(table)
    path.write_text(path.read_text(encoding="utf-8").replace("4.6,4.5,4.7", "4.8,4.7,4.9"), encoding="utf-8")
    found = json.loads(collate(project, "diff", "--json"))["differences"]
    assert [(item["id"], item["difference"]) for item in found if item["what"] == "value"] == [(f"{table}/both/2000", "0.2")]
    subprocess.run(["git", "checkout", "--quiet", "data"], cwd=project.root, check=True)
    score = json.loads(collate(project, "mutation", "--json", "--workers", "1"))
    assert {item["kind"]: item["made"] - item["noticed"] for item in score["scores"]}["cell"] == 0


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("en_GB.UTF-8", "en"),
        ("zh_TW.UTF-8", "zh-Hant"),
        ("zh_CN.UTF-8", "zh-Hant"),
        ("de_AT@euro", "de"),
        ("pt_PT", "pt-BR"),
        ("pt_BR", "pt-BR"),
        ("fr_FR.UTF-8", "en"),
        ("C.UTF-8", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_the_locale(locale, language):
    own = {"de": "de_DE", "pt-BR": "pt_BR", "zh-Hant": "zh_TW"}
    assert locale_language({"LANG": locale}, own, [*own, "en", "zh-Hant"]) == language


def test_the_locale_of_messages_comes_before_that_of_the_system():
    environment = {"LANG": "de_DE", "LC_MESSAGES": "zh_TW", "LC_ALL": ""}
    assert locale_language(environment, {}, ["de", "zh-Hant"]) == "zh-Hant"


def test_a_unit_without_a_label_is_named_by_its_id(tmp_path):
    words = Words.of(copy_tiny_book(tmp_path / "tiny", "en"), "en")
    assert words.unit("unit-bushels") == "bushels"
