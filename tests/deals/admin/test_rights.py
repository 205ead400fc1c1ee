"""Who may open what: every address of the admin has an entry here.

To add a page: run this test, and give each address that it names its row.
"""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLPattern

from deals import imports, models
from tests import factories as make

# What a GET answers to: staff without any permission, an editor, a superuser.
ANYONE = (200, 200, 200)
PASSES_ON = (302, 302, 302)
EDITORS = (403, 200, 200)
SUPERUSERS = (403, 403, 200)
NOBODY = (403, 403, 403)

PAGES = ("", "add/", "{id}/history/", "{id}/delete/", "{id}/change/")


def of_model(path, lists, add, history, delete, change):
    """The rows of a model's own pages: `of_model("deals/project", EDITORS, …)`."""
    rows = dict(zip(PAGES, (lists, add, history, delete, change), strict=True))
    rows = {f"{path}/{page}": row for page, row in rows.items()}
    return rows | {f"{path}/{{id}}/": PASSES_ON}


def edited(name):
    return of_model(f"deals/{name}", EDITORS, EDITORS, EDITORS, EDITORS, EDITORS)


def rates(name):
    """Editors see them; superusers change them."""
    return of_model(f"deals/{name}", EDITORS, SUPERUSERS, EDITORS, SUPERUSERS, EDITORS)


def shown(name):
    return of_model(f"deals/{name}", EDITORS, NOBODY, EDITORS, NOBODY, EDITORS)


def accounts(name):
    return of_model(f"auth/{name}", *[SUPERUSERS] * 5)


RIGHTS = {
    # Django's own pages
    "": ANYONE,
    "login/": PASSES_ON,
    "logout/": (405, 405, 405),
    "password_change/": ANYONE,
    "password_change/done/": ANYONE,
    "jsi18n/": ANYONE,
    "autocomplete/": EDITORS,
    "r/{type}/{id}/": (404, 404, 404),  # our pages have links of their own
    "{app}/": (404, 200, 200),
    "{anything}": (404, 404, 404),
    **accounts("user"),
    "auth/user/{id}/password/": SUPERUSERS,
    **accounts("group"),
    # The data
    **edited("acknowledgement"),
    **edited("conference"),
    **edited("edition"),
    **edited("investment"),
    **edited("location"),
    **edited("organization"),
    **edited("project"),
    **edited("reportedfigure"),
    **edited("sector"),
    **edited("source"),
    **edited("statusevent"),
    **rates("exchangerate"),
    **rates("peg"),
    **shown("retiredaddress"),
    **shown("dataversion"),
    **shown("action"),
    **of_model("deals/auditentry", SUPERUSERS, NOBODY, SUPERUSERS, NOBODY, SUPERUSERS),
    **of_model("deals/importrun", EDITORS, EDITORS, EDITORS, NOBODY, EDITORS),
    # Tasks
    "deals/action/{id}/undo/": EDITORS,
    "deals/acknowledgement/findings/": EDITORS,
    "deals/project/bulk/": (403, 302, 302),
    "deals/project/duplicates/": EDITORS,
    "deals/project/merge/": EDITORS,
    "deals/organization/merge/": EDITORS,
    "deals/location/merge/": EDITORS,
    "deals/edition/article/": EDITORS,
    "deals/importrun/template.{id}": EDITORS,
    "deals/importrun/{id}/faults.xlsx": (403, 302, 302),
    "deals/importrun/{id}/step/{id}/": (403, 405, 405),  # by POST only
    "deals/edition/article/review/": (403, 302, 302),
}
ARGUMENTS = {
    r"\^?\(\?P<app_label>[^)]*\)": "{app}",
    r"\(\?P<url>\.\*\)": "{anything}",
    "<path:content_type_id>|<int:content_type_id>": "{type}",
    "<[^>]*>": "{id}",
    r"\$$": "",
}
QUERY = {"autocomplete/": "?app_label=deals&model_name=project&field_name=sector&term="}


def addresses(patterns=None, before=""):
    """Every address of the admin, with its arguments in braces."""
    for pattern in admin.site.urls[0] if patterns is None else patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            for written, name in ARGUMENTS.items():
                here = re.sub(written, name, here)
            yield here
        else:
            yield from addresses(pattern.url_patterns, here)


def test_every_address_has_an_entry():
    assert set(addresses()) - RIGHTS.keys() == set()


def test_every_entry_has_an_address():
    assert RIGHTS.keys() - set(addresses()) == set()


def login(name, **fields):
    user, _new = User.objects.get_or_create(username=name, is_staff=True, **fields)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def people(editor, client):
    """In the order of a row of the table."""
    return login("plain"), client, login("root", is_superuser=True)


@pytest.fixture
def filled(db, editor):
    """One record of each model; the newest change is the editor's own."""
    make.create_sector().delete()
    with models.write(kind="edit", user=editor):
        project = make.create_project(
            amount=1, location=make.create_place(), sector=make.create_sector()
        )
        make.create_event(project=project, status="signed")
        make.create_figure(editions=[project.edition])
        make.create_organization()
        make.create_acknowledgement()
        make.create_rates(on=make.datetime.date(2024, 9, 2), USD="1.10")
        make.create_peg(currency="SAR", anchor="USD", units="3.75")
    imports.begin(b"name", file_name="a.csv", user=editor, choices=imports.Choices())


def filled_in(address):
    """The address with arguments that lead somewhere."""
    model = {"auth/group": Group, "auth/user": User}.get("/".join(address.split("/")[:2]))
    for each in admin.site._registry:
        if address.startswith(f"deals/{each._meta.model_name}/"):
            model = each
    key = model.objects.values_list("pk", flat=True).first() if model else None
    if address.startswith("r/"):
        key = models.Project.objects.first().pk
    kind = ContentType.objects.get_for_model(models.Project).pk
    address = address.replace("template.{id}", "template.csv").replace("step/{id}", "step/check")
    words = {"{id}": key, "{app}": "deals", "{type}": kind, "{anything}": "nothing/like/it"}
    for argument, value in words.items():
        address = address.replace(argument, str(value))
    return f"/admin/{address}"


def answers(ask):
    found = {}
    for address in RIGHTS:
        response = ask(filled_in(address) + QUERY.get(address, ""))
        found[address] = response.status_code
    return found


once = pytest.mark.once("both answer each page of the admin in test_pages")


@once
@pytest.mark.parametrize("who", [0, 1, 2], ids=["plain-staff", "editor", "superuser"])
def test_everyone_gets_what_the_table_says(who, people, filled):
    Group.objects.get_or_create(name="Another")
    assert answers(people[who].get) == {address: row[who] for address, row in RIGHTS.items()}


@once
@pytest.mark.parametrize("who", [0, 1], ids=["plain-staff", "editor"])
def test_what_may_not_be_opened_may_not_be_posted_to(who, people, filled):
    closed = {address for address, row in RIGHTS.items() if row[who] == 403}
    posted = {a: people[who].post(filled_in(a)).status_code for a in sorted(closed)}
    assert {address: code for address, code in posted.items() if code not in (403, 405)} == {}


@once
def test_strangers_are_sent_to_the_login(filled):
    answered = {address: Client().get(filled_in(address)) for address in RIGHTS}
    elsewhere = {
        address
        for address, response in answered.items()
        if not (response.status_code == 302 and response.url.startswith("/admin/login/"))
    }
    assert elsewhere == {"login/", "logout/"}


def test_editors_undo_only_what_they_did(client, filled):
    others = models.Action.objects.last()
    assert others.user is None
    assert client.get(f"/admin/deals/action/{others.pk}/undo/").status_code == 403


def test_only_superusers_change_rates(client, filled):
    rate = models.ExchangeRate.objects.first()
    client.post(f"/admin/deals/exchangerate/{rate.pk}/change/", {"per_eur": "9"})
    rate.refresh_from_db()
    assert str(rate.per_eur).startswith("1.1")


def test_editors_have_no_permission_that_is_not_meant_for_them(editor):
    given = {name.partition(".")[2] for name in editor.get_all_permissions()}
    refused = {name for name in given if re.search("user|group|rate|peg|retired|version", name)}
    assert {name for name in refused if not name.startswith("view_")} == set()
    assert "undo_any_action" not in given
    assert not {"change_importrun", "delete_importrun", "delete_action"} & given
