"""For when a number is meant: signed, at full operation, by a year."""

import re

FULL = re.compile(
    r"\b(?:(?:once|when|after|upon|as soon as|at)\b[^.;,]{0,60}?\b(?:full(?:y)?\s(?:operat\w+"
    r"|production|capacity|commissioned)|operational"
    r"|completed|completion|in operation|up and running|commissioned|complete|in full (?:operation"
    r"|swing)|reach\w* capacity)|fully operational)\b"
    r"|达产|建成后|投产后|建成投产|全部投产|达效|满产|投运后|全面建成",
    re.IGNORECASE,
)
YEARLY = re.compile(
    r"\b(?:annual(?:ly)?|yearly|a year|per year|per annum|every year)\b|年产值|年税收|每年|年均"
    r"|年纳税|年销售|年",
    re.IGNORECASE,
)
BY_YEAR = re.compile(
    r"\b(?:by|until|before)\s(?:the end of\s)?(20\d\d)\b|(?:到|至)(20\d\d)年(?:底|末)?",
    re.IGNORECASE,
)
SIGNED = re.compile(
    r"\b(?:sign(?:ed|ing|s)?|inked|contracts?|mous?|memorand(?:a|ums?))\b|签约|签署|签订|签下",
    re.IGNORECASE,
)
AT_SIGNING = ("projects", "agreements", "investment", "deal_value")


def horizon_of(metric: str, sentence: str, clause: str) -> str:
    """A horizon as the records have it, or ""."""
    if metric in ("jobs", "output_value", "tax"):
        full = FULL.search(sentence)
        if metric != "jobs" and full:
            return "per_year_at_full_operation" if YEARLY.search(sentence) else "at_full_operation"
        if full:
            return "at_full_operation"
    if (year := BY_YEAR.search(clause)) and metric not in ("projects", "agreements"):
        return f"by_year:{year[1] or year[2]}"
    if metric in AT_SIGNING and SIGNED.search(sentence):
        return "at_signing"
    return ""
