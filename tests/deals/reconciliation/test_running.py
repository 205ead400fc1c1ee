"""Running totals: each edition once, and what is used or left out says why."""

import pytest

from deals.models import Conference, ReportedFigure
from deals.reconciliation import running_total, running_totals
from tests import factories as make

BILLION = 10**9
WPBC = "world-power-battery-conference"


@pytest.fixture
def fair(db):
    """A fair with editions a, b and c."""
    conference = make.create_conference(slug="fair")
    return [
        make.create_edition(conference=conference, slug=f"fair-{y}", label=str(y), year=y)
        for y in (2021, 2022, 2023)
    ]


def invested(editions, value, **fields):
    fields = {"metric": "investment", "currency": "CNY", "preferred": True} | fields
    return make.create_figure(editions=editions, value=value, **fields)


def total_of(slug, metric="investment"):
    conference = Conference.objects.get(slug=slug)
    editions = list(conference.editions.in_order())
    figures = ReportedFigure.objects.of_conference(conference).with_names()
    return running_total(editions, figures, metric)


def refs(figures):
    return [figure.ref for figure in figures]


def test_the_nine_figures_of_the_seed(seed):
    total = total_of("wpbc")
    assert (total.money.value, total.money.qualifier) == (295_250_000_000, "more_than")
    assert refs(total.used) == ["invested-before", "invested"]
    assert {f.ref: reason for f, reason in total.left_out} == {
        "dollars": "conversion",
        "in-yibin": "part",
    }


def test_the_seed_leaves_out_what_is_about_yibin_only(seed):
    total = total_of("wpbc", "projects")
    assert (total.money.value, total.money.qualifier) == (237, "more_than")
    assert [(f.ref, reason) for f, reason in total.left_out] == [("yibin", "part")]


def test_the_starter_data_edition_by_edition(starter):
    steps = {step.edition.label: step for step in total_of(WPBC).steps}
    assert [step.money.value / BILLION for step in steps.values()] == [96.2, 202.5, 297.75, 383.88]
    [beside] = steps["2024"].alternatives
    assert (beside.value, beside.qualifier) == (300 * BILLION, "nearly")
    assert refs(steps["2025"].used) == ["f012-1", "f009-1", "f001-1", "f203-1"]


def test_every_figure_of_the_metric_is_used_or_left_out(starter):
    for conference in Conference.objects.all():
        editions = list(conference.editions.in_order())
        figures = list(ReportedFigure.objects.of_conference(conference).with_names())
        for total in running_totals(editions, figures):
            mine = {f.ref for f in figures if f.metric == total.metric}
            assert {*refs(total.used), *(f.ref for f, _why in total.left_out)} == mine
            covered = total.covered | {edition.pk for edition, _why in total.missing}
            assert covered == {edition.pk for edition in editions}


def test_a_gap_takes_the_figure_that_displaces_the_fewest(fair):
    a, b, c = fair
    invested([b], 20)
    invested([c], 30)
    invested([a, b, c], 99, ref="all")
    invested([a, b], 45, ref="two")
    total = total_of("fair")
    assert total.money.value == 75
    reasons = {f.ref: reason for f, reason in total.left_out}
    assert reasons["all"] == "overlaps"
    assert set(reasons.values()) == {"overlaps", "inside-a-longer-figure"}


def test_a_figure_that_reaches_into_another_conference_is_not_used(fair):
    other = make.create_edition()
    invested([fair[0]], 10)
    invested([fair[1], other], 50, ref="both")
    total = total_of("fair")
    assert total.money.value == 10
    assert [(f.ref, why) for f, why in total.left_out] == [("both", "other-conference")]


def test_another_currency_is_not_added_and_not_a_gap(fair):
    invested([fair[0]], 10)
    invested([fair[1]], 20)
    invested([fair[2]], 30, currency="USD", ref="dollars")
    total = total_of("fair")
    assert (total.money.value, total.money.currency) == (30, "CNY")
    assert [(f.ref, why) for f, why in total.left_out] == [("dollars", "other-currency")]
    assert [(e.label, why) for e, why in total.missing] == [("2023", "other-currency")]


def test_jobs_of_two_horizons_are_not_added(fair):
    jobs = {"metric": "jobs", "currency": ""}
    invested([fair[0]], 10, horizon="at_full_operation", **jobs)
    invested([fair[1]], 20, horizon="at_full_operation", **jobs)
    invested([fair[2]], 40, horizon="by_year:2030", **jobs)
    total = total_of("fair", "jobs")
    assert (total.money.value, total.horizon) == (30, "at_full_operation")
    assert total.left_out[0][1] == "other-horizon"


def test_a_suspect_figure_is_never_in_a_total(fair):
    invested([fair[0]], 10)
    invested([fair[1]], 1000, suspect=True, ref="slip")
    total = total_of("fair")
    assert total.money.value == 10
    assert [(f.ref, why) for f, why in total.left_out] == [("slip", "suspect")]


def test_attendees_of_two_editions_are_not_a_total(fair):
    invested(fair[:1], 5000, metric="attendees", currency="")
    figures = ReportedFigure.objects.with_names()
    assert running_totals(fair, figures) == []


def test_an_edition_with_suspect_figures_only_says_so(fair):
    invested([fair[0]], 10)
    invested([fair[1]], 20, suspect=True)
    invested([fair[2]], 30, preferred=False)
    assert [(e.label, why) for e, why in total_of("fair").missing] == [
        ("2022", "suspect"),
        ("2023", "none-preferred"),
    ]


def test_of_two_longer_figures_the_other_one_overlaps(fair):
    a, b, c = fair
    invested([a, b], 10, ref="a-used")
    invested([b, c], 20, ref="b-other")
    total = total_of("fair")
    assert refs(total.used) == ["a-used"]
    assert [(f.ref, why) for f, why in total.left_out] == [("b-other", "overlaps")]


def test_of_two_figures_of_an_edition_one_is_used(fair):
    invested([fair[0]], 10, ref="signed", horizon="at_signing")
    invested([fair[0]], 11, ref="blank")
    total = total_of("fair")
    assert [(f.ref, why) for f, why in total.left_out] == [("signed", "another-of-the-edition")]
