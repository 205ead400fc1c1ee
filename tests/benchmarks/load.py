"""Mixed reading of a real server while one person writes: errors, times, and right sums.

    python -m tests.benchmarks.load --rows 100000 --db postgres --seconds 60 --readers 4 --keep

Starts gunicorn on 127.0.0.1 over the data set that `python -m tests.benchmarks` makes too, with as
many processes as it chooses itself and a cache that they share, as the README advises. Each reader
has a connection that stays open, and asks for the next answer --pause seconds after the last one
has come (without a pause the server is always full, and times are those of its queue); the writer
changes a project each second, and puts everything back at the end. The totals of each answer must
be exactly those of the data version that it names, as the writer noted them, and that version must
not have been replaced more than five seconds before.

kept      given as it was made for somebody else before
previous  kept, of the version before the change that somebody was just making an answer of
following the totals of more projects than a page adds up before it is shown, which a browser asks
          for when it has shown it; no page, but its reader waits with it as with a page

Prints a line for each kind of answer, and exits with 1 after an error or a wrong total.
"""

import argparse
import http.client
import json
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from statistics import quantiles
from urllib.parse import quote

from tests.benchmarks.__main__ import close, folder_of, prepare, say

MOST_SECONDS, MOST_READERS, MOST_ASKED = 600, 64, 200_000
WRITES_EACH, TIMEOUT, SHOWN, MOST_PAGES = 1.0, 30, 10, 200
# How often each kind is asked for, of a hundred times.
WEIGHTS = {
    "landing page": 12,
    "list": 12,
    "list by page number": 8,
    "list of some days": 14,
    "project page": 14,
    "edition page": 8,
    "search": 8,
    "API page": 6,
    "API totals": 8,
    "API facets": 4,
    "asked again": 6,
}
PAGES = {kind for kind in WEIGHTS if not kind.startswith(("API", "asked"))}
FOLLOWING = "following totals"
FOLLOWED = b'hx-get="/api/v1/totals.html" hx-trigger="load'


@dataclass(frozen=True)
class Answer:
    """`asked_at` is on the monotonic clock; `status` is of HTTP, 0 where nothing came."""

    kind: str
    address: str
    asked_at: float
    seconds: float
    status: int
    cache: str = ""
    body: bytes = b""
    tag: str = ""
    is_followed: bool = False

    @property
    def is_right(self) -> bool:
        return self.status == 200 or (self.status == 304 and self.kind == "asked again")

    @property
    def is_kept(self) -> bool:
        return "; hit" in self.cache

    @property
    def is_previous(self) -> bool:
        return "previous-version" in self.cache


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--db", choices=["sqlite", "postgres"], default="postgres")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--seconds", type=at_most(MOST_SECONDS), default=60)
    options.add_argument("--readers", type=at_most(MOST_READERS), default=4)
    options.add_argument("--pause", type=float, default=0.5, help="seconds, on average")
    options.add_argument("--workers", type=at_most(16), help="processes of the server")
    options.add_argument("--keep", action="store_true", help="leave the data set for later runs")
    chosen = options.parse_args()
    folder = folder_of(chosen)
    try:
        prepare(folder, chosen)
        return run(chosen)
    finally:
        close(keep=chosen.keep, folder=folder)


def at_most(bound: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not 1 <= int(text) <= bound:
            raise argparse.ArgumentTypeError(f"from 1 to {bound}")
        return int(text)

    return read


def run(chosen) -> int:
    from tests import processes
    from tests.benchmarks.ledger import Ledger

    places, ledger = Places(Random(chosen.seed)), Ledger(chosen.seed)
    variables = {"WEB_CONCURRENCY": str(chosen.workers)} if chosen.workers else {}
    with (
        tempfile.TemporaryDirectory(prefix="deals-cache-") as cache,
        processes.serving(CACHE_URL=f"file://{cache}", **variables) as (port, _pid),
    ):
        warm_up(port, places)
        answers, failures = load(chosen, port, places, ledger)
    ledger.put_back()
    faults = [*failures, *wrong(answers, ledger)]
    say(f"{chosen.rows:,} projects, {chosen.db}: {chosen.readers} readers, {chosen.seconds} s")
    say(f"{len(answers) / chosen.seconds:.1f} answers a second")
    for line in lines(answers):
        say(line)
    totals = sum(answer.kind == "API totals" for answer in answers)
    say(f"{len(ledger.totals)} data versions; {totals} totals compared; {len(faults)} faults")
    for fault in faults[:SHOWN]:
        say(fault)
    return int(bool(faults))


def warm_up(port: int, places: "Places") -> None:
    """Each kind once, as the first one waits for the start and reads the templates."""
    connection, random = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT), Random(0)
    for kind in places.ways:
        ask(connection, kind, places.some(kind, random))
    connection.close()


def load(chosen, port: int, places: "Places", ledger) -> tuple[list[Answer], list[str]]:
    """All answers, and what went wrong in reading and writing."""
    end = time.monotonic() + chosen.seconds
    answers: list[Answer] = []
    failures: list[str] = []

    def read(number: int) -> None:
        answers.extend(reading(port, places, Random(number), end, chosen.pause))

    threads = [threading.Thread(target=read, args=[n]) for n in range(chosen.readers)]
    for thread in threads:
        thread.start()
    while time.monotonic() < end:
        begun = time.monotonic()
        try:
            ledger.write()
        except Exception as error:  # whatever it is, it is to be told at the end
            failures.append(f"a write failed: {error!r}"[:300])
        time.sleep(max(begun + WRITES_EACH - time.monotonic(), 0))
    for thread in threads:
        thread.join(TIMEOUT * 2)
    failures += [f"{t.name} did not end" for t in threads if t.is_alive()]
    return answers, failures


def reading(
    port: int, places: "Places", random: Random, end: float, pause: float
) -> Iterator[Answer]:
    """The answers to one reader."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    kinds, last = random.choices([*WEIGHTS], WEIGHTS.values(), k=MOST_ASKED), None
    for kind in kinds:
        if time.monotonic() >= end:
            break
        if kind == "asked again":
            if not last:
                continue
            answer = ask(connection, kind, last.address, {"If-None-Match": last.tag})
        else:
            answer = ask(connection, kind, places.some(kind, random))
            last = answer if answer.tag else last
        yield answer
        if answer.is_followed:
            query = answer.address.partition("?")[2]
            yield ask(connection, FOLLOWING, f"/api/v1/totals.html?{query}")
        time.sleep(random.uniform(0, 2 * pause))
    connection.close()


def ask(connection, kind: str, address: str, headers=()) -> Answer:
    begun = time.monotonic()
    try:
        connection.request("GET", address, headers=dict(headers))
        response = connection.getresponse()
        body = response.read()
    except (OSError, http.client.HTTPException) as error:
        connection.close()  # the next request opens it again
        return Answer(kind, address, begun, time.monotonic() - begun, 0, body=repr(error).encode())
    took, tag = time.monotonic() - begun, response.headers.get("ETag", "")
    cache = response.headers.get("Cache-Status", "")
    shown = body if kind == "API totals" or response.status not in (200, 304) else b""
    return Answer(kind, address, begun, took, response.status, cache, shown, tag, FOLLOWED in body)


class Places:
    """Addresses at random, of records that are there."""

    def __init__(self, random: Random):
        from django.db.models import Max, Min

        from deals.models import Edition, Project
        from tests.benchmarks.operations import QUESTIONS

        pages = min(Project.objects.count() // 50 + 1, MOST_PAGES)
        ends = Project.objects.aggregate(first=Min("pk"), last=Max("pk"))
        keys = range(ends["first"], ends["last"] + 1)
        keys = random.sample(keys, min(2_000, len(keys)))
        some = [*Project.objects.filter(pk__in=keys).values_list("ref", "date", "name")]
        editions = list(Edition.objects.order_by("pk").values_list("slug", flat=True)[:500])
        questions = [*QUESTIONS, *(name.split()[0] for _ref, _date, name in some[:20])]

        def days(random: Random) -> str:
            first, second = sorted(str(random.choice(some)[1]) for _each in range(2))
            return (
                f"signed_after={first}&signed_before={first if random.random() < 0.5 else second}"
            )

        self.ways: dict[str, Callable[[Random], str]] = {
            "landing page": lambda random: random.choice(["/", "/", "/zh-hans/"]),
            "list": lambda random: random.choice(["/projects/", "/projects/?currency=USD"]),
            "list by page number": lambda random: f"/projects/?page={random.randrange(pages) + 1}",
            "list of some days": lambda random: f"/projects/?{days(random)}",
            "project page": lambda random: f"/projects/{random.choice(some)[0]}/",
            "edition page": lambda random: f"/editions/{random.choice(editions)}/",
            "search": lambda random: f"/search/?q={quote(random.choice(questions))}",
            "API page": lambda random: f"/api/v1/projects/?limit=50&offset={random.randrange(20)}",
            "API totals": lambda _random: "/api/v1/totals/",
            "API facets": lambda random: f"/api/v1/facets/?{days(random)}",
        }

    def some(self, kind: str, random: Random) -> str:
        return self.ways[kind](random)


def wrong(answers: list[Answer], ledger) -> Iterator[str]:
    for answer in answers:
        if not answer.is_right:
            text = answer.body[:200].decode(errors="replace")
            yield f"{answer.kind} {answer.address}: {answer.status} {text}"
        elif fault := fault_of_totals(answer, ledger):
            yield fault
    if fault := ledger.drift():
        yield fault


def fault_of_totals(answer: Answer, ledger) -> str:
    if answer.kind != "API totals":
        return ""
    return ledger.fault(json.loads(answer.body), answer.asked_at)


def lines(answers: list[Answer]) -> Iterator[str]:
    by_kind: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_kind[answer.kind].append(answer)
        if answer.kind in PAGES:
            by_kind["all pages"].append(answer)
    columns = ("asked", "errors", "p50", "p95", "max", "kept", "previous")
    yield f"{'':24}" + "".join(f"{column:>10}" for column in columns)
    for kind in [*WEIGHTS, FOLLOWING, "all pages"]:
        if found := by_kind[kind]:
            yield line(kind, found)


def line(kind: str, found: list[Answer]) -> str:
    times = sorted(answer.seconds for answer in found)
    cut = quantiles(times, n=20, method="inclusive") if len(times) > 1 else times * 19
    counts = (len(found), sum(not answer.is_right for answer in found))
    cells = [f"{count:,}" for count in counts]
    cells += [f"{seconds * 1000:,.0f} ms" for seconds in (cut[9], cut[18], times[-1])]
    cells += [f"{sum(getattr(a, name) for a in found):,}" for name in ("is_kept", "is_previous")]
    return f"{kind:24}" + "".join(f"{cell:>10}" for cell in cells)


if __name__ == "__main__":
    sys.exit(main())
