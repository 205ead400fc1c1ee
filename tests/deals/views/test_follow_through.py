"""The table “What became of it” on the pages of editions, conferences and places."""

import datetime

import pytest

from tests import factories as make
from tests.deals.views.parsing import open_page, rows

pytestmark = pytest.mark.django_db


def table(page):
    return page.one("table", css="follow")


@pytest.fixture(autouse=True)
def at_the_end_of_2026(set_today):
    set_today(datetime.date(2026, 11, 24))


@pytest.fixture
def place():
    return make.create_country(slug="here", name="Here")


@pytest.fixture
def fair(place):
    """Three editions at one place: of 2020, of 2024 and, not tracked, of 2025."""
    conference = make.create_conference(slug="fair", name="Fair")
    for year in (2020, 2024, 2025):
        edition = make.create_edition(
            conference=conference, slug=f"fair-{year}", label=str(year), year=year
        )
        built = make.create_project(edition=edition, location=place, amount=7_000_000_000)
        make.create_project(edition=edition, location=place)
        if year != 2025:
            on = datetime.date(year + 1, 6, 1)
            make.create_event(project=built, status="operating", on=on)


def follow(page):
    return rows(table(page))


def test_an_edition_has_a_row_for_each_horizon(fair, client):
    page = open_page(client, "/editions/fair-2020/")
    assert [row[0] for row in follow(page)] == [
        "12 months 31 December 2021",
        "24 months 31 December 2022",
        "36 months 31 December 2023",
    ]
    first = follow(page)[0]
    assert first[1].startswith("2 CN¥7bn stated for 1 of 2")
    assert first[3] == "1 of 2 50% CN¥7bn stated for the one project"
    assert first[2] == "0 of 2 0%"
    assert first[7] == "1 of 2 50% not stated by the one project"


def test_what_is_inferred_says_so(fair, client):
    page = open_page(client, "/editions/fair-2020/")
    assert table(page).one("thead").all("th")[-1].text == "No news since inferred"
    assert "“No news since” is inferred" in page.text
    assert "/api/v1/follow-through/?edition=fair-2020" in page.links


def test_a_moment_in_the_future_is_told_in_words(fair, client):
    last = follow(open_page(client, "/editions/fair-2024/"))[-1]
    assert last == [
        "36 months 31 December 2027",
        "2 CN¥7bn stated for 1 of 2 · 1 undisclosed",
        "Not reached yet: 31 December 2027",
    ]


@pytest.mark.parametrize("address", ["/conferences/fair/", "/places/here/"])
def test_a_conference_and_a_place_have_a_row_an_edition_and_their_sum(fair, client, address):
    page = open_page(client, address)
    assert [row[0] for row in follow(page)] == [
        "Fair 2024 12 months, 31 December 2025",
        "Fair 2020 36 months, 31 December 2023",
        "Together at 12 months 2 of 3 editions",
        "Together at 24 months 1 of 3 editions",
        "Together at 36 months 1 of 3 editions",
    ]
    assert follow(page)[2][3].startswith("2 of 4 50% CN¥14bn")
    assert "Not tracked: 1 of 3 editions." in page.text


def test_where_nothing_is_tracked_one_sentence_says_so(fair, client):
    page = open_page(client, "/editions/fair-2025/")
    assert page.all("table", css="follow") == []
    assert "Not tracked: no status of these projects is dated after the edition." in page.text


def test_without_projects_there_is_nothing_to_follow(client):
    make.create_edition(slug="empty")
    assert "What became of it" not in open_page(client, "/editions/empty/").text


def test_the_addresses_of_the_page_keep_the_currency(fair, client):
    page = open_page(client, "/places/here/?currency=USD")
    assert "/api/v1/follow-through/?location=here&currency=USD" in page.links
    assert "1 not convertible" in follow(page)[0][1]


# A project's own page


@pytest.fixture
def project():
    made = make.create_project(ref="plant", edition=make.create_edition(year=2024))
    make.create_event(
        project=made, status="operating", on=datetime.date(2025, 6, 1), precision="month"
    )
    return made


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (
            "2025-06-01",
            "1 June 2025: Operating the latest status event by then · June 2025 · Source A paper",
        ),
        (
            "2024-05-01",
            "1 May 2024: Announced announced at its edition; no status event is dated before",
        ),
        (
            "2023-12-31",
            "31 December 2023: not known yet before anything is known of it",
        ),
    ],
)
def test_the_status_on_a_day_is_answered(project, client, day, words):
    answer = open_page(client, f"/projects/plant/?on={day}").one(id="status-on").text
    assert answer.replace(", as far as is recorded", "") == f"On {words}"


def test_the_form_asks_without_script(project, client):
    page = open_page(client, "/projects/plant/?on=2025-06-01&currency=USD")
    form = page.one("form", css="inline")
    assert {i.attrs["name"]: i.attrs["value"] for i in form.all("input")} == {
        "on": "2025-06-01",
        "currency": "USD",
    }
    assert "was ignored" not in page.text
    canonical = page.one("link", rel="canonical").attrs["href"]
    assert canonical.endswith("/projects/plant/?currency=USD&on=2025-06-01")
    assert open_page(client, "/projects/plant/").all(id="status-on") == []


def test_what_is_no_date_is_told(project, client):
    assert "such as 2024-09-01" in open_page(client, "/projects/plant/?on=yesterday", 400).text
