"""What became of each edition's projects: counted once, inferred only where it is tracked."""

import datetime
import random

import pytest
from django.db.models import Value

from deals import stats
from deals.followthrough import HORIZONS, STATES, MonthsLater, follow_through, months_later
from deals.models import Edition, Project
from tests import factories as make

TODAY = datetime.date(2026, 11, 24)
ENDED = datetime.date(2024, 9, 2)
# 12 months later is 2 September 2025.
IN_TIME, TOO_LATE = datetime.date(2025, 9, 2), datetime.date(2025, 9, 3)


def day(text):
    return datetime.date.fromisoformat(text)


def found(today=TODAY, as_of=None, currency="CNY"):
    return follow_through(Project.objects.all(), currency, today, as_of)


def cohort(**asked):
    [only] = found(**asked).cohorts
    return only


def counts(states):
    return {state: totals.projects for state, totals in states.items() if totals.projects}


def at(months, **asked):
    states = cohort(**asked).horizons[HORIZONS.index(months)].states
    return states and counts(states)


@pytest.fixture
def edition(db):
    return make.create_edition(year=2024, starts_on=day("2024-09-01"), ends_on=ENDED)


@pytest.fixture
def project(edition):
    """Makes a project of the edition, with events as (status, day)."""

    def project(*events, **fields):
        made = make.create_project(edition=edition, **fields)
        for status, on in events:
            make.create_event(project=made, status=status, on=on)
        return made

    return project


@pytest.mark.parametrize("state", ["under_construction", "operating", "suspended", "cancelled"])
@pytest.mark.parametrize(("on", "months"), [(IN_TIME, 12), (TOO_LATE, 24)])
def test_a_project_is_in_the_state_of_its_latest_event(project, state, on, months):
    project((state, on))
    assert at(months) == {state: 1}
    assert at(12) == ({state: 1} if months == 12 else {"no_news": 1})


def test_no_news_is_inferred_where_another_project_is_tracked(project):
    project(("announced", ENDED))
    project()
    project(("operating", IN_TIME))
    assert at(12) == {"no_news": 2, "operating": 1}


def test_later_news_of_what_has_not_started_is_news(project):
    project(("signed", IN_TIME))
    project(signed_on=IN_TIME)
    project(("announced", TOO_LATE))
    project(signed_on=TOO_LATE)
    assert at(12) == {"not_started": 2, "no_news": 2}
    assert at(24) == {"not_started": 4}


@pytest.mark.parametrize(
    "events", [[], [("announced", ENDED)], [("operating", None)], [("operating", ENDED)]]
)
def test_without_an_event_after_the_edition_nothing_is_tracked(project, events):
    project(*events)
    assert cohort().tracked is False
    assert [horizon.states for horizon in cohort().horizons] == [None, None, None]


def test_an_event_after_today_tracks_nothing(project):
    project(("operating", day("2027-01-01")))
    assert cohort().tracked is False


def test_a_signature_alone_tracks_nothing(project):
    project(signed_on=IN_TIME)
    assert cohort().tracked is False


@pytest.mark.parametrize(("today", "reached"), [("2025-09-01", False), ("2025-09-02", True)])
def test_a_moment_in_the_future_is_not_reached(project, today, reached):
    project(("operating", day("2025-01-01")))
    first = cohort(today=day(today)).horizons[0]
    assert (first.on, first.reached) == (IN_TIME, reached)
    assert (first.states is not None) is reached


@pytest.mark.parametrize(
    ("starts", "ends", "closing"),
    [
        ("2024-09-01", "2024-09-02", "2024-09-02"),
        ("2024-09-01", None, "2024-09-01"),
        (None, None, "2024-12-31"),
        ("2024-02-29", None, "2024-02-29"),
    ],
)
def test_the_day_of_a_cohort(db, starts, ends, closing):
    edition = make.create_edition(
        year=2024, starts_on=starts and day(starts), ends_on=ends and day(ends)
    )
    project = make.create_project(edition=edition)
    last = months_later(day(closing), 12)
    make.create_event(project=project, status="operating", on=last)
    assert cohort().day == day(closing)
    assert at(12) == {"operating": 1}, last


@pytest.mark.parametrize(
    ("start", "months", "later"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-12-31", 12, "2025-12-31"),
        ("2024-10-31", 4, "2025-02-28"),
    ],
)
def test_a_month_end_clamps_alike_in_python_and_database(db, start, months, later):
    assert months_later(day(start), months) == day(later)
    make.create_edition()
    there = MonthsLater(Value(day(start)), months=months)
    assert Edition.objects.annotate(there=there).get().there == day(later)


def test_what_is_only_signed_again_counts_nowhere(project):
    first = project(("operating", IN_TIME), amount=5)
    project(("cancelled", IN_TIME), continues=first, resigns_only=True)
    assert at(12) == {"operating": 1}
    assert (cohort().totals.projects, cohort().resigned) == (1, 1)


def test_an_event_of_what_is_only_signed_again_tracks_nothing(project):
    first = project()
    project(("cancelled", IN_TIME), continues=first, resigns_only=True)
    assert cohort().tracked is False


def test_values_keep_their_doubt_and_say_what_they_know(project):
    project(("operating", IN_TIME), amount=5, qualifier="more_than")
    project(("operating", IN_TIME), amount=7)
    project(("operating", IN_TIME))
    project(amount=100, qualifier="about")
    states = cohort().horizons[0].states
    operating = states["operating"].investment
    assert (operating.low, operating.bound) == (12, "more_than")
    assert (operating.stated, operating.undisclosed) == (2, 1)
    assert states["no_news"].investment.bound == "about"
    assert states["cancelled"].investment.low is None
    assert cohort().totals.investment.low == 112


def test_values_are_in_the_currency_asked_for(project):
    make.create_rates(on=day("2024-09-01"), USD="1", CNY="7")
    project(("operating", IN_TIME), amount=70)
    assert cohort(currency="USD").horizons[0].states["operating"].investment.low == 10


def test_only_what_was_published_counts(project):
    source = make.create_source(published_on=day("2025-12-01"))
    make.create_event(project=project(), status="operating", on=IN_TIME, source=source)
    assert cohort(as_of=day("2025-11-30")).tracked is False
    assert at(12, as_of=day("2025-12-01")) == {"operating": 1}
    assert cohort(as_of=day("2025-12-01")).horizons[1].reached is False


def other_cohort(year, *events):
    project = make.create_project(edition=make.create_edition(year=year), amount=3)
    for status, on in events:
        make.create_event(project=project, status=status, on=on)


def test_cohorts_are_added_up_where_they_are_tracked_and_have_reached_it(project):
    project(("operating", IN_TIME), amount=5)
    project(amount=7)
    other_cohort(2020, ("cancelled", day("2021-06-01")))
    other_cohort(2021)
    sums = {each.months: each for each in found().sums}
    assert [(s.months, s.cohorts, s.of) for s in sums.values()] == [
        (12, 2, 3),
        (24, 2, 3),
        (36, 1, 3),
    ]
    assert counts(sums[12].states) == {"operating": 1, "no_news": 1, "cancelled": 1}
    assert (sums[12].totals.projects, sums[12].totals.investment.low) == (3, 15)
    assert counts(sums[36].states) == {"cancelled": 1}


def test_nothing_tracked_adds_up_to_nothing_said(project):
    project()
    assert [(s.cohorts, s.of, s.states) for s in found().sums] == [(0, 1, None)] * 3


@pytest.fixture
def whatever(db):
    """Projects of three editions with anything that may happen to them."""
    dice = random.Random(5)
    days = [datetime.date(year, month, 1) for year in range(2020, 2027) for month in (1, 7)]
    for year in (2020, 2022, 2024):
        edition = make.create_edition(year=year)
        for _each in range(12):
            made = make.create_project(
                edition=edition, amount=dice.choice([None, 4]), signed_on=dice.choice([None, *days])
            )
            for _event in range(dice.choice([0, 1, 2])):
                status = dice.choice(["announced", "signed", *STATES[:4]])
                make.create_event(project=made, status=status, on=dice.choice([None, *days]))


def test_each_project_is_in_one_state_whatever_happens(whatever):
    for each in found().cohorts:
        for horizon in each.horizons:
            if horizon.reached:
                together = sum(horizon.states.values(), stats.nothing())
                assert together == each.totals
    assert sum(h.reached for each in found().cohorts for h in each.horizons) == 7


@pytest.mark.parametrize("as_of", [None, day("2025-07-01")])
def test_an_edition_is_alone_what_it_is_among_others(whatever, as_of):
    """Alone the statement is written once for all horizons (`stats.by_columns_on`)."""
    together = found(as_of=as_of).cohorts
    assert len(together) == 3
    for each in together:
        alone = Project.objects.filter(edition=each.edition)
        assert follow_through(alone, "CNY", TODAY, as_of).cohorts == [each]
    assert follow_through(Project.objects.none(), "CNY", TODAY, as_of).cohorts == []


def test_the_number_of_queries_is_fixed(project, django_assert_num_queries):
    project(("operating", IN_TIME))
    for year in range(2010, 2020):
        other_cohort(year, ("operating", datetime.date(year + 1, 6, 1)))
    # All projects by edition, the three moments, the editions with their conferences.
    with django_assert_num_queries(5):
        assert len(found().cohorts) == 11


def test_of_a_day_to_come_no_more_is_known_than_today(project):
    project(("operating", IN_TIME))
    reached = [horizon.reached for horizon in cohort(as_of=day("2099-01-01")).horizons]
    assert reached == [horizon.reached for horizon in cohort().horizons] == [True, True, False]
