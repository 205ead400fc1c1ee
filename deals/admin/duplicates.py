"""Asks whether a record that is being saved is one that is stored already, and keeps the answer.

What a form holds is stored first, then compared with what else is stored; where something is alike
that nobody has called different, all of it is rolled back, and the form comes back with the
question and its three answers: the same, different, or correct what was typed.
"""

from typing import NamedTuple

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from deals.admin.typed import FROM_TYPED, offers, typed_values
from deals.admin.widgets import is_key, shown_language
from deals.duplicates import AMOUNT_AND_PLACE, NAME, possible_duplicates, stored_candidates
from deals.models import Distinct, Location, Organization, Project
from deals.money import money_text

SAME, DIFFERENT, THEN = "_same", "_different", "_then"
SAVE_BUTTONS = ("_save", "_continue", "_addanother")
NEW = "new"
# A change of these, or of an amount, may make a record like another one.
TELLING = {
    Project: {"edition", "name", "name_local", "location"},
    Organization: {"name", "name_local"},
    Location: {"name", "name_zh", "parent"},
}
WHY = {NAME: _("the same or a very similar name"), AMOUNT_AND_PLACE: _("the same amount and place")}
ASKED = _("This may be stored already. Nothing was saved yet: answer below, or correct the form.")


class Doubt(NamedTuple):
    """A stored record (or another row) that a form's record may be the same as.

    `pair` names the two for the answer “different”, `choice` for the answer “the same”.
    """

    name: str
    pair: str
    choice: str
    other: str
    url: str
    facts: list[str]
    why: list[str]


class InDoubt(Exception):
    """Rolls back what was stored to be compared; carries the questions."""

    def __init__(self, doubts: list[Doubt]):
        super().__init__()
        self.doubts = doubts


class AsksAboutDuplicates:
    """For admins of records that may be entered twice, and of pages that hold such rows."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        view = super().changeform_view
        if request.method == "POST":
            answered = self._same(request, object_id)
            if answered is not None:
                return answered
            request.POST = with_first_button(request.POST)
        try:
            return view(request, object_id, form_url, extra_context)
        except InDoubt as found:
            request.doubts = found.doubts
            request.refused = ValidationError(ASKED)
            return view(request, object_id, form_url, extra_context)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        doubts = list(self._doubts(request, forms_to_compare(form, formsets, change)))
        if doubts:
            raise InDoubt(doubts)
        self._tell_of_left_out(request)

    def render_change_form(self, request, context, *args, **kwargs):
        context["doubts"] = getattr(request, "doubts", ())
        context["then"] = next((name for name in SAVE_BUTTONS if name in request.POST), "_save")
        context["all_pairs"] = " ".join(doubt.pair for doubt in context["doubts"])
        typed = request.session.get(FROM_TYPED) if FROM_TYPED in request.GET else None
        form, record = context["adminform"].form, context["original"]
        if typed and record and typed["record"] == [self.opts.model_name, record.pk]:
            context["typed_rows"] = typed["rows"]
            context["offers"] = [] if form.is_bound else list(offers(form, typed["values"]))
        return super().render_change_form(request, context, *args, **kwargs)

    def _doubts(self, request, forms):
        """The questions that are open; answers given with this post are remembered."""
        answered = set(request.POST.get(DIFFERENT, "").split())
        for model in {type(form.instance) for form, _is_new in forms}:
            mine = {form.instance.pk: form for form, _new in forms if type(form.instance) is model}
            new = {form.instance.pk: form for form, is_new in forms if is_new}
            identities = {pk: form.prefix or NEW for pk, form in new.items() if pk in mine}
            for pk, match in matches_of(model, mine):
                pair = "=".join(sorted(identities.get(key, str(key)) for key in (pk, match.pk)))
                if pair in answered:
                    Distinct.remember(model, pk, match.pk, request.user)
                else:
                    yield doubt_about(model, mine[pk], match, pair, identities)

    # The answer “the same”

    def _same(self, request, object_id):
        """Where the answer “the same” leads; None where there is none, or rows stay to be saved."""
        prefix, _colon, pk = request.POST.get(SAME, "").partition(":")
        if not is_key(pk) or not self.has_change_permission(request):
            return None
        model = Project if prefix else self.model
        if prefix:
            mine = request.POST.get(f"{prefix}-{model._meta.pk.name}", "")
        else:
            mine = object_id or ""
        if is_key(mine):
            return HttpResponseRedirect(f"{merge_url(model)}?a={pk}&b={mine}")
        existing = model.objects.filter(pk=pk).first()
        if existing is None:
            return None
        return (
            self._leave_out_row(request, prefix, existing)
            if prefix
            else self._go_to(request, existing)
        )

    def _go_to(self, request, existing):
        """The page of the existing record, which offers what was typed."""
        if IS_POPUP_VAR in request.POST:
            return self.response_add(request, existing)
        values, rows = typed_values(self, request)
        request.session[FROM_TYPED] = {
            "record": [self.opts.model_name, existing.pk],
            "values": values,
            "rows": rows,
        }
        return HttpResponseRedirect(f"{change_url(existing)}?{FROM_TYPED}=1")

    def _leave_out_row(self, request, prefix, existing):
        request.POST = request.POST.copy()
        request.POST[f"{prefix}-DELETE"] = "on"
        request.left_out = (request.POST.get(f"{prefix}-name", ""), existing)

    def _tell_of_left_out(self, request):
        if hasattr(request, "left_out"):
            name, existing = request.left_out
            text = _("“{}” was not added: it is {}. Add there what it says besides.")
            link = format_html('<a href="{}">{}</a>', change_url(existing), existing)
            self.message_user(request, format_html(text, name, link), messages.WARNING)


def with_first_button(posted):
    """The answer “different” goes on with the button that had been pressed first."""
    then = posted.get(THEN)
    if DIFFERENT not in posted or then not in SAVE_BUTTONS:
        return posted
    posted = posted.copy()
    posted[then] = "1"
    return posted


def forms_to_compare(form, formsets, change) -> list[tuple]:
    """(form, whether its record is new) of each record whose telling fields changed."""
    found = []
    if type(form.instance) in TELLING:
        amounts = any(is_amount(row) for rows in formsets for row in rows.forms)
        if not change or TELLING[type(form.instance)] & {*form.changed_data} or amounts:
            found.append((form, not change))
    for rows in formsets:
        if rows.model in TELLING:
            added = {row.pk for row in rows.new_objects}
            changed = {row.pk for row, names in rows.changed_objects if telling(row, names)}
            found += [
                (row, row.instance.pk in added)
                for row in rows.forms
                if row.instance.pk in added | changed
            ]
    return found


def is_amount(row) -> bool:
    return row.has_changed() and {"amount", "currency"} <= {*row.fields}


def telling(record, names) -> bool:
    return bool(TELLING[type(record)] & {*names})


def matches_of(model, keys):
    """(pk, match) of what the records with these keys may be; a pair of them comes once."""
    candidates = stored_candidates(model, model.objects.filter(pk__in=keys))
    for pk, matches in possible_duplicates(candidates, model).items():
        for match in matches:
            if match.pk not in keys or pk > match.pk:
                yield pk, match


def doubt_about(model, form, match, pair, identities) -> Doubt:
    """Read before the rollback: the other may be a row that is as new."""
    other = for_facts(model.objects.filter(pk=match.pk)).get()
    is_new = match.pk in identities
    return Doubt(
        name=str(form.instance),
        pair=pair,
        choice="" if is_new else f"{form.prefix or ''}:{match.pk}",
        other=match.name,
        url="" if is_new else change_url(other),
        facts=facts(other),
        why=[WHY[word] for word in sorted(match.why)],
    )


def for_facts(records):
    if records.model is Project:
        return records.select_related("edition__conference", "location").prefetch_related("amounts")
    return records.select_related("country" if records.model is Organization else "parent")


def facts(record) -> list[str]:
    """What tells a record from others of its kind, in words; what is unknown is left out."""
    lang = shown_language()
    if isinstance(record, Project):
        amounts = [money_text(row.low, row.currency, lang) for row in record.amounts.all()]
        said = [record.name_local, record.edition, record.location, *amounts, record.ref]
    elif isinstance(record, Organization):
        said = [record.name_local, record.country, record.slug]
    else:
        said = [record.name_zh, record.parent, record.code, record.slug]
    return [str(each) for each in said if each]


def change_url(record) -> str:
    return reverse(f"admin:deals_{record._meta.model_name}_change", args=[record.pk])


def merge_url(model) -> str:
    return reverse(f"admin:deals_{model._meta.model_name}_merge")
