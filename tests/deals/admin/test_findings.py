"""Editors see what does not agree, and say why it may stand."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from deals import claims
from deals.models import Acknowledgement
from tests import factories as make
from tests.deals.views.parsing import open_page as read

FINDINGS = "/admin/deals/acknowledgement/findings/"


@pytest.fixture
def figure(db):
    return make.create_figure(ref="f1", preferred=True, suspect=True)


def add(open_page, **values):
    page = open_page(Acknowledgement, query="?code=preferred-suspect&subject=f1")
    return page, page.save(**values)


def test_a_finding_leads_to_its_acknowledgement(client, figure):
    page = read(client, FINDINGS)
    assert "is preferred in its group and marked as suspect" in page.text
    address = reverse("admin:deals_acknowledgement_add") + "?code=preferred-suspect&subject=f1"
    assert address in {link.attrs["href"] for link in page.all("a")}


def test_the_reason_is_kept_with_what_the_finding_said(open_page, client, figure):
    _page, saved = add(open_page, reason="The only source.")
    assert saved
    kept = Acknowledgement.objects.get()
    assert kept.said == claims.everywhere()[0].text
    assert claims.everywhere()[0].acknowledged == kept
    assert "The only source." in read(client, FINDINGS).text


def test_nothing_is_acknowledged_without_a_reason_or_a_finding(open_page, figure):
    page, saved = add(open_page, reason="")
    assert (saved, list(page.errors)) == (False, ["reason"])
    page, saved = add(open_page, reason="Why?", subject="f2")
    assert (saved, list(page.errors)) == (False, ["subject"])
    assert "finds nothing" in page.text


def test_saving_again_acknowledges_the_new_numbers(open_page, client, figure):
    add(open_page, reason="The only source.")
    figure.value = 138
    figure.save()
    assert "open again" in read(client, FINDINGS).text
    assert open_page(Acknowledgement.objects.get()).save(reason="Still so.")
    assert claims.everywhere()[0].acknowledged.reason == "Still so."


def test_the_reason_outlives_the_finding(open_page, figure):
    add(open_page, reason="The only source.")
    figure.suspect = False
    figure.save()
    assert open_page(Acknowledgement.objects.get()).save(reason="It was so.")


def test_findings_are_for_editors(client, db):
    assert read(client, "/admin/deals/acknowledgement/").one("a", href=FINDINGS)
    client.force_login(User.objects.create_user("guest", is_staff=True))
    assert client.get(FINDINGS).status_code == 403
    assert Client().get(FINDINGS).url.startswith("/admin/login/")
