"""The audit log: who came in, who failed to, and who changed what anybody may do.

What was done to records is in their history (`history.py`). Entries are written once and for all:
a trigger of the database refuses to change them, on PostgreSQL to delete them, too.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Final(Exception):
    """An attempt to change or to delete what was written once and for all."""

    def __init__(self):
        super().__init__("Entries of the audit log are neither changed nor deleted.")


class AuditEntryQuerySet(models.QuerySet):
    def update(self, **fields):
        raise Final

    def delete(self):
        raise Final

    def bulk_update(self, *args, **kwargs):
        raise Final

    def addresses_of(self, account, since):
        """From where an account has signed in since then, each address once."""
        found = self.filter(event="sign_in", account=account, at__gte=since).order_by()
        return found.values_list("address", flat=True).distinct()


class AuditEntry(models.Model):
    """`event` is a word of `AUDIT_EVENT_LABELS`; a text that does not apply is blank."""

    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    event = models.CharField(_("event"), max_length=20)
    # As it was typed, where nobody was signed in.
    account = models.CharField(_("account"), max_length=150, blank=True)
    subject = models.CharField(_("done to"), max_length=150, blank=True)
    detail = models.CharField(_("details"), max_length=1000, blank=True)
    address = models.CharField(_("network address"), max_length=45, blank=True)
    request_id = models.CharField(_("request"), max_length=32, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("audit log")
        ordering = ["-pk"]
        # For administrators only, so there is no permission that could be given to others.
        default_permissions = ()
        indexes = [models.Index(fields=["account", "event", "at"], name="audit_entry_account")]

    def __str__(self):
        return f"{self.pk}: {self.event}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise Final
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Final
