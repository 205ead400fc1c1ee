"""Hostile requests: every address, parameter and form with values that break software.

An answer below 500 within `SECONDS` and `BYTES` is what everyone may expect; a parameter that has
a type is named in a 400 wherever its value is none. What takes longer is asked for again: where the
machine was busy with something else, it does not do so `TIMES` times.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from random import Random

from django.contrib import admin
from django.test import Client
from django.urls import reverse

from deals.api.listings import LISTINGS
from deals.filters import ProjectFilter
from tests.attacks.ground import Tally, bugs_counted, client_of
from tests.attacks.values import HEADERS, METHODS, NONSENSE, POSTED, some_value
from tests.deals.views.addresses import API_PAGES, EXAMPLES

PROBES = ("/health/", "/health/live/", "/health/ready/")
SECONDS, TIMES, BYTES = 3, 3, 5 * 2**20
FORMATS = ("csv", "xlsx", "ndjson", "geojson", "zip", "json")
OTHERS = (
    *("page", "per_page", "limit", "offset", "ordering", "currency", "lang", "view", "by", "find"),
    *("columns", "group_by", "level", "group", "measure", "explain", "since", "kind", "country"),
    *(
        "date_after",
        "bom",
        "as_of",
        "on",
        "count",
        "cursor",
        "fields",
        "expand",
        "q[]",
        "__proto__",
    ),
)
# Of these a wrong value is told, on the page and in the API.
TYPED = (
    *("year", "status", "location", "sector", "edition", "amount_min", "amount_max"),
    *("signed_after", "signed_before", "jobs_min", "disclosed", "updated_since", "id"),
    *("ordering", "currency"),
)
TELLING = ("/projects/", "/zh-hans/projects/", "/api/v1/projects/", "/api/v1/projects.html")
# Of no type's values; what is blank counts as absent.
NEVER_VALID = NONSENSE.keys() - {"blanks", "empty", "broken-percent"}
# Dates that are dates, and numbers that are numbers.
VALID_FOR = {
    *(
        (name, kind)
        for name in ("signed_after", "signed_before")
        for kind in ("year-1", "year-9999")
    ),
    *(("updated_since", kind) for kind in ("year-1", "year-9999", "far-time")),
    *((name, "minus-zero") for name in ("amount_min", "amount_max", "jobs_min")),
}
ADMIN_PARAMETERS = (
    *("q", "p", "o", "e", "all", "year", "status", "status__exact", "id__in", "name__regex"),
    *("location__path__startswith", "updated_at__gte", "_to_field", "_popup", "term", "field_name"),
    *("edition", "base_version", "model_name", "app_label", "page"),
)


FIELDS = (
    *("name", "year", "amount", "currency", "jobs", "signed_on", "edition", "location", "slug"),
    *("base_version", "action", "_selected_action", "text", "url", "source", "username"),
    *("password", "figures-TOTAL_FORMS", "figures-INITIAL_FORMS", "projects-TOTAL_FORMS"),
    *("post", "_save"),
)


@dataclass(frozen=True)
class Request:
    """`role` asks; `data` is what a form posts. `is_told`: the answer must be a 400."""

    role: str
    method: str
    address: str
    headers: dict
    data: dict | None = None
    is_told: bool = False

    def __str__(self):
        return f"{self.role} {self.method} {self.address[:160]} {self.headers or ''}"


def public_addresses() -> list[str]:
    lists = ["projects", "changes", "totals", *(listing.name for listing in LISTINGS)]
    api = [f"/api/v1/{name}/" for name in dict.fromkeys(lists)]
    files = [f"/api/v1/{name}.{form}" for name in dict.fromkeys(lists) for form in FORMATS]
    parts = [f"/api/v1/{name}.html" for name in ("projects", "totals", "facets")]
    records = [*of_records(), "/api/v1/charts.svg", "/api/v1/charts.csv", "/api/v1/openapi.json"]
    records += ["/api/v1/facets/", "/api/v1/facets.json"]
    others = ["/projects/feed/", "/changes/feed/", "/sitemap.xml", "/robots.txt", *PROBES]
    chinese = [f"/zh-hans{address}" for address in EXAMPLES.values()]
    return [
        *EXAMPLES.values(),
        *chinese,
        *API_PAGES.values(),
        *api,
        *files,
        *parts,
        *records,
        *others,
    ]


def of_records() -> list[str]:
    """A record of each collection of the API as JSON and as a file, and reconciliations."""
    found, client = [], Client()
    for name in (listing.name for listing in LISTINGS if listing.key):
        key = client.get(f"/api/v1/{name}/?limit=1").json()["results"][0]["id"]
        found += [f"/api/v1/{name}/{key}/", f"/api/v1/{name}/{key}.csv"]
        if name in {"editions", "conferences", "locations"}:
            found += [f"/api/v1/{name}/{key}/reconciliation{end}" for end in ("/", ".json")]
    return found


def admin_addresses() -> list[str]:
    """Lists and forms of all that is registered, and the pages of tasks."""
    found = ["/admin/", "/admin/login/", "/admin/autocomplete/", "/admin/password_change/"]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        found += [reverse(f"{name}_{page}", args=["1"]) for page in ("change", "delete", "history")]
    tasks = ("deals_article", "deals_duplicates", "deals_project_merge", "deals_findings")
    return [*found, *(reverse(f"admin:{name}") for name in tasks)]


def requests(seed: int) -> Iterator[Request]:
    """Without end; the same for the same seed."""
    random = Random(seed)
    public, inside = public_addresses(), admin_addresses()
    kinds = (of_parameters, of_typed, of_path, of_header, of_method, of_admin, of_posted)
    weights = (30, 20, 12, 8, 8, 14, 8)
    while True:
        kind = random.choices(kinds, weights)[0]
        yield kind(random, inside if kind in (of_admin, of_posted) else public)


def query_of(names: tuple[str, ...], number: int, random: Random) -> str:
    return "&".join(f"{random.choice(names)}={some_value(random)[1]}" for _each in range(number))


def of_parameters(random: Random, addresses: list[str]) -> Request:
    query = query_of((*ProjectFilter.names(), *OTHERS), random.choice((1, 1, 2, 5)), random)
    if random.random() < 0.1:
        query = f"{query}&{query}"
    return Request("anonymous", "GET", f"{random.choice(addresses)}?{query}", {})


def of_typed(random: Random, _addresses: list[str]) -> Request:
    """A parameter whose value is none of its type, which must be told."""
    name, (kind, value) = random.choice(TYPED), random.choice(list(NONSENSE.items()))
    is_told = kind in NEVER_VALID and (name, kind) not in VALID_FOR
    where = random.choice(
        ("/projects/", "/api/v1/projects/", "/api/v1/projects.html", "/zh-hans/projects/")
    )
    return Request("anonymous", "GET", f"{where}?{name}={value}", {}, is_told=is_told)


def of_path(random: Random, addresses: list[str]) -> Request:
    """A part of the path is replaced."""
    parts = random.choice(addresses).strip("/").split("/")
    value = some_value(random)[1].replace("?", "").replace("#", "")
    parts[random.randrange(len(parts))] = value or "-"
    return Request("anonymous", "GET", f"/{'/'.join(parts)}/", {})


def of_header(random: Random, addresses: list[str]) -> Request:
    return Request("anonymous", "GET", random.choice(addresses), random.choice(HEADERS))


def of_method(random: Random, addresses: list[str]) -> Request:
    address = f"{random.choice(addresses)}?q={some_value(random)[1]}"
    return Request("anonymous", random.choice(METHODS), address, {})


def of_admin(random: Random, addresses: list[str]) -> Request:
    query = query_of(ADMIN_PARAMETERS, random.choice((1, 2)), random)
    role = random.choice(("editor", "administrator"))
    return Request(role, "GET", f"{random.choice(addresses)}?{query}", {})


def of_posted(random: Random, addresses: list[str]) -> Request:
    data = {random.choice(FIELDS): random.choice(POSTED) for _each in range(random.randrange(1, 6))}
    return Request("editor", "POST", random.choice(addresses), {}, data)


def attack(number: int, seed: int = 1, seconds: float = SECONDS) -> Tally:
    """So many requests; the faults are answers that nobody should get, or not so late."""
    tally, clients = Tally("hostile"), {}
    with bugs_counted(tally):
        for request in islice(requests(seed), number):
            if request.role not in clients:
                clients[request.role] = client_of(request.role)
            ask(clients[request.role], request, tally, seconds)
    return tally


def ask(client, request: Request, tally: Tally, seconds: float) -> None:
    status, size, took = timed(client, request)
    tally.add("requests")
    tally.add(f"{status // 100}xx")
    if status >= 500 or size > BYTES or is_slow(client, request, took, seconds):
        tally.fault(f"{status}, {took:.1f} s, {size:,} bytes: {request}")
    elif request.is_told and status != 400:
        tally.fault(f"{status}, not told: {request}")


def timed(client, request: Request) -> tuple[int, int, float]:
    """Status and size of the answer, and the seconds that it took."""
    began = time.monotonic()
    return *send(client, request), time.monotonic() - began


def is_slow(client, request: Request, took: float, seconds: float) -> bool:
    again = (timed(client, request)[-1] for _each in range(TIMES - 1))
    return all(each > seconds for each in chain([took], again))


def send(client, request: Request) -> tuple[int, int]:
    """Status and size of the answer."""
    path, _mark, query = request.address.partition("?")
    # As a server passes it on: bytes, one to a character.
    asked = {"QUERY_STRING": query.encode().decode("latin-1"), "headers": request.headers}
    if request.data is None:
        response = client.generic(request.method, path, **asked)
    else:
        data = {
            name: text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
            for name, text in request.data.items()
        }
        response = client.post(path, data, **asked)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, len(body)
