"""From login to a saved edition, out of a pasted article: by mouse, by keys, without script."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import factories as make

ROOT = Path(__file__).parents[2]
# The article that started it all, which is not ours to copy; where it is not at hand, our own.
ARTICLES = (
    ROOT.parent / "shared" / "seed" / "2024-world-power-battery-conference.txt",
    ROOT / "tests" / "data" / "articles" / "tuning" / "world-power-battery-2024.txt",
)
SEED = next(path for path in ARTICLES if path.is_file()).read_text(encoding="utf-8")
MOST_ACTIONS = 25


class Hand:
    """A person at the browser; each thing they do counts."""

    def __init__(self, tab):
        self.tab, self.actions = tab, 0

    def goto(self, address):
        self.actions += 1
        self.tab.goto(address)

    def click(self, control):
        self.actions += 1
        control.click()

    def fill(self, label, text):
        self.actions += 1
        self.tab.get_by_label(label).fill(text)


@pytest.fixture
def places(live_server):
    china = make.create_country(slug="china", name="China", name_zh="中国")
    sichuan = make.create_place(
        slug="sichuan", name="Sichuan", name_zh="四川", kind="region", parent=china
    )
    make.create_place(slug="yibin", name="Yibin", name_zh="宜宾", parent=sichuan)


@pytest.fixture
def account(live_server):
    from django.contrib.auth.models import User

    User.objects.create_superuser("editor", password="a long password")


def log_in(hand):
    hand.goto("/admin/")
    hand.fill("Username", "editor")
    hand.fill("Password", "a long password")
    hand.click(hand.tab.get_by_role("button", name="Log in"))


PROJECTS, YUAN, DOLLARS = ("projects", 137), ("investment", 95_250_000_000), 13_400_000_000
NINE = {
    PROJECTS,
    YUAN,
    ("investment", DOLLARS),
    ("projects", 133),
    ("investment", 84_550_000_000),
    ("output_value", 100_000_000_000),
    ("jobs", 20_000),
    ("projects", 100),
    ("investment", 200_000_000_000),
}
RELATIONS = {
    ("investment", DOLLARS): YUAN,
    ("projects", 133): PROJECTS,
    ("investment", 84_550_000_000): YUAN,
}


def statement(figure):
    return figure.metric, figure.value


def relations(figures):
    """By metric and value of a figure: those of what it is a part or a conversion of."""
    return {
        statement(figure): statement(figure.of_which or figure.equivalent_of)
        for figure in figures
        if figure.of_which or figure.equivalent_of
    }


def test_from_login_to_a_saved_edition_with_nine_figures(page, places, account):
    from deals.models import Edition, ReportedFigure

    hand = Hand(page)
    log_in(hand)
    hand.click(page.get_by_role("link", name="Add from article"))
    hand.fill("Text of the article", SEED)
    hand.fill("Its address", "https://example.org/yibin-2024")
    hand.click(page.get_by_role("button", name="Read the article"))
    for label in ("Earlier edition 1", "Earlier edition 2"):
        hand.click(page.get_by_role("checkbox", name=label))
    hand.click(page.get_by_role("button", name="Save what is ticked").first)
    expect(page.get_by_text("reported figures: 9")).to_be_visible()
    assert hand.actions <= MOST_ACTIONS
    edition = Edition.objects.get(label="2024")
    assert (edition.ordinal, str(edition.starts_on), edition.location.slug) == (
        3,
        "2024-09-01",
        "yibin",
    )
    figures = ReportedFigure.objects.select_related("of_which", "equivalent_of")
    assert {statement(figure) for figure in figures} == NINE
    assert relations(figures) == RELATIONS


def saved_figures():
    from deals.models import ReportedFigure

    return ReportedFigure.objects.count()


def test_all_of_it_works_by_keyboard(page, places, account):
    log_in(Hand(page))
    page.get_by_role("link", name="Add from article").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Text of the article")).to_be_visible()
    page.get_by_label("Text of the article").focus()
    page.keyboard.insert_text(SEED)
    page.keyboard.press("Tab")
    page.keyboard.insert_text("https://example.org/yibin-2024")
    page.keyboard.press("Enter")
    for label in ("Earlier edition 1", "Earlier edition 2"):
        page.get_by_role("checkbox", name=label).focus()
        page.keyboard.press("Space")
    page.locator("#id_figures-0-value").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("reported figures: 9")).to_be_visible()


def test_all_of_it_works_without_script(browser, live_server, places, account):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    tab = context.new_page()
    log_in(Hand(tab))
    tab.goto("/admin/deals/edition/article/")
    tab.get_by_label("Text of the article").fill(SEED)
    tab.get_by_role("button", name="Read the article").click()
    tab.get_by_role("button", name="Save what is ticked").first.click()
    tab.get_by_role("link", name="Earlier edition 1").click()
    assert saved_figures() == 0
    for label in ("Earlier edition 1", "Earlier edition 2"):
        tab.get_by_role("checkbox", name=label).check()
    tab.get_by_role("button", name="Save what is ticked").first.click()
    expect(tab.get_by_text("reported figures: 9")).to_be_visible()
    assert saved_figures() == 9
    context.close()


def test_the_page_fits_a_phone(page, places, account):
    page.set_viewport_size({"width": 360, "height": 780})
    log_in(Hand(page))
    page.goto("/admin/deals/edition/article/")
    page.get_by_label("Text of the article").fill(SEED)
    page.get_by_role("button", name="Read the article").click()
    expect(page.get_by_role("heading", name="The article", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name="95.25 billion yuan").click()
    expect(page.locator("#figures-1")).to_be_in_viewport()
