"""axe-core finds no barrier on any kind of page: light, dark, both languages, wide, narrow."""

from pathlib import Path

import axe_playwright_python
import pytest

from tests.browser.pages import NARROW, PAGES, WIDE, address_of
from tests.deals.views.addresses import LANGUAGES

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# Disclosures are looked into; a dozen, as the reference has hundreds of the same kind.
OPEN = "[...document.querySelectorAll('details')].slice(0, 12).forEach(d => (d.open = true))"
CHECK = """async (choice) => {
  const options = { ...choice, preload: false, resultTypes: ["violations"] };
  const { violations } = await axe.run(document, options);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}"""
# Rules of WCAG 2.0 to 2.2 at A and AA, and axe's best practices.
EVERY_RULE = {"rules": {"target-size": {"enabled": True}}}
# A pairwise cover: a page in both languages shows each pair of language, scheme and width once.
# Axe takes seconds for each.
LOOKS = {
    "en": [("light", WIDE), ("dark", NARROW)],
    "zh": [("dark", WIDE), ("light", NARROW)],
}


def barriers(tab, address):
    """What axe finds there, by colour scheme and width, from one load."""
    tab.goto(address)
    return barriers_here(tab)


def barriers_here(tab, looks=None):
    """As `barriers`, on the page that is open; `looks` other than those of its language."""
    tab.evaluate(AXE)
    tab.evaluate(OPEN)
    found = {}
    for scheme, size in looks or LOOKS[tab.evaluate("document.documentElement.lang.slice(0, 2)")]:
        tab.emulate_media(color_scheme=scheme)
        tab.set_viewport_size(size)
        found[scheme, size["width"]] = tab.evaluate(CHECK, EVERY_RULE)
    return {where: faults for where, faults in found.items() if faults}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_barrier_on_any_page(tab, answers_of_errors, lang):
    found = {name: barriers(tab, address_of(name, lang)) for name in PAGES}
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_a_barrier_is_found(tab):
    tab.goto("/")
    tab.evaluate("document.querySelector('h1').innerHTML = '<img src=\"/favicon.ico\">'")
    tab.evaluate(AXE)
    assert any("image-alt" in fault for fault in tab.evaluate(CHECK, EVERY_RULE))
