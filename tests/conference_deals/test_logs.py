"""Log lines: one record each, whatever visitors write, with the id that pages show."""

import json
import logging
from io import StringIO

import pytest
from django.test import Client
from django.urls import path

from conference_deals import logs, urls
from deals import errors

FORGED = "\n2026-11-29T10:00:00.000Z CRITICAL django [-] Forged"
HOSTILE = [
    FORGED,
    f"\r{FORGED}",
    '"}\n{"level": "CRITICAL", "message": "Forged"}',
    "\x1b[2K\x1b[1A hidden",
    "\u2028\u2029\x85\x0b\x0c\x1c new lines",
    "\u202egnp.exe\u2066",
    "\ud800 half",
    "\0",
    "%s %(levelname)s {0}",
]


def fail(request):
    raise KeyError(FORGED)


urlpatterns = [path("fail/", fail), path("late/", errors.unavailable), *urls.urlpatterns]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture(params=["json", "line"])
def logged(request):
    """What is logged in a format, and a way to log: `logged(…)` returns its lines."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.FORMATTERS[request.param]())
    root = logging.getLogger()
    root.addHandler(handler)

    def lines(*args, **kwargs):
        if args:
            logging.getLogger("django").warning(*args, **kwargs)
        return stream.getvalue().removesuffix("\n").split("\n")

    lines.format = request.param
    yield lines
    root.removeHandler(handler)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_text_begins_a_line_of_its_own(text, logged):
    [line] = logged("Not Found: %s", f"/{text}")
    assert line.isprintable()
    line.encode()
    if logged.format == "json":
        assert json.loads(line)["message"] == f"Not Found: /{text}"


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_exception_begins_a_record(text, logged):
    try:
        raise ValueError(text)
    except ValueError:
        head, *trace = logged("It failed", exc_info=True)
    if logged.format == "json":
        assert trace == []
        assert json.loads(head)["traceback"].endswith(f"ValueError: {text}")
    else:
        assert all(line.startswith("    ") and line.isprintable() for line in trace)


def test_a_record_says_when_where_and_what(logged):
    logs.request_id.set("abc")
    [line] = logged("Fine")
    if logged.format == "json":
        found = json.loads(line)
        assert found.pop("time")[-5:-4] == "."
        expected = {"level": "WARNING", "logger": "django", "message": "Fine", "request_id": "abc"}
        assert found == expected
    else:
        assert line.endswith("Z WARNING django [abc] Fine")


def test_a_record_is_formatted_in_each_format_alone():
    """Python keeps a traceback with the record, as whoever formats it first writes it."""
    try:
        raise ValueError("twice")
    except ValueError as error:
        record = logging.makeLogRecord({"msg": "x", "exc_info": (type(error), error, None)})
    assert logs.Line().format(record).endswith("\n    ValueError: twice")
    assert json.loads(logs.Json().format(record))["traceback"] == "ValueError: twice"


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status"), [("/fail/", 500), ("/late/", 503), ("/projects/?q=%00", 400)]
)
def test_a_page_shows_the_id_that_the_log_has(address, status, logged, db):
    client = Client(raise_request_exception=False)
    response = client.get(address)
    assert response.status_code == status
    shown = response["X-Request-ID"]
    assert f"<code>{shown}</code>" in response.text
    lines = [line for line in logged() if address.partition("?")[0] in line]
    assert lines
    for line in lines:
        if logged.format == "json":
            assert json.loads(line)["request_id"] == shown
        else:
            assert line.startswith("    ") or f"[{shown}]" in line


@pytest.mark.urls(__name__)
def test_a_host_that_is_not_ours_gets_the_id_too(logged):
    response = Client().get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert f"<code>{response['X-Request-ID']}</code>" in response.text
    assert response["X-Request-ID"] in "\n".join(logged())


@pytest.mark.parametrize("path", ["/%0A2026%20CRITICAL", "/%1B[2K", "/%E2%80%A8x", "/\u202ex"])
def test_a_hostile_path_is_one_line(path, logged, client, db):
    client.get(path)
    lines = [line for line in logged() if "Not Found" in line]
    assert lines
    assert all(line.isprintable() for line in logged() if not line.startswith("    "))
