"""What changed last, of everything or of one record."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from deals import parameters, resources
from deals.paths import api
from deals.resources.changes import KINDS, with_names
from deals.views.show import home_crumb, ignored, page, show
from deals.vocabulary import RECORD_LABELS

ROWS = 50
MOST_PAGES = 1000
READERS = {
    "kind": parameters.one_of(KINDS),
    "id": parameters.slug,
    "page": parameters.whole_number(1, MOST_PAGES),
    "currency": parameters.currency,
}
DEFAULTS = {"kind": "", "id": "", "page": 1, "currency": "CNY"}


@page
def changes(request):
    """The latest change of each record, the newest first: of one kind or record where asked."""
    values = parameters.read(request.GET, READERS, DEFAULTS)
    kind, key, here = values["kind"], values["id"], values["page"]
    rows = resources.changes([kind] if kind else [], key=key)
    last = min(MOST_PAGES, max(1, -(-rows.count() // ROWS)))
    asked = {name: value for name, value in values.items() if value != DEFAULTS[name]}
    if here > last:
        return redirect(f"{request.path}?{urlencode(asked | {'page': last})}")
    found = [resources.change(row) for row in rows[(here - 1) * ROWS : here * ROWS]]
    context = {
        "changes": with_names(found),
        "kinds": {name: RECORD_LABELS[name] for name in KINDS},
        "kind": kind,
        "key": key,
        "previous": here - 1,
        "next": here + 1 if here < last else None,
        "api_url": _address(api("changes/"), {"kind": kind, "id": key}),
        "canonical_url": request.build_absolute_uri(_address(request.path, asked)),
        "feed": {"url": reverse("changes-feed"), "title": _("Latest changes")},
        "page_title": _("History of %(id)s") % {"id": key} if key else _("Latest changes"),
        "currency": values["currency"],
        "ignored": ignored(request, *READERS),
    }
    crumbs = [home_crumb(), (_("Latest changes"), reverse("changes") if key else None)]
    crumbs += [(context["page_title"], None)] if key else []
    return show(request, "changes.html", context, "", crumbs)


def _address(path: str, parameters: dict) -> str:
    given = {name: value for name, value in parameters.items() if value}
    return f"{path}?{urlencode(given)}" if given else path
