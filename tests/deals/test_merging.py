"""Two records become one: what referred to either refers to it, and nothing counts twice."""

import datetime

import pytest

from deals.addresses import Moved, find
from deals.checks import problems
from deals.merging import BOTH, KEPT, LOST, Outdated, merge, proposed, rehearse, totals
from deals.models import (
    Action,
    Distinct,
    Investment,
    Location,
    Organization,
    Project,
    ProjectSource,
    ReportedFigure,
    StatusEvent,
)
from deals.undo import undo
from tests import factories as make
from tests.everything import everything

pytestmark = pytest.mark.django_db


def pair(**fields):
    """Two projects of one edition, the second with the fields."""
    kept = make.create_project(ref="p1", name="CATL: plant", amount=5)
    lost = {"edition": kept.edition, "source": kept.source} | fields
    return kept, make.create_project(ref="p2", **{"name": "Plant of CATL"} | lost)


# Projects


def test_the_lost_address_leads_to_the_kept_record():
    kept, lost = pair()
    merge(proposed(kept, lost))
    with pytest.raises(Moved) as moved:
        find(Project.objects.all(), "p2")
    assert moved.value.key == "p1"


def test_blank_fields_are_filled_from_the_other():
    place = make.create_place()
    kept, lost = pair(location=place, name_local="宁德时代工厂", jobs=7, note="Read.")
    plan = proposed(kept, lost)
    assert plan.values == {
        **dict.fromkeys(["name_local", "location", "jobs", "note"], LOST),
        "name": KEPT,
    }
    merge(plan)
    kept.refresh_from_db()
    assert (kept.name, kept.location, kept.jobs) == ("CATL: plant", place, 7)
    assert (kept.local_lang, kept.jobs_qualifier) == ("zh", "exact")


def test_any_field_may_be_the_others():
    kept, lost = pair(commitment="mou")
    plan = proposed(kept, lost)
    plan.values |= {"name": LOST, "commitment": LOST}
    merge(plan)
    kept.refresh_from_db()
    assert (kept.ref, kept.name, kept.commitment) == ("p1", "Plant of CATL", "mou")


def test_two_notes_are_both_kept():
    kept, lost = pair(note="Second.")
    kept.note = "First."
    kept.save()
    plan = proposed(kept, lost)
    assert plan.values["note"] == BOTH
    merge(plan)
    kept.refresh_from_db()
    assert kept.note == "First.\nSecond."


def test_the_same_money_counts_once():
    catl = make.create_organization()
    kept, lost = pair(amount=5, investors=[catl])
    make.create_investment(project=lost, amount=7, currency="EUR")
    make.create_investment(project=lost)  # not disclosed, no investor: no money of its own
    plan = proposed(kept, lost)
    assert rehearse(plan).totals == {"CNY": (5, 5, "at_least"), "EUR": (7, 7, "at_least")}
    assert Project.objects.count() == 2
    merge(plan)
    assert totals(kept)["CNY"] == (5, 5, "at_least")
    assert [link.organization for link in kept.investor_links.all()] == [catl]


def test_other_money_may_be_kept_or_dropped():
    kept, lost = pair(amount=7)
    plan = proposed(kept, lost)
    assert rehearse(plan).totals == {"CNY": (12, 12, "exact")}
    plan.dropped = {lost.investments.get().pk}
    merge(plan)
    assert totals(kept) == {"CNY": (5, 5, "exact")}


def test_events_and_sources_move_and_are_not_doubled():
    kept, lost = pair(source=make.create_source(), further_sources=[make.create_source()])
    day = datetime.date(2025, 3, 1)
    for project in (kept, lost):
        make.create_event(project=project, status="signed", on=day, source=kept.source)
        ProjectSource(project=project, source=make.create_source(slug=project.ref)).save()
    make.create_event(project=lost, status="operating", on=day)
    merge(proposed(kept, lost))
    assert [event.status for event in kept.status_events.all()] == ["signed", "operating"]
    kept.refresh_from_db()
    assert kept.status == "operating"
    sources = [link.source for link in kept.source_links.all()]
    assert len(sources) == 4
    assert lost.source in sources
    assert kept.source not in sources


def test_the_source_may_be_the_others():
    kept, lost = pair(source=make.create_source(slug="better"))
    plan = proposed(kept, lost)
    plan.values["source"] = LOST
    first = kept.source
    merge(plan)
    kept.refresh_from_db()
    assert kept.source.slug == "better"
    assert [link.source for link in kept.source_links.all()] == [first]


def test_what_continues_the_lost_one_continues_the_kept_one():
    kept, lost = pair()
    sequel = make.create_project(continues=lost)
    merge(proposed(kept, lost))
    sequel.refresh_from_db()
    assert sequel.continues == kept


@pytest.mark.parametrize("kept_first", [True, False])
def test_projects_that_continue_each_other(kept_first):
    earliest = make.create_project()
    earlier = make.create_project(continues=earliest)
    later = make.create_project(continues=earlier, resigns_only=True)
    kept, lost = (earlier, later) if kept_first else (later, earlier)
    merge(proposed(kept, lost))
    kept.refresh_from_db()
    assert kept.continues == earliest


def test_a_chain_that_ends_with_the_merge():
    earlier = make.create_project()
    later = make.create_project(continues=earlier, resigns_only=True, amount=5)
    merge(proposed(later, earlier))
    later.refresh_from_db()
    assert (later.continues, later.resigns_only) == (None, False)
    assert totals(later) == {"CNY": (5, 5, "exact")}


def test_answers_about_the_lost_one_hold_for_the_kept_one():
    kept, lost = pair()
    other = make.create_project()
    Distinct.remember(Project, lost.pk, other.pk)
    Distinct.remember(Project, lost.pk, kept.pk)
    merge(proposed(kept, lost))
    assert tuple(sorted((kept.pk, other.pk))) in Distinct.objects.pairs()


def test_what_changed_since_it_was_shown():
    kept, lost = pair(amount=7)
    plan = proposed(kept, lost)
    before = plan.fingerprint()
    investment = lost.investments.get()
    investment.amount = 8
    investment.save()
    with pytest.raises(Outdated):
        merge(plan, fingerprint=before)
    merge(plan, fingerprint=plan.fingerprint())


def test_a_record_that_is_gone():
    kept, lost = pair()
    plan = proposed(kept, lost)
    Project.objects.get(pk=lost.pk).delete()
    with pytest.raises(Outdated):
        merge(plan)


def test_a_merge_is_one_change(django_user_model):
    user = django_user_model.objects.create_user("editor")
    kept, lost = pair(amount=7)
    merge(proposed(kept, lost), user=user, why="the same plant")
    action = Action.objects.newest_first().first()
    assert (action.kind, action.user, action.why) == ("merge", user, "the same plant")
    assert action.subject == "Plant of CATL → CATL: plant"


def test_merging_what_was_merged(client):
    kept, lost = pair()
    last = make.create_project(ref="p3")
    merge(proposed(kept, lost))
    merge(proposed(last, kept))
    for address in ("/projects/p2/", "/projects/p1/"):
        assert client.get(address).url == "/projects/p3/"
        assert client.get(f"/api/v1{address}").url.endswith("/api/v1/projects/p3/")
    assert client.get("/changes/").status_code == 200
    undo(Action.objects.newest_first().first())
    assert client.get("/projects/p2/").url == "/projects/p1/"
    assert client.get("/projects/p1/").status_code == 200


# Organizations


def test_investors():
    kept, lost = make.create_organization(name="CATL"), make.create_organization(name="CATL China")
    both = make.create_project(investors=[lost, kept], amount=1)
    only = make.create_project(investors=[lost], amount=2)
    merge(proposed(kept, lost))
    for project in (both, only):
        assert [link.organization for link in project.investor_links.all()] == [kept]
        assert "catl" in Project.objects.get(pk=project.pk).search
    assert totals(kept) == {"": (2,)}


def test_an_organization_may_take_the_name_of_the_lost_one():
    kept, lost = make.create_organization(name="Catl"), make.create_organization(name="CATL X")
    plan = proposed(kept, lost)
    plan.values["name"] = LOST
    merge(plan)
    assert Organization.objects.get().name_key == "catl x"


# Places


@pytest.fixture
def places():
    china = make.create_country(slug="china")
    region = {"kind": "region", "parent": china}
    return make.create_place(slug="sichuan", **region), make.create_place(slug="szechuan", **region)


def test_a_place_with_all_that_lies_in_it(places):
    kept, lost = places
    city = make.create_place(parent=lost, slug="yibin")
    project = make.create_project(location=city)
    edition, figure = make.create_edition(), make.create_figure(location=lost)
    edition.location = lost
    edition.save()
    make.create_organization(country=lost)
    merge(proposed(kept, lost))
    assert Location.objects.get(slug="yibin").path == "china/sichuan/yibin/"
    assert Project.objects.inside(kept).get() == project
    figure.refresh_from_db()
    assert f"|{kept.pk}|" in figure.group_key
    assert kept.editions.get() == edition
    assert kept.organizations.exists()


def test_a_code_is_taken_over(places):
    kept, lost = places
    lost.code = "CN-SC"
    lost.save()
    merge(proposed(kept, lost))
    assert Location.objects.get(slug="sichuan").code == "CN-SC"


def test_a_place_inside_the_lost_one(places):
    lost, other = places
    kept = make.create_place(parent=lost, slug="inner", kind="region")
    make.create_place(parent=lost, slug="yibin")
    merge(proposed(kept, lost))
    assert set(Location.objects.values_list("path", flat=True)) == {
        "china/",
        "china/inner/",
        "china/inner/yibin/",
        f"china/{other.slug}/",
    }


def test_a_place_around_the_lost_one(places):
    kept, _other = places
    lost = make.create_place(parent=kept, kind="region")
    make.create_place(parent=lost, slug="yibin")
    merge(proposed(kept, lost))
    assert Location.objects.get(slug="yibin").path == "china/sichuan/yibin/"


def test_a_place_with_thousands_of_projects(places, django_assert_max_num_queries):
    kept, lost = places
    for _each in range(30):
        make.create_project(location=lost, amount=5)
    with django_assert_max_num_queries(220):
        merge(proposed(kept, lost))
    assert kept.projects.count() == 30


def test_one_preferred_figure_is_left(places):
    edition = make.create_edition()
    for place in places:
        make.create_figure(editions=[edition], location=place, preferred=True)
    merge(proposed(*places))
    assert sorted(ReportedFigure.objects.values_list("preferred", flat=True)) == [False, True]


# Undo


def everything_merged():
    source, day = make.create_source(), datetime.date(2025, 3, 1)
    kept, lost = pair(
        amount=5,
        investors=[make.create_organization(name="CATL")],
        location=make.create_place(),
        further_sources=[source],
        source=source,
    )
    make.create_investment(project=lost, amount=7)
    make.create_event(project=kept, status="signed", on=day, source=source)
    for status in ("signed", "operating"):
        make.create_event(project=lost, status=status, on=day, source=source)
    make.create_project(continues=lost)
    return kept, lost


def organizations_merged():
    kept, lost = make.create_organization(name="CATL"), make.create_organization(name="CATL China")
    make.create_project(investors=[lost, kept], amount=1)
    make.create_project(investors=[lost], amount=2)
    return kept, lost


def places_merged():
    china = make.create_country()
    kept, lost = (make.create_place(kind="region", parent=china) for _each in range(2))
    lost.code, city = "CN-SC", make.create_place(parent=lost)
    lost.save()
    edition = make.create_edition()
    for place in (kept, lost):
        make.create_project(location=place)
        make.create_figure(editions=[edition], location=place, preferred=True)
    make.create_project(location=city)
    return kept, lost


@pytest.mark.parametrize("case", [everything_merged, organizations_merged, places_merged])
def test_undoing_a_merge_restores_everything(case):
    kept, lost = case()
    before = everything()
    merge(proposed(kept, lost))
    assert everything() != before
    assert list(problems()) == []
    undo(Action.objects.newest_first().first())
    assert everything() == before
    assert list(problems()) == []
    assert find(type(lost).objects.all(), getattr(lost, lost.address_field)) == lost


def test_undoing_and_merging_again_and_again(client):
    kept, lost = pair()
    merge(proposed(kept, lost))
    merged = everything()
    for _each in range(2):
        undo(Action.objects.newest_first().first())
        assert client.get("/projects/p2/").status_code == 200
        undo(Action.objects.newest_first().first())
        assert client.get("/projects/p2/").url == "/projects/p1/"
        assert everything() == merged


def test_rehearsing_stores_nothing():
    kept, lost = everything_merged()
    before, actions = everything(), Action.objects.count()
    outcome = rehearse(proposed(kept, lost))
    assert everything() == before
    assert Action.objects.count() == actions
    assert len(outcome.moved["investments"]) == 1
    assert len(outcome.dropped["investments"]) == 1
    assert StatusEvent.objects.count() == 3
    assert Investment.objects.count() == 3
