"""No field of the JSON is left out of a table by accident."""

from dataclasses import replace
from fnmatch import fnmatch

import pytest

from deals import resources
from deals.columns import Column, joined
from deals.resources import shapes
from deals.tables import TABLES
from deals.tables.reading import at, day, ids
from tests.deals.tables.shapes import unread
from tests.deals.tables.starter_rows import RESULTS

SHAPES = {
    "projects": shapes.Project,
    "investments": shapes.Investment,
    "conferences": shapes.Conference,
    "editions": shapes.Edition,
    "locations": shapes.Location,
    "sectors": shapes.Link,
    "organizations": shapes.Organization,
    "figures": shapes.Figure,
    "sources": shapes.Source,
    "totals": shapes.Group,
    "follow-through": shapes.Cohort,
    "checks": shapes.Check,
    "changes": shapes.Change,
    "rates": shapes.RateRow,
    "pegs": shapes.Peg,
}

MADE_OF_ID = "the list and the id make the address"
IN_ITS_TABLE = "stands in the table that the id leads to"
IN_ALL = {"api_url": MADE_OF_ID, "html_url": MADE_OF_ID}
OF_A_LINK = ("name", "name_zh", "local.*", "*_url")
OF_AN_EDITION = (*OF_A_LINK, "label", "conference.*")


def link(path, names=OF_A_LINK):
    return {f"{path}.{name}": IN_ITS_TABLE for name in names}


def parts_of_a_sum(path):
    return {
        f"{path}.low": "the value under another name",
        f"{path}.qualifiers.*": "how many projects carry each hedge: no single value",
    }


# Table → path in the JSON, where * stands for anything → why it is no column.
LEFT_OUT = {
    "projects": {
        **IN_ALL,
        **link("edition", OF_AN_EDITION),
        "edition.year": "the year of the project",
        **{k: v for path in ("location", "sector", "investors.0") for k, v in link(path).items()},
        "name_zh": "the local name says it where that is Chinese",
        "local.lang": "imports write what exports read; nobody types language codes",
        "investment.*.currency": "stands in the name of the column",
        "investment.USD.qualifier": "one bound for both currencies",
        "output_converted.*.currency": "stands in the name of the column",
        "output_converted.*.value_max": "output is never a range",
        "output_converted.*.qualifier": "that of the output as reported",
        "output_value.value_max": "output is never a range",
        "jobs.value_max": "jobs are never a range",
        "jobs.currency": "jobs are no money",
        "updated_at": "stands in the table of changes",
    },
    "investments": {
        **link("project"),
        **link("investors.0"),
        "converted.*.currency": "stands in the name of the column",
        "converted.*.qualifier": "that of the amount as reported",
    },
    "conferences": IN_ALL,
    "editions": IN_ALL | link("conference") | link("location"),
    "locations": IN_ALL,
    "sectors": IN_ALL,
    "organizations": IN_ALL | link("country"),
    "figures": {
        **IN_ALL,
        **link("editions.0", (*OF_AN_EDITION, "year")),
        **link("scope.location"),
        **link("scope.sector"),
        "source.*": IN_ITS_TABLE,
    },
    "sources": IN_ALL,
    "totals": {
        "label_lang": "the language of the download",
        "html_url": MADE_OF_ID,
        "second.label_lang": "the language of the download",
        "second.html_url": MADE_OF_ID,
        **parts_of_a_sum("investment"),
        **parts_of_a_sum("jobs"),
        **parts_of_a_sum("output_value"),
        "jobs.currency": "jobs are no money",
        "jobs.unconverted": "jobs are no money",
    },
    "follow-through": {
        **link("edition", OF_AN_EDITION),
        **parts_of_a_sum("investment"),
        **parts_of_a_sum("horizons.0.states.*.investment"),
        "horizons.0.states.*.inferred": "true of no_news alone, as the column of states says",
    },
    "checks": {
        **link("editions.0", (*OF_AN_EDITION, "year")),
        "explanation_url": "the code makes the address",
    },
    "changes": IN_ALL,
    "rates": {},
    "pegs": {},
}


# Tables that read records: each column as a function of the JSON


def each_amount(name):
    def read(row):
        values = [amount[name] for amount in row["amounts"]]
        return values[0] if len(values) == 1 else joined(values)

    return read


def high(*path):
    """The upper end, which JSON gives only where there is a range."""
    return lambda row: at(*path, "value_max")(row) or at(*path, "value")(row)


TWINS = {
    "projects": {
        "ref": at("id"),
        "name": at("name"),
        "name_local": at("local", "text"),
        "edition": at("edition", "id"),
        "conference": at("edition", "conference", "id"),
        "year": at("year"),
        "date": day("date"),
        "signed_on": day("signed_on"),
        "location": at("location", "id"),
        "sector": at("sector", "id"),
        "investors": ids("investors"),
        "status": at("status"),
        "commitment": at("commitment"),
        "amount": each_amount("value"),
        "amount_max": each_amount("value_max"),
        "currency": each_amount("currency"),
        "qualifier": each_amount("qualifier"),
        "invested_cny": at("investment", "CNY", "value"),
        "invested_cny_high": high("investment", "CNY"),
        "invested_usd": at("investment", "USD", "value"),
        "invested_usd_high": high("investment", "USD"),
        "bound": lambda row: (
            at("investment", "CNY", "qualifier")(row) or at("investment", "USD", "qualifier")(row)
        ),
        "disclosed": at("disclosed"),
        "unconverted": lambda row: joined(
            code for code, is_so in row["unconverted"].items() if is_so
        ),
        "jobs": at("jobs", "value"),
        "jobs_qualifier": at("jobs", "qualifier"),
        "output_value": at("output_value", "value"),
        "output_currency": at("output_value", "currency"),
        "output_qualifier": at("output_value", "qualifier"),
        "output_cny": at("output_converted", "CNY", "value"),
        "output_usd": at("output_converted", "USD", "value"),
        "resigns_only": at("resigns_only"),
    },
    "investments": {
        "id": at("id"),
        "project": at("project", "id"),
        "investors": ids("investors"),
        "amount": at("amount", "value"),
        "amount_max": at("amount", "value_max"),
        "currency": at("amount", "currency"),
        "qualifier": at("amount", "qualifier"),
        "as_written": at("as_written"),
        "amount_cny": at("converted", "CNY", "value"),
        "amount_max_cny": at("converted", "CNY", "value_max"),
        "amount_usd": at("converted", "USD", "value"),
        "amount_max_usd": at("converted", "USD", "value_max"),
    },
}
IN_THE_DETAIL = {"location_path", "continues", "source", "source_url"}
JSON = {
    "projects": resources.project,
    "investments": lambda record: resources.investment(record, record.project),
}


def reading_json(table):
    """The table with columns that read JSON."""
    if not table.of_records:
        return table
    twins = TWINS[table.name].items()
    return replace(table, columns=tuple(Column(name, read, "", "") for name, read in twins))


def blank_is_null(value):
    """Both are a blank cell; a zero is none."""
    return None if value == "" else value


@pytest.mark.parametrize("name", TABLES)
def test_every_field_is_a_column_or_left_out_for_a_reason(name):
    found = unread(reading_json(TABLES[name]), SHAPES[name])
    reasons = LEFT_OUT[name]
    assert [path for path in found if not any(fnmatch(path, each) for each in reasons)] == []
    # A reason for what is no field, or has become a column, is taken out.
    assert [each for each in reasons if not any(fnmatch(path, each) for path in found)] == []


@pytest.mark.parametrize("name", TWINS)
def test_tables_of_records_say_what_the_json_says(name, starter):
    columns = {column.name: column for column in TABLES[name].columns}
    assert columns.keys() - TWINS[name].keys() <= IN_THE_DETAIL
    for record in RESULTS[name]():
        row = JSON[name](record)
        for column, read in TWINS[name].items():
            assert blank_is_null(columns[column].read(record)) == blank_is_null(read(row)), column
