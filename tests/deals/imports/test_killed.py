"""kill -9 at any moment of an import: what is stored is what was before, or all of it."""

import random
import subprocess
import time

import pytest

from deals import exports
from deals.checks import problems
from deals.models import ImportRun, Project
from tests import processes
from tests.deals.imports.conftest import a_row, csv_bytes, headers

ROWS = 1_200
# How many lines of progress are waited for; then some more time passes.
MOMENTS = [0, 1, 3, 3]


def importing(path):
    command = ["manage.py", "import_projects", str(path), "-v", "2"]
    return processes.start(*command, stdout=subprocess.PIPE, text=True)


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
        kill_after(importing(path), lines, chance.random() * 0.2)
        now = exported()
        count = now.count("\r\n") - 1
        assert now == before or count == ROWS, f"{count} rows after {lines} lines"
        assert ImportRun.objects.count() == (count == ROWS)
    done = importing(path)
    done.communicate()
    assert done.returncode == 0
    assert Project.objects.count() == ROWS
    assert list(problems()) == []
