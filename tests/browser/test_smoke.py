"""The site in a real browser: with and without script, dark, narrow, in Chinese, by keyboard.

The fixture `page` fails each test on a console error, a breach of the Content-Security-Policy or
a request to another host.
"""

import re

import pytest
from playwright.sync_api import expect

NARROW = {"width": 360, "height": 780}
WIDE = {"width": 1280, "height": 800}
ROWS = "#results tbody tr"


def count_of(tab):
    return int(tab.locator("#totals dd.number data").first.get_attribute("value"))


def asked(tab, action, status=200):
    """Does it, and waits until both parts of the page have come from the API."""
    with (
        tab.expect_response("**/api/v1/projects.html?*") as rows,
        tab.expect_response("**/api/v1/totals.html?*") as totals,
    ):
        action()
    assert {rows.value.status, totals.value.status} == {status}
    settled(tab)


def turned(tab, link):
    """Clicks what renews the rows alone, and waits for them."""
    with tab.expect_response("**/api/v1/projects.html?*"):
        link.click()
    settled(tab)


def settled(tab):
    """Waits until what came stands on the page."""
    # Enter is a change and a submit; a click while the second answer settles would be lost.
    tab.wait_for_timeout(400)
    # Not wait_for_function: it polls by eval, which the Content-Security-Policy refuses.
    expect(tab.locator(".htmx-request, .htmx-settling, .htmx-swapping")).to_have_count(0)


# With script


def test_a_filter_renews_rows_and_totals_without_a_reload(tab):
    tab.set_viewport_size(WIDE)
    tab.goto("/projects/")
    before = count_of(tab)
    tab.evaluate("window.kept = true")
    asked(tab, lambda: tab.locator("input[name=status][value=under_construction]").check())
    tab.wait_for_url("**/projects/?status=under_construction")
    assert tab.evaluate("window.kept")
    assert 0 < count_of(tab) < before
    assert tab.locator("#announced").inner_text() == f"{count_of(tab)} projects"
    assert set(tab.locator(f"{ROWS} .badge").all_inner_texts()) == {"Under construction"}


def test_back_restores_the_list(tab):
    tab.set_viewport_size(WIDE)
    tab.goto("/projects/")
    before = count_of(tab)
    asked(tab, lambda: tab.locator("input[name=status][value=under_construction]").check())
    tab.wait_for_url("**/projects/?status=under_construction")
    tab.go_back()
    tab.wait_for_url("**/projects/")
    expect(tab.locator("#totals dd data").first).to_have_attribute("value", str(before))
    assert tab.locator(ROWS).count() == 20
    assert not tab.locator("input[name=status][value=under_construction]").is_checked()


def test_the_chips_follow_the_filters(tab):
    tab.set_viewport_size(WIDE)
    tab.goto("/projects/")
    asked(tab, lambda: tab.locator("input[name=status][value=under_construction]").check())
    chip = tab.locator(".chips a", has_text="Status")
    chip.click()
    tab.wait_for_url("**/projects/")


def test_no_result_says_what_each_removal_would_give(tab):
    tab.set_viewport_size(WIDE)
    tab.goto("/projects/")
    tab.locator("#q").fill("nothing-like-it")
    asked(tab, lambda: tab.locator("#q").press("Enter"))
    tab.locator(".empty a", has_text="without “Search”").click()
    tab.wait_for_url("**/projects/")


def test_two_filters_and_a_search_come_together(tab):
    tab.set_viewport_size(WIDE)
    tab.goto("/projects/?currency=USD")
    asked(tab, lambda: tab.locator("input[name=location][value=india]").check())
    asked(tab, lambda: tab.locator("input[name=location][value=france]").check())
    tab.locator("#q").fill("energy")
    asked(tab, lambda: tab.locator("#q").press("Enter"))
    tab.wait_for_url("**/projects/?q=energy&location=india&location=france&currency=USD")
    assert count_of(tab) >= tab.locator(ROWS).count() > 0
    assert "US$" in tab.locator("#totals").inner_text()


def test_a_header_sorts_without_a_reload(tab):
    tab.set_viewport_size(WIDE)
    tab.goto("/projects/")
    tab.evaluate("window.kept = true")
    turned(tab, tab.locator("th a.sort", has_text="Amount"))
    tab.wait_for_url("**/projects/?ordering=-amount")
    amounts = tab.locator(f"{ROWS} td.num .inbar rect").evaluate_all(WIDTHS)
    assert amounts == sorted(amounts, reverse=True)
    assert tab.locator("th[aria-sort=descending]").inner_text().startswith("Amount")
    assert tab.evaluate("window.kept")


WIDTHS = "bars => bars.map(bar => parseFloat(bar.getAttribute('width')))"


def test_a_filter_after_sorting_keeps_the_order(tab):
    tab.set_viewport_size(WIDE)
    tab.goto("/projects/")
    turned(tab, tab.locator("th a.sort", has_text="Amount"))
    tab.wait_for_url("**/projects/?ordering=-amount")
    asked(tab, lambda: tab.locator("input[name=status][value=signed]").check())
    tab.wait_for_url("**/projects/?status=signed&ordering=-amount")


def test_pages_turn_without_a_reload(tab):
    tab.set_viewport_size(WIDE)
    tab.goto("/projects/")
    tab.evaluate("window.kept = true")
    first = tab.locator(f"{ROWS} th a").first.inner_text()
    turned(tab, tab.get_by_role("link", name="Next"))
    tab.wait_for_url("**/projects/?page=2")
    assert tab.locator(".pagination [aria-current=page]").inner_text() == "2"
    assert tab.locator(f"{ROWS} th a").first.inner_text() != first
    assert tab.evaluate("window.kept")


def test_a_bad_value_is_told_without_a_reload(tab, expected_faults):
    # The browser itself reports each such answer, some after the test's last line.
    expected_faults.append("400 (Bad Request)")
    tab.set_viewport_size(WIDE)
    tab.goto("/projects/")
    tab.locator("summary", has_text="Amount, jobs, date").click()
    tab.locator("#jobs_min").fill("many")
    asked(tab, lambda: tab.locator("#jobs_min").press("Enter"), status=400)
    assert "Jobs from many" in tab.locator("#results .error-summary").inner_text()
    assert tab.locator(ROWS).count() == tab.locator("#totals dd").count() == 0


def test_the_chinese_list_stays_chinese(tab):
    tab.set_viewport_size(WIDE)
    tab.goto("/zh-hans/projects/")
    asked(tab, lambda: tab.locator("input[name=status][value=under_construction]").check())
    tab.wait_for_url("**/zh-hans/projects/?status=under_construction")
    assert tab.locator("html").get_attribute("lang") == "zh-Hans"
    assert re.search("亿元|万亿元", tab.locator("#totals").inner_text())
    assert tab.locator(f"{ROWS} .badge").first.inner_text() == "在建"


# Without script


@pytest.fixture
def plain(site, browser):
    """A tab where no script runs."""
    context = browser.new_context(
        base_url=site.url, java_script_enabled=False, viewport=WIDE, locale="en-GB"
    )
    yield context.new_page()
    context.close()


def test_the_filters_work_without_script(plain):
    plain.goto("/projects/?ordering=-amount&currency=USD")
    plain.locator("input[name=status][value=under_construction]").check()
    plain.locator("#filters button[type=submit]").click()
    assert "status=under_construction" in plain.url
    assert "ordering=-amount" in plain.url
    assert "currency=USD" in plain.url
    assert set(plain.locator(f"{ROWS} .badge").all_inner_texts()) == {"Under construction"}
    plain.locator(".chips a", has_text="Status").click()
    assert "status" not in plain.url


def test_sorting_paging_and_search_work_without_script(plain):
    plain.goto("/")
    plain.locator("#home-q").fill("india")
    plain.locator("main form button").click()
    plain.get_by_role("link", name="with filters and download").click()
    plain.get_by_role("link", name="Next").click()
    plain.locator("th a.sort", has_text="Jobs").click()
    assert plain.url.endswith("/projects/?q=india&ordering=-jobs")
    plain.get_by_role("link", name="USD").click()
    assert "US$" in plain.locator("#totals").inner_text()


# Keyboard


def test_the_way_to_the_content_comes_first(tab):
    tab.goto("/projects/")
    tab.keyboard.press("Tab")
    focus = tab.locator(":focus")
    assert focus.get_attribute("href") == "#main"
    assert focus.bounding_box()["y"] >= 0, "it is seen"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"


def test_the_focus_stays_where_it_was_when_rows_are_renewed(tab):
    tab.set_viewport_size(WIDE)
    tab.goto("/projects/")
    box = tab.locator("input[name=status][value=under_construction]")
    box.focus()
    asked(tab, lambda: tab.keyboard.press("Space"))
    tab.wait_for_url("**/projects/?status=under_construction")
    assert box.evaluate("box => box === document.activeElement")


def test_the_results_come_first_on_a_phone(tab):
    tab.set_viewport_size(NARROW)
    tab.goto("/projects/")
    assert not tab.locator("#q").is_visible(), "the filters are folded"
    assert tab.locator("#totals").bounding_box()["y"] < 780
    tab.locator(".filters-panel > summary").click()
    assert tab.locator("#q").is_visible()
    asked(tab, lambda: tab.locator("input[name=status][value=under_construction]").check())
    tab.wait_for_url("**/projects/?status=under_construction")
