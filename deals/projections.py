"""From the globe to the plane and back: no ORM, no words.

Positions are longitude and latitude in degrees (WGS 84). On the plane, lengths are in radii of the
earth, x to the right and y down.

Both projections are equal-area, so that no part of the world looks larger than it is:

- the world in Equal Earth: B. Šavrič, T. Patterson, B. Jenny, “The Equal Earth map projection”,
  International Journal of Geographical Information Science 33 (3), 2019;
- a part of it in Lambert's azimuthal projection around its centre: J. P. Snyder, “Map Projections:
  A Working Manual”, USGS Professional Paper 1395, 1987, equations 24-2 to 24-4, 20-14 and 20-15.
"""

from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt

Point = tuple[float, float]


def equal_earth(lon: float, lat: float) -> Point:
    """The world, `lon` counted from the central meridian; 5.41 radii wide and 2.63 high."""
    t = asin(sqrt(3) / 2 * sin(radians(lat)))
    slope = 1.340264 - 3 * 0.081106 * t**2 + t**6 * (7 * 0.000893 + 9 * 0.003796 * t**2)
    x = 2 * sqrt(3) * radians(lon) * cos(t) / (3 * slope)
    y = t * (1.340264 - 0.081106 * t**2 + t**6 * (0.000893 + 0.003796 * t**2))
    return x, -y


def azimuthal(lon: float, lat: float, centre: float) -> Point:
    """A part of the world around a latitude, `lon` counted from the meridian of the centre."""
    lon, lat, centre = radians(lon), radians(lat), radians(centre)
    nearness = sin(centre) * sin(lat) + cos(centre) * cos(lat) * cos(lon)
    k = sqrt(2 / max(1 + nearness, 1e-9))
    y = cos(centre) * sin(lat) - sin(centre) * cos(lat) * cos(lon)
    return k * cos(lat) * sin(lon), -k * y


def from_azimuthal(x: float, y: float, centre: float) -> Point:
    """The longitude from the centre, and the latitude, of a point of the plane."""
    y, centre, distance = -y, radians(centre), hypot(x, y)
    if not distance:
        return 0.0, degrees(centre)
    c = 2 * asin(min(1.0, distance / 2))
    lat = asin(cos(c) * sin(centre) + y * sin(c) * cos(centre) / distance)
    across = distance * cos(centre) * cos(c) - y * sin(centre) * sin(c)
    return degrees(atan2(x * sin(c), across)), degrees(lat)


def beside(lon: float, centre: float) -> float:
    """The longitude counted from a central meridian, −180 to 180."""
    return (lon - centre + 180) % 360 - 180
