"""Pictures of every kind of page, to look at. Skipped unless SCREENSHOTS names a folder.

SCREENSHOTS=/tmp/pages pytest --db=sqlite tests/browser/test_screenshots.py
"""

import os
from pathlib import Path

import pytest

from tests.browser.pages import PAGES, address_of
from tests.deals.views.addresses import LANGUAGES

FOLDER = os.environ.get("SCREENSHOTS", "")

pytestmark = pytest.mark.skipif(not FOLDER, reason="SCREENSHOTS names no folder")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_screenshots(tab, answers_of_errors, scheme, lang, width):
    folder = Path(FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    tab.emulate_media(color_scheme=scheme)
    tab.set_viewport_size({"width": width, "height": 900})
    for name in PAGES:
        tab.goto(address_of(name, lang))
        tab.screenshot(path=folder / f"{name}-{scheme}-{lang}-{width}.png", full_page=True)
