"""Land and bubbles for the maps that templates draw as SVG. No ORM, no words.

Positions are longitude and latitude in degrees (WGS 84). On the plane, lengths are in radii of the
earth, x to the right and y down. In a drawing, positions are percentages across and down and radii
are pixels, so that bubbles keep their size on every screen; the land has a viewBox of its own.

A place is ``{"lon", "lat", "value" (None for not stated), "label"}`` and what else a caller needs.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil, hypot, log, sqrt
from pathlib import Path

from deals.charts import digits
from deals.projections import Point, azimuthal, beside, equal_earth, from_azimuthal

GEO = Path(__file__).parent / "geo"

WORLD_CENTRE = 11  # its edge, 169° west, lies in the Bering Strait and cuts no land
WORLD_LATITUDES = (-56, 84)
ASPECT = 1.5  # of a part of the world, width to height
NARROWEST = 0.3  # about 1,900 km
COAST = 400  # letters of a path; with less in sight one does not know where one is
WIDEST = 1.7  # what needs more is shown on the world
STEP = 1.25  # widths come in steps, and centres in degrees, so that land is drawn once for many
ROOM = 1.16  # around the outermost places
REACH = 100  # degrees of longitude around the centre that a part of the world can show

UNITS = 1440  # of the viewBox across: half pixels of a drawing of 720
COARSE = 1.5  # units; what is smaller is left out

LARGEST, SMALLEST, RING, TARGET = 24, 2.5, 5, 12  # radii in pixels
LABELS = 8
# Pixels of a drawing on a wide screen and on a phone, where maps.css draws bubbles smaller.
WIDE, NARROW, NARROW_SHARE = 720, 328, 0.6
LETTER, LINE, GAP = 6.2, 14, 4  # pixels of a label


# Views


@dataclass(frozen=True)
class View:
    """A rectangle of the plane: `left`, `top`, `width` and `height` in radii of the earth.

    `lat` None is the world, else it is the latitude of the centre of a part of it.
    """

    lon: int
    lat: int | None
    left: float
    top: float
    width: float
    height: float

    @property
    def is_world(self) -> bool:
        return self.lat is None

    @property
    def box(self) -> str:
        """The viewBox of its land."""
        return f"0 0 {UNITS} {round(UNITS * self.height / self.width)}"

    def project(self, lon: float, lat: float) -> Point:
        lon = beside(lon, self.lon)
        return equal_earth(lon, lat) if self.lat is None else azimuthal(lon, lat, self.lat)

    def percent(self, lon: float, lat: float) -> Point:
        x, y = self.project(lon, lat)
        across, down = (x - self.left) / self.width, (y - self.top) / self.height
        return round(100 * across, 2), round(100 * down, 2)

    def outline(self, points: int = 8) -> list[Point]:
        """Longitudes and latitudes along the edge of a part of the world."""
        along = [step / points for step in range(points)]
        edge = [(a, 0) for a in along] + [(1, a) for a in along]
        edge += [(1 - a, 1) for a in along] + [(0, 1 - a) for a in along]
        found = []
        for across, down in edge:
            x, y = self.left + across * self.width, self.top + down * self.height
            lon, lat = from_azimuthal(x, y, self.lat)
            found.append((lon + self.lon, lat))
        return found


def world() -> View:
    right, (south, north) = equal_earth(180, 0)[0], WORLD_LATITUDES
    top, bottom = equal_earth(0, north)[1], equal_earth(0, south)[1]
    return View(WORLD_CENTRE, None, -right, top, 2 * right, bottom - top)


def view_of(points: Iterable[Point]) -> View:
    """The part of the world that holds the positions, or the world where they lie too far apart."""
    points = list(points)
    if not points:
        return world()
    first, span = _eastwards([lon for lon, _lat in points])
    lats = [lat for _lon, lat in points]
    if span > REACH:
        return world()
    lon, lat = round(beside(first + span / 2, 0)), round((min(lats) + max(lats)) / 2)
    there = [azimuthal(beside(each, lon), above, lat) for each, above in points]
    needed = max(max(abs(x), abs(y) * ASPECT) for x, y in there) * 2 * ROOM
    steps = max(0, ceil(log(max(needed, NARROWEST) / NARROWEST, STEP)))
    view = _around_centre(lon, lat, steps)
    while len(land(view)) < COAST and view.width < WIDEST / 2:
        steps += 1
        view = _around_centre(lon, lat, steps)
    return world() if view.width > WIDEST else view


def _around_centre(lon: int, lat: int, steps: int) -> View:
    width = round(NARROWEST * STEP**steps, 4)
    return View(lon, lat, -width / 2, -width / ASPECT / 2, width, width / ASPECT)


def _eastwards(lons: Sequence[float]) -> tuple[float, float]:
    """The westernmost longitude and the degrees from it to the last: all but the widest gap."""
    lons = sorted({lon % 360 for lon in lons})
    gaps = [(lons[i] - lons[i - 1]) % 360 or 360 for i in range(len(lons))]
    widest = max(range(len(lons)), key=gaps.__getitem__)
    return lons[widest], 360 - gaps[widest]


# Land


@lru_cache(maxsize=64)
def land(view: View, units: int = UNITS) -> str:
    """The path of all land in the view, in whole units of its viewBox."""
    rings = _rings("land-world.geojson" if view.is_world else "land-detail.geojson")
    reach = 180 if view.is_world else REACH
    parts = []
    for ring, west, east in rings:
        for turn in (-360, 0, 360):
            shift = turn - view.lon
            if east + shift > -reach and west + shift < reach:
                parts.append(_drawn([(x + shift, y) for x, y in ring], view, reach, units))
    return "".join(parts)


@lru_cache(maxsize=2)
def _rings(name: str) -> list[tuple[list[Point], float, float]]:
    """Each ring with its westernmost and easternmost longitude."""
    polygons = json.loads((GEO / name).read_text())["coordinates"]
    rings = [_unbroken(ring) for polygon in polygons for ring in polygon]
    return [(ring, min(x for x, _ in ring), max(x for x, _ in ring)) for ring in rings]


def _unbroken(ring: Iterable[Sequence[float]]) -> list[Point]:
    """The ring without the jump from 180° east to 180° west; it goes on beyond 180° instead."""
    found: list[Point] = []
    for lon, lat in ring:
        found.append((found[-1][0] + beside(lon, found[-1][0]) if found else lon, lat))
    return found


def _drawn(ring: list[Point], view: View, reach: float, units: int) -> str:
    """A ring of longitudes (counted from the centre) and latitudes as a part of a path."""
    ring = _cut(ring, 0, -reach, reach)
    scale, margin = units / view.width, 8 * view.width / units
    plane = [equal_earth(*p) if view.is_world else azimuthal(*p, view.lat) for p in ring]
    # Cut outside of what is seen, so that no edge of the cut is.
    plane = _cut(plane, 0, view.left - margin, view.left + view.width + margin)
    plane = _cut(plane, 1, view.top - margin, view.top + view.height + margin)
    return _path([((x - view.left) * scale, (y - view.top) * scale) for x, y in plane])


def _cut(ring: list[Point], axis: int, low: float, high: float) -> list[Point]:
    """What of a ring lies between two lines (I. E. Sutherland, G. W. Hodgman, 1974)."""
    ring = _half(ring, axis, low, lambda value: value >= low)
    return _half(ring, axis, high, lambda value: value <= high)


def _half(ring: list[Point], axis: int, edge: float, inside: Callable) -> list[Point]:
    found = []
    for here, there in zip(ring, ring[1:] + ring[:1], strict=True):
        if inside(here[axis]):
            found.append(here)
        if inside(here[axis]) != inside(there[axis]):
            share = (edge - here[axis]) / (there[axis] - here[axis])
            found.append(tuple(h + share * (t - h) for h, t in zip(here, there, strict=True)))
    return found


def _path(ring: list[Point]) -> str:
    """The ring in whole units, relative from point to point; "" for what is too small to see."""
    kept: list[tuple[int, int]] = []
    for x, y in ring:
        if not kept or hypot(x - kept[-1][0], y - kept[-1][1]) >= COARSE:
            kept.append((round(x), round(y)))
    if len(kept) < 3:
        return ""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(kept)]
    return f"M{kept[0][0]} {kept[0][1]}l{_numbers(steps)}z"


def _numbers(steps: Iterable[tuple[int, int]]) -> str:
    text = " ".join(f"{x} {y}" for x, y in steps)
    return text.replace(" -", "-")


# Bubbles


def bubbles(places: Iterable[dict], view: View) -> list[dict]:
    """The places with `x` and `y` (percent), `r` and `target` (pixels), the largest first.

    The area of a bubble is proportional to the value; one that is not stated is a small ring.
    """
    places = sorted(places, key=lambda place: -(place["value"] or 0))
    largest = max((place["value"] or 0 for place in places), default=0)
    marks = [place | _bubble(place, view, largest) for place in places]
    _name(marks, view)
    return marks


def _bubble(place: dict, view: View, largest: int) -> dict:
    x, y = view.percent(place["lon"], place["lat"])
    r = RING if place["value"] is None else radius(place["value"], largest)
    return {"x": x, "y": y, "r": r, "target": max(TARGET, r), "ring": place["value"] is None}


def radius(value: int, largest: int) -> float:
    return round(max(SMALLEST, LARGEST * sqrt(value / largest)), 1) if largest else SMALLEST


def sizes(largest: int) -> list[dict]:
    """The bubbles of a legend: two round values, a factor of ten apart."""
    if largest <= 0:
        return []
    power = 10 ** (len(str(largest)) - 1)
    first = next(factor * power for factor in (5, 2, 1) if factor * power <= largest)
    values = [first, first // 10] if first >= 10 else [first]
    found = [{"value": value, "r": radius(value, largest)} for value in values]
    return [size | {"box": ceil(2 * size["r"]) + 2} for size in found]


def _name(marks: list[dict], view: View) -> None:
    """Names the largest bubbles where there is room: `named` is ``always``, ``wide`` or ""."""
    for mark in marks:
        mark |= {"named": "", "anchor": "start", "name_x": round(mark["r"] + GAP, 1)}
    for width, word, most in ((NARROW, "always", LABELS // 2), (WIDE, "wide", LABELS)):
        taken = {id(mark): [_around(mark, view, width)] for mark in marks}
        for mark in marks:
            if mark["named"]:
                taken[id(mark)].append(_text(mark, view, width))
        for mark in (mark for mark in marks[:most] if not mark["named"]):
            others = [box for key, boxes in taken.items() if key != id(mark) for box in boxes]
            for side in ("start", "end"):
                box = _text(mark | {"anchor": side}, view, width)
                if box[0] >= 0 and box[2] <= width and not any(_meet(box, o) for o in others):
                    taken[id(mark)].append(box)
                    beyond = mark["r"] + GAP
                    beyond = round(beyond if side == "start" else -beyond, 1)
                    mark |= {"named": word, "anchor": side, "name_x": beyond}
                    break


def _centre(mark: dict, view: View, width: int) -> Point:
    return mark["x"] * width / 100, mark["y"] * width * view.height / view.width / 100


def _around(mark: dict, view: View, width: int) -> tuple:
    (x, y), r = _centre(mark, view, width), mark["r"] * _share(width)
    return x - r, y - r, x + r, y + r


def _text(mark: dict, view: View, width: int) -> tuple:
    """Beside the bubble, on the side where there is room."""
    (x, y), length = _centre(mark, view, width), digits(mark["label"]) * LETTER
    beyond = (mark["r"] + GAP) * _share(width)
    left = x + beyond if mark["anchor"] == "start" else x - beyond - length
    return left, y - LINE / 2, left + length, y + LINE / 2


def _share(width: int) -> float:
    return NARROW_SHARE if width == NARROW else 1


def _meet(one: tuple, other: tuple) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def drawn(places: Iterable[dict], view: View) -> dict:
    """``{"box", "land", "bubbles", "sizes", "locator"}``, the locator None on the world itself."""
    marks = bubbles(places, view)
    return {
        "is_world": view.is_world,
        "box": view.box,
        "land": land(view),
        "bubbles": marks,
        "sizes": sizes(max((mark["value"] or 0 for mark in marks), default=0)),
        "locator": None if view.is_world else locator(view),
    }


def locator(view: View) -> dict:
    """A small world with the frame of a part of it."""
    whole, units = world(), UNITS // 4
    frame = " ".join(
        f"{units * x / 100:.0f},{units * whole.height / whole.width * y / 100:.0f}"
        for x, y in (whole.percent(*point) for point in view.outline())
    )
    height = round(units * whole.height / whole.width)
    return {"box": f"0 0 {units} {height}", "land": land(whole, units), "frame": frame}
