"""All formats: the same projects, flat memory, one snapshot, and whole or visibly not."""

import dataclasses
import gc
import io
import json
import tracemalloc
import weakref
import zipfile

import pytest
from openpyxl import load_workbook

from deals import columns, exports
from deals.api import formats
from deals.exports import streams
from deals.models import Project
from deals.models.projects import ProjectQuerySet
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


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("count", [3, 30])
def test_rows_come_in_a_constant_number_of_queries(
    name, count, client, db, django_assert_max_num_queries
):
    for _each in range(count):
        create_project(amount=5)
    # The version, the count, projects with amounts and investors; places; for the zip investments.
    with django_assert_max_num_queries(9):
        assert len(refs_in(name, download(client, name).getvalue())) == count


# Broken streams


@pytest.fixture
def breaking(monkeypatch):
    """The last of the projects cannot be read."""
    monkeypatch.setattr(streams, "CHUNK", 5)
    whole = ProjectQuerySet.iterator

    def broken(self, chunk_size):
        for number, project in enumerate(whole(self, chunk_size)):
            if number == 12:
                raise ZeroDivisionError
            yield project

    monkeypatch.setattr(ProjectQuerySet, "iterator", broken)


def until_broken(client, name):
    parts = []
    with pytest.raises(ZeroDivisionError):
        parts.extend(download(client, name))
    return b"".join(parts)


def test_a_csv_that_breaks_off_says_so(client, starter, breaking, caplog):
    assert b"\r\n# INCOMPLETE: " in until_broken(client, "csv")
    assert "An export broke off" in caplog.text


def test_ndjson_that_breaks_off_ends_with_an_error(client, starter, breaking):
    lines = [json.loads(line) for line in until_broken(client, "ndjson").splitlines()]
    assert len(lines) == 11
    assert list(lines[-1]) == ["error"]


def test_geojson_that_breaks_off_is_no_json(client, starter, breaking):
    body = until_broken(client, "geojson")
    assert body.startswith(b'{"type":"FeatureCollection"')
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)


def test_a_zip_that_breaks_off_cannot_be_opened(client, starter, breaking):
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(until_broken(client, "zip")))


def test_a_workbook_that_fails_sends_nothing_and_leaves_no_file(
    client, starter, breaking, monkeypatch, tmp_path
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert until_broken(client, "xlsx") == b""
    assert list(tmp_path.iterdir()) == []


# Memory


def test_memory_does_not_grow_with_the_rows(starter, monkeypatch):
    monkeypatch.setattr(streams, "CHUNK", 5)
    rows, alive = weakref.WeakSet(), []

    def watched(project):
        rows.add(project)
        alive.append(len(rows))
        return project.ref

    first = dataclasses.replace(columns.PROJECTS[0], read=watched)
    records = streams.streamed(columns.fetched(Project.objects.all()))
    for _part in exports.csv_table([first], records):
        gc.collect()
    assert len(alive) > 100
    assert max(alive) <= 3 * streams.CHUNK


FAKE = [
    exports.Column("number", lambda n: n, "", "", "integer"),
    exports.Column("text", lambda n: f"a name of some length {n}" * 4, "", ""),
]


@pytest.mark.parametrize("write", ["csv", "xlsx"])
def test_a_hundred_times_the_rows_take_no_more_memory(write, about):
    def peak(rows):
        table = {
            "csv": lambda: exports.csv_table(FAKE, range(rows)),
            "xlsx": lambda: exports.xlsx_table(FAKE, range(rows), about),
        }[write]
        tracemalloc.start()
        size = sum(len(part) for part in table())
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top, size

    peak(10)  # what is read once stays
    few, many = peak(600), peak(6000)
    assert many[1] > 4 * few[1]
    assert many[0] < 1.5 * few[0]
