"""Changes: who did what, when and why; each can be undone as a whole."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from deals.admin.base import ReadOnly
from deals.admin.differences import shown
from deals.admin.filters import by_words
from deals.models import Action
from deals.undo import CannotUndo, may_undo, obstacles, undo
from deals.versions import page_of
from deals.vocabulary import CHANGE_KIND_LABELS

PER_PAGE = 50


@admin.register(Action)
class ActionAdmin(ReadOnly):
    list_display = ["subject_or_number", "kind_label", "at", "who", "why", "record_count", "undone"]
    list_filter = [
        by_words("kind", CHANGE_KIND_LABELS),
        ("user", admin.RelatedOnlyFieldListFilter),
        "at",
    ]
    search_fields = ["subject", "why", "user_name"]
    ordering = ["-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_undoing()

    @admin.display(description=Action._meta.get_field("subject").verbose_name)
    def subject_or_number(self, action):
        return action.subject or f"#{action.pk}"

    @admin.display(description=Action._meta.get_field("kind").verbose_name, ordering="kind")
    def kind_label(self, action):
        return CHANGE_KIND_LABELS.get(action.kind, action.kind)

    @admin.display(description=_("who"), ordering="user_name")
    def who(self, action):
        return action.user_name or _("the program")

    @admin.display(description=_("state"))
    def undone(self, action):
        return _("undone") if action.is_undone else ""

    def get_urls(self):
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<int:key>/undo/", view, name="deals_action_undo"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """What the change did, record by record and field by field."""
        if request.method == "POST":
            raise PermissionDenied
        action = self._action(request, object_id)
        pages = Paginator(range(action.record_count), PER_PAGE)
        page = pages.get_page(request.GET.get("page"))
        context = {
            **self._context(request, action),
            "changes": shown(page_of(action, page.number, PER_PAGE)),
            "page": page,
            "page_range": pages.get_elided_page_range(page.number),
            "may_undo": may_undo(request.user, action),
        }
        return TemplateResponse(request, "admin/deals/change.html", context)

    def undo_view(self, request, key):
        """Asks first, and names what stands in the way."""
        action = self._action(request, key)
        if not may_undo(request.user, action):
            raise PermissionDenied
        if request.method == "POST":
            return self._undo(request, action)
        return self._ask(request, action, obstacles(action))

    def _undo(self, request, action):
        try:
            done = undo(action, user=request.user, why=request.POST.get("why", ""))
        except CannotUndo as refused:
            return self._ask(request, action, refused.obstacles, str(refused))
        self.message_user(request, _("“%s” was undone.") % action.subject, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:deals_action_change", args=[done.pk]))

    def _ask(self, request, action, found, refused=""):
        context = self._context(request, action)
        context |= {"obstacles": list(found), "refused": refused, "title": _("Undo this change")}
        return TemplateResponse(request, "admin/deals/undo.html", context)

    def _action(self, request, key) -> Action:
        if not self.has_view_permission(request):
            raise PermissionDenied
        known = str(key) if str(key).isdecimal() and len(str(key)) < 19 else 0
        return get_object_or_404(Action.objects.with_undoing(), pk=known)

    def _context(self, request, action):
        kind = CHANGE_KIND_LABELS.get(action.kind, action.kind)
        undone_by = [later for later in action.undone_by.all() if not later.is_undone]
        return {
            **self.admin_site.each_context(request),
            "title": f"{kind}: {action.subject}",
            "opts": self.opts,
            "action": action,
            "kind": kind,
            "undone_by": undone_by[0] if undone_by else None,
        }
