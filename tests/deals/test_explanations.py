"""An explanation accounts for every matched project: used, or left out for one reason."""

import datetime
from itertools import combinations

import pytest

from deals import explanations, stats
from deals.explanations import MEASURES
from deals.models import Project, restanding
from tests import factories as make

DAY = datetime.date(2024, 9, 1)


def reasons(measure="investment", currency="CNY", **more):
    """By ref: why a project is left out, "" where it is used; in the order of the list."""
    found = explanations.explained(Project.objects.all(), measure, currency, **more)
    return {project.ref: project.reason for project in found}


def accounts(projects, measure="investment", currency="CNY", unit="CNY", **more):
    found = explanations.explained(projects, measure, currency, **more)
    return explanations.accounts(found, measure, unit)


@pytest.fixture
def one_of_each(db):
    """A project for each reason why an investment, jobs or an output value is not added."""
    first = make.create_project(ref="small", amount=5, jobs=5, output_value=5)
    make.create_project(ref="large", amount=7, jobs=7, output_value=7)
    make.create_project(ref="silent")
    make.create_project(ref="rupiah", amount=9, currency="IDR", output_value=9)
    Project.objects.filter(ref="rupiah").update(output_currency="IDR", output_cny=None)
    make.create_project(
        ref="again", amount=5, jobs=5, output_value=5, continues=first, resigns_only=True
    )
    restanding.rebuild()  # the update came past the writes that keep the totals


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("projects", ["again", "large", "rupiah", "silent", "small"]),
        ("investment", ["large", "small", "again", "silent", "rupiah"]),
        ("jobs", ["large", "small", "again", "rupiah", "silent"]),
        ("output_value", ["large", "small", "again", "silent", "rupiah"]),
    ],
)
def test_the_used_ones_come_first_the_largest_on_top_then_each_reason(
    one_of_each, measure, expected
):
    assert list(reasons(measure)) == expected


def test_each_measure_has_its_reasons(one_of_each):
    assert set(reasons("projects").values()) == {""}
    used = {"small": "", "large": "", "again": "re-signed"}
    assert reasons() == used | {"silent": "undisclosed", "rupiah": "no-rate"}
    assert reasons("jobs") == used | {"silent": "not-stated", "rupiah": "not-stated"}
    assert reasons("output_value") == used | {"silent": "not-stated", "rupiah": "no-rate"}


def test_what_was_published_later_or_on_no_day_comes_before_other_reasons(db):
    for ref, day in [("early", DAY), ("late", datetime.date(2024, 9, 2)), ("undated", None)]:
        source = make.create_source(published_on=day)
        make.create_project(ref=ref, source=source, amount=5 if ref == "early" else None)
    assert reasons(as_of=DAY) == {
        "early": "",
        "late": "published-later",
        "undated": "undated-source",
    }


def test_only_what_is_used_has_a_value(one_of_each):
    found = explanations.explained(Project.objects.all(), "jobs")
    values = {p.ref: (p.adds_low, p.adds_high, p.adds_bound) for p in found}
    assert values["large"] == (7, 7, "exact")
    assert values["again"] == (None, None, None)


@pytest.mark.parametrize("measure", MEASURES[1:])
def test_the_sum_of_the_used_ones_is_the_total(one_of_each, measure):
    total = getattr(stats.totals(stats.everything()), measure)
    unit = None if measure == "jobs" else "CNY"
    assert accounts(stats.everything(), measure, unit=unit).total.as_dict() == total.as_dict()


@pytest.mark.django_db
def test_of_no_projects_nothing_is_known_but_their_number():
    assert accounts(stats.everything()).total.as_dict() == stats.Sum("CNY").as_dict()
    assert accounts(stats.everything(), "projects", unit=None).total.low == 0


@pytest.mark.parametrize("currency", ["CNY", "USD"])
def test_accounts_and_rates_are_one_query_each(starter, currency, django_assert_num_queries):
    found = explanations.explained(stats.everything(), "investment", currency)
    with django_assert_num_queries(1):
        explanations.accounts(found, "investment", currency)
    with django_assert_num_queries(1):
        explanations.converted_from(found, "investment")


def groups():
    levels = [("location", level) for level in stats.LEVELS]
    return [(dimension, None) for dimension in stats.DIMENSIONS] + levels


@pytest.mark.parametrize(("dimension", "level"), groups())
def test_each_group_is_accounted_for_by_the_projects_in_it(dimension, level, starter):
    whole = stats.everything().filter(year__gte=2018)
    found = stats.by(whole, dimension, "USD", level)
    for group in found[:12] + found[-3:]:
        projects = stats.in_group(whole, dimension, group.key, level)
        assert projects.count() == group.totals.projects, group.key
        own = {"reported_in": group.key} if dimension == "reported_currency" else {}
        unit = group.key if own else "USD"
        total = accounts(projects, currency="USD", unit=unit, **own).total
        assert total.as_dict() == group.totals.investment.as_dict(), group.key


@pytest.mark.parametrize("pair", list(combinations(stats.DIMENSIONS, 2)), ids=",".join)
def test_each_group_of_two_dimensions_is_accounted_for(pair, starter):
    whole = stats.everything()
    found = stats.across(whole, pair, "USD", "country")
    for group in (found[0], found[len(found) // 2], found[-1]):
        keys, projects = dict(zip(pair, group.keys, strict=True)), whole
        for name, key in keys.items():
            projects = stats.in_group(projects, name, key, "country")
        assert projects.count() == group.totals.projects, keys
        reported = keys.get("reported_currency")
        unit = keys.get("reported_currency", "USD")
        total = accounts(projects, currency="USD", unit=unit, reported_in=reported).total
        assert total.as_dict() == group.totals.investment.as_dict(), keys


@pytest.mark.django_db
def test_a_place_below_another_of_its_kind_is_no_group():
    outer = make.create_place(slug="outer", kind="region")
    inner = make.create_place(slug="inner", kind="region", parent=outer)
    make.create_project(location=inner)
    make.create_project(location=outer.parent)
    make.create_project()
    counts = {
        key: stats.in_group(stats.everything(), "location", key, "region").count()
        for key in ("outer", "inner", "nowhere", None)
    }
    assert counts == {"outer": 1, "inner": 0, "nowhere": 0, None: 2}


@pytest.mark.django_db
def test_an_as_of_names_whose_sources_have_no_date():
    dated = {"published_on": datetime.date(2024, 9, 2)}
    for fields in [{"publisher": "B"}, {}, {"publisher": "B"}, {"publisher": "C"} | dated]:
        make.create_project(source=make.create_source(**fields))
    out = explanations.left_out_on(stats.everything(), DAY)
    assert out == explanations.LeftOut(later=1, undated=3, publishers=["B", "A paper"])
