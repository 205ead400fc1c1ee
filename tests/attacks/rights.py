"""Every address of the URL configuration × every role × every method.

What a role may open stands in one table for the admin (`tests.deals.admin.test_rights.RIGHTS`);
everything else is public and for reading. An address that neither knows is a fault, so a new page
needs its row. No GET, HEAD or OPTIONS of anybody changes what is stored; nothing that is not saved
yet shows in any public answer.
"""

import datetime
import re
from collections.abc import Iterator

from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import URLPattern, get_resolver

from deals import imports
from deals.models import ImportedRow
from tests import factories as make
from tests.attacks.ground import ROLES, Tally, client_of
from tests.attacks.hostile import public_addresses
from tests.deals.admin.test_rights import QUERY, RIGHTS, filled_in
from tests.deals.admin.test_rights import addresses as admin_addresses

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")
READING = frozenset({"GET", "HEAD", "OPTIONS"})
# Not each collection comes in each format, nor without a parameter.
PUBLIC = frozenset({200, 204, 302, 400, 404})
PLACE_IN_ROW = {"viewer": 0, "editor": 1, "administrator": 2}
# Written by a visit, or by the one who asks for the same again.
KEPT_BY_VISITS = frozenset({"session", "logentry"})
SECRET = "Unsaved Secret Plant"


def attack(_count: int, _seed: int = 1, roles=ROLES, methods=METHODS) -> Tally:
    tally = Tally("rights")
    for address in unknown():
        tally.fault(f"{address} has no rule")
    make_the_rest()
    hide_a_proposal()
    for role in roles:
        for method in methods:
            client, before = client_of(role), stored()
            for address, allowed in asked_of(role, method):
                look(client, role, method, address, allowed, tally)
            if method in READING and (changed := differences(before, stored())):
                tally.fault(f"{method} as {role} changed {changed}")
    return tally


def look(client, role, method, address, allowed, tally) -> None:
    response = client.generic(method, address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    tally.add("requests")
    if response.status_code not in allowed:
        tally.fault(f"{method} {address} as {role}: {response.status_code}, not {sorted(allowed)}")
    if method == "OPTIONS" and body and response.status_code == 200 and not is_open(allowed):
        tally.fault(f"{method} {address} as {role} has a body")
    is_public = not address.startswith("/admin/")
    if SECRET.encode() in body and (is_public or role in {"anonymous", "plain", "viewer"}):
        tally.fault(f"{method} {address} as {role} shows what is not saved")
    if not is_public or role == "anonymous":
        return
    if "public" in response.get("Cache-Control", "") and method in READING and response.content:
        tally.fault(f"{method} {address} as {role} may be kept for strangers")


def is_open(allowed: frozenset[int]) -> bool:
    return 302 in allowed


def asked_of(role: str, method: str) -> Iterator[tuple[str, frozenset[int]]]:
    """Each address with the statuses that are right."""
    for address in dict.fromkeys(public_addresses()):
        yield address, PUBLIC if method in READING else frozenset({405})
    for address, row in RIGHTS.items():
        if (method, address) != ("POST", "logout/"):  # it would end what is being tried
            yield (
                filled_in(address) + QUERY.get(address, ""),
                allowed_in_admin(role, method, address, row),
            )


def allowed_in_admin(role: str, method: str, address: str, row: tuple) -> frozenset[int]:
    """Strangers and those who are no staff are sent to the login; the others get their row."""
    if method not in {*READING, "POST"}:
        return frozenset({405})
    if role not in PLACE_IN_ROW:
        # The login itself, and leaving, are for everyone.
        return frozenset({200, 302, 405} if address in {"login/", "logout/"} else {302})
    status = row[PLACE_IN_ROW[role]]
    if status == 403:
        # Django's own views tell their methods to whom they tell nothing else.
        return frozenset({403} | {"POST": {405}, "OPTIONS": {200}}.get(method, set()))
    if method == "GET":
        # Editors undo only what is their own.
        return frozenset({200, 403} if address.endswith("undo/") else {status})
    # A method more or less of a page that may be opened; a form without values is shown again.
    return frozenset({status, 200, 302, 400, 403, 404, 405})


def unknown() -> set[str]:
    """Addresses of the URL configuration that no rule covers."""
    covered = [*public_addresses(), *MORE_PUBLIC]
    found = {
        address
        for address in patterns()
        if not any(re.fullmatch(as_expression(address), each) for each in covered)
    }
    return found | {f"/admin/{address}" for address in set(admin_addresses()) - RIGHTS.keys()}


# Public addresses with arguments of which `public_addresses` has no example.
MORE_PUBLIC = (
    *("/favicon.ico", "/sitemap-projects-1.xml", "/api/v1/datapackage.json"),
    "/conferences/world-power-battery-conference/feed/",
)


def patterns(found=None, before: str = "/") -> Iterator[str]:
    """All but the admin's; with a language in front they are the same."""
    for pattern in get_resolver().url_patterns if found is None else found:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield here
        elif str(pattern.pattern) != "admin/":
            yield from patterns(pattern.url_patterns, here)


def as_expression(address: str) -> str:
    return re.sub(r"<[^>]*>", "[^/]+", address.replace(".", r"\."))


def make_the_rest() -> None:
    """One record of what the starter data lack."""
    Group.objects.get_or_create(name="Another")
    make.create_sector().delete()
    make.create_acknowledgement()
    make.create_rates(on=datetime.date(2010, 1, 4), USD="1.44")
    make.create_peg(currency="SAR", anchor="USD", units="3.75")


def hide_a_proposal() -> None:
    """An import that nobody carried out: its rows must show to nobody but editors."""
    run = imports.begin(SECRET.encode(), file_name=f"{SECRET}.csv", choices=imports.Choices())
    ImportedRow.objects.create(run=run, number=2, state="create", name=SECRET, changes={})


def stored() -> dict[str, int]:
    """By model: how many records there are, and the data version."""
    found = {
        model._meta.label_lower: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.model_name not in KEPT_BY_VISITS
    }
    versions = apps.get_model("deals", "dataversion").objects.values_list("number", flat=True)
    return found | {"version": sum(versions)}


def differences(before: dict, after: dict) -> dict:
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}
