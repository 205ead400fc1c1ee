"""Editions and conferences: what was reported beside what is itemised, each with its source."""

import datetime

import pytest

from tests import factories as make
from tests.deals.views.parsing import open_page, rows

pytestmark = pytest.mark.django_db

WPBC = "/conferences/world-power-battery-conference/"
WPBC_2024 = "/editions/world-power-battery-conference-2024/"
CNY, USD = "Investment CNY", "Investment USD as reported, not computed"
OUTPUT = "Yearly output value CNY a year, at full operation"
JOBS = "Jobs at full operation"


def statements(table):
    """Measure, scope, words before the number, exact numbers and source of each row."""
    found = []
    for row in table.one("tbody").all("tr"):
        cells = row.all("th") + row.all("td")
        words = [node.text for node in cells[2].all(css="visually-hidden")]
        words = words or [node.text for node in cells[2].all(css="sign")]
        source = cells[5].all("a", css="ref")
        number = source[0].text if source else "calculated"
        found.append((cells[0].text, cells[1].text, *words, *cells[2].numbers, number))
    return found


def scorecard(client, address):
    return open_page(client, address).one("table", css="scorecard")


# The starter data


@pytest.fixture
def card(starter, client):
    return scorecard(client, WPBC_2024)


@pytest.mark.parametrize(
    "statement",
    [
        ("Projects", "All", 137, "Source [1]"),
        ("Projects", "Yibin", 133, "Source [1]"),
        ("Projects", "Elsewhere all but Yibin", 4, "calculated"),
        (CNY, "All", 95_250_000_000, "Source [1]"),
        (CNY, "Yibin", 84_550_000_000, "Source [1]"),
        ("Investment", "Elsewhere all but Yibin", 10_700_000_000, "calculated"),
        (USD, "All", "about", 13_400_000_000, "Source [1]"),
        (OUTPUT, "Sichuan", "more than", 100_000_000_000, "Source [1]"),
        (OUTPUT, "Yibin", "more than", 100_000_000_000, "Source [2]"),
        (JOBS, "Sichuan", "more than", 20_000, "Source [1]"),
        (JOBS, "Yibin", "more than", 20_000, "Source [2]"),
        ("Attendees", "All", "just under", 400, "Source [1]"),
    ],
    ids=lambda statement: f"{statement[0].split()[0]}-{statement[1].split()[-1]}",
)
def test_the_scorecard_of_the_seed_article(card, statement):
    assert statement in statements(card)


def test_the_scorecard_has_nothing_else(card):
    assert len(statements(card)) == 12


def test_the_scorecard_writes_numbers_with_unit_and_sign(card):
    text = card.text
    for written in ["CN¥95.25bn", "CN¥84.55bn", "about US$13.4bn", "CN¥10.7bn", "CN¥100bn"]:
        assert written in text


def test_a_reported_pair_is_not_converted_again(starter, client):
    card = scorecard(client, f"{WPBC_2024}?currency=USD")
    whole, yibin = (row for row in statements(card) if row[0] == CNY)
    assert whole == (CNY, "All", "about", 95_250_000_000, 13_400_000_000, "Source [1]")
    assert "about US$13.4bn in the same source" in card.text
    assert yibin[2:4] == (84_550_000_000, 11_928_559_522), "no pair is reported of Yibin: a rate"


def test_a_suspect_statement_stands_apart_with_its_source(starter, client):
    page = open_page(client, WPBC_2024)
    others = next(table for table in page.all("table") if "suspect figure" in table.text)
    suspect = [row for row in rows(others) if row[5].startswith("suspect")]
    assert [row[:3] for row in suspect] == [
        ["Yearly output value at full operation", "All", "CN¥100bn"],
        ["Jobs at full operation", "All", "20,000"],
    ]
    assert {row[4] for row in suspect} == {"[3] Korean Law Newspaper (PR Newswire release)"}


def test_the_sources_of_the_scorecard_are_numbered(starter, client):
    page = open_page(client, WPBC_2024)
    listed = page.one("ol", css="sources").all("li")
    assert listed[0].attrs["id"] == "source-1"
    assert "KBC (Xinhua wire), 1 September 2024" in listed[0].text
    assert "copy of another source" in listed[1].text
    for link in page.all("a", css="ref"):
        if link.attrs["href"].startswith("#"):
            assert page.one("li", id=link.attrs["href"][1:])


def test_the_same_numbers_in_chinese(starter, client):
    text = scorecard(client, f"/zh-hans{WPBC_2024}").text
    for written in ["952.5亿元", "845.5亿元", "107亿元", "134亿美元", "1000亿元"]:
        assert written in text


def brackets(page):
    return [
        [row.one("th").text, *row.numbers]
        for row in page.all("tr", css="bracket")
        if row.one("th").text
    ]


def test_two_editions_together_are_one_row(starter, client):
    page = open_page(client, WPBC)
    assert brackets(page)[0] == ["2022 + 2023 together", 100, 200_000_000_000]
    row = page.all("tr", css="bracket")[0]
    assert "more than 100" in row.text
    assert "more than CN¥200bn" in row.text
    assert "Source KBC (Xinhua wire)" in row.text


def test_two_editions_together_are_never_split(starter, client):
    for row in open_page(client, WPBC).all("tr"):
        if 200_000_000_000 in row.numbers:
            assert "2022 + 2023" in row.text
        assert 100_000_000_000 not in row.numbers, "half of it"


def running(page, metric="investment"):
    """The sentence with the running total: the sum, then what it used."""
    section = page.one("section", id=f"total-{metric}")
    return next(node for node in section.all("p", css="lead") if "=" in node.text)


def test_the_running_total_names_what_it_used_in_order(starter, client):
    page = open_page(client, WPBC)
    total = running(page)
    assert total.numbers == [
        *[383_880_000_000, 96_200_000_000, 106_300_000_000],
        *[95_250_000_000, 86_130_000_000],
    ]
    assert [word for word in total.text.split() if word.startswith("(2")] == [
        *["(2022)", "(2023)", "(2024)", "(2025)"]
    ]
    assert "In full: 383,880,000,000 CNY" in page.text


def test_each_figure_that_the_running_total_leaves_out_has_a_reason(starter, client):
    page = open_page(client, WPBC)
    details = page.one("section", id="total-investment").one("details")
    assert "25 figures left out" in details.text
    assert all(item.text.split(" · ")[3] for item in details.all("li"))


# The seed article alone


def test_nine_figures_alone_are_worth_a_page(seed, client):
    assert statements(scorecard(client, "/editions/wpbc-2024/")) == [
        ("Projects", "All", 137, "Source [1]"),
        ("Projects", "Yibin", 133, "Source [1]"),
        ("Projects", "Elsewhere all but Yibin", 4, "calculated"),
        (CNY, "All", 95_250_000_000, "Source [1]"),
        (CNY, "Yibin", 84_550_000_000, "Source [1]"),
        ("Investment", "Elsewhere all but Yibin", 10_700_000_000, "calculated"),
        (USD, "All", "about", 13_400_000_000, "Source [1]"),
        (OUTPUT, "Yibin", "more than", 100_000_000_000, "Source [1]"),
        (JOBS, "Yibin", "more than", 20_000, "Source [1]"),
    ]


def test_nothing_itemised_is_zero_of_what_was_reported(seed, client):
    first = rows(scorecard(client, "/editions/wpbc-2024/"))[0]
    assert first[3:5] == ["0", "0%"]
    assert "No project of this edition is itemised yet" in client.get("/editions/wpbc-2024/").text


def test_nine_figures_without_rates_in_dollars(seed, client):
    card = scorecard(client, "/editions/wpbc-2024/?currency=USD")
    whole, yibin = (row for row in rows(card) if row[0] == CNY)
    assert "about US$13.4bn in the same source" in whole[2]
    assert yibin[2] == "CN¥84.55bn no rate to USD"


def test_nine_figures_make_a_running_total(seed, client):
    page = open_page(client, "/conferences/wpbc/")
    total = running(page)
    assert total.numbers == [295_250_000_000, 200_000_000_000, 95_250_000_000]
    assert total.text.startswith("> more than CN¥295.2bn = > more than CN¥200bn (2022 + 2023) +")
    assert "In full: 295,250,000,000 CNY" in page.text
    assert brackets(page) == [["2022 + 2023 together", 100, 200_000_000_000]]


def test_an_edition_of_the_pair_leads_to_their_common_figures(seed, client):
    page = open_page(client, "/editions/wpbc-2022/")
    assert "No source that we hold gives a figure for this edition alone" in page.text
    assert [row[0] for row in rows(page.one("table"))] == ["Projects", "Investment"]
    assert page.one("table").numbers == [100, 200_000_000_000]


# Itemised


@pytest.fixture
def edition(db):
    return make.create_edition(
        slug="fair-2024", starts_on=datetime.date(2024, 9, 1), ends_on=datetime.date(2024, 9, 2)
    )


def report(edition, value):
    money = {"metric": "investment", "value": value, "currency": "CNY"}
    make.create_figure(editions=[edition], preferred=True, **money)


def test_more_itemised_than_reported_is_a_warning_with_both_numbers(edition, client):
    report(edition, 1000)
    make.create_project(edition=edition, amount=1500)
    warning = open_page(client, "/editions/fair-2024/").one("li", css="warning")
    assert "projects together are CN¥1,500, above the CN¥1,000 that" in warning.text


def test_coverage_is_the_share_that_is_itemised(edition, client):
    report(edition, 1000)
    make.create_project(edition=edition, amount=250)
    make.create_project(edition=edition)
    [row] = rows(scorecard(client, "/editions/fair-2024/"))
    assert row[3] == "CN¥250 stated for 1 of 2 · 1 undisclosed"
    assert row[4] == "25%"


def test_a_table_of_editions_shows_reported_beside_itemised(edition, client):
    report(edition, 10**9)
    make.create_project(edition=edition, amount=5 * 10**8)
    [row] = rows(open_page(client, "/editions/").one("table"))
    assert row[1:4] == ["1–2 September 2024", "Not stated", "Not stated"]
    assert row[4:] == ["CN¥1bn", "1", "0.500", "50%"]


def test_neighbouring_editions_are_linked(db, client):
    conference = make.create_conference()
    for year in (2022, 2023, 2024):
        make.create_edition(conference=conference, slug=f"fair-{year}", year=year)
    page = open_page(client, "/editions/fair-2023/")
    assert page.one("a", rel="prev").attrs["href"] == "/editions/fair-2022/"
    assert page.one("a", rel="next").attrs["href"] == "/editions/fair-2024/"


def test_conferences_have_years_and_sums(db, client):
    conference = make.create_conference(name="The fair")
    for year in (2024, 2023):
        edition = make.create_edition(conference=conference, year=year)
        make.create_project(edition=edition, amount=10**9, jobs=7)
    make.create_conference(name="Without editions")
    fair, without = rows(open_page(client, "/conferences/").one("table"))
    assert fair == ["The fair", "2023, 2024", "2", "2.000", "14"]
    assert without[2:] == ["0", "none itemised", "none itemised"]


# As known on a day


def test_a_page_says_what_was_not_yet_known(starter, client):
    page = open_page(client, f"{WPBC_2024}?as_of=2024-09-01")
    notice = page.one("div", css="notice").text
    assert "As known on 1 September 2024" in notice
    assert "15 figures were published later and are left out" in notice
    assert "MENAFN" not in scorecard(client, f"{WPBC_2024}?as_of=2024-09-01").text


def test_a_page_names_undated_sources_that_it_leaves_out(starter, client):
    page = open_page(client, "/conferences/choose-france-summit/?as_of=2026-01-01")
    notice = page.one("div", css="notice")
    assert "sources without a date and are left out" in notice.text
    assert any("/sources/" in link for link in notice.links)


def test_the_total_grows_edition_by_edition(starter, client):
    section = open_page(client, WPBC).one("section", id="total-investment")
    steps = [row.numbers for row in section.one("table").all("tr") if row.numbers]
    assert steps == [
        [96_200_000_000],
        [202_500_000_000, 200_000_000_000],
        [297_750_000_000, 300_000_000_000],
        [383_880_000_000],
    ]


def test_a_day_before_everything_says_what_it_leaves_out(starter, client):
    page = open_page(client, f"{WPBC_2024}?as_of=2024-01-01")
    assert "33 figures were published later" in page.one("div", css="notice").text
    assert "No figure for this edition alone had been published by then" in page.text
    assert "reported figures above" not in page.text


def test_a_page_counts_the_projects_that_a_day_leaves_out(starter, client):
    page = open_page(client, "/editions/choose-france-summit-2025/?as_of=2025-05-20")
    assert "projects are left out because their sources have no date" in page.text


def test_the_day_is_kept_on_the_way_to_an_edition(starter, client):
    links = open_page(client, f"{WPBC}?as_of=2024-12-31&currency=USD").one("main").links
    assert f"{WPBC_2024}?currency=USD&as_of=2024-12-31" in links
