"""Rows that go into the database past the models."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from deals.models import Organization, Sector, StatusEvent, write
from deals.models.bulk import new_keys, row_type, store_rows, store_values
from tests import factories as make

pytestmark = pytest.mark.django_db

SIGNS = ["tab\there", "line\nend\r\n", r"back\slash", r"\N", r"\.", '"quoted", 100%', "宜宾", "%s"]


def a_row(key, name, **values):
    new = row_type(Organization, timezone.now())
    return new(id=key, slug=f"org-{key}", name=name, name_key=f"{key}", **values)


def test_signs_that_mean_something_to_the_database_are_stored_as_they_are():
    keys = new_keys(Organization, len(SIGNS))
    store_rows(Organization, [a_row(key, sign) for key, sign in zip(keys, SIGNS, strict=True)])
    assert list(Organization.objects.order_by("pk").values_list("name", flat=True)) == SIGNS


def test_a_row_is_what_a_model_would_have_stored():
    make.create_organization(slug="catl", name="CATL")
    (key,) = new_keys(Organization, 1)
    store_rows(Organization, [a_row(key, "BYD")])
    by_model, by_row = Organization.objects.order_by("pk")
    for name in ("version", "name_local", "local_lang", "kind", "country_id"):
        assert getattr(by_row, name) == getattr(by_model, name)
    assert abs(by_row.created_at - by_model.created_at) < datetime.timedelta(minutes=1)
    assert by_row.updated_at == by_row.created_at


def test_days_and_what_is_unknown_are_stored_as_such():
    project, source = make.create_project(), make.create_source()
    moment, day = timezone.now(), datetime.date(2024, 9, 1)
    new = row_type(StatusEvent, moment)
    facts = {"project_id": project.pk, "status": "signed", "source_id": source.pk}
    first, second = new_keys(StatusEvent, 2)
    rows = [new(id=first, on=day, precision="day", **facts), new(id=second, **facts)]
    store_rows(StatusEvent, rows)
    days = dict(StatusEvent.objects.values_list("pk", "on"))
    assert days == {first: day, second: None}
    assert {event.created_at for event in StatusEvent.objects.all()} == {moment}


def test_new_keys_are_nobody_elses():
    before = make.create_organization().pk
    keys = list(new_keys(Organization, 3))
    store_rows(Organization, [a_row(key, "Plant") for key in keys])
    after = make.create_organization().pk
    assert len({before, *keys, after}) == 5
    assert sorted(keys) == keys


def test_keys_of_records_that_are_gone_do_not_come_back():
    gone = [make.create_organization().pk for _each in range(2)]
    Organization.objects.filter(pk__in=gone)._raw_delete("default")
    assert min(new_keys(Organization, 2)) > max(gone)


def test_what_the_database_refuses_is_an_error_of_django():
    columns = ("slug", "name", "version", "created_at", "updated_at")
    row = ("cells", "Cells", 1, timezone.now(), timezone.now())
    with pytest.raises(IntegrityError), write(), transaction.atomic():
        store_values(Sector, columns, [row, row])
    assert not Sector.objects.exists()
