"""Deleting from a list: a bounded number at once, and a bounded page that says what goes."""

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

MOST_AT_ONCE = 500
MOST_LISTED = 50


class BoundedDeletion:
    """For admins: the confirmation names the first ones of each kind, and counts the rest."""

    def get_deleted_objects(self, objs, request):
        found, counts, lacking, protecting = super().get_deleted_objects(objs, request)
        return shortened(found), counts, lacking, shortened(protecting)

    @admin.action(permissions=["delete"], description=_("Delete selected %(verbose_name_plural)s"))
    def delete_selected(self, request, queryset):
        count = queryset.count()
        if count > MOST_AT_ONCE:
            text = _("%(count)d are selected; at most %(most)d can be deleted at once.")
            words = text % {"count": count, "most": MOST_AT_ONCE}
            return self.message_user(request, words, messages.ERROR)
        return delete_selected(self, request, queryset)


def shortened(nested: list) -> list:
    """The nested lists of Django's confirmation, each cut after `MOST_LISTED`."""
    rest = len(nested) - MOST_LISTED
    kept = [shortened(item) if isinstance(item, list) else item for item in nested[:MOST_LISTED]]
    return kept if rest <= 0 else [*kept, more(rest)]


def more(count: int) -> str:
    return ngettext("and %(count)d more", "and %(count)d more", count) % {"count": count}
