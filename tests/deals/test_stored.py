"""What the database makes of each column of THE list is what the column reads from a record."""

import datetime
import random

import pytest

from deals.columns import PROJECTS, fetched
from deals.filters import ORDERINGS, ordered
from deals.models import Project
from deals.stored import rows_of
from tests import factories as make

DAYS = [datetime.date(year, 3, 1) for year in (2024, 2025, 2026)]
DAY = DAYS[1]
NAMES = [
    '=HYPERLINK("x")',
    "＝1",
    "-1",
    'A "plant", 中国;第二期',
    "动力电池\r\nline",
    "\ttab",
    "|,;",
]
AMOUNTS = [
    *({"amount": 5, "currency": "CNY"}, {"amount": 6, "currency": "USD", "qualifier": "about"}),
    {"amount": 7, "amount_max": 9, "currency": "EUR", "qualifier": "range"},
    *({"amount": 10**15, "currency": "JPY", "qualifier": "more_than"}, {}),
]


def said(projects, columns=PROJECTS):
    """What the columns read from records and from the database: two lists of rows."""
    records = [[column.read(project) for column in columns] for project in fetched(projects)]
    readers, rows = rows_of(projects, columns)
    return records, [[column.read(row) for column in readers] for row in rows]


@pytest.fixture
def projects(db):
    """Of every kind, by chance: with and without each thing that a project may have."""
    chance = random.Random(11)
    make.create_rates(on=datetime.date(2023, 12, 29), USD="1.10", CNY="7.80")
    investors = [make.create_organization() for _each in range(5)]
    sources = [
        make.create_source(published_on=day, url=f"https://example.org/{day}") for day in DAYS
    ]
    city = make.create_place()
    earlier = None
    for number in range(40):
        project = make.create_project(
            name=chance.choice(NAMES),
            name_local=chance.choice(["", *NAMES]),
            edition=make.create_edition(year=2024),
            location=chance.choice([None, city, city.parent]),
            sector=chance.choice([None, make.create_sector()]),
            source=chance.choice(sources),
            signed_on=chance.choice([None, DAY]),
            continues=chance.choice([None, earlier]),
            jobs=chance.choice([None, number + 1]),
        )
        for amount in chance.sample(AMOUNTS, chance.randrange(4)):
            some = chance.sample(investors, chance.randrange(4))
            make.create_investment(project=project, investors=some, **amount)
        if number % 3 == 0:
            source = chance.choice(sources)
            make.create_event(project=project, status="operating", on=DAY, source=source)
        earlier = project
    return Project.objects.order_by("pk")


def test_every_column_says_the_same_of_a_record_and_of_the_database(projects):
    records, rows = said(projects)
    assert rows == records
    varied = [{str(value) for value in values} for values in zip(*rows, strict=True)]
    assert [c.name for c, v in zip(PROJECTS, varied, strict=True) if len(v) == 1] == [
        *("year", "commitment", "output_value", "output_currency", "output_qualifier"),
        *("output_cny", "output_usd", "resigns_only"),
    ]


def test_the_starter_data_too(starter):
    records, rows = said(Project.objects.order_by("pk"))
    assert rows == records


def test_the_status_is_that_of_the_day_asked_for(projects):
    status = [column for column in PROJECTS if column.name == "status"]
    found = [said(projects.with_status_known_by(day), status) for day in DAYS]
    assert all(rows == records for records, rows in found)
    assert found[0] != found[1] != found[2]


def test_every_order_stays(projects):
    for name in ORDERINGS:
        records, rows = said(ordered(projects, (f"-{name}",)), PROJECTS[:1])
        assert rows == records


def test_what_is_not_asked_for_is_not_selected(db):
    sql = str(rows_of(Project.objects.all(), PROJECTS[:2])[1].query)
    assert "JOIN" not in sql
    assert sql.count("SELECT") == 1
