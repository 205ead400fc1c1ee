"""Which records may be one and the same, and which only look so."""

import time

import pytest

from deals.duplicates import AMOUNT_AND_PLACE, NAME, Candidate, possible_duplicates
from deals.duplicates import stored_candidates as candidates_of
from deals.models import Distinct, Location, Organization, Project
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=[10, 0], ids=["few", "crowd"])
def _way(request, monkeypatch):
    """Both ways of finding who is near whom give the same answers."""
    monkeypatch.setattr("deals.duplicates.FEW", request.param)


def matches(*candidates, model=Project):
    """By key: the names of what may be the same."""
    found = possible_duplicates(candidates, model)
    return {key: [match.name for match in each] for key, each in found.items()}


def among_stored(model):
    found = possible_duplicates(candidates_of(model), model, among_stored=False)
    return {
        model.objects.get(pk=key).pk: {match.pk for match in each} for key, each in found.items()
    }


def typed(name, **fields):
    return Candidate("typed", name, **fields)


# Projects


@pytest.fixture
def fair():
    return make.create_edition()


def test_a_very_similar_name_in_one_edition(fair):
    make.create_project(edition=fair, name="CATL: battery plant")
    make.create_project(name="CATL: battery plant")
    found = possible_duplicates([typed("Battery plant of CATL", edition_id=fair.pk)])
    (match,) = found["typed"]
    assert (match.name, match.why) == ("CATL: battery plant", {NAME})


def test_a_local_name_too(fair):
    make.create_project(edition=fair, name="CATL: plant", name_local="宁德时代宜宾动力电池项目")
    new = typed("宁德时代宜宾动力电池", edition_id=fair.pk)
    assert matches(new) == {"typed": ["CATL: plant"]}


def test_the_same_amount_and_place(fair):
    yibin = make.create_place(name="Yibin")
    make.create_project(edition=fair, name="A plant", location=yibin, amount=5, currency="EUR")
    where = {"edition_id": fair.pk, "location_id": yibin.pk}
    new = typed("Something else", **where, amounts=frozenset({("EUR", 5)}))
    assert possible_duplicates([new])["typed"][0].why == {AMOUNT_AND_PLACE}
    assert not matches(typed("Something else", **where, amounts=frozenset({("CNY", 5)})))
    assert not matches(typed("Elsewhere", edition_id=fair.pk, amounts=new.amounts))


def test_several_investments_also_count_together(fair):
    yibin = make.create_place()
    project = make.create_project(edition=fair, name="A plant", location=yibin, amount=2)
    make.create_investment(project=project, amount=3)
    new = typed("Other", edition_id=fair.pk, location_id=yibin.pk, amounts=frozenset({("CNY", 5)}))
    assert matches(new) == {"typed": ["A plant"]}


def test_phases_are_different_projects_even_for_the_same_money(fair):
    first = {"edition": fair, "location": make.create_place(), "amount": 5}
    make.create_project(name="宜宾动力电池一期", **first)
    make.create_project(name="宜宾动力电池二期", **first)
    assert not among_stored(Project)


def test_one_of_the_names_may_leave_out_the_phase(fair):
    for _each in range(2):
        make.create_project(edition=fair, name="Battery plant", name_local="宜宾动力电池二期")
    assert len(among_stored(Project)) == 2
    make.create_project(edition=fair, name="Battery plant", name_local="宜宾动力电池")
    assert len(among_stored(Project)) == 2


def test_what_continues_another_is_not_the_same(fair):
    earlier = make.create_project(edition=fair, name="A plant")
    make.create_project(edition=fair, name="A plant", continues=earlier)
    assert not among_stored(Project)


def test_a_remembered_answer(fair):
    one, other = (make.create_project(edition=fair, name="A plant") for _each in range(2))
    assert among_stored(Project) == {one.pk: {other.pk}, other.pk: {one.pk}}
    Distinct.remember(Project, other.pk, one.pk)
    Distinct.remember(Project, one.pk, other.pk)
    assert not among_stored(Project)
    assert Distinct.objects.count() == 1


def test_a_stored_record_is_not_its_own_duplicate(fair):
    project = make.create_project(edition=fair, name="A plant")
    assert not matches(Candidate("row 1", "A plant", pk=project.pk, edition_id=fair.pk))


def test_rows_of_one_import_are_compared_with_each_other(fair):
    rows = [Candidate(n, "A plant", edition_id=fair.pk) for n in (1, 2)]
    assert [match.key for match in possible_duplicates(rows)[1]] == [2]


def test_many_rows_are_quick_and_need_few_queries(fair, django_assert_max_num_queries):
    for number in range(1, 4):
        make.create_project(edition=fair, name=f"Owner {number}7: battery plant")
    rows = [
        Candidate(n, f"Owner {n}: battery plant", edition_id=fair.pk, location_id=1)
        for n in range(5_000)
    ]
    start = time.perf_counter()
    with django_assert_max_num_queries(3):  # amounts, projects, answers
        found = possible_duplicates(rows)
    assert set(found) == {17, 27, 37}
    assert time.perf_counter() - start < 5


# Organizations


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Siemens AG", "Siemens (China)", True),
        ("Siemens Energy", "Siemens", False),
        ("Far East Holding Group", "Far East Holdings", True),
        ("Gotion High-Tech", "Gotion High Tech Co., Ltd", True),
        ("Schaeffler", "Schaefler GmbH", True),
        ("Bank of China", "Bank of India", False),
        ("宁德时代", "宁德时代集团", True),
    ],
)
def test_organizations(one, other, same):
    make.create_organization(name=one)
    assert bool(matches(typed(other), model=Organization)) is same


def test_an_organization_by_its_local_name():
    make.create_organization(name="CATL", name_local="宁德时代")
    assert matches(typed("宁德时代"), model=Organization) == {"typed": ["CATL"]}


# Places


def test_places_in_one_place():
    sichuan = make.create_place(kind="region")
    make.create_place(parent=sichuan, name="Yibin", name_zh="宜宾")
    for name, name_zh in [("Yibin City", ""), ("Ybin", "宜宾市"), ("Yibing", "")]:
        new = typed(name, name_local=name_zh, inside=sichuan.path)
        assert matches(new, model=Location) == {"typed": ["Yibin"]}, name
    elsewhere = make.create_place(kind="region")
    assert not matches(typed("Yibin", inside=elsewhere.path), model=Location)


def test_a_place_entered_right_below_its_country():
    china = make.create_country(name="China")
    sichuan = make.create_place(kind="region", parent=china)
    make.create_place(parent=sichuan, name="Yibin")
    assert matches(typed("Yibin", inside=china.path), model=Location) == {"typed": ["Yibin"]}


def test_places_that_only_look_alike():
    china = make.create_country(name="China")
    jilin = make.create_place(kind="region", parent=china, name="Jilin", name_zh="吉林")
    make.create_place(parent=jilin, name="Jilin", name_zh="吉林")
    make.create_place(kind="region", parent=china, name="Henan", name_zh="河南")
    make.create_place(kind="region", parent=china, name="Hunan", name_zh="湖南")
    assert not among_stored(Location)
