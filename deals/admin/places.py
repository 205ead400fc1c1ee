"""Places."""

from django.contrib import admin

from deals.admin.base import EditorialAdmin
from deals.admin.duplicates import AsksAboutDuplicates
from deals.admin.filters import by_words
from deals.admin.merging import Mergeable
from deals.models import Location
from deals.vocabulary import PLACE_KIND_LABELS


@admin.register(Location)
class LocationAdmin(Mergeable, AsksAboutDuplicates, EditorialAdmin):
    page = "place"
    fields = ["name", "name_zh", "kind", "parent", "code", ("latitude", "longitude"), "slug"]
    autocomplete_fields = ["parent"]
    list_display = ["name", "name_zh", "kind_label", "parent", "code", "path"]
    list_select_related = ["parent"]
    list_filter = [by_words("kind", PLACE_KIND_LABELS)]
    search_fields = ["name", "name_zh", "slug", "code"]

    @admin.display(description=Location._meta.get_field("kind").verbose_name, ordering="kind")
    def kind_label(self, place):
        return PLACE_KIND_LABELS.get(place.kind, place.kind)
