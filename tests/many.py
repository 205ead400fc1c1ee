"""A database of any size, by bulk inserts: for what must not grow with the rows.

    many.fill(projects=10_000, organizations=5_000, figures=3_000, in_one_edition=500)

10,000 projects take about a minute, nearly all of it for their derived columns, which `write`
computes as it does for editors.
"""

import datetime
from itertools import cycle, islice

from deals.models import (
    Conference,
    Edition,
    ExchangeRate,
    FigureEdition,
    Investment,
    InvestmentInvestor,
    Location,
    Organization,
    Project,
    ReportedFigure,
    Sector,
    Source,
    StatusEvent,
    write,
)
from deals.names import name_key
from deals.vocabulary import COMMITMENTS, STATUSES
from tests import factories as make
from tests.factories import fresh

PER_SOURCE = 20
DAY = datetime.date(2024, 9, 1)


def fill(*, projects: int, organizations: int, figures: int, in_one_edition: int) -> Edition:
    """The edition that has the figures and `in_one_edition` of the projects."""
    with write() as change:
        if not ExchangeRate.objects.exists():
            make.create_rates(on=DAY - datetime.timedelta(days=2), USD="1.10", CNY="7.80")
        editions = _editions(max(projects // 100, 2))
        places, sectors = _places(max(projects // 20, 3)), _sectors(40)
        sources = _sources(max(projects // PER_SOURCE, 2))
        investors = _organizations(organizations, places[:2])
        made = _projects(projects, in_one_edition, editions, places, sectors, sources)
        _investments(made, investors)
        _events(made[::2], sources)
        change.projects.update(project.pk for project in made)
        change.figures.update(_figures(figures, editions[0], places, sectors, sources))
    return editions[0]


def _bulk(model, records):
    return model.objects.bulk_create(records, batch_size=500)


def _editions(count):
    owner = make.create_conference(name="World Conference on Batteries 世界动力电池大会")
    others = _bulk(
        Conference,
        [Conference(slug=fresh("fair"), name=f"Conference {i} 投资大会") for i in range(count)],
    )
    first = Edition(
        slug=fresh("large"), conference=owner, label="2024", year=2024, starts_on=DAY, location=None
    )
    rest = [
        Edition(slug=fresh("edition"), conference=each, label="2023", year=1990 + i % 34)
        for i, each in enumerate(others)
    ]
    return _bulk(Edition, [first, *rest])


def _places(count):
    country, other = make.create_country(name="China", name_zh="中国"), make.create_country()
    rest = [
        Location(
            slug=slug,
            name=f"Place of the Rivers {i}",
            name_zh=f"第{i}市",
            kind="city",
            parent=country,
            path=f"{country.path}{slug}/",
        )
        for i in range(count)
        for slug in [fresh("place")]
    ]
    return [country, other, *_bulk(Location, rest)]


def _sectors(count):
    names = [f"Manufacturing of parts, kind {i}" for i in range(count)]
    return _bulk(Sector, [Sector(slug=fresh("sector"), name=name) for name in names])


def _sources(count):
    return _bulk(
        Source,
        [
            Source(
                slug=fresh("source"),
                url=f"https://example.org/news/2024/09/{i}",
                publisher="A daily newspaper",
                title=f"What was signed at the conference, story {i}",
                language="en",
                kind="news",
                published_on=DAY + datetime.timedelta(days=i % 400),
            )
            for i in range(count)
        ],
    )


def _organizations(count, countries):
    names = [fresh("Power Battery Technology 动力电池") for _each in range(count)]
    return _bulk(
        Organization,
        [
            Organization(
                slug=fresh("organization"), name=name, name_key=name_key(name), country=country
            )
            for name, country in zip(names, cycle(countries), strict=False)
        ],
    )


def _projects(count, in_first, editions, places, sectors, sources):
    first, *others = editions
    owners = [*[first] * in_first, *islice(cycle(others), max(count - in_first, 0))][:count]
    return _bulk(
        Project,
        [
            Project(
                ref=fresh("p"),
                edition=edition,
                name=f"Battery materials plant with a yearly output of {i} GWh",
                name_local=f"年产{i}吉瓦时动力电池材料生产基地项目",
                local_lang="zh",
                location=places[i % len(places)],
                sector=sectors[i % len(sectors)],
                commitment=COMMITMENTS[i % len(COMMITMENTS)],
                status=STATUSES[i % len(STATUSES)],
                jobs=i + 1,
                jobs_qualifier="about",
                source=sources[i % len(sources)],
            )
            for i, edition in enumerate(owners)
        ],
    )


def _investments(projects, investors):
    rows = [
        Investment(
            project=project,
            amount=1_000_000 * (i + 1),
            currency="USD" if i % 3 else "CNY",
            qualifier="about",
            as_written=f"about {i + 1} million",
        )
        for i, project in enumerate(projects)
    ]
    links = zip(_bulk(Investment, rows), cycle(investors), strict=False)
    _bulk(InvestmentInvestor, [InvestmentInvestor(investment=i, organization=o) for i, o in links])


def _events(projects, sources):
    rows = zip(projects, cycle(sources), strict=False)
    _bulk(StatusEvent, [StatusEvent(project=p, status="signed", source=s) for p, s in rows])


def _figures(count, edition, places, sectors, sources):
    made = _bulk(
        ReportedFigure,
        [
            ReportedFigure(
                ref=fresh("f"),
                metric="investment",
                value=1_000_000_000 + i,
                currency="CNY",
                location=places[i % len(places)],
                sector=sectors[i % len(sectors)],
                scope_note=f"projects of the day, list {i}",
                horizon="at_full_operation",
                source=sources[i % len(sources)],
                as_written="more than 1 billion yuan in all",
            )
            for i in range(count)
        ],
    )
    _bulk(FigureEdition, [FigureEdition(figure=figure, edition=edition) for figure in made])
    return [figure.pk for figure in made]
