"""What the program keeps for itself: shown, never edited."""

from django.contrib import admin

from deals.admin.base import ReadOnly
from deals.admin.filters import by_words
from deals.models import AuditEntry, DataVersion, RetiredAddress
from deals.vocabulary import AUDIT_EVENT_LABELS


@admin.register(RetiredAddress)
class RetiredAddressAdmin(ReadOnly):
    list_display = ["kind", "key", "successor", "retired_at"]
    list_filter = ["kind"]
    search_fields = ["key", "successor"]


@admin.register(DataVersion)
class DataVersionAdmin(ReadOnly):
    list_display = ["number", "changed_at"]


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly):
    """For administrators: the model has no permission that others could be given."""

    list_display = ["at", "event_label", "account", "subject", "detail", "address", "request_id"]
    list_filter = [by_words("event", AUDIT_EVENT_LABELS), "at"]
    search_fields = ["account", "subject", "address", "request_id"]
    ordering = ["-pk"]

    @admin.display(description=AuditEntry._meta.get_field("event").verbose_name, ordering="event")
    def event_label(self, entry):
        return AUDIT_EVENT_LABELS.get(entry.event, entry.event)
