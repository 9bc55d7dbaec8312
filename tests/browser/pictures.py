"""What the most important views look like: small reference pictures, and how far a view has moved from one.

`make pictures` takes them anew, to be looked at and committed; `test_pictures.py` compares. A picture is a quarter of the size of the
view: letters are grey there, so that what another release of the browser does to their edges is below the limit, while a block
of text that is gone, a colour or a table that has moved is not.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops
from playwright.sync_api import Page
from serve import chromium, served
from tests_root import BOOK

FOLDER = Path(__file__).with_name("pictures")
SMALLER = 4  # times, in each direction
BLOCK = 8  # pixels of a picture: 32 of the view
FAR = 12  # of 255: the mean difference from which a block is another one; a line of text makes about 20
MOST = 0.02  # of all blocks


@dataclass(frozen=True)
class View:
    """A page at a size, in a scheme of colours, scrolled to an element where one is named."""

    page: str
    width: int = 1280
    height: int = 900
    scheme: str = "light"
    at: str = ""


VIEWS = {
    "start": View("en/index"),
    "start-chinese-dark": View("zh-Hant/index", scheme="dark"),
    "start-phone": View("zh-Hant/index", 390, 844),
    "chapter-text": View("en/chapter-1"),
    "chapter-text-chinese": View("zh-Hant/chapter-2"),
    "table": View("en/chapter-1", at="#table-1-2"),
    "table-phone-dark": View("zh-Hant/chapter-2", 390, 844, "dark", "#table-2-1"),
    "figure": View("en/chapter-1", at="#figure-1-4"),
    "figure-phone": View("zh-Hant/chapter-1", 390, 844, at="#figure-1-5"),
    "findings": View("en/errata"),
    "verification-wide": View("zh-Hant/verification", 1920, 1000),
    "artifact-dark": View("en/artifacts/table-1-2", scheme="dark"),
}


def taken(page: Page, site: str, view: View) -> Image.Image:
    """The view as a small picture, taken in a page without motion."""
    page.set_viewport_size({"width": view.width, "height": view.height})
    page.emulate_media(color_scheme=view.scheme)
    page.goto(f"{site}/{view.page}.html")
    page.evaluate("document.fonts.ready.then(() => null)")
    if view.at:
        page.locator(view.at).first.evaluate("(element) => element.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(300)  # for the observer of sizes
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    return shot.resize((view.width // SMALLER, view.height // SMALLER), Image.Resampling.BOX)


def moved(one: Image.Image, other: Image.Image) -> float:
    """The share of blocks whose mean differs by more than FAR; 1 where the sizes differ."""
    if one.size != other.size:
        return 1.0
    blocks = one.size[0] // BLOCK, one.size[1] // BLOCK
    difference = ImageChops.difference(one, other).resize(blocks, Image.Resampling.BOX)
    return float((np.asarray(difference).max(axis=2) > FAR).mean())


def main() -> None:
    """Take all pictures anew from the built book."""
    with served(BOOK.build / "html") as site, chromium() as browser:
        page = browser.new_page(reduced_motion="reduce")
        for name, view in VIEWS.items():
            FOLDER.mkdir(exist_ok=True)
            taken(page, site, view).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
