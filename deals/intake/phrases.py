"""A quantity with the words around it: what the rules of intake look at."""

import re
from dataclasses import dataclass, replace

from deals.intake.sentences import Sentence
from deals.quantities import Quantity

# The last letter of 签约 (sign), 合约 and 节约 is no “about” (约).
NO_HEDGE = re.compile("(?:签|合|节|条|大会|履|特|纽|相|简)\\Z")
SPREAD = re.compile(r"\b(?:spread|divided|distributed|split|shared|stretch\w*)\s\Z")
ADDED = re.compile(
    r"\b(?:add(?:s|ed|ing)?|sum(?:s|med|ming)?|tot(?:s|ted|ting)|com(?:es?|ing))\s\Z"
)
AS_MANY = re.compile(r"As many as ")  # which begins a sentence, says no more than the number
# A hedge before the verb: 约占51亿, 超额为…; the number itself is then written without one.
HEDGED_VERB = re.compile(
    r"(约|大约|近|超过|超|逾|至少)(?:占|值|有|为|达|需|合)(?:到|了)?(?:\Z|(?=\d))"
)
HEDGES = {
    **dict.fromkeys(("约", "大约"), "about"),
    **dict.fromkeys(("超过", "超", "逾"), "more_than"),
    **{"近": "nearly", "至少": "at_least"},
}


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
    """Without a hedge that is none: the 约 of 签约, the “over” of “spread over 49”."""
    before = text[max(0, quantity.start - 16) : quantity.start]
    said = quantity.text
    if said.startswith("约") and NO_HEDGE.search(before):
        return replace(quantity, start=quantity.start + 1, text=said[1:], qualifier="exact")
    if quantity.qualifier == "up_to" and said.startswith("up to ") and ADDED.search(before):
        return replace(quantity, start=quantity.start + 6, text=said[6:], qualifier="exact")
    if quantity.qualifier == "up_to" and (found := AS_MANY.match(said)):
        end = found.end()
        return replace(quantity, start=quantity.start + end, text=said[end:], qualifier="exact")
    if quantity.qualifier == "more_than" and said.startswith("over ") and SPREAD.search(before):
        return replace(quantity, start=quantity.start + 5, text=said[5:], qualifier="exact")
    if quantity.qualifier == "exact" and (found := HEDGED_VERB.search(before + said[:4])):
        return replace(quantity, qualifier=HEDGES[found[1]])
    return quantity
