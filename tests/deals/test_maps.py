"""Views, land and bubbles: what is near is shown near, what is large is shown large."""

import re

import pytest

from deals import maps

YIBIN, PARIS, FIJI, SAMOA = (104.6, 28.8), (2.3, 48.9), (178.4, -18.1), (-171.8, -13.8)


def place(value, lon=0, lat=0, label="Somewhere"):
    return {"lon": lon, "lat": lat, "value": value, "label": label}


def test_one_place_is_shown_with_its_surroundings():
    view = maps.view_of([YIBIN])
    assert not view.is_world
    x, y = view.percent(*YIBIN)
    assert (x, y) == pytest.approx((50, 50), abs=2)
    assert maps.land(view).startswith("M")


def test_places_far_apart_are_shown_on_the_world():
    assert maps.view_of([YIBIN, PARIS, FIJI]).is_world
    assert maps.view_of([]).is_world


def test_neighbours_across_the_date_line_stay_neighbours():
    view = maps.view_of([FIJI, SAMOA])
    assert not view.is_world
    across = sorted(view.percent(*each)[0] for each in (FIJI, SAMOA))
    assert 0 < across[0] < across[1] < 100


@pytest.mark.parametrize("points", [[YIBIN], [PARIS], [YIBIN, PARIS, FIJI]])
def test_land_is_light_and_in_whole_units(points):
    path = maps.land(maps.view_of(points))
    assert len(path) < 40_000
    assert re.fullmatch(r"[Mlz0-9 -]+", path)


def test_the_area_of_a_bubble_is_its_value():
    large, small = maps.radius(400, 400), maps.radius(100, 400)
    assert large == 2 * small


def test_large_bubbles_lie_behind_and_unknown_amounts_are_rings():
    marks = maps.bubbles([place(None), place(1, 5), place(9, 9)], maps.world())
    assert [mark["value"] for mark in marks] == [9, 1, None]
    assert [mark["ring"] for mark in marks] == [False, False, True]
    assert all(mark["target"] >= 12 for mark in marks), "24 pixels to hit"


def test_a_legend_shows_round_values():
    values = [size["value"] for size in maps.sizes(1_143_000_000_000)]
    assert values == [10**12, 10**11]
    assert maps.sizes(0) == []
