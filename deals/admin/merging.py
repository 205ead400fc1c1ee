"""Making one record of two, in two steps: choose, look at what it will do; then it is done."""

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import Q
from django.db.models.deletion import ProtectedError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from deals.admin.duplicates import change_url, facts, for_facts, merge_url
from deals.admin.saving import in_words
from deals.admin.widgets import is_key, shown_language
from deals.admin.words import VOCABULARIES
from deals.merging import (
    BOTH,
    KEPT,
    LOST,
    Outdated,
    Plan,
    differing,
    merge,
    proposed,
    rehearse,
    same_money,
    totals,
)
from deals.models import Project
from deals.money import grouped, money_text, with_sign

MOST_FOUND = 20
MOST_NAMED = 10
CHANGED = _("Someone changed one of the two meanwhile. This is what they hold now; look again.")
SAME_RECORD = _("These are one record already. Choose another.")
REFUSED = (ValidationError, IntegrityError, ProtectedError)


class Choice(NamedTuple):
    """One field in which the two records differ; `chosen` is `KEPT`, `LOST` or `BOTH`."""

    name: str
    label: str
    kept: str
    lost: str
    chosen: str
    may_be_both: bool


class Money(NamedTuple):
    """An investment of the lost project; `twin` is the kept one that states the same amount."""

    pk: int
    text: str
    twin: str
    dropped: bool


class Mergeable:
    """For admins of records that may be entered twice: the page that merges two of them."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.merge_view)
        name = f"deals_{self.opts.model_name}_merge"
        return [path("merge/", view, name=name), *super().get_urls()]

    def render_change_form(self, request, context, *args, **kwargs):
        record = context["original"]
        if record and self._may_merge(request):
            context["merge_url"] = f"{merge_url(self.model)}?a={record.pk}"
        return super().render_change_form(request, context, *args, **kwargs)

    def _may_merge(self, request):
        return self.has_change_permission(request) and self.has_delete_permission(request)

    def merge_view(self, request):
        if not self._may_merge(request):
            raise PermissionDenied
        kept, lost = (self._named(request.GET.get(name, "")) for name in ("a", "b"))
        if kept is None or lost is None or kept == lost:
            return self._choose_other(request, kept or lost, kept == lost and kept is not None)
        plan = posted_plan(request.POST, kept, lost)
        if "_preview" in request.POST:
            return self._preview(request, plan)
        if "_merge" in request.POST:
            return self._merge(request, plan)
        return self._choose_values(request, plan)

    def _named(self, text):
        """The record with this primary key or public address."""
        text = text.strip()
        named = Q(**{self.model.address_field: text})
        found = for_facts(self.model.objects.filter(named | Q(pk=text) if is_key(text) else named))
        return found.first()

    # Step 1

    def _choose_other(self, request, record, is_same):
        query = request.GET.get("q", "").strip()[:200]
        found = []
        if query:
            rows, _many = self.get_search_results(request, self.model.objects.all(), query)
            rows = rows.exclude(pk=record.pk) if record else rows
            found = for_facts(rows)[:MOST_FOUND]
        context = {
            "title": _("Merge: choose the other record") if record else _("Merge: choose a record"),
            "record": record,
            "query": query,
            "found": [(each, facts(each)) for each in found],
            "refused": SAME_RECORD if is_same else "",
        }
        return self._page(request, "merge_choose", context)

    def _choose_values(self, request, plan, refused=""):
        context = {
            **self._of_both(plan),
            "title": _("Merge: step 1 of 2, choose what is kept"),
            "choices": list(choices(plan)),
            "money": list(money(plan)),
            "swapped": f"{merge_url(self.model)}?a={plan.lost.pk}&b={plan.kept.pk}",
            "refused": refused,
        }
        return self._page(request, "merge", context)

    # Step 2

    def _preview(self, request, plan, notice=""):
        try:
            outcome = rehearse(plan)
        except Outdated:
            return HttpResponseRedirect(request.get_full_path())
        except REFUSED as error:
            return self._choose_values(request, plan, " ".join(in_words(error).messages))
        context = {
            **self._of_both(plan),
            "title": _("Merge: step 2 of 2, look at what it does"),
            "choices": list(choices(plan)),
            "money": list(money(plan)),
            "moved": counted(outcome.moved),
            "dropped": counted(outcome.dropped),
            "totals": totals_before_and_after(plan, outcome),
            "fingerprint": plan.fingerprint(),
            "notice": notice,
        }
        return self._page(request, "merge_preview", context)

    def _merge(self, request, plan):
        fingerprint = request.POST.get("fingerprint", "-")
        why = request.POST.get("why", "")
        name = str(plan.lost)
        try:
            done = merge(plan, fingerprint=fingerprint, user=request.user, why=why)
        except Outdated:
            return self._preview(request, plan, notice=CHANGED)
        except REFUSED as error:
            return self._choose_values(request, plan, " ".join(in_words(error).messages))
        text = _("“{}” is merged into “{}”, and its address leads here.")
        undo = reverse("admin:deals_action_undo", args=[done.action.pk])
        link = format_html('<a href="{}">{}</a>', undo, _("Undo"))
        said = format_html("{} {}", format_html(text, name, plan.kept), link)
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(change_url(plan.kept))

    def _of_both(self, plan):
        return {
            "kept": plan.kept,
            "kept_facts": facts(plan.kept),
            "lost": plan.lost,
            "lost_facts": facts(plan.lost),
            "kept_url": change_url(plan.kept),
            "lost_url": change_url(plan.lost),
        }

    def _page(self, request, template, context):
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/deals/{template}.html", context)


def posted_plan(posted, kept, lost) -> Plan:
    """What the form says; what it leaves out is as proposed."""
    plan = proposed(kept, lost)
    if "shown" not in posted:
        return plan
    for name in plan.values:
        choice = posted.get(f"value-{name}")
        if choice in (KEPT, LOST) or (choice == BOTH and name == "note"):
            plan.values[name] = choice
    if isinstance(kept, Project):
        mine = lost.investments.values_list("pk", flat=True)
        plan.dropped = {pk for pk in mine if posted.get(f"money-{pk}") == "drop"}
    return plan


def choices(plan: Plan):
    """The choices between two values, one for each part in which the records differ."""
    for part in differing(plan.kept, plan.lost):
        yield Choice(
            part[0],
            capfirst(plan.model._meta.get_field(part[0]).verbose_name),
            text_of(plan.kept, part),
            text_of(plan.lost, part),
            plan.values.get(part[0], KEPT),
            part == ("note",) and bool(plan.kept.note),
        )


def text_of(record, part) -> str:
    return " · ".join(filter(None, (field_text(record, name) for name in part)))


def field_text(record, name) -> str:
    value = getattr(record, name)
    labels = VOCABULARIES.get(f"{record._meta.model_name}.{name}", {})
    if value is None or value is False or value == "":
        return ""
    if value is True:
        return str(record._meta.get_field(name).verbose_name)
    if isinstance(value, int):
        return grouped(value)
    labels = labels() if callable(labels) else labels
    return str(labels.get(value, value)) if isinstance(value, str) else str(value)


def money(plan: Plan):
    """The lost project's investments; each is moved or dropped."""
    if not isinstance(plan.kept, Project):
        return
    twins = same_money(plan.kept, plan.lost)
    for investment in plan.lost.investments.prefetch_related("investors"):
        twin = twins.get(investment.pk)
        yield Money(
            investment.pk,
            investment_text(investment),
            investment_text(twin) if twin else "",
            investment.pk in plan.dropped,
        )


def investment_text(investment) -> str:
    names = ", ".join(str(investor) for investor in investment.investors.all())
    if investment.amount is None:
        return " · ".join(filter(None, [str(_("not disclosed")), names]))
    row = (investment.amount, investment.amount_max or investment.amount, investment.qualifier)
    return " · ".join(filter(None, [amount_text(investment.currency, *row), names]))


def amount_text(currency, low, high, bound) -> str:
    lang = shown_language()
    ends = [money_text(end, currency, lang) for end in dict.fromkeys((low, high))]
    return with_sign("–".join(ends), bound, lang)


def totals_before_and_after(plan: Plan, outcome):
    """(label, kept before, lost before, kept after) of each currency, or the number of projects."""
    before = [totals(plan.kept), totals(plan.lost)]
    keys = sorted({key for each in [*before, outcome.totals] for key in each})
    for key in keys:
        label = _("Invested, %s") % key if key else _("Projects")
        yield label, *(total_text(key, each.get(key)) for each in [*before, outcome.totals])


def total_text(currency, total) -> str:
    if total is None:
        return str(_("not stated"))
    return amount_text(currency, *total) if currency else grouped(total[0])


def counted(by_kind):
    """(kind, how many, the first few, how many more) of the records that move or go."""
    return [
        (capfirst(kind), len(names), names[:MOST_NAMED], max(len(names) - MOST_NAMED, 0))
        for kind, names in by_kind.items()
    ]
