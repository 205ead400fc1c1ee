"""What made-up projects refer to: places, sectors, investors, conferences with their editions."""

import csv
import datetime
from itertools import count, cycle, islice, product

from deals.generated.batches import Batches, Row
from deals.generated.chance import DAY, Chance, zipf_shares
from deals.generated.words import (
    COUNTRIES_FIRST,
    FIRST,
    FIRST_DAY,
    KINDS_OF_ORGANIZATIONS,
    LAST_DAY,
    SECOND,
    THEMES,
    TRADES,
)
from deals.models import Conference, Edition, Location, Organization, Sector
from deals.names import name_key
from deals.starter import FOLDER

PROJECTS_OF_AN_EDITION, EDITIONS_OF_A_CONFERENCE = 60, 8
CITIES_OF_A_REGION, DISTRICTS_OF_A_CITY = 6, 3


class Frame:
    """The records, and by edition how many projects it has. Sectors and places that are stored
    already are taken as they are.
    """

    def __init__(self, batches: Batches, projects: int, seed: int):
        self.batches, self.seed, self.chance = batches, seed, Chance(seed)
        self.sectors = self._sectors()
        self.places: dict[str, Row] = {}
        self.below: dict[str, list[Row]] = {}
        self._places()
        self.countries = self._countries()
        self.held: set[tuple] = set()
        self.organizations = self._organizations(min(projects, int(20 * projects**0.6)))
        self.editions = self._editions(max(projects // PROJECTS_OF_AN_EDITION, 2))
        self.shares = zipf_shares(projects, len(self.editions), self.chance)

    def _sectors(self) -> list[Row]:
        stored = {sector.slug: sector for sector in Sector.objects.all()}
        return [
            stored.get(row["slug"]) or self.batches.new(Sector, **row) for row in table("sectors")
        ]

    # Places

    def _places(self) -> None:
        """The real places of the starter data, and made-up cities and districts inside them."""
        stored = {place.slug: place for place in Location.objects.all()}
        for row in sorted(table("locations"), key=lambda row: KINDS.index(row["kind"])):
            place = stored.get(row["slug"])
            self._keep(place or self._place(row.pop("parent"), **_with_numbers(row)))
        numbers, names = count(1), cycle(list(product(SECOND, FIRST)))
        for region in [place for place in self.places.values() if place.kind == "region"]:
            for city in self._made_up("city", region, CITIES_OF_A_REGION, numbers, names):
                self._made_up("district", city, DISTRICTS_OF_A_CITY, numbers, names)

    def _made_up(self, kind: str, parent: Row, most: int, numbers, names) -> list[Row]:
        made = []
        for _each in range(1 + self.chance.below(most)):
            (end, end_zh), (begin, begin_zh) = next(names)
            slug = f"{begin}{end}-g{self.seed}n{next(numbers)}".lower()
            name_zh = f"{begin_zh}{end_zh}{'市' if kind == 'city' else '区'}"
            made.append(
                self._place(parent.slug, slug=slug, kind=kind, name=begin + end, name_zh=name_zh)
            )
            self._keep(made[-1])
        return made

    def _place(self, parent: str, *, slug: str, **values) -> Row:
        above = self.places.get(parent)
        path = f"{above.path if above else ''}{slug}/"
        return self.batches.new(
            Location, slug=slug, parent_id=above and above.id, path=path, **values
        )

    def _keep(self, place: Row) -> None:
        self.places[place.slug] = place
        for slug in place.path.strip("/").split("/"):
            self.below.setdefault(slug, []).append(place)

    def _countries(self) -> list[Row]:
        """Those with the most projects first; the first one often."""
        found = [place for place in self.places.values() if place.kind == "country"]
        first = [self.places[slug] for slug in COUNTRIES_FIRST]
        return [*first[:1] * 5, *first, *(place for place in found if place not in first)]

    def place_near(self, home: Row) -> Row | None:
        """A place in the region of a conference, in its country, anywhere, or an unknown one."""
        draw = self.chance.number()
        if draw < 0.05:
            return None
        country = home.path.partition("/")[0]
        around = home.slug if draw < 0.6 else country if draw < 0.85 else None
        return self.chance.favourite(self.below[around or self.country().slug])

    def country(self) -> Row:
        return self.chance.favourite(self.countries)

    # Investors

    def _organizations(self, wanted: int) -> list[Row]:
        parts = list(product(TRADES, SECOND, FIRST))
        self.chance.generator.shuffle(parts)
        chosen = islice(cycle(parts), wanted)
        return [self._organization(n, len(parts), *part) for n, part in enumerate(chosen)]

    def _organization(self, number, distinct, trade, second, first) -> Row:
        series = f" {number // distinct + 1}" if number >= distinct else ""
        of_seed = f" {self.seed}" if self.seed != 1 else ""
        name = f"{first[0]}{second[0]} {trade[0]}{series} Group{of_seed}"
        return self.batches.new(
            Organization,
            slug=f"investor-g{self.seed}n{number}",
            name=name,
            name_local=f"{first[1]}{second[1]}{trade[1]}集团" if self.chance.true(0.6) else "",
            name_key=name_key(name),
            local_lang="zh",
            kind=self.chance.one_of(KINDS_OF_ORGANIZATIONS),
            country_id=self.country().id,
        )

    # Conferences

    def _editions(self, wanted: int) -> list[Row]:
        """In the order of their days, as editors enter them."""
        made, numbers = [], count(1)
        while len(made) < wanted:
            made += self._conference(next(numbers))
        return sorted(made[:wanted], key=lambda edition: (edition.day, edition.slug))

    def _conference(self, number: int) -> list[Row]:
        home, (theme, theme_zh) = self._unused()
        conference = self.batches.new(
            Conference,
            slug=f"conference-g{self.seed}n{number}",
            name=f"{home.name} {theme}",
            name_zh=f"{home.name_zh}{theme_zh}",
            organizer=f"Government of {home.name}",
        )
        conference.home = home
        conference.sectors = [self.chance.favourite(self.sectors) for _each in range(3)]
        last = LAST_DAY.year - self.chance.below(4)
        first = max(FIRST_DAY.year, last - self.chance.below(2 * EDITIONS_OF_A_CONFERENCE))
        return [
            self._edition(conference, year, year - first + 1) for year in range(first, last + 1)
        ]

    def _unused(self) -> tuple[Row, tuple[str, str]]:
        """A place and a theme that no conference has yet."""
        while True:
            home = self.chance.favourite(self.below[self.country().slug])
            theme = self.chance.one_of(THEMES)
            if (home.slug, theme) not in self.held:
                self.held.add((home.slug, theme))
                return home, theme

    def _edition(self, conference: Row, year: int, ordinal: int) -> Row:
        day = datetime.date(year, 1, 1) + DAY * self.chance.below(360)
        known = self.chance.true(0.9)
        return self.batches.new(
            Edition,
            slug=f"{conference.slug}-{year}",
            conference=conference,
            conference_id=conference.id,
            label=str(year),
            year=year,
            ordinal=ordinal,
            starts_on=day if known else None,
            ends_on=day + DAY * self.chance.below(4) if known else None,
            location=conference.home,
            location_id=conference.home.id,
        )


KINDS = ("country", "region", "city", "district")


def _with_numbers(row: dict) -> dict:
    numbers = {name: float(row[name]) if row[name] else None for name in ("latitude", "longitude")}
    return row | numbers


def table(name: str) -> list[dict]:
    """Rows of the starter data."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
