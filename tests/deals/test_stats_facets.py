"""The groups of many dimensions at once are those of each alone, and those that writes keep."""

import sys
from dataclasses import replace

import pytest
from django.http import QueryDict

from deals import stats
from deals.filters import ProjectFilter
from deals.models import Project
from tests import factories as make

DIMENSIONS = (
    *("status", "year", "commitment", "conference", "edition", "location", "sector"),
    *("investor", "band"),
)
QUESTIONS = (
    "",
    "status=signed&status=operating",
    "location=china",
    "q=battery",
    "amount_min=1000000000",
    "as_of=2024-10-01",
    "sector=none&disclosed=false",
)


def alone(projects, dimension, currency):
    """What one query for this dimension says, as far as facets say it."""
    if dimension == "band":
        found = stats.by_band(projects, currency).items()
    else:
        found = ((group.key, group.totals) for group in stats.by(projects, dimension, currency))
    return {key: without_measures(totals) for key, totals in found}


def without_measures(totals):
    return replace(totals, jobs=None, output_value=None)


@pytest.mark.parametrize("currency", ["CNY", "USD"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_at_once_as_alone(starter, question, currency):
    projects = ProjectFilter(QueryDict(question)).projects
    rows = projects.filter(pk__isnull=False)  # never those that writes keep
    found = stats.facets(projects, DIMENSIONS, currency, largest=10_000)
    for dimension in DIMENSIONS:
        groups = {g.key: without_measures(g.totals) for g in found[dimension].groups}
        assert groups == alone(rows, dimension, currency)
        assert found[dimension].count == len(groups)


@pytest.mark.parametrize("question", ["", "year=2024"])
def test_only_the_largest_investors_and_those_asked_for(starter, question):
    projects = ProjectFilter(QueryDict(question)).projects
    groups = stats.by(projects.filter(pk__isnull=False), "investor")
    last = next(group.key for group in reversed(groups) if group.key)
    found = stats.facets(projects, ["investor"], "CNY", 3, {"investor": [last]})["investor"]
    nobody = [group.key for group in groups if group.key is None]
    first = [group.key for group in groups[: 3 if question else 4]]  # one more tells of others
    assert [group.key for group in found.groups] == [*first, last, *nobody]
    assert found.count == (len(groups) if question else len(found.groups))


@pytest.mark.parametrize("floor", [0, 0.6, 1_000], ids=["all", "likely", "nobody"])
@pytest.mark.parametrize("question", ["year=2024", "location=france", "status=announced"])
def test_the_largest_of_very_many_are_among_the_largest_of_all(
    starter, question, floor, monkeypatch
):
    projects = ProjectFilter(QueryDict(question)).projects
    last = stats.by(projects.filter(pk__isnull=False), "investor")[-2].key
    asked = (projects, ["investor", "year"], "CNY", 3, {"investor": [last]})
    expected = stats.facets(*asked)
    module = sys.modules["deals.stats.facets"]
    monkeypatch.setattr(module, "VERY_MANY", 1)
    monkeypatch.setattr(module, "FLOOR", floor)
    found = stats.facets(*asked)
    groups = found["investor"].groups
    assert groups[:3] == expected["investor"].groups[:3]
    assert last in {group.key for group in groups}
    assert found["year"] == expected["year"]
    # Where nobody is looked for among the largest of all, nothing is proved by them.
    assert floor == 0.6 or (found["investor"] == expected["investor"]) is (floor == 1_000)


@pytest.mark.django_db
def test_investors_of_the_same_size_stand_in_the_order_of_their_names():
    for name in ("c", "a", "b"):
        make.create_project(amount=7, investors=[make.create_organization(slug=name)])
    for projects in (stats.everything(), Project.objects.filter(pk__isnull=False)):
        found = stats.facets(projects, ["investor"], "CNY", 2)["investor"]
        assert [group.key for group in found.groups][:2] == ["a", "b"]


@pytest.mark.django_db
def test_the_largest_of_sums_past_64_bits():
    huge = 9 * 10**15
    amounts = {"invested_cny_low": huge, "invested_cny_high": huge}
    edition, source = make.create_edition(), make.create_source()
    one, other = (make.create_organization(slug=slug) for slug in ("one", "other"))
    made = Project.objects.bulk_create(
        Project(ref=f"p{n}", name="x", edition=edition, source=source, **amounts)
        for n in range(1101)
    )
    for n, project in enumerate(made):
        project.investor_links.create(organization=one if n < 1100 else other)
    projects = Project.objects.filter(pk__isnull=False)
    found = stats.facets(projects, ["investor", "status", "year"], "CNY", 2)
    sums = {n: [g.totals.investment.low for g in each.groups] for n, each in found.items()}
    assert sums["investor"] == [1100 * huge, huge]
    assert sums["status"] == sums["year"] == [1101 * huge]


@pytest.mark.django_db
def test_no_project_has_no_groups():
    found = stats.facets(Project.objects.none(), DIMENSIONS, "CNY", 10)
    assert {each.count for each in found.values()} == {0}
