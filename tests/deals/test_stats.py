"""Totals and breakdowns: exact, without double counting, honest about what is unknown."""

import datetime

import pytest
from django.db.models import F
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from deals import stats
from deals.bounds import LOWER, QUALIFIERS, UPPER, bound_of_sum
from deals.filters import ProjectFilter
from deals.models import Location, Project, restanding
from tests import factories as make

HUGE = 9 * 10**15


@pytest.mark.django_db
def test_nothing_is_known_of_no_projects():
    totals = stats.totals(stats.everything())
    assert totals == stats.nothing() or totals.as_dict() == stats.nothing().as_dict()
    assert (totals.investment.low, totals.investment.bound, totals.projects) == (None, None, 0)


@pytest.mark.django_db
def test_known_and_unknown_are_counted():
    make.create_project(amount=5, jobs=10, output_value=7)
    make.create_project(amount=3, currency="IDR")
    make.create_project()
    totals = stats.totals(stats.everything()).as_dict()
    known = {
        key: totals["investment"][key] for key in ("value", "stated", "undisclosed", "unconverted")
    }
    assert known == {"value": 5, "stated": 2, "undisclosed": 1, "unconverted": 1}
    assert (totals["jobs"]["stated"], totals["jobs"]["undisclosed"]) == (1, 2)
    assert totals["output_value"]["value"] == 7


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("qualifiers", "bound"),
    [
        (["exact", "exact"], "exact"),
        (["exact", "more_than"], "more_than"),
        (["at_least", "up_to"], "about"),
        (["nearly", "exact"], "up_to"),
    ],
    ids="+".join,
)
def test_the_bound_of_a_total(qualifiers, bound):
    for qualifier in qualifiers:
        make.create_project(amount=5, qualifier=qualifier, jobs=2, jobs_qualifier=qualifier)
    totals = stats.totals(stats.everything())
    assert (totals.investment.bound, totals.jobs.bound) == (bound, bound)
    assert (totals.investment.low, totals.jobs.low) == (10, 4)


@pytest.mark.django_db
def test_a_range_adds_to_both_ends():
    make.create_project(amount=5, amount_max=9, qualifier="range")
    make.create_project(amount=1)
    total = stats.totals(stats.everything()).investment
    assert (total.low, total.high, total.bound) == (6, 10, "range")


@pytest.mark.django_db
def test_sums_past_64_bits_are_exact():
    edition, source = make.create_edition(), make.create_source()
    columns = {"jobs": HUGE - 1, "jobs_qualifier": "exact", "invested_cny_low": HUGE - 1}
    Project.objects.bulk_create(
        Project(ref=f"p{n}", name="x", edition=edition, source=source, year=2024, **columns)
        for n in range(1100)
    )
    restanding.rebuild()
    for projects in (stats.everything(), Project.objects.filter(year=2024)):
        totals = stats.totals(projects)
        assert totals.jobs.low == totals.investment.low == 1100 * (HUGE - 1) > 2**63
        (year,) = stats.by(projects, "year")
        assert year.totals.jobs.low == 1100 * (HUGE - 1)


@pytest.mark.django_db
def test_two_investors_do_not_double_a_total():
    one, two = make.create_organization(slug="one"), make.create_organization(slug="two")
    make.create_project(amount=5, investors=[one, two])
    make.create_project(amount=7, investors=[two])
    found = ProjectFilter(QueryDict("investor=one&investor=two")).projects
    assert stats.totals(found).investment.low == 12
    assert [g.totals.investment.low for g in stats.by(found, "conference")] == [7, 5]
    investors = {g.key: g.totals.investment.low for g in stats.by(found, "investor")}
    assert investors == {"one": 5, "two": 12}


@pytest.mark.django_db
def test_an_order_or_a_column_set_before_does_no_harm():
    for name, status in (("A", "signed"), ("B", "signed"), ("C", "announced")):
        make.create_project(name=name, status=status, amount=5)
    shown = Project.objects.order_by("name", "-date").annotate(other=F("ref")).with_names()
    assert {g.key: g.totals.projects for g in stats.by(shown, "status")} == {
        "signed": 2,
        "announced": 1,
    }
    assert stats.totals(shown).investment.low == 15


@pytest.mark.django_db
def test_reported_currencies_stand_side_by_side():
    edition = make.create_edition(starts_on=datetime.date(2024, 9, 1))
    project = make.create_project(edition=edition, amount=5, currency="EUR")
    make.create_investment(project=project, amount=9, currency="IDR", qualifier="about")
    make.create_project(edition=edition)
    groups = {g.key: g.totals for g in stats.by(stats.everything(), "reported_currency")}
    money = {key: (t.investment.low, t.investment.currency) for key, t in groups.items()}
    assert money == {"EUR": (5, "EUR"), "IDR": (9, "IDR"), None: (None, None)}
    assert groups["IDR"].investment.bound == "about"


@pytest.mark.django_db
def test_sums_of_different_currencies_do_not_add():
    with pytest.raises(ValueError, match="do not add up"):
        _never = stats.Sum("CNY") + stats.Sum("USD")


@pytest.mark.django_db
def test_the_topmost_place_of_a_kind_counts():
    outer = make.create_place(slug="outer", kind="region")
    inner = make.create_place(slug="inner", kind="region", parent=outer)
    make.create_project(location=make.create_place(parent=inner), amount=5)
    make.create_project(location=outer.parent, amount=7)
    make.create_project(amount=1)
    groups = stats.by(stats.everything(), "location", level="region")
    assert {g.key: g.totals.investment.low for g in groups} == {"outer": 5, None: 8}


@pytest.mark.django_db
def test_groups_come_largest_first_and_years_in_order():
    for year, amount in ((2024, 5), (2022, 7), (2023, None)):
        make.create_project(edition=make.create_edition(slug=f"e-{year}", year=year), amount=amount)
    assert [g.key for g in stats.by(stats.everything(), "year")] == [2022, 2023, 2024]
    editions = [g.key for g in stats.by(stats.everything(), "edition")]
    assert editions == ["e-2022", "e-2024", "e-2023"]


# On the starter data


@pytest.mark.parametrize("currency", ["CNY", "USD"])
@pytest.mark.parametrize("dimension", [d for d in stats.DIMENSIONS if d not in stats.NOT_ADDING_UP])
def test_the_groups_of_a_partition_add_up_to_the_total(dimension, currency, starter):
    everything = stats.everything()
    groups = stats.by(everything, dimension, currency)
    total = stats.nothing(currency)
    for group in groups:
        total += group.totals
    assert total.as_dict() == stats.totals(everything, currency).as_dict()


@pytest.mark.parametrize("level", stats.LEVELS)
def test_the_places_of_a_level_add_up_to_the_total(level, starter):
    groups = stats.by(stats.everything(), "location", level=level)
    total = sum((g.totals for g in groups), stats.nothing())
    assert total.as_dict() == stats.totals(stats.everything()).as_dict()


def test_each_subtree_is_what_the_filter_finds(starter):
    sums = stats.by_subtree(stats.everything())
    for place in Location.objects.all():
        found = ProjectFilter(QueryDict(f"location={place.slug}")).projects
        expected = sums.get(place.slug, stats.nothing())
        assert stats.totals(found).as_dict() == expected.as_dict(), place.slug


def test_the_rows_add_up_to_the_total(starter):
    rows = Project.objects.values_list("invested_usd_low", flat=True)
    total = stats.totals(stats.everything(), "USD")
    assert total.investment.low == sum(amount for amount in rows if amount is not None)


def test_a_total_is_one_query(starter, django_assert_num_queries):
    for projects in (stats.everything(), Project.objects.filter(year=2024)):
        with django_assert_num_queries(1):
            stats.totals(projects)
    with django_assert_num_queries(1):
        stats.by(Project.objects.filter(year=2024), "investor")
    with django_assert_num_queries(2):  # the standing totals, and the slugs
        stats.by(stats.everything(), "investor")


# The algebra of sums: of terms with a value, an upper end and a qualifier


def term(value, more, qualifier):
    high = value + more if qualifier == "range" else value
    return stats.Sum("CNY", value, high, stated=1, qualifiers={qualifier: 1})


terms = st.builds(term, st.integers(0, HUGE), st.integers(1, 10**9), st.sampled_from(QUALIFIERS))


def summary(total):
    return (total.low, total.high, total.bound, total.stated)


@given(found=st.lists(terms, min_size=1, max_size=8), data=st.data())
def test_terms_add_up_in_any_order_and_grouping(found, data):
    whole = sum(found, stats.Sum("CNY"))
    turned = data.draw(st.permutations(found))
    cut = data.draw(st.integers(0, len(found)))
    parts = [sum(part, stats.Sum("CNY")) for part in (turned[:cut], turned[cut:])]
    assert summary(parts[0] + parts[1]) == summary(whole)
    assert whole.bound == bound_of_sum(each.bound for each in found)


@given(found=st.lists(terms, min_size=1, max_size=8), more=terms)
def test_an_inexact_term_never_makes_a_sum_surer(found, more):
    """What a lower (upper) bound is added to can only be one itself, or no bound at all."""
    qualifier = next(iter(more.qualifiers))
    bound = (sum(found, stats.Sum("CNY")) + more).bound
    if qualifier in LOWER:
        assert bound in LOWER | {"about"}
    elif qualifier in UPPER:
        assert bound in {"up_to", "about"}
    elif qualifier != "exact":
        assert bound in {qualifier, "about"}


def test_bands_hold_the_lower_ends_of_amounts_in_one_query(db, django_assert_num_queries):
    for amount in (5, 9, 10, 100, None):
        make.create_project(amount=amount)
    make.create_project(amount=9, amount_max=50, qualifier="range")
    with django_assert_num_queries(1):
        bands = stats.by_band(stats.everything(), bands=(0, 10, 100))
    assert {band: sums.projects for band, sums in bands.items()} == {0: 3, 10: 1, 100: 1, None: 1}
    assert bands[0].investment.low == 23
    assert bands[None].investment.undisclosed == 1


def test_all_projects_are_counted_without_looking_at_them(starter, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = [stats.count(stats.everything()), stats.count(Project.objects.exclude(name=""))]
    assert found == [Project.objects.count()] * 2
