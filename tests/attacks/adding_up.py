"""What a reader is told of projects, against the rows that the API lists, added up one by one."""

from collections import Counter
from collections.abc import Iterator
from random import Random

from django.http import QueryDict

from deals.models import Location
from tests.attacks.recomputed import World, words_of
from tests.test_parity import on_page, values

GROUPS = ("year", "status", "commitment", "conference", "edition", "sector", "investor", "location")
# What a facet leaves out when it counts, where that is more than the filter of its name.
OF_BAND = ("amount_min", "amount_max", "disclosed")
ONE_ALONE = ("q", "disclosed", "jobs_min", "updated_since", "as_of")
FACETS_COMPARED = 4


class Fault(AssertionError):
    """A number that is not the sum of its rows."""


def a_query(dice: Random) -> QueryDict:
    """Filters with real values."""
    known = values() | {"q": sorted(World().words_of_all()) or ["nothing"]}
    query = QueryDict(mutable=True)
    for name in dice.sample(sorted(known), dice.choice([0, 1, 1, 2, 2, 3])):
        several = name not in ONE_ALONE and not name.startswith(("amount", "signed"))
        count = min(dice.choice([1, 3]) if several else 1, len(known[name]))
        query.setlist(name, dice.sample(list(known[name]), count))
    query["currency"] = dice.choice(["CNY", "USD"])
    return query


def got(client, address: str) -> dict:
    response = client.get(address)
    if response.status_code != 200:
        raise Fault(f"{response.status_code}: {address} {response.content[:300]}")
    return response.json()


def listed(client, query: QueryDict) -> list[dict]:
    """All the rows, page after page."""
    rows, address = [], f"/api/v1/projects/?{query.urlencode()}&limit=20"
    while address:
        answer = got(client, address)
        rows += answer["results"]
        address = answer["next"]
    if answer["count"] != len(rows):
        raise Fault(f"{answer['count']} counted, {len(rows)} listed: {query.urlencode()}")
    return rows


def compare(client, query: QueryDict, dice: Random) -> None:
    """Totals, groups, page and facets with the rows; raises `Fault`."""
    rows, where = listed(client, query), query.urlencode()
    group_by = dice.choice(GROUPS)
    level = "&level=country" if group_by == "location" else ""
    told = got(client, f"/api/v1/totals/?{where}&group_by={group_by}{level}")
    for fault in [
        *differences(told, rows, query["currency"]),
        *of_groups(told, rows, group_by, query["currency"]),
        *of_page(client, rows, where, query["currency"]),
        *of_facets(client, query, dice),
        *of_words(query, rows),
    ]:
        raise Fault(f"{where}: {fault}")


# Sums


def differences(told: dict, rows: list[dict], currency: str) -> Iterator[str]:
    yield from unequal(told, added_up(rows, currency))


def unequal(told: dict, right: dict) -> Iterator[str]:
    for name, value in right.items():
        said = told[name]
        said = {key: said[key] for key in value} if isinstance(value, dict) else said
        if said != value:
            yield f"{name} is {said}, the rows make {value}"


def added_up(rows: list[dict], currency: str) -> dict:
    """The shape of a total; what nobody knows is None."""
    adding = [row for row in rows if not row["resigns_only"]]
    money = [row["investment"][currency] for row in adding]
    output = [row["output_converted"][currency] for row in adding]
    stated = sum(row["disclosed"] for row in adding)
    with_output = sum(row["output_value"] is not None for row in adding)
    return {
        "projects": len(rows),
        "resigned": len(rows) - len(adding),
        "investment": sum_of(money, stated, len(adding))
        | {"unconverted": sum(row["unconverted"][currency] for row in adding)},
        "jobs": sum_of([row["jobs"] for row in adding], None, len(adding)) | {"unconverted": 0},
        "output_value": sum_of(output, with_output, len(adding))
        | {"unconverted": with_output - sum(each is not None for each in output)},
    }


def sum_of(amounts: list[dict | None], stated: int | None, count: int) -> dict:
    known = [each for each in amounts if each is not None]
    lows = [each["value"] for each in known]
    highs = [each["value"] if each["value_max"] is None else each["value_max"] for each in known]
    stated = len(known) if stated is None else stated
    return {
        "value": sum(lows) if known else None,
        "low": sum(lows) if known else None,
        "high": sum(highs) if known else None,
        "stated": stated,
        "undisclosed": count - stated,
        "qualifiers": dict(Counter(each["qualifier"] for each in known)),
    }


def of_groups(told: dict, rows: list[dict], group_by: str, currency: str) -> Iterator[str]:
    groups = {}
    countries = dict(Location.objects.values_list("slug", "path"))
    for row in rows:
        for key in keys_of(row, group_by, countries):
            groups.setdefault(key, []).append(row)
    for group in told["groups"]:
        mine = groups.pop(group["key"], [])
        yield from (
            f"{group_by} {group['key']}: {each}" for each in differences(group, mine, currency)
        )
    yield from (f"no {group_by} {key}" for key in groups)


def keys_of(row: dict, group_by: str, paths: dict[str, str]) -> list:
    """The keys of the groups that a row is in; None for “not stated”."""
    if group_by == "investor":
        return [each["id"] for each in row["investors"]] or [None]
    if group_by == "location":
        return [paths[row["location"]["id"]].split("/")[0] if row["location"] else None]
    if group_by == "conference":
        return [row["edition"]["conference"]["id"]]
    value = row[group_by]
    return [value["id"] if isinstance(value, dict) else value]


def of_page(client, rows: list[dict], where: str, currency: str) -> Iterator[str]:
    response = client.get(f"/projects/?{where}")
    if response.status_code != 200:
        yield f"the page answers {response.status_code}"
        return
    page, right = response.content.decode(), added_up(rows, currency)
    shown = [on_page(page, label) for label in ("Projects", "Investment", "Jobs")]
    wanted = [right["projects"], right["investment"]["value"], right["jobs"]["value"]]
    if shown != wanted:
        yield f"the page shows {shown}, the rows make {wanted}"


def of_facets(client, query: QueryDict, dice: Random) -> Iterator[str]:
    """Some of the numbers beside the choices, against the list behind each."""
    facets = got(client, f"/api/v1/facets/?{query.urlencode()}")["facets"]
    choices = [(facet["name"], value) for facet in facets for value in facet["values"]]
    for name, value in dice.sample(choices, min(FACETS_COMPARED, len(choices))):
        behind = query.copy()
        for each in {*value["filter"]} if name in GROUPS else OF_BAND:
            behind.pop(each, None)
        for each, wanted in value["filter"].items():
            behind[each] = wanted
        rows = listed(client, behind)
        right = added_up(rows, query["currency"])
        right = {
            each: right[each] for each in ("projects", "investment") if value[each] is not None
        }
        yield from (f"facet {name} {value['filter']}: {each}" for each in unequal(value, right))


def of_words(query: QueryDict, rows: list[dict]) -> Iterator[str]:
    """What a word alone finds is what bears that word, or one that begins so."""
    if set(query) != {"q", "currency"}:
        return
    world, [word] = World(), words_of([query["q"]])
    right = {
        project["ref"]
        for project in world.projects.values()
        if any(each.startswith(word) for each in world.words(project))
    }
    found = {row["id"] for row in rows}
    if found != right:
        yield f"finds {sorted(found)}, and {sorted(right)} bear the word"
