"""A figure’s number as the article has it, and the larger figure that it is a part of."""

import re

from deals.intake.phrases import Phrase
from deals.intake.proposals import FigureProposal
from deals.intake.scope import Scope


def quantity_of(phrase: Phrase) -> dict:
    """What the words say of the number; a noun right behind a count belongs to its phrase."""
    quantity = phrase.quantity
    end = quantity.end
    noun = re.match(
        r"\s(?:\w+\s)?(?:projects|jobs|agreements|mous|contracts|deals)\b|个项目|个|项|份|架|人",
        phrase.after,
        re.IGNORECASE,
    )
    if noun and not quantity.currency:
        end += noun.end()
    start = quantity.start - phrase.sentence.start
    return {
        "value": quantity.value,
        "value_max": quantity.value_max,
        "currency": quantity.currency,
        "qualifier": quantity.qualifier,
        "text": phrase.sentence.text[start : start + end - quantity.start],
        "sentence": phrase.sentence.text,
        "start": quantity.start,
        "end": end,
    }


def same(figures: list[FigureProposal], figure: FigureProposal) -> int | None:
    """The index of the figure that says the same already."""
    for index, other in enumerate(figures):
        if _said(other) == _said(figure):
            return index
    return None


def whole(figures: list[FigureProposal], figure: FigureProposal) -> int | None:
    """The index of the larger figure that this one could be a part of."""
    candidates = [i for i, other in enumerate(figures) if _is_total(other, figure)]
    for index in candidates:
        other = figures[index]
        if other.currency == figure.currency and other.value > figure.value:
            return index
    others = [i for i in candidates if figures[i].currency != figure.currency]
    return others[0] if others and len(others) == len(candidates) else None


def _is_total(other: FigureProposal, figure: FigureProposal) -> bool:
    related = other.of_which is not None or other.equivalent_of is not None
    alike = other.metric == figure.metric and other.editions == figure.editions
    return alike and not (other.place or other.sector or related)


def of_which(
    figures: list[FigureProposal], figure: FigureProposal, scope: Scope, total: int | None
) -> int | None:
    if total is None or not scope.narrow:
        return None
    above = figures[total]
    ours = figure.place, figure.sector, figure.scope_note
    return total if (above.place, above.sector, above.scope_note) != ours else None


def _said(figure: FigureProposal) -> tuple:
    return figure.metric, figure.value, figure.value_max, figure.currency, tuple(figure.editions)
