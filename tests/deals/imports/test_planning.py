"""What each row becomes, and every fault of every kind at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deals.imports import Choices, Plan
from deals.models import Organization, Project
from tests import factories as make
from tests.deals.imports.conftest import a_row, csv_bytes, faults, headers, planned, xlsx_bytes

pytestmark = pytest.mark.usefixtures("world")


def test_all_faults_of_a_workbook_are_listed_at_once_with_their_addresses():
    content = xlsx_bytes(
        headers("amount_max", "qualifier", "signed_on"),
        [*a_row(name="Conversion", amount="95.25亿亿"), None, None, None],
        [*a_row(name="Rule", amount=7_000_000), 5_000_000, "range", None],
        [*a_row(name="Company", investors="Amperex Tech AG"), None, None, None],
        [*a_row(name="Twin"), None, None, None],
        [*a_row(name="Twin"), None, None, None],
        [*a_row(name="Date"), None, None, "31.02.2024"],
        [*a_row(name="Formula", amount="=1+1"), None, None, None],
    )
    assert faults(content) == [
        "Projects!E2: “95.25亿亿” is not an amount. Write 95.25亿 or 95.25bn.",
        "Projects!H3: The upper end 5,000,000 lies below the lower end 7,000,000. Swap them.",
        "Projects!D4: “Amperex Tech AG” is no known organization. Add it to the organizations "
        "first, or tick “create new organizations”.",
        "Projects!6: The row says the same as row 5. Remove one.",
        "Projects!J7: “31.02.2024” is not a date. Write 2024-09-01 or 1 September 2024.",
        "Projects!E8: “=1+1” is a formula. Paste its value.",
    ]
    assert not Project.objects.exists()


def test_a_row_with_several_faults_names_them_all():
    content = csv_bytes(
        headers(), a_row(name="", edition="wpbc-2042", location="Yibim", amount="some", source="x")
    )
    said = faults(content)
    assert len(said) == 5
    assert "row 2, column location (C2): “Yibim” is no known place. Did you mean yibin?" in said


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"currency": ""}, "The currency is missing"),
        ({"currency": "USD", "amount": "€5bn"}, "is not the currency of “€5bn”"),
        ({"amount": "between 7 and 5"}, "amount"),
        ({"source": ""}, "The source is missing"),
        ({"edition": ""}, "The edition is missing"),
        ({"name": "x" * 301}, "301 characters"),
        ({"investors": "Nobody Ltd"}, "“Nobody Ltd” is no known organization"),
    ],
)
def test_rules(cells, said):
    (fault,) = faults(csv_bytes(headers(), a_row(**cells)))
    assert said in fault


def test_what_no_row_says_is_said_once_for_the_file():
    content = csv_bytes(["name", "amount"], *[[f"Plant {n}", n + 1] for n in range(5)])
    said = faults(content)
    assert len(said) == 3
    assert said[0].startswith("row 1: no column “edition”: The edition is missing")
    assert faults(content, edition=edition(), source=source(), currency="CNY") == []


def edition():
    from deals.models import Edition

    return Edition.objects.get().pk


def source():
    from deals.models import Source

    return Source.objects.get().pk


@pytest.mark.parametrize("text", ["yibin", "Yibin", "宜宾", "Yibin, Sichuan", "yibin, China"])
def test_places_by_slug_by_name_and_inside_others(text):
    (row,), _summary = planned(csv_bytes(headers(), a_row(location=text)))
    assert row.values["location"] == Project(location_id=row.values["location"]).location_id
    assert row.faults == []


def test_a_name_of_two_places_needs_the_one_around_it():
    other = make.create_place(slug="yibin-2", name="Yibin")
    content = csv_bytes(headers("country"), [*a_row(location="Yibin"), other.parent.name])
    (row,), _summary = planned(content)
    assert row.values["location"] == other.pk
    assert (
        "can be one of several: yibin, yibin-2"
        in faults(csv_bytes(headers(), a_row(location="Yibin")))[0]
    )


def test_an_organization_is_known_by_any_spelling():
    (row,), _summary = planned(
        csv_bytes(headers(), a_row(investors="CONTEMPORARY AMPEREX TECHNOLOGY CO., LTD."))
    )
    assert row.values["investors"] == (Organization.objects.get().pk,)


def test_new_organizations_are_listed_where_they_may_be_created():
    content = csv_bytes(headers(), a_row(investors="Nobody Ltd; catl"))
    (row,), summary = planned(content, create_organizations=True)
    assert row.faults == []
    assert list(summary.new_organizations) == ["Nobody Ltd"]


def test_an_edition_by_conference_and_year():
    content = csv_bytes(["name", "conference", "year", "source"], ["A", "wpbc", 2024, "wire"])
    (row,), _summary = planned(content)
    assert row.values["edition"] == edition()


def test_a_fault_of_many_rows_is_counted():
    rows = [[*a_row(name=f"Plant {n}"), "Utilities"] for n in range(7)]
    _rows, summary = planned(csv_bytes(headers("sector"), *rows))
    assert summary.notices[0].startswith("7 times: “Utilities” is no known sector.")


def test_columns_can_be_left_out():
    content = csv_bytes(headers("sector"), [*a_row(), "Nonsense"])
    assert len(faults(content)) == 1
    assert faults(content, without=["sector"]) == []


def test_alike_projects_are_asked_about():
    make.create_project(name="Cell plant", ref="p1", edition=edition_record(), amount=5)
    plan = Plan(csv_bytes(headers(), a_row()), Choices())
    list(plan.batches())
    found = plan.find_duplicates()
    assert [match.ref for match in found[2]] == ["p1"]
    assert (plan.summary.counts["new"], plan.summary.counts["duplicate"]) == (0, 1)


def edition_record():
    from deals.models import Edition

    return Edition.objects.get()


def test_a_reference_that_is_gone_is_named():
    make.create_project(ref="p-old").delete()
    content = csv_bytes(["ref", *headers()], ["p-old", *a_row()])
    assert "The project p-old was deleted" in faults(content)[0]


def test_a_foreign_number_is_no_reference():
    content = csv_bytes(["ref", *headers()], ["17", *a_row()])
    assert "“17” is no reference of a project" in faults(content)[0]


def test_what_a_project_with_several_investments_sums_up_is_not_changed():
    project = make.create_project(ref="p1", amount=5, currency="CNY", source=source_record())
    make.create_investment(project=project, amount=7, currency="USD")
    same = csv_bytes(["ref", "amount", "currency"], ["p1", "5;7", "CNY;USD"])
    assert [row.state for row in planned(same)[0]] == ["unchanged"]
    other = csv_bytes(["ref", "amount", "currency"], ["p1", "5;8", "CNY;USD"])
    assert "several investments" in faults(other)[0]


def source_record():
    from deals.models import Source

    return Source.objects.get()


def test_a_status_with_events_is_not_changed():
    project = make.create_project(ref="p1")
    make.create_event(project=project, status="operating")
    assert "status events" in faults(csv_bytes(["ref", "status"], ["p1", "signed"]))[0]


def test_a_changed_cell_that_follows_from_others_is_named_and_ignored():
    make.create_project(ref="p1")
    (row,), summary = planned(csv_bytes(["ref", "year"], ["p1", "1999"]))
    assert row.state == "unchanged"
    assert "1 changed cells of it are ignored" in summary.notices[0]


def test_only_what_differs_is_a_change():
    make.create_project(ref="p1", name="Old", jobs=5, amount=7)
    content = csv_bytes(["ref", "name", "jobs", "amount"], ["p1", "New", "5", "7"])
    (row,), _summary = planned(content)
    assert row.changes == {"name": ("Old", "New")}


def test_a_blank_cell_takes_a_value_away():
    make.create_project(ref="p1", jobs=5)
    (row,), _summary = planned(csv_bytes(["ref", "jobs", "name"], ["p1", "", "A plant"]))
    assert row.changes == {"jobs": ("5", ""), "jobs_qualifier": ("exact", "")}


def read_by(content, table):
    """The rows of the file, and the queries that read the table."""
    with CaptureQueriesContext(connection) as queries:
        rows, _summary = planned(content)
    return rows, [q["sql"] for q in queries if f'FROM "{table}"' in q["sql"]]


def test_records_that_are_named_by_slug_are_looked_up_alone():
    for _each in range(3):
        make.create_organization()
    rows, queries = read_by(csv_bytes(headers(), a_row()), "deals_organization")
    assert [row.faults for row in rows] == [[]]
    assert [sql for sql in queries if "IN ('catl')" not in sql] == []


def test_slugs_and_names_of_one_file_are_the_same_records():
    name = "Contemporary Amperex Technology Co., Ltd."
    by_name = a_row(name="Two", investors=name, edition="World Power Battery Conference 2024")
    by_path = a_row(name="Three", location="yibin, sichuan", source="https://example.org/wire/")
    rows, _summary = planned(csv_bytes(headers(), a_row(), by_name, by_path))
    assert [row.faults for row in rows] == [[], [], []]
    for column in ("edition", "location", "investors", "source"):
        assert len({row.values[column] for row in rows}) == 1


def test_the_names_of_an_edition_are_read_once(monkeypatch):
    monkeypatch.setattr("deals.imports.planning.BATCH", 1)
    content = csv_bytes(headers(), *[a_row(name=f"Plant {n}") for n in range(4)])
    _rows, queries = read_by(content, "deals_project")
    assert len([sql for sql in queries if '"deals_project"."name"' in sql]) == 1
