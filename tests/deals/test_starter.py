"""The loader: all or nothing, every fault at once, nothing overwritten silently."""

import csv
import shutil

import pytest

from deals import starter
from deals.models import (
    DataVersion,
    Edition,
    Investment,
    Location,
    Organization,
    Project,
    ReportedFigure,
    Sector,
    Source,
    StatusEvent,
)
from deals.starter import FaultyFolder
from deals.starter.reading import MAX_FILE

pytestmark = pytest.mark.django_db

ROWS = {
    "locations": [
        {"slug": "china", "name": "China", "kind": "country"},
        {"slug": "yibin", "name": "Yibin", "kind": "city", "parent": "china"},
    ],
    "sectors": [{"slug": "batteries", "name": "Batteries"}],
    "organizations": [
        {"slug": "catl", "name": "CATL", "kind": "company", "country": "china"},
        {"slug": "byd", "name": "BYD", "kind": "company"},
    ],
    "conferences": [{"slug": "fair", "name": "Fair"}],
    "editions": [{"slug": "fair-2024", "conference": "fair", "label": "2024", "year": "2024"}],
    "sources": [
        {
            "slug": "wire-1",
            "url": "https://example.org/1",
            "publisher": "Wire",
            "title": "Signings",
            "language": "en",
            "kind": "wire",
        }
    ],
    "figures": [
        {
            "id": "f1",
            "editions": "fair-2024",
            "metric": "investment",
            "value": "95250000000",
            "currency": "CNY",
            "qualifier": "exact",
            "source": "wire-1",
            "as_written": "95.25 billion yuan",
            "preferred": "1",
        }
    ],
    "projects": [
        {
            "id": "p1",
            "edition": "fair-2024",
            "name": "Plant",
            "investors": "catl;byd",
            "location": "yibin",
            "sector": "batteries",
            "status": "signed",
            "commitment": "mou",
            "amount": "1000",
            "currency": "CNY",
            "qualifier": "more_than",
            "amount_as_written": "more than 1,000 yuan",
            "source": "wire-1",
        }
    ],
    "status_events": [
        {
            "project": "p1",
            "status": "signed",
            "on": "2024-09-01",
            "precision": "day",
            "source": "wire-1",
        }
    ],
}
HEADERS = {
    path.stem: path.read_text("utf-8").splitlines()[0].split(",")
    for path in starter.FOLDER.glob("*.csv")
}
COUNT = sum(len(rows) for rows in ROWS.values())


class Folder:
    """A small folder that is sound, until a test spoils it."""

    def __init__(self, path):
        self.path = path
        self.rows = {name: [dict(row) for row in rows] for name, rows in ROWS.items()}

    def set(self, name, line=0, /, **cells):
        self.rows[name][line] |= cells
        return self

    def add(self, name, /, **cells):
        self.rows[name].append(self.rows[name][0] | cells)
        return self

    def write(self):
        for name, rows in self.rows.items():
            with (self.path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                extra = [column for column in rows[0] if column not in HEADERS[name]]
                table = csv.DictWriter(file, HEADERS[name] + extra)
                table.writeheader()
                table.writerows(rows)
        return self

    def load(self, **options):
        self.write()
        return starter.load(self.path, **options)

    def faults(self):
        before = DataVersion.objects.get().number
        with pytest.raises(FaultyFolder) as refusal:
            starter.load(self.path)
        assert not Location.objects.exists()
        assert DataVersion.objects.get().number == before
        return [str(fault) for fault in refusal.value.faults]


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def test_a_folder_is_loaded_whole(folder):
    report = folder.load()
    assert (report.added.total(), report.kept, report.notices) == (COUNT, [], [])
    project = Project.objects.get()
    assert (project.invested_cny_low, project.amount_bound) == (1000, "more_than")
    assert [link.organization.slug for link in project.investor_links.all()] == ["catl", "byd"]
    assert ReportedFigure.objects.get().group_key.startswith("fair-2024|investment|")


def test_a_second_load_changes_nothing(folder):
    folder.load()
    before = DataVersion.objects.get()
    report = folder.load()
    assert (report.added.total(), report.unchanged.total(), report.kept) == (0, COUNT, [])
    assert DataVersion.objects.get().number == before.number
    assert folder.load(overwrite=True).replaced.total() == 0


def test_the_real_folder_loads_twice(starter):
    from deals import starter as loader

    before = DataVersion.objects.get().number
    report = loader.load()
    assert (report.added.total(), report.unchanged.total(), report.kept) == (0, 1326, [])
    assert DataVersion.objects.get().number == before


# Faults: (file, line, cells) and what is said of them

CELLS = [
    (
        "locations",
        0,
        {"slug": "China"},
        "locations.csv:2:slug: “China” has the wrong form. Use low",
    ),
    ("locations", 0, {"slug": " "}, "locations.csv:2:slug: The key is blank"),
    ("locations", 1, {"slug": "china"}, "locations.csv:3:slug: “china” stands in line 2 already"),
    (
        "locations",
        0,
        {"kind": "contry"},
        "locations.csv:2:kind: “contry” is not known. Did you mean",
    ),
    ("locations", 0, {"kind": ""}, "locations.csv:2:kind: This field cannot be blank"),
    (
        "locations",
        0,
        {"latitude": "91", "longitude": "0"},
        "locations.csv:2:latitude,longitude: “91”",
    ),
    ("locations", 0, {"latitude": "28°"}, "locations.csv:2:latitude: “28°” is not an angle"),
    ("locations", 0, {"latitude": "5"}, "locations.csv:2:latitude,longitude: “5” Give both"),
    (
        "locations",
        1,
        {"parent": "chian"},
        "locations.csv:3:parent: “chian” is not in locations.csv. D",
    ),
    ("locations", 1, {"parent": ""}, "locations.csv:3:kind,parent: “city” A country has no parent"),
    ("locations", 1, {"parent": "yibin"}, "locations.csv:3:parent: “yibin” leads back to this row"),
    ("sectors", 0, {"name": "a\0b"}, "sectors.csv:2:name: “a\0b” holds a NUL character. Remove it"),
    ("sectors", 0, {"name": "x" * 201}, "Ensure this value has at most 200 characters"),
    (
        "organizations",
        1,
        {"name": "catl ltd"},
        "organizations.csv:3:name: “catl ltd” “CATL” is the same",
    ),
    (
        "organizations",
        0,
        {"country": "x;y"},
        "organizations.csv:2:country: “x;y” names several records",
    ),
    (
        "conferences",
        0,
        {"website": "example.org"},
        "conferences.csv:2:website: “example.org” has the w",
    ),
    ("editions", 0, {"year": "1899"}, "editions.csv:2:year: “1899” Ensure this value is greater"),
    ("editions", 0, {"year": "２０２４"}, "editions.csv:2:year: “２０２４” is not a whole number"),
    (
        "editions",
        0,
        {"conference": ""},
        "editions.csv:2:conference: An edition needs its conference",
    ),
    (
        "editions",
        0,
        {"starts_on": "2024-13-45"},
        "editions.csv:2:starts_on: “2024-13-45” is not a date",
    ),
    (
        "editions",
        0,
        {"starts_on": "2024-09-03", "ends_on": "2024-09-01"},
        "editions.csv:2:ends_on,starts_on: “2024-09-01”, “2024-09-03” The last day lies before",
    ),
    (
        "sources",
        0,
        {"kind": "rumour"},
        "sources.csv:2:kind: “rumour” is not known. Use one of: offici",
    ),
    ("sources", 0, {"url": "javascript:1"}, "sources.csv:2:url: “javascript:1” has the wrong form"),
    (
        "figures",
        0,
        {"editions": ""},
        "figures.csv:2:editions: A figure needs the edition it is about",
    ),
    ("figures", 0, {"editions": "fair-2024;fair-2024"}, "names a record twice"),
    (
        "figures",
        0,
        {"currency": ""},
        "figures.csv:2:currency,metric: “investment” This metric is money",
    ),
    ("figures", 0, {"currency": "RMB"}, "figures.csv:2:currency: “RMB” is no currency"),
    (
        "figures",
        0,
        {"metric": "jobs"},
        "figures.csv:2:currency,metric: “CNY”, “jobs” This metric is a",
    ),
    ("figures", 0, {"value": "1e9"}, "figures.csv:2:value: “1e9” is not a plain number"),
    ("figures", 0, {"value": "1,000"}, "figures.csv:2:value: “1,000” is not a plain number"),
    ("figures", 0, {"value": "0"}, "figures.csv:2:value: “0” is out of range"),
    (
        "figures",
        0,
        {"value": "9" * 400},
        f"figures.csv:2:value: “{'9' * 60}” is not a plain number",
    ),
    ("figures", 0, {"value": "9000000000000001"}, "is out of range. Use 1 to 9000000000000000"),
    ("figures", 0, {"value": ""}, "figures.csv:2:value: This field cannot be null"),
    (
        "figures",
        0,
        {"qualifier": "range", "value_max": "5"},
        "figures.csv:2:qualifier,value,value_max: “range”, “95250000000”, “5” A range needs",
    ),
    (
        "figures",
        0,
        {"horizon": "soon"},
        "figures.csv:2:horizon: “soon” has the wrong form. Use at_sig",
    ),
    ("figures", 0, {"preferred": "yes"}, "figures.csv:2:preferred: “yes” is neither 0 nor 1"),
    (
        "figures",
        0,
        {"of_which": "f1"},
        "figures.csv:2:of_which: “f1” leads back to this row: a circle",
    ),
    ("figures", 0, {"source": ""}, "figures.csv:2:source: A figure needs its source"),
    ("projects", 0, {"status": "build"}, "projects.csv:2:status: “build” is not known. Use one of"),
    ("projects", 0, {"investors": "catl;bdy"}, "is not in organizations.csv. Did you mean byd?"),
    (
        "projects",
        0,
        {"currency": ""},
        "projects.csv:2:amount,currency,qualifier: “1000”, “more_than” G",
    ),
    ("projects", 0, {"jobs": "5"}, "projects.csv:2:jobs,jobs_qualifier: “5” Give the number and"),
    (
        "projects",
        0,
        {"jobs_qualifier": "range"},
        "projects.csv:2:jobs_qualifier: “range” is not known",
    ),
    (
        "projects",
        0,
        {"amount_max": "5"},
        "projects.csv:2:amount,amount_max,qualifier: “1000”, “5”, “mor",
    ),
    (
        "projects",
        0,
        {"signed_on": "1899-01-01"},
        "projects.csv:2:signed_on: “1899-01-01” A signature",
    ),
    ("projects", 0, {"continues": "p1"}, "projects.csv:2:continues: “p1” leads back to this row"),
    (
        "status_events",
        0,
        {"project": ""},
        "status_events.csv:2:project: A status event needs its proj",
    ),
    (
        "status_events",
        0,
        {"precision": ""},
        "status_events.csv:2:on,precision: “2024-09-01” Give the",
    ),
]


@pytest.mark.parametrize(
    ("name", "line", "cells", "said"),
    CELLS,
    ids=[f"{c[0]}-{'-'.join(c[2])}-{n}" for n, c in enumerate(CELLS)],
)
def test_a_faulty_cell_is_named_with_its_remedy(name, line, cells, said, folder):
    (fault,) = [
        fault for fault in folder.set(name, line, **cells).write().faults() if said in fault
    ]
    assert fault.startswith(f"{name}.csv:")


def test_every_fault_is_found_at_once(folder):
    folder.set("locations", kind="planet", latitude="x")
    folder.set("editions", year="20x4", location="nowhere")
    folder.set("projects", status="built", sector="nothing", qualifier="maybe", jobs="-1")
    folder.set("figures", location="nowhere", currency="", horizon="soon")
    places = [fault.split(": ")[0] for fault in folder.write().faults()]
    assert places == [
        "editions.csv:2:location",
        "editions.csv:2:year",
        "figures.csv:2:currency,metric",
        "figures.csv:2:horizon",
        "figures.csv:2:location",
        "locations.csv:2:kind",
        "locations.csv:2:latitude",
        "projects.csv:2:jobs",
        "projects.csv:2:qualifier",
        "projects.csv:2:sector",
        "projects.csv:2:status",
    ]


def test_a_row_is_not_blamed_for_the_row_it_refers_to(folder):
    folder.set("conferences", name="")
    assert [f.split(": ")[0] for f in folder.write().faults()] == ["conferences.csv:2:name"]


def test_two_preferred_figures_of_one_statement(folder):
    folder.add("figures", id="f2").write()
    assert folder.faults() == [
        "figures.csv:3:preferred: “1” f1 is preferred for the same statement already. Choose one."
    ]


def test_a_circle_names_its_rows_and_not_those_that_lead_to_it(folder):
    folder.set("figures", of_which="f2").add("figures", id="f2", of_which="f1", preferred="0")
    folder.add("figures", id="f3", of_which="f1", preferred="0").write()
    assert [f.split(": ")[0] for f in folder.faults()] == [
        "figures.csv:2:of_which",
        "figures.csv:3:of_which",
    ]


# Whole files


def spoil(folder, name, change):
    path = folder.write().path / f"{name}.csv"
    path.write_bytes(change(path.read_bytes()))
    return folder


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda b: b + b"bad\xff,x,\n", "sectors.csv:3:: The file is not UTF-8"),
        (lambda b: b.decode().encode("utf-16"), "sectors.csv:1:: The file is not UTF-8"),
        (lambda b: b"", "sectors.csv:1:: The file is empty"),
        (lambda b: b.replace(b"slug", b"slugg"), "sectors.csv:1:slug: The column is missing"),
        (
            lambda b: b.replace(b"slug", b"slugg"),
            "sectors.csv:1:slugg: The column is not known. Did",
        ),
        (lambda b: b.replace(b"name_zh", b"name"), "sectors.csv:1:name: The column is there twice"),
        (lambda b: b + b"a,b\n", "sectors.csv:3:: The line has 2 cells, the header 3"),
        (lambda b: b + b"a,b,c,d\n", "sectors.csv:3:: The line has 4 cells, the header 3"),
        (lambda b: b + b'"a,b,c\n', "sectors.csv:3:: The line is not CSV"),
        (lambda b: b + b" " * MAX_FILE, "sectors.csv:0:: The file is larger than 20 MB"),
    ],
    ids=["bytes", "utf-16", "empty", "missing", "unknown", "twice", "few", "many", "quote", "huge"],
)
def test_a_faulty_file_is_named(change, said, folder):
    faults = spoil(folder, "sectors", change).faults()
    assert [fault for fault in faults if fault.startswith(said)]
    # What refers to a file that nobody could read is not blamed.
    assert all(fault.startswith("sectors.csv") for fault in faults)


@pytest.mark.parametrize("name", ["locations", "projects"])
def test_a_missing_file_is_named(name, folder):
    (folder.write().path / f"{name}.csv").unlink()
    assert (
        f"{name}.csv:0:: The file is missing. Give it, with its header at least." in folder.faults()
    )


def test_status_events_may_be_missing(folder):
    (folder.write().path / "status_events.csv").unlink()
    starter.load(folder.path)
    assert (Project.objects.count(), StatusEvent.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    "change",
    [
        lambda b: b"\xef\xbb\xbf" + b,
        lambda b: b.replace(b"\r\n", b"\n"),
        lambda b: b.replace(b"\r\n", b"\r"),
        lambda b: b + b"\r\n\r\n",
    ],
    ids=["bom", "lf", "cr", "blank lines"],
)
def test_other_ways_to_write_a_csv_file_are_read(change, folder):
    spoil(folder, "sectors", change)
    starter.load(folder.path)
    assert Sector.objects.get().slug == "batteries"


def test_a_line_number_counts_the_lines_of_cells(folder):
    folder.set("projects", note="two\nlines").add("projects", id="p2", status="x", name="Other")
    assert folder.write().faults()[0].startswith("projects.csv:4:status: “x”")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"compiled_on\n2026-13-01\n", "collection.csv:2:compiled_on: “2026-13-01” is not a date"),
        (b"compiled_on\n", "collection.csv:1:compiled_on: The column is missing"),
        (b"\xff\xfe", "collection.csv:1:: The file is not UTF-8"),
    ],
)
def test_a_faulty_date_of_collection_is_named(content, fault, folder):
    (folder.write().path / "collection.csv").write_bytes(content)
    assert folder.faults()[0].startswith(fault)


def test_the_date_of_collection_stands_in_for_the_day_of_access(folder):
    (folder.write().path / "collection.csv").write_text("compiled_on\n2026-11-23\n")
    starter.load(folder.path)
    assert str(Source.objects.get().collected_by) == "2026-11-23"


def test_sub_units_are_rounded_half_to_even_with_a_notice(folder):
    report = folder.set("projects", amount="1000.5").load()
    assert report.notices == ["projects.csv:2:amount: 1000.5 was rounded to 1000."]
    assert Investment.objects.get().amount == 1000


# What is here already


def test_an_edited_row_is_kept_and_named(folder):
    folder.load()
    edition = Edition.objects.get()
    edition.host = "The mayor"
    edition.save()
    before = DataVersion.objects.get().number
    assert folder.load().kept == ["editions.csv:2: fair-2024 differs here and was kept"]
    assert Edition.objects.get().host == "The mayor"
    assert DataVersion.objects.get().number == before


@pytest.mark.parametrize(
    ("name", "cells", "value"),
    [
        ("sectors", {"name": "Cells"}, lambda: Sector.objects.get().name == "Cells"),
        ("projects", {"amount": "7"}, lambda: Project.objects.get().invested_cny_low == 7),
        (
            "projects",
            {"investors": "byd"},
            lambda: Project.objects.get().investor_links.count() == 1,
        ),
        ("figures", {"value": "7"}, lambda: ReportedFigure.objects.get().value == 7),
    ],
)
def test_overwriting_replaces_what_differs(name, cells, value, folder):
    folder.load()
    folder.set(name, **cells)
    assert len(folder.load().kept) == 1
    report = folder.load(overwrite=True)
    assert (report.replaced[name], report.replaced.total()) == (1, 1)
    assert value()
    assert folder.load(overwrite=True).replaced.total() == 0


def test_a_deleted_record_is_not_resurrected_nor_what_needs_it(folder):
    folder.load()
    Project.objects.get().delete()
    report = folder.load()
    assert (Project.objects.count(), StatusEvent.objects.count()) == (0, 0)
    assert report.kept == [
        "projects.csv:2: p1 was deleted here, and was not loaded",
        "status_events.csv:2: p1 was not loaded: its project p1 was deleted here",
    ]


def test_a_project_without_its_deleted_investor_stays_as_it_is(folder):
    folder.load()
    link = Investment.objects.get().investor_links.get(organization__slug="byd")
    link.delete()
    link.organization.delete()
    report = folder.load(overwrite=True)
    assert report.kept[-1] == "projects.csv:2: p1 differs here and was kept"
    assert Organization.objects.get().slug == "catl"


def test_the_status_of_the_events_is_not_a_difference(folder):
    folder.set("projects", status="announced").load()
    assert Project.objects.get().status == "signed"
    assert folder.load().kept == []


def test_new_rows_may_refer_to_what_is_here(folder):
    folder.load()
    for name in ("locations", "sectors", "organizations", "conferences", "sources"):
        path = folder.path / f"{name}.csv"
        path.write_text(path.read_text().splitlines()[0] + "\n")
    folder.rows = {"projects": [ROWS["projects"][0] | {"id": "p2", "name": "Second"}]}
    assert folder.load().added == {"projects": 1}


def test_a_copy_of_the_real_folder_with_one_fault_loads_nothing(tmp_path):
    shutil.copytree(starter.FOLDER, tmp_path / "copy")
    path = tmp_path / "copy" / "projects.csv"
    path.write_text(path.read_text().replace(",CNY,more_than,", ",QQQ,more_than,"))
    with pytest.raises(FaultyFolder, match="1 faults"):
        starter.load(tmp_path / "copy")
    assert not Project.objects.exists()
