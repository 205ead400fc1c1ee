"""An export imported again changes nothing."""

import pytest

from deals import exports
from deals.columns import PROJECTS
from deals.models import DataVersion, Project
from tests import factories as make
from tests.deals.imports.conftest import planned, xlsx_bytes

PROJECTS_OF_ALL = Project.objects.order_by("pk")


def in_chinese(content: str) -> str:
    from django.utils import translation

    with translation.override("zh-hans"):
        titles = ",".join(str(column.title) for column in PROJECTS)
    return titles + content[content.index("\r\n") :]


def csv_text(**options):
    return "".join(exports.csv_of(Project.objects.order_by("pk"), **options))


@pytest.mark.parametrize("form", ["csv", "bom", "chinese", "xlsx"])
def test_every_row_of_the_starter_data_is_unchanged(form, starter, client):
    if form == "xlsx":
        content = b"".join(client.get("/api/v1/projects.xlsx").streaming_content)
    else:
        text = csv_text(bom=form == "bom")
        content = (in_chinese(text) if form == "chinese" else text).encode()
    before = DataVersion.objects.get().number
    rows, summary = planned(content)
    assert {row.state for row in rows} == {"unchanged"}
    assert len(rows) == Project.objects.count() == 181
    assert (summary.faults, summary.notices) == ([], [])
    assert DataVersion.objects.get().number == before


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_awkward_projects_come_back_unchanged(form, client):
    first = make.create_project(name="=1+1", name_local="'=2", amount=5, currency="CNY")
    make.create_investment(project=first, amount=7, currency="USD")
    make.create_investment(project=first)
    make.create_project(amount=5, continues=first, resigns_only=True)
    make.create_project(name="@cmd; “quoted”", investors=[make.create_organization()])
    make.create_project(amount=5, amount_max=5, qualifier="range", jobs=3, output_value=9)
    event = make.create_project()
    make.create_event(project=event, status="operating")
    if form == "xlsx":
        content = b"".join(client.get("/api/v1/projects.xlsx").streaming_content)
    else:
        content = csv_text().encode()
    rows, _summary = planned(content)
    assert [str(fault) for row in rows for fault in row.faults] == []
    assert {row.state for row in rows} == {"unchanged"}


@pytest.mark.django_db
def test_what_excel_makes_of_an_export_is_unchanged_too():
    project = make.create_project(amount=5, signed_on=make.datetime.date(2024, 9, 1))
    content = xlsx_bytes(
        ["ref", "signed_on", "amount", "resigns_only"],
        [project.ref, "2024/9/1", 5.0, "FALSE"],
    )
    assert planned(content)[0][0].state == "unchanged"
