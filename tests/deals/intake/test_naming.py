"""Names as people write them in a form: which place or organization they mean."""

import pytest
from django.core.exceptions import ValidationError

from deals.intake.naming import Organizations, Places, free_slug
from deals.models import Source
from tests import factories as make


@pytest.mark.parametrize("text", ["yibin", "Yibin", " YIBIN ", "宜宾"])
def test_a_place_is_found_by_slug_and_by_either_name(text, db):
    place = make.create_place(slug="yibin", name="Yibin", name_zh="宜宾")
    assert Places().find(text) == place


def test_a_name_of_two_places_is_refused_with_their_slugs(db):
    for slug in ("tripoli-lb", "tripoli-ly"):
        make.create_place(slug=slug, name="Tripoli")
    with pytest.raises(ValidationError, match="tripoli-lb, tripoli-ly"):
        Places().find("Tripoli")
    assert Places().find("tripoli-ly").slug == "tripoli-ly"


def test_what_the_editor_says_of_a_name_goes_before_what_is_stored(db):
    make.create_place(slug="georgia", name="Georgia")
    state = make.create_place(slug="georgia-us", name="State of Georgia")
    places = Places()
    places.learn(state, {"as_written": "Georgia"})
    assert places.find("Georgia") == state


def test_an_organization_is_found_however_its_name_is_spelt(db):
    catl = make.create_organization(name="CATL Co., Ltd.", name_local="宁德时代")
    assert Organizations().find("catl") == catl
    assert Organizations().find("宁德时代") == catl


def test_a_slug_in_use_or_retired_gets_a_number(db):
    make.create_source(slug="a-paper")
    make.create_source(slug="a-paper-2").delete()
    assert free_slug(Source, "A paper") == "a-paper-3"
    assert free_slug(Source, "报纸", "Another") == "another"
    assert free_slug(Source, "报纸") == ""
