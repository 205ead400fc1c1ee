"""The disk becomes full while people write: they are told, readers go on, nothing is half stored.

A disk in memory holds the database and can be made as small as what it holds. People write through
a real server: the form of a project, an article, a merge, an import of some hundred rows. What did
not fit must have answered with a page or a message that says so, nothing of it may be stored, and
once there is room the same must be stored by the same form. Then, with the disk full: a sign-in,
`backup` to it and from it, uploads and workbooks whose temporary files lie on it; and PostgreSQL,
which without room for its log stops, must answer again by itself once it runs.
"""

import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from random import Random

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.db import Error, connection
from django.urls import reverse

from deals.checks import problems
from deals.models import Action, ImportRun
from deals.undo import undo
from tests import databases, disks, processes
from tests import factories as make
from tests.attacks import kills
from tests.attacks.browser import Answer, Browser
from tests.attacks.doing import ARTICLE
from tests.attacks.ground import Tally
from tests.deals.admin.conftest import Form, Page
from tests.elsewhere import connected_to
from tests.standby import Durable

NAME, PASSWORD = "on-a-full-disk", "only for attacks"
ROWS, MOST_LEFT = 400, 3_000_000
SECONDS, SMALL = 5, 4096
PAGES = ("/projects/?q={}", "/api/v1/projects/?q={}", "/api/v1/totals/?q={}")
# What a person reads who is told, whatever it was that did not fit.
TOLD = ("disk", "cannot be reached")
# They tell of what people tried, and may.
NOT_COMPARED = frozenset({"deals.importrun", "deals.importedrow"})


def attack(writes: int, seed: int = 1, rows: int = ROWS) -> Tally:
    tally = Tally("disk")
    if disks.obstacle():
        tally.add(f"writes ({disks.obstacle()})", 0)
        return tally
    with ExitStack() as stack:
        ground = stack.enter_context(on_a_disk())
        for fault in faults(tally, ground, writes, Random(seed), rows):
            tally.fault(fault)
    return tally


def faults(tally: Tally, ground: "Ground", writes: int, random: Random, rows: int) -> Iterator[str]:
    with processes.serving(LOG_LEVEL="CRITICAL") as (port, _pid):
        browser = Browser(port, NAME)
        deeds = prepare(browser, rows)
        for deed in deeds * 2:  # as kills do: what one leaves behind, the next one finds
            yield from learn(deed)
        for deed in islice(cycle(deeds), writes):
            # In every other case nothing fits at all.
            leave = random.choice([0, random.randrange(MOST_LEFT)])
            yield from written(deed, browser, ground, leave, tally)
        yield from signing_in(port, ground.disk, tally)
        yield from backing_up(ground.disk, tally)
        if ground.server:
            yield from without_a_log(ground, port, tally)
    yield from temporary(tally)
    yield from problems()


# Where it takes place


@dataclass
class Ground:
    """`server` is the PostgreSQL whose data the disk holds."""

    disk: disks.Disk
    server: Durable | None = None


@contextmanager
def on_a_disk() -> Iterator[Ground]:
    """A copy of this process's database on a disk of its own, and this process connected to it."""
    place = on_postgres if connection.vendor == "postgresql" else on_sqlite
    with place() as (ground, url), connected_to(url):
        hashed = PBKDF2PasswordHasher().encode(PASSWORD, "salt")  # as the server reads it
        User.objects.create_superuser(NAME, password=None)
        User.objects.filter(username=NAME).update(password=hashed)
        yield ground
        ground.disk.make_room()


@contextmanager
def on_sqlite() -> Iterator[tuple[Ground, str]]:
    with a_disk() as disk:
        path = disk.folder / "deals.sqlite3"
        there, here = sqlite3.connect(path), sqlite3.connect(connection.settings_dict["NAME"])
        here.backup(there)
        there.close()
        here.close()
        yield Ground(disk), f"sqlite:///{path}"


@contextmanager
def a_disk() -> Iterator[disks.Disk]:
    with tempfile.TemporaryDirectory(prefix="deals-disk-") as folder:
        place = Path(folder) / "disk"
        place.mkdir()
        with disks.mounted(place) as disk:
            yield disk


class Crowded(Durable):
    """Its data lie on a disk of their own."""

    def initialise(self, programs):
        owner = databases.unprivileged()
        (self.folder / "data").mkdir()
        self.disk = disks.Disk(self.folder / "data", owner)
        super().initialise(programs)


@contextmanager
def on_postgres() -> Iterator[tuple[Ground, str]]:
    server = Crowded()
    try:
        server.start()
        yield Ground(server.disk, server), server.url
    finally:
        server.disk.make_room()
        with suppress(RuntimeError):  # it has stopped already
            server.halt()
        server.disk.unmount()
        server.stop()


# What is done


@dataclass
class Deed:
    """`form` opens it, which returns what sends it, as often as it is called.

    `again` does what the site offers to who was refused; `changes` is what it does to the counts.
    """

    name: str
    form: Callable[[], Callable[[], Answer]]
    again: Callable[[Callable[[], Answer]], Answer] = lambda send: send()
    changes: dict[str, int] = field(default_factory=dict)


def prepare(browser: Browser, rows: int) -> list[Deed]:
    edition, source = make.create_edition(year=2024), make.create_source()
    kept, lost = (
        make.create_project(edition=edition, source=source, name="Twin", amount=amount)
        for amount in (5_000, 7_000)
    )
    lines = [f"Imported {n:04},{edition.slug},{n + 1},EUR,{source.slug}" for n in range(rows)]
    content = "\r\n".join([",".join(kills.HEADERS), *lines]).encode()
    return [
        Deed("project", lambda: project_form(browser, edition.pk, source.pk)),
        Deed("import", lambda: import_form(browser, content), lambda _send: import_on(browser)),
        Deed("merge", lambda: merge_form(browser, kept.pk, lost.pk)),
        Deed("article", lambda: article_form(browser)),
    ]


def project_form(browser: Browser, edition: int, source: int) -> Callable[[], Answer]:
    page = Page(browser, reverse("admin:deals_project_add"))
    page.add_row("investments", currency="CNY", qualifier="exact", amount="5000")
    page.values |= {"name": "Cell plant", "edition": edition, "source": source, "why": "x" * 200}
    return lambda: browser.post(page.address, page.values)


def merge_form(browser: Browser, kept: int, lost: int) -> Callable[[], Answer]:
    page = Page(browser, f"{reverse('admin:deals_project_merge')}?a={kept}&b={lost}")
    page.read(browser.post(page.address, page.values | {"_preview": "1"}))
    return lambda: browser.post(page.address, page.values | {"_merge": "1"})


def article_form(browser: Browser) -> Callable[[], Answer]:
    review = reverse("admin:deals_article_review")
    shown = browser.post(review, {"text": ARTICLE, "url": ""}).text
    values = Form(shown).values | {"edition-place": "", "_save": "1"}
    return lambda: browser.post(review, values)


def import_form(browser: Browser, content: bytes) -> Callable[[], Answer]:
    key = int(upload(browser, content).url.split("/")[-3])
    return lambda: step(browser, key, "import")


def upload(browser: Browser, content: bytes, name: str = "deals.csv") -> Answer:
    file = BytesIO(content)
    file.name = name
    return browser.post(reverse("admin:deals_importrun_add"), {"file": file})


def step(browser: Browser, key: int, name: str) -> Answer:
    """The page that shows what came of a step of an import."""
    answer = browser.post(reverse("admin:deals_importrun_step", args=[key, name]), {})
    return browser.get(answer.url) if answer.status_code == 302 else answer


def import_on(browser: Browser) -> Answer:
    """What an editor does who finds that an import broke off: look, check, import."""
    key = ImportRun.objects.light().order_by("pk").last().pk
    answer = browser.get(reverse("admin:deals_importrun_change", args=[key]))
    for name in ("check", "import"):
        answer = step(browser, key, name)
    return answer


# Writing


def learn(deed: Deed) -> Iterator[str]:
    before = stored()
    answer = deed.form()()
    deed.changes = kills.differences(before, stored())
    if not deed.changes:
        yield f"{deed.name}, with room: {described(answer)}"
    take_back(deed)


def written(deed: Deed, browser: Browser, ground: Ground, leave: int, tally: Tally):
    send, before, text = deed.form(), stored(), kills.said()
    with full(ground.disk, leave):
        answer = send()
        yield from unread(browser, tally)
    wait_for(ground, tally)
    where, changes = f"{deed.name} with {leave:,} bytes left", kills.differences(before, stored())
    tally.add("writes")
    if not changes:
        tally.add("refused")
        if kills.said() != text:
            yield f"{where}: refused, and the exports say something else"
        yield from untold(where, answer)
        answer = deed.again(send)
        changes = kills.differences(before, stored())
    if changes != deed.changes:
        yield f"{where}: changed {changes}, not {deed.changes}; {described(answer)}"
    yield from problems()
    take_back(deed)


@contextmanager
def full(disk: disks.Disk, leave: int = 0) -> Iterator[None]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # whose log would take in what fits into it
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    # It would keep open for the server what that must have open itself.
    connection.close()
    disk.fill(leave)
    try:
        yield
    finally:
        disk.make_room()


def unread(browser: Browser, tally: Tally) -> Iterator[str]:
    """Pages that nobody has asked for yet, so that none is kept."""
    for page in PAGES:
        tally.add("pages read meanwhile")
        answer = browser.get(page.format(f"word{tally.counts['pages read meanwhile']}"))
        # PostgreSQL stops where not even its log has room.
        if answer.status_code != 200 and (accepts() or not is_told(answer)):
            yield f"{page} while the disk is full: {described(answer)}"


def untold(where: str, answer: Answer) -> Iterator[str]:
    """Whether the person was not told, in a page that they can report."""
    told = any(word in answer.text for word in TOLD) and "Traceback" not in answer.text
    if answer.status_code not in {200, 503} or not told or len(answer.request_id) != 32:
        yield f"{where}: {described(answer)}"
    if answer.status_code == 503 and answer.request_id not in answer.text:
        yield f"{where}: a 503 without its request id"


def described(answer: Answer) -> str:
    text = " ".join(answer.text.split())
    return f"{answer.status_code} {text[:300]}"


def stored() -> dict[str, int]:
    return {name: count for name, count in kills.stored().items() if name not in NOT_COMPARED}


def take_back(deed: Deed) -> None:
    if deed.changes.get("deals.action"):
        undo(Action.objects.order_by("pk").last())


# What else writes


def signing_in(port: int, disk: disks.Disk, tally: Tally) -> Iterator[str]:
    """Told, or done where it fitted; and done in any case when there is room."""
    visitor, values = Browser(port, "anonymous"), {"username": NAME, "password": PASSWORD}
    tally.add("sign-ins")
    with full(disk):
        answer = visitor.post("/admin/login/?next=/admin/", values)
        if answer.status_code != 302:
            yield from untold("a sign-in", answer)
    if (answer := visitor.post("/admin/login/?next=/admin/", values)).status_code != 302:
        yield f"a sign-in with room: {described(answer)}"


def backing_up(disk: disks.Disk, tally: Tally) -> Iterator[str]:
    """To a full disk: refused without a trace. From one to another: done."""
    tally.add("backups", 2)
    with a_disk() as other:
        other.fill(SMALL)
        code, said = backup(other.folder / "deals.gz")
        if code != 1 or "No space left" not in said or "Traceback" in said:
            yield f"backup to a full disk: {code} {said}"
        if left := [each.name for each in other.folder.iterdir()]:
            yield f"backup to a full disk left {left}"
        other.make_room()
        with full(disk):
            code, said = backup(other.folder / "deals.gz")
        if code:
            yield f"backup from a full disk: {code} {said}"


def backup(file: Path) -> tuple[int, str]:
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    process = processes.start("manage.py", "backup", str(file), **pipes)
    said = process.communicate()[0]
    return process.returncode, said


def temporary(tally: Tally) -> Iterator[str]:
    """Uploads and workbooks pass through files in the folder for temporary ones."""
    with a_disk() as disk:
        variables = {"TMPDIR": str(disk.folder), "LOG_LEVEL": "CRITICAL"}
        with processes.serving(**variables) as (port, _pid):
            yield from through_files(Browser(port, NAME), disk, tally)
            until(lambda: not disk.used)
        if left := [each.name for each in disk.folder.iterdir()]:
            yield f"temporary files stay: {left}"


def through_files(browser: Browser, disk: disks.Disk, tally: Tally) -> Iterator[str]:
    table = ",".join(kills.HEADERS).encode() + b"\r\n"
    files = {
        "an upload": lambda: upload(browser, table + b"," * 4 * 2**20),
        "a workbook": lambda: browser.get("/api/v1/projects.xlsx"),
    }
    for name, send in files.items():
        tally.add("temporary files")
        if (answer := send()).status_code not in {200, 302}:
            yield f"{name} with room: {described(answer)}"
        until(lambda: not disk.used)  # else what they give back would be room
        with full(disk):
            yield from untold(name, send())
        if (answer := send()).status_code not in {200, 302}:
            yield f"{name} with room again: {described(answer)}"


def until(holds: Callable[[], bool]) -> bool:
    """Whether it came about in time."""
    end = time.monotonic() + SECONDS
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


# PostgreSQL without room for its log


def without_a_log(ground: Ground, port: int, tally: Tally) -> Iterator[str]:
    browser, before = Browser(port, "anonymous"), stored()
    status = ground.disk.folder / "postmaster.pid"
    tally.add("logs without room")
    with full(ground.disk):
        use_up_the_log()
        until(lambda: not status.exists())  # it gives up, as starting writes to the log too
        answers = [browser.get(page.format("log")) for page in PAGES]
    for page, answer in zip(PAGES, answers, strict=True):
        if answer.status_code != 200 and not is_told(answer):
            yield f"{page} without a database: {described(answer)}"
    tally.add("pages that said so", sum(answer.status_code == 503 for answer in answers))
    wait_for(ground, tally)
    if not until(lambda: reads(browser)):
        yield f"no answer within {SECONDS} s after there was room"
    if stored() != before:
        yield f"without a log: {kills.differences(before, stored())}"


def use_up_the_log() -> None:
    """Ends when the database does. These messages stand in its log, and nowhere else."""
    with suppress(Error):
        while True:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_logical_emit_message(true, 'full', repeat('x', 1000000))")


def is_told(answer: Answer) -> bool:
    """Whether the reader was told that there is no database now, and when to come again."""
    said = any(word in answer.text for word in TOLD) and answer.headers.get("Retry-After")
    return answer.status_code == 503 and bool(said)


def wait_for(ground: Ground, tally: Tally) -> None:
    """PostgreSQL comes back by itself once there is room, or has to be started."""
    if not until(accepts):
        ground.server.come_back()
        tally.add("starts of PostgreSQL")


def accepts() -> bool:
    try:
        connection.close()
        connection.ensure_connection()
    except Error:
        return False
    return True


def reads(browser: Browser) -> bool:
    return all(browser.get(page.format("again")).status_code == 200 for page in PAGES)
