"""All that a database says to the world, to compare it with a copy."""

import gzip
import io
import json
import re
import zipfile
from pathlib import Path

from django.contrib.auth.models import Group, User
from django.test import Client

from deals.api.listings import LISTINGS
from deals.checks import problems
from deals.models import StandingTotal

PAGES = ("/", "/projects/", "/projects/?q=宜宾", "/zh-hans/editions/", "/changes/", "/checks/")
FORMS = ("ndjson", "geojson", "xlsx", "zip")
TOTALS = (
    "currency=USD",
    "group_by=location&level=country",
    "group_by=year,sector",
    "group_by=investor",
)
# Of these not only what is in them, but when they were made.
ARCHIVES = (".xlsx", ".zip")
NOT_COMPARED = "docProps/core.xml"


def addresses() -> list[str]:
    files = [f"/api/v1/{each.name}.csv" for each in LISTINGS]
    files += [f"/api/v1/{name}.{form}" for name in ("projects", "figures") for form in FORMS]
    files += [f"/api/v1/{name}.ndjson" for name in ("editions", "organizations", "changes")]
    changes = [
        "/api/v1/changes/?cursor=start&limit=500",
        "/api/v1/facets/",
        "/api/v1/datapackage.json",
    ]
    return [*PAGES, *files, *changes, *(f"/api/v1/totals/?{query}" for query in TOTALS)]


def everything_said() -> dict[str, object]:
    """By address: the answer. Beside them the standing totals, who may what, and what is wrong."""
    client = Client()
    said = {address: _answer(client, address) for address in addresses()}
    totals = StandingTotal.objects.values_list("key", "sums")
    return said | {
        "standing totals": {key: json.loads(sums) for key, sums in totals},
        "rights": rights(),
        "problems": list(problems()),
    }


def rights() -> dict[str, set[str]]:
    """By account and by group: the rights by name, as their keys differ between databases."""
    users = {f"user {u.pk} {u.username} {u.password}": u for u in User.objects.all()}
    return {name: user.get_all_permissions() for name, user in users.items()} | {
        f"group {group.pk} {group.name}": {
            f"{right.content_type.app_label}.{right.codename}" for right in group.permissions.all()
        }
        for group in Group.objects.all()
    }


def _answer(client: Client, address: str) -> object:
    response = client.get(address)
    body = b"".join(response) if response.streaming else response.content
    if address.endswith(ARCHIVES):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = [name for name in archive.namelist() if name != NOT_COMPARED]
            body = {name: archive.read(name) for name in names}
    return response.status_code, body


# What the audit log tells of the copying itself.
COPYING = re.compile('"(backup|restore)"')


def differences(one: dict, other: dict) -> list[str]:
    """The names of what is not the same in both."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def rows_in(file: Path) -> dict[str, list[str]]:
    """By table: the lines of a backup, but for those that hold keys of matched tables."""
    found: dict[str, list[str]] = {}
    with gzip.open(file, "rt") as lines:
        next(lines)
        for line in lines:
            if line.startswith('{"table"'):
                rows = found.setdefault(json.loads(line)["table"], [])
            elif line.startswith("[") and not COPYING.search(line):
                rows.append(line)
    for name in ("contenttypes.contenttype", "auth.permission", "auth.group_permissions"):
        del found[name]
    for name in ("auth.user_user_permissions", "admin.logentry"):
        found[name] = [str(len(found[name]))]
    return found
