"""kill -9 at any moment of what people do: what is stored is what was before, or all of it.

In turn an import, the undo of that import, a merge, an article and a reload of the rates. Each
runs in a process of its own, which is killed somewhere between the moment when it begins to write
and the one when it ended at a run that nobody killed. Then what was not stored is done again,
which must work, and what is not undone by the next one is taken back.
"""

import csv
import json
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from random import Random

from django.apps import apps
from django.contrib.auth.models import User

from deals import exports
from deals.checks import problems
from deals.models import Action, DataVersion, ExchangeRate, Project, ReportedFigure
from deals.undo import undo
from tests import factories as make
from tests import processes
from tests.attacks.ground import Tally

ROWS, INTO_IT = 600, 1.5
CURRENCIES, SINCE = ("CNY", "USD", "GBP", "INR"), "2019-01-01"
HEADERS = ("name", "edition", "amount", "currency", "source")
# Written by a sign-in of the one who stores an article, before that begins.
OF_SIGN_INS = frozenset({"session", "auditentry", "user"})
NOT_COMPARED = frozenset({"ref", "id", "created_at", "updated_at", "version", "url"})


@dataclass
class Deed:
    """`given` are its arguments; `take_back` is needed before it can be done again.

    `seconds` it took unkilled, from its beginning; `changes` is what it then did to the counts.
    """

    name: str
    given: Callable[[], dict]
    take_back: Callable[[], None] = lambda: None
    seconds: float = 0
    changes: dict[str, int] = field(default_factory=dict)
    says: str = ""


def attack(kills: int, seed: int = 1, rows: int = ROWS) -> Tally:
    tally, random = Tally("kills"), Random(seed)
    with tempfile.TemporaryDirectory(prefix="deals-kills-") as folder, a_doer() as doer:
        deeds = prepare(Path(folder), rows)
        # The first round leaves retired addresses, which the second finds, as all later ones do.
        for deed in deeds * 2:
            learn(deed, doer)
        for _number, deed in zip(range(kills), cycle(deeds), strict=False):
            kill_once(deed, doer, random, tally)
    return tally


def learn(deed: Deed, doer) -> None:
    """How long it takes and what it does."""
    before = stored()
    deed.seconds = run(deed, doer)
    deed.changes = differences(before, stored())
    deed.says = said()
    deed.take_back()


def kill_once(deed: Deed, doer, random: Random, tally: Tally) -> None:
    before, text = stored(), said()
    moment = random.random() * deed.seconds * INTO_IT
    run(deed, doer, kill_after=moment)
    where = f"{deed.name} killed after {moment:.3f} s"
    tally.add("kills")
    changes = differences(before, stored())
    if not changes and said() == text:
        tally.add("before")
        run(deed, doer)
        changes = differences(before, stored())
    else:
        tally.add("after")
    for fault in faults_after(deed, changes):
        tally.fault(f"{where}: {fault}")
    deed.take_back()


def faults_after(deed: Deed, changes: dict[str, int]) -> Iterator[str]:
    """What is not as it was after the run that nobody killed."""
    if changes != deed.changes:
        yield f"changed {changes}, not {deed.changes}"
    if said() != deed.says:
        yield "the exports say something else"
    yield from problems()


def run(deed: Deed, doer: subprocess.Popen, kill_after: float | None = None) -> float:
    """Seconds from when it began to write to its end; raises where it failed by itself."""
    doer.stdin.write(json.dumps([deed.name, deed.given(), kill_after]) + "\n")
    doer.stdin.flush()
    told = json.loads(doer.stdout.readline())
    if told["code"] not in {0, -signal.SIGKILL}:
        raise RuntimeError(f"{deed.name} ended with {told['code']}")
    return told["seconds"]


@contextmanager
def a_doer() -> Iterator[subprocess.Popen]:
    """A process that knows the product and no database yet, for `run`."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with processes.start("-m", "tests.attacks.doing", **pipes) as doer:
        yield doer


# What is stored


def stored() -> dict[str, int]:
    """By model: how many records there are; and the data version."""
    models = [m for m in apps.get_models() if m._meta.model_name not in OF_SIGN_INS]
    found = {model._meta.label_lower: model._base_manager.count() for model in models}
    return found | {"version": DataVersion.objects.get().number}


def differences(before: dict[str, int], now: dict[str, int]) -> dict[str, int]:
    return {name: now[name] - before[name] for name in now if now[name] != before[name]}


def said() -> str:
    """The exports, but for keys, and what tells when and how often something was stored."""
    projects = csv.DictReader(
        "".join(exports.csv_of(Project.objects.order_by("name", "pk"))).splitlines()
    )
    figures = ReportedFigure.objects.order_by("metric", "value", "currency", "pk")
    figures = figures.values_list("metric", "value", "currency", "horizon", "group_key")
    rows = [{k: v for k, v in row.items() if k not in NOT_COMPARED} for row in projects]
    return json.dumps([rows, list(figures)])


# What is done


def prepare(folder: Path, rows: int) -> list[Deed]:
    """What is done in turn: each leaves what the next one needs."""
    edition, source = make.create_edition(year=2024), make.create_source()
    path = folder / "deals.csv"
    lines = [f"Imported {n:04},{edition.slug},{n + 1},EUR,{source.slug}" for n in range(rows)]
    path.write_text("\r\n".join([",".join(HEADERS), *lines]))
    kept, lost = (
        make.create_project(edition=edition, source=source, name="Twin", amount=amount)
        for amount in (5_000, 7_000)
    )
    User.objects.create_superuser("killed", password=None)
    return [
        Deed("importing", lambda: {"path": str(path)}),
        Deed("undo", lambda: {"action": latest().pk}),
        Deed("merge", lambda: {"kept": kept.pk, "lost": lost.pk}, undo_latest),
        Deed("article", lambda: {"user": "killed"}, undo_latest),
        Deed("rates", lambda: {"currencies": CURRENCIES, "since": SINCE}, drop_rates),
    ]


def latest() -> Action:
    return Action.objects.order_by("pk").last()


def undo_latest() -> None:
    undo(latest())


def drop_rates() -> None:
    ExchangeRate.objects.filter(currency__in=CURRENCIES, date__gte=SINCE).delete()
