"""Make the pictures of the documentation anew: `.venv/bin/python docs/screenshots.py` after `make html`.

`docs/book.webp` shows a page of this repository's book. With the folder of the tutorial's book, `docs/tutorial/page.webp` shows its page.
"""

import argparse
import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

DOCS = Path(__file__).resolve().parent
CHROMIUM = "/usr/bin/chromium"
SIZE = {"width": 1080, "height": 720}
LARGEST = 150_000  # bytes


def save(page: Page, path: Path) -> None:
    """Save what the window shows as WebP."""
    Image.open(io.BytesIO(page.screenshot())).save(path, "WEBP", quality=80, method=6)
    size = path.stat().st_size
    if size >= LARGEST:
        raise SystemExit(f"error: {path} has {size} bytes, and {LARGEST} are allowed\n  to do: show less of the page")
    print(f"{path}: {size} bytes")


def main() -> None:
    """Open the built pages in Chromium, and save what a reader sees."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tutorial", type=Path, metavar="BOOK", help="the folder of the book that the tutorial builds")
    arguments = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        if arguments.tutorial:
            page.goto((arguments.tutorial.resolve() / "_build/html/en/chapter-1.html").as_uri())
            page.wait_for_timeout(500)
            save(page, DOCS / "tutorial" / "page.webp")
        else:
            page.goto((DOCS.parent / "_build/html/en/chapter-1.html").as_uri())
            mark = page.locator("table a.cv-erratum").first
            mark.evaluate("element => element.scrollIntoView({block: 'center'})")
            mark.click()
            page.wait_for_timeout(800)
            save(page, DOCS / "book.webp")
        browser.close()


if __name__ == "__main__":
    main()
