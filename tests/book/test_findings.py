"""The first page, the page of what does not hold, the pages of artifacts and the sources, as the build made them."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from functools import cache
from urllib.parse import unquote

import pytest
import yaml
from lxml import html
from tests_root import BOOK, LANGUAGES

from collate.data import csvfile
from collate.data.published import Published
from collate.data.source import SOURCE_COLUMNS

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("html_built")]

ENTRIES = yaml.load((BOOK.data / "errata.yml").read_text(encoding="utf-8"), yaml.CBaseLoader)
BEARINGS = ["reverses", "weakens", "strengthens", "nothing"]


def page(language, name):
    return html.parse(str(BOOK.html(language) / f"{name}.html")).getroot()


@cache
def ids(path):
    """The places of a page that links may name."""
    return set(html.parse(str(path)).getroot().xpath("//@id"))


def text_of(element):
    """Its text without spaces: no space stands between Han characters and digits of a page."""
    return re.sub(r"\s+", "", element.text_content())


def sentence(text):
    """The beginning of a sentence as far as Sphinx leaves it alone, which curls quotation marks, and without spaces."""
    return re.sub(r"\s+", "", re.split("[\"'’]", text)[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_erratum_has_its_place_and_what_it_does_to_the_argument(language):
    found = page(language, "errata")
    terms = found.xpath("//dl[contains(@class, 'cv-errata')]/dt")
    assert len(terms) == len(ENTRIES) == len({term.get("id") for term in terms})
    bearings = Counter()
    for entry in ENTRIES:
        anchor = "erratum-" + re.sub(r"[^\w.-]", ".", entry["target"])
        (term,) = (term for term in terms if term.get("id") == anchor)
        told = term.getnext()
        if "argument" in entry:
            assert sentence(entry["argument"][language]) in text_of(told)
            (badge,) = told.xpath(".//span[contains(@class, 'cv-bearing')]")
            bearings[badge.get("class").split("cv-bearing-")[1].split()[0]] += 1
        assert term.xpath(".//a[@href]"), entry["target"]
    assert bearings == Counter(entry["bearing"] for entry in ENTRIES if "argument" in entry)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_heaviest_cause_comes_first(language):
    declared = {"erratum-" + re.sub(r"[^\w.-]", ".", entry["target"]): entry for entry in ENTRIES}
    for listed in page(language, "errata").xpath("//dl[contains(@class, 'cv-errata')]"):
        weights = []
        for term in listed.findall("dt"):
            weight = BEARINGS.index(declared[term.get("id")]["bearing"])
            if "cv-same-cause" in (term.get("class") or ""):
                weights[-1] = min(weights[-1], weight)
            else:
                weights.append(weight)
        assert weights == sorted(weights)


def test_dots_lie_on_the_side_of_the_print():
    """Left of the middle where the printed number is too large, right where it is too small."""
    rows = page("en", "errata").xpath("//table[contains(@class, 'cv-findings')]/tbody/tr")
    assert len(rows) > 30
    sides = Counter()
    for row in rows:
        cells = [text_of(cell) for cell in row]
        numbers = [float(re.sub(r"[,%％]", "", text)) for text in cells[1:3] if re.fullmatch(r"[\d.,]+[%％]?", text)]
        at = float(re.search(r"--at:([\d.]+)%", row.xpath(".//span/@style")[0])[1])
        if len(numbers) == 2 and abs(numbers[1] / numbers[0] - 1) > 0.01:
            assert (at > 50) == (numbers[1] > numbers[0]), cells
            sides[at > 50] += 1
    assert min(sides.values()) > 5


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chapter", range(1, 6))
def test_a_chapter_ends_with_what_is_left_of_its_argument(language, chapter):
    (box,) = page(language, f"chapter-{chapter}").xpath("//div[contains(@class, 'cv-argument')]")
    (answer,) = (entry for entry in yaml.safe_load(BOOK.arguments.read_text(encoding="utf-8")) if entry["target"] == str(chapter))
    assert sentence(answer["text"][language]) in text_of(box)
    own = [entry for entry in ENTRIES if re.match(rf"(c{chapter}-|(table|figure)-{chapter}-)", entry["target"]) and "slip" not in entry]
    told = len(box.xpath(".//span[contains(@class, 'cv-bearing-')]"))
    assert told == sum(entry["bearing"] in ("reverses", "weakens") for entry in own)
    assert str(len(own)) in text_of(box)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_counts_what_the_ledger_holds(language):
    """Against the exported ledger, which is counted here anew."""
    with (BOOK.build / "html" / "exports" / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["verdict"]]
    found = page(language, "index")
    cells = found.xpath("//div[contains(@class, 'cv-strip-part')]/*")
    (lead,) = found.xpath("//p[contains(@class, 'cv-lead')]")
    numbers = [int(number) for number in re.findall(r"\d+", lead.text_content())]
    assert numbers[0] == len(cells)
    assert numbers[1] == numbers[2] + numbers[3]
    assert numbers[0] == numbers[1] + numbers[4] + numbers[5]
    verified = [row for row in rows if row["basis"] in ("recomputed", "independent")]
    errata = sum(row["verdict"] == "erratum" for row in verified)
    assert numbers[3] <= errata  # the ledger has a cell and the sentence that prints its numeral apart
    assert errata - numbers[3] <= len(rows) - len(cells)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_cell_of_the_strip_leads_to_its_value(language):
    folder = BOOK.html(language)
    text = (folder / "cards" / "strip.js").read_text(encoding="utf-8")
    entries = json.loads(re.fullmatch(r"collateStrip\((.*)\);\n", text, re.DOTALL)[1])
    cells = page(language, "index").xpath("//div[contains(@class, 'cv-strip-part')]/*")
    assert len(entries) == len(cells)
    for address, title in entries:
        name, _, anchor = address.partition("#")
        assert unquote(anchor) in ids(folder / name), address
        assert title
    links = [unquote(cell.get("href")) for cell in cells if cell.tag == "a"]
    assert links == [unquote(address) for (address, _), cell in zip(entries, cells, strict=True) if cell.tag == "a"]
    marked = [cell for cell in cells if cell.get("class") in ("c", "f")]
    assert [cell.tag for cell in marked] == ["a"] * len(links)  # errata are links without a script
    assert len(marked) == len(ENTRIES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "limit"), [("index", 150_000), ("verification", 700_000)])
def test_weight(language, name, limit):
    """All that a page loads, uncompressed, without the fonts and the style sheet that names them."""
    path = BOOK.html(language) / f"{name}.html"
    root = page(language, name)
    loaded = [*root.xpath("//link[@rel='stylesheet']/@href"), *root.xpath("//script/@src"), *root.xpath("//img/@src")]
    files = {
        (path.parent / address.partition("?")[0]).resolve()
        for address in loaded
        if not address.startswith("data:") and "/fonts/" not in address
    }
    assert path.stat().st_size + sum(file.stat().st_size for file in files) < limit


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", Published(BOOK).artifacts)
def test_an_artifact_has_a_page(language, id):
    artifact = Published(BOOK).artifact(id)
    found = page(language, f"artifacts/{id}")
    assert found.xpath("//p[contains(@class, 'cv-back')]//a/@href") == [f"../chapter-{artifact.chapter}.html#{id}"]
    assert found.xpath("//article//table" if artifact.kind == "table" else "//article//figure")
    declared = [entry for entry in ENTRIES if entry["target"].startswith(f"{id}/")]
    told = len(found.xpath("//ul[contains(@class, 'cv-argument-list')]/li"))
    assert (
        told == len(declared) if artifact.kind == "table" else told >= len(declared)
    )  # a figure has those of the sentences that it quotes
    addresses = [address for address in found.xpath("//article//a/@href") if "exports/" in address]
    assert {address.rpartition(".")[2] for address in addresses} >= {"csv", "ipynb", "html", "py"}
    assert all((BOOK.html(language) / "artifacts" / address).resolve().is_file() for address in addresses)
    code = found.xpath("//article//div[contains(@class, 'cell_input')]")
    assert code
    assert all(block.xpath("ancestor::details") for block in code)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sources_lead_to_their_uses(language):
    found = page(language, "sources")
    folder = BOOK.html(language)
    rows = csvfile.read(BOOK.source / "sources.csv", SOURCE_COLUMNS)
    for row in rows:
        (entry,) = found.xpath(f"//li[@id='source-{row['id']}']")
        assert not re.search(r"%[0-9A-Fa-f]{2}|https?://", entry.text_content()), row["id"]
        assert entry.xpath(".//span[contains(@class, 'cv-grade')]")
        inner = [address for address in entry.xpath(".//a/@href") if ".html#" in address]
        for address in inner:
            name, _, anchor = unquote(address).partition("#")
            assert anchor in ids(folder / name), address
    for row in csv.DictReader((BOOK.published / "artifacts.csv").open(encoding="utf-8")):
        for path in (BOOK.source / "observations" / f"{name}.csv" for name in row["datasets"].split()):
            for id in {line["source"] for line in csv.DictReader(path.open(encoding="utf-8"))} if path.exists() else ():
                target = f"chapter-{row['chapter']}.html#{row['id']}"
                assert found.xpath(f"//li[@id='source-{id}']//a[@href='{target}']"), (id, target)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_pages_has_three_parts(language):
    captions = page(language, "index").xpath("//nav[@id='contents']//p[contains(@class, 'caption')]")
    assert len(captions) == 3
    titles = [text_of(link) for link in page(language, "chapter-1").xpath("//nav[@id='contents']//a[contains(@href, 'artifacts/')]")]
    assert len(titles) == 12
    assert all(len(title) > len("Table 1-1 xx") or language != "en" for title in titles)
