"""The lines that the first page of the API shows are run as they stand against a live server."""

import csv
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from html import unescape

import pytest

from deals import stats
from deals.api import lines
from deals.merging import Plan, merge
from deals.models import Edition, Project
from tests import factories as make

SECONDS = 60
EDITIONS = "editions.py"
PROGRAMS = {program.file: program for program in lines.PROGRAMS}
# A proxy that the machine may have is not asked for our own address.
ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8", "no_proxy": "*"}


@pytest.fixture
def here(live_server, tmp_path):
    """More editions than a page holds; one of them has figures and projects of all sorts."""
    make.create_project(ref="plain", amount=7_000_000, currency="USD")
    edition = Edition.objects.get()
    for each in range(60):
        make.create_edition(conference=edition.conference, slug=f"e{each}", year=1950 + each)
    money = {"metric": "investment", "currency": "USD", "editions": [edition]}
    make.create_figure(value=9_000_000, qualifier="more_than", preferred=True, **money)
    make.create_project(ref="about", edition=edition, amount=5, currency="USD", qualifier="about")
    make.create_project(ref="undisclosed", edition=edition)
    return live_server


@pytest.fixture
def run(here, tmp_path):
    """Runs a command in a folder of its own, and returns what it printed."""

    def run(*command):
        done = subprocess.run(
            command, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, timeout=SECONDS
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    return run


@pytest.fixture
def run_program(here, run):
    """The rows that a program of the page printed, as lists of cells."""

    def run_program(file):
        text = PROGRAMS[file].text.replace(lines.HOST, here.url)
        return [line.split("\t") for line in run(sys.executable, "-c", text).splitlines()]

    return run_program


def shown_on(page):
    """The lines in the blocks of code of a page."""
    return [unescape(block) for block in re.findall(r"<pre[^>]*><code>(.*?)</code>", page, re.S)]


def test_the_page_shows_every_line_with_its_own_address(client, db):
    blocks = shown_on(client.get("/api/v1/").text)
    for program in [*lines.PROGRAMS, lines.WITH_PANDAS]:
        text = program.text.replace(lines.HOST, "http://testserver")
        assert "http://testserver/api/v1" in text
        assert text.strip() in [block.strip() for block in blocks]
    assert len(blocks) == len(lines.PROGRAMS) + 1 + 5 + 2


def test_all_editions_with_their_totals(run_program):
    rows = {row["edition"]: row for row in (json.loads(line) for [line] in run_program(EDITIONS))}
    assert rows.keys() == {edition.slug for edition in Edition.objects.all()}
    found = rows[Project.objects.get(ref="plain").edition.slug]
    [(metric, said)] = found["reported"]
    assert (metric, said["qualifier"], said["value"]) == ("investment", "more_than", 9_000_000)
    assert found["itemised"] == stats.totals(Project.objects.all(), "USD").as_dict()
    itemised = found["itemised"]["investment"]
    assert (itemised["bound"], itemised["value"]) == ("about", 7_000_005)


def test_that_program_is_short():
    assert len(PROGRAMS[EDITIONS].text.splitlines()) < 20


def test_a_walk_shows_every_project_once(run_program):
    for each in range(3):
        make.create_project(ref=f"more-{each}")
    found = {row[0]: row[2] for row in run_program("walk.py")}
    assert found.keys() == {project.ref for project in Project.objects.all()}
    assert found["plain"] == "exact 7000000"
    assert found["about"] == "about 5"
    assert found["undisclosed"] == "not disclosed"


def test_a_copy_follows_the_changes(run_program, tmp_path):
    run_program("mirror.py")
    assert copied(tmp_path).keys() == {"plain", "about", "undisclosed"}
    new = make.create_project(ref="new", status="operating")
    Project.objects.get(ref="about").delete()
    merge(Plan(new, Project.objects.get(ref="undisclosed")))
    assert run_program("mirror.py") == [["2 projects"]]
    assert copied(tmp_path).keys() == {"plain", "new"}
    assert copied(tmp_path)["new"]["status"] == "operating"


def copied(folder):
    return json.loads((folder / "projects.json").read_text(encoding="utf-8"))[1]


def test_a_download_has_the_rows_of_the_table(run_program):
    assert sorted(run_program("download.py")) == [
        ["about", "announced", "5"],
        ["plain", "announced", "7000000"],
        ["undisclosed", "announced", "not stated"],
    ]


def test_the_line_for_pandas_is_python():
    compile(lines.WITH_PANDAS.text, "with_pandas.py", "exec")


# curl


@pytest.fixture
def curl_lines(here, client):
    """The words of each curl line of the page, with the address of the live server."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    blocks = shown_on(client.get("/api/v1/").text)
    found = [block for block in blocks if block.startswith("curl ")]
    return [shlex.split(line.replace("http://testserver", here.url)) for line in found]


def test_the_lines_to_try_answer_what_is_stored(run, curl_lines, tmp_path):
    largest, totals, card, _file, changes = (run(*words) for words in curl_lines[:5])
    assert len(json.loads(largest)["results"]) == 3
    assert json.loads(totals)["projects"] == 3
    edition = Project.objects.get(ref="plain").edition
    assert json.loads(card)["edition"]["id"] == edition.slug
    assert len(json.loads(changes)["results"]) == 10
    text = (tmp_path / "projects.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {row["ref"] for row in rows} == {"plain", "about", "undisclosed"}


def test_the_line_of_caching_gets_nothing_twice(run, curl_lines, tmp_path):
    [words] = [words for words in curl_lines if "--etag-save" in words]
    assert run(*words).strip() == "200"
    first = (tmp_path / "totals.json").read_bytes()
    assert run(*words).strip() == "304"
    assert (tmp_path / "totals.json").read_bytes() == first
    make.create_project()
    assert run(*words).strip() == "200"
    assert json.loads((tmp_path / "totals.json").read_bytes())["projects"] == 4


def test_the_line_of_errors_names_what_is_wrong(run, curl_lines):
    found = json.loads(run(*curl_lines[-1]))
    assert found["status"] == 400
    assert {fault["name"] for fault in found["errors"]} & {"lmit", "ordering"}
