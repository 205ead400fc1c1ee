"""Runs schemathesis over the API's own description, in this process and on the test's database."""

import random
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field

import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.engine import events, from_schema
from schemathesis.generation.meta import TestPhase

DESCRIPTION = "/api/v1/openapi.json"
PHASES = ("examples", "coverage", "fuzzing", "stateful")


class App:
    """A WSGI site; `statuses` counts its answers by status."""

    def __init__(self, site):
        self.site, self.statuses = site, Counter()

    def __call__(self, environ, start_response):
        def counted(status, headers, exc_info=None):
            self.statuses[int(status[:3])] += 1
            return start_response(status, headers, exc_info)

        return self.site(environ, counted)


@contextmanager
def app_on_one_connection():
    """Our site on the connection of the test, which alone sees its uncommitted data.

    schemathesis asks from a thread of its own, which gets that connection too.
    """
    connection, django = connections["default"], WSGIHandler()

    def site(environ, start_response):
        connections["default"] = connection
        return django(environ, start_response)

    connection.inc_thread_sharing()
    # Django would drop it after each request, as it stands inside a transaction.
    connection.close_if_unusable_or_obsolete = lambda: None
    try:
        yield App(site)
    finally:
        del connection.close_if_unusable_or_obsolete
        connection.dec_thread_sharing()


@dataclass
class Report:
    """What a run found: answers by status, phases that ran, faults as text with a command line."""

    statuses: Counter
    phases: list[str] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        return self.statuses.total()

    def __str__(self):
        found = ", ".join(f"{status}: {n}" for status, n in sorted(self.statuses.items()))
        return f"{self.requests} requests in {', '.join(self.phases)}; by status {found}"


def run(app: App, *, examples: int, coverage: float, seed: int | None = None) -> Report:
    """All phases and checks, with `examples` drawn for each operation.

    `coverage` is the share of the cases that enumerate the schema which is sent. The same cases
    come each time, unless a `seed` draws others.
    """
    config = schemathesis.Config.from_dict(configuration(examples, seed))
    described = schemathesis.openapi.from_wsgi(DESCRIPTION, app, config=config)
    described.hook("filter_case")(sample(coverage))
    described.hook("filter_failure")(is_fault)
    report = Report(app.statuses)
    for event in from_schema(described).execute():
        note(event, report)
    return report


def configuration(examples: int, seed: int | None) -> dict:
    """All checks but `positive_data_acceptance`: a well-formed slug of no record is rightly a 400.

    There is no `max_response_time` either, as no test here is timed.
    """
    return {
        **({} if seed is None else {"seed": seed}),
        "continue-on-failure": True,
        "checks": {"enabled": True, "positive_data_acceptance": {"enabled": False}},
        "generation": {"deterministic": seed is None, "max-examples": examples, "database": "none"},
        "phases": {
            "examples": {"fill-missing": True},
            "coverage": {"generate-duplicate-query-parameters": True},
        },
    }


def sample(share: float):
    """The filter that lets this share of the enumerated cases pass, the same ones each time."""
    draws = {}

    def filter_case(context, case) -> bool:
        if share >= 1 or case.meta is None or case.meta.phase.name != TestPhase.COVERAGE:
            return True
        draw = draws.setdefault(case.operation.label, random.Random(case.operation.label))
        return draw.random() < share

    return filter_case


def is_fault(context, failure, case, response) -> bool:
    """False where a value of blanks alone was taken: it counts as absent, as a form sends it.

    `allowEmptyValue` says that of the empty value; OpenAPI has no word for blanks.
    """
    query = case.query if isinstance(case.query, dict) else {}
    given = [text for value in query.values() for text in listed(value)]
    blank = any(isinstance(text, str) and text and not text.strip() for text in given)
    return not (isinstance(failure, AcceptedNegativeData) and blank)


def listed(value) -> list:
    return value if isinstance(value, list) else [value]


def note(event, report: Report) -> None:
    if isinstance(event, events.PhaseFinished) and event.phase.name.value in PHASES:
        report.phases += [event.phase.name.value] if event.phase.skip_reason is None else []
    elif isinstance(event, events.FatalError):
        raise event.exception
    elif isinstance(event, events.NonFatalError):
        report.faults[f"{event.label}: {event.info.title}"] = event.info.message
    elif isinstance(event, events.ScenarioFinished):
        for checks in event.recorder.checks.values():
            for check in checks:
                if check.failure_info:
                    about = f"{event.label} {check.name}: {check.failure_info.failure}"
                    report.faults.setdefault(about[:1000], check.failure_info.code_sample)
