"""How many queries a page costs does not depend on how many rows it shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deals import models
from deals.models import write
from tests import factories as make

pytestmark = pytest.mark.once("both answer each page of the admin in test_pages")

# Session, account, two of permissions, count, rows; the rest are choices of filters.
MOST_ON_A_LIST = 12


@write()
def edition_with(rows):
    edition = make.create_edition()
    organization, place = make.create_organization(), make.create_place()
    for number in range(rows):
        figure = {"metric": "jobs", "value": number + 1, "scope_note": str(number)}
        make.create_figure(editions=[edition], sector=make.create_sector(), **figure)
        project = make.create_project(
            edition=edition,
            amount=1000,
            investors=[organization],
            location=place,
            sector=make.create_sector(),
        )
        make.create_event(project=project, status="signed")
    return edition


@write()
def rows_of_their_own(rows):
    """Each with its own conference, edition, place and source."""
    for number in range(rows):
        place = make.create_place()
        edition = make.create_edition(year=2000 + number % 20)
        make.create_organization(country=place.parent)
        source = make.create_source(copy_of=make.create_source())
        fields = {"location": place, "sector": make.create_sector(), "source": source}
        project = make.create_project(edition=edition, amount=5, **fields)
        make.create_event(project=project, status="signed")
        make.create_figure(editions=[edition, make.create_edition()], **fields)
        make.create_figure(editions=[edition], preferred=True, suspect=True, **fields)
        make.create_acknowledgement()


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
        assert response.status_code == 200
    return len(captured), len(response.content)


EDITED = [
    *[models.Location, models.Sector, models.Organization, models.Conference, models.Edition],
    *[models.Project, models.Investment, models.StatusEvent, models.Source],
    *[models.ReportedFigure, models.Acknowledgement],
]


def test_lists(client, monkeypatch):
    for model in EDITED:
        monkeypatch.setattr(admin_of(model), "list_per_page", 100)
    lists = [reverse(f"admin:deals_{model._meta.model_name}_changelist") for model in EDITED]
    lists.append(reverse("admin:deals_findings"))
    rows_of_their_own(5)
    few = {address: queries(client, address)[0] for address in lists}
    rows_of_their_own(45)
    assert {address: queries(client, address)[0] for address in lists} == few
    assert max(few.values()) <= MOST_ON_A_LIST, few


def admin_of(model):
    from django.contrib import admin

    return admin.site._registry[model]


def test_an_edition_with_its_rows(client):
    _first, few, many = [
        queries(client, reverse("admin:deals_edition_change", args=[edition_with(rows).pk]))
        for rows in (1, 3, 30)  # the first page of all also reads the kinds of records
    ]
    # Account 4, edition, figures over several, and for both kinds of rows: count and rows.
    assert few[0] == many[0] <= 14
    assert many[1] < 130_000, "bytes"


def test_a_project_with_its_rows(client):
    project = edition_with(1).projects.get()
    address = reverse("admin:deals_project_change", args=[project.pk])
    _first, few = queries(client, address), queries(client, address)[0]
    for number in range(10):
        investors = [make.create_organization(), make.create_organization()]
        make.create_investment(project=project, amount=number + 1, investors=investors)
        make.create_event(project=project, status="signed", source=make.create_source())
    assert queries(client, address)[0] == few <= 14


@pytest.mark.parametrize(
    ("owner", "field"),
    [
        ("project", "location"),
        ("project", "edition"),
        ("project", "continues"),
        ("project", "source"),
        ("investment", "investors"),
        ("reportedfigure", "editions"),
        ("reportedfigure", "of_which"),
    ],
)
def test_pickers(owner, field, client):
    address = reverse("admin:autocomplete")
    query = f"?app_label=deals&model_name={owner}&field_name={field}&term="
    rows_of_their_own(3)
    few = queries(client, address + query)[0]
    rows_of_their_own(15)
    assert queries(client, address + query)[0] == few <= 10
