"""The API keeps its contract: schemathesis asks whatever its own description allows, and forbids.

The usual run sends a sample. The full one, on one database or both:

    CONTRACT_REQUESTS=5000 .venv/bin/python -m pytest tests/contract --db=sqlite
    CONTRACT_REQUESTS=5000 .venv/bin/python -m pytest tests/contract --db=postgres

CONTRACT_REQUESTS  how many requests at least: half of them drawn at random, the same number for
                   each operation, half from the cases that enumerate the description. Fewer fail.
CONTRACT_SEED      a number that draws other requests; without it they are the same each time.
"""

import logging
import math
import os

from deals.api.reference import document
from tests.contract import harness

REQUESTS = int(os.environ.get("CONTRACT_REQUESTS", "0"))
SEED = os.environ.get("CONTRACT_SEED")
SAMPLE = {"examples": 2, "coverage": 0.03}
AT_LEAST = 300
ENUMERATED = 9000  # about how many cases enumerate the description


def extent() -> dict:
    """How much to send: the sample, or what comes to at least as many requests as asked for."""
    if not REQUESTS:
        return SAMPLE
    operations = len(document("en")["paths"])
    return {"examples": math.ceil(REQUESTS / 2 / operations), "coverage": REQUESTS / ENUMERATED}


def test_the_api_does_what_its_description_says(starter, caplog, record_property):
    caplog.set_level(logging.ERROR, "django.request")  # each 400 would be a line
    with harness.app_on_one_connection() as app:
        report = harness.run(app, **extent(), seed=int(SEED) if SEED else None)
    record_property("said", f"Contract on {app.connection.vendor}: {report}")
    faults = [f"{fault}\n{command}" for fault, command in report.faults.items()]
    assert not faults, f"{len(faults)} faults\n\n" + "\n\n".join(faults[:20])
    assert not [status for status in report.statuses if status >= 500]
    assert report.requests >= (REQUESTS or AT_LEAST)
    assert report.phases == list(harness.PHASES)
