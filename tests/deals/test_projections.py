"""From the globe to the plane: known points, equal areas, and the way back."""

from math import isclose, pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals import projections


@pytest.mark.parametrize(
    ("lon", "lat", "x", "y"),
    [
        (0, 0, 0, 0),
        # The published size of the projection: 5.41 radii wide, 2.63 high.
        (180, 0, 2.7066, 0),
        (0, 90, 0, -1.3173),
    ],
)
def test_equal_earth_knows_its_corners(lon, lat, x, y):
    assert projections.equal_earth(lon, lat) == pytest.approx((x, y), abs=1e-3)


def test_a_band_of_equal_earth_has_the_area_of_the_band_on_the_globe():
    steps = [(lat / 10, (lat + 1) / 10) for lat in range(300)]
    area = 0.0
    for south, north in steps:
        left, low = projections.equal_earth(-180, (south + north) / 2)
        high = projections.equal_earth(0, north)[1] - projections.equal_earth(0, south)[1]
        area += -2 * left * -high
        assert low <= 0
    assert isclose(area, 2 * pi * 0.5, rel_tol=1e-3)  # 2π (sin 30° − sin 0°)


@given(lon=st.floats(-60, 60), lat=st.floats(-60, 60), centre=st.floats(-60, 60))
def test_the_way_back_from_a_part_of_the_world(lon, lat, centre):
    there = projections.azimuthal(lon, lat, centre)
    assert projections.from_azimuthal(*there, centre) == pytest.approx((lon, lat), abs=1e-6)


@pytest.mark.parametrize(
    ("lon", "centre", "beside"), [(179, -179, -2), (-179, 179, 2), (10, 0, 10), (190, 0, -170)]
)
def test_longitudes_are_counted_the_short_way(lon, centre, beside):
    assert projections.beside(lon, centre) == beside
