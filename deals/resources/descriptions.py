"""What a page holds in one plain sentence, for search engines, shared links and feeds.

All functions take the JSON shapes and return plain text in the active language.
"""

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from deals.money import count_text, money_text, with_sign
from deals.resources import shapes
from deals.resources.totals import in_language
from deals.vocabulary import (
    ACTION_LABELS,
    RECORD_LABELS,
    SOURCE_KIND_LABELS,
    STATUS_LABELS,
    horizon_label,
    metric_label,
)

DOT = " · "


def name(named: dict) -> str:
    return in_language(named)[0]


def amount(value: shapes.Money | None) -> str:
    """The value with its sign: “> CN¥9.5bn”, “80–150”; “” where it is not stated."""
    if value is None or value["value"] is None:
        return ""
    ends = [value["value"], *([value["value_max"]] if value["value_max"] else [])]
    written = "–".join(_number(end, value["currency"]) for end in ends)
    return with_sign(written, value["qualifier"], _lang())


def total(value: shapes.Sum) -> str:
    """A sum with the sign of its bound, and how many state it; “” where none does."""
    if value["value"] is None:
        return ""
    is_range = value["bound"] == "range" and value["high"]
    ends = [value["value"], *([value["high"]] if is_range else [])]
    written = "–".join(_number(end, value["currency"]) for end in ends)
    return with_sign(written, value["bound"], _lang())


def _number(value: int, currency: str | None) -> str:
    return money_text(value, currency, _lang()) if currency else count_text(value, _lang())


def _lang() -> str:
    return "zh-hans" if (get_language() or "").startswith("zh") else "en"


def _and_so_on(*parts: str) -> str:
    return DOT.join(part for part in parts if part)


def of_project(project: shapes.Project, currency: str) -> str:
    """Status, investment, investors, place, sector and edition."""
    invested = amount(project["investment"][currency]) or _("amount not disclosed")
    comma = pgettext("between items", ", ")
    return _and_so_on(
        str(STATUS_LABELS[project["status"]]),
        _("signed again, adds nothing") if project["resigns_only"] else invested,
        comma.join(name(investor) for investor in project["investors"]),
        name(project["location"]) if project["location"] else "",
        name(project["sector"]) if project["sector"] else "",
        name(project["edition"]),
    )


def of_totals(totals: dict) -> str:
    """What projects add up to: their number, investment and jobs."""
    count = totals["projects"]
    if not count:
        return _("No project is itemised here yet.")
    projects = ngettext("%(n)s itemised project", "%(n)s itemised projects", count)
    number = count_text(count, _lang())
    if totals.get("of_a_part"):
        number = with_sign(number, "at_least", _lang())
    invested, jobs = total(totals["investment"]), total(totals["jobs"])
    return _and_so_on(
        projects % {"n": number},
        _("investment %(amount)s") % {"amount": invested} if invested else "",
        _("%(jobs)s jobs") % {"jobs": jobs} if jobs else "",
    )


def of_card(card: shapes.Card) -> str:
    """An edition's headlines, and what is itemised of it."""
    reported = [
        f"{metric_label(line['metric'])} {amount(line['reported']['value'])}"
        for line in card["metrics"]
        if line["metric"] in ("projects", "investment")
        and line["reported"]
        and not line["reported"]["equivalent_of"]
    ]
    if not reported:
        return of_totals(card["totals"])
    comma = pgettext("between items", ", ")
    said = _("Reported: %(headlines)s") % {"headlines": comma.join(reported)}
    return _and_so_on(said, of_totals(card["totals"]))


def headline(figure: shapes.Figure) -> str:
    """The metric and the value: “Jobs: > 20,000”."""
    colon = pgettext("between a label and what it says", ": ")
    return f"{metric_label(figure['metric'])}{colon}{amount(figure['value'])}"


def of_figure(figure: shapes.Figure) -> str:
    """Metric, value, horizon, place, editions and who says so."""
    comma = pgettext("between items", ", ")
    scope = figure["scope"]
    return _and_so_on(
        f"{metric_label(figure['metric'])} {amount(figure['value'])}",
        str(horizon_label(figure["horizon"] or "")),
        name(scope["location"]) if scope["location"] else "",
        name(scope["sector"]) if scope["sector"] else "",
        comma.join(name(edition) for edition in figure["editions"]),
        figure["source"]["publisher"],
    )


def of_source(source: shapes.Source) -> str:
    kind = str(SOURCE_KIND_LABELS.get(source["kind"], source["kind"]))
    return _and_so_on(source["publisher"], kind, source["published_on"] or "")


def of_edition(edition: shapes.Edition) -> str:
    """When and where it is held."""
    place = name(edition["location"]) if edition["location"] else ""
    return _and_so_on(edition["starts_on"] or str(edition["year"]), place)


def of_change(change: dict) -> str:
    """The kind of the record and what was done: “Project · Updated”."""
    return _and_so_on(str(RECORD_LABELS[change["kind"]]), str(ACTION_LABELS[change["action"]]))
