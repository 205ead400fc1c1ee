"""Side by side: a difference only where both numbers are exact and complete."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deals.models import Edition
from tests import factories as make
from tests.deals.views.parsing import open_page, rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_the_end_of_2026(set_today):
    set_today(datetime.date(2026, 11, 24))


def edition(slug, year=2020, **fields):
    return make.create_edition(slug=slug, label=slug, year=year, **fields)


def compared(client, query):
    """By measure: the cells of its row."""
    table = open_page(client, f"/compare/?{query}").one("table", css="compare")
    return {row[0]: row[1:] for row in rows(table)}


def report(of, projects, **fields):
    make.create_figure(editions=[of], value=projects, preferred=True, **fields)


def test_editions_stand_side_by_side_with_differences_to_the_first(client):
    for slug, projects, amount in (("one", 10, 7), ("two", 25, 4)):
        made = edition(slug)
        report(made, projects)
        report(made, 10 * amount, metric="investment", currency="CNY")
        make.create_project(edition=made, amount=amount)
    found = compared(client, "edition=one&edition=two")
    assert found["Projects, reported"] == ["10", "25 difference: +15"]
    assert found["Investment, reported"] == ["CN¥70", "CN¥40 difference: −CN¥30"]
    assert found["Projects, itemised"] == ["1", "1 difference: 0"]
    assert found["Investment, itemised"][1].endswith("difference: −CN¥3")
    assert found["Itemised share of the reported investment"] == ["10%", "10%"]
    assert "Jobs, itemised" not in found


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("exact", "more_than", "one is a lower bound"),
        ("at_least", "more_than", "one is a lower bound"),
        ("nearly", "exact", "one is an upper bound"),
        ("about", "exact", "one is not exact"),
        ("up_to", "at_least", "one is not exact"),
    ],
)
def test_a_bound_has_no_difference(client, one, other, why):
    report(edition("one"), 10, qualifier=one)
    report(edition("two"), 25, qualifier=other)
    cells = compared(client, "edition=one&edition=two")["Projects, reported"]
    assert cells[1].endswith(f"not comparable: {why}")
    assert "difference" not in cells[1]


def test_an_undisclosed_amount_has_no_difference(client):
    one, two = edition("one"), edition("two")
    make.create_project(edition=one, amount=5)
    make.create_project(edition=two, amount=7)
    make.create_project(edition=two)
    cells = compared(client, "edition=one&edition=two")["Investment, itemised"]
    assert cells[1].endswith("not comparable: not all numbers of one are known")


def test_what_one_does_not_state_has_no_difference(client):
    report(edition("one"), 10)
    edition("two")
    cells = compared(client, "edition=one&edition=two")["Projects, reported"]
    assert cells[1] == "Not stated not comparable: one is not stated"


def test_conferences_are_compared_by_their_running_totals(client):
    for slug, values in (("fair", [10, 20]), ("forum", [5])):
        conference = make.create_conference(slug=slug, name=slug)
        for number, value in enumerate(values):
            made = edition(f"{slug}-{number}", 2020 + number, conference=conference)
            report(made, value, metric="investment", currency="CNY")
        make.create_project(edition=made, amount=3)
    found = compared(client, "conference=fair&conference=forum")
    assert found["Investment, reported"] == ["CN¥30", "CN¥5 difference: −CN¥25"]
    assert found["Itemised share of the reported investment"] == ["10%", "60%"]
    edition("forum-x", 2024, conference=conference)
    found = compared(client, "conference=fair&conference=forum")
    assert "not all numbers of one are known" in found["Investment, reported"][1]


def test_different_currencies_have_no_difference(client):
    for slug, currency in (("one", "CNY"), ("two", "EUR")):
        report(edition(slug), 10, metric="investment", currency=currency)
    cells = compared(client, "edition=one&edition=two")["Investment, reported"]
    assert cells[1] == "€10 not comparable: in different currencies"


def test_a_converted_figure_says_so(client):
    make.create_rates(on=datetime.date(2020, 5, 1), EUR="1", CNY="8")
    made = edition("one", starts_on=datetime.date(2020, 5, 1))
    report(made, 10, metric="investment", currency="EUR")
    report(edition("two"), 90, metric="investment", currency="CNY")
    cells = compared(client, "edition=one&edition=two")["Investment, reported"]
    assert cells == ["CN¥80 converted", "CN¥90 difference: +CN¥10"]


@pytest.fixture
def places():
    """Of “north” the edition of 2020 is tracked, of “south” none."""
    for slug, status in (("north", "operating"), ("south", None)):
        place = make.create_country(slug=slug, name=slug)
        for year in (2020, 2024):
            project = make.create_project(edition=edition(f"{slug}-{year}", year), location=place)
            if status and year == 2020:
                make.create_event(project=project, status=status, on=datetime.date(2021, 6, 1))


def test_what_became_of_places_names_its_denominators(client, places):
    found = compared(client, "location=north&location=south")
    assert found["Projects, itemised"] == ["2", "2 difference: 0"]
    assert found["Projects followed for 36 months"] == ["1 1 of 2 editions", "0 0 of 2 editions"]
    assert found["Operating after 36 months"] == ["1 of 1 100%", "Not tracked, or not reached yet"]
    assert "No news since after 36 months inferred" in found


def test_what_is_tracked_of_none_is_one_sentence(client, places):
    page = open_page(client, "/compare/?edition=south-2020&edition=south-2024")
    assert "What became of it is tracked for none of them." in page.text
    assert "Operating after" not in page.text


# The address and the form


def selected(page):
    return [
        (
            select.attrs["name"],
            [o.attrs["value"] for o in select.all("option") if "selected" in o.attrs],
        )
        for select in page.all("select")
    ]


def test_the_form_has_one_select_more_than_is_chosen(client, places):
    page = open_page(client, "/compare/?edition=north-2020&edition=south-2020&edition=")
    editions = [chosen for name, chosen in selected(page) if name == "edition"]
    assert editions == [["north-2020"], ["south-2020"], []]
    assert [name for name, _chosen in selected(page)].count("location") == 2


def test_one_alone_is_a_form_to_choose_the_next(client, places):
    page = open_page(client, "/compare/?edition=north-2020&currency=USD")
    assert page.all("table") == []
    assert [c for n, c in selected(page) if n == "edition"] == [["north-2020"], []]
    assert page.all("input", name="currency", value="USD")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("edition=north-2020&edition=nowhere", "“nowhere” is not known"),
        ("edition=north-2020&edition=A%20B", "is no slug"),
        ("edition=north-2020&location=north", "Compare things of one kind"),
        ("edition=north-2020&edition=north-2020", "two to five different ones"),
        ("&".join(f"location=x{n}" for n in range(6)), "two to five different ones"),
        ("currency=EUR", "Use one of: CNY, USD"),
    ],
)
def test_a_bad_value_is_told_and_nothing_is_compared(client, places, query, words):
    page = open_page(client, f"/compare/?{query}", 400)
    assert words in page.one(css="error-summary").text
    assert page.all("table") == []


def test_the_address_stays_in_the_canonical_one(client, places):
    page = open_page(client, "/compare/?edition=north-2020&edition=south-2020&x=1&currency=USD")
    canonical = page.one("link", rel="canonical").attrs["href"]
    assert canonical.endswith("/compare/?edition=north-2020&edition=south-2020&currency=USD")
    assert "was ignored" in page.text


def test_the_page_of_an_edition_leads_here(client, places):
    assert "/compare/?edition=north-2020" in open_page(client, "/editions/north-2020/").links
    assert "/compare/" in open_page(client, "/").one("nav", css="site-nav").links


def cost(client):
    with CaptureQueriesContext(connection) as captured:
        client.get("/compare/?edition=north-2020&edition=south-2020")
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_records(client, places):
    north = Edition.objects.get(slug="north-2020")

    def grow(numbers):
        for number in numbers:
            report(edition(f"more-{number}"), 5)
            report(north, 5 + number, metric=f"metric_{number}")
            make.create_project(edition=north, amount=number + 1)

    report(north, 5)
    grow([1])
    few = cost(client)
    grow(range(2, 12))
    assert cost(client) == few


def test_a_range_is_covered_as_on_the_scorecard(starter, client):
    address = "/compare/?edition=g20-bali-investment-commitments-2022&edition="
    page = open_page(client, f"{address}choose-france-summit-2025")
    [row] = [row for row in page.all("tr") if "Itemised share" in row.text]
    assert "62.5%–71.4%" in row.text
    assert any(link.startswith("/explain/?edition=") for link in page.one("main").links)
