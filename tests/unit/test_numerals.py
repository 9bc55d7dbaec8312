"""What the prose check sees as a numeral, and what it lets through for a reason that a table states."""

from __future__ import annotations

import re
import sys
from unicodedata import name

import pytest
from tests_root import BOOK

from collate.bind.numerals import KINDS, classes, numerals, tables
from collate.bind.prose import read_page
from collate.book import Book

RULES = classes(tables(BOOK, "en"))
SEEN = {
    "nineteen": ("There were nineteen parks.", "nineteen"),
    "seventy": ("Some seventy firms came.", "seventy"),
    "a hundred": ("about a hundred firms", "hundred"),
    "half": ("half of the firms", "half"),
    "twice": ("twice the output", "twice"),
    "thrice": ("thrice the output", "thrice"),
    "dozen": ("a dozen firms", "dozen"),
    "one million": ("one million people", "one million"),
    "digits with a comma": ("1,900 firms", "1,900"),
    "a decimal": ("a share of 4.5", "4.5"),
    "a third": ("a third of the firms", "third"),
    "two thirds": ("two-thirds of it", "two thirds"),
    "ordinal": ("the fourth largest port", "fourth"),
    "rank": ("Tianjin ranked first", "first"),
    "first place": ("it took first place", "first"),
    "ordinal in digits": ("the 19th city", "19"),
    "capitals": ("NINETEEN PARKS", "NINETEEN"),
    "compound": ("twenty-one parks", "twenty one"),
    "hyphenated": ("a three-storey hall", "three"),
    "emphasis inside": ("nine**teen** parks", "nineteen"),
    "soft hyphen inside": ("nine\u00adteen parks", "nineteen"),
    "entity": ("&frac12; of it", "½"),
    "entity by number": ("&#189; of it", "½"),
    "percent": ("a few percent", "percent"),
    "per cent": ("a few per cent more", "per cent"),
    "percent sign": ("a few % more", "%"),
    "fold": ("a tenfold rise", "tenfold"),
    "doubled": ("output doubled", "doubled"),
    "halved": ("output was halved", "halved"),
    "decade of a century": ("in the nineties", "nineties"),
    "Roman": ("World War II", "II"),
    "pair": ("a pair of cities", "pair"),
    "score": ("scores of firms", "scores of"),
    "one in ten": ("one in ten firms", "one ten"),
    "one and a half": ("one and a half times", "one half"),
    "zero": ("growth was zero", "zero"),
    "billions": ("billions of yuan", "billions"),
    "vulgar fraction": ("½ of it", "½"),
    "superscript": ("x² grows", "²"),
    "subscript": ("CO₂ falls", "₂"),
    "circled": ("① and ②", "① ②"),
    "black circled": ("❶ comes", "❶"),
    "Arabic-Indic": ("١٩ parks", "١٩"),
    "Devanagari": ("१९ parks", "१९"),
    "Thai": ("๑๙ parks", "๑๙"),
    "mathematical": ("𝟏𝟗 parks", "𝟏𝟗"),
    "Roman sign": ("part Ⅳ", "Ⅳ"),
    "full width": ("１９個園區", "１９"),
    "circle zero": ("二〇一〇年", "二〇一〇"),
    "thirty hundred million": ("三十億元", "三十億"),
    "fifty thousand people": ("五萬人", "五萬"),
    "twenty years": ("二十年來", "二十"),
    "half in Chinese": ("一半的廠商", "一 半"),
    "third in Chinese": ("名列第三", "三"),
    "first in Chinese": ("名列第一", "一"),
    "two times in Chinese": ("產值是兩倍", "兩"),
    "share in Chinese": ("占百分之三十", "百 三十"),
    "one third in Chinese": ("三分之一", "三 一"),
    "some tens": ("幾十家", "十"),
    "tens without a number": ("數十家", "十"),
    "thousands in Chinese": ("數以千計的廠商", "千"),
    "one hundred in Chinese": ("一百家", "一百"),
    "tenths in Chinese": ("三成廠商", "三"),
    "one tenth in Chinese": ("只有一成", "一"),
    "some tenths": ("幾成", "幾成"),
    "doubled in Chinese": ("產值倍增", "倍增"),
    "many times": ("產值成倍增加", "成倍"),
    "a pair in Chinese": ("一對城市", "一"),
    "documents": ("壹佰元", "壹佰"),
    "twenty in one sign": ("廿年", "廿"),
    "one alone among others": ("十一家", "十一"),
    "three of a kind": ("三個園區", "三"),
    "two cities": ("兩座城市", "兩"),
    "English on a Chinese page": ("共 nineteen 座", "nineteen"),
    "Chinese on an English page": ("about 三十 parks", "三十"),
    "simplified": ("三十亿元", "三十亿"),
    "title of a note": ("```{note} Nineteen parks", "Nineteen"),
    "title of an admonition": (":::{admonition} 三個園區", "三"),
    "caption": (":caption: nineteen parks", "nineteen"),
    "alternative text in an option": (":alt: nineteen parks", "nineteen"),
    "row of a table": ("Tianjin,1900", "1900"),
    "cell of a table": ("| parks | nineteen |", "nineteen"),
    "alternative text": ("![nineteen parks](map.png)", "nineteen"),
    "text of a link": ("[nineteen parks](parks.md)", "nineteen"),
    "title of a link": ('[parks](parks.md "nineteen parks")', "nineteen"),
    "footnote": ("[^parks]: nineteen parks", "nineteen"),
    "HTML": ("<p>nineteen parks</p>", "nineteen"),
    "title in HTML": ('<abbr title="nineteen parks">P</abbr>', "nineteen"),
    "front matter": ("title: Nineteen parks", "Nineteen"),
    "code": ("`nineteen parks`", "nineteen"),
    "formula": ("$x^{19}$", "19"),
    "another role": ("{abbr}`P (nineteen parks)`", "nineteen"),
    "number in a citation": ("(19 parks, Segal, 2003)", "19"),
    "number beside a bound one": ("{claim}`a-1` firms in 19 parks", "19"),
    "year of nothing bound": ("In 2003 it rose.", "2003"),
    "count like a year in brackets": ("the parks (1900 firms) grew", "1900"),
    "count like a year in Chinese brackets": ("園區（2000 家廠商）", "2000"),
    "count like a year after a year": ("(2005: 1900 firms)", "1900"),
    "count like a year beside a bound one": ("{claim}`a-1` parks and 2050 firms", "2050"),
    "count like a year in Chinese beside a bound one": ("{claim}`a-1`座園區，2000 家廠商", "2000"),
    "triad": ("a triad of cities", "triad"),
    "handful": ("a handful of firms", "handful"),
    "myriad": ("a myriad of firms", "myriad"),
    "one decade": ("it took a decade", "a decade"),
    "decades without a number": ("for decades", "decades"),
    "one century": ("a century ago", "a century"),
    "fortnight": ("within a fortnight", "fortnight"),
    "phase in Roman": ("Phase I of the park", "Phase I"),
    "year in Roman": ("built in MCMXC", "MCMXC"),
    "doubled, said slowly": ("產值翻了一番", "翻了一番 一"),
    "several times": ("產值增加好幾倍", "好幾倍"),
    "simplified two": ("两家廠商", "两"),
    "radical that looks like two": ("⼆家廠商", "二"),
    "dozen at the end": ("廠商一打", "一"),
    "pair at the end": ("城市一對", "一"),
    "pair of shoes at the end": ("鞋子一雙", "一"),
}

PASSING = {
    "one by one in Chinese": "逐一對照",
    "pronoun": "the one that grew",
    "one another": "they learn from one another",
    "no one": "no one of them",
    "at first": "at first it grew",
    "first time": "for the first time",
    "at once": "both at once",
    "often": "often, tone, weight, freight, attention",
    "words that hold a numeral": "tent, tension, network, ninepins",
    "semi": "semiconductors",
    "role": "{claim}`c1-l0069-share` firms",
    "cell": "{cell}`table-1-1/both/2001` baskets",
    "unit": "{claim}`a-1` hundred million yuan",
    "bound share": "{claim}`a-1` per cent",
    "bound share in a sign": "{claim}`a-1`%",
    "year of a bound number": "{claim}`a-1` yuan in 2009",
    "citation": "It grew (Segal, 2003; Zhou, 2005a).",
    "citation after its author": "Segal (2003) says so.",
    "Chinese citation": "（樊傑，2008）",
    "date of a record": "visited on 2026-11-29",
    "table": "Table 1-1 and figures 1-2 and 1-3",
    "chapter": "see chapter 4",
    "Chinese table": "見表 1-4 與圖 1-5",
    "Chinese chapter": "第五章",
    "address": "[map](maps/19/map-2.png)",
    "bare address": "<https://example.org/2019/07>",
    "footnote mark": "as told[^19]",
    "id of a directive": "```{artifact} table-5-1",
    "name of a figure": "```{figure} map-19.png",
    "option not shown": ":width: 80%",
    "name in an option": ":name: figure-19",
    "attribute": '<img src="map-19.png" width="80">',
    "heading in HTML": "<h2>Parks</h2>",
    "comment": "<!-- 19 parks -->",
    "target": "(parks-19)=",
    "numbered item": "2. Parks",
    "一般": "一般而言，一些廠商統一採用一致的做法",
    "one city in Chinese": "一座城市",
    "one of the causes": "原因之一",
    "enumeration": "其一是國家，其二是市場",
    "delta": "長江三角洲與遼東半島的半導體",
    "continued": "陸續參與零售與百貨",
    "month": "五月批准",
    "unit in Chinese": "{claim}`a-1`億元",
    "unit with a space": "{claim}`a-1` 萬人",
    "share in Chinese": "百分之{claim}`a-1`",
    "decades": "{claim}`a-1`個十年",
    "unit of counting": "以十億元計，稅收為{claim}`a-1`",
    "two of them": "二者兼備，雙方合力",
    "dual": "a dual structure, both halfway and neither",
    "second thoughts": "on second thoughts",
    "decades of a bound number": "{claim}`a-1` decades",
    "the decade": "in the decade that followed",
    "year in brackets beside a word": "(in 2003)",
    "Chinese years": "{claim}`a-1`億元，2003 至 2005 年",
    "words of ideographs": "萬象更新的兆頭，半途在十字路口的五金百貨",
}


@pytest.mark.parametrize(("line", "found"), SEEN.values(), ids=SEEN)
def test_a_numeral_is_seen(line, found):
    assert " ".join(numerals(line, RULES)) == found


@pytest.mark.parametrize("line", PASSING.values(), ids=PASSING)
def test_what_counts_nothing_passes(line):
    assert numerals(line, RULES) == []


def test_every_numeral_of_every_script_is_seen():
    characters = [c for c in map(chr, range(sys.maxunicode + 1)) if c.isnumeric() and not name(c, "").startswith("CJK")]
    assert len(characters) > 1000
    assert [c for c in characters if not numerals(f"a {c} b", RULES)] == []


def test_an_exception_passes_alone():
    assert numerals("three parks in three cities", RULES, ("three parks",)) == ["three"]
    assert numerals("twenty-three parks", RULES, ("three parks",)) == ["twenty"]
    assert numerals("十三個園區", RULES, ("三個園區",)) == ["十"]


def test_the_tables_state_kind_and_reason():
    assert {row.kind for row in RULES} == set(KINDS)
    assert all(row.name and row.reason for row in RULES)


@pytest.mark.parametrize("fence", ["```{note}", ":::{note}", "````{admonition} Parks", "```{csv-table}", "```{figure} map.png", "```text"])
def test_what_stands_in_a_fence_is_read(tmp_path, fence):
    page = tmp_path / "page.md"
    marks = re.match(r"[`:]+", fence)[0]
    page.write_text(f"# Parks\n\n{fence}\nnineteen parks\n{marks}\n", encoding="utf-8")
    assert read_page(page, RULES).unbound == [("nineteen", 4)]


def test_roles_and_artifacts_in_directives_count(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "````{note}\n{claim}`a-1` parks\n```{artifact} table-1-1\n```\n````\n\n```text\n# {claim}`b-1`\n```\n# End\n", encoding="utf-8"
    )
    read = read_page(page, RULES)
    assert (read.claims, read.artifacts, read.headings) == ([("a-1", 2)], ["table-1-1"], [1])


def test_front_matter_is_read(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("---\ntitle: Nineteen parks\n---\n# Parks\n", encoding="utf-8")
    assert read_page(page, RULES).unbound == [("Nineteen", 2)]


def book_of(folder, *languages, more=""):
    (folder / "_config.yml").write_text("collate:\n  languages:\n" + "".join(f"    {tag}:\n" for tag in languages) + more, encoding="utf-8")
    return Book(folder)


def test_rules_of_a_language_meet_its_own_pages_and_those_in_another_script(tmp_path):
    book = book_of(tmp_path, "en", "de", "zh-Hant")
    assert [path.stem for path in tables(book, "en")] == ["every", "en", "zh-Hant"]
    assert [path.stem for path in tables(book, "de")] == ["every", "zh-Hant"]  # English words would be taken for German ones
    assert [path.stem for path in tables(book, "zh-Hant")] == ["every", "en", "zh-Hant"]
    german = classes(tables(book, "de"))
    assert numerals("half zehn Mal 7", german) == ["7"]


def test_a_book_adds_rules(tmp_path):
    book = book_of(tmp_path, "de", more="  numerals:\n    - data/numerals.csv\n")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "numerals.csv").write_text(
        "kind,name,pattern,reason\nnumeral,tens,\\bzehn\\b,a count in words\n", encoding="utf-8"
    )
    assert numerals("half zehn Mal 7", classes(tables(book, "de"))) == ["zehn", "7"]
