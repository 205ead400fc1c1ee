"""Conferences, and their editions with figures and projects on one page."""

from functools import partial

from django.contrib import admin
from django.contrib.admin.checks import InlineModelAdminChecks
from django.contrib.admin.options import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.forms import BaseModelFormSet, modelformset_factory
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from deals.admin.base import EditorialAdmin
from deals.admin.duplicates import AsksAboutDuplicates
from deals.admin.evidence import FigureForm, amount_text, refuse_second_preferred
from deals.admin.filters import ByConference, ByYear
from deals.admin.forms import EditorialForm
from deals.admin.inlines import EditorialInline, PagedRows, paged
from deals.models import Conference, Edition, FigureEdition, Project, ReportedFigure
from deals.vocabulary import metric_label

ROWS = 8


@admin.register(Conference)
class ConferenceAdmin(EditorialAdmin):
    page = "conference"
    fields = [
        "name",
        "name_zh",
        ("name_local", "local_lang"),
        "organizer",
        "website",
        "summary",
        "slug",
    ]
    list_display = ["name", "name_zh", "organizer", "slug"]
    search_fields = ["name", "name_zh", "name_local", "slug"]


class FiguresOfEdition(PagedRows, BaseModelFormSet):
    """Figures of one edition alone; they hang on it by `FigureEdition`, not by a foreign key."""

    def __init__(self, *args, instance=None, save_as_new=False, queryset=None, **kwargs):
        self.instance = instance
        mine = queryset.of_edition(instance) if instance.pk else queryset.none()
        super().__init__(*args, queryset=mine, **kwargs)

    @classmethod
    def get_default_prefix(cls):
        return "figures"

    def clean(self):
        super().clean()
        kept = [form for form in self.forms if self._is_kept(form)]
        rows = [(form, [self.instance]) for form in kept]
        refuse_second_preferred(rows, leaving=[form.instance.pk for form in self.initial_forms])
        for form in self.initial_forms:
            if self._should_delete_form(form):
                self._refuse_if_others_refer(form.instance)

    def _is_kept(self, form):
        filled = form.has_changed() or form.instance.pk
        return filled and not (self.can_delete and self._should_delete_form(form))

    def _refuse_if_others_refer(self, figure):
        users = [*figure.parts.all()[:3], *figure.equivalents.all()[:3]] if figure.pk else []
        if users:
            params = {"figure": figure, "users": ", ".join(map(str, users))}
            raise ValidationError(STILL_REFERRED_TO, params=params)

    def save_new(self, form, commit=True):
        figure = super().save_new(form, commit=commit)
        FigureEdition(figure=figure, edition=self.instance).save()
        return figure


STILL_REFERRED_TO = _(
    "“%(figure)s” cannot be deleted: %(users)s refer to it. Change or delete those first."
)


class NeedsNoForeignKey(InlineModelAdminChecks):
    def _check_exclude_of_parent_model(self, obj, parent_model):
        return []

    def _check_relation(self, obj, parent_model):
        return []


class FigureInline(EditorialInline):
    model = ReportedFigure
    form = FigureForm
    formset = FiguresOfEdition
    checks_class = NeedsNoForeignKey
    per_page = ROWS
    parameter = "fpage"
    brief = True
    fields = [
        ("metric", "qualifier", "value", "currency", "value_max", "horizon"),
        ("location", "sector", "scope_note"),
        ("as_written", "source", "preferred", "suspect"),
    ]
    autocomplete_fields = ["location", "sector", "source"]
    related = ("location", "sector", "source")
    show_change_link = True

    def get_formset(self, request, obj=None, **kwargs):
        """As Django's own, but for a model without a foreign key to the page's."""
        fields = kwargs.pop("fields", None) or flatten_fieldsets(self.get_fieldsets(request, obj))
        formset = modelformset_factory(
            self.model,
            form=with_rights(self, request, obj),
            formset=self.formset,
            fields=fields,
            formfield_callback=partial(self.formfield_for_dbfield, request=request),
            extra=self.extra,
            can_delete=self.has_delete_permission(request, obj),
        )
        return paged(formset, self, request)


def with_rights(inline, request, obj):
    """The inline's form, which takes no change that the person may not make."""
    may_change = inline.has_change_permission(request, obj)
    may_add = inline.has_add_permission(request, obj)

    class PermittedForm(inline.form):
        def has_changed(self):
            allowed = may_add if self.instance._state.adding else may_change
            return allowed and super().has_changed()

    return PermittedForm


class ProjectInline(EditorialInline):
    model = Project
    per_page = ROWS
    parameter = "ppage"
    brief = True
    fields = [
        ("name", "name_local", "location", "sector"),
        ("commitment", "status", "signed_on", "jobs", "jobs_qualifier", "source"),
    ]
    autocomplete_fields = ["location", "sector", "source"]
    related = ("location", "sector", "source")
    show_change_link = True


class EditionForm(EditorialForm):
    slug_from = ("conference", "label")


@admin.register(Edition)
class EditionAdmin(AsksAboutDuplicates, EditorialAdmin):
    form = EditionForm
    page = "edition"
    fields = [
        "conference",
        ("label", "year", "ordinal"),
        ("starts_on", "ends_on"),
        "location",
        "host",
        "note",
        "slug",
        "figures_over_several",
    ]
    readonly_fields = ["figures_over_several"]
    autocomplete_fields = ["conference", "location"]
    inlines = [FigureInline, ProjectInline]
    list_display = ["__str__", "year", "starts_on", "ends_on", "location"]
    list_select_related = ["conference", "location"]
    list_filter = [ByYear, ByConference]
    search_fields = ["conference__name", "conference__name_zh", "label", "slug"]

    @admin.display(description=_("figures over several editions"))
    def figures_over_several(self, edition):
        """They belong to no single edition, so each is edited on its own page."""
        figures = ReportedFigure.objects.spanning(edition)[:50] if edition.pk else []
        if not figures:
            return "–"
        rows = [
            (
                reverse("admin:deals_reportedfigure_change", args=[figure.pk]),
                f"{metric_label(figure.metric)}: {amount_text(figure)}",
                figure.as_written,
            )
            for figure in figures
        ]
        items = format_html_join("", '<li><a href="{}">{}</a> · {}</li>', rows)
        return format_html("<ul>{}</ul>", items)

    def response_change(self, request, obj):
        response = super().response_change(request, obj)
        query = request.GET.urlencode()
        if "_continue" in request.POST and query and "?" not in response.url:
            response["Location"] = f"{response.url}?{query}"  # stays on the page of rows
        return response
