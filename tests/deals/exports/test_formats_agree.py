"""All formats of one question hold the same records and the same sums, and those of the totals."""

import itertools

import pytest

from deals.api import formats
from deals.api.listings import LISTINGS
from deals.money import DISPLAY_CURRENCIES
from tests.deals.exports.readers import keys_in, keys_of, rows_of

FILES = [form for form in formats.PLACED if form != "json"]
TABULAR = [form for form in formats.TABULAR if form != "json"]
QUERIES = {
    "projects": "status=signed&status=operating&ordering=-amount,name",
    "changes": "kind=editions",
    "rates": "currency=CNY&date_after=2026-01-01",
    "follow-through": "location=china",
}
OFFERED = [(each.name, form) for each in LISTINGS for form in each.formats if form != "json"]
FILTERS = [
    "",
    "location=china&status=signed",
    "amount_min=1000000000&ordering=name",
    "as_of=2024-12-31",
    "q=battery",
    "commitment=mou&disclosed=true",
]


LISTED = {}  # by address: the starter data stay what they are


def listed(client, address):
    """All results of a list, over its pages."""
    if address not in LISTED:
        LISTED[address] = read_pages(client, address)
    return LISTED[address]


def read_pages(client, address):
    found, joint = [], "&" if "?" in address else "?"
    address = f"{address}{joint}limit=500"
    while address:
        page = client.get(address).json()
        found += page["results"]
        address = page["next"]
    return found


# Ids


@pytest.mark.parametrize(("name", "form"), OFFERED)
def test_each_format_of_each_list_holds_the_same_records_in_order(name, form, client, starter):
    query = QUERIES.get(name, "")
    response = client.get(f"/api/v1/{name}.{form}?{query}")
    found = keys_of(form, response.getvalue(), name)
    assert found == keys_in(listed(client, f"/api/v1/{name}/?{query}"), name)
    assert len(set(found)) == len(found) > 0 or name == "pegs"


@pytest.mark.once("both make each file in the test above")
@pytest.mark.parametrize(("name", "form"), OFFERED)
def test_accept_gives_what_the_suffix_gives(name, form, client, starter):
    query = QUERIES.get(name, "")
    accepted = client.get(f"/api/v1/{name}/?{query}", headers={"Accept": formats.MEDIA[form]})
    suffixed = client.get(f"/api/v1/{name}.{form}?{query}")
    for header in ("Content-Type", "Content-Disposition", "X-Row-Count"):
        assert accepted[header] == suffixed[header]
    bodies = [accepted.getvalue(), suffixed.getvalue()]
    if form in ("csv", "ndjson"):
        assert bodies[0] == bodies[1]
    else:  # the others name the address that they come from
        assert rows_of(form, bodies[0], name) == rows_of(form, bodies[1], name)


@pytest.mark.parametrize("listing", [x for x in LISTINGS if x.key], ids=lambda x: x.name)
def test_the_file_of_one_record_holds_its_row_of_the_list(listing, client, starter):
    name = listing.name
    key = client.get(f"/api/v1/{name}/?limit=1").json()["results"][0]["id"]
    for form in listing.formats[1:]:
        [alone] = rows_of(form, client.get(f"/api/v1/{name}/{key}.{form}").getvalue(), name)
        rows = rows_of(form, client.get(f"/api/v1/{name}.{form}").getvalue(), name)
        id_ = "ref" if "ref" in alone else "id"
        [row] = [each for each in rows if str(each[id_]) == str(key)]
        assert {column: alone[column] for column in row} == row


# Sums


def number(cell):
    """Of a cell, or of an amount of the JSON; what is unknown adds nothing."""
    return int((cell["value"] if isinstance(cell, dict) else cell) or 0)


def addends(form, row, currency):
    """(investment, jobs, output) of a row; None where it adds nothing to totals."""
    if str(row["resigns_only"]).lower() == "true":
        return None
    if form in ("ndjson", "json"):
        found = row["investment"][currency], row["jobs"], row["output_converted"][currency]
    else:
        code = currency.lower()
        found = row[f"invested_{code}"], row["jobs"], row[f"output_{code}"]
    return tuple(map(number, found))


def sums(form, rows, currency):
    counted = [addends(form, row, currency) for row in rows]
    return [sum(column) for column in zip((0, 0, 0), *filter(None, counted), strict=True)]


@pytest.mark.parametrize("query", FILTERS)
def test_the_rows_of_every_format_add_up_to_the_totals(query, client, starter):
    files = {f: client.get(f"/api/v1/projects.{f}?{query}").getvalue() for f in FILES}
    rows = {form: rows_of(form, body, "projects") for form, body in files.items()}
    rows["json"] = listed(client, f"/api/v1/projects/?{query}")
    filters = "&".join(part for part in query.split("&") if not part.startswith("ordering"))
    for currency in DISPLAY_CURRENCIES:
        # Amounts in a filter are of the currency shown, so the question stays in yuan for those.
        if currency != "CNY" and "amount_min" in query:
            continue
        totals = client.get(f"/api/v1/totals/?{filters}&currency={currency}").json()
        wanted = [number(totals[name]) for name in ("investment", "jobs", "output_value")]
        assert {f: sums(f, found, currency) for f, found in rows.items()} == dict.fromkeys(
            rows, wanted
        )
        assert wanted[0] > 0


@pytest.mark.parametrize("currency", DISPLAY_CURRENCIES)
def test_a_filter_by_amount_means_the_currency_shown_in_every_format(currency, client, starter):
    query = f"amount_min=5000000000&currency={currency}"
    wanted = number(client.get(f"/api/v1/totals/?{query}").json()["investment"])
    for form in FILES:
        rows = rows_of(form, client.get(f"/api/v1/projects.{form}?{query}").getvalue(), "projects")
        assert sums(form, rows, currency)[0] == wanted > 0


# Totals

SUMS = [
    *itertools.product(["investment"], ["value", "high", "bound", "currency", "stated"]),
    *itertools.product(["jobs", "output_value"], ["value", "bound", "stated", "undisclosed"]),
]


def as_cells(groups):
    """Groups of the JSON as the cells of a file, in text."""
    return [
        [*(group[name] for name in ("key", "label", "projects", "resigned"))]
        + [group[name][part] for name, part in SUMS]
        for group in groups
    ]


def cells_of(form, rows):
    if form == "ndjson":
        return as_cells(rows)
    columns = ["key", "label", "projects", "resigned"]
    columns += [f"{name}_{part}" for name, part in SUMS]
    return [[row[column] for column in columns] for row in rows]


def as_text(table):
    return [["" if cell is None else str(cell) for cell in row] for row in table]


@pytest.mark.parametrize(
    ("query", "forms"),
    [
        ("group_by=location&level=country&currency=USD", FILES),
        ("group_by=location", FILES),
        ("group_by=sector&status=signed", TABULAR),
        ("group_by=year&currency=USD", TABULAR),
        ("group_by=investor&disclosed=true", TABULAR),
    ],
)
def test_totals_have_the_same_groups_and_sums_in_every_format(query, forms, client, starter):
    wanted = as_text(as_cells(client.get(f"/api/v1/totals/?{query}").json()["groups"]))
    assert len(wanted) > 2
    for form in forms:
        by_suffix = client.get(f"/api/v1/totals.{form}?{query}").getvalue()
        accept = {"Accept": formats.MEDIA[form]}
        accepted = client.get(f"/api/v1/totals/?{query}", headers=accept).getvalue()
        for body in (by_suffix, accepted):
            assert as_text(cells_of(form, rows_of(form, body, "totals"))) == wanted


@pytest.mark.parametrize("form", TABULAR)
def test_the_one_row_of_the_total_is_the_total(form, client, starter):
    total = client.get("/api/v1/totals.json?currency=USD").json() | {"key": None, "label": "Total"}
    rows = rows_of(form, client.get(f"/api/v1/totals.{form}?currency=USD").getvalue(), "totals")
    assert as_text(cells_of(form, rows)) == as_text(as_cells([total]))
