"""Sixteen people write through the admin at the same moment; the database is not their concern.

They work in processes with threads, each with a connection and a browser of its own, and make
projects, add to the jobs of projects that others change too, and add events to them. The script
tries nothing again but what a person does who is told that someone else was faster. What was
acknowledged must be there once, and nothing else.
"""

import json
import subprocess
from collections import Counter

from django.contrib.auth.models import User

from deals.checks import problems
from deals.models import Action, DataVersion, Investment, Project, StatusEvent
from tests import factories as make
from tests import processes
from tests.attacks.ground import Tally

PEOPLE, PROCESSES, SHARED, JOBS = 16, 4, 16, 100


def attack(count: int, seed: int = 1, people: int = PEOPLE, among: int = PROCESSES) -> Tally:
    """`count` writes, divided among the people, who are divided `among` processes."""
    tally = Tally("writers")
    shared, known = prepare(people)
    before = version(), Action.objects.count()
    told = work(people, among, count // people, seed, known)
    for what in ("create", "change", "event"):
        tally.add(f"{what}s", sum(each["what"] == what for each in told))
    tally.add("times someone was told of another's change", sum(e.get("told", 0) for e in told))
    for line in told:
        if "fault" in line:
            tally.fault(line["fault"])
    done = [each for each in told if "fault" not in each]
    if len(told) != count // people * people:
        tally.fault(f"{len(told)} writes ended, not {count}")
    for fault in lost_or_doubled(done, shared, before):
        tally.fault(fault)
    for problem in problems():
        tally.fault(problem)
    return tally


def prepare(people: int) -> tuple[list[int], dict]:
    """What all of them know: projects that several change, an edition and a source for new ones."""
    for number in range(people):
        User.objects.create_superuser(f"writer-{number}", password=None)
    edition, source = make.create_edition(), make.create_source()
    shared = [
        make.create_project(edition=edition, source=source, name=f"Shared {number}", jobs=JOBS).pk
        for number in range(SHARED)
    ]
    return shared, {"edition": edition.pk, "source": source.pk, "shared": shared}


def work(people: int, among: int, writes: int, seed: int, known: dict) -> list[dict]:
    """What all of them tell, once they are done."""
    each, started = people // among, []
    for first in range(0, people, each):
        given = {"first": first, "people": each, "writes": writes, "seed": seed, **known}
        command = ("-m", "tests.attacks.doing", "editors", json.dumps(given))
        started.append(processes.start(*command, stdout=subprocess.PIPE, text=True))
    heard = [process.communicate()[0] for process in started]
    return [json.loads(line) for text in heard for line in text.splitlines()]


def version() -> int:
    return DataVersion.objects.get().number


def lost_or_doubled(done: list[dict], shared: list[int], before: tuple[int, int]):
    """Each difference between what was acknowledged and what is stored."""
    made = Counter((e["name"], e["amount"]) for e in done if e["what"] == "create")
    stored = Investment.objects.exclude(project__in=shared).filter(
        project__name__in=[n for n, _a in made]
    )
    yield from differences("project", made, stored.values_list("project__name", "amount"))
    events = Counter((e["pk"], e["on"]) for e in done if e["what"] == "event")
    stored = StatusEvent.objects.filter(project__in=shared).values_list("project", "on")
    yield from differences("event", events, [(pk, str(on)) for pk, on in stored])
    jobs = dict(Project.objects.filter(pk__in=shared).values_list("pk", "jobs"))
    for each in done:
        if each["what"] == "change":
            jobs[each["pk"]] -= each["more"]
    yield from (f"{n - JOBS} jobs of {pk} are from nobody" for pk, n in jobs.items() if n != JOBS)
    counts = version() - before[0], Action.objects.count() - before[1]
    if counts != (len(done), len(done)):
        yield f"{counts} data versions and change records for {len(done)} writes"


def differences(what: str, told: Counter, stored) -> list[str]:
    stored = Counter(stored)
    lost, doubled = told - stored, stored - told
    return [f"{what} lost: {key}" for key in lost] + [
        f"{what} twice, or of nobody: {key}" for key in doubled
    ]
