"""Nonsense in addresses of the admin: a redirect, a 400 or a 404, never a 500."""

import pytest
from django.contrib import admin
from django.urls import reverse

from deals.models import AuditEntry
from tests import factories as make

NONSENSE = [
    "year=100000000000000000000",
    "year=x",
    "year__exact=9223372036854775808",
    "p=abc",
    "p=100000000000000000000",
    "p=-5",
    "e",
    "e=2",
    "all=1&o=99.-98.x",
    "name__regex=((((",
    "name__iregex=(a%2B)%2B%24",
    "conference=nope",
    "status=nope",
    "kind=nope",
    "edition__conference__slug__regex=x",
    "id__in=1,x",
    "id=99999999999999999999999",
    "signed_on__year=100000000000000000000",
    "updated_at__gte=never",
    "created_at__week_day=99999999999999999999",
    "sector__id__exact=x",
    "sector__isnull=maybe",
    "edition__slug__isnull=2",
    "currency__exact=%27%22",
    "q=%27%22%25_%5C",
    "q=" + "x+" * 500,
    "_to_field=password",
    "location__path__startswith[]=a",
    "date__range=1,2,3",
    "version__range=a",
    "disclosed__exact=2",
    "jobs__contains=%F0%9F%98%80",
]
MODELS = [model for model in admin.site._registry if model._meta.app_label == "deals"]


@pytest.mark.django_db(transaction=True)
def test_lists(client, admin_client):
    make.create_project(sector=make.create_sector())
    for model in MODELS:
        address = reverse(f"admin:deals_{model._meta.model_name}_changelist")
        visitor = admin_client if model is AuditEntry else client
        for query in NONSENSE:
            assert visitor.get(f"{address}?{query}").status_code in {200, 302, 400}, query


@pytest.mark.parametrize("query", ["year=100000000000000000000", "status=nope", "name__regex=("])
def test_a_list_leads_back_to_itself(query, client):
    make.create_project()
    address = reverse("admin:deals_project_changelist")
    response = client.get(f"{address}?{query}")
    assert response.url == f"{address}?e=1"
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize("key", ["x", "99999999999999999999999", "-1", "1_0", "٣"])
@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_records(page, key, client):
    address = reverse(f"admin:deals_project_{page}", args=[key])
    assert client.get(address).status_code == 302
    assert client.post(address, {"post": "yes"}).status_code in {302, 405}


@pytest.mark.parametrize(
    "query",
    [
        "edition=x&location=99999999999999999999&year=x",
        "starts_on=never&jobs=1e99",
        "base_version=x&base_values=y&invested_by=1",
        "_popup=1&_to_field=id",
    ],
)
def test_values_for_a_new_record(query, client):
    for model in ["project", "edition", "reportedfigure", "investment"]:
        address = reverse(f"admin:deals_{model}_add")
        assert client.get(f"{address}?{query}").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_posted_nonsense(open_page):
    page = open_page(make.create_edition())
    for values in [
        {"figures-TOTAL_FORMS": "x"},
        {"figures-INITIAL_FORMS": "5"},
        {"figures-TOTAL_FORMS": "5", "figures-INITIAL_FORMS": "5", "figures-0-id": "x"},
        {"projects-TOTAL_FORMS": "99999999999", "projects-INITIAL_FORMS": "99999999999"},
        {"conference": "99999999999999999999", "location": "x", "year": "1e5"},
        {"ordinal": "99999999999999999999", "starts_on": "0000-00-00"},
    ]:
        response = page.client.post(page.address, page.values | values)
        assert response.status_code in {200, 302, 400}, values


@pytest.mark.django_db(transaction=True)
def test_pickers(client):
    address = reverse("admin:autocomplete")
    project = "app_label=deals&model_name=project&field_name=location"
    for query in [f"{project}&page=x", f"{project}&page=99999999999999999999", "term=a", project]:
        assert client.get(f"{address}?{query}").status_code in {200, 403, 404}, query
