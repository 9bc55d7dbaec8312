"""The most important views look as they did when somebody last looked at them."""

from __future__ import annotations

import pytest
from browser.pictures import FOLDER, MOST, VIEWS, moved, taken
from PIL import Image, ImageDraw
from tests_root import BOOK

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("html_built")]


@pytest.mark.parametrize("name", VIEWS)
def test_view(page, site, name):
    picture = taken(page, site, VIEWS[name])
    share = moved(picture, Image.open(FOLDER / f"{name}.png").convert("RGB"))
    if share > MOST:
        new = BOOK.build / "pictures" / f"{name}.png"
        new.parent.mkdir(parents=True, exist_ok=True)
        picture.save(new)
        pytest.fail(f"{name}: {share:.1%} of the view has changed; look at {new}, and take the pictures anew: make pictures")


def test_a_missing_line_and_another_colour_are_seen():
    """A planted change: a paragraph that is gone, and a table head of another colour."""
    picture = Image.open(FOLDER / "chapter-text.png").convert("RGB")
    ground = picture.getpixel((picture.width // 2, 2))
    gone = picture.copy()
    ImageDraw.Draw(gone).rectangle((80, 90, 250, 130), fill=ground)
    coloured = picture.copy()
    ImageDraw.Draw(coloured).rectangle((80, 90, 250, 110), fill=(200, 30, 30))
    assert moved(picture, gone) > MOST
    assert moved(picture, coloured) > MOST
    assert moved(picture, picture.copy()) == 0
