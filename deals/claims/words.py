"""The sentence of each check, in the active language, with the numbers and sources it is about."""

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal

from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from deals.models import Conference, Rate, ReportedFigure
from deals.money import (
    count_text,
    grouped,
    money_text,
    qualifier_words,
    round_half_even,
)
from deals.vocabulary import metric_label

# Factors that a slip of units leaves behind.
SLIPS = {
    10: gettext_lazy(
        "A factor near 10 hints at 亿 (a hundred million) that was read as a billion."
    ),
    1000: gettext_lazy(
        "A factor near 1,000 hints at a million that was read as a billion, or a thousand."
    ),
    100_000: gettext_lazy("A factor near 100,000 hints at a “lakh” that was lost or added."),
}


def part_above_whole(part: ReportedFigure, whole: ReportedFigure, can_hold: bool) -> str:
    text = _(
        "%(topic)s: the part “%(scope)s” is %(part)s (%(part_source)s), above its whole of "
        "%(whole)s (%(whole_source)s)."
    ) % {
        "topic": topic(part),
        "scope": scope(part),
        "part": amount(part),
        "part_source": part.source.publisher,
        "whole": amount(whole),
        "whole_source": whole.source.publisher,
    }
    return _then(text, can_hold and _("The whole is only a lower bound, so both can hold."))


def cumulative_differs(total: ReportedFigure, terms: list[ReportedFigure]) -> str:
    return _(
        "%(topic)s: %(source)s gives %(total)s for these editions together, but their headlines "
        "add up to %(sum)s (%(terms)s)."
    ) % {
        "topic": topic(total),
        "source": total.source.publisher,
        "total": amount(total),
        "sum": number(sum(term.value for term in terms), total.currency),
        "terms": " + ".join(amount(term) for term in terms),
    }


def pair_off_rate(
    converted: ReportedFigure, original: ReportedFigure, implied: tuple[str, str], rate: Rate
) -> str:
    """`rate` is turned so that it reads like the implied one: units of target for one of source."""
    return _(
        "%(topic)s: %(source)s gives %(original)s as %(converted)s. The printed digits imply "
        "%(low)s to %(high)s %(target)s for 1 %(base)s; the ECB rate of %(date)s is %(rate)s."
    ) % {
        "topic": topic(converted, scope(converted)),
        "source": converted.source.publisher,
        "original": amount(original),
        "converted": amount(converted),
        "low": implied[0],
        "high": implied[1],
        "target": rate.target,
        "base": rate.source,
        "date": rate.date.isoformat() if rate.date else rate.year,
        "rate": plain(rate.factor),
    }


def itemised_above_reported(
    figure: ReportedFigure,
    itemised: tuple[int, str | None, str],
    converted: int | None,
) -> str:
    """`itemised` is a value, its currency and its bound."""
    value, currency, bound = itemised
    text = _(
        "%(topic)s: the itemised projects together are %(itemised)s, above the %(reported)s that "
        "%(source)s reports."
    ) % {
        "topic": topic(figure, scope(figure)),
        "itemised": hedged(value, currency, bound),
        "reported": amount(figure),
        "source": figure.source.publisher,
    }
    if converted is None:
        return text
    return _then(text, _("Reported, converted: %s.") % number(converted, currency))


def same_value_other_scope(figures: Iterable[ReportedFigure]) -> str:
    figures = list(figures)
    everything = _("all")
    said = [
        _aside(_list([scope(f) or everything, amount(f)]), f.source.publisher)
        for f in _one_a_scope(figures)
    ]
    return _("%(topic)s, the same number for different things: %(statements)s.") % {
        "topic": topic(figures[0]),
        "statements": _statements(said),
    }


def same_scope_other_value(figures: Iterable[ReportedFigure]) -> str:
    figures = list(figures)
    values: dict[str, dict] = {}
    suspect = _("suspect")
    for figure in figures:
        text = _aside(amount(figure), suspect if figure.suspect else "")
        values.setdefault(text, {})[figure.source.publisher] = None
    said = (_aside(value, _list(publishers)) for value, publishers in values.items())
    return _("%(topic)s, numbers that cannot all hold: %(statements)s.") % {
        "topic": topic(figures[0], scope(figures[0])),
        "statements": _statements(said),
    }


def hedge_lost(copy: ReportedFigure, original: ReportedFigure) -> str:
    return _(
        "%(topic)s: %(copy)s writes %(exact)s as if it were exact; its original, %(original)s, "
        "has %(hedged)s."
    ) % {
        "topic": topic(copy, scope(copy)),
        "copy": copy.source.publisher,
        "exact": amount(copy),
        "original": original.source.publisher,
        "hedged": amount(original),
    }


def mean_out_of_norm(
    investment: ReportedFigure, projects: ReportedFigure, norm: Decimal, factor: Decimal
) -> str:
    mean = round_half_even(Decimal(investment.value) / projects.value)
    text = _(
        "%(topic)s: %(investment)s (%(source)s) for %(projects)s projects is %(mean)s each, "
        "while %(norm)s is the norm of the conference's other editions: a factor of %(factor)s."
    ) % {
        "topic": topic(investment, scope(investment)),
        "investment": amount(investment),
        "source": investment.source.publisher,
        "projects": amount(projects),
        "mean": number(mean, investment.currency),
        "norm": number(round_half_even(norm), investment.currency),
        "factor": factor_text(factor),
    }
    times = factor if factor > 1 else 1 / factor
    return _then(text, next((str(t) for n, t in SLIPS.items() if n / 2 <= times <= n * 2), ""))


def preferred_suspect(figure: ReportedFigure) -> str:
    return _(
        "%(topic)s: %(amount)s of %(source)s is preferred in its group and marked as "
        "suspect, so the group has no headline."
    ) % {
        "topic": topic(figure, scope(figure)),
        "amount": amount(figure),
        "source": figure.source.publisher,
    }


# Numbers and names


def amount(figure: ReportedFigure) -> str:
    """The value with its hedge in words: “more than CN¥200bn”, “20,000”."""
    if figure.qualifier == "range":
        return (
            f"{number(figure.value, figure.currency)}–{number(figure.value_max, figure.currency)}"
        )
    return hedged(figure.value, figure.currency, figure.qualifier)


def hedged(value: int, currency: str | None, qualifier: str) -> str:
    words = qualifier_words(qualifier, _lang())
    gap = " " if words and _lang() == "en" else ""
    return words + gap + number(value, currency)


def number(value: int, currency: str | None) -> str:
    return money_text(value, currency, _lang()) if currency else count_text(value, _lang())


def plain(value: Decimal) -> str:
    """A rate with five significant digits, without an exponent."""
    places = max(0, 4 - value.adjusted())
    return grouped(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN))


def factor_text(factor: Decimal) -> str:
    """“12”, “1/12”."""
    times = factor if factor > 1 else 1 / factor
    text = grouped(times.quantize(Decimal(1), ROUND_HALF_EVEN))
    return text if factor > 1 else f"1/{text}"


def topic(figure: ReportedFigure, narrowed: str = "") -> str:
    """Measure, editions and what narrows them: “Jobs, Fair 2023, 2024 (first day)”."""
    labels: dict[Conference, list[str]] = {}
    for link in figure.edition_links.all():
        labels.setdefault(link.edition.conference, []).append(link.edition.label)
    text = _("%(metric)s, %(editions)s") % {
        "metric": metric_label(figure.metric),
        "editions": _list(map(editions_name, labels, labels.values())),
    }
    return _aside(text, narrowed)


def scope(figure: ReportedFigure) -> str:
    """What narrows the figure, in short; “” where it is about everything at its editions."""
    named = [_name(record) for record in (figure.location, figure.sector) if record]
    return _list([*named, *filter(None, [figure.scope_note])])


def editions_name(conference: Conference, labels: list[str]) -> str:
    """“Fair 2023, 2024”; in Chinese years stand first."""
    chinese = _lang() != "en" and conference.name_zh
    years_first = chinese and all(label.isdigit() for label in labels)
    joined = "{labels}{name}" if years_first else "{name} {labels}"
    return joined.format(name=_name(conference), labels=_list(labels))


def _name(record) -> str:
    return (record.name_zh if _lang() != "en" else "") or record.name


def _one_a_scope(figures: list[ReportedFigure]) -> Iterable[ReportedFigure]:
    """The first figure of each scope, the sources that repeat it left out."""
    first: dict[tuple, ReportedFigure] = {}
    for figure in figures:
        first.setdefault((figure.location_id, figure.sector_id, figure.scope_note), figure)
    return first.values()


def _list(items: Iterable[str]) -> str:
    return pgettext("between items", ", ").join(items)


def _statements(items: Iterable[str]) -> str:
    return pgettext("between statements", "; ").join(items)


def _then(text: str, further) -> str:
    """Two sentences; in Chinese nothing stands between them."""
    gap = " " if _lang() == "en" else ""
    return f"{text}{gap}{further}" if further else text


def _aside(text: str, further: str) -> str:
    """The text with what belongs to it in brackets, full-width ones in Chinese."""
    if not further:
        return text
    return f"{text} ({further})" if _lang() == "en" else f"{text}（{further}）"


def _lang() -> str:
    return "zh-hans" if (get_language() or "").startswith("zh") else "en"
