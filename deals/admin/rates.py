"""Exchange rates and pegs: editors see them, superusers change them."""

from django.contrib import admin

from deals.admin.base import EditorialAdmin
from deals.admin.filters import ByCurrency, ByYearOfDay
from deals.models import ExchangeRate, Peg


@admin.register(ExchangeRate)
class ExchangeRateAdmin(EditorialAdmin):
    list_display = ["currency", "date", "per_eur"]
    list_filter = [ByCurrency, ByYearOfDay]
    # By the unique index, backwards: no sort of 220,000 rows.
    ordering = ["-currency", "-date"]
    search_fields = ["currency__exact"]

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, search_term.upper())


@admin.register(Peg)
class PegAdmin(EditorialAdmin):
    fields = [("currency", "anchor"), "units", "valid_from", "source"]
    list_display = ["currency", "anchor", "units", "valid_from", "source"]
    search_fields = ["currency", "anchor", "source"]
