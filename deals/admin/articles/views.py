"""Two steps: the text is pasted, then what it proposes is corrected, ticked and saved.

The text itself is not stored (it is someone else's work): it travels in the form.
"""

from collections import Counter
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from deals import intake
from deals.admin.articles.forms import ArticleForm
from deals.admin.articles.review import ROWS, Review
from deals.admin.saving import in_words
from deals.admin.words import suggestions

ADDED = ("source", "conference", "edition", "reportedfigure", "project", "location", "organization")
MORE = 3


def urls(site):
    """The addresses of both steps, to stand before those of a model."""
    return [
        path("article/", site.admin_view(partial(start, site=site)), name="deals_article"),
        path(
            "article/review/",
            site.admin_view(partial(review, site=site)),
            name="deals_article_review",
        ),
    ]


def may_add(user) -> bool:
    """Whether the person may add every kind of record that an article can bring."""
    return user.has_perms([f"deals.add_{name}" for name in ADDED])


def start(request, site):
    """Step 1: a text and its address."""
    refuse_others(request)
    return step_1(request, site, ArticleForm())


def review(request, site):
    """Step 2: what the text proposes; each answer is the same page until all of it is stored."""
    refuse_others(request)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("admin:deals_article"))
    article = ArticleForm(request.POST)
    if "_back" in request.POST or not article.is_valid():
        return step_1(request, site, article)
    if "figures-TOTAL_FORMS" not in request.POST:
        return step_2(request, site, article, Review.of(intake.read(**article.cleaned_data)))
    text = article.cleaned_data["text"]
    if "_save" not in request.POST:
        kind, data = with_more_rows(request.POST)
        return step_2(request, site, article, Review(text, data=data).unchecked(opened=kind))
    page = Review(text, data=request.POST)
    added = stored(page, request.user)
    return after(request, added) if added else step_2(request, site, article, page)


def refuse_others(request):
    if not may_add(request.user):
        raise PermissionDenied


def step_1(request, site, form):
    context = {**site.each_context(request), "title": _("Add from article"), "form": form}
    return TemplateResponse(request, "admin/deals/article.html", context)


def step_2(request, site, article, page):
    context = {
        **site.each_context(request),
        "title": _("Add from article: check and tick"),
        "is_nav_sidebar_enabled": False,  # the article stands there
        "article": article,
        "review": page,
        "media": page.media,
        "suggestions": suggestions(),
    }
    return TemplateResponse(request, "admin/deals/article_review.html", context)


def with_more_rows(data):
    """The kind of rows that was asked for, and the posted values with more blank ones of it."""
    data = data.copy()
    kind = next((name for name in ROWS if f"_more_{name}" in data), "")
    count = data.get(f"{kind}-TOTAL_FORMS", "")
    if count.isdecimal():
        data[f"{kind}-TOTAL_FORMS"] = str(int(count) + MORE)
    return kind, data


def stored(page, user):
    """What was added, or None. Another editor may store the same between check and commit."""
    error = None
    for _each in range(2):
        try:
            return page.save(user)
        except IntegrityError as refused:
            error = refused
    page.general += in_words(error).messages
    return None


def after(request, added):
    """To the edition, with a message that lists what was added and leads to the undo."""
    counts = Counter(str(record._meta.verbose_name_plural) for record in added.records)
    listed = "; ".join(f"{name}: {count}" for name, count in counts.items())
    text = _("Added from the article: %(listed)s.") % {"listed": listed}
    undo = reverse("admin:deals_action_undo", args=[added.change.action.pk])
    message = format_html('{} <a href="{}">{}</a>', text, undo, _("Undo"))
    messages.success(request, message)
    return HttpResponseRedirect(reverse("admin:deals_edition_change", args=[added.edition.pk]))
