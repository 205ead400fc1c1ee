"""Pages of the admin stay small and quick to make, however many records there are."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from deals import models
from deals.admin import deleting
from tests import factories as make
from tests import many
from tests.deals.admin.test_queries import MOST_ON_A_LIST, queries

LARGEST_FORM = 100_000
LONG = "长" * 60 + "long " * 30
# The audit log is not for editors; it has tests of its own.
OURS = [
    model
    for model in admin.site._registry
    if model._meta.app_label == "deals" and model is not models.AuditEntry
]
FEW = {"projects": 60, "organizations": 30, "figures": 30, "in_one_edition": 20}
MORE = {"projects": 240, "organizations": 120, "figures": 120, "in_one_edition": 80}


def address(model, page, *args):
    return reverse(f"admin:deals_{model._meta.model_name}_{page}", args=args)


def pickers():
    """The autocomplete address of each link that the admin's forms offer."""
    for model, owner in admin.site._registry.items():
        fields = owner.get_autocomplete_fields(None) if model in OURS else []
        for field in [*fields, *picked_in_rows(owner)]:
            query = f"?app_label=deals&model_name={model._meta.model_name}&field_name={field}"
            yield reverse("admin:autocomplete") + query


def picked_in_rows(owner):
    pickers = getattr(owner.form, "pickers", {})
    return [owner.form.base_fields[name].widget.field.name for name in pickers]


def costs(client):
    """Queries of each list, plain and searched, and of each autocomplete."""
    lists = [address(model, "changelist") for model in OURS]
    searched = [f"{each}?q=battery" for each in lists]
    return {each: queries(client, each)[0] for each in [*lists, *searched, *pickers()]}


once = pytest.mark.once("both answer each page of the admin in test_pages")


@once
def test_no_list_asks_more_of_a_larger_database(client, monkeypatch):
    for owner in admin.site._registry.values():
        monkeypatch.setattr(owner, "list_per_page", 10)
    many.fill(**FEW)
    costs(client)  # the first page of all also reads the kinds of records
    few = costs(client)
    many.fill(**MORE)
    assert costs(client) == few
    assert {each: n for each, n in few.items() if n > MOST_ON_A_LIST} == {}


@pytest.fixture
def full_pages(db):
    """Records with more rows than their page shows, all with long names."""
    place, sector = make.create_place(name=LONG[:200]), make.create_sector(name=LONG[:200])
    source = make.create_source(publisher=LONG[:200], title=LONG)
    investors = [make.create_organization(name=f"{i} {LONG[:190]}") for i in range(5)]
    edition = make.create_edition()
    scope = {"location": place, "sector": sector, "source": source, "scope_note": LONG[:190]}
    make.create_figure(editions=[edition, make.create_edition()], as_written=LONG[:200])
    for number in range(9):
        make.create_figure(editions=[edition], value=number + 1, as_written=LONG[:200], **scope)
        project = make.create_project(
            edition=edition,
            name=LONG,
            name_local=LONG,
            further_sources=[make.create_source(title=f"{number} {LONG[:200]}")],
            **{"location": place, "sector": sector, "source": source, "jobs": 50_000_000},
        )
    for number in range(12):
        make.create_investment(project=project, amount=number + 1, investors=investors)
        make.create_event(project=project, status="signed", source=source)


@once
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_form_is_larger_than_100_kb(language, client, full_pages):
    sizes = {}
    for model in OURS:
        record = model.objects.last()
        where = [address(model, "change", record.pk)] if record else []
        for form in [*where, address(model, "add")]:
            response = client.get(form, headers={"accept-language": language})
            sizes[form] = len(response.content)
    assert {form: size for form, size in sizes.items() if size > LARGEST_FORM} == {}


@once
def test_every_link_is_an_autocomplete(client, full_pages):
    for model, owner in admin.site._registry.items():
        if model not in OURS or not hasattr(owner, "page"):
            continue
        page = client.get(address(model, "add")).content.decode()
        for field in model._meta.fields:
            if field.is_relation and f'name="{field.name}"' in page:
                assert f'data-field-name="{field.name}"' in page, (model, field.name)


def test_a_question_before_deleting_names_a_bounded_number(client, monkeypatch):
    monkeypatch.setattr(deleting, "MOST_LISTED", 3)
    edition = make.create_edition()
    for _each in range(5):
        make.create_project(edition=edition)
    text = client.get(address(models.Edition, "delete", edition.pk)).content.decode()
    assert len(re.findall(r"/admin/deals/project/\d+/change/", text)) == 3
    assert "and 2 more" in text


def test_at_most_so_many_are_deleted_at_once(client, monkeypatch):
    monkeypatch.setattr(deleting, "MOST_AT_ONCE", 1)
    chosen = [make.create_sector().pk, make.create_sector().pk]
    values = {"action": "delete_selected", "_selected_action": chosen, "index": 0}
    response = client.post(address(models.Sector, "changelist"), values, follow=True)
    assert "2 are selected; at most 1 can be deleted at once." in response.content.decode()
    assert models.Sector.objects.count() == 2
