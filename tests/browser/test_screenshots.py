"""Pictures of every kind of page, to look at. Skipped unless SCREENSHOTS names a folder.

SCREENSHOTS=/tmp/pages pytest --db=sqlite tests/browser/test_screenshots.py
"""

import os
from pathlib import Path

import pytest

from tests.deals.views.addresses import EXAMPLES, LANGUAGES

FOLDER = os.environ.get("SCREENSHOTS", "")

pytestmark = pytest.mark.skipif(not FOLDER, reason="SCREENSHOTS names no folder")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_screenshots(tab, scheme, lang, width):
    folder = Path(FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    tab.emulate_media(color_scheme=scheme)
    tab.set_viewport_size({"width": width, "height": 900})
    addresses = {name: LANGUAGES[lang] + address for name, address in EXAMPLES.items()}
    addresses["api"] = f"/api/v1/?lang={lang.lower()}"
    addresses["nothing"] = f"{LANGUAGES[lang]}/projects/?status=signed&q=nothing-like-it"
    for name, address in addresses.items():
        assert tab.goto(address).status == 200
        tab.screenshot(path=folder / f"{name}-{scheme}-{lang}-{width}.png", full_page=True)
