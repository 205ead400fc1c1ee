"""PostgreSQL stops at once, as by a power failure of its own, while people read and write.

Its clients are a real web server with four readers, and two processes that add projects and note
each only after it was acknowledged. Nobody starts anything anew but PostgreSQL. An acknowledged
project must be there afterwards; each total must be that of the data version that it names, by
the log of the changes; and while there is no database, readers are told so with a 503 that says
when to come again. `SECONDS` after PostgreSQL accepts connections all is as before.
"""

import http.client
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from random import Random
from threading import Event, Thread

from django.db import connection

from deals.checks import problems
from deals.models import Investment, LoggedChange
from tests import factories as make
from tests import processes
from tests.attacks.ground import Tally
from tests.benchmarks import floor
from tests.benchmarks.ledger import sums_of, version_now
from tests.elsewhere import connected_to
from tests.standby import Durable

SECONDS, TIMEOUT = 5, 30
READERS, WRITERS, STORED = 4, 2, 20
TOTALS = "/api/v1/totals/"
PATHS = ("/", "/projects/", TOTALS)


@dataclass(frozen=True)
class Answer:
    """Times are of the monotonic clock; `status` is 0 where the connection broke."""

    path: str
    asked: float
    ended: float
    status: int
    retry: str = ""
    body: bytes = b""


@dataclass(frozen=True)
class Outage:
    began: float
    ended: float

    def excuses(self, answer: Answer) -> bool:
        return self.began <= answer.ended and answer.asked <= self.ended + SECONDS


def attack(crashes: int, seed: int = 1) -> Tally:
    tally, random, server = Tally("crashes"), Random(seed), Durable()
    try:
        server.start()
        with connected_to(server.url), tempfile.TemporaryDirectory(prefix="deals-crash-") as notes:
            before = prepare()
            answers, outages = storm(server, before, Path(notes), crashes, random)
            for fault in faults(tally, answers, outages, noted(Path(notes)), before):
                tally.fault(fault)
    finally:
        server.stop()
    return tally


@dataclass(frozen=True)
class Before:
    """What writers refer to, and `sums` of all projects when they begin, of this data version."""

    version: int
    sums: tuple
    known: dict[str, int]


def prepare() -> Before:
    edition, source = make.create_edition(), make.create_source()
    for number in range(STORED):
        make.create_project(edition=edition, source=source, amount=number + 1, jobs=1)
    return Before(version_now(), floor.totals(), {"edition": edition.pk, "source": source.pk})


def storm(server: Durable, before: Before, notes: Path, crashes: int, random: Random):
    """The answers to all readers, and the outages."""
    answers: list[Answer] = []
    outages: list[Outage] = []
    with processes.serving() as (port, _pid), writing(before, notes), reading(port, answers):
        until(lambda: sum(a.status == 200 for a in answers) > READERS * len(PATHS) * 2)
        until(lambda: len(noted(notes)) > WRITERS * 5)
        for _each in range(crashes):
            connection.close()
            time.sleep(random.uniform(0.5, 2))
            began = time.monotonic()
            server.halt()
            time.sleep(random.uniform(0.5, 2))
            server.come_back()
            outages.append(Outage(began, time.monotonic()))
            time.sleep(SECONDS + 1)
    return answers, outages


def until(holds) -> None:
    end = time.monotonic() + TIMEOUT * 2
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("the load does not begin")
        time.sleep(0.05)


@contextmanager
def writing(before: Before, notes: Path) -> Iterator[None]:
    """Each writer notes what was acknowledged, and when, in a file of its own."""
    with ExitStack() as stack:
        started = []
        for number in range(WRITERS):
            given = json.dumps({"name": f"writer-{number}", **before.known})
            file = stack.enter_context(open(notes / f"{number}", "w"))
            command = ("-m", "tests.attacks.doing", "adding", given)
            started.append(processes.start(*command, stdout=file))
        try:
            yield
        finally:
            for process in started:
                process.terminate()
                process.wait()


def noted(notes: Path) -> list[dict]:
    lines = [line for file in notes.iterdir() for line in file.read_text().splitlines(True)]
    return [json.loads(line) for line in lines if line.endswith("\n")]


@contextmanager
def reading(port: int, answers: list[Answer]) -> Iterator[None]:
    stop = Event()
    readers = [Thread(target=read, args=(port, stop, answers)) for _each in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        yield
    finally:
        stop.set()
        for reader in readers:
            reader.join()


def read(port: int, stop: Event, answers: list[Answer]) -> None:
    """One reader, whose connection stays open."""
    browser = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    for path in cycle(PATHS):
        if stop.wait(0.05):
            break
        answers.append(asked(browser, path))
    browser.close()


def asked(browser: http.client.HTTPConnection, path: str) -> Answer:
    begun = time.monotonic()
    try:
        browser.request("GET", path)
        response = browser.getresponse()
        body, retry = response.read(), response.headers.get("Retry-After", "")
    except (OSError, http.client.HTTPException) as error:
        browser.close()
        return Answer(path, begun, time.monotonic(), 0, body=repr(error).encode())
    return Answer(path, begun, time.monotonic(), response.status, retry, body)


# What went wrong


def faults(tally: Tally, answers, outages, writes, before: Before) -> Iterator[str]:
    tally.add("crashes", len(outages))
    tally.add("answers", len(answers))
    tally.add("of 503", sum(answer.status == 503 for answer in answers))
    tally.add("acknowledged writes", len(writes))
    for answer in answers:
        if fault := fault_of(answer, outages):
            yield f"{answer.path}: {fault}"
    yield from lost(writes)
    yield from wrong_totals(tally, answers, before)
    yield from late(tally, answers, outages, writes)
    yield from problems()


def fault_of(answer: Answer, outages: list[Outage]) -> str:
    text = answer.body[:200].decode(errors="replace")
    if answer.status not in {200, 503}:
        return f"{answer.status} {text}"
    if answer.status == 503 and not answer.retry.isdigit():
        return f"a 503 without Retry-After: {text}"
    if answer.status == 503 and not any(outage.excuses(answer) for outage in outages):
        return "a 503 although there was a database"
    return ""


def lost(writes: list[dict]) -> Iterator[str]:
    stored = dict(Investment.objects.values_list("project__ref", "amount"))
    for each in writes:
        if stored.get(each["ref"]) != each["amount"]:
            yield f"acknowledged and lost: {each}"


def wrong_totals(tally: Tally, answers: list[Answer], before: Before) -> Iterator[str]:
    right = ledger(before)
    for answer in answers:
        if answer.path == TOTALS and answer.status == 200:
            tally.add("totals compared")
            said = json.loads(answer.body)
            if sums_of(said) != right.get(said["data_version"]):
                yield f"totals of version {said['data_version']}: {sums_of(said)}"
    if floor.totals() != right[version_now()]:
        yield f"the rows add up to {floor.totals()}, the log to {right[version_now()]}"


def ledger(before: Before) -> dict[int, tuple]:
    """By data version: the sums by the log of the changes, each of which added a project."""
    amounts = dict(Investment.objects.values_list("project__ref", "amount"))
    found, sums = {before.version: before.sums}, before.sums
    log = LoggedChange.objects.filter(data_version__gt=before.version).order_by("id")
    for number, ref in log.values_list("data_version", "key"):
        projects, stated, low, high, *others = sums
        sums = (projects + 1, stated + 1, low + amounts[ref], high + amounts[ref], *others)
        found[number] = sums
    return found


def late(tally: Tally, answers, outages: list[Outage], writes: list[dict]) -> Iterator[str]:
    """What did not go on by itself in time."""
    slowest = 0.0
    for outage in outages:
        first = {f"no {path}": first_good(answers, path, outage) for path in PATHS}
        written = [each["at"] for each in writes if each["at"] >= outage.ended]
        first["no write"] = min(written, default=outage.ended + TIMEOUT)
        for what, at in first.items():
            slowest = max(slowest, at - outage.ended)
            if at > outage.ended + SECONDS:
                yield f"{what} within {SECONDS} s after PostgreSQL was back"
    tally.add("ms until the slowest was good again", round(slowest * 1000))


def first_good(answers: list[Answer], path: str, outage: Outage) -> float:
    """When it ended; far away where there was none."""
    good = [
        answer.ended
        for answer in answers
        if answer.path == path and answer.status == 200 and answer.asked >= outage.ended
    ]
    return min(good, default=outage.ended + TIMEOUT)
