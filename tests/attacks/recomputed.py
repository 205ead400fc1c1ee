"""Every derived value once more, from the entered columns alone and by none of the product's rules.

Fractions instead of decimals, plain loops instead of queries: two mistakes would have to agree.
"""

import datetime
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction

from deals.models import (
    Conference,
    DataVersion,
    Edition,
    ExchangeRate,
    FigureEdition,
    Investment,
    InvestmentInvestor,
    Location,
    LoggedChange,
    Organization,
    Peg,
    Project,
    ProjectAmount,
    ProjectInvestor,
    ReportedFigure,
    SearchEntry,
    Sector,
    Source,
    StandingTotal,
    StatusEvent,
)

LADDER = ("announced", "signed", "under_construction", "operating", "suspended", "cancelled")
DAYS_OLD = 10


class World:
    """All that was entered, as dictionaries by primary key."""

    def __init__(self):
        for model in (Conference, Edition, Location, Organization, Sector, Source, Project):
            rows = {row["id"]: row for row in model.objects.order_by("pk").values()}
            setattr(self, f"{model._meta.model_name}s", rows)
        self.investments = grouped(Investment, "project_id")
        self.events = grouped(StatusEvent, "project_id")
        self.investors = grouped(InvestmentInvestor, "investment_id", "position", "pk")
        self.pegs = list(Peg.objects.order_by("-valid_from").values())
        self.rates = defaultdict(dict)
        for row in ExchangeRate.objects.values():
            self.rates[row["date"]][row["currency"]] = Fraction(row["per_eur"])

    # Rates

    def rate(self, source: str, target: str, edition: dict) -> Fraction | None:
        """Units of `target` for one of `source`, None where it is not known."""
        if source == target:
            return Fraction(1)
        day = edition["starts_on"] or edition["ends_on"]
        moment = day or datetime.date(edition["year"], 12, 31)
        source, of_source = self.anchored(source, moment)
        target, of_target = self.anchored(target, moment)
        cross = self.cross(source, target, day, edition["year"])
        return None if cross is None else cross * of_target / of_source

    def anchored(self, currency: str, moment) -> tuple[str, Fraction]:
        for peg in self.pegs:
            if peg["currency"] == currency and peg["valid_from"] <= moment:
                return peg["anchor"], Fraction(peg["units"])
        return currency, Fraction(1)

    def cross(self, source, target, day, year) -> Fraction | None:
        if source == target:
            return Fraction(1)
        if day is None:
            found = [self.on(each, source, target) for each in self.rates if each.year == year]
            found = [each for each in found if each is not None]
            return sum(found) / len(found) if found else None
        for age in range(DAYS_OLD + 1):
            found = self.on(day - datetime.timedelta(age), source, target)
            if found is not None:
                return found
        return None

    def on(self, day, source, target) -> Fraction | None:
        units = {"EUR": Fraction(1)} | self.rates.get(day, {})
        return units[target] / units[source] if {source, target} <= units.keys() else None

    # Of a project

    def status(self, project: dict) -> str:
        """Of the event with the latest day, undated ones first, then by the ladder and the key."""
        best = project["status"], None
        for event in self.events[project["id"]]:
            rank = (
                event["on"] or datetime.date.min,
                LADDER.index(event["status"]),
                event["id"],
            )
            if best[1] is None or rank > best[1]:
                best = event["status"], rank
        return best[0]

    def stated(self, project: dict) -> list[dict]:
        rows = self.investments[project["id"]]
        return [] if project["resigns_only"] else [row for row in rows if row["amount"]]

    def columns(self, project: dict) -> dict:
        edition, stated = self.editions[project["edition_id"]], self.stated(project)
        day = project["signed_on"] or edition["starts_on"]
        found = {
            "status": self.status(project),
            "date": day or datetime.date(edition["year"], 1, 1),
            "year": edition["year"],
            "disclosed": stated != [],
            "amount_bound": bound([row["qualifier"] for row in stated], self.is_partly(project)),
        }
        for currency in ("CNY", "USD"):
            ends = [self.ends(row, currency, edition) for row in stated]
            known = ends and None not in ends
            column = f"invested_{currency.lower()}"
            found[f"{column}_low"] = sum(low for low, _high in ends) if known else None
            found[f"{column}_high"] = sum(high for _low, high in ends) if known else None
            found[f"unconverted_{currency.lower()}"] = None in ends
            found[f"output_{currency.lower()}"] = self.converted(
                project["output_value"], project["output_currency"], currency, edition
            )
        return found

    def is_partly(self, project: dict) -> bool:
        """One of its amounts is kept secret."""
        return len(self.stated(project)) < len(self.investments[project["id"]])

    def ends(self, row: dict, currency: str, edition: dict) -> tuple[int, int] | None:
        low = self.converted(row["amount"], row["currency"], currency, edition)
        high = self.converted(row["amount_max"], row["currency"], currency, edition)
        return None if low is None else (low, low if high is None else high)

    def converted(self, amount, source, target, edition) -> int | None:
        rate = amount and self.rate(source, target, edition)
        return None if rate is None else half_even(amount * rate)

    def amounts(self, project: dict) -> dict[str, tuple]:
        by_currency = defaultdict(list)
        for row in self.stated(project):
            by_currency[row["currency"]].append(row)
        secret = self.is_partly(project)
        return {
            currency: (
                sum(row["amount"] for row in rows),
                sum(row["amount_max"] or row["amount"] for row in rows),
                bound([row["qualifier"] for row in rows], secret),
            )
            for currency, rows in by_currency.items()
        }

    def backers(self, project: dict) -> list[int]:
        """Keys of its investors, in the order of its investments."""
        links = [link for i in self.investments[project["id"]] for link in self.investors[i["id"]]]
        return list(dict.fromkeys(link["organization_id"] for link in links))

    def around(self, place: int | None) -> list[dict]:
        """The place and those around it, the country first."""
        found = []
        while place is not None:
            found.insert(0, self.locations[place])
            place = found[0]["parent_id"]
        return found

    def words(self, project: dict) -> set[str]:
        """The words by which it is found, as far as they are written in Latin letters."""
        edition = self.editions[project["edition_id"]]
        conference, sector = self.conferences[edition["conference_id"]], project["sector_id"]
        texts = [project["ref"], project["name"], conference["name"], edition["label"]]
        texts += [place["name"] for place in self.around(project["location_id"])]
        texts += [self.sectors[sector]["name"]] if sector else []
        texts += [self.organizations[pk]["name"] for pk in self.backers(project)]
        return words_of(texts)

    def words_of_all(self) -> set[str]:
        return set().union(*map(self.words, self.projects.values()))


def grouped(model, column: str, *order: str) -> dict[int, list[dict]]:
    found = defaultdict(list)
    for row in model.objects.order_by(*order or ["pk"]).values():
        found[row[column]].append(row)
    return found


def half_even(number: Fraction) -> int:
    whole = math.floor(number)
    rest = number - whole
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2)
    return whole + bool(up)


def bound(qualifiers: list[str], is_partly: bool) -> str:
    """By the drawing in `deals.bounds`: what all the words have in common."""
    words = qualifiers + (["at_least"] if is_partly and qualifiers else [])
    if len(words) < 2:
        return words[0] if words else ""
    sides = {SIDES[word] for word in words} - {"exact"}
    if not sides:
        return "exact"
    if len(sides) > 1:
        return "about"
    [side] = sides
    return "more_than" if side == "at_least" and "more_than" in words else side


SIDES = {"exact": "exact", "range": "range", "about": "about", "up_to": "up_to", "nearly": "up_to"}
SIDES |= {"at_least": "at_least", "more_than": "at_least"}


def words_of(texts) -> set[str]:
    found = set()
    for text in texts:
        found |= {*"".join(c if c.isalnum() else " " for c in text.lower()).split()}
    return found


# What differs


def faults() -> Iterator[str]:
    world = World()
    amounts, links = grouped(ProjectAmount, "project_id"), grouped(ProjectInvestor, "project_id")
    for pk, project in world.projects.items():
        yield from differing(project["ref"], project, world.columns(project))
        stated = {row["currency"]: (row["low"], row["high"], row["bound"]) for row in amounts[pk]}
        yield from differing(
            project["ref"], {"amounts": stated}, {"amounts": world.amounts(project)}
        )
        listed = [row["organization_id"] for row in sorted(links[pk], key=lambda r: r["position"])]
        yield from differing(project["ref"], {"by": listed}, {"by": world.backers(project)})
    yield from of_places(world)
    yield from of_figures()
    yield from of_entries(world)
    yield from of_standing_totals(world)
    yield from of_the_log()


def differing(who: str, stored: dict, right: dict) -> Iterator[str]:
    for name, value in right.items():
        if stored[name] != value:
            yield f"{who}: {name} is {stored[name]!r}, by hand {value!r}"


def of_places(world: World) -> Iterator[str]:
    for pk, place in world.locations.items():
        path = "".join(f"{each['slug']}/" for each in world.around(pk))
        yield from differing(place["slug"], place, {"path": path})


def of_figures() -> Iterator[str]:
    counts = Counter(FigureEdition.objects.values_list("figure", flat=True))
    for figure in ReportedFigure.objects.values():
        yield from differing(figure["ref"], figure, {"edition_count": counts[figure["id"]]})


def of_entries(world: World) -> Iterator[str]:
    """The words under which the search of the whole site finds what is no project."""
    names = {
        "conference": ("c", world.conferences, lambda row: [row["name"]]),
        "edition": ("d", world.editions, lambda row: _of_edition(world, row)),
        "location": (
            "p",
            world.locations,
            lambda row: [each["name"] for each in world.around(row["id"])],
        ),
        "organization": ("i", world.organizations, lambda row: [row["name"]]),
        "sector": ("s", world.sectors, lambda row: [row["name"]]),
        "source": ("e", world.sources, lambda row: [row["title"], row["publisher"]]),
    }
    stored = {(entry.kind, entry.record): entry for entry in SearchEntry.objects.all()}
    for kind, (letter, rows, texts) in names.items():
        for pk, row in rows.items():
            entry = stored.pop((kind, pk), None)
            right = {letter + word for word in words_of(texts(row))}
            missing = right - {*(entry.search if entry else "").split()}
            if missing:
                yield f"{kind} {pk}: its entry lacks {sorted(missing)}"
    for kind, pk in stored:
        yield f"{kind} {pk}: has an entry, and is not there"


def _of_edition(world: World, edition: dict) -> list[str]:
    return [edition["label"], world.conferences[edition["conference_id"]]["name"]]


def of_standing_totals(world: World) -> Iterator[str]:
    """How many, and how much, of each group that has its sums ready."""
    right = defaultdict(lambda: [0, 0, 0])
    for project in world.projects.values():
        columns = world.columns(project)
        for key in groups_of(world, project, columns):
            right[key][0] += 1
            for place, currency in enumerate(("cny", "usd"), 1):
                right[key][place] += columns[f"invested_{currency}_low"] or 0
    for key, of, sums in StandingTotal.objects.values_list("key", "of", "sums"):
        sums = json.loads(sums)
        names = ("projects", "CNY investment_low", "USD investment_low")
        said = [sums.get(name, 0) for name in names]
        if not key.startswith("band") and said != right.pop(key, None):
            yield f"the sums of {key} ({of}) are {said}"
    yield from (f"no sums of {key}, which are {sums}" for key, sums in right.items())


def groups_of(world: World, project: dict, columns: dict) -> Iterator[str]:
    """The keys of its groups, as `StandingTotal` writes them."""
    edition = world.editions[project["edition_id"]]
    values = {
        "": "",
        "year": columns["year"],
        "status": columns["status"],
        "commitment": project["commitment"],
        "conference": edition["conference_id"],
        "edition": edition["id"],
        "location": project["location_id"],
        "sector": project["sector_id"],
    }
    yield from (f"{name}:{'' if value is None else value}" for name, value in values.items())
    yield from (f"investor:{pk}" for pk in world.backers(project) or [""])


def of_the_log() -> Iterator[str]:
    """Its versions only rise, up to that of the data."""
    numbers = list(LoggedChange.objects.order_by("pk").values_list("data_version", flat=True))
    if numbers != sorted(numbers):
        yield "the log of the changes is not in the order of the versions"
    if numbers and numbers[-1] > DataVersion.objects.get().number:
        yield f"the log is at {numbers[-1]}, the data at {DataVersion.objects.get().number}"
