"""The audit log: what is written, for whom, and that nobody writes it otherwise."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.db import IntegrityError, connection, models, transaction
from django.test import Client

from conference_deals import audit, sign_in
from deals.models import Action, AuditEntry, LoggedChange, write
from deals.models.audit import Final
from deals.models.history import table_of, tracked_models
from tests import factories as make
from tests.plugins.accounts import RIGHT, attempt, attempts

pytestmark = pytest.mark.django_db

ADMINISTRATOR = "root"
NAME_HERE = sign_in.NAME_HERE.quota


@pytest.fixture
def root():
    user = User.objects.create_superuser(ADMINISTRATOR, password=RIGHT)
    client = Client()
    client.force_login(user)
    return client


def told(**kept):
    """(event, account, subject, detail) of entries, the oldest first."""
    found = AuditEntry.objects.filter(**kept).order_by("pk")
    return list(found.values_list("event", "account", "subject", "detail"))


def events(**kept):
    return [event for event, *_others in told(**kept)]


# What is written


def test_who_comes_and_goes_is_written(alice):
    client = Client()
    attempt(client=client)
    response = attempt(password=RIGHT, client=client)
    client.post("/admin/logout/", REMOTE_ADDR="192.0.2.9")
    assert events(account="alice") == ["sign_in_failed", "sign_in", "sign_out"]
    entry = AuditEntry.objects.get(event="sign_in")
    assert (entry.address, entry.request_id) == ("192.0.2.1", response["X-Request-ID"])
    assert AuditEntry.objects.get(event="sign_out").address == "192.0.2.9"


def test_a_lock_is_written_once(alice):
    attempts(NAME_HERE + 5)
    expected = [*["sign_in_failed"] * NAME_HERE, "locked_out"]
    assert events(account="alice") == expected
    assert told(event="locked_out") == [("locked_out", "alice", "", "name at an address")]


def test_no_password_is_written(alice):
    attempt(password="not-to-be-kept")
    alice.set_password("not-to-be-kept either")
    alice.save()
    rows = AuditEntry.objects.values_list()
    assert rows
    assert "not-to-be-kept" not in str(list(rows))
    assert alice.password not in str(list(rows))


@pytest.mark.parametrize(
    "name", ["a" * 5000, "\n" * 200, "\u202e\0\r\n2026 INFO", "\ud800"], ids=ascii
)
def test_a_typed_name_is_bounded_and_on_one_line(name):
    audit.record("sign_in_failed", account=name)
    [entry] = AuditEntry.objects.all()
    assert len(entry.account) <= 150
    assert entry.account.isprintable()


def test_an_unknown_event_is_a_bug():
    with pytest.raises(ValueError, match="tea"):
        audit.record("tea")


def test_a_failed_sign_in_stays_when_the_rest_fails(alice, monkeypatch):
    form_invalid = "django.contrib.auth.views.LoginView.form_invalid"
    monkeypatch.setattr(form_invalid, lambda *args: 1 / {}["oops"])
    assert attempt(client=Client(raise_request_exception=False)).status_code == 500
    assert "sign_in_failed" in events()


@pytest.mark.django_db(transaction=True)
def test_a_failed_sign_in_refuses_to_be_part_of_something_that_may_be_undone(rf):
    form = sign_in.SignInForm(rf.get("/"), {"username": "nobody", "password": "wrong"})
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        form.is_valid()


def test_what_becomes_of_an_account_is_written(root):
    passwords = {"password1": RIGHT, "password2": RIGHT}
    root.post("/admin/auth/user/add/", {"username": "bob", "usable_password": "true", **passwords})
    bob = User.objects.get(username="bob")
    fields = {"username": "bob", "is_active": "on", "is_staff": "on", "email": "b@example.org"}
    dates = {"date_joined_0": "2026-01-01", "date_joined_1": "00:00:00"}
    group = Group.objects.create(name="Guests")
    root.post(f"/admin/auth/user/{bob.pk}/change/", {**fields, **dates, "groups": [group.pk]})
    root.post(f"/admin/auth/user/{bob.pk}/password/", {"usable_password": "true", **passwords})
    root.post(f"/admin/auth/user/{bob.pk}/delete/", {"post": "yes"})
    changed = "email:  → b@example.org; is_staff: False → True"
    assert told(subject="bob") == [
        ("account_added", ADMINISTRATOR, "bob", ""),
        ("account_changed", ADMINISTRATOR, "bob", changed),
        ("account_changed", ADMINISTRATOR, "bob", "+ group: Guests"),
        ("password_changed", ADMINISTRATOR, "bob", ""),
        ("account_deleted", ADMINISTRATOR, "bob", ""),
    ]


def test_what_becomes_of_a_group_is_written():
    group = Group.objects.create(name="Guests")
    view, change = Permission.objects.filter(codename__in=["view_project", "change_project"])
    group.permissions.set([view, change])
    group.permissions.clear()
    group.name = "Visitors"
    group.save()
    group.delete()
    assert [(event, detail) for event, _account, _subject, detail in told()] == [
        ("group_added", ""),
        ("group_changed", "+ permission: change_project, view_project"),
        ("group_changed", "- permission: all"),
        ("group_changed", "name: Guests → Visitors"),
        ("group_deleted", ""),
    ]


def test_rights_given_from_the_other_end_are_written(alice):
    group = Group.objects.create(name="Guests")
    group.user_set.add(alice)
    Permission.objects.get(codename="view_project").user_set.add(alice)
    assert told()[-2:] == [
        ("group_changed", "", "Guests", "+ user: alice"),
        ("account_changed", "", "view_project", "+ user: alice"),
    ]


def test_a_hash_that_is_renewed_is_no_new_password(alice, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    attempt(password=RIGHT)
    alice.refresh_from_db()
    assert alice.password.startswith("scrypt")
    assert "password_changed" not in events()


def test_a_change_that_is_rolled_back_is_not_written():
    with transaction.atomic():
        User.objects.create_user("bob")
        transaction.set_rollback(True)
    assert events() == []


# That it stays


@pytest.fixture
def entry():
    audit.record("sign_in", account="alice")
    return AuditEntry.objects.latest("pk")


@pytest.mark.parametrize(
    "alter",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: AuditEntry.objects.update(account="bob"),
        lambda entry: AuditEntry.objects.all().delete(),
        lambda entry: AuditEntry.objects.bulk_update([entry], ["account"]),
        lambda entry: AuditEntry.objects.update_or_create(pk=entry.pk, defaults={"account": "bob"}),
    ],
    ids=["save", "delete", "update", "delete-all", "bulk-update", "update-or-create"],
)
def test_the_program_cannot_change_an_entry(alter, entry):
    with pytest.raises(Final):
        alter(entry)


@pytest.mark.parametrize("alter", ["update", "delete"])
def test_the_database_keeps_an_entry(alter, entry):
    if alter == "delete" and connection.vendor == "sqlite":
        return  # as `flush` must be able to
    rows = models.QuerySet(AuditEntry).filter(pk=entry.pk)
    with pytest.raises(IntegrityError, match="final"), transaction.atomic():
        rows.update(account="bob") if alter == "update" else rows._raw_delete("default")
    assert AuditEntry.objects.get().account == "alice"


@pytest.fixture
def recorded(root):
    """One change of a record, with its history and its row in the public log."""
    with write(kind="edit", user=User.objects.get(), why="a test"):
        make.create_project(amount=1)
    return root


def everything_recorded():
    kept = [AuditEntry, Action, LoggedChange, *map(table_of, tracked_models())]
    return {model: list(model._base_manager.order_by("pk").values()) for model in kept}


def test_an_administrator_cannot_alter_what_was_recorded(recorded):
    before = everything_recorded()
    assert all(before[model] for model in (AuditEntry, Action, LoggedChange))
    for model in (AuditEntry, Action):
        here = f"/admin/deals/{model._meta.model_name}/"
        key = model.objects.first().pk
        chosen = {"action": "delete_selected", "_selected_action": [key], "post": "yes"}
        recorded.post(here, chosen)
        for page in ("add/", f"{key}/change/", f"{key}/delete/"):
            fields = {"account": "x", "user_name": "x", "kind": "edit", "post": "yes"}
            assert recorded.post(f"{here}{page}", fields).status_code == 403, page
    assert everything_recorded() == before


def test_no_page_of_the_admin_edits_a_log():
    logs = {LoggedChange, *map(table_of, tracked_models())}
    assert logs & set(admin.site._registry) == set()
    for owner in admin.site._registry.values():
        assert not {inline.model for inline in owner.inlines} & {*logs, Action, AuditEntry}


def test_who_acted_stays_known_when_the_account_is_deleted(recorded):
    User.objects.get().delete()
    assert Action.objects.latest("pk").user_name == ADMINISTRATOR
    assert ("account_deleted", "", ADMINISTRATOR, "") in told()


def test_an_administrator_reads_it(root, entry):
    page = root.get("/admin/deals/auditentry/?event=sign_in&q=alice")
    assert "Signed in" in page.text
    assert root.get(f"/admin/deals/auditentry/{entry.pk}/change/").status_code == 200


def test_nobody_can_be_given_the_right_to_read_it(alice, entry):
    alice.user_permissions.set(Permission.objects.all())
    client = Client()
    client.force_login(alice)
    assert client.get("/admin/deals/auditentry/").status_code == 403
    assert "auditentry" not in client.get("/admin/").text


def test_its_list_asks_no_more_when_it_is_long(root, entry, django_assert_max_num_queries):
    for _ in range(60):
        audit.record("sign_in", account="alice")
    with django_assert_max_num_queries(5):  # session, account, two counts, rows
        root.get("/admin/deals/auditentry/?q=alice")
