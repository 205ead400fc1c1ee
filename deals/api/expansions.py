"""What `expand` adds to the records of each list, in a number of queries that no row adds to.

Names that a single record has too mean the same here: a list with all of them is a mirror of its
records. Left out are what needs queries for each record, and what has a list of its own.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from deals import resources
from deals.models import Edition, Location, ReportedFigure
from deals.resources import shapes


@dataclass(frozen=True)
class Expansion:
    """More of a record, under a name of its own, of the type `shape`.

    ``values(records, currency, as_of)`` makes the value of each of the records, in their order.
    `fetch` makes a queryset read what they take; paths of several expansions go together only as
    text, so a `Prefetch` has to stay the only one of its path. `in_currency`: the values are in
    the display currency. `as_of` is the day whose knowledge is asked for, None for today's.
    """

    shape: Any
    values: Callable[[list, str, datetime.date | None], Iterable]
    fetch: Callable[[QuerySet], QuerySet] = lambda records: records
    in_currency: bool = False


Expansions = Mapping[str, Expansion]


def of_each(shape, value: Callable, joined: Iterable[str] = (), further: Iterable = ()):
    """`value` of a record, which reads what is joined to its row or fetched by further queries."""

    def fetch(records: QuerySet) -> QuerySet:
        found = records.select_related(*joined) if joined else records
        return found.prefetch_related(*further) if further else found

    return Expansion(shape, lambda records, *_asked: map(value, records), fetch)


def of_each_known(shape, value: Callable, joined: Iterable[str] = (), further: Iterable = ()):
    """The same where the value depends on the day: ``value(record, as_of)``."""
    plain = of_each(shape, value, joined, further)
    return Expansion(
        shape,
        lambda records, _currency, as_of: (value(record, as_of) for record in records),
        plain.fetch,
    )


def unless_none(resource: Callable) -> Callable:
    return lambda record: None if record is None else resource(record)


location = unless_none(resources.location)
figure = unless_none(resources.figure)
source = unless_none(resources.source)
NAMES_OF_FIGURE = ("location", "sector", "source__copy_of", "of_which", "equivalent_of")


def figure_behind(name: str) -> Expansion:
    """The other figure that a figure names."""
    return of_each(
        shapes.Figure | None,
        lambda record: figure(getattr(record, name)),
        [f"{name}__{path}" for path in NAMES_OF_FIGURE],
        [f"{name}__edition_links__edition__conference"],
    )


# Values that are found for all records together


def _location_paths(projects: list, *_asked) -> list[list[shapes.Link]]:
    return resources.place_paths([project.location for project in projects])


def _paths(places: list[Location], *_asked) -> list[list[shapes.Location]]:
    """Each place with those around it, the country first."""
    slugs = {slug for place in places for slug in place.slugs_above}
    around = {each.slug: each for each in Location.objects.filter(slug__in=slugs)}
    return [
        [resources.location(each) for each in [*(around[s] for s in place.slugs_above), place]]
        for place in places
    ]


def _compared(editions: list[Edition], currency: str, *_asked) -> list:
    return resources.reported_beside_itemised(editions, currency)


def _editions_of_cohorts(cohorts: list[shapes.Cohort], *_asked) -> list[shapes.Edition]:
    slugs = [cohort["edition"]["id"] for cohort in cohorts]
    found = {each.slug: each for each in Edition.objects.with_names().filter(slug__in=slugs)}
    return [resources.edition(found[slug]) for slug in slugs]


# The lists

PROJECTS: Expansions = {
    "edition": of_each(
        shapes.Edition,
        lambda project: resources.edition(project.edition),
        ["edition__conference", "edition__location"],
    ),
    "location": of_each(
        shapes.Location | None, lambda project: location(project.location), ["location"]
    ),
    "location_path": Expansion(
        list[shapes.Link], _location_paths, lambda projects: projects.select_related("location")
    ),
    "investors": of_each(
        list[shapes.Organization],
        lambda project: [
            resources.organization(x.organization) for x in project.investor_links.all()
        ],
        further=["investor_links__organization__country"],
    ),
    "investments": of_each(
        list[shapes.Investment], resources.investments_of, further=["investments__investors"]
    ),
    "status_events": of_each_known(
        list[shapes.StatusEvent],
        resources.status_events_of,
        further=["status_events__source__copy_of"],
    ),
    "sources": of_each_known(
        list[shapes.Source],
        resources.sources_of,
        ["source__copy_of"],
        ["further_sources__copy_of"],
    ),
    "continues": of_each(
        shapes.Link | None, lambda project: resources.link(project.continues), ["continues"]
    ),
    "continued_by": of_each_known(
        list[shapes.Link], resources.later_projects_of, further=["continued_by__source"]
    ),
    "note": of_each(str | None, lambda project: project.note or None),
}
INVESTMENTS: Expansions = {
    "project": of_each(
        shapes.Project,
        lambda investment: resources.project(investment.project),
        ["project__edition__conference", "project__location", "project__sector"],
        ["project__investor_links__organization", "project__amounts"],
    ),
    "edition": of_each(
        shapes.Edition,
        lambda investment: resources.edition(investment.project.edition),
        ["project__edition__conference", "project__edition__location"],
    ),
    "investors": of_each(
        list[shapes.Organization],
        lambda investment: [resources.organization(each) for each in investment.investors.all()],
        further=["investors__country"],
    ),
}
CONFERENCES: Expansions = {
    # `editions` is their number.
    "edition_list": of_each(
        list[shapes.Edition],
        lambda conference: [resources.edition(each) for each in conference.editions.all()],
        further=["editions__conference", "editions__location"],
    ),
}
EDITIONS: Expansions = {
    "conference": of_each(
        shapes.Conference,
        lambda edition: resources.conference(edition.conference),
        ["conference"],
        ["conference__editions"],
    ),
    "location": of_each(
        shapes.Location | None, lambda edition: location(edition.location), ["location"]
    ),
    "figures": of_each(
        list[shapes.Figure],
        lambda edition: [resources.figure(each) for each in edition.figures.all()],
        further=[Prefetch("figures", ReportedFigure.objects.with_names())],
    ),
    "comparison": Expansion(shapes.ReportedBesideItemised, _compared, in_currency=True),
}
LOCATIONS: Expansions = {
    "parent": of_each(shapes.Location | None, lambda place: location(place.parent), ["parent"]),
    "path": Expansion(list[shapes.Location], _paths),
}
ORGANIZATIONS: Expansions = {
    "country": of_each(
        shapes.Location | None, lambda organization: location(organization.country), ["country"]
    ),
}
FIGURES: Expansions = {
    "editions": of_each(
        list[shapes.Edition],
        lambda record: [resources.edition(each.edition) for each in record.edition_links.all()],
        further=["edition_links__edition__conference", "edition_links__edition__location"],
    ),
    "scope": of_each(
        shapes.ScopeInFull,
        lambda record: resources.figure(record)["scope"] | {"location": location(record.location)},
        ["location", "sector"],
    ),
    "of_which": figure_behind("of_which"),
    "equivalent_of": figure_behind("equivalent_of"),
}
SOURCES: Expansions = {
    "copy_of": of_each(
        shapes.Source | None, lambda record: source(record.copy_of), ["copy_of__copy_of"]
    ),
}
CHECKS: Expansions = {
    "figures": of_each(
        list[shapes.Figure], lambda finding: [resources.figure(f) for f in finding.figures]
    ),
    "sources": of_each(
        list[shapes.Source], lambda finding: [resources.source(s) for s in finding.sources]
    ),
}
FOLLOW_THROUGH: Expansions = {
    "edition": Expansion(shapes.Edition, _editions_of_cohorts),
}
