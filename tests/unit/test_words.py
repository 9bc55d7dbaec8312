"""The library's words: every key that its code names has a text in each language, and nothing else has one."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from tests_root import BOOK

import collate
from collate.data import csvfile
from collate.data.labels import FALLBACK, INTERFACE, LOCALE, WORD_COLUMNS

ROOT = Path(collate.__file__).parent
LANGUAGES = sorted(path.stem for path in LOCALE.glob("*.csv"))
MODULES = sorted(ROOT.rglob("*.py"))
ASKS = {"text", "word", "words", "optional", "line", "said"}  # functions whose first argument is a key
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


@cache
def nodes(path):
    """Every node of a module's syntax tree."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def texts(language):
    return {row["key"]: row["text"] for row in csvfile.read(LOCALE / f"{language}.csv", WORD_COLUMNS)}


def patterns(path):
    """What the keys look like that f-strings of a module make."""
    for node in nodes(path):
        if isinstance(node, ast.JoinedStr):
            fixed = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
            if re.fullmatch(r"[a-z-]{2,}", fixed):
                parts = [re.escape(part.value) if isinstance(part, ast.Constant) else "[A-Za-z0-9-]+" for part in node.values]
                yield re.compile("".join(parts))


def named():
    """The strings of the library's code and templates, and the patterns of those that it makes."""
    found, made = set(), []
    for path in MODULES:
        found |= {node.value for node in nodes(path) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        made += patterns(path)
    for path in sorted((ROOT / "sphinx").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        found |= {INTERFACE + name for pair in re.findall(r'words\.([a-z]+)|words\["([a-z-]+)"\]', text) for name in pair if name}
    return found | {INTERFACE + name for name in found}, made


def asked():
    """Every key that is asked for by its name, with its place."""
    for path in MODULES:
        for node in nodes(path):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                key = node.args[0].value
                if name in ASKS and isinstance(key, str) and KEY.fullmatch(key):
                    yield key, f"{path.relative_to(ROOT)}:{node.lineno}"


@pytest.mark.slow
def test_each_key_that_is_asked_for_has_a_text():
    known, asking = texts(FALLBACK), list(asked())
    assert len(asking) > 100
    assert [f"{place}: {key}" for key, place in asking if key not in known] == []


@pytest.mark.slow
def test_each_key_is_named_by_the_code():
    found, made = named()

    def is_made(key):
        return any(pattern.fullmatch(form) for pattern in made for form in (key, key.removeprefix(INTERFACE)))

    assert [key for key in texts(FALLBACK) if key not in found and not is_made(key)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_complete(language):
    """A book may bring a language that lacks some; the library's own lack none, and have the same places to fill in."""
    known, words = texts(FALLBACK), texts(language)
    assert list(words) == sorted(known)
    places = re.compile(r"\{[a-z_]*\}")
    assert [key for key in known if sorted(places.findall(known[key])) != sorted(places.findall(words[key]))] == []
    assert [key for key, text in words.items() if not text.strip() and not key.startswith("join-")] == []


def test_there_are_two_languages():
    assert LANGUAGES == ["en", "zh-Hant"]


def test_the_book_says_no_word_of_the_library_again():
    """What its labels.csv only repeats would no longer change when the library does; a word of its own differs in some language."""
    shared = set(BOOK.words.terms) & set(texts(FALLBACK))
    again = {key for key in shared if all(BOOK.words.terms[key][tag] == texts(tag)[key] for tag in LANGUAGES)}
    assert sorted(again) == []
