"""What cannot be saved is said in the form, beside the field it is about; never a 500."""

import pytest
from django.contrib import messages
from django.db import IntegrityError
from django.urls import reverse

from deals.models import DataVersion, Edition, Organization, ReportedFigure, Sector, Source
from tests import factories as make

FIGURE = {"metric": "investment", "value": "95250000000", "currency": "CNY", "as_written": "95.25"}


def version():
    return DataVersion.objects.get().number


def test_an_invalid_form_changes_nothing(open_page):
    before = version()
    page = open_page(Source)
    assert not page.save(title="T", publisher="P", language="en", kind="")
    assert "kind" in page.errors
    assert version() == before


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"jobs": "5"}, "jobs_qualifier"),
        ({"output_value": "5", "output_currency": "CNY"}, "output_qualifier"),
        ({"resigns_only": "on"}, "continues"),
        ({"signed_on": "1800-01-01"}, "signed_on"),
        ({"jobs": "9000000000000001", "jobs_qualifier": "exact"}, "jobs"),
        ({"status": "dreamt"}, "status"),
    ],
)
def test_a_broken_constraint_is_named_at_its_field(values, field, open_page):
    page = open_page(make.create_project())
    assert not page.save(**values)
    assert field in page.errors


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"currency": ""}, "currency"),
        ({"metric": "jobs"}, "currency"),
        ({"qualifier": "range"}, "value_max"),
        ({"value": "-1"}, "value"),
    ],
)
def test_a_broken_constraint_in_a_row(values, field, open_page):
    page = open_page(make.create_edition())
    row = FIGURE | {"source": make.create_source().pk} | values
    page.add_row("figures", **row)
    assert not page.save()
    assert f"figures-0-{field}" in page.errors


def test_the_same_organization_in_another_spelling(open_page):
    make.create_organization(name="Siemens AG")
    page = open_page(Organization)
    assert not page.save(name="ＳＩＥＭＥＮＳ", slug="siemens-2")
    assert "Siemens AG" in " ".join(page.errors["name"])


def test_a_place_that_lies_in_itself(open_page):
    city = make.create_place(kind="region")
    below = make.create_place(parent=city, kind="region")
    page = open_page(city)
    assert not page.save(parent=below.pk)
    assert page.errors == {"parent": ["A place cannot lie inside itself."]}


def test_a_slug_twice(open_page):
    make.create_sector(slug="steel")
    page = open_page(Sector)
    assert not page.save(name="Steel", slug="steel")
    assert "“steel” is taken" in page.errors["slug"][0]


def test_a_retired_slug(open_page):
    make.create_sector(slug="steel").delete()
    page = open_page(Sector)
    assert not page.save(name="Steel", slug="steel")
    assert "belonged to a deleted record" in page.errors["slug"][0]


def test_a_double_submit(open_page):
    conference = make.create_conference()
    values = {"conference": conference.pk, "label": "2024", "year": "2024"}
    page = open_page(Edition)
    assert page.save(**values)
    assert not page.save(**values)
    assert "slug" in page.errors
    assert "label" in page.errors


def test_a_second_preferred_figure_in_a_group(open_page):
    edition = make.create_edition()
    figure = {"metric": "investment", "currency": "CNY", "value": 5, "preferred": True}
    make.create_figure(editions=[edition], ref="f1", **figure)
    other = make.create_figure(editions=[edition], ref="f2", **figure | {"preferred": False})
    for page, field in [
        (open_page(other), "preferred"),
        (open_page(edition), "figures-1-preferred"),
    ]:
        assert not page.save(**{field: "on"})
        assert "f1: as the source has it" in page.errors[field][0]


def test_the_preferred_figure_moves_within_one_save(open_page):
    edition = make.create_edition()
    figure = {"metric": "investment", "currency": "CNY", "value": 5}
    make.create_figure(editions=[edition], ref="f1", **figure)
    make.create_figure(editions=[edition], ref="f2", preferred=True, **figure)
    page = open_page(edition)
    del page.values["figures-1-preferred"]
    assert page.save(**{"figures-0-preferred": "on"}), page.errors
    assert ReportedFigure.objects.get(preferred=True).ref == "f1"


def test_a_new_figure_takes_the_place_of_a_deleted_one(open_page):
    edition = make.create_edition()
    figure = {"metric": "investment", "currency": "CNY", "value": 5, "preferred": True}
    make.create_figure(editions=[edition], ref="f1", **figure)
    page = open_page(edition)
    page.add_row("figures", **FIGURE, source=make.create_source().pk, preferred="on")
    assert page.save(**{"figures-0-DELETE": "on"}), page.errors
    assert ReportedFigure.objects.get().preferred


def test_two_new_preferred_figures_of_one_group(open_page):
    page = open_page(make.create_edition())
    for _each in range(2):
        page.add_row("figures", **FIGURE, source=make.create_source().pk, preferred="on")
    assert not page.save()
    assert list(page.errors) == ["figures-1-preferred"]


def test_a_part_protects_its_whole(open_page):
    edition = make.create_edition()
    whole = make.create_figure(editions=[edition], ref="f1")
    make.create_figure(ref="f2", of_which=whole)
    page = open_page(edition)
    assert not page.save(**{"figures-0-DELETE": "on"})
    assert "f2" in page.errors["rows"][0]


def test_a_clash_that_only_the_database_sees(open_page, monkeypatch):
    """Someone stored the same between our check and our commit."""

    def refuse(self, *args, **kwargs):
        raise IntegrityError("UNIQUE constraint failed: deals_sector.slug")

    page, before = open_page(Sector), version()
    monkeypatch.setattr(Sector, "save", refuse)
    assert not page.save(name="Steel", slug="steel")
    assert "UNIQUE constraint failed" in page.errors["__all__"][0]
    assert page.values["name"] == "Steel"
    assert version() == before


def test_the_second_pass_tells_what_was_stored_meanwhile(open_page, monkeypatch):
    page, save = open_page(Sector), Sector.save

    def late(self, *args, **kwargs):
        monkeypatch.setattr(Sector, "save", save)
        raise IntegrityError

    monkeypatch.setattr(Sector, "save", late)
    assert page.save(name="Steel", slug="steel")
    response = page.client.get(reverse("admin:deals_sector_changelist"))
    assert [m.level for m in response.context["messages"]] == [messages.SUCCESS]
