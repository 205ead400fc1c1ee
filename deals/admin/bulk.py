"""Bulk edit in three steps: choose new values, look at old → new, and save in one change.

The pages carry the selection with its versions, so what others change meanwhile is noticed.
"""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from deals import bulk
from deals.admin.bulk_preview import MOST_SHOWN, Preview
from deals.admin.differences import shown
from deals.admin.saving import in_words
from deals.admin.widgets import Picker
from deals.models import Project
from deals.vocabulary import STATUS_LABELS

LEAVE = _("Leave unchanged")


def picker(name, label):
    field = Project._meta.get_field(name)
    return forms.ModelChoiceField(
        field.related_model.objects.all(),
        widget=Picker(field, admin.site),
        required=False,
        label=label,
        help_text=_("Blank: leave unchanged."),
    )


class BulkForm(forms.Form):
    """What stays blank is left as it is; so nothing can be cleared."""

    selection = forms.CharField(widget=forms.HiddenInput({"id": False}))
    status = forms.ChoiceField(
        choices=[("", LEAVE), *STATUS_LABELS.items()], required=False, label=_("Status")
    )
    sector = picker("sector", _("Sector"))
    location = picker("location", _("Place"))
    why = forms.CharField(
        max_length=500,
        required=False,
        label=_("Reason for this change (optional; shown in the history)"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("sector", "location"):
            self.fields[name].widget.known = {}  # the class's own dictionary outlives requests

    def clean_selection(self):
        try:
            return bulk.from_text(self.cleaned_data["selection"])
        except ValueError:
            raise ValidationError(NO_SELECTION) from None

    def clean(self):
        if not self.errors and not self.values:
            raise ValidationError(_("Choose a status, a sector or a place."))

    @property
    def values(self) -> bulk.Values:
        """By column of the project: the new value."""
        chosen = self.cleaned_data
        found = {
            "status": chosen.get("status"),
            "sector_id": getattr(chosen.get("sector"), "pk", None),
            "location_id": getattr(chosen.get("location"), "pk", None),
        }
        return {name: value for name, value in found.items() if value}


NO_SELECTION = _("The selection cannot be read. Select the projects in the list again.")


class BulkEdit:
    """For the admin of projects: the action and its pages."""

    @admin.action(
        permissions=["change"], description=_("Change status, sector or place of selected projects")
    )
    def change_selected(self, request, queryset):
        selection = bulk.select(queryset)
        if len(selection) > bulk.MOST:
            text = _("More than %(most)s projects are selected. Filter the list first.")
            return self.message_user(request, text % {"most": f"{bulk.MOST:,}"}, messages.ERROR)
        form = BulkForm(initial={"selection": bulk.as_text(selection)})
        return self._bulk_page(request, form, selection)

    def get_urls(self):
        view = self.admin_site.admin_view(self.bulk_view)
        return [path("bulk/", view, name="deals_project_bulk"), *super().get_urls()]

    def bulk_view(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied
        form = BulkForm(request.POST)
        form.full_clean()
        if "selection" not in form.cleaned_data:
            self.message_user(request, NO_SELECTION, messages.ERROR)
            return HttpResponseRedirect(self._list(request))
        selection = form.cleaned_data["selection"]
        if "_choose" in request.POST or form.errors:
            return self._bulk_page(request, form, selection)
        if "_save" in request.POST:
            return self._bulk_save(request, form, selection)
        return self._bulk_page(request, form, selection, Preview(selection, form.values))

    def _bulk_save(self, request, form, selection):
        try:
            why = form.cleaned_data["why"]
            count = bulk.change(selection, form.values, user=request.user, why=why)
        except bulk.Newer as newer:
            return self._bulk_again(request, form, newer)
        except (IntegrityError, ValidationError) as error:
            form.add_error(None, in_words(error))
            return self._bulk_page(request, form, selection)
        text = ngettext("%(count)d project was changed.", "%(count)d projects were changed.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS)
        return HttpResponseRedirect(self._list(request))

    def _bulk_again(self, request, form, newer):
        """The preview of what is stored now, below what others changed."""
        stored = bulk.select(Project.objects.filter(pk__in=form.cleaned_data["selection"]))
        form.data = {**form.data.dict(), "selection": bulk.as_text(stored)}
        preview = Preview(stored, form.values)
        more = {"newer": shown(newer.changes[:MOST_SHOWN]), "newer_count": len(newer.changes)}
        return self._bulk_page(request, form, stored, preview, **more)

    def _bulk_page(self, request, form, selection, preview=None, **more):
        context = {
            **self.admin_site.each_context(request),
            "title": _("Change many projects"),
            "opts": self.opts,
            "media": self.media + form.media,
            "form": form,
            "count": len(selection),
            "list_url": self._list(request),
            "action_url": f"{reverse('admin:deals_project_bulk')}?{request.GET.urlencode()}",
            "preview": preview or Preview(selection, {}),
            "choosing": preview is None,
            **more,
        }
        return TemplateResponse(request, "admin/deals/bulk.html", context)

    def _list(self, request):
        """The list as it was filtered when the projects were selected."""
        return f"{reverse('admin:deals_project_changelist')}?{request.GET.urlencode()}"
