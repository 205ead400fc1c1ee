"""The score that the MDN HTTP Observatory would give each public answer, and who may keep it.

The Observatory looks at one address of a site; here each answer has to reach an A+ alone.

The API's `Access-Control-Allow-Origin: *` costs nothing by its rules: it comes without credentials,
for data that are public. Its `Cross-Origin-Resource-Policy: cross-origin`, which other sites need
to show a chart, forgoes a bonus.
"""

import re
import runpy
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from unittest.mock import patch

from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, override_settings

from tests import factories as make
from tests.attacks.ground import Tally, client_of
from tests.attacks.hostile import public_addresses
from tests.attacks.observatory import POINTS, results, score

ROOT = Path(__file__).parents[2]
A_PLUS = 100
OTHERS = ("/admin/login/", "/admin/", "/favicon.ico", "/health/live/", "/health/ready/")
# Probes speak plain HTTP, and learn nothing of anybody.
PROBES = "/health/"
FOR_NOBODY = {"private, no-store"}


def attack(number: int, seed: int = 1) -> Tally:
    """At most so many of the public addresses, and one of each other kind of answer."""
    tally, public = Tally("headers"), list(dict.fromkeys(public_addresses()))
    chosen = Random(seed).sample(public, min(number, len(public)))
    with over_https():
        addresses = dict.fromkeys([*chosen, *OTHERS, *files()])
        client, editor = visitor(), client_of("editor")
        for address in addresses:
            look(f"GET {address}", got(client, address), tally, client.get(address))
            if not address.startswith((PROBES, "/static/")):
                is_kept(address, got(editor, address), tally)
        for status, response in answers_of_other_kinds():
            if response.status_code != status:
                tally.fault(
                    f"{response.request['PATH_INFO']}: {response.status_code}, not {status}"
                )
            look(f"{status} {response.request['PATH_INFO']}", response, tally)
    return tally


@contextmanager
def over_https() -> Iterator[None]:
    """What settings.py says of HTTPS in production, where the tests have it off."""
    with patch.dict("os.environ", HTTPS="true"):
        found = runpy.run_path(str(ROOT / "conference_deals" / "settings.py"))
    starts = ("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_")
    with override_settings(**{name: found[name] for name in found if name.startswith(starts)}):
        yield


def visitor(**options) -> Client:
    return Client(raise_request_exception=False, **options)


def got(client: Client, address: str) -> HttpResponse:
    """Read to its end, as a file of which is left something would stay open."""
    response = client.get(address, secure=True)
    if response.streaming:
        for _part in response.streaming_content:
            pass
    return response


def files() -> list[str]:
    """The static files that the first page and the login name."""
    pages = [visitor().get(address, secure=True).text for address in ("/", "/admin/login/")]
    return re.findall(r'"(/static/[^"]+)"', "".join(pages))


def answers_of_other_kinds() -> Iterator[tuple[int, HttpResponse]]:
    """With the status that each must have: errors as a page and as the API's problem, and more."""
    client, sector = visitor(), make.create_sector()
    sector.delete()
    for start in ("/", "/api/v1/"):
        yield 400, client.get(f"{start}projects/?year=%00", secure=True)
        yield 404, client.get(f"{start}nowhere/", secure=True)
        yield 405, client.post(f"{start}projects/", secure=True)
        yield 410, client.get(f"{start}sectors/{sector.slug}/", secure=True)
        tag = client.get(f"{start}sectors/", secure=True)["ETag"]
        yield 304, client.get(f"{start}sectors/", secure=True, headers={"If-None-Match": tag})
        for status, fault in ((503, OperationalError("gone")), (500, KeyError("a bug"))):
            with patch.object(connection, "cursor", side_effect=fault):
                yield status, client.get(f"{start}projects/?q=nobody", secure=True)
    yield 204, client.options("/api/v1/projects/", secure=True)
    yield 403, visitor(enforce_csrf_checks=True).post("/admin/login/", secure=True)
    with override_settings(API_RATE="1/day"):
        client.get("/api/v1/", secure=True)
        yield 429, client.get("/api/v1/", secure=True)


def look(name: str, response: HttpResponse, tally: Tally, over_http=None) -> None:
    is_probe = name.startswith(f"GET {PROBES}")
    found = results(response, None if is_probe else over_http)
    tally.add("answers")
    tally.add("A+", score(found) >= A_PLUS)
    if score(found) < A_PLUS:
        tally.fault(f"{name}: {score(found)}, {[each for each in found if POINTS[each] < 0]}")
    policy = response.get("Content-Security-Policy", "")
    if not policy.startswith("default-src 'none'") or "unsafe-" in policy or "*" in policy:
        tally.fault(f"{name}: {policy or 'no policy'}")


def is_kept(address: str, response: HttpResponse, tally: Tally) -> None:
    """What a signed-in visitor gets is for nobody else, and stays in no cache."""
    tally.add("signed in")
    if response.get("Cache-Control") not in FOR_NOBODY:
        tally.fault(f"{address}, signed in: {response.get('Cache-Control')}")
