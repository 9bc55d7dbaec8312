"""Each executed notebook as a page that needs no other file and no network, and as a script; both by nbconvert."""

from __future__ import annotations

from html import escape
from pathlib import Path

from collate.book import Book
from collate.data import csvfile
from collate.run.notebook_file import other_kernel, read_notebook

FORMS = ("html", "py")
_STYLE = """\
body { font-family: sans-serif; line-height: 1.5; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
.input_area, .output_area { overflow-x: auto; margin: 0.5rem 0; }
.input_area { background: #f5f5f5; padding: 0.5rem; }
.prompt, .anchor-link { display: none; }
pre { margin: 0; }
img, svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; }
th, td { border-bottom: 1px solid #ccc; padding: 0.2rem 0.5rem; text-align: right; }
"""


def converted(book: Book, name: str) -> list[Path]:
    """What `convert` makes of the run `name`: `_build/notebooks/NAME.html` and `NAME.py`."""
    return [book.build / "notebooks" / f"{name}.{form}" for form in FORMS]


def convert(book: Book, name: str, language: str) -> None:
    """Write the executed notebook of the run `name` as a page, in `language`, and as a script.

    The page holds its style sheet and images; unlike those of nbconvert's own complete templates it loads no script from elsewhere.

    Raises
    ------
    NotebookError : the executed notebook cannot be read.
    """
    from nbconvert import HTMLExporter, PythonExporter, ScriptExporter  # here, since they take half a second
    from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]

    notebook = read_notebook(book.build / "run" / name / "executed.ipynb")
    body, _ = HTMLExporter(template_name="basic", embed_images=True).from_notebook_node(notebook)
    script, _ = (ScriptExporter if other_kernel(notebook) else PythonExporter)().from_notebook_node(notebook)
    style = _STYLE + HtmlFormatter().get_style_defs(".highlight")
    head = f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>{escape(name)}</title>'
    page = f'<!DOCTYPE html>\n<html lang="{escape(book.language(language).html)}">\n<head>\n{head}\n<style>\n{style}\n</style>\n</head>\n'
    page += f"<body>\n<main>\n{body.strip()}\n</main>\n</body>\n</html>\n"
    for path, text in zip(converted(book, name), (page, script.rstrip() + "\n"), strict=True):
        csvfile.write_text(path, text)
