"""Where attacks take place: a database with the starter data in it, accounts, and requests."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.contrib.auth.models import Group, User
from django.test import Client

SHOWN = 20
ROLES = ("anonymous", "plain", "viewer", "editor", "administrator")


def make_accounts() -> None:
    """One of each role: no staff, staff without rights, the editors' group, a superuser."""
    for name in ROLES[1:]:
        user = User.objects.create_user(name, password="only for attacks")
        user.is_staff = name != "plain"
        user.is_superuser = name == "administrator"
        user.save()
    User.objects.get(username="editor").groups.add(Group.objects.get(name="Editors"))


def client_of(role: str, **options) -> Client:
    """A browser of its own, signed in; a 500 is an answer here, not an exception."""
    client = Client(raise_request_exception=False, **options)
    if role != "anonymous":
        client.force_login(User.objects.get(username=role))
    return client


@dataclass
class Tally:
    """What an attack counted, and what must not have happened."""

    name: str
    counts: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, what: str, number: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + number

    def fault(self, text: str) -> None:
        self.faults.append(text)

    def lines(self) -> list[str]:
        counts = ", ".join(f"{number:,} {what}" for what, number in self.counts.items())
        return [f"{self.name}: {counts}; {len(self.faults)} faults", *self.faults[:SHOWN]]


class Bugs(logging.Handler):
    """Collects what the product itself calls a bug: an exception that its safety net caught."""

    def __init__(self, tally: Tally):
        super().__init__(logging.ERROR)
        self.tally = tally

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if text.startswith("Bug:") or (record.exc_info and record.name == "django.request"):
            self.tally.fault(f"logged: {text[:200]} {record.exc_info and record.exc_info[1]!r}")


@contextmanager
def bugs_counted(tally: Tally) -> Iterator[None]:
    handler, root = Bugs(tally), logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
