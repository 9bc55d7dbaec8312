"""A cell of a wide table in the EPUB has the names of its column, over all levels of the head; narrow tables stay as they are."""

from __future__ import annotations

from lxml import etree

from collate.bind.epub_tables import with_column_names

HEAD = '<tr><th rowspan="2"/><th colspan="2">1952</th><th colspan="3">1970</th></tr>'
HEAD += "<tr><th>a</th><th>b <em>c</em></th><th>a</th><th>b</th><th>c</th></tr>"
ROW = "<tr><th>North</th>" + "".join(f"<td><p>{number}</p></td>" for number in range(5)) + "</tr>"
PAGE = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml"><body>'
PAGE += "<table class='t'><thead>{head}</thead><tbody>{row}</tbody></table></body></html>"


def test_names_of_columns_over_two_levels():
    made = with_column_names(PAGE.format(head=HEAD, row=ROW).encode())
    assert made.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE html>")
    cells = etree.fromstring(made).findall(".//{*}tbody/{*}tr/*")
    assert [cell.get("data-column") for cell in cells] == [None, "1952 a", "1952 b c", "1970 a", "1970 b", "1970 c"]
    assert b'class="t cv-wide"' in made


def test_a_narrow_table_stays_as_it_is():
    page = PAGE.format(head="<tr><th>a</th><th>b</th></tr>", row="<tr><td>1</td><td>2</td></tr>").encode()
    assert with_column_names(page) is page


def test_entities_of_a_page_are_not_followed(tmp_path):
    (tmp_path / "secret").write_text("a secret", encoding="utf-8")
    page = PAGE.replace("<!DOCTYPE html>", f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>')
    assert b"a secret" not in with_column_names(page.format(head=HEAD, row=ROW.replace("North", "&x;")).encode())
