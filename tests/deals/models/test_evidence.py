"""Invariants of figures, sources, conferences and places that need more than one row."""

import datetime
from contextlib import nullcontext

import pytest
from django.core.exceptions import ValidationError

from deals import stats
from deals.models import ReportedFigure, Source
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("metric", "currency", "fine"),
    [
        ("investment", "CNY", True),
        ("investment", "", False),
        ("jobs", "", True),
        ("jobs", "CNY", False),
        ("patents", "", True),
        ("royalties", "EUR", True),
        ("Tons of coal", "", False),
    ],
)
def test_money_has_a_currency_and_counts_have_none(metric, currency, fine):
    figure = make.create_figure()
    figure.metric, figure.currency = metric, currency
    with nullcontext() if fine else pytest.raises(ValidationError):
        figure.save()


@pytest.mark.parametrize("field", ["of_which", "equivalent_of"])
def test_figures_do_not_run_in_a_circle(field):
    one = make.create_figure(metric="investment", currency="CNY")
    two = make.create_figure(
        metric="investment",
        currency="CNY" if field == "of_which" else "USD",
        **{field: one},
    )
    setattr(one, field, two)
    with pytest.raises(ValidationError, match="circle"):
        one.save()


def test_a_part_has_the_metric_of_its_whole():
    jobs = make.create_figure(metric="jobs")
    with pytest.raises(ValidationError, match="metric of its whole"):
        make.create_figure(metric="projects", of_which=jobs)


@pytest.mark.parametrize(
    ("metric", "currency"), [("investment", "CNY"), ("tax", "USD"), ("tax", "CNY")]
)
def test_a_conversion_is_the_same_metric_in_another_currency(metric, currency):
    yuan = make.create_figure(metric="investment", currency="CNY")
    with pytest.raises(ValidationError, match="another currency"):
        make.create_figure(metric=metric, currency=currency, equivalent_of=yuan)


def test_a_part_larger_than_its_whole_is_evidence_not_a_fault():
    whole = make.create_figure(metric="jobs", value=10)
    assert make.create_figure(metric="jobs", value=20, of_which=whole).pk


def test_a_suspect_figure_is_never_a_headline():
    make.create_figure(preferred=True, suspect=True)
    fine = make.create_figure(preferred=True)
    make.create_figure()
    assert list(ReportedFigure.objects.headlines()) == [fine]


def test_figures_never_add_to_the_totals_of_projects():
    edition = make.create_edition()
    make.create_project(edition=edition, amount=5)
    make.create_figure(editions=[edition], metric="investment", value=7, currency="CNY")
    assert stats.totals(stats.everything()).investment.low == 5


def test_a_figure_over_several_editions_belongs_to_none_alone():
    one, two = make.create_edition(), make.create_edition()
    both, alone = make.create_figure(editions=[one, two]), make.create_figure(editions=[one])
    figures = ReportedFigure.objects
    assert list(figures.of_edition(one)) == [alone]
    assert list(figures.spanning(one)) == list(figures.over(two)) == [both]
    assert set(figures.of_conference(one.conference)) == {both, alone}


def test_copies_do_not_run_in_a_circle():
    first = make.create_source()
    first.copy_of = make.create_source(copy_of=first)
    with pytest.raises(ValidationError, match="circle"):
        first.save()
    assert Source.objects.filter(copy_of=None).count() == 1


def test_projects_do_not_continue_each_other():
    first = make.create_project()
    first.continues = make.create_project(continues=first)
    with pytest.raises(ValidationError, match="circle"):
        first.save()


@pytest.mark.parametrize("model", ["project", "figure", "event"])
def test_nothing_is_stated_without_a_source(model):
    record = {
        "project": make.create_project,
        "figure": make.create_figure,
        "event": lambda: make.create_event(project=make.create_project(), status="signed"),
    }[model]()
    record.source = None
    with pytest.raises(ValidationError) as refusal:
        record.save()
    assert list(refusal.value.message_dict) == ["source"]


def test_a_place_cannot_lie_inside_itself():
    region = make.create_place(kind="region")
    city = make.create_place(parent=region, kind="region")
    region.parent = city
    with pytest.raises(ValidationError, match="inside itself"):
        region.save()


def test_a_place_lies_in_a_larger_one():
    city = make.create_place(kind="city")
    with pytest.raises(ValidationError, match="smaller kind"):
        make.create_place(kind="region", parent=city)


@pytest.mark.parametrize(
    "coordinates", [{"latitude": 5.0}, {"longitude": 5.0}, {"latitude": 1.0, "longitude": 181.0}]
)
def test_coordinates_come_in_pairs_within_bounds(coordinates):
    place = make.create_place()
    for name, value in coordinates.items():
        setattr(place, name, value)
    with pytest.raises(ValidationError, match="Give both"):
        place.save()


@pytest.mark.parametrize(
    ("days", "fault"),
    [
        ({"starts_on": datetime.date(2023, 12, 31)}, "starts_on"),
        ({"ends_on": datetime.date(1, 1, 5)}, "ends_on"),
        ({"ends_on": datetime.date(2026, 1, 1)}, "ends_on"),
        ({"starts_on": datetime.date(2024, 12, 30), "ends_on": datetime.date(2025, 1, 2)}, None),
    ],
)
def test_the_days_of_an_edition_lie_in_its_year(days, fault):
    if fault is None:
        assert make.create_edition(year=2024, **days).pk
    else:
        with pytest.raises(ValidationError) as refusal:
            make.create_edition(year=2024, **days)
        assert list(refusal.value.message_dict) == [fault]


@pytest.mark.parametrize("again", ["ACME Ltd.", "Ａｃｍｅ", " acme  co., LTD"])
def test_two_spellings_are_one_organization(again):
    make.create_organization(name="Acme")
    with pytest.raises(ValidationError, match="“Acme” is the same organization"):
        make.create_organization(name=again)
