"""Breakdowns computed row by row in Python, to hold the SQL of `stats.across` against."""

import random
from collections import Counter, defaultdict
from itertools import permutations, product

from deals.models import Location, write
from deals.stats import DIMENSIONS
from tests import factories as make

PAIRS = list(permutations(DIMENSIONS, 2))


def rows_of(projects) -> list:
    """The projects with all that `expected` reads."""
    above = "location" + "__parent" * 5
    related = ["edition__conference", "sector", above]
    prefetched = projects.prefetch_related("investments__investors", "amounts")
    return list(prefetched.select_related(*related))


def expected(rows, dimensions, currency="CNY", level=None) -> dict:
    """By keys: the numbers of the group, each project once in each group that it stands in."""
    members = defaultdict(list)
    for project in rows:
        for keys in product(*(_keys(project, name, level) for name in dimensions)):
            members[keys].append(project)
    reported = "reported_currency" in dimensions and dimensions.index("reported_currency")
    return {
        keys: _numbers(found, currency, *([] if reported is False else [keys[reported]]))
        for keys, found in members.items()
    }


def numbers(group) -> dict:
    """The same of a group of `stats`."""
    sums = group.totals.as_dict()
    for name in ("investment", "jobs", "output_value"):
        sums[name] = {k: v for k, v in sums[name].items() if k not in ("value", "bound")}
    return sums


def _keys(project, dimension, level) -> list:
    """Every group of the dimension that the project stands in."""
    return {
        "year": lambda: [project.year],
        "conference": lambda: [project.edition.conference.slug],
        "edition": lambda: [project.edition.slug],
        "location": lambda: [_place(project.location, level)],
        "sector": lambda: [project.sector and project.sector.slug],
        "investor": lambda: _investors(project) or [None],
        "status": lambda: [getattr(project, "status_known", project.status)],
        "commitment": lambda: [project.commitment],
        "reported_currency": lambda: [a.currency for a in project.amounts.all()] or [None],
    }[dimension]()


def _place(place: Location | None, level) -> str | None:
    """Its slug; with a level that of the outermost place of the kind around it."""
    if place is None or level is None:
        return place and place.slug
    outer = _place(place.parent, level)
    return outer or (place.slug if place.kind == level else None)


def _investors(project) -> list[str]:
    each = (i.investors.all() for i in project.investments.all())
    return list(dict.fromkeys(organization.slug for found in each for organization in found))


_OWN = object()


def _numbers(projects, currency, reported=_OWN) -> dict:
    counted = [p for p in projects if not p.resigns_only]
    c = currency.lower()
    if reported is _OWN:
        money = [
            (getattr(p, f"invested_{c}_low"), getattr(p, f"invested_{c}_high"), p.amount_bound)
            for p in projects
        ]
        unconverted = sum(getattr(p, f"unconverted_{c}") for p in projects)
    else:
        found = [a for p in projects for a in p.amounts.all() if a.currency == reported]
        money, unconverted = [(a.low, a.high, a.bound) for a in found], 0
    output = [(p.output_value, getattr(p, f"output_{c}"), p.output_qualifier) for p in counted]
    stated = sum(value is not None for value, _converted, _word in output)
    return {
        "projects": len(projects),
        "resigned": len(projects) - len(counted),
        "investment": _sum(money, currency if reported is _OWN else reported)
        | {
            "stated": sum(p.disclosed for p in projects),
            "undisclosed": sum(not p.disclosed for p in counted),
            "unconverted": unconverted,
        },
        "jobs": _sum([(p.jobs, p.jobs, p.jobs_qualifier) for p in counted], None)
        | {"undisclosed": sum(p.jobs is None for p in counted)},
        "output_value": _sum([(own, own, word) for _value, own, word in output], currency)
        | {
            "stated": stated,
            "undisclosed": len(counted) - stated,
            "unconverted": sum(v is not None and own is None for v, own, _word in output),
        },
    }


def _sum(terms, currency) -> dict:
    known = [term for term in terms if term[0] is not None]
    return {
        "low": sum(low for low, _high, _word in known) if known else None,
        "high": sum(high for _low, high, _word in known) if known else None,
        "stated": len(known),
        "undisclosed": 0,
        "unconverted": 0,
        "currency": currency,
        "qualifiers": dict(Counter(word for _low, _high, word in known)),
    }


def create_mixed_projects(count: int = 40, seed: int = 6) -> None:
    """Projects with several investors and currencies, nested places, re-signed ones, and gaps."""
    with write():
        _create_mixed_projects(count, random.Random(seed).choice)


def _create_mixed_projects(count: int, any_of) -> None:
    conferences = [make.create_conference() for _n in range(2)]
    editions = [
        make.create_edition(conference=any_of(conferences), year=2021 + n) for n in (0, 1, 1, 2)
    ]
    outer = make.create_place(kind="region")
    inner = make.create_place(kind="region", parent=outer)
    places = [None, outer.parent, outer, inner, make.create_place(parent=inner)]
    sectors = [None, make.create_sector(), make.create_sector()]
    organizations = [make.create_organization() for _n in range(3)]
    earlier = None
    for _n in range(count):
        project = make.create_project(
            edition=any_of(editions),
            location=any_of(places),
            sector=any_of(sectors),
            status=any_of(["announced", "signed", "operating"]),
            commitment=any_of(["unspecified", "contract"]),
            jobs=any_of([None, 100, 250]),
            **any_of([{}, {"output_value": 7_000, "output_currency": any_of(["CNY", "IDR"])}]),
            **any_of([{}, {}, {"continues": earlier, "resigns_only": True} if earlier else {}]),
        )
        earlier = project
        for _i in range(any_of([0, 1, 2, 3])):
            make.create_investment(
                project=project,
                amount=any_of([None, 1_000, 20_000, 300_000]),
                currency=any_of(["CNY", "EUR", "IDR"]),
                qualifier=any_of(["exact", "about", "more_than"]),
                investors=organizations[: any_of([0, 1, 2, 3])],
            )
