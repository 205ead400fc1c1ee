"""Each filter with hits and misses, how they combine, and every bad value refused by name."""

import datetime
import time

import pytest
from django.http import QueryDict

from deals.filters import ORDERINGS, ProjectFilter, ordered, read_ordering
from deals.models import Project, Sector
from deals.parameters import InvalidParameters
from tests import factories as make

pytestmark = pytest.mark.django_db


def refs(query):
    return sorted(ProjectFilter(QueryDict(query)).projects.values_list("ref", flat=True))


@pytest.fixture
def projects():
    """Three projects that differ in everything; the third states almost nothing."""
    country = make.create_country(slug="china")
    region = make.create_place(slug="sichuan", kind="region", parent=country)
    make.create_rates(on=datetime.date(2024, 9, 1), USD="1", CNY="7")
    first = make.create_project(
        ref="p1",
        name="Battery plant",
        edition=make.create_edition(
            slug="fair-2024",
            starts_on=datetime.date(2024, 9, 1),
            conference=make.create_conference(slug="fair"),
        ),
        location=make.create_place(slug="yibin", parent=region),
        sector=make.create_sector(slug="batteries"),
        investors=[make.create_organization(slug=slug) for slug in ("catl", "byd")],
        source=make.create_source(slug="wire-1", published_on=datetime.date(2024, 9, 3)),
        status="signed",
        commitment="mou",
        amount=700,
        jobs=100,
    )
    second = make.create_project(
        ref="p2",
        edition=make.create_edition(
            slug="summit-2023", year=2023, conference=make.create_conference(slug="summit")
        ),
        location=make.create_country(slug="france"),
        sector=make.create_sector(slug="energy"),
        investors=[make.create_organization(slug="edf")],
        source=make.create_source(slug="paper-1", published_on=datetime.date(2023, 5, 1)),
        further_sources=[first.source],
        amount=5,
        currency="IDR",
    )
    return [first, second, make.create_project(ref="p3", edition=second.edition)]


HITS = {
    "": ["p1", "p2", "p3"],
    "q=battery": ["p1"],
    "q=nothing": [],
    "conference=fair": ["p1"],
    "conference=fair&conference=summit": ["p1", "p2", "p3"],
    "edition=summit-2023": ["p2", "p3"],
    "year=2024": ["p1"],
    "year=2022": [],
    "location=china": ["p1"],
    "location=sichuan&location=france": ["p1", "p2"],
    "location=none": ["p3"],
    "location=none&location=yibin": ["p1", "p3"],
    "sector=energy": ["p2"],
    "sector=none&sector=energy": ["p2", "p3"],
    "investor=catl": ["p1"],
    "investor=catl&investor=byd": ["p1"],
    "investor=none": ["p3"],
    "investor=edf&investor=none": ["p2", "p3"],
    "status=signed": ["p1"],
    "status=cancelled": [],
    "commitment=mou&commitment=unspecified": ["p1", "p2", "p3"],
    "commitment=order": [],
    "source=wire-1": ["p1", "p2"],
    "source=paper-1": ["p2"],
    "signed_after=2024-01-01": ["p1"],
    "signed_after=2024-09-02": [],
    "signed_before=2023-01-01": ["p2", "p3"],
    "signed_before=2022-12-31": [],
    "amount_min=700": ["p1"],
    "amount_min=701": [],
    "amount_min=0": ["p1"],
    "amount_max=699": [],
    "amount_max=100&currency=USD": ["p1"],
    "amount_min=101&currency=USD": [],
    "disclosed=true": ["p1", "p2"],
    "disclosed=false": ["p3"],
    "jobs_min=100": ["p1"],
    "jobs_min=101": [],
    "updated_since=2000-01-01T00:00:00Z": ["p1", "p2", "p3"],
    "updated_since=2099-01-01": [],
    "id=p1&id=p3": ["p1", "p3"],
    "as_of=2023-05-01": ["p2"],
    "as_of=2024-09-02": ["p2"],
    "as_of=2024-09-03": ["p1", "p2"],
    "as_of=2099-12-31": ["p1", "p2"],
    "as_of=2023-04-30": [],
    "year=2024&status=announced": [],
    "year=2023&disclosed=true": ["p2"],
    "sector=&q=%20&year=": ["p1", "p2", "p3"],
    "sector=&sector=energy": ["p2"],
}


@pytest.mark.parametrize("query", HITS)
def test_what_is_found(query, projects):
    assert refs(query) == HITS[query]


def test_no_filter_is_untested():
    tested = {part.partition("=")[0] for query in HITS for part in query.split("&") if part}
    assert tested - {"currency"} == set(ProjectFilter.names())


DIGITS = "9" * 400
REFUSED = {
    "year=1899": "1900 to 2100",
    "year=2101": "1900 to 2100",
    "year=abc": "1900 to 2100",
    "year=" + DIGITS: "1900 to 2100",
    "year=2024&year=x": "1900 to 2100",
    "signed_after=2024-13-45": "not a date",
    "signed_after=2024-1-1": "not a date",
    "signed_after=20240101": "not a date",
    "signed_before=0001-01-01": "not a date",
    "signed_before=9999-12-31": "not a date",
    "signed_before=2024-01-01&signed_before=2024-01-02": "once only",
    "as_of=yesterday": "not a date",
    "as_of=2024-01-01&as_of=2024-01-02": "once only",
    "amount_min=-1": "whole number",
    "amount_min=NaN": "whole number",
    "amount_min=1e400": "whole number",
    "amount_min=1.5": "whole number",
    "amount_min=" + DIGITS: "whole number",
    "amount_max=9000000000000001": "whole number",
    "amount_max=%EF%BC%91": "digits only",
    "jobs_min=Infinity": "whole number",
    "disclosed=yes": "Use one of: true, false",
    "status=sigend": "Did you mean “signed”?",
    "commitment=x": "Use one of",
    "currency=EUR": "Use one of: CNY, USD",
    "location=sichaun": "Did you mean “sichuan”?",
    "location=Sichuan": "lower-case",
    "location=%25": "is no slug",
    "sector=" + "a" * 121: "is no slug",
    "sector=-batteries": "is no slug",
    "conference=none": "not known",
    "investor=calt": "Did you mean “catl”?",
    "source=../etc": "is no slug",
    "edition=fair-2025": "Did you mean “fair-2024”?",
    "id=p9": "not known",
    "updated_since=2024-09-01T25:00:00Z": "not a moment",
    "updated_since=2024-09-01T12:00:00 00:00": "not a moment",
    "updated_since=1900-01-01T00:00:00%2B23:59": "not a moment",
    "q=" + "x" * 201: "at most 12 words of 200 characters",
    "q=" + "+".join(f"w{n}" for n in range(13)): "at most 12 words",
    "year=" + "&year=".join(str(year) for year in range(1900, 1951)): "At most 50",
}


@pytest.mark.parametrize("query", REFUSED, ids=lambda query: query[:40])
def test_what_is_refused(query, projects):
    with pytest.raises(InvalidParameters) as refusal:
        refs(query)
    (error,) = refusal.value.errors
    assert error["name"] == query.partition("=")[0]
    assert REFUSED[query] in error["detail"]
    assert len(error["value"]) <= 100


def test_every_fault_is_named_at_once():
    with pytest.raises(InvalidParameters) as refusal:
        refs("year=x&signed_after=y&currency=z&status=w")
    names = {error["name"] for error in refusal.value.errors}
    assert names == {"year", "signed_after", "currency", "status"}


def test_many_unknown_names_do_not_take_long():
    Sector.objects.bulk_create(
        Sector(slug=f"sector-{n:05}", name=f"Sector {n}") for n in range(3000)
    )
    start = time.monotonic()
    with pytest.raises(InvalidParameters) as refusal:
        refs("sector=" + "&sector=".join(f"setcor-{n:05}x" for n in range(50)))
    assert time.monotonic() - start < 2
    assert "setcor-00049x" in refusal.value.errors[0]["detail"]


def test_the_values_in_use():
    data = QueryDict("year=2024&year=&sector=&per_page=50&q=%20x")
    assert ProjectFilter(data).active == {"year": ["2024"], "q": [" x"]}


def test_two_investors_leave_no_join_behind(projects):
    found = ProjectFilter(QueryDict("investor=catl&investor=byd")).projects
    assert found.count() == 1
    assert "JOIN" not in str(found.query).split("WHERE")[0]


def test_the_base_keeps_its_own_conditions_and_order(projects):
    base = Project.objects.filter(year=2023).order_by("ref")
    found = ProjectFilter(QueryDict("disclosed=false"), base).projects
    assert [project.ref for project in found] == ["p3"]


# Order


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        (("amount",), ["p1", "p3", "p2"]),
        (("-amount",), ["p1", "p3", "p2"]),
        (("-date",), ["p1", "p3", "p2"]),
        (("date", "ref"), ["p2", "p3", "p1"]),
        (("sector",), ["p1", "p2", "p3"]),
        (("-sector",), ["p2", "p1", "p3"]),
        (("-ref",), ["p3", "p2", "p1"]),
    ],
    ids=",".join,
)
def test_unknown_values_come_last_and_ties_go_by_reference(ordering, expected, projects):
    assert [project.ref for project in ordered(Project.objects.all(), ordering)] == expected


@pytest.mark.parametrize("name", ORDERINGS)
@pytest.mark.parametrize("currency", ["CNY", "USD"])
def test_every_order_can_be_asked_for(name, currency, projects):
    both_ways = [read_ordering(name), read_ordering(f"-{name}")]
    assert [len(ordered(Project.objects.all(), way, currency)) for way in both_ways] == [3, 3]


@pytest.mark.parametrize("text", ["nope", "date,-date", "--date", "date;drop", "edition__slug"])
def test_an_unknown_order_is_refused(text):
    with pytest.raises(ValueError, match=r"not known|twice"):
        read_ordering(text)


def test_a_day_knows_the_status_that_had_been_published(db):
    """Announced in March, operating since June; the paper that says so came out in July."""
    announced = make.create_source(published_on=datetime.date(2024, 3, 1))
    operating = make.create_source(published_on=datetime.date(2024, 7, 1))
    edition = make.create_edition(starts_on=datetime.date(2024, 2, 1), year=2024)
    project = make.create_project(edition=edition, source=announced)
    make.create_event(
        project=project, status="operating", on=datetime.date(2024, 6, 1), source=operating
    )
    found = {
        (status, day): ProjectFilter(QueryDict(f"status={status}&as_of={day}")).projects.count()
        for status in ("announced", "operating")
        for day in ("2024-02-01", "2024-06-15", "2024-07-01")
    }
    assert {key for key, count in found.items() if count} == {
        ("announced", "2024-06-15"),
        ("operating", "2024-07-01"),
    }


def test_what_is_only_signed_again_hides_no_amount(db):
    first = make.create_project(amount=10)
    make.create_project(continues=first, resigns_only=True)
    silent = make.create_project()
    assert refs("disclosed=false") == [silent.ref]


def test_where_there_is_nothing_to_name_no_remedy_is_promised(db):
    with pytest.raises(InvalidParameters) as refused:
        refs("sector=anything")
    assert "Use one of" not in str(refused.value)
