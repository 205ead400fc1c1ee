"""What holds on every kind of page: size, focus, motion, hosts, weight, and without script."""

import gzip
import shutil
from urllib.parse import urlsplit

import pytest

from tests.browser.pages import NARROW, PAGES, STATES, WIDE, address_of
from tests.conftest import CHROMIUM_OPTIONS, CHROMIUMS
from tests.deals.views.addresses import LANGUAGES

SMALLEST = {"width": 320, "height": 640}
SCRIPT_BUDGET = 24 * 1024
MAIN = "document.querySelector('main')"
# The page is what it says: title, numbers in full, rows, and where its links lead.
CONTENT = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  return [
    all("h1").map((h1) => h1.textContent),
    all("main data").map((number) => number.value),
    all("main tbody tr").length,
    all("main a[href]").map((a) => a.getAttribute("href")),
  ];
}"""
MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
  const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
  return transitionDuration !== "0s" || animationName !== "none" || scrollBehavior === "smooth";
}).map((element) => element.outerHTML.slice(0, 80))"""
FOCUS = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return null;
  const rings = [focused, ...focused.querySelectorAll("*")].map((element) => {
    const { outlineStyle, outlineWidth, stroke, strokeWidth } = getComputedStyle(element);
    if (outlineStyle !== "none") return parseFloat(outlineWidth);
    return element instanceof SVGElement && stroke !== "none" ? parseFloat(strokeWidth) : 0;
  });
  return { ring: Math.max(...rings), what: focused.outerHTML.slice(0, 120) };
}"""

pytestmark = pytest.mark.usefixtures("answers_of_errors")


@pytest.fixture(params=LANGUAGES)
def addresses(request):
    """All of one language."""
    return [address_of(name, request.param) for name in PAGES]


@pytest.fixture
def large_text(site, browser):
    """A tab in a browser whose reader has set text to twice the usual size."""
    arguments = [*CHROMIUM_OPTIONS, "--blink-settings=defaultFontSize=32"]
    path = next(filter(None, map(shutil.which, CHROMIUMS)))
    other = browser.browser_type.launch(executable_path=path, args=arguments)
    yield other.new_page(base_url=site.url)
    other.close()


def overflow(tab):
    """By how many pixels the page with all its disclosures open is wider than the window."""
    tab.evaluate("document.querySelectorAll('details').forEach(d => (d.open = true))")
    return max(tab.evaluate("document.documentElement.scrollWidth - innerWidth"), 0)


def test_no_page_scrolls_sideways_with_text_of_twice_the_size(large_text, addresses):
    large_text.set_viewport_size(WIDE)
    large_text.goto(addresses[0])
    assert large_text.evaluate("getComputedStyle(document.body).fontSize") == "32px"
    found = {}
    for address in addresses:
        large_text.goto(address)
        found[address] = overflow(large_text)
    assert found == dict.fromkeys(addresses, 0)


# One load of each page, looked at in every way


def test_nothing_is_wrong_with_any_page(tab, addresses):
    """As to headings, colours, motion, print, width; only its states share a page's title."""
    faults, titles = {}, {}
    for name, address in zip(PAGES, addresses, strict=True):
        tab.emulate_media(media="screen", color_scheme="dark", reduced_motion="reduce")
        tab.goto(address)
        titles.setdefault(tab.title(), set()).add(name)
        faults[address] = {way.__name__: found for way in WAYS if (found := way(tab))}
    assert {address: found for address, found in faults.items() if found} == {}
    assert [names for names in titles.values() if len(names - STATES.keys()) > 1] == []


def other_than_one_heading(tab):
    return tab.locator("h1").count() - 1


def not_dark(tab):
    """Where the visitor wants that."""
    colours = tab.evaluate("""[document.documentElement, document.body].map(
      (element) => getComputedStyle(element).backgroundColor)""")
    return [] if "rgb(16, 23, 30)" in colours else colours


def moving(tab):
    """Where the visitor wants no motion."""
    return tab.evaluate(MOVING)


def amiss_in_print(tab):
    """The content is there, and no navigation."""
    tab.emulate_media(media="print")
    found = []
    for size in (WIDE, NARROW):
        tab.set_viewport_size(size)
        found += [] if tab.locator("h1").is_visible() else ["no heading"]
        shown = tab.locator("nav, form, button, .skip").locator("visible=true")
        found += shown.evaluate_all("all => all.map((each) => each.outerHTML.slice(0, 80))")
    tab.emulate_media(media="screen")
    return found


def wider_than_a_phone(tab):
    """Pixels too many, by the width of the window."""
    found = {}
    for size in (NARROW, SMALLEST):
        tab.set_viewport_size(size)
        found[size["width"]] = overflow(tab)
    return found if any(found.values()) else {}


# The last opens what was folded.
WAYS = [other_than_one_heading, not_dark, moving, amiss_in_print, wider_than_a_phone]


@pytest.mark.parametrize("name", ["home", "projects", "conference", "chart", "map", "compare"])
def test_the_focus_is_seen_wherever_it_goes(tab, name):
    tab.set_viewport_size(WIDE)
    tab.goto(address_of(name))
    faint = []
    for _step in range(60):
        tab.keyboard.press("Tab")
        focus = tab.evaluate(FOCUS)
        if focus and focus["ring"] < 3:
            faint.append(focus["what"])
    assert faint == []


def test_no_page_asks_another_host_or_loads_much_script(tab, site):
    requests, scripts = [], {}

    def note(response):
        requests.append(response.url)
        if response.request.resource_type == "script":
            scripts[response.url] = len(gzip.compress(response.body()))

    tab.on("response", note)
    for name in PAGES:
        tab.goto(address_of(name), wait_until="networkidle")
    assert {urlsplit(url).netloc for url in requests} == {urlsplit(site.url).netloc}
    assert 0 < sum(scripts.values()) <= SCRIPT_BUDGET


def test_every_page_is_complete_without_script(tab, new_visitor):
    plain = new_visitor(script=False)
    for name in PAGES:
        plain.goto(address_of(name))
        tab.goto(address_of(name))
        assert plain.evaluate(CONTENT) == tab.evaluate(CONTENT), name
