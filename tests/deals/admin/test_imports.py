"""The pages of imports, as an editor meets them."""

import datetime
import socket
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from deals import exports
from deals.imports import running
from deals.models import Action, Edition, ImportRun, Project, Source
from deals.models.imports import _started, this_process
from tests import factories as make
from tests.deals.imports.conftest import (  # noqa: F401 - `world` is a fixture
    a_row,
    csv_bytes,
    headers,
    world,
    xlsx_bytes,
)

ADD = reverse("admin:deals_importrun_add")


@pytest.fixture
def upload(client, world):  # noqa: F811
    def upload(content, name="deals.csv", **values):
        response = client.post(ADD, {"file": SimpleUploadedFile(name, content), **values})
        if response.status_code != 302:
            return response
        return client.get(response.url)

    return upload


def run():
    return ImportRun.objects.order_by("pk").last()


def page_of(client, query=""):
    address = reverse("admin:deals_importrun_change", args=[run().pk])
    return client.get(address + query).content.decode()


def step(client, name, **values):
    return client.post(reverse("admin:deals_importrun_step", args=[run().pk, name]), values)


def test_from_upload_to_undo(client, upload):
    text = upload(csv_bytes(headers(), a_row())).content.decode()
    assert "New (1)" in text
    assert not Project.objects.exists()
    step(client, "import")
    assert Project.objects.get().name == "Cell plant"
    assert (run().state, run().content, run().rows.count()) == ("done", None, 0)
    undo = reverse("admin:deals_action_undo", args=[run().action_id])
    assert undo in page_of(client)
    client.post(undo, {"why": "a test"})
    assert not Project.objects.exists()
    assert "undone" in page_of(client)


def test_every_kind_of_fault_stands_in_one_preview_and_nothing_is_written(client, upload):
    content = xlsx_bytes(
        headers("signed_on"),
        [*a_row(name="Conversion", amount="95.25亿亿"), None],
        [*a_row(name="Rule", currency=None, amount=5), None],
        [*a_row(name="Company", investors="Nobody Ltd"), None],
        [*a_row(name="Twin"), None],
        [*a_row(name="Twin"), None],
        [*a_row(name="Date"), "soon"],
        [*a_row(name="Formula", amount="=1+1"), None],
    )
    text = upload(content, "deals.xlsx").content.decode()
    for address in ("E2", "F3", "D4", "6", "H7", "E8"):
        assert f"Projects!{address}: " in text
    assert "Error (6)" in text
    step(client, "import")
    assert not Project.objects.exists()
    assert run().state == "checked"


def test_the_faults_stand_beside_the_uploaded_sheet(client, upload):
    upload(xlsx_bytes(headers(), a_row(amount="=1+1"), a_row()), "deals.xlsx")
    response = client.get(reverse("admin:deals_importrun_faults", args=[run().pk]))
    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet["A2"].value == "Projects!E2: “=1+1” is a formula. Paste its value."
    assert (sheet["F2"].value, sheet["F2"].data_type) == ("'=1+1", "s")
    assert sheet["A3"].value in (None, "")


def test_an_export_is_imported_without_a_change(client, upload):
    make.create_project(amount=5)
    before = "".join(exports.csv_of(Project.objects.all()))
    text = upload(before.encode()).content.decode()
    assert "All of this is stored already" in text
    assert "Import all of it" not in text


def test_changes_are_shown_field_by_field(client, upload):
    make.create_project(ref="p1", name="Old name")
    upload(csv_bytes(["ref", "name"], ["p1", "New name"]))
    text = page_of(client, "?rows=update")
    assert "<del>Old name</del> → <ins>New name</ins>" in text


@pytest.mark.parametrize(("answer", "count"), [("p1", 1), ("different", 2)])
def test_a_possible_duplicate_waits_for_its_answer(answer, count, client, upload):
    make.create_project(ref="p1", name="Cell plant no. 1", edition=Edition.objects.get())
    upload(csv_bytes(headers(), a_row(name="Cell plant no 1")))
    step(client, "import")
    assert Project.objects.count() == 1
    step(client, "answer", **{"row-2": answer})
    step(client, "import")
    assert Project.objects.count() == count


def test_choices_can_be_changed_after_the_preview(client, upload):
    text = upload(csv_bytes(["name", "amount", "Company"], ["A", 5, "Nobody Ltd"])).content.decode()
    assert "no column “edition”" in text
    choices = {"edition": Edition.objects.get().pk, "source": Source.objects.get().pk}
    step(client, "check", **choices, currency="cny", create_organizations="on", numbers="auto")
    assert "1 new organization will be created" in page_of(client)
    step(client, "import")
    assert Project.objects.get().investments.get().currency == "CNY"


def test_what_changed_meanwhile_is_shown_anew(client, upload):
    project = make.create_project(ref="p1", name="Old")
    upload(csv_bytes(["ref", "name"], ["p1", "New"]))
    project.name = "Someone else's"
    project.save()
    step(client, "import")
    text = page_of(client, "?rows=update")
    assert "has changed since the preview" in text
    assert "<del>Someone else&#x27;s</del>" in text
    step(client, "import")
    assert Project.objects.get().name == "New"


def test_the_same_file_again_is_named(client, upload):
    content = csv_bytes(headers(), a_row())
    upload(content)
    step(client, "import")
    assert "The same file was imported on" in upload(content).content.decode()
    assert Project.objects.count() == 1


def test_a_second_click_imports_nothing_twice(client, upload):
    upload(csv_bytes(headers(), a_row()))
    step(client, "import")
    step(client, "import")
    assert Action.objects.filter(kind="import").count() == 1


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"PK\x03\x04rest", "x.xlsx", "cannot be read"),
        (b"a,b\n1,2\n", "x.csv", "No row with known headers"),
        (b"x" * (5 * 2**20 + 1), "x.csv", "at most 5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, name, said, client, upload):
    assert said in upload(content, name).content.decode()


def test_a_run_whose_process_died_says_so(client, upload, editor):
    upload(csv_bytes(headers(), a_row()))
    ImportRun.objects.update(state="writing", worker="elsewhere@1:2", heartbeat_at=None)
    text = page_of(client)
    assert "was interrupted. Nothing was written" in text
    assert run().state == "interrupted"
    step(client, "check", numbers="auto")
    step(client, "import")
    assert Project.objects.count() == 1


def test_a_run_at_work_asks_again_by_itself(client, upload, monkeypatch):
    upload(csv_bytes(headers(), a_row()))
    monkeypatch.setitem(running.PROGRESS, run().pk, 7)
    ImportRun.objects.update(state="writing", worker=this_process(), done_rows=7, total_rows=9)
    text = page_of(client)
    assert '<meta http-equiv="refresh" content="3">' in text
    assert "Writing row 7 of 9" in text


def test_a_run_that_its_own_process_lost_says_so(client, upload):
    upload(csv_bytes(headers(), a_row()))
    ImportRun.objects.update(state="checking", worker=this_process())
    assert "was interrupted" in page_of(client)


@pytest.mark.parametrize(
    ("worker", "silent_minutes", "lost"),
    [
        (f"{socket.gethostname()}@999999:1", 0, True),
        (f"{socket.gethostname()}@1:{_started(1)}", 5, False),
        (f"{socket.gethostname()}@1:{_started(1)}", 60, True),
        ("another-host@1:1", 1, False),
        ("another-host@1:1", 5, True),
    ],
)
def test_whether_a_process_is_lost(worker, silent_minutes, lost):
    now = timezone.now()
    beat = now - datetime.timedelta(minutes=silent_minutes)
    assert ImportRun(state="writing", worker=worker, heartbeat_at=beat).is_abandoned(now) == lost


def test_cancelling_drops_the_file(client, upload):
    upload(csv_bytes(headers(), a_row()))
    step(client, "cancel")
    assert (run().state, run().content, run().rows.count()) == ("cancelled", None, 0)


def test_a_file_nobody_came_back_to_is_dropped(client, upload):
    upload(csv_bytes(headers(), a_row()))
    ImportRun.objects.update(created_at=timezone.now() - datetime.timedelta(days=8))
    client.get(ADD)
    assert (run().state, run().content) == ("cancelled", None)


def test_others_see_a_run_and_do_not_steer_it(client, upload, editor):
    upload(csv_bytes(headers(), a_row()))
    other = User.objects.create_user("other", password="a long password", is_staff=True)
    other.groups.set(editor.groups.all())
    client.force_login(other)
    assert "Import all of it" not in page_of(client)
    assert step(client, "import").status_code == 403
    assert step(client, "cancel").status_code == 403
    assert not Project.objects.exists()


def test_who_may_not_import_is_refused(client, world):  # noqa: F811
    client.force_login(User.objects.create_user("reader", password="x", is_staff=True))
    assert client.get(ADD).status_code == 403
    assert client.get(reverse("admin:deals_importrun_template", args=["csv"])).status_code == 403


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_example_passes_its_own_check(form, language, client, starter):
    from tests.deals.imports.conftest import planned

    address = reverse("admin:deals_importrun_template", args=[form])
    client.force_login(User.objects.create_superuser("chief"))
    response = client.get(f"{address}?lang={language}&example")
    rows, summary = planned(response.content)
    assert [row.faults for row in rows] == [[]]
    assert (summary.faults, summary.notices) == ([], [])


def test_a_step_is_a_post_and_one_of_four(client, upload):
    upload(csv_bytes(headers(), a_row()))
    address = reverse("admin:deals_importrun_step", args=[run().pk, "import"])
    assert client.get(address).status_code == 405
    assert step(client, "nope").status_code == 404


@pytest.mark.parametrize("query", ["?p=99999999999999999999", "?rows=nope&p=x", "?rows=%27"])
def test_nonsense_in_the_address_of_a_preview(query, client, upload):
    upload(csv_bytes(headers(), a_row()))
    assert "New (1)" in page_of(client, query)


@pytest.mark.parametrize("lang", ["xx", "..", "en-gb"])
def test_a_template_in_a_language_that_is_none_of_ours(lang, client, upload):
    address = reverse("admin:deals_importrun_template", args=["csv"])
    assert client.get(f"{address}?lang={lang}").status_code == 404


def test_the_list_counts_rows(client, upload):
    upload(csv_bytes(headers(), a_row()))
    text = client.get(reverse("admin:deals_importrun_changelist")).content.decode()
    assert "New 1" in text
