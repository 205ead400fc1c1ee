"""What people do, in processes of their own, which may be killed.

With a name and its JSON, `python -m tests.attacks.doing NAME JSON` does that, and tells each write
as a line of JSON after it was acknowledged. Without, it does in a fork what each line of its input
orders as `[name, arguments, seconds or null]`, and kills that so long after it has begun to write.
"""

import datetime
import json
import os
import re
import signal
import sys
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from random import Random

MOST_TRIES, DAYS_EACH, MOST_JOBS = 200, 250, 10**6
FIRST_DAY = datetime.date(2000, 1, 1)
CONFLICT = 'class="conflict"'
ARTICLE = """Forum ends with 42 agreements
ROME, June 5, 2024 (Horn News Agency) -- In all 42 agreements were signed at the Alpha Beta Forum,
with a total investment of over 3.5 billion euros.
"""


def main() -> None:
    import django

    django.setup()
    if len(sys.argv) == 1:
        for line in sys.stdin:
            tell(**killed(*json.loads(line)))
    else:
        name, given = sys.argv[1:]
        DOINGS[name](**json.loads(given))


def killed(name: str, given: dict, kill_after: float | None) -> dict:
    """The exit code of the process, and its seconds from when it began to write."""
    begun, begins = os.pipe()
    pid = os.fork()
    if not pid:
        alone(name, given, lambda: os.write(begins, b"!"))
    os.close(begins)
    os.read(begun, 1)
    os.close(begun)
    since = time.monotonic()
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(pid, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return {"code": code, "seconds": time.monotonic() - since}


def alone(name: str, given: dict, begin: "Begin") -> None:
    """Does it, and ends the fork without going back to where it came from."""
    code = 1
    try:
        DOINGS[name](begin, **given)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def tell(**values) -> None:
    sys.stdout.write(f"{json.dumps(values)}\n")
    sys.stdout.flush()


# One thing, which may be killed; `begin` says that from here on it writes

Begin = Callable[[], object]


class Beginning:
    """An output whose first word is the beginning."""

    def __init__(self, begin: Begin):
        self.write = lambda _text: begin()


def importing(begin: Begin, path: str) -> None:
    from django.core.management import call_command

    call_command("import_projects", path, different=True, stdout=Beginning(begin))


def merge(begin: Begin, kept: int, lost: int) -> None:
    from deals import merging
    from deals.models import Project

    found = Project.objects.in_bulk([kept, lost])
    begin()
    merging.merge(merging.Plan(found[kept], found[lost]))


def undo(begin: Begin, action: int) -> None:
    from deals import undo as undoing
    from deals.models import Action

    found = Action.objects.get(pk=action)
    begin()
    undoing.undo(found)


def rates(begin: Begin, currencies: list[str], since: str) -> None:
    from deals.rates import load_rates

    begin()
    load_rates(currencies=currencies, since=datetime.date.fromisoformat(since))


def article(begin: Begin, user: str) -> None:
    """All that an article proposes, stored through the form of its review."""
    from django.urls import reverse

    from tests.deals.admin.conftest import Form

    client, review = client_of(user), reverse("admin:deals_article_review")
    shown = client.post(review, {"text": ARTICLE, "url": ""}).content.decode()
    begin()
    values = Form(shown).values | {
        "edition-place": "",
        "_save": "1",
    }  # a place would need a country
    response = client.post(review, values)
    assert response.status_code == 302, errors_in(response.content.decode())


def client_of(user: str):
    """A browser at the address where the site of a demo lives."""
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    client.force_login(User.objects.get(username=user))
    return client


# Many writes


def adding(name: str, edition: int, source: int) -> None:
    """New projects one after the other, until it is ended; what fails is not tried again."""
    from django.db import InterfaceError, OperationalError, connection

    from deals.models import Edition, Source
    from tests import factories as make

    known = {"edition": Edition.objects.get(pk=edition), "source": Source.objects.get(pk=source)}
    for number in count(1):
        try:
            project = make.create_project(ref=f"{name}-{number}", amount=number, **known)
        except (OperationalError, InterfaceError):
            connection.close()
            time.sleep(0.05)
        else:
            tell(ref=project.ref, amount=number, at=time.monotonic())


def editors(
    first: int, people: int, writes: int, seed: int, edition: int, source: int, shared: list[int]
) -> None:
    """So many people, each with a browser and a connection, write through the admin's forms."""
    numbers = range(first, first + people)
    known = {"edition": edition, "source": source, "shared": shared}
    with ThreadPoolExecutor(people) as pool:
        done = [pool.submit(_edit, number, writes, seed, known) for number in numbers]
    for each in done:
        each.result()


def _edit(number: int, writes: int, seed: int, known: dict) -> None:
    from django.db import connection

    editor = Editor(number, Random(f"{seed} {number}"), **known)
    try:
        for turn in range(writes):
            editor.write(turn)
    finally:
        connection.close()


class Editor:
    """Makes a project, adds to the jobs of one that others change too, or adds an event."""

    def __init__(self, number: int, random: Random, edition: int, source: int, shared: list[int]):
        from django.urls import reverse

        from tests.deals.admin.conftest import Page

        self.number, self.random, self.shared = number, random, shared
        self.edition, self.source = edition, source
        self.client, self.page_of, self.reverse = client_of(f"writer-{number}"), Page, reverse
        self.new = self.page_of(self.client, reverse("admin:deals_project_add"))
        self.new.add_row("investments", currency="CNY", qualifier="exact")

    def write(self, turn: int) -> None:
        """One write; a line of JSON says what it was, how it ended and who was told what."""
        what = self.random.choice(["create", "create", "change", "event"])
        try:
            said = getattr(self, what)(turn)
        except AssertionError as error:
            said = {"fault": f"{what}: {error}"}
        tell(what=what, **said)

    def create(self, turn: int) -> dict:
        name = f"{self.random.getrandbits(64):016x} {self.random.getrandbits(64):016x}"
        amount = 1_000_000 * self.number + turn + 1
        values = {"name": name, "edition": self.edition, "source": self.source}
        assert self.new.save(**values, **{"investments-0-amount": str(amount)}), errors_in(
            self.new.text
        )
        return {"name": name, "amount": amount}

    def change(self, _turn: int) -> dict:
        """Who is told that someone else was faster reads the page again and adds to that."""
        pk, more = self.random.choice(self.shared[:4]), self.random.randrange(1, MOST_JOBS)
        for told in range(MOST_TRIES):
            page = self.opened(pk)
            if page.save(jobs=str(int(page.values["jobs"].replace(",", "")) + more)):
                return {"pk": pk, "more": more, "told": told}
            assert CONFLICT in page.text, errors_in(page.text)
        raise AssertionError(f"told {MOST_TRIES} times that someone else was faster")

    def event(self, turn: int) -> dict:
        pk = self.random.choice(self.shared)
        on = FIRST_DAY + datetime.timedelta(DAYS_EACH * self.number + turn)
        page = self.opened(pk)
        row = {"status": "signed", "on": str(on), "precision": "day", "source": self.source}
        page.add_row("status_events", **row)
        for told in range(MOST_TRIES):
            if page.save():
                return {"pk": pk, "on": str(on), "told": told}
            assert CONFLICT in page.text, errors_in(page.text)
        raise AssertionError(f"told {MOST_TRIES} times that someone else was faster")

    def opened(self, pk: int):
        """The page of a project, as it is stored now."""
        return self.page_of(self.client, self.reverse("admin:deals_project_change", args=[pk]))


def errors_in(page: str) -> list[str]:
    """Not by its context: a test client's may be that of another thread."""
    return re.findall(r'class="error(?:list|note)[^>]*>(.*?)</', page, re.S)


DOINGS: dict[str, Callable[..., None]] = {
    each.__name__: each for each in (importing, merge, undo, rates, article, adding, editors)
}

if __name__ == "__main__":
    main()
