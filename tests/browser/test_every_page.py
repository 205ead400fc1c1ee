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


def overflow(tab, addresses):
    """By how many pixels each page is wider than the window, where it is."""
    found = {}
    for address in addresses:
        tab.goto(address)
        tab.evaluate("document.querySelectorAll('details').forEach(d => (d.open = true))")
        found[address] = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    return {address: pixels for address, pixels in found.items() if pixels > 0}


def test_no_page_scrolls_sideways_at_320_pixels(tab, addresses):
    tab.set_viewport_size(SMALLEST)
    assert overflow(tab, addresses) == {}


def test_no_page_scrolls_sideways_with_text_of_twice_the_size(large_text, addresses):
    large_text.set_viewport_size(WIDE)
    large_text.goto(addresses[0])
    assert large_text.evaluate("getComputedStyle(document.body).fontSize") == "32px"
    assert overflow(large_text, addresses) == {}


def test_nothing_moves_where_the_visitor_wants_no_motion(tab):
    tab.emulate_media(reduced_motion="reduce")
    for name in PAGES:
        tab.goto(address_of(name))
        assert tab.evaluate(MOVING) == [], name


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


def test_every_page_has_one_heading_and_a_title_of_its_own(tab):
    titles = {}
    for name in PAGES:
        tab.goto(address_of(name))
        assert tab.locator("h1").count() == 1, name
        titles.setdefault(tab.title(), []).append(name)
    alike = [names for names in titles.values() if len(names) > 1]
    assert [names for names in alike if not set(names) & set(STATES)] == []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_print_has_the_content_and_no_navigation(tab, size):
    tab.set_viewport_size(size)
    tab.emulate_media(media="print")
    for name in PAGES:
        tab.goto(address_of(name))
        assert tab.locator("h1").is_visible(), name
        for gone in ("nav", "form", "button", ".skip"):
            shown = [each for each in tab.locator(gone).all() if each.is_visible()]
            assert shown == [], f"{gone} on {name}"
