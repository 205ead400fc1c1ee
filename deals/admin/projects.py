"""Projects, their investments and status events."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from deals import search
from deals.admin.base import EditorialAdmin
from deals.admin.duplicates import AsksAboutDuplicates
from deals.admin.filters import ByConferenceOfEdition, ByYear, by_words
from deals.admin.forms import EditorialForm, Links
from deals.admin.inlines import EditorialInline, LinkInline
from deals.admin.merging import Mergeable
from deals.admin.pairs import ListsDuplicates
from deals.admin.widgets import OrderedChoices, shown_language
from deals.admin.words import QUALIFIER_LABELS
from deals.models import Investment, InvestmentInvestor, Project, ProjectSource, StatusEvent
from deals.money import money_text, with_sign
from deals.vocabulary import COMMITMENT_LABELS, STATUS_LABELS


class InvestmentForm(EditorialForm):
    invested_by = OrderedChoices(
        Investment._meta.get_field("investors"), admin.site, required=False
    )
    pickers = {"invested_by": Links("investor_links", "organization")}

    class Meta:
        model = Investment
        fields = forms.ALL_FIELDS


class InvestmentInline(EditorialInline):
    model = Investment
    form = InvestmentForm
    parameter = "ipage"
    fields = [
        "invested_by",
        ("amount", "amount_max", "currency", "qualifier"),
        "as_written",
    ]
    related = ("project",)  # for the row's title
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("investor_links__organization")


class StatusEventInline(EditorialInline):
    model = StatusEvent
    parameter = "spage"
    fields = [("status", "on", "precision"), ("invested_amount", "currency"), "source"]
    autocomplete_fields = ["source"]
    related = ("source",)


class FurtherSourceInline(LinkInline):
    model = ProjectSource
    fields = ["source", "position"]
    autocomplete_fields = ["source"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")


@admin.register(Project)
class ProjectAdmin(ListsDuplicates, Mergeable, AsksAboutDuplicates, EditorialAdmin):
    page = "project"
    fieldsets = [
        (None, {"fields": ["edition", "name", ("name_local", "local_lang"), "ref"]}),
        (
            _("What was signed"),
            {
                "fields": [
                    "location",
                    "sector",
                    ("commitment", "status", "signed_on"),
                    ("jobs", "jobs_qualifier"),
                    ("output_value", "output_currency", "output_qualifier"),
                    "converted",
                ]
            },
        ),
        (_("Earlier project"), {"fields": ["continues", "resigns_only"]}),
        (_("Evidence"), {"fields": ["source", "note"]}),
    ]
    readonly_fields = ["converted"]
    autocomplete_fields = ["edition", "location", "sector", "continues", "source"]
    inlines = [InvestmentInline, FurtherSourceInline, StatusEventInline]
    list_display = ["name", "status_label", "converted", "edition", "location", "sector", "date"]
    list_select_related = ["edition__conference", "location", "sector", "continues", "source"]
    list_filter = [
        by_words("status", STATUS_LABELS),
        by_words("commitment", COMMITMENT_LABELS),
        ByYear,
        ByConferenceOfEdition,
        ("sector", admin.RelatedOnlyFieldListFilter),
        "disclosed",
    ]
    search_fields = ["search"]
    ordering = ["-date", "-ref"]

    def get_search_results(self, request, queryset, search_term):
        """By the words of `deals.search`, as the public pages do."""
        return search.matching(queryset, search_term[: search.MAX_LENGTH]), False

    @admin.display(description=Project._meta.get_field("status").verbose_name, ordering="status")
    def status_label(self, project):
        return STATUS_LABELS.get(project.status, project.status)

    @admin.display(description=_("invested, converted"), ordering="invested_cny_low")
    def converted(self, project):
        """Derived, so as of the last save."""
        if project.invested_cny_low is None:
            return _("not disclosed") if not project.disclosed else _("no exchange rate")
        lang = shown_language()
        return with_sign(
            money_text(project.invested_cny_low, "CNY", lang), project.amount_bound, lang
        )


class InvestorInline(LinkInline):
    model = InvestmentInvestor
    fields = ["organization", "position"]
    autocomplete_fields = ["organization"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organization")


def of_projects(records, search_term):
    """The investments or events of the projects that the search finds."""
    found = search.matching(Project.objects.all(), search_term[: search.MAX_LENGTH])
    return records.filter(project__in=found.values("pk"))


@admin.register(Investment)
class InvestmentAdmin(EditorialAdmin):
    fields = ["project", ("amount", "amount_max", "currency", "qualifier"), "as_written"]
    autocomplete_fields = ["project"]
    inlines = [InvestorInline]
    list_display = ["project", "as_written", "amount", "currency", "qualifier_label"]
    list_select_related = ["project"]
    list_filter = [
        by_words("qualifier", QUALIFIER_LABELS),
        ("project__sector", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = ["project__ref", "as_written"]

    def get_search_results(self, request, queryset, search_term):
        found, distinct = super().get_search_results(request, queryset, search_term)
        return found | of_projects(queryset, search_term), distinct

    @admin.display(description=_("qualifier"), ordering="qualifier")
    def qualifier_label(self, investment):
        return QUALIFIER_LABELS.get(investment.qualifier, "")


@admin.register(StatusEvent)
class StatusEventAdmin(EditorialAdmin):
    fields = [
        "project",
        ("status", "on", "precision"),
        ("invested_amount", "currency"),
        "source",
    ]
    autocomplete_fields = ["project", "source"]
    list_display = ["project", "status_label", "on", "precision", "source"]
    list_display_links = ["project", "status_label"]
    list_select_related = ["project", "source"]
    list_filter = [by_words("status", STATUS_LABELS)]
    search_fields = ["project__ref"]

    def get_search_results(self, request, queryset, search_term):
        return of_projects(queryset, search_term), False

    @admin.display(description=_("status"), ordering="status")
    def status_label(self, event):
        return STATUS_LABELS.get(event.status, event.status)
