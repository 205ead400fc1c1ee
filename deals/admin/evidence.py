"""Sources, and the figures that they report."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from deals.admin.base import EditorialAdmin
from deals.admin.filters import ByConferenceOfFigure, by_words
from deals.admin.forms import EditorialForm, Links
from deals.admin.widgets import OrderedChoices, shown_language
from deals.admin.words import QUALIFIER_LABELS
from deals.models import Edition, ReportedFigure, Source
from deals.models.derived import figure_columns
from deals.money import count_text, money_text, with_sign
from deals.vocabulary import METRIC_LABELS, SOURCE_KIND_LABELS, metric_label


class SourceForm(EditorialForm):
    slug_from = ("publisher", "title", "published_on")


@admin.register(Source)
class SourceAdmin(EditorialAdmin):
    form = SourceForm
    page = "source"
    fields = [
        "url",
        "title",
        ("publisher", "published_on"),
        ("language", "kind"),
        "copy_of",
        ("archived_url", "retrieved_on", "collected_by"),
        "slug",
    ]
    autocomplete_fields = ["copy_of"]
    list_display = ["title", "publisher", "published_on", "kind_label", "language", "copy_of"]
    list_select_related = ["copy_of"]
    list_filter = [by_words("kind", SOURCE_KIND_LABELS), "language"]
    search_fields = ["title", "publisher", "slug", "url"]

    @admin.display(description=_("kind"), ordering="kind")
    def kind_label(self, source):
        return SOURCE_KIND_LABELS.get(source.kind, source.kind)


class FigureForm(EditorialForm):
    """A figure, whose group follows from its other fields at the end of the write."""

    class Meta:
        model = ReportedFigure
        fields = forms.ALL_FIELDS

    def _post_clean(self):
        # Blank groups never clash, so two figures may change places within one save.
        self.instance.group_key = ""
        super()._post_clean()


class FigureWithEditionsForm(FigureForm):
    covered_editions = OrderedChoices(
        ReportedFigure._meta.get_field("editions"),
        admin.site,
        help_text=_("One, or several that the figure covers together; it is never split."),
    )
    pickers = {"covered_editions": Links("edition_links", "edition")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        editions = self.fields.get("covered_editions")
        if editions:
            editions.queryset = Edition.objects.select_related("conference")

    def _post_clean(self):
        super()._post_clean()
        refuse_second_preferred([(self, self.cleaned_data.get("covered_editions", []))])


def refuse_second_preferred(rows, leaving=()):
    """Say so in the form, where two figures of one group would be preferred.

    `rows` are the forms that are saved together, each with the editions its figure covers;
    `leaving` are keys of figures that the same save deletes.
    """
    wanted = [
        (form, figure_columns(form.instance, [edition.slug for edition in editions])["group_key"])
        for form, editions in rows
        if form.instance.preferred and not form.errors
    ]
    together = {form.instance.pk for form, _editions in rows} | set(leaving)
    keys = [key for _form, key in wanted]
    stored = ReportedFigure.objects.filter(preferred=True, group_key__in=keys)
    holders = {figure.group_key: figure for figure in stored.exclude(pk__in=together - {None})}
    for form, key in wanted:
        holder = holders.setdefault(key, form.instance)
        if holder is not form.instance:
            form.add_error("preferred", ALREADY_PREFERRED % {"figure": holder})


ALREADY_PREFERRED = _(
    "“%(figure)s” is the preferred figure of this group already (the same editions, metric, scope, "
    "horizon and currency). Untick it there first, or leave this one unticked."
)


@admin.register(ReportedFigure)
class FigureAdmin(EditorialAdmin):
    form = FigureWithEditionsForm
    page = "figure"
    fieldsets = [
        (None, {"fields": ["covered_editions", "source", "as_written", "ref"]}),
        (
            _("Value"),
            {"fields": ["metric", ("value", "value_max", "currency", "qualifier")]},
        ),
        (_("Scope"), {"fields": ["location", "sector", "scope_note", "horizon"]}),
        (_("Other figures"), {"fields": ["of_which", "equivalent_of"]}),
        (_("Judgement"), {"fields": ["preferred", "suspect", "note"]}),
    ]
    autocomplete_fields = ["source", "location", "sector", "of_which", "equivalent_of"]
    list_display = ["as_written", "metric_name", "amount", "covers", "publisher", "preferred"]
    list_select_related = ["source", "location", "sector", "of_which", "equivalent_of"]
    list_filter = [
        by_words("metric", METRIC_LABELS),
        by_words("qualifier", QUALIFIER_LABELS),
        "preferred",
        "suspect",
        ByConferenceOfFigure,
        ("sector", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = ["ref", "as_written", "scope_note"]
    change_list_template = "admin/deals/with_article.html"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("edition_links__edition__conference")

    @admin.display(description=_("metric"), ordering="metric")
    def metric_name(self, figure):
        return metric_label(figure.metric)

    @admin.display(description=_("value"), ordering="value")
    def amount(self, figure):
        return amount_text(figure)

    @admin.display(description=_("publisher"), ordering="source__publisher")
    def publisher(self, figure):
        return figure.source.publisher

    @admin.display(description=_("editions"))
    def covers(self, figure):
        return ", ".join(str(link.edition) for link in figure.edition_links.all())


def amount_text(figure) -> str:
    """A figure's value with its qualifier, as pages show it."""
    lang = shown_language()
    values = [value for value in (figure.value, figure.value_max) if value is not None]
    texts = [
        money_text(value, figure.currency, lang) if figure.currency else count_text(value, lang)
        for value in values
    ]
    return with_sign("–".join(texts), figure.qualifier, lang)
