"""Editors who save at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from deals.models import Conference, Sector
from tests import factories as make

EDITORS = 4


def at_once(pages, *values):
    """Save all pages at the same moment; which of them were stored."""

    def save(page, changed):
        try:
            return page.save(**changed)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(EDITORS) as pool:
        return list(pool.map(save, pages, values))


@pytest.mark.django_db(transaction=True)
def test_one_of_them_is_first_and_the_others_see_it(open_page):
    conference = make.create_conference(name="Old")
    pages = [open_page(conference) for _each in range(EDITORS)]
    stored = at_once(pages, *[{"name": f"Name {number}"} for number in range(EDITORS)])
    assert stored.count(True) == 1
    assert Conference.objects.get().name == f"Name {stored.index(True)}"
    for page in pages:
        assert page.response.status_code == 200


@pytest.mark.django_db(transaction=True)
def test_one_name_is_taken_once(open_page):
    pages = [open_page(Sector) for _each in range(EDITORS)]
    stored = at_once(pages, *[{"name": "Steel", "slug": "steel"}] * EDITORS)
    assert stored.count(True) == Sector.objects.count() == 1
    late = [page for page, done in zip(pages, stored, strict=True) if not done]
    assert {page.errors["slug"][0][:16] for page in late} == {"“steel” is taken"}
