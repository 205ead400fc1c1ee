"""One road: the same query gives the same projects and the same sums, wherever it is asked.

A new filter is one declaration in `ProjectFilter` and one row in `VALUES`.
"""

import csv
import io
import json
import random
import re
import zipfile
from collections import Counter

import pytest
from django.http import QueryDict
from openpyxl import load_workbook

from deals.filters import ProjectFilter
from deals.models import Conference, Edition, Location, Organization, Project, Sector, Source
from deals.vocabulary import COMMITMENTS, STATUSES
from tests import databases

COMBINATIONS = 100  # on each database others
AMOUNTS = ("0", "100000000", "1000000000", "50000000000", "9000000000000000")


def slugs(model, key="slug", *also):
    return [*model.objects.order_by(key).values_list(key, flat=True), *also]


def values():
    """For each filter: values that it can take, all of them real."""
    return {
        "q": ["energy", "数据", "宜宾", "france data", "AI", "nothing-like-it", "Ａmazon"],
        "conference": slugs(Conference),
        "edition": slugs(Edition),
        "year": [str(year) for year in range(2014, 2028)],
        "location": slugs(Location, "slug", "none"),
        "sector": slugs(Sector, "slug", "none"),
        "investor": slugs(Organization, "slug", "none"),
        "status": list(STATUSES),
        "commitment": list(COMMITMENTS),
        "source": slugs(Source),
        "signed_after": ["1900-01-01", "2019-02-01", "2024-05-13", "2026-01-01"],
        "signed_before": ["2018-12-31", "2024-05-13", "2026-12-31"],
        "amount_min": AMOUNTS,
        "amount_max": AMOUNTS,
        "disclosed": ["true", "false"],
        "jobs_min": ["1", "500", "100000"],
        "updated_since": ["2000-01-01", "2026-01-01T00:00:00Z", "2099-01-01"],
        "id": slugs(Project, "ref"),
        "as_of": ["1999-12-31", "2019-02-01", "2024-12-31", "2026-01-01", "2099-12-31"],
    }


def queries(count, seed=7):
    """Random combinations; most filters are narrow, so few are combined."""
    chance, known = random.Random(seed + databases.turn()), values()
    for _each in range(count):
        query = QueryDict(mutable=True)
        for name in chance.sample(list(known), chance.choice([0, 1, 1, 2, 2, 3])):
            several = name not in {"q", "disclosed", "jobs_min", "updated_since", "as_of"}
            several = several and not name.startswith(("amount", "signed"))
            query.setlist(
                name, chance.sample(list(known[name]), chance.choice([1, 3]) if several else 1)
            )
        query["currency"] = chance.choice(["CNY", "USD"])
        yield query


def test_every_filter_is_covered(starter):
    assert values().keys() == set(ProjectFilter.names())


def answers(client, query):
    """(ids in order, count, sum, jobs) as the API lists, as totals, as CSV and as the page."""
    address = query.urlencode()
    listed = client.get(f"/api/v1/projects/?{address}&limit=500").json()
    totals = client.get(f"/api/v1/totals/?{address}").json()
    rows = client.get(f"/api/v1/projects.csv?{address}").getvalue().decode()
    page = client.get(f"/projects/?{address}&per_page=100").content.decode()
    return listed, totals, list(csv.DictReader(io.StringIO(rows))), page


def numbers(values):
    known = [int(value) for value in values if value not in (None, "")]
    return sum(known) if known else None


def on_page(html, label):
    """The exact number behind a label of the totals bar, None for “Not stated”."""
    bar = re.search(rf"<dt>{label}</dt><dd class=\"number\">(.*?)</dd>", html, re.S).group(1)
    found = re.search(r'<data value="(\d+)"', bar)
    return int(found.group(1)) if found else None


def test_page_api_totals_and_csv_agree(starter, client):
    matched = 0
    for query in queries(COMBINATIONS):
        currency = query["currency"]
        listed, totals, rows, page = answers(client, query)
        ids = [project["id"] for project in listed["results"]]
        adding = [p for p in listed["results"] if not p["resigns_only"]]
        invested = numbers(
            p["investment"][currency] and p["investment"][currency]["value"] for p in adding
        )
        jobs = numbers(p["jobs"] and p["jobs"]["value"] for p in adding)

        assert [row["ref"] for row in rows] == ids, query.urlencode()
        assert (
            re.findall(r'<th scope="row" class="wide"><a href="/projects/([^/]+)/', page)
            == ids[:100]
        )
        assert {listed["count"], totals["projects"], len(rows), on_page(page, "Projects")} == {
            len(ids)
        }
        column = f"invested_{currency.lower()}"
        sums = [
            invested,
            totals["investment"]["value"],
            numbers(r[column] for r in rows),
            on_page(page, "Investment"),
        ]
        assert len(set(sums)) == 1, (query.urlencode(), sums)
        sums = [
            jobs,
            totals["jobs"]["value"],
            numbers(r["jobs"] for r in rows),
            on_page(page, "Jobs"),
        ]
        assert len(set(sums)) == 1, (query.urlencode(), sums)
        matched += bool(ids)
    assert matched > COMBINATIONS / 3


FEWER = 20  # a workbook takes ten times as long as a CSV


def test_every_download_agrees_with_the_list(starter, client):
    matched = 0
    for query in queries(FEWER, seed=3):
        address, column = query.urlencode(), f"invested_{query['currency'].lower()}"
        rows = {
            name: list(read(client.get(f"/api/v1/projects.{name}?{address}").getvalue()))
            for name, read in DOWNLOADS.items()
        }
        totals = client.get(f"/api/v1/totals/?{address}").json()
        refs = {name: [row["ref"] for row in found] for name, found in rows.items()}
        assert refs["xlsx"] == refs["geojson"] == refs["ndjson"] == refs["zip"] == refs["csv"], (
            address
        )
        assert len(refs["csv"]) == totals["projects"]
        for name, found in rows.items():
            sums = [numbers(row[key] for row in found) for key in (column, "jobs")]
            assert sums == [totals["investment"]["value"], totals["jobs"]["value"]], (name, address)
        matched += bool(refs["csv"])
    assert matched > FEWER / 3


def rows_of_csv(body):
    return csv.DictReader(io.StringIO(body.decode()))


def rows_of_workbook(body):
    head, *rows = load_workbook(io.BytesIO(body)).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def rows_of_lines(body):
    """NDJSON has the shape of the API; here the columns that are added up."""
    for project in map(json.loads, body.decode().splitlines()):
        invested = project["investment"]
        yield {
            "ref": project["id"],
            "jobs": project["jobs"] and project["jobs"]["value"],
            **{f"invested_{c.lower()}": m and m["value"] for c, m in invested.items()},
        }


DOWNLOADS = {
    "csv": rows_of_csv,
    "xlsx": rows_of_workbook,
    "ndjson": rows_of_lines,
    "geojson": lambda body: [f["properties"] for f in json.loads(body)["features"]],
    "zip": lambda body: rows_of_csv(zipfile.ZipFile(io.BytesIO(body)).read("projects.csv")),
}


def test_what_is_used_and_left_out_is_what_matched(starter, client):
    """What a day leaves out has to be accounted for too; the used ones make the total."""
    dated = 0
    for turn, query in enumerate(queries(COMBINATIONS, seed=11)):
        if turn % 4 == 0:
            query["as_of"] = ["2019-02-01", "2024-12-31", "2026-01-01"][turn // 4 % 3]
        dated += "as_of" in query
        measure = ("investment", "jobs", "output_value")[turn % 3]
        whole = ProjectFilter(query, whenever_published=True)
        matched = set(whole.projects.values_list("ref", flat=True))
        answer = client.get(
            f"/api/v1/totals/?{query.urlencode()}&explain=1&measure={measure}&limit=500"
        ).json()
        explained = answer["explanation"]
        records = explained["records"]["results"]
        used = [record for record in records if record["used"]]

        assert {r["project"]["id"] for r in records} == matched, query.urlencode()
        counts = {count["reason"]: count["projects"] for count in explained["counts"]}
        assert sum(counts.values()) == explained["matched"] == len(records) == len(matched)
        assert counts == {None: 0} | Counter(record["reason"] for record in records)
        assert explained["total"] == answer[measure], query.urlencode()
        assert numbers(r["value"]["value"] for r in used) == answer[measure]["value"]
        highs = numbers(r["value"]["value_max"] or r["value"]["value"] for r in used)
        assert highs == answer[measure]["high"]
    assert dated > COMBINATIONS / 4


@pytest.mark.parametrize(
    "group_by",
    [
        *["year", "conference", "edition", "location", "sector", "status", "commitment"],
        *["year,sector", "location,status"],
    ],
)
def test_groups_add_up_to_the_total(starter, client, group_by):
    answer = client.get(
        f"/api/v1/totals/?group_by={group_by}&sector=energy&sector=data-centres"
    ).json()
    assert answer["groups_sum_to_total"] is True
    assert sum(group["projects"] for group in answer["groups"]) == answer["projects"]
    assert (
        numbers(g["investment"]["value"] for g in answer["groups"]) == answer["investment"]["value"]
    )
