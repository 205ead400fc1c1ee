"""The page of possible duplicates among what is stored."""

import pytest
from django.urls import reverse

from deals.models import Distinct, Project
from tests import factories as make


@pytest.fixture
def address(db):
    return reverse("admin:deals_duplicates")


@pytest.fixture
def twins():
    first = make.create_project(name="CATL: plant", amount=5_000_000, location=make.create_place())
    return first, make.create_project(name="Plant of CATL", edition=first.edition)


def test_pairs_with_what_tells_them_apart(client, address, twins):
    text = client.get(address).content.decode()
    assert "1 pair that may be one record" in text
    for words in ("CATL: plant", "Plant of CATL", "CN¥5m", twins[0].location.name, twins[0].ref):
        assert words in text
    merge = f"{reverse('admin:deals_project_merge')}?a={twins[0].pk}&amp;b={twins[1].pk}"
    assert merge in text


def test_an_answer_and_its_taking_back(client, address, twins):
    pair = f"{twins[1].pk}:{twins[0].pk}"
    client.post(address, {"different": pair})
    assert Distinct.objects.of_kind(Project).pairs() == {(twins[0].pk, twins[1].pk)}
    text = client.get(address).content.decode()
    assert "Nothing looks like a duplicate" in text
    assert "Ask again" in text
    client.post(address, {"again": Distinct.objects.get().pk})
    assert "1 pair" in client.get(address).content.decode()


def test_of_one_edition(client, address, twins):
    assert "1 pair" in client.get(f"{address}?edition={twins[0].edition.slug}").content.decode()
    other = make.create_edition()
    assert "Nothing looks" in client.get(f"{address}?edition={other.slug}").content.decode()


def test_organizations_and_places(client, address):
    for name in ("Siemens AG", "Siemens China"):
        make.create_organization(name=name)
    region = make.create_place(kind="region")
    for name in ("Yibin", "Yibin City"):
        make.create_place(parent=region, name=name)
    for kind in ("organization", "location"):
        assert "1 pair" in client.get(f"{address}?kind={kind}").content.decode()


@pytest.mark.parametrize("answer", ["", "x", "1", "1:1", "1:999", ":", "１:２"])
def test_nonsense_is_no_answer(answer, client, address, twins):
    assert client.post(address, {"different": answer, "again": answer}).status_code == 302
    assert not Distinct.objects.exists()


def test_who_may_not_change_projects(client, editor, address):
    editor.groups.clear()
    assert client.get(address).status_code == 403
    assert client.post(address, {"different": "1:2"}).status_code == 403


def test_queries_do_not_grow_with_pairs(client, address, twins, django_assert_max_num_queries):
    for _each in range(10):
        make.create_project(name="Plant of CATL", edition=twins[0].edition)
    client.get(address)
    # Session, user, 2 of rights, edition choice 2, projects and amounts 4, answers 1, pairs 2.
    with django_assert_max_num_queries(14):
        client.get(address)
