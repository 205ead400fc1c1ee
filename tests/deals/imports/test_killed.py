"""kill -9 at any moment of an import: what is stored is what was before, or all of it."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from deals import exports
from deals.checks import problems
from deals.models import ImportRun, Project
from tests.deals.imports.conftest import a_row, csv_bytes, headers

ROWS = 1_200
ROOT = Path(__file__).parents[3]
# How many lines of progress are waited for; then some more time passes.
MOMENTS = [0, 1, 3, 3]


def database_url():
    """The address of the test's own database, for another process."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    host = quote(settings["HOST"] or settings["OPTIONS"].get("host", ""), safe="")
    account = f"{settings['USER']}:{settings['PASSWORD']}" if settings["PASSWORD"] else "postgres"
    if host.startswith("%2F") or not settings["PORT"]:
        return f"postgres://{account}@/{settings['NAME']}?host={host}"
    return f"postgres://{account}@{host}:{settings['PORT']}/{settings['NAME']}"


def start(path):
    command = [sys.executable, "manage.py", "import_projects", str(path), "-v", "2"]
    env = {**os.environ, "DATABASE_URL": database_url(), "DEMO": "true", "PYTHONUNBUFFERED": "1"}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def kill_after(process, lines, seconds):
    seen = 0
    for line in process.stdout:
        seen += "rows" in line
        if seen > lines:
            break
    time.sleep(seconds)
    process.kill()
    process.wait()
    process.stdout.close()


def exported():
    return "".join(exports.csv_of(Project.objects.order_by("ref")))


@pytest.mark.django_db(transaction=True)
def test_nothing_is_half_written(world, tmp_path):
    path = tmp_path / "deals.csv"
    rows = [[f"p-{n}", *a_row(name=f"Plant {n}", amount=n + 1)] for n in range(ROWS)]
    path.write_bytes(csv_bytes(["ref", *headers()], *rows))
    chance = random.Random(5)
    before = exported()
    for lines in MOMENTS:
        kill_after(start(path), lines, chance.random() * 0.2)
        now = exported()
        count = now.count("\r\n") - 1
        assert now == before or count == ROWS, f"{count} rows after {lines} lines"
        assert ImportRun.objects.count() == (count == ROWS)
    done = start(path)
    done.communicate()
    assert done.returncode == 0
    assert Project.objects.count() == ROWS
    assert list(problems()) == []
