"""The facets in a real browser: they follow the rows, and the reader keeps the place."""

from playwright.sync_api import expect

from tests.browser.test_smoke import WIDE, asked, settled

FACETS = "**/api/v1/facets.html?*"


def choose(tab, selector):
    with tab.expect_response(FACETS):
        asked(tab, lambda: tab.locator(selector).check())
    settled(tab)


def test_facets_follow_the_filters(tab):
    tab.set_viewport_size(WIDE)
    tab.goto("/projects/")
    choose(tab, "#status-under_construction")
    expect(tab.locator("#facet-status li")).to_have_count(3)
    assert tab.locator("#facet-year li").count() < 9
    expect(tab.locator("#status-under_construction")).to_be_checked()


def test_the_focus_and_what_is_open_stay(tab):
    tab.set_viewport_size(WIDE)
    tab.goto("/projects/")
    tab.locator("summary", has_text="Commitment").click()
    tab.locator("summary", has_text="Status").click()
    tab.locator("#year-2023").focus()
    choose(tab, "#year-2023")
    assert tab.evaluate("document.activeElement.id") == "year-2023"
    assert tab.locator("#facet-commitment").is_visible()
    assert not tab.locator("#facet-status").is_visible()


def test_boxes_ticked_in_quick_succession_all_count(tab):
    tab.set_viewport_size(WIDE)
    tab.goto("/projects/")
    for year in (2022, 2023, 2024):
        tab.locator(f"#year-{year}").check()
    tab.wait_for_url("**/projects/?year=2024&year=2023&year=2022")
    expect(tab.locator(".htmx-request")).to_have_count(0)
    assert tab.locator("#facet-year input:checked").count() == 3


def test_a_place_opens_what_lies_inside_it(tab):
    tab.set_viewport_size(WIDE)
    tab.goto("/projects/")
    choose(tab, "#location-india")
    assert tab.locator("#facet-location .depth-1").count() > 0


def test_tabs_change_the_view_without_a_reload_and_keep_the_filter(tab):
    tab.set_viewport_size(WIDE)
    tab.goto("/projects/?year=2023&columns=jobs")
    tab.evaluate("window.kept = true")
    tab.locator("#view-chart").click()
    tab.wait_for_url("**/projects/?year=2023&view=chart&columns=jobs")
    choose(tab, "#status-signed")
    tab.wait_for_url("**/projects/?year=2023&status=signed&view=chart&columns=jobs")
    tab.locator("#view-table").click()
    tab.wait_for_url("**/projects/?year=2023&status=signed&columns=jobs")
    expect(tab.locator("#results thead th")).to_have_count(2)
    assert tab.evaluate("document.activeElement.id") == "view-table"
    assert tab.evaluate("window.kept")
