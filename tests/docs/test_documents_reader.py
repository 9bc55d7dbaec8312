"""The reader of documents finds what it should: blocks, their names, commands, and answers that differ."""

import pytest
from docs.documents import Reader, agree, blocks

DOCUMENT = """\
`one.csv` has this, and `two.json` that:

```
a
```

```
b
```

```{code-block} python
:caption: three.py
print("c")
```

```console
$ echo \\
    c
c
$ cat one.csv two.json
...
b
$ true
```
"""


def test_blocks_have_names_and_lines():
    found = blocks(DOCUMENT)
    assert [(block.name, block.line, block.is_session) for block in found] == [
        ("one.csv", 3, False), ("two.json", 7, False), ("three.py", 11, False), ("", 16, True),
    ]  # fmt: skip
    assert list(found[3].commands()) == [("echo \\\n    c", "c\n", 17), ("cat one.csv two.json", "...\nb\n", 20), ("true", "", 23)]


def follow(folder, text):
    document = folder / "document.md"
    document.write_text(text, encoding="utf-8")
    return Reader(folder, {"PATH": "/usr/bin:/bin"}).follow(document)


def test_a_document_that_tells_what_is_found(tmp_path):
    assert follow(tmp_path, DOCUMENT) == 3


@pytest.mark.parametrize(
    ("told", "other", "line"),
    [("c\nc\n", "c\nd\n", 17), ("...\nb\n", "...\nd\n", 20), ("$ true", "$ false", 23), ("b\n```\n", "d\n```\n", 20)],
)
def test_a_document_that_tells_something_else(tmp_path, told, other, line):
    with pytest.raises(AssertionError, match=rf"document\.md:{line}: "):
        follow(tmp_path, DOCUMENT.replace(told, other, 1))


@pytest.mark.parametrize(
    ("told", "found", "same"),
    [
        ("a\n...\nb\n", "a\nb\n", True),
        ("a\n...\nb\n", "a\n\nx\ny\nb  \n", True),
        ("a\n...\n", "a\n", True),
        ("a ... c\n", "a b c\n", True),
        ("a ... c\n", "a b\nc\n", False),
        ("a\n", "a\nb\n", False),
        ("a.b\n", "axb\n", False),
        (" a\n", "a\n", False),
    ],
)
def test_answers(told, found, same):
    assert agree(told, found) is same
