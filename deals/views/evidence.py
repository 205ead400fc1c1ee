"""Sources, reported figures, and how everything is counted."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from deals import claims, parameters, resources, stats
from deals.addresses import find
from deals.models import Edition, ExchangeRate, Peg, ReportedFigure, Source
from deals.page_query import PageQuery
from deals.queries import ProjectQuery
from deals.resources import descriptions, rates
from deals.resources.reconciliation import editions_beside_itemised
from deals.views.show import (
    currency_of,
    home_crumb,
    ignored,
    named_crumb,
    page,
    pages_of,
    show,
)
from deals.vocabulary import STATUS_LABELS

ROWS = 50


@page
def sources(request):
    """Every source, the newest first, with how many figures and projects rest on it."""
    asked, count = PageQuery.from_page(request), Source.objects.count()
    if asked.is_past(count):
        return redirect(asked.last(count).page_url())
    rows = [
        {
            **resources.source(record),
            "figures": record.figure_count,
            "projects": record.project_count,
        }
        for record in asked.of(Source.objects.with_counts().select_related("copy_of"))
    ]
    context = {
        "sources": rows,
        "count": count,
        "currency": asked.currency,
        "ignored": ignored(request, "page"),
        **pages_of(asked, count),
    }
    crumbs = [home_crumb(), (_("Sources & method"), reverse("method")), (_("Sources"), None)]
    return show(request, "sources/list.html", context, "method", crumbs)


@page
def source(request, slug):
    currency = currency_of(request)
    record = find(Source.objects.select_related("copy_of"), slug)
    query = ProjectQuery({"source": [slug]}, currency)
    figures = ReportedFigure.objects.filter(source=record).with_names()
    context = {
        "source": resources.source(record),
        "description": descriptions.of_source(resources.source(record)),
        "original": resources.source(record.copy_of) if record.copy_of else None,
        "copies": [resources.source(copy) for copy in record.copies.select_related("copy_of")],
        "figures": [resources.figure(figure) for figure in figures],
        "projects": resources.rows(query.matching.newest_first().in_rows()[:ROWS]),
        "checks": [resources.check(finding) for finding in claims.of_source(record)],
        "count": query.matching.count(),
        "list_url": query.page_url(),
        "currency": currency,
        "ignored": ignored(request),
    }
    crumbs = [home_crumb(), (_("Sources & method"), reverse("method"))]
    crumbs += [(_("Sources"), reverse("sources")), (record.title, None, "en")]
    return show(request, "sources/detail.html", context, "method", crumbs)


@page
def figure(request, ref):
    """One statement of a source, with every copy of the claim and what differs in it."""
    record = find(ReportedFigure.objects.with_names(), ref)
    found = resources.figure_detail(record)
    context = {
        "figure": found,
        "page_title": descriptions.headline(found),
        "description": descriptions.of_figure(found),
        "drift": found["drift"],
        "checks": [resources.check(finding) for finding in claims.of_figure(record)],
        "standing": next(s for s in found["drift"]["statements"] if s["figure"]["id"] == ref),
        "parts": [resources.figure(part) for part in record.parts.with_names()],
        "equivalents": [
            resources.figure(each)
            for each in record.equivalents.filter(source=record.source_id).with_names()
        ],
        "whole": resources.figure(record.of_which) if record.of_which else None,
        "twin": resources.figure(record.equivalent_of) if record.equivalent_of else None,
        "currency": currency_of(request),
        "ignored": ignored(request),
    }
    crumbs = [home_crumb(), (_("Conferences"), reverse("conferences"))]
    first = context["figure"]["editions"][0]
    crumbs += [
        named_crumb(first, first["html_url"]),
        (record.as_written, None, record.source.language),
    ]
    return show(request, "figures/detail.html", context, "conferences", crumbs)


@page
def checks(request):
    """What does not agree, the open and certain findings first, for one check or for all."""
    readers = {"code": parameters.one_of(claims.CHECKS), "page": parameters.whole_number(1, 1000)}
    values = parameters.read(request.GET, readers, {"code": "", "page": 1})
    currency = currency_of(request)
    code, here = values["code"], values["page"]
    findings = claims.everywhere()
    kinds = resources.kinds_of_checks(findings)
    shown = findings.filter(lambda finding: code in ("", finding.code))
    last = max(1, -(-shown.count() // ROWS))
    asked = {"currency": currency, **values, "page": min(here, last)}.items()
    asked = urlencode([(name, value) for name, value in asked if value not in ("CNY", "", 1)])
    if here > last:
        return redirect(request.path + (asked and f"?{asked}"))
    context = {
        "checks": [resources.check(each) for each in shown[(here - 1) * ROWS : here * ROWS]],
        "kinds": kinds,
        "chosen": next((kind for kind in kinds if kind["code"] == code), None),
        "code": code,
        "all_count": findings.count(),
        "previous": here - 1,
        "canonical_url": request.build_absolute_uri(request.path + (asked and f"?{asked}")),
        "next": here + 1 if here < last else None,
        "currency": currency,
        "ignored": ignored(request, *readers),
    }
    crumbs = [home_crumb(), (_("Sources & method"), reverse("method"))]
    return show(
        request, "checks/list.html", context, "method", [*crumbs, (_("What does not agree"), None)]
    )


@page
def method(request):
    """What counts, how it is counted, the rates in use, and what is missing."""
    currency = currency_of(request)
    editions = list(Edition.objects.with_figures().with_names().newest_first()[: ROWS + 1])
    shown = editions[:ROWS]
    rows = editions_beside_itemised(shown, currency)
    context = {
        "rates": rates.in_use(shown),
        "pegs": Peg.objects.all(),
        "kinds_of_checks": resources.kinds_of_checks(),
        "last_rate": ExchangeRate.objects.order_by("-date").values_list("date", flat=True).first(),
        "rows": [row for row in rows if row["projects"] or row["itemised"]["projects"]],
        "are_latest": len(editions) > ROWS,
        "totals": stats.totals(stats.everything(), currency).as_dict(),
        "explain": ProjectQuery(currency=currency),
        "statuses": STATUS_LABELS.items(),
        "sources_count": Source.objects.count(),
        "figures_count": ReportedFigure.objects.count(),
        "currency": currency,
        "ignored": ignored(request),
    }
    crumbs = [home_crumb(), (_("Sources & method"), None)]
    return show(request, "method.html", context, "method", crumbs)
