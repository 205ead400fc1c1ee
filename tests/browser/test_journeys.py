"""What visitors come for, from the first page to the last, with script and without."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import factories as make

ROWS = "#results tbody tr"
BILLION = 1_000_000_000
LIST = "/projects/?status=signed&currency=USD&ordering=-amount&per_page=20"


def titles(tab):
    """The listed projects, in order."""
    return tab.locator(f"{ROWS} th > a").all_inner_texts()


def state(tab):
    """What a shared link promises to restore."""
    return {
        "rows": titles(tab),
        "columns": tab.locator("#results thead th").all_inner_texts(),
        "totals": tab.locator("#totals data").evaluate_all("all => all.map(n => n.value)"),
        "language": tab.locator("html").get_attribute("lang"),
    }


def reveal(control):
    """Opens the disclosures that a control lies in; a wide window shows the outer one anyway."""
    for details in control.locator("xpath=ancestor::details").all():
        summary = details.locator("> summary")
        if details.get_attribute("open") is None and summary.is_visible():
            summary.click()


def choose(tab, *, boxes=(), fields=None):
    """Ticks boxes (name, value) and fills fields of the filter form, and applies it."""
    for name, value in boxes:
        box = tab.locator(f"#filters input[name={name}][value='{value}']")
        reveal(box)
        box.check()
        settle(tab)
    for name, value in (fields or {}).items():
        field = tab.locator(f"#filters [name={name}]")
        reveal(field)
        field.fill(value)
    tab.locator("#filters button[type=submit]").last.click()
    settle(tab)


def settle(tab):
    """Waits until htmx, where there is one, has put everything in its place."""
    tab.wait_for_load_state("networkidle")
    expect(tab.locator(".htmx-request, .htmx-settling, .htmx-swapping")).to_have_count(0)


def downloaded(tab):
    """The rows of the CSV that the list offers."""
    link = tab.locator("a[download][href*='projects.csv']").first
    reveal(link)
    with tab.expect_download() as download:
        link.click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


@pytest.fixture
def yibin(site):
    """Projects in a district of Yibin: two of the four are over 1bn yuan and of 2024 or 2025."""
    from deals.models import Edition, Location

    place = Location.objects.get(slug="nanxi")
    for year, amount in [(2024, 3 * BILLION), (2025, 2 * BILLION), (2024, BILLION // 2), (2023, 5)]:
        edition = Edition.objects.get(slug=f"world-power-battery-conference-{year}")
        name = f"Plant of {year} for {amount}"
        make.create_project(edition=edition, location=place, name=name, amount=amount)


def to_projects_of_yibin(tab):
    tab.goto("/places/yibin/")
    tab.get_by_role("link", name=re.compile("with filters and download")).click()
    tab.wait_for_url("**/projects/?*location=yibin*")


def test_all_yibin_projects_over_a_billion_in_two_years_are_downloaded(yibin, visitor):
    to_projects_of_yibin(visitor)
    years = [("year", "2024"), ("year", "2025")]
    choose(visitor, boxes=years, fields={"amount_min": str(BILLION)})
    visitor.wait_for_url(re.compile("amount_min"))
    rows = downloaded(visitor)
    assert sorted(titles(visitor)) == [
        "Plant of 2024 for 3000000000",
        "Plant of 2025 for 2000000000",
    ]
    assert [row["name"] for row in rows] == titles(visitor)
    assert {row["location"] for row in rows} <= {"nanxi", "Nanxi District"}


def test_where_no_yibin_project_is_itemised_the_list_says_what_would_help(visitor):
    visitor.goto("/projects/?location=yibin&year=2024&year=2025&amount_min=1000000000")
    assert titles(visitor) == []
    visitor.locator("#results .empty a", has_text="Year").first.click()
    visitor.wait_for_url(re.compile("^(?!.*year=).*location=yibin"))
    assert len(titles(visitor)) == 1


def test_a_link_in_chinese_and_dollars_shows_others_the_same(visitor, new_visitor):
    visitor.goto("/projects/?status=signed")
    visitor.get_by_role("link", name="USD", exact=True).click()
    visitor.wait_for_url("**currency=USD*")
    visitor.get_by_role("link", name="简体中文").click()
    visitor.wait_for_url("**/zh-hans/projects/**")
    other = new_visitor()
    other.goto(visitor.url)
    assert state(other) == state(visitor)
    assert state(other)["language"] == "zh-Hans"
    assert "美元" in other.locator("#totals").inner_text()


def test_reload_and_back_restore_the_list(visitor):
    visitor.goto(LIST)
    before = state(visitor)
    visitor.reload()
    assert state(visitor) == before
    visitor.locator(f"{ROWS} th a").first.click()
    visitor.wait_for_url(re.compile(r"/projects/p\d+/"))
    visitor.go_back()
    visitor.wait_for_url("**ordering=-amount*")
    settle(visitor)
    assert state(visitor) == before


def test_a_page_turned_and_a_sort_are_in_the_address(visitor, new_visitor):
    visitor.goto("/projects/")
    visitor.locator("th a.sort", has_text="Amount").click()
    visitor.wait_for_url("**ordering=-amount*")
    settle(visitor)
    visitor.get_by_role("link", name="Next").click()
    visitor.wait_for_url("**page=2*")
    settle(visitor)
    other = new_visitor(script=False)
    other.goto(visitor.url)
    assert state(other) == state(visitor)


def test_two_editions_are_compared(visitor):
    visitor.goto("/editions/choose-france-summit-2024/")
    visitor.locator("main a[href*='/compare/?edition=']").first.click()
    visitor.wait_for_url("**/compare/**")
    form = visitor.locator("main form", has=visitor.locator("select[name=edition]")).first
    form.locator("select").nth(1).select_option("choose-france-summit-2025")
    form.get_by_role("button").click()
    visitor.wait_for_url("**choose-france-summit-2025*")
    heads = visitor.locator("main table thead").first
    expect(heads).to_contain_text("Choose France Summit 2024")
    expect(heads).to_contain_text("Choose France Summit 2025")
    assert "not comparable" in visitor.locator("main table").first.inner_text()


def test_a_total_on_the_home_page_leads_to_the_source_of_one_of_its_numbers(visitor):
    visitor.goto("/")
    total = visitor.locator("main dl.totals a.explain").first
    number = total.locator("data").first.get_attribute("value")
    total.click()
    visitor.wait_for_url("**/explain/**")
    assert visitor.locator("main dl.totals data").first.get_attribute("value") == number
    visitor.locator("main tbody td a[href*='/sources/']").first.click()
    visitor.wait_for_url("**/sources/*/")
    assert visitor.locator("main a[href^='http']").first.is_visible(), "the original"


def test_yibin_is_found_in_both_scripts(yibin, visitor):
    found = {}
    for words in ("宜宾", "yibin"):
        visitor.goto("/projects/")
        field = visitor.locator("#filters [name=q]")
        reveal(field)
        choose(visitor, fields={"q": words})
        visitor.wait_for_url("**q=*")
        found[words] = sorted(titles(visitor))
    assert found["宜宾"] == found["yibin"]
    assert "Plant of 2024 for 3000000000" in found["yibin"]


def test_a_list_is_printed(visitor):
    visitor.goto("/projects/?status=signed&per_page=50")
    pdf = visitor.pdf(format="A4")
    visitor.emulate_media(media="print")
    visitor.set_viewport_size({"width": 718, "height": 1000})
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) > 1
    head = visitor.locator("#results thead")
    assert head.evaluate("head => getComputedStyle(head).display") == "table-header-group"
    assert not visitor.get_by_role("navigation").first.is_visible()
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 718


# By keyboard alone


def test_the_list_is_worked_by_keyboard_alone(visitor):
    visitor.goto("/projects/")
    box = visitor.locator("#filters input[name=status][value=signed]")
    reach(visitor, box)
    visitor.keyboard.press("Space")
    settle(visitor)
    reach(visitor, visitor.locator("#filters button[type=submit]").last)
    visitor.keyboard.press("Enter")
    visitor.wait_for_url("**status=signed*")
    settle(visitor)
    for link, address in [
        (visitor.locator("th a.sort", has_text="Amount"), "**ordering=-amount*"),
        (visitor.get_by_role("link", name="Next"), "**page=2*"),
    ]:
        reach(visitor, link)
        visitor.keyboard.press("Enter")
        visitor.wait_for_url(address)
        settle(visitor)


def reach(tab, target, most=400):
    """Presses Tab until the target has the focus."""
    for _step in range(most):
        if target.evaluate("target => target === document.activeElement"):
            return
        tab.keyboard.press("Tab")
    raise AssertionError(f"not reached: {target}")
