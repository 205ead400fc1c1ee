"""CSV: the projects of the query, safe in a spreadsheet, and whole or visibly not."""

import csv
import datetime
import io
import random
from decimal import Decimal
from operator import itemgetter

import pytest

from deals import exports
from deals.models import Project
from tests import factories as make
from tests.factories import (
    create_edition,
    create_investment,
    create_organization,
    create_project,
)


def rows_of(client, query=""):
    text = client.get(f"/api/v1/projects.csv{query}").getvalue().decode()
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("query", ["", "?ordering=-amount,name", "?status=signed&currency=USD"])
def test_the_file_holds_the_projects_of_the_query_in_order(query, client, starter):
    response = client.get(f"/api/v1/projects/{query}", {} if query else None)
    listed = client.get(f"/api/v1/projects/{query}{'&' if query else '?'}limit=500").json()
    rows = rows_of(client, query)
    assert [row["ref"] for row in rows] == [project["id"] for project in listed["results"]]
    assert response.status_code == 200
    assert len(rows) > 10


def test_the_row_count_checks_the_download(client, starter):
    response = client.get("/api/v1/projects.csv?status=operating")
    rows = list(csv.reader(io.StringIO(response.getvalue().decode())))
    assert int(response["X-Row-Count"]) == len(rows) - 1
    assert response["Content-Disposition"].startswith('attachment; filename="projects-version-')


def test_a_name_that_is_a_formula_is_escaped_in_the_file(client, db):
    create_project(name="=HYPERLINK(1)", name_local="＝1")
    row = rows_of(client)[0]
    assert (row["name"], row["name_local"]) == ("'=HYPERLINK(1)", "'＝1")


def test_several_currencies_and_investors_are_joined(client, db):
    one, two = create_organization(slug="one"), create_organization(slug="two")
    project = create_project(amount=5, currency="CNY", investors=[one, two])
    create_investment(project=project, amount=6, amount_max=7, currency="USD", qualifier="range")
    row = rows_of(client)[0]
    assert row["investors"] == "one;two"
    assert (row["amount"], row["amount_max"], row["currency"]) == ("5;6", ";7", "CNY;USD")
    assert row["qualifier"] == "exact;range"


def test_what_is_unknown_is_blank_and_never_zero(client, db):
    create_project(edition=create_edition(year=2024))
    row = rows_of(client)[0]
    assert row["amount"] == row["invested_cny"] == row["jobs"] == row["signed_on"] == ""
    assert (row["disclosed"], row["resigns_only"], row["date"]) == ("false", "false", "2024-01-01")


def test_excel_is_told_the_encoding_on_request(client, db):
    assert client.get("/api/v1/projects.csv?bom=1").getvalue().startswith(b"\xef\xbb\xbfref,")
    assert client.get("/api/v1/projects.csv").getvalue().startswith(b"ref,")


@pytest.mark.parametrize("count", [3, 30])
def test_rows_come_in_a_constant_number_of_queries(count, db, django_assert_num_queries):
    for _each in range(count):
        create_project(amount=5, investors=[create_organization()])
    # Projects with their neighbours, amounts, investors.
    with django_assert_num_queries(1):
        assert len("".join(exports.csv_of(Project.objects.all())).splitlines()) == count + 1


@pytest.mark.django_db
def test_a_day_gives_the_status_that_was_known_then(client):
    """Announced in 2024; that it operates came out in 2026."""
    papers = [make.create_source(published_on=datetime.date(year, 3, 1)) for year in (2024, 2026)]
    edition = make.create_edition(year=2024, starts_on=datetime.date(2024, 2, 1))
    project = make.create_project(edition=edition, source=papers[0])
    make.create_event(
        project=project, status="operating", on=datetime.date(2025, 1, 1), source=papers[1]
    )
    for day, status in (("2026-01-15", "announced"), ("2026-03-01", "operating")):
        text = b"".join(client.get(f"/api/v1/projects.csv?as_of={day}").streaming_content)
        [row] = csv.DictReader(io.StringIO(text.decode()))
        [found] = client.get(f"/api/v1/projects/?as_of={day}").json()["results"]
        assert row["status"] == found["status"] == status


@pytest.mark.parametrize("width", [1, 2])
def test_cells_are_written_as_the_csv_module_writes_them(width):
    chance = random.Random(7)
    texts = [None, *("".join(chance.choices(',"\r\n=-＝ a中', k=i % 5)) for i in range(2000))]
    rows = [chance.choices(texts, k=width) for _each in texts]
    columns = [exports.Column(str(i), itemgetter(i), "", "") for i in range(width)]
    wanted = io.StringIO(newline="")
    writer = csv.writer(wanted, lineterminator="\r\n")
    writer.writerows([[str(i) for i in range(width)], *(map(exports.safe_cell, r) for r in rows)])
    assert "".join(exports.csv_table(columns, rows)) == wanted.getvalue()


def test_numbers_and_moments_are_written_as_the_schema_says():
    moment = datetime.datetime(2024, 8, 31, 12, 5, tzinfo=datetime.UTC)
    columns = [
        exports.Column(kind, lambda row, kind=kind: row[kind], "", "", kind)
        for kind in ("number", "datetime")
    ]
    rows = [{"number": Decimal("-12.50"), "datetime": moment}, {"number": None, "datetime": None}]
    lines = "".join(exports.csv_table(columns, rows)).splitlines()
    assert lines == ["number,datetime", "-12.50,2024-08-31T12:05:00Z", ","]
