"""Merging in two steps: choose, look, done; and never over someone else's change."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from deals.models import Action, Location, Organization, Project
from deals.undo import undo
from tests import factories as make
from tests.deals.admin.conftest import Page


@pytest.fixture
def pair():
    kept = make.create_project(ref="p1", name="CATL: plant", amount=5_000_000)
    source = kept.source
    lost = make.create_project(
        ref="p2", name="Plant of CATL", edition=kept.edition, source=source, note="Read."
    )
    for amount in (5_000_000, 7_000_000):
        make.create_investment(project=lost, amount=amount)
    return kept, lost


def merge_page(client, kept, lost):
    address = reverse(f"admin:deals_{kept._meta.model_name}_merge")
    return Page(client, f"{address}?a={kept.pk}&b={lost.pk}")


def posted(page, button, **values):
    """The next page of the form, or the address that it leads to."""
    response = page.client.post(page.address, page.values | values | {button: "1"})
    if response.status_code == 302:
        return response.url
    page.read(response)
    return None


def test_choosing_looking_and_merging(client, pair):
    kept, lost = pair
    page = merge_page(client, kept, lost)
    assert page.values["value-note"] == "lost"
    assert [page.values[f"money-{i.pk}"] for i in lost.investments.all()] == ["drop", "move"]
    assert posted(page, "_preview", **{"value-name": "lost"}) is None
    assert "<td>CN¥5m</td><td>CN¥12m</td><td><strong>CN¥12m</strong></td>" in page.text
    assert Project.objects.count() == 2
    address = posted(page, "_merge", why="the same plant")
    assert address == reverse("admin:deals_project_change", args=[kept.pk])
    kept.refresh_from_db()
    assert (kept.name, kept.note) == ("Plant of CATL", "Read.")
    assert kept.amounts.get().low == 12_000_000
    action = Action.objects.newest_first().first()
    assert action.why == "the same plant"
    text = client.get(address).content.decode()
    assert "is merged into" in text
    assert reverse("admin:deals_action_undo", args=[action.pk]) in text


@pytest.mark.parametrize(
    ("language", "prefix"), [("en", ""), ("zh-hans", "/zh-hans")], ids=["en", "zh-hans"]
)
def test_the_old_address_redirects_until_it_is_undone(language, prefix, client, pair):
    kept, lost = pair
    page = merge_page(client, kept, lost)
    posted(page, "_preview")
    posted(page, "_merge")
    old, new = f"{prefix}/projects/p2/", f"{prefix}/projects/p1/"
    response = client.get(old)
    assert (response.status_code, response.url) == (301, new)
    assert client.get("/api/v1/projects/p2/").status_code == 301
    undo(Action.objects.newest_first().first())
    assert client.get(old).status_code == 200
    assert client.get("/api/v1/projects/p2/").status_code == 200


def test_someone_changes_one_of_them_meanwhile(client, pair):
    kept, lost = pair
    page = merge_page(client, kept, lost)
    posted(page, "_preview")
    kept.investments.update(version=9)
    lost.note = "Read twice."
    lost.save()
    assert posted(page, "_merge") is None
    assert "Someone changed one of the two meanwhile" in page.text
    assert Project.objects.count() == 2
    assert posted(page, "_merge")
    assert Project.objects.get().note == "Read twice."


def test_back_to_the_choices_keeps_them(client, pair):
    page = merge_page(client, *pair)
    posted(page, "_preview", **{"value-name": "lost"})
    posted(page, "_back")
    assert page.values["value-name"] == "lost"


def test_swapping(client, pair):
    kept, lost = pair
    page = merge_page(client, kept, lost)
    assert f"?a={lost.pk}&amp;b={kept.pk}" in page.text


def test_choosing_the_other_by_search(client, pair, open_page):
    kept, lost = pair
    address = f"{reverse('admin:deals_project_merge')}?a={kept.pk}"
    assert address in open_page(kept).text
    assert (
        f'href="?a={kept.pk}&amp;b={lost.pk}"' in client.get(address + "&q=plant").content.decode()
    )
    assert "Nothing was found" in client.get(address + "&q=nothing").content.decode()
    assert client.get(f"{address}&b=p2").context["lost"] == lost


@pytest.mark.parametrize(
    "query", ["", "?a=x&b=y", "?a=1&b=999", "?q=%00", "?a=１", "?a=9999999999"]
)
def test_nonsense_asks_for_a_record(query, client, pair):
    assert client.get(reverse("admin:deals_project_merge") + query).status_code in (200, 400)


def test_one_record_is_not_merged_with_itself(client, pair):
    text = merge_page(client, pair[0], pair[0]).text
    assert "These are one record already" in text


def test_what_cannot_be_merged_says_why(client):
    country, place = make.create_country(), make.create_place(kind="region")
    make.create_place(parent=place, kind="city")
    city = make.create_place(parent=country, kind="city")
    make.create_place(parent=place, kind="region")
    before = Location.objects.count()
    page = merge_page(client, city, place)
    assert posted(page, "_preview") is None
    assert "smaller kind" in page.text
    assert Location.objects.count() == before


def test_organizations(client):
    kept, lost = make.create_organization(), make.create_organization()
    make.create_project(investors=[lost], amount=1)
    page = merge_page(client, kept, lost)
    posted(page, "_preview")
    assert "<td>0</td><td>1</td><td><strong>1</strong></td>" in page.text
    assert posted(page, "_merge")
    assert Organization.objects.get() == kept


def test_places(client):
    kept, lost = (make.create_country() for _each in range(2))
    make.create_place(parent=lost)
    page = merge_page(client, kept, lost)
    posted(page, "_preview")
    assert "Places (1)" in page.text
    assert posted(page, "_merge")
    assert Location.objects.filter(kind="country").get() == kept


def test_who_may_not_delete_may_not_merge(client, editor, pair):
    editor.groups.clear()
    editor.user_permissions.set(
        Permission.objects.filter(codename__in=["change_project", "view_project"])
    )
    kept, lost = pair
    address = f"{reverse('admin:deals_project_merge')}?a={kept.pk}&b={lost.pk}"
    assert client.get(address).status_code == 403
    assert client.post(address, {"_merge": "1"}).status_code == 403
    assert (
        "Merge with another"
        not in client.get(reverse("admin:deals_project_change", args=[kept.pk])).content.decode()
    )
