"""What all pages of the admin share."""

import logging
from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.core.exceptions import FieldError, ValidationError
from django.db import DataError, connection, models
from django.http import HttpResponseRedirect
from django.urls import NoReverseMatch, reverse

from deals.admin.amounts import AS_WRITTEN, AmountField, WrittenDateField
from deals.admin.forms import BASE, EditorialForm
from deals.admin.history import HasHistory
from deals.admin.saving import in_one_change
from deals.admin.widgets import AmountInput, Picker
from deals.admin.words import SUGGESTED, suggestions, vocabulary_field
from deals.models import Edition

logger = logging.getLogger(__name__)

# What nonsense in the query string of a list ends as, on one database or the other.
BAD_QUERY = (ValueError, TypeError, ArithmeticError, ValidationError, FieldError, DataError)


class SafeList(admin.ModelAdmin):
    """A change list that answers nonsense in its address with Django's `?e=1`, never a 500."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 200

    def lookup_allowed(self, lookup, value, request):
        # A regular expression can keep a database busy for minutes.
        return "regex" not in lookup and super().lookup_allowed(lookup, value, request)

    def changelist_view(self, request, extra_context=None):
        view = partial(super().changelist_view, request, extra_context)
        try:
            last_resort = partial(self._back_with, request, request.path)
            return in_one_change(request, view, last_resort, kind="bulk")
        except (*BAD_QUERY, DisallowedModelAdminLookup):
            if request.GET.dict() == {"e": "1"}:
                raise
            logger.warning("Refused the query string of %s", request.path, exc_info=True)
            return HttpResponseRedirect(f"{request.path}?e=1")

    def _back_with(self, request, address, error):
        self.message_user(request, " ".join(error.messages), messages.ERROR)
        return HttpResponseRedirect(address)


class FormFields:
    """For admins and inlines: selects for vocabularies, pickers, amounts that echo."""

    form = EditorialForm
    formfield_overrides = {
        models.BigIntegerField: {"form_class": AmountField, "widget": AmountInput},
        models.DateField: {"form_class": WrittenDateField},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = vocabulary_field(db_field)
        if field is not None:
            return field
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.is_relation and field is not None:
            field.widget.can_delete_related = False  # too near to the other buttons
        if db_field.name in {"amount", "value"} and isinstance(field, AmountField):
            field.help_text = AS_WRITTEN
        if field is not None and db_field.name in SUGGESTED and not db_field.is_relation:
            field.widget.attrs["list"] = SUGGESTED[db_field.name]
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Picker(db_field, self.admin_site))
            if db_field.remote_field.model is Edition:
                kwargs.setdefault("queryset", Edition.objects.select_related("conference"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_fieldsets(self, request, obj=None):
        (title, options), *others = super().get_fieldsets(request, obj)
        fields = [name for name in options["fields"] if name not in BASE]
        if obj is None and address_of(self.model) == "ref":
            fields = [name for name in fields if name != "ref"]
        hidden = BASE if hasattr(self.model, "version") else ()
        return [(title, {**options, "fields": [*fields, *hidden]}), *others]


class EditorialAdmin(HasHistory, FormFields, SafeList):
    """A record that editors change. `page` names its public page."""

    page = ""

    # Saving

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        view = partial(super().changeform_view, request, object_id, form_url, extra_context)

        def once_more_with(error):
            request.refused = error
            return view()

        return in_one_change(request, view, once_more_with)

    def delete_view(self, request, object_id, extra_context=None):
        view = partial(super().delete_view, request, object_id, extra_context)
        back = request.path.removesuffix("delete/") + "change/"
        last_resort = partial(self._back_with, request, back)
        return in_one_change(request, view, last_resort, kind="delete")

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        related = self.list_select_related
        rows = rows.select_related(*related) if related else rows
        return locked(rows) if getattr(request, "locks", False) else rows

    def get_object(self, request, object_id, from_field=None):
        request.locks = request.method == "POST" and connection.in_atomic_block
        try:
            return super().get_object(request, object_id, from_field)
        finally:
            request.locks = False

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refused = getattr(request, "refused", None)
        return form

    def save_model(self, request, obj, form, change):
        if not change or form.has_changed():
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        rows = [row for formset in formsets for row in formset.forms]
        for text in [text for each in (form, *rows) for text in getattr(each, "rounded", [])]:
            self.message_user(request, text, messages.WARNING)

    def response_add(self, request, obj, post_url_continue=None):
        request.stored = True
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        request.stored = True
        return super().response_change(request, obj)

    def response_delete(self, request, obj_display, obj_id):
        request.stored = True
        return super().response_delete(request, obj_display, obj_id)

    # What is shown

    def get_readonly_fields(self, request, obj=None):
        """An address is permanent: it is entered once."""
        fields = list(super().get_readonly_fields(request, obj))
        address = address_of(self.model)
        return [*fields, address] if address and (obj or address == "ref") else fields

    def render_change_form(self, request, context, *args, **kwargs):
        context["suggestions"] = suggestions()
        return super().render_change_form(request, context, *args, **kwargs)

    def view_on_site(self, obj):
        """The record's public page, where it has one."""
        try:
            return reverse(self.page, args=[getattr(obj, address_of(self.model) or "pk")])
        except NoReverseMatch:
            return None


class ReadOnly(SafeList):
    """Records that the program writes."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def address_of(model) -> str | None:
    """The field that holds the permanent address of the model's records."""
    return getattr(model, "address_field", None)


def locked(rows):
    """The rows, kept from other writers until the commit; SQLite has locked the file already."""
    return rows.select_for_update(of=("self",), no_key=True)
