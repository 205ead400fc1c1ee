"""For when a number is meant: signed, at full operation, by a year."""

import re

FULL = re.compile(
    r"\b(?:(?:once|when|after|upon|as soon as|at|on)\b[^.;,]{0,60}?\b(?:full(?:y)?\s(?:operat\w+"
    r"|production|capacity|commissioned|load|speed|built|output|tilt|stretch)|operational"
    r"|completed|completion|in operation|up and running|running|run(?:s|ning)? at|commissioned"
    r"|complete|in full (?:operation|swing)|reach\w* (?:\w+ )?capacity|at capacity|on stream"
    r"|come online|finished|built|in production|ramped up)|fully operational|at (?:full )?capacity"
    r"|in full operation|full(?:y)? ramped)\b"
    r"|达产|建成后|投产后|建成投产|全部投产|达效|满产|投运后|全面建成|满负荷|全部建成|全部投运|投用后"
    r"|投产达|投产并|运营后",
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
    r"\b(?:sign(?:ed|ing|s)?|signatures?|inked|initialled"
    r"|contracts?|mous?|memorand(?:a|ums?)"
    r"|put their names? to|pen to paper)\b|签约|签署|签订|签下|签了|签成|另签",
    re.IGNORECASE,
)
# Of a former edition the words “contracts” and “MoUs” alone do not say it.
SIGNED_THEN = re.compile(r"\b(?:sign(?:ed|ing|s)?|inked|initialled)\b|签", re.IGNORECASE)
SIGNED_HERE = re.compile(r"已签|\b(?:already|actually|firmly) signed\b", re.IGNORECASE)
AT_SIGNING = ("projects", "agreements", "investment", "deal_value")


def horizon_of(metric: str, sentence: str, clause: str, former: bool = False) -> str:
    """A horizon as the records have it, or ""."""
    if metric in ("jobs", "output_value", "tax"):
        full = FULL.search(sentence)
        if metric != "jobs" and full:
            return "per_year_at_full_operation" if YEARLY.search(sentence) else "at_full_operation"
        if full:
            return "at_full_operation"
    if (year := BY_YEAR.search(clause)) and metric not in ("projects", "agreements"):
        return f"by_year:{year[1] or year[2]}"
    if metric == "pledges" and re.search(r"\bsigned\b|签署|签订", clause):
        return "at_signing"
    if metric in AT_SIGNING and (
        (SIGNED_THEN if former else SIGNED).search(sentence) or SIGNED_HERE.search(clause)
    ):
        return "at_signing"
    return ""
