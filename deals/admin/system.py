"""What the program keeps for itself: shown, never edited."""

from django.contrib import admin

from deals.admin.base import ReadOnly
from deals.models import DataVersion, RetiredAddress


@admin.register(RetiredAddress)
class RetiredAddressAdmin(ReadOnly):
    list_display = ["kind", "key", "successor", "retired_at"]
    list_filter = ["kind"]
    search_fields = ["key", "successor"]


@admin.register(DataVersion)
class DataVersionAdmin(ReadOnly):
    list_display = ["number", "changed_at"]
