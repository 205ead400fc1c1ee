"""The API keeps its contract: schemathesis asks whatever its own description allows, and forbids.

The usual run sends a sample. The full one, on one database or both:

    CONTRACT_REQUESTS=5000 .venv/bin/python -m pytest tests/contract --db=sqlite
    CONTRACT_REQUESTS=5000 .venv/bin/python -m pytest tests/contract --db=postgres

CONTRACT_REQUESTS  how many requests at least: half of them drawn at random, the same number for
                   each operation, half from the cases that enumerate the description. Fewer fail.
CONTRACT_SEED      a number that draws other requests; without it they are the same each time.
"""

import json
import logging
import math
import os
from types import SimpleNamespace

import pytest
from django.db import connection
from schemathesis.core.failures import AcceptedNegativeData

from deals.api.reference import document
from tests.contract import harness

REQUESTS = int(os.environ.get("CONTRACT_REQUESTS", "0"))
SEED = os.environ.get("CONTRACT_SEED")
SAMPLE = {"examples": 1, "coverage": 0.02}
AT_LEAST = 300
ENUMERATED = 8000  # about how many cases enumerate the description


def extent() -> dict:
    """How much to send: the sample, or what comes to at least as many requests as asked for."""
    if not REQUESTS:
        return SAMPLE
    operations = len(document("en")["paths"])
    half = REQUESTS / 2
    return {"examples": math.ceil(half / operations), "coverage": half / ENUMERATED}


def test_the_api_does_what_its_description_says(starter, caplog, record_property):
    caplog.set_level(logging.ERROR, "django.request")  # each 400 would be a line
    with harness.app_on_one_connection() as app:
        report = harness.run(app, **extent(), seed=int(SEED) if SEED else None)
    record_property("said", f"Contract on {connection.vendor}: {report}")
    faults = [f"{fault}\n{command}" for fault, command in report.faults.items()]
    assert not faults, f"{len(faults)} faults\n\n" + "\n\n".join(faults[:20])
    assert not [status for status in report.statuses if status >= 500]
    assert report.requests >= (REQUESTS or AT_LEAST)
    assert report.phases == list(harness.PHASES)


@pytest.mark.parametrize(
    ("value", "forgiven"),
    [(" ", True), (["signed", "\x85"], True), ("", False), ("x", False), ([" x"], False)],
)
def test_only_blanks_alone_are_forgiven(value, forgiven):
    accepted = AcceptedNegativeData(
        operation="GET /", message="", status_code=200, expected_statuses=["400"]
    )
    case = SimpleNamespace(query={"status": value})
    assert harness.is_fault(None, accepted, case, None) != forgiven
    assert harness.is_fault(None, AssertionError(), case, None)


def broken(environ, start_response):
    """A site that promises a number and sends a text."""
    number = {"content": {"application/json": {"schema": {"type": "integer"}}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Broken", "version": "1"},
        "paths": {"/number": {"get": {"responses": {"200": {"description": "", **number}}}}},
    }
    start_response("200 OK", [("Content-Type", "application/json")])
    described = environ["PATH_INFO"] == harness.DESCRIPTION
    return [json.dumps(document if described else "text").encode()]


def test_a_broken_promise_is_found():
    report = harness.run(harness.App(broken), examples=1, coverage=1)
    assert any("response_schema_conformance" in fault for fault in report.faults)
    assert any("/number" in command for command in report.faults.values())
    assert report.requests == report.statuses[200] > 1
