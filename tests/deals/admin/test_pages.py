"""Every page of every registered model, for editors and for others."""

import pytest
from django.contrib import admin
from django.urls import reverse

from deals import models
from tests import factories as make

EDITED = [
    models.Location,
    models.Sector,
    models.Organization,
    models.Conference,
    models.Edition,
    models.Project,
    models.Investment,
    models.StatusEvent,
    models.Source,
    models.ReportedFigure,
    models.Acknowledgement,
]
SHOWN = [models.Action, models.ExchangeRate, models.Peg, models.RetiredAddress, models.DataVersion]
names = [model._meta.model_name for model in EDITED + SHOWN]


def address(model, page, *args):
    return reverse(f"admin:deals_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def one_of_each(db):
    day = make.datetime.date(2024, 9, 1)
    make.create_rates(on=day, USD="1.10", CNY="7.80")
    make.create_peg(currency="SAR", anchor="USD", units="3.75")
    project = make.create_project(
        amount=95_250_000_000,
        investors=[make.create_organization()],
        further_sources=[make.create_source()],
        location=make.create_place(),
        sector=make.create_sector(),
    )
    make.create_event(project=project, status="signed", on=day)
    make.create_figure(editions=[project.edition], metric="investment", currency="CNY")
    make.create_acknowledgement()
    make.create_sector().delete()


def test_every_model_of_the_data_is_registered():
    registered = {model for model in admin.site._registry if model._meta.app_label == "deals"}
    others = {models.ImportRun, models.AuditEntry}  # they have tests of their own
    assert registered == {*EDITED, *SHOWN, *others}


@pytest.mark.parametrize("model", EDITED + SHOWN, ids=names)
def test_an_editor_sees_the_list_and_a_record(model, client, one_of_each):
    record = model.objects.first()
    assert client.get(address(model, "changelist")).status_code == 200
    assert client.get(address(model, "change", record.pk)).status_code == 200
    assert client.get(address(model, "history", record.pk)).status_code == 200


@pytest.mark.parametrize("model", EDITED, ids=names[: len(EDITED)])
def test_an_editor_can_add_and_delete(model, client, one_of_each):
    assert client.get(address(model, "add")).status_code == 200
    assert client.get(address(model, "delete", model.objects.first().pk)).status_code == 200


@pytest.mark.parametrize("model", SHOWN, ids=names[len(EDITED) :])
def test_what_the_program_writes_is_only_shown(model, client, one_of_each):
    record = model.objects.first()
    assert client.get(address(model, "add")).status_code == 403
    assert client.post(address(model, "change", record.pk), {}).status_code == 403
    assert client.post(address(model, "delete", record.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", EDITED + SHOWN, ids=names)
def test_the_list_can_be_searched_and_sorted(model, client, one_of_each):
    for query in ["?q=a", "?q=%E5%AE%9C%E5%AE%BE", "?o=1", "?o=-2.1"]:
        response = client.get(address(model, "changelist") + query)
        assert response.status_code == 200, query


@pytest.mark.parametrize("model", EDITED + SHOWN, ids=names)
def test_every_choice_of_every_filter_answers(model, client, one_of_each):
    page = client.get(address(model, "changelist"))
    changes = page.context["cl"]
    for spec in changes.filter_specs:
        for choice in list(spec.choices(changes))[:4]:
            response = client.get(address(model, "changelist") + choice["query_string"])
            assert response.status_code == 200, choice


@pytest.mark.parametrize("kind", ["user", "group"])
def test_an_editor_cannot_touch_accounts(kind, client, editor):
    assert client.get(reverse(f"admin:auth_{kind}_changelist")).status_code == 403
    assert client.get(reverse(f"admin:auth_{kind}_add")).status_code == 403


@pytest.mark.django_db
def test_a_stranger_is_sent_to_the_login(client):
    client.logout()
    for model in EDITED + SHOWN:
        for page in ["changelist", "add"]:
            response = client.get(address(model, page))
            assert response.url.startswith("/admin/login/"), model


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_both_languages(language, client, one_of_each):
    project = models.Project.objects.first()
    for where in [address(models.Project, "changelist"), address(models.Project, "add")]:
        response = client.get(where, headers={"accept-language": language})
        assert response["Content-Language"] == language
    change = address(models.Project, "change", project.pk)
    assert client.get(change, headers={"accept-language": language}).status_code == 200


def test_amounts_are_echoed_in_full(open_page, one_of_each):
    assert "CN¥95.25bn = 95,250,000,000" in open_page(models.Investment.objects.first()).text
    assert "CN¥95.25bn = 95,250,000,000" in open_page(models.Project.objects.first()).text


def test_a_record_links_to_its_public_page(open_page, one_of_each):
    project = models.Project.objects.first()
    assert f'href="/projects/{project.ref}/"' in open_page(project).text
    assert "View on site" not in open_page(models.StatusEvent.objects.first()).text


def test_vocabularies_are_selects_with_labels(open_page, one_of_each):
    text = open_page(models.Project.objects.first()).text
    assert '<option value="under_construction">Under construction</option>' in text
    assert '<option value="mou">Memorandum of understanding</option>' in text
    assert '<option value="nearly">Nearly (just under)</option>' in text
