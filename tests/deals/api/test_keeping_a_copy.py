"""A copy that is kept by the recipe of the API's description, while others write."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import connection

from deals.merging import Plan, merge
from deals.models import DataVersion, Project, version, write
from deals.undo import undo
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)
API = "/api/v1"
WRITERS, EDITS, SECONDS = 3, 8, 60


class Copy:
    """The projects by id as the API showed them last; `resume` is where to go on."""

    def __init__(self, client):
        self.client, self.projects, self.resume = client, {}, ""

    def get(self, address):
        response = self.client.get(address)
        return response.json() if response.status_code == 200 else None

    def begin_with_lists(self):
        self.resume = self.get(f"{API}/changes/?limit=1&kind=projects")["resume"]
        address = f"{API}/projects/?cursor=start&limit=3"
        while address:
            page = self.get(address)
            for row in page["results"]:
                self.read(row["id"])
            address = page["next"]

    def begin_with_log(self):
        self.resume = f"{API}/changes/?cursor=start&limit=5&kind=projects"
        self.follow()

    def follow(self):
        address = self.resume
        while address:
            page = self.get(address)
            for row in page["results"]:
                self.read(row["id"])
            address, self.resume = page["next"], page["resume"]

    def read(self, key):
        """What is gone by now has a later row that says so."""
        found = self.get(f"{API}/projects/{key}/")
        if found is None:
            self.projects.pop(key, None)
        else:
            self.projects[key] = shown(found)


def shown(found):
    amounts = sorted(i["amount"]["value"] for i in found["investments"] if i["amount"])
    return found["name"], found["status"], amounts


def stored():
    return {
        project.ref: (
            project.name,
            project.status,
            sorted(i.amount for i in project.investments.all() if i.amount),
        )
        for project in Project.objects.all()
    }


@pytest.fixture
def here(transactional_db):
    """What new projects need, made before the writers begin."""
    DataVersion.objects.get_or_create(pk=1)
    edition, place = make.create_edition(), make.create_country()
    here = {"edition": edition, "location": place, "source": make.create_source()}
    for number in range(4 * WRITERS):
        make.create_project(ref=f"p{number}", amount=1 + number, **here)
    return here


def edit(number, here):
    """Some edits at random, of the projects that are this writer's own."""
    dice = random.Random(number)
    mine = [f"p{each}" for each in range(number, 4 * WRITERS, WRITERS)]
    for each in range(EDITS):
        project = Project.objects.filter(ref__in=mine).order_by("pk").first()
        other = Project.objects.filter(ref__in=mine).order_by("-pk").first()
        deed = dice.choice(["add", "rename", "invest", "delete", "merge"])
        if deed == "add" or project is None or project == other:
            mine.append(f"new-{number}-{each}")
            make.create_project(ref=mine[-1], amount=7, **here)
        elif deed == "rename":
            project.name = f"Anew {each}"
            project.save()
        elif deed == "invest":
            make.create_investment(project=project, amount=100 + each)
        elif deed == "delete":
            project.delete()
        else:
            take_back(merge(Plan(project, other)).action, dice)


def take_back(action, dice):
    if dice.random() < 0.5:
        undo(action)


def connected(task, *arguments):
    try:
        return task(*arguments)
    finally:
        connection.close()


@pytest.mark.parametrize("beginning", ["begin_with_lists", "begin_with_log"])
def test_the_copy_equals_the_table_at_the_end(beginning, client, here):
    copy, others_are_done = Copy(client), threading.Event()
    is_long = threading.Event()

    def take_long():
        with write():
            make.create_project(ref="late", amount=5, **here)
            is_long.set()
            # SQLite lets one writer in at a time, so there the others wait for this one.
            if connection.vendor == "postgresql":
                assert others_are_done.wait(SECONDS)

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        late = pool.submit(connected, take_long)
        assert is_long.wait(SECONDS)
        writers = [pool.submit(connected, edit, number, here) for number in range(WRITERS)]
        getattr(copy, beginning)()
        while wait(writers, timeout=0).not_done:
            copy.follow()
        copy.follow()
        others_are_done.set()
        for task in [late, *writers]:
            task.result(SECONDS)
    copy.follow()
    assert copy.projects == stored()
    assert "late" in copy.projects


def test_who_waits_to_commit_is_not_passed_over(client, here, monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")
    copy, count, slow = Copy(client), version._count, threading.local()
    at_the_end, go_on = threading.Event(), threading.Event()

    def wait_and_count():
        if hasattr(slow, "waits"):
            at_the_end.set()
            assert go_on.wait(SECONDS)
        count()

    def write_slowly():
        slow.waits = True
        make.create_project(ref="slow", **here)

    monkeypatch.setattr(version, "_count", wait_and_count)
    copy.begin_with_log()
    with ThreadPoolExecutor(1) as pool:
        task = pool.submit(connected, write_slowly)
        assert at_the_end.wait(SECONDS)
        make.create_project(ref="quick", **here)
        copy.follow()
        go_on.set()
        task.result(SECONDS)
    copy.follow()
    assert {"slow", "quick"} <= copy.projects.keys()
