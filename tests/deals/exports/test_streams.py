"""All formats: the same projects, flat memory, one snapshot, and whole or visibly not."""

import gc
import io
import json
import time
import tracemalloc
import weakref
import zipfile

import pytest
from django.db.models import QuerySet
from openpyxl import load_workbook

from deals import exports, resources
from deals.api import formats
from deals.exports import streams
from deals.models import Investment, Project, ReportedFigure, write
from deals.tables import Table
from tests.factories import create_project

NAMES = [name for name in formats.PLACED if name != "json"]


def download(client, name, query=""):
    return client.get(f"/api/v1/projects.{name}{query}")


def refs_in(name, body):
    """The references of the projects in a file, in order."""
    if name == "xlsx":
        rows = load_workbook(io.BytesIO(body), read_only=True).worksheets[0].iter_rows(min_row=2)
        return [row[0].value for row in rows]
    if name == "zip":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return refs_in("csv", archive.read("projects.csv"))
    text = body.decode()
    if name == "geojson":
        return [feature["id"] for feature in json.loads(text)["features"]]
    if name == "ndjson":
        return [json.loads(line)["id"] for line in text.splitlines()]
    return [line.partition(",")[0] for line in text.split("\r\n")[1:-1]]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("query", ["?ordering=-amount,name", "?status=signed&currency=USD"])
def test_each_format_holds_the_projects_of_the_query_in_order(name, query, client, starter):
    response = download(client, name, query)
    listed = client.get(f"/api/v1/projects/{query}&limit=500").json()["results"]
    found = refs_in(name, response.getvalue())
    assert found == [project["id"] for project in listed]
    assert int(response["X-Row-Count"]) == len(found) > 10
    assert response["Content-Type"] == formats.content_type(name)
    assert response["Content-Disposition"].endswith(f'.{name}"')


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_set_is_a_valid_file(name, client, db):
    response = download(client, name)
    assert refs_in(name, response.getvalue()) == []
    assert response["X-Row-Count"] == "0"


@pytest.mark.parametrize("name", NAMES)
def test_the_same_data_make_the_same_file(name, client, starter):
    if name == "xlsx":
        pytest.skip("openpyxl writes the minute of saving into its files")
    assert download(client, name).getvalue() == download(client, name).getvalue()


@pytest.mark.parametrize("count", [3, 30])
def test_rows_come_in_a_constant_number_of_queries(
    count, client, db, django_assert_max_num_queries
):
    with write():
        for _each in range(count):
            create_project(amount=5)
    for name in NAMES:
        # The version, the count, projects with amounts and investors; places; for zip investments.
        with django_assert_max_num_queries(9, info=name):
            assert len(refs_in(name, download(client, name).getvalue())) == count


# Memory


@pytest.fixture
def alive(monkeypatch):
    """Makes a set of the projects, figures and investments that are in memory."""
    monkeypatch.setattr(streams, "CHUNK", 5)
    records = weakref.WeakSet()
    records.read = records.most = 0

    def watch(model):
        whole = model.from_db.__func__

        def from_db(cls, *args):
            record = whole(cls, *args)
            records.read += 1
            records.add(record)
            if records.read % 5 == 0:
                gc.collect()
                records.most = max(records.most, len(records))
            return record

        monkeypatch.setattr(model, "from_db", classmethod(from_db))

    for model in (Project, ReportedFigure, Investment):
        watch(model)
    gc.freeze()  # what was there before need not be looked at again and again
    yield records
    gc.unfreeze()


STREAMED = [
    "projects.zip",
    *("figures.csv", "figures.ndjson", "figures.zip", "investments.csv", "investments.xlsx"),
]


@pytest.mark.parametrize("path", STREAMED)
def test_few_records_are_in_memory_at_a_time(path, client, starter, alive):
    response = client.get(f"/api/v1/{path}")
    whole = path.endswith("xlsx")  # before it is answered
    assert whole or alive.read == 0
    parts = iter(response)
    next(parts)
    count = int(response["X-Row-Count"])
    if not whole:
        assert alive.read <= 4 * streams.CHUNK < count / 5
    list(parts)
    assert alive.read >= count
    # With the projects that they continue, or belong to.
    assert alive.most <= 6 * streams.CHUNK < count / 3


def test_rows_without_records_come_a_chunk_at_a_time(client, starter, monkeypatch):
    monkeypatch.setattr(streams, "CHUNK", 5)
    sizes, rows = [], resources.rows
    monkeypatch.setattr(resources, "rows", lambda some: sizes.append(len(some)) or rows(some))
    response = client.get("/api/v1/projects.ndjson")
    parts = iter(response)
    next(parts)
    assert sum(sizes) <= 4 * streams.CHUNK
    list(parts)
    assert max(sizes) == streams.CHUNK
    assert sum(sizes) == int(response["X-Row-Count"])


# Rows, which are no records


@pytest.mark.parametrize("form", ["csv", "geojson"])
def test_few_rows_are_read_before_the_first_is_sent(form, client, starter, monkeypatch):
    monkeypatch.setattr(streams, "CHUNK", 5)
    read, whole = [], exports.rows_streamed
    monkeypatch.setattr(
        exports, "rows_streamed", lambda rows: (read.append(1) or row for row in whole(rows))
    )
    response = client.get(f"/api/v1/projects.{form}")
    parts = iter(response)
    next(parts), next(parts)
    assert len(read) == 5
    list(parts)
    assert len(read) == int(response["X-Row-Count"]) > 100


def test_rows_come_from_the_database_in_portions(starter, monkeypatch):
    monkeypatch.setattr(streams, "CHUNK", 5)
    asked = []
    iterator = QuerySet.iterator
    monkeypatch.setattr(
        QuerySet,
        "iterator",
        lambda query, chunk_size: asked.append(chunk_size) or iterator(query, chunk_size),
    )
    rows = streams.rows_streamed(Project.objects.values_list("ref"))
    assert len(list(rows)) == Project.objects.count()
    assert asked == [20]


def test_one_part_is_made_ahead_and_no_more():
    made = []
    for used, part in enumerate(streams.ahead(made.append(n) or n for n in range(20))):
        assert part == used
        assert len(made) <= used + 2
    assert made == [*range(20)]


def test_what_breaks_ahead_breaks_the_stream_behind_what_was_made():
    parts = streams.ahead(1 // (3 - n) for n in range(5))
    assert [next(parts) for _each in range(3)] == [0, 0, 1]
    with pytest.raises(ZeroDivisionError):
        next(parts)


def test_a_stream_that_is_closed_ends_what_is_made_ahead():
    begun, ended = [], []

    def slow():
        for number in range(5):
            begun.append(number)
            time.sleep(0.01)
            ended.append(number)
            yield number

    parts = streams.ahead(slow())
    next(parts)
    parts.close()
    assert begun == ended != [*range(5)]


FAKE = [
    exports.Column("number", lambda n: n, "", "", "integer"),
    exports.Column("text", lambda n: f"a name of some length {n}" * 4, "", ""),
]
WRITERS = {
    "csv": lambda rows, about: exports.csv_table(FAKE, rows),
    "xlsx": lambda rows, about: exports.xlsx_table(FAKE, rows, about),
    "ndjson": lambda rows, about: exports.ndjson_of({"n": n, "text": "name " * 9} for n in rows),
    "geojson": lambda rows, about: exports.geojson_of(FAKE, rows, "text", about),
    "zip": lambda rows, about: exports.zip_of([(Table("fake", "", FAKE), rows)], about),
}


@pytest.mark.parametrize("write", NAMES)
def test_five_times_the_rows_take_no_more_memory(write, about, db):
    def peak(rows):
        tracemalloc.start()
        size = sum(len(part) for part in WRITERS[write](range(rows), about))
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top, size

    peak(10)  # what is read once stays
    few, many = peak(2_000), peak(10_000)
    assert many[1] > 3 * few[1]
    assert many[0] < 1.5 * few[0]
