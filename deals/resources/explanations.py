"""“Explain this number” as plain data: what a total used, what it left out and why."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deals import explanations
from deals.explain_query import ExplainQuery
from deals.explanations import USED, Accounts
from deals.filters import ProjectFilter
from deals.models import Edition, Rate, Rates
from deals.resources import shapes
from deals.resources.evidence import source
from deals.resources.links import edition_link, link, site, text
from deals.resources.projects import money, rate
from deals.resources.totals import group_keys
from deals.vocabulary import WHY_NOT_ADDED


def explanation(asked: ExplainQuery, data_version: int) -> shapes.Explanation:
    """Where the number comes from, in a fixed number of queries, with a page of the records."""
    explained = explanations.explained(
        asked.projects,
        asked.measure,
        asked.query.currency,
        as_of=asked.query.as_of,
        reported_in=asked.reported_in,
    )
    accounts = explanations.accounts(explained, asked.measure, asked.currency)
    converting = _Converting(asked, explained)
    total = accounts.total
    named = [group_keys(name, [key])[key] for name, key in asked.keys.items()]
    return {
        "measure": asked.measure,
        "currency": asked.currency,
        "group_by": ",".join(asked.keys) or None,
        "level": (asked.level or None) if named else None,
        "group": named[0]["key"] if named else None,
        "group_label": named[0]["label"] if named else None,
        "second": named[1] if len(named) > 1 else None,
        "as_of": text(asked.query.as_of),
        "definition": _definition(asked, accounts),
        "conditions": _conditions(asked, named, converting),
        "total": total.as_dict(),
        "known": {"stated": total.stated, "of": total.stated + total.undisclosed},
        "matched": accounts.matched,
        "counts": _counts(accounts),
        "records": _records(asked, explained, accounts, converting),
        "rates": converting.used_rates(),
        "data_version": data_version,
        "url": site.get() + asked.api_url(),
        "html_url": site.get() + asked.page_url(),
    }


def measure_label(measure: str) -> str:
    return {
        "projects": _("Projects"),
        "investment": _("Investment"),
        "jobs": _("Jobs"),
        "output_value": _("Yearly output value"),
    }[measure]


def _counts(accounts: Accounts) -> list[shapes.ReasonCount]:
    found = [{"reason": None, "label": _("used"), "projects": accounts.used}]
    for word, label in WHY_NOT_ADDED.items():
        if accounts.counts[word]:
            found.append({"reason": word, "label": str(label), "projects": accounts.counts[word]})
    return found


# The records


def _records(asked, explained, accounts, converting) -> shapes.ExplainedProjects:
    start, size = asked.start, asked.size
    rows = explained.with_names().select_related("source__copy_of")[start : start + size]
    last = max(0, accounts.matched - 1) // size * size
    after, before = start + size, min(max(0, start - size), last)
    return {
        "count": accounts.matched,
        "next": _api(asked.change(start=after)) if after < accounts.matched else None,
        "previous": _api(asked.change(start=before)) if start else None,
        "results": [_record(asked, row, converting) for row in rows],
    }


def _api(asked: ExplainQuery) -> str:
    return site.get() + asked.api_url()


def _record(asked: ExplainQuery, row, converting) -> shapes.ExplainedProject:
    used = row.reason == USED
    value = money(row.adds_low, asked.currency, row.adds_bound, row.adds_high) if used else None
    reported = _reported(asked, row)
    codes = [each["currency"] for each in reported] if used else []
    return {
        "project": link(row),
        "edition": edition_link(row.edition),
        "source": source(row.source),
        "reported": reported,
        "value": value,
        "rates": [rate(each) for each in converting.of(row.edition_id, codes)],
        "used": used,
        "reason": None if used else row.reason,
        "reason_label": None if used else str(WHY_NOT_ADDED[row.reason]),
    }


def _reported(asked: ExplainQuery, row) -> list[shapes.Money]:
    """What the project states of the measure, before conversion."""
    if asked.measure == "jobs":
        found = [money(row.jobs, None, row.jobs_qualifier)]
    elif asked.measure == "output_value":
        found = [money(row.output_value, row.output_currency, row.output_qualifier)]
    elif asked.measure == "investment":
        only = asked.reported_in
        amounts = [a for a in row.amounts.all() if only in (None, a.currency)]
        found = [money(a.low, a.currency, a.bound, a.high) for a in amounts]
    else:
        found = []
    return [each for each in found if each]


# The rates


class _Converting:
    """The rates behind the used projects: each edition and currency is looked up once."""

    def __init__(self, asked: ExplainQuery, explained):
        self.target = None if asked.reported_in else asked.currency
        pairs = explanations.converted_from(explained, asked.measure) if self.target else []
        self.pairs = [pair for pair in pairs if pair[1] != self.target]
        self.editions = Edition.objects.in_bulk({key for key, _code, _n in self.pairs})
        codes = {code for _key, code, _n in self.pairs}
        self.rates = Rates.for_editions(self.editions.values(), codes) if codes else Rates()

    def of(self, edition: int, codes) -> list[Rate]:
        if edition not in self.editions:
            return []
        wanted = [code for code in codes if code and code != self.target]
        found = [self.rates.between(c, self.target, self.editions[edition]) for c in wanted]
        return [each for each in found if each]

    def used_rates(self) -> list[shapes.UsedRate]:
        """Each rate once, with the number of projects that it converted an amount of."""
        counts: dict[Rate, int] = {}
        for edition, code, n in self.pairs:
            for each in self.of(edition, [code]):
                counts[each] = counts.get(each, 0) + n
        rows = [
            {**rate(each), "projects": n, "origins": _origins(each)} for each, n in counts.items()
        ]
        return sorted(rows, key=_rate_order)


def _rate_order(row: shapes.UsedRate) -> tuple:
    return (row["source"], row["date"] or f"{row['year']}")


def _origins(of: Rate) -> list[str]:
    found = [_("ECB euro foreign exchange reference rates")] if of.by_ecb else []
    pairs = zip(of.pegs, of.peg_sources, strict=True)
    pegs = [_("peg of %(currency)s: %(source)s") % {"currency": c, "source": s} for c, s in pairs]
    return found + pegs


# The definition


def _conditions(
    asked: ExplainQuery, named: list[shapes.GroupKey], converting: _Converting
) -> list[str]:
    """What else decides about the number, a sentence each."""
    sentences = [
        _("Only the group “%(group)s” counts, of the projects by %(dimension)s.")
        % {"group": key["label"], "dimension": _dimension_label(dimension)}
        for dimension, key in zip(asked.keys, named, strict=True)
    ]
    if asked.query.as_of:
        sentences.append(
            _("Only what a source had published by %(date)s is used.")
            % {"date": text(asked.query.as_of)}
        )
    if converting.pairs:
        sentences.append(
            _(
                "An amount in another currency is converted once, at the rate of its edition’s "
                "day, and rounded to whole units."
            )
        )
    return sentences


def _definition(asked: ExplainQuery, accounts: Accounts) -> str:
    """What the number is, in one plain sentence."""
    used, matched = accounts.used, accounts.matched
    numbers = {"used": used, "matched": matched, "currency": asked.currency}
    if not used:
        return _("None of the %(matched)d projects that match adds anything.") % numbers
    measure = "reported" if asked.reported_in and asked.measure != "projects" else asked.measure
    return (_of_all(measure, used) if used == matched else _of_some(measure)) % numbers


def _of_all(measure: str, used: int) -> str:
    return {
        "projects": ngettext(
            "The one project that matches.", "The %(used)d projects that match.", used
        ),
        "investment": ngettext(
            "The stated investment of the one project that matches, in %(currency)s.",
            "The stated investments of the %(used)d projects that match, added up in %(currency)s.",
            used,
        ),
        "reported": ngettext(
            "The investment that the one project that matches states in %(currency)s.",
            "The investments that the %(used)d projects that match state in %(currency)s, added "
            "up as reported.",
            used,
        ),
        "jobs": ngettext(
            "The stated jobs of the one project that matches.",
            "The stated jobs of the %(used)d projects that match, added up.",
            used,
        ),
        "output_value": ngettext(
            "The stated yearly output value of the one project that matches, in %(currency)s.",
            "The stated yearly output values of the %(used)d projects that match, added up in "
            "%(currency)s.",
            used,
        ),
    }[measure]


def _of_some(measure: str) -> str:
    return {
        "projects": _("%(used)d of the %(matched)d projects that match."),
        "investment": _(
            "The stated investments of %(used)d of the %(matched)d projects that match, added up "
            "in %(currency)s."
        ),
        "reported": _(
            "The investments that %(used)d of the %(matched)d projects that match state in "
            "%(currency)s, added up as reported."
        ),
        "jobs": _("The stated jobs of %(used)d of the %(matched)d projects that match, added up."),
        "output_value": _(
            "The stated yearly output values of %(used)d of the %(matched)d projects that match, "
            "added up in %(currency)s."
        ),
    }[measure]


def _dimension_label(dimension: str) -> str:
    known = ProjectFilter.base_filters.get(dimension)
    return known.label if known else _("reported currency")
