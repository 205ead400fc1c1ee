"""The page of a record's versions: each change with its fields, and two versions side by side."""

from typing import NamedTuple

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from deals.admin.differences import ShownChange, shown
from deals.admin.widgets import is_key
from deals.models import Action
from deals.versions import RecordHistory
from deals.vocabulary import CHANGE_KIND_LABELS

PER_PAGE = 20


class Version(NamedTuple):
    """`number` is the action's; 0 for what was stored before histories were kept."""

    number: int
    action: Action | None
    kind: str
    changes: list[ShownChange]


class HasHistory:
    """For admins of models with a history; the page of a deleted record works too."""

    def history_view(self, request, object_id, extra_context=None):
        if not hasattr(self.model, "history"):
            return super().history_view(request, object_id, extra_context)
        key = unquote(object_id)
        record = self.model._base_manager.filter(pk=key).first() if is_key(key) else None
        history = RecordHistory(self.model, int(key) if is_key(key) else 0)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        if record is None and not history.rows:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %s") % (record or _("a deleted record")),
            "opts": self.opts,
            "object": record,
            **_versions(history, request.GET.get("p")),
            **_compared(history, request.GET),
        }
        return TemplateResponse(request, "admin/deals/history.html", context)


def _versions(history, page):
    found = history.versions()
    pages = Paginator(found, PER_PAGE)
    page = pages.get_page(page)
    versions = [
        Version(
            action.pk if action else 0,
            action,
            CHANGE_KIND_LABELS.get(action.kind, action.kind) if action else _("Stored before"),
            shown(changes),
        )
        for action, changes in page
    ]
    return {"versions": versions, "page": page, "page_range": pages.get_elided_page_range()}


def _compared(history, query):
    """The fields that differ between the versions `from` and `to`, the earlier one first."""
    asked = [query.get(name, "") for name in ("from", "to")]
    if not all(is_key(number) for number in asked):
        return {}
    earlier, later = sorted(map(int, asked))
    return {
        "earlier": earlier,
        "later": later,
        "compared": shown(history.between(earlier, later)),
    }
