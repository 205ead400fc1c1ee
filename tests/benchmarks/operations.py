"""The operations; each looks at the data for what it asks, so that it fits any number of rows."""

import json
import re

from django.db import connection
from django.test import Client

from deals import cursors
from deals.models import Project
from deals.resources.search import SHOWN
from deals.tokens import terms
from tests.benchmarks import floor, stream
from tests.benchmarks.registry import Way, Ways, operation

API, PEER = "/api/v1", "/peer"
client = Client()
# One and two characters of Chinese, what nearly every row has and what one row has, several words.
QUESTIONS = ("电池", "雅州", "市", "battery", "hydrogen plant", "phase two", "g1n17", "Ya")
FURTHER = (
    *("绿氢", "回收", "新能源", "汽车", "二期", "green hydrogen", "recycling", "motors"),
    *("phase one", "Tian", "Heng", "power battery"),
)
PROJECT_LINK = re.compile(r'href="/projects/(g\d+n\d+)/')


def get(address: str, **headers):
    """The answer, with its body read to the end."""
    response = client.get(address, headers=headers)
    if response.status_code not in (200, 304):
        raise RuntimeError(f"{address}: {response.status_code} {response.content[:300]}")
    return b"".join(response.streaming_content) if response.streaming else response


def ids(response) -> list[str]:
    return [row.get("id") or row["ref"] for row in response.json()["results"]]


def asking(address: str, read=ids) -> Way:
    return Way(lambda: get(address), read)


def ids_of_floor(found: tuple) -> list[str]:
    return [row["id"] for row in json.loads(found[0])]


def page_of_floor(where: str = "1 = 1", *values, **order) -> Way:
    """Rows with the number of all, as every answer has it."""
    return Way(lambda: (floor.page(where, *values, **order), floor.count()), ids_of_floor)


@operation("API page of 50")
def page_of_50() -> Ways:
    return Ways(
        asking(f"{API}/projects/?limit=50"),
        page_of_floor(),
        asking(f"{PEER}/projects/?limit=50"),
    )


@operation("Narrow list, totals, facets")
def narrow_list() -> Ways:
    """The projects around one day, at most one in a hundred."""
    days = some_days()
    query = "signed_after={}&signed_before={}".format(*days)
    return filtered_list(query, "date BETWEEN %s AND %s", *days)


def filtered_list(query: str, where: str, *values) -> Ways:
    """A page, totals and facets; totals leave out what only signs again."""

    def asked(*parts: str):
        return lambda: [get(f"{part}/?{query}") for part in parts]

    def projects(found) -> tuple:
        totals = found[1].json()
        return ids(found[0]), totals["projects"] - totals.get("resigned", 0)

    return Ways(
        Way(asked(*(f"{API}/{part}" for part in ("projects", "totals", "facets"))), projects),
        Way(
            lambda: floor.filtered(where, *values),
            lambda found: (ids_of_floor(found), found[1][0]),
        ),
        Way(asked(f"{PEER}/projects", f"{PEER}/projects/totals"), projects),
    )


def some_days() -> tuple[str, str]:
    days = Project.objects.order_by("date").values_list("date", flat=True)
    count = days.count()
    return str(days[count // 2]), str(days[count // 2 + count // 150])


@operation("304 (peer: the page itself)")
def not_modified() -> Ways:
    address = f"{API}/projects/?limit=50"
    tags = []
    return Ways(
        Way(
            lambda: get(address, if_none_match=tags[-1]),
            lambda response: "" if response.status_code == 304 else response.status_code,
            before=lambda: tags.append(get(address).headers["ETag"]),
        ),
        Way(lambda: floor.rows("SELECT number FROM deals_dataversion"), lambda _rows: ""),
        Way(lambda: get(address), lambda _response: ""),
    )


@operation("By cursor, page 1 (peer: offset 0)")
def first_by_cursor() -> Ways:
    return by_cursor(0)


@operation("By cursor, at 90 % (peer: offset)")
def deep_by_cursor() -> Ways:
    return by_cursor(Project.objects.count() * 9 // 10)


def by_cursor(skipped: int) -> Ways:
    """The peer comes as deep by its own order, so it shows other rows: their number is compared."""
    keys = Project.objects.order_by("pk").values_list("pk", flat=True)
    last = keys[skipped - 1] if skipped else 0
    cursor = cursors.encode("projects", last) if skipped else "start"
    following = page_of_floor("id > %s", last, order=floor.BY_ID)
    return Ways(
        asking(f"{API}/projects/?cursor={cursor}&limit=50", lambda found: len(ids(found))),
        Way(following.run, lambda found: len(ids_of_floor(found))),
        asking(f"{PEER}/projects/?limit=50&offset={skipped}", lambda found: len(ids(found))),
    )


def searching(question: str) -> Ways:
    """Count and first page; the peer is LIKE by our rule: each term begins a word."""
    asked = terms(question)
    held = floor_condition(asked)
    like = " AND ".join(["(' ' || search) LIKE %s"] * len(asked)), [f"% {t}%" for t in asked]
    return Ways(
        asking(f"{API}/projects/?limit=50&q={question}", hits),
        found_by(*held),
        found_by(*like),
    )


def hits(response) -> tuple[int, list[str]]:
    return response.json()["count"], ids(response)


def floor_condition(asked: list[str]) -> tuple[str, list[str]]:
    if connection.vendor == "postgresql":
        query = " & ".join(f"'{term}':*" for term in asked)
        return "search_words @@ CAST(%s AS tsquery)", [query]
    matching = "SELECT rowid FROM deals_project_search WHERE deals_project_search MATCH %s"
    return f"id IN ({matching})", [" AND ".join(f'"{term}" *' for term in asked)]


def found_by(where: str, values: list[str]) -> Way:
    return Way(
        lambda: (floor.page(where, *values), floor.count(where, *values)),
        lambda found: (found[1], ids_of_floor(found) if found[1] else []),
    )


for each in (*QUESTIONS, *FURTHER):
    operation(f"Search {each} (peer: LIKE)", rounds=5)(lambda each=each: searching(each))


@operation("Search page battery (peer: LIKE)", rounds=5)
def search_page() -> Ways:
    """The projects that the page shows; the floor and the peer find and count these alone."""
    held = floor_condition(["battery"])
    return Ways(
        Way(lambda: get("/search/?q=battery"), projects_shown),
        first_by(*held),
        first_by("' ' || search LIKE %s", ["% battery%"]),
    )


def projects_shown(response) -> list[str]:
    return list(dict.fromkeys(PROJECT_LINK.findall(response.content.decode())))


def first_by(where: str, values: list[str]) -> Way:
    return Way(
        lambda: (floor.page(where, *values, limit=SHOWN), floor.count(where, *values)),
        lambda found: ids_of_floor(found) if found[1] else [],
    )


@operation("CSV of all", rounds=2)
def csv_of_all() -> Ways:
    return Ways(
        Way(lambda: get(f"{API}/projects.csv"), lambda body: body.count(b"\n") - 1),
        Way(stream.floor_seconds, lambda _seconds: Project.objects.count()),
    )
