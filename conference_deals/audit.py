"""Writes the audit log: a form and the commands call `record`, signals do the rest.

Signals of accounts and groups see the admin, commands and the shell alike, but neither
`QuerySet.update` nor SQL. An entry about a change is stored with it, or with it rolled back.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from conference_deals.logs import escaped, serving
from deals.models import AuditEntry
from deals.vocabulary import AUDIT_EVENT_LABELS

User = get_user_model()
KINDS = {User: "account", Group: "group"}
# Compared at each save: all but the times, and the id.
WATCHED = {
    User: (
        *("username", "password", "first_name", "last_name", "email"),
        *("is_active", "is_staff", "is_superuser"),
    ),
    Group: ("name",),
}
CUT = "…"


def record(event: str, request=None, *, account="", subject="", detail="") -> None:
    """One entry. Without an account it is of who is signed in, or of a command: blank.

    `request` is the one that is being served, if any.
    """
    if event not in AUDIT_EVENT_LABELS:
        raise ValueError(event)
    request = request or serving.get()
    AuditEntry.objects.create(
        event=event,
        account=bounded("account", account or who_acts(request)),
        subject=bounded("subject", subject),
        detail=bounded("detail", detail),
        address=bounded("address", request.META.get("REMOTE_ADDR", "") if request else ""),
        request_id=getattr(request, "request_id", ""),
    )


def bounded(name, text) -> str:
    """What fits into a field: typed names may have any length, and hold control characters."""
    most = AuditEntry._meta.get_field(name).max_length
    # Cut before it is escaped, too, as that makes six characters of one.
    text = escaped(text[: most + 1])
    return text if len(text) <= most else text[: most - 1] + CUT


def who_acts(request) -> str:
    user = getattr(request, "user", None)
    return user.get_username() if user and user.is_authenticated else ""


def signed_in(sender, request, user, **kwargs):
    record("sign_in", request, account=user.get_username())


def signed_out(sender, request, user, **kwargs):
    if user:
        record("sign_out", request, account=user.get_username())


def remember(sender, instance, raw, update_fields, **kwargs):
    """What is stored, to compare with after the save."""
    if not raw and update_fields != frozenset({"last_login"}):
        instance.stored = sender.objects.filter(pk=instance.pk).values(*WATCHED[sender]).first()


def saved(sender, instance, created, raw, update_fields, **kwargs):
    if raw or update_fields == frozenset({"last_login"}):
        return
    stored = vars(instance).pop("stored")
    if created:
        record(f"{KINDS[sender]}_added", subject=str(instance))
        return
    names = [name for name in WATCHED[sender] if update_fields is None or name in update_fields]
    now = {name: getattr(instance, name) for name in names}
    changed = {name: value for name, value in now.items() if value != stored[name]}
    new_password = changed.pop("password", None)
    if new_password and not is_only_hashed_anew(instance, update_fields):
        record("password_changed", subject=str(instance))
    if changed:
        differences = (f"{name}: {stored[name]} → {value}" for name, value in changed.items())
        record(f"{KINDS[sender]}_changed", subject=str(instance), detail="; ".join(differences))


def is_only_hashed_anew(user, update_fields):
    """As Django does at a sign-in, where its hash has become stronger."""
    return update_fields == frozenset({"password"}) and user._password is None


def deleted(sender, instance, **kwargs):
    record(f"{KINDS[sender]}_deleted", subject=str(instance))


def linked(sender, instance, action, model, pk_set, **kwargs):
    """Groups and permissions of an account, permissions of a group; from either end."""
    sign = {"post_add": "+", "post_remove": "-", "pre_clear": "-"}.get(action)
    if not sign or pk_set == set():
        return
    others = model.objects.filter(pk__in=pk_set) if pk_set else model.objects.none()
    names = ", ".join(sorted(map(short, others))) or "all"
    kind = KINDS.get(type(instance)) or KINDS[model]
    detail = f"{sign} {model._meta.model_name}: {names}"
    record(f"{kind}_changed", subject=short(instance), detail=detail)


def short(each):
    return getattr(each, "codename", str(each))


def connect() -> None:
    user_logged_in.connect(signed_in)
    user_logged_out.connect(signed_out)
    for sender in KINDS:
        pre_save.connect(remember, sender=sender)
        post_save.connect(saved, sender=sender)
        post_delete.connect(deleted, sender=sender)
    for field in (User.groups, User.user_permissions, Group.permissions):
        m2m_changed.connect(linked, sender=field.through)
