"""Broken, huge and booby-trapped files, one after another through the page for imports.

Each is uploaded to a real server, whose peak of memory and time to the message are measured. It
must be refused with a message, or read without harm where it only looks odd, within 20 seconds and
400 MB; nothing of a refused file may stay.
"""

import os
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path

from django.contrib.auth.models import User
from django.urls import reverse

from deals.models import ImportedRow, ImportRun, Project
from deals.models.imports import CHECKED, FAILED
from tests import factories as make
from tests import processes
from tests.attacks.booby import FILES
from tests.attacks.browser import Answer, Browser
from tests.attacks.ground import Tally

NAME = "uploads"
SECONDS, MEGABYTES, PATIENCE = 20, 400, 120
REFUSED, READ = "refused", "read"
MESSAGE = re.compile(r'class="error(?:list|note)[^>]*>(.*?)</', re.S)


@dataclass(frozen=True)
class Came:
    """What came of a file, after so many seconds and with this peak of memory in MB."""

    name: str
    what: str
    said: str
    seconds: float
    peak: float


def attack(count: int, seed: int = 1, names: tuple[str, ...] = ()) -> Tally:
    """The first `count` of them, or those that are named."""
    tally, came = Tally("files"), []
    User.objects.create_superuser(NAME, password=None)
    make.create_edition()
    with tempfile.TemporaryDirectory(prefix="deals-files-") as folder:
        variables = {"TMPDIR": folder, "LOG_LEVEL": "CRITICAL"}
        with processes.serving(**variables) as (port, pid):
            server = Server(pid, Browser(port, NAME), Path(folder))
            server.browser.get("/admin/")
            for name in names or islice(FILES, count):
                came.append(server.given(name, FILES[name]()))
                for fault in faults_of(came[-1], server):
                    tally.fault(f"{name}: {fault}")
    tell(tally, came)
    return tally


def tell(tally: Tally, came: list[Came]) -> None:
    tally.add("files", len(came))
    for what in (REFUSED, READ):
        tally.add(what, sum(each.what == what for each in came))
    slowest = max(came, key=lambda each: each.seconds)
    largest = max(came, key=lambda each: each.peak)
    tally.add(f"s at most ({slowest.name})", round(slowest.seconds, 1))
    tally.add(f"MB at most ({largest.name})", round(largest.peak))


def faults_of(came: Came, server: "Server") -> Iterator[str]:
    if came.what not in {REFUSED, READ} or not came.said:
        yield f"{came.what} {came.said or 'without a message'}"
    if came.seconds > SECONDS:
        yield f"{came.seconds:.1f} s"
    if came.peak > MEGABYTES:
        yield f"{came.peak:.0f} MB"
    yield from server.left(came)


class Server:
    """Its one worker answers a browser; temporary files lie in the folder."""

    def __init__(self, pid: int, browser: Browser, folder: Path):
        self.pid, self.browser, self.folder = pid, browser, folder
        self.projects = Project.objects.count()

    @property
    def worker(self) -> Path:
        """Another one, if the last was killed for its memory."""
        [child] = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return Path(f"/proc/{child}")

    def given(self, name: str, content: bytes) -> Came:
        (self.worker / "clear_refs").write_text("5")  # the peak begins anew
        begun = time.monotonic()
        file = BytesIO(content)
        file.name = name
        answer = self.browser.post(reverse("admin:deals_importrun_add"), {"file": file})
        what, said = self.outcome(answer)
        return Came(name, what, said, time.monotonic() - begun, self.peak())

    def outcome(self, answer: Answer) -> tuple[str, str]:
        """What became of the file, and the words that the person reads about that."""
        if answer.status_code != 302:
            refused = answer.status_code in {200, 400, 413}
            return REFUSED if refused else f"{answer.status_code}", self.words(answer)
        run = self.run_ended()
        page = self.browser.get(answer.url)
        if run.is_at_work or page.status_code != 200:
            return f"{run.state}, {page.status_code}", self.words(page)
        faulty = run.state == FAILED or run.faults or run.counts.get("error")
        said = run.message or self.words(page) or str(run.counts)
        return REFUSED if faulty else READ, said

    def run_ended(self) -> ImportRun:
        end = time.monotonic() + PATIENCE
        while (run := ImportRun.objects.order_by("pk").last()).is_at_work:
            if time.monotonic() > end:
                break
            time.sleep(0.1)
        return run

    def words(self, page: Answer) -> str:
        found = MESSAGE.findall(page.text) or re.findall("<p>(.*?)</p>", page.text, re.S)
        return " ".join(" ".join(re.sub("<[^>]*>", " ", each).split()) for each in found)

    def peak(self) -> float:
        """MB of memory in use since the file was given."""
        status = (self.worker / "status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024

    def left(self, came: Came) -> Iterator[str]:
        """What must not stay of the file; drops what waits for its editor."""
        if Project.objects.count() != self.projects:
            yield "it made a project"
        run = ImportRun.objects.order_by("pk").last()
        if run and run.state == FAILED and (run.content is not None or run.rows.exists()):
            yield "the file stays though it was refused"
        if run and run.state == CHECKED:
            self.browser.post(reverse("admin:deals_importrun_step", args=[run.pk, "cancel"]), {})
        end = time.monotonic() + 2
        while (files := os.listdir(self.folder)) and time.monotonic() < end:
            time.sleep(0.1)
        if files:
            yield f"temporary files stay: {files}"
        if ImportedRow.objects.exists():
            yield "rows of a preview stay"
        ImportRun.objects.all().delete()
