"""A quantity with the words around it: what the rules of intake look at."""

import re
from dataclasses import dataclass

from deals.intake.sentences import Sentence
from deals.quantities import Quantity

# The last letter of 签约 (sign), 合约 and 节约 is no “about” (约).
NO_HEDGE = re.compile("(?:签|合|节|条|大会|履|特|纽|相|简)\\Z")


@dataclass(frozen=True)
class Phrase:
    """`before` and `after`: the sentence up to the quantities on both sides of this one."""

    quantity: Quantity
    sentence: Sentence
    before: str
    after: str
    clause: str
    clause_before: str
    clause_after: str
    position: int

    @property
    def money(self) -> bool:
        return bool(self.quantity.currency)

    @property
    def bracketed(self) -> bool:
        return bool(re.search(r"[(（]\s*(?:or |equal to |即|相当于)?\s*\Z", self.before))


def phrases(text: str, sentences: list[Sentence], quantities: list[Quantity]) -> list[Phrase]:
    """The quantities that lie in one of the sentences, in order.

    `text` is the article, maybe with names blanked out; it has the places of the sentences.
    """
    found, at = [], 0
    for sentence in sentences:
        while at < len(quantities) and quantities[at].start < sentence.start:
            at += 1
        inside = []
        while at < len(quantities) and quantities[at].start < sentence.end:
            inside.append(_corrected(text, quantities[at]))
            at += 1
        found += _in_sentence(text, sentence, [q for q in inside if q.end <= sentence.end])
    return found


def _in_sentence(text: str, sentence: Sentence, quantities: list[Quantity]) -> list[Phrase]:
    ends = [sentence.start, *(each.end for each in quantities)]
    starts = [*(each.start for each in quantities[1:]), sentence.end]
    result = []
    for position, (quantity, left, right) in enumerate(zip(quantities, ends, starts, strict=False)):
        start, end = sentence.clause(quantity.start, quantity.end)
        result.append(
            Phrase(
                quantity,
                sentence,
                before=text[left : quantity.start],
                after=text[quantity.end : right],
                clause=text[start:end],
                clause_before=text[start : quantity.start],
                clause_after=text[quantity.end : end],
                position=position,
            )
        )
    return result


def _corrected(text: str, quantity: Quantity) -> Quantity:
    if not (quantity.text.startswith("约") and NO_HEDGE.search(text[: quantity.start][-2:])):
        return quantity
    from dataclasses import replace

    return replace(quantity, start=quantity.start + 1, text=quantity.text[1:], qualifier="exact")
