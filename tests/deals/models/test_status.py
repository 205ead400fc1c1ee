"""The status of a project at any date, from events, signature and what it was entered with."""

import datetime
import random

import pytest

from deals import stats
from deals.models import Project
from deals.models.derived import _event_order
from deals.vocabulary import STATUSES
from tests import factories as make

pytestmark = pytest.mark.django_db
NEVER = datetime.date.max


def day(text):
    return datetime.date.fromisoformat(text)


def published(text):
    return make.create_source(published_on=text and day(text))


def edition_of_may():
    return make.create_edition(year=2024, starts_on=day("2024-05-13"))


def on(text, known_by=None, explained=False):
    """Status (and basis) of the one project on that day."""
    known_by = known_by and day(known_by)
    found = Project.objects.with_status_explained_on(day(text), known_by).get()
    return (found.status_then, found.status_basis) if explained else found.status_then


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("2024-05-12", (None, "not_yet_known")),
        ("2024-05-13", ("announced", "event")),
        ("2025-02-28", ("announced", "event")),
        ("2025-03-01", ("under_construction", "event")),
        ("2026-01-01", ("operating", "event")),
    ],
)
def test_the_latest_event_by_then_decides(asked, expected):
    project = make.create_project(edition=edition_of_may())
    for status, since in (
        ("operating", "2026-01-01"),
        ("announced", "2024-05-13"),
        ("under_construction", "2025-03-01"),
    ):
        make.create_event(project=project, status=status, on=day(since))
    assert on(asked, explained=True) == expected


def test_an_event_before_the_edition_is_known_from_its_day_on():
    project = make.create_project(edition=edition_of_may())
    make.create_event(project=project, status="announced", on=day("2024-03-01"))
    assert (on("2024-02-29"), on("2024-03-01")) == (None, "announced")


def test_events_of_one_day_go_up_the_ladder():
    project = make.create_project(edition=edition_of_may())
    for status in ("operating", "signed"):
        make.create_event(project=project, status=status, on=day("2024-05-13"))
    assert on("2024-05-13") == "operating"


def test_a_year_counts_as_its_stored_day():
    project = make.create_project(edition=edition_of_may())
    make.create_event(project=project, status="operating", on=day("2025-01-01"), precision="year")
    assert (on("2024-12-31"), on("2025-01-01")) == ("announced", "operating")


def test_an_undated_event_counts_from_the_publication_of_its_source():
    project = make.create_project(edition=edition_of_may())
    source = published("2025-06-01")
    make.create_event(project=project, status="operating", source=source)
    assert (on("2025-05-31"), on("2025-06-01")) == ("announced", "operating")
    make.create_event(project=project, status="suspended", on=day("2024-08-01"))
    assert on("2025-06-01") == "suspended", "a dated event comes after every undated one"


def test_an_undated_event_of_an_undated_source_counts_as_soon_as_the_project_does():
    project = make.create_project(edition=edition_of_may())
    make.create_event(project=project, status="operating")
    assert (on("2024-05-12"), on("2024-05-13")) == (None, "operating")


def test_a_signature_before_the_first_event_is_a_status():
    project = make.create_project(edition=edition_of_may(), signed_on=day("2024-06-01"))
    make.create_event(project=project, status="operating", on=day("2025-01-01"))
    assert on("2024-05-31", explained=True) == (None, "not_yet_known")
    assert on("2024-06-01", explained=True) == ("signed", "signature")


def test_before_its_first_event_a_project_was_announced():
    project = make.create_project(edition=edition_of_may())
    make.create_event(project=project, status="cancelled", on=day("2025-01-01"))
    assert on("2024-12-31", explained=True) == ("announced", "edition")


@pytest.mark.parametrize(
    ("entered", "signed", "asked", "expected"),
    [
        ("announced", None, "2024-05-12", (None, "not_yet_known")),
        ("announced", None, "2024-05-13", ("announced", "edition")),
        ("announced", "2024-09-01", "2024-09-01", ("signed", "signature")),
        ("signed", None, "2024-05-13", ("signed", "entered")),
        ("operating", None, "2025-05-31", ("announced", "edition")),
        ("operating", "2024-09-01", "2025-05-31", ("signed", "signature")),
        ("operating", "2024-09-01", "2025-06-01", ("operating", "entered")),
    ],
)
def test_a_project_without_events_has_the_status_it_was_entered_with(
    entered, signed, asked, expected
):
    make.create_project(
        edition=edition_of_may(),
        status=entered,
        signed_on=signed and day(signed),
        source=published("2025-06-01"),
    )
    assert on(asked, explained=True) == expected


def test_an_entered_status_of_an_undated_source_counts_at_once():
    make.create_project(edition=edition_of_may(), status="cancelled")
    assert on("2024-05-13") == "cancelled"
    assert on("2024-05-13", known_by="2024-05-13") == "announced", "nobody knows since when"


@pytest.mark.parametrize(
    ("source", "expected"),
    [("2025-06-01", "operating"), ("2025-06-02", "announced"), (None, "announced")],
)
def test_only_what_was_published_counts(source, expected):
    project = make.create_project(edition=edition_of_may())
    make.create_event(
        project=project, status="operating", on=day("2025-01-01"), source=published(source)
    )
    assert on("2025-06-01", known_by="2025-06-01") == expected
    assert on("2025-06-01") == "operating"


def test_an_entered_status_is_known_by_its_source_only():
    make.create_project(
        edition=edition_of_may(), status="operating", source=published("2025-06-01")
    )
    assert on("2026-01-01", known_by="2025-05-31") == "announced"
    assert on("2026-01-01", known_by="2025-06-01") == "operating"


def test_the_event_that_decides_is_named():
    project = make.create_project(edition=edition_of_may())
    make.create_event(project=project, status="signed", on=day("2024-05-13"))
    later = make.create_event(project=project, status="operating", on=day("2025-01-01"))
    explained = Project.objects.with_status_explained_on
    assert explained(day("2025-01-01")).get().status_event_then == later.pk
    assert explained(day("2024-05-12")).get().status_event_then is None


def test_a_breakdown_by_status_is_of_that_day():
    for since in ("2025-01-01", "2026-01-01", None):
        project = make.create_project(edition=edition_of_may(), amount=5)
        if since:
            make.create_event(project=project, status="operating", on=day(since))
    then = Project.objects.with_status_on(day("2025-06-01"))
    groups = {group.key: group.totals.investment.low for group in stats.by(then, "status")}
    assert groups == {"announced": 10, "operating": 5}
    groups = {group.key: group.totals.projects for group in stats.by(Project.objects, "status")}
    assert groups == {"announced": 1, "operating": 2}


# The same rule in plain words, on random projects


def status_on(project, asked, known_by):
    events = [e for e in project.status_events.all() if is_known(e.source, known_by)]
    events = [e for e in events if (e.on or e.source.published_on or project.date) <= asked]
    if events:
        return max(events, key=_event_order).status
    if project.date > asked:
        return None
    signed = "signed" if project.signed_on and project.signed_on <= asked else "announced"
    if project.status_events.all() or project.status == "announced":
        return signed
    published = project.source.published_on or project.date
    fits = published <= asked and is_known(project.source, known_by)
    return project.status if project.status == "signed" or fits else signed


def is_known(source, known_by):
    return known_by is None or (source.published_on is not None and source.published_on <= known_by)


def random_projects(dice, days):
    sources = [make.create_source(published_on=on) for on in (None, *days)]
    editions = [make.create_edition(year=on.year, starts_on=on) for on in days[:3]]
    for _each in range(40):
        project = make.create_project(
            edition=dice.choice(editions),
            status=dice.choice(STATUSES),
            signed_on=dice.choice([None, *days]),
            source=dice.choice(sources),
        )
        for _event in range(dice.choice([0, 0, 1, 2, 3])):
            make.create_event(
                project=project,
                status=dice.choice(STATUSES),
                on=dice.choice([None, *days]),
                source=dice.choice(sources),
            )


@pytest.mark.parametrize("seed", range(2))
def test_the_database_follows_the_rule(seed):
    days = [datetime.date(2024, month, 1) for month in range(1, 12, 2)]
    random_projects(random.Random(seed), days)
    seen = set()
    for asked in [day("2023-12-31"), *days]:
        for known_by in (None, *days):
            then = Project.objects.with_status_on(asked, known_by).select_related("source")
            for project in then.prefetch_related("status_events__source"):
                assert project.status_then == status_on(project, asked, known_by), project.ref
                seen.add(project.status_then)
    assert seen == {None, *STATUSES}


def test_in_the_end_it_is_the_status_that_is_stored():
    random_projects(random.Random(7), [datetime.date(2024, m, 1) for m in (1, 3, 5)])
    for project in Project.objects.with_status_on(NEVER):
        signed = project.signed_on and project.status == "announced"
        expected = {"announced", "signed"} if signed else {project.status}
        assert project.status_then in expected
