"""Sectors and organizations."""

from django.contrib import admin

from deals.admin.base import EditorialAdmin
from deals.admin.duplicates import AsksAboutDuplicates
from deals.admin.filters import by_words
from deals.admin.merging import Mergeable
from deals.models import Organization, Sector
from deals.vocabulary import ORGANIZATION_KIND_LABELS


@admin.register(Sector)
class SectorAdmin(EditorialAdmin):
    page = "sector"
    fields = ["name", "name_zh", "slug"]
    list_display = ["name", "name_zh", "slug"]
    search_fields = ["name", "name_zh", "slug"]


@admin.register(Organization)
class OrganizationAdmin(Mergeable, AsksAboutDuplicates, EditorialAdmin):
    page = "investor"
    fields = ["name", "name_local", "local_lang", "kind", "country", "slug"]
    autocomplete_fields = ["country"]
    list_display = ["name", "name_local", "kind_label", "country"]
    list_select_related = ["country"]
    list_filter = [
        by_words("kind", ORGANIZATION_KIND_LABELS),
        ("country", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = ["name", "name_local", "name_key", "slug"]

    @admin.display(description=Organization._meta.get_field("kind").verbose_name, ordering="kind")
    def kind_label(self, organization):
        return ORGANIZATION_KIND_LABELS.get(organization.kind, organization.kind)
