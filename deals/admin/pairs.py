"""The page of possible duplicates among what is stored: merge them, or say that they differ."""

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from deals.admin.duplicates import WHY, change_url, facts, for_facts, merge_url
from deals.admin.widgets import is_key
from deals.duplicates import possible_duplicates, stored_candidates
from deals.models import Distinct, Edition, Location, Organization, Project

KINDS = {model._meta.model_name: model for model in (Project, Organization, Location)}
PER_PAGE = 25
MOST_ANSWERS = 50


class Side(NamedTuple):
    record: object
    url: str
    facts: list[str]


class Pair(NamedTuple):
    """Two stored records that may be one."""

    one: Side
    other: Side
    why: list[str]
    merge_url: str
    answer: str


class ListsDuplicates:
    """For the admin of projects: the page of all three kinds, `?kind=` and `?edition=`."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.duplicates_view)
        return [path("duplicates/", view, name="deals_duplicates"), *super().get_urls()]

    def duplicates_view(self, request):
        model = KINDS.get(request.GET.get("kind"), Project)
        if not self.admin_site._registry[model].has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            self._answer(request, model)
            return HttpResponseRedirect(request.get_full_path())
        edition = Edition.objects.filter(slug=request.GET.get("edition", "")).first()
        pages = Paginator(keys_of_pairs(model, edition), PER_PAGE)
        page = pages.get_page(request.GET.get("page"))
        chosen = f"&edition={edition.slug}" if edition else ""
        context = {
            **self.admin_site.each_context(request),
            "title": _("Possible duplicates"),
            "opts": self.opts,
            "kinds": kinds(model),
            "kind": model._meta.model_name,
            "editions": Edition.objects.select_related("conference").newest_first(),
            "edition": edition,
            "page": page,
            "page_range": pages.get_elided_page_range(page.number),
            "page_query": f"kind={model._meta.model_name}{chosen}&page",
            "pairs": pairs(model, page.object_list),
            "answers": answers(model),
        }
        return TemplateResponse(request, "admin/deals/duplicates.html", context)

    def _answer(self, request, model):
        one, _colon, other = request.POST.get("different", "").partition(":")
        if is_key(one) and is_key(other) and model.objects.filter(pk__in=[one, other]).count() == 2:
            Distinct.remember(model, int(one), int(other), request.user)
            self.message_user(request, _("Kept: these two are different."), messages.SUCCESS)
        again = request.POST.get("again", "")
        if is_key(again) and Distinct.objects.of_kind(model).filter(pk=again).delete()[0]:
            self.message_user(request, _("The answer is taken back."), messages.SUCCESS)


def kinds(chosen):
    return [
        (name, capfirst(model._meta.verbose_name_plural), model is chosen)
        for name, model in KINDS.items()
    ]


def keys_of_pairs(model, edition=None) -> list[tuple]:
    """(pk, pk, why) of each pair, the likest first."""
    records = model.objects.filter(edition=edition) if model is Project and edition else None
    found = possible_duplicates(stored_candidates(model, records), model, among_stored=False)
    each = {
        tuple(sorted((pk, match.pk))): match for pk, matches in found.items() for match in matches
    }
    ordered = sorted(each, key=lambda key: (-len(each[key].why), -each[key].likeness, key))
    return [(*key, each[key].why) for key in ordered]


def pairs(model, keys) -> list[Pair]:
    sides = sides_of(model, {pk for one, other, _why in keys for pk in (one, other)})
    return [
        Pair(
            sides[one],
            sides[other],
            [WHY[word] for word in sorted(why)],
            f"{merge_url(model)}?a={one}&b={other}",
            f"{one}:{other}",
        )
        for one, other, why in keys
        if one in sides and other in sides
    ]


def answers(model) -> list[tuple]:
    """(answer, side, side) of what was said to be different, the latest first."""
    said = Distinct.objects.of_kind(model).select_related("user")[:MOST_ANSWERS]
    sides = sides_of(model, {pk for answer in said for pk in (answer.first, answer.second)})
    return [
        (answer, sides[answer.first], sides[answer.second])
        for answer in said
        if answer.first in sides and answer.second in sides
    ]


def sides_of(model, keys) -> dict[int, Side]:
    records = for_facts(model.objects.filter(pk__in=keys))
    return {record.pk: Side(record, change_url(record), facts(record)) for record in records}
