"""A file that broke off never looks whole: every format, lists and totals, also over HTTP."""

import errno
import http.client
import io
import json
import zipfile

import pytest

from deals import exports
from deals.api import formats, totals
from deals.exports import streams
from tests import many, processes
from tests.deals.exports.cut import Cut, cut

FILES = [
    *(f"/api/v1/projects.{form}" for form in formats.PLACED[1:]),
    *(f"/api/v1/figures.{form}" for form in formats.TABULAR[1:]),
    *(f"/api/v1/totals.{form}?group_by=location" for form in formats.PLACED[1:]),
]
STREAMED = [address for address in FILES if ".xlsx" not in address]


@pytest.fixture
def breaking(monkeypatch):
    whole_records, whole_rows = exports.streamed, exports.rows_streamed
    whole_totals = totals.totals_rows
    monkeypatch.setattr(streams, "CHUNK", 5)
    monkeypatch.setattr(exports, "streamed", lambda records: cut(whole_records(records)))
    monkeypatch.setattr(exports, "rows_streamed", lambda rows: cut(whole_rows(rows)))
    monkeypatch.setattr(totals, "totals_rows", lambda found: Cut(whole_totals(found)))


def says_that_it_broke_off(address, body):
    """What a reader of the file finds, who knows nothing of the connection."""
    form = address.partition("?")[0].rpartition(".")[2]
    if form == "csv":
        return body.decode().splitlines()[-1].startswith("# INCOMPLETE: ")
    if form == "ndjson":
        return list(json.loads(body.splitlines()[-1])) == ["error"]
    if form == "geojson":
        with pytest.raises(json.JSONDecodeError):
            json.loads(body)
    else:
        with pytest.raises(zipfile.BadZipFile):
            zipfile.ZipFile(io.BytesIO(body))
    return True


@pytest.mark.parametrize("address", STREAMED)
def test_what_broke_off_says_so(address, client, starter, breaking):
    response, parts = client.get(address), []
    assert int(response["X-Row-Count"]) > 12
    with pytest.raises(ZeroDivisionError):
        parts.extend(response)
    assert says_that_it_broke_off(address, b"".join(parts))


def fetched(port, address):
    """Status and body; raises what an HTTP client raises when the connection ends too early."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", address)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_client_notices_that_the_body_has_no_end():
    many.fill(projects=400, organizations=5, figures=20, in_one_edition=5)
    with processes.serving("tests.deals.exports.broken_wsgi") as (port, _pid):
        for address in FILES:
            if ".xlsx" in address:  # nothing of it was sent before it broke
                status, body = fetched(port, address)
                assert (status, json.loads(body)["status"]) == (400, 400)  # as of bad arithmetic
                continue
            with pytest.raises(http.client.IncompleteRead) as error:
                fetched(port, address)
            assert says_that_it_broke_off(address, error.value.partial)
        status, body = fetched(port, "/api/v1/figures/")
        assert (status, json.loads(body)["count"]) == (200, 20)


def test_it_is_logged(client, starter, breaking, caplog):
    with pytest.raises(ZeroDivisionError):
        list(client.get("/api/v1/projects.csv"))
    assert "An export broke off" in caplog.text


def test_a_workbook_that_fails_sends_nothing_and_leaves_no_file(
    client, starter, breaking, monkeypatch, tmp_path
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert client.get("/api/v1/projects.xlsx").status_code == 400  # as of bad arithmetic
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_that_finds_no_room_is_answered_in_words(client, starter, monkeypatch):
    def no_room():
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("deals.exports.workbook.TemporaryFile", no_room)
    response = client.get("/api/v1/projects.xlsx")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "disk of the server is full" in response.json()["detail"]


def test_asking_for_the_head_makes_no_workbook(client, starter, monkeypatch):
    monkeypatch.setattr("deals.exports.workbook.TemporaryFile", None)
    assert client.head("/api/v1/projects.xlsx").status_code == 200
