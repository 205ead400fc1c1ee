"""Numbers that are not about the event: the economy, sales, prices, thresholds, goals."""

import re

from deals.intake.phrases import Phrase

ECONOMY = re.compile(
    r"\bGDP\b|gross (?:\w+ ){0,2}product|\beconomy\b|\bpopulation\b|unemployment|inflation"
    r"|\bexports? (?:came|were|stood|rose|fell|of goods)"
    r"|\bimports?\b|\bexports\b(?! contracts)|foreign direct investment (?:in|of)\b"
    r"|\bFDI\b(?! summit| forum)|\bstock\b|\bindex\b|\bshares?\s(?:in|of|rose|fell|closed)\b"
    r"|\b(?:imported|exported|shipped)\b|\bwealth fund\b|\b(?:destroyed|killed|died)\b"
    r"|\bforeign trade\b|\b(?:two-way|bilateral|mutual) trade\b|双边贸易|\blivestream\w*\b|直播"
    r"|\btourism\b|\bdamage\b|\blosses\b|\bbank lending\b|\bcapacity of\b"
    r"|产业规模|存量|损失|全国现有"
    r"|\bbudget\b|\breserves\b|\bdebt\b|trade (?:volume|surplus|deficit)|retail sales"
    r"|生产总值|GDP|增加值|人口|进出口|出口额|进口额|货物进口|货物出口|外贸|实际使用外资|指数"
    r"|财政收入|外汇储备|社会消费品",
    re.IGNORECASE,
)
COMPANY = re.compile(
    r"\brevenues?\b|\bsales of\b|\bprofits?\b|\bearned\b|\bturnover (?:last|in|of)\b"
    r"|\bmarket (?:value|cap)\w*\b|\bmanages\b"
    r"|\bassets\b|\bquarter(?:ly)?\b|\bdividend\b|financial year|fiscal year"
    r"|营业收入|营收|净利润|利润|市值|资产|销售额|股价|收于",
    re.IGNORECASE,
)
PRICE = re.compile(
    r"(?:\bper |\ba (?!unit (?:at|in|to|for|near)\b))"
    r"(?:barrel|tonne|ton|share|ounce|kilo\w*|person|ticket|unit|head|kWh|MWh)\b"
    r"|\bpence\b|\btickets?\b"
    r"|每桶|每张|每吨|每股|每人|门票|油价|股|单价",
    re.IGNORECASE,
)
GOAL = re.compile(
    r"\b(?:needs?|needed|aims?|targets?|targeted|goal|appeal(?:ed)?|wants?|hopes?"
    r"|(?<!that )(?<!which )seeks?|asked for"
    r"|require[sd]?|shortfall|gap)\b"
    r"|呼吁|目标|需要|力争|计划到20\d\d年|缺口",
    re.IGNORECASE,
)
# Threshold of what is counted: “projects each worth more than 1 billion yuan”, 10亿元以上的项目.
OTHER_EVENT = re.compile(
    r"\b(?:an?|another) (?!first|second|third|previous|earlier)(?:[\w-]+ ){0,3}"
    r"(?:meeting|fair|summit|expo|conference|forum|show"
    r"|congress)\b(?! held)|另一(?:场|个)?[^，。]{0,8}(?:会|展)",
    re.IGNORECASE,
)
SMALLEST = 500_000  # of any currency: tickets and prices are less, what an event brings is more
ONE_COMPANY = re.compile(
    r"^\W*(?:the (?:company|firm|group|maker|plant|mill|factory)|it|its|he|she)\s(?!is the|was the)"
    r"(?:\w+\s){0,3}?(?:pay|hire|invest|spend|employ|build|put|create|plan|expect|report|need)\w*\b",
    re.IGNORECASE,
)
WAGES = re.compile(
    r"\bwages?\b|\bsalar(?:y|ies)\b|\baverages?\b|\bpayrolls?\b|工资|月薪|年薪", re.IGNORECASE
)
THRESHOLD = re.compile(
    r"\b(?:each|individually)\s(?:\w+\s){0,4}?\Z|\b(?:investments? of|projects? of|worth"
    r"|exceeding) (?:more than |over )?\Z(?=x)",
    re.IGNORECASE,
)
THRESHOLD_BEHIND = re.compile(
    r"\s?(?:\+|以上|及以上|and above|or more)?\s?(?:级)?(?:的|级)?(?:重大|产业|工业)?项目"
    r"|\s?(?:each|apiece)\b|\s?级"
)
_ZH_ABOVE = (
    "(?:个|项)?(?:项目)?的?(?P<note>(?:单[个体项])?(?:总?投资额?|金额)均?(?:超过?|逾|不低于|高于)"
)
ZH_ABOVE = re.compile(rf"{_ZH_ABOVE}[\d.]+[万千百亿]*\w?元)")
ZH_ABOVE_BEFORE = re.compile(rf"[\d一二三四五六七八九十]{_ZH_ABOVE})")
GROWTH = re.compile(
    r"\b(?:grew|rose|risen|climbed|jumped|fell|dropped|increased|declined)\b[^,;]{0,40}\bto\b|同比"
    r"|增长|下降",
    re.IGNORECASE,
)
FORMER_YEARS = re.compile(
    r"\b(?:last year|in (?:the )?first \w+ months)\b|去年|前\w{1,3}个?月|上半年|前三季度|截至"
)
LENT = re.compile(r"\b(?:lends?|lent|lending|borrow\w*)\b|放贷|贷款(?!承诺)", re.IGNORECASE)
DIFFERENCE = re.compile(
    r"\b(?:up|down|rise of|rose|increase of|more|fewer|less) by\s\Z|\b(?:increase|rise|drop"
    r"|fall) of\s\Z"
    r"|(?:增加|增长|减少|提高|多|下降|净增)了?\Z",
    re.IGNORECASE,
)
# Decided elsewhere, before the event: “Earlier this month the board had cleared nine proposals”.
EARLIER = re.compile(
    r"^\W*(?:(?:earlier|late|early) (?:this|last) (?:month|week|year)|last (?:month|week)"
    r"|a (?:month|week) (?:ago|earlier|before)|in (?:the )?previous (?:months|weeks))\b"
    r"|^(?:此前一个月|上个?月|上周)(?!.{0,12}[届会])",
    re.IGNORECASE,
)
SHOWN = re.compile(
    r"\boptions? (?:on|for)\b|\bon (?:static )?display\b|\bwere (?:shown|displayed)\b|展示|亮相",
    re.IGNORECASE,
)
EXPECTED = re.compile(
    r"\b(?:once|expected|expects?|will|would|should|could|anticipated|estimated|upon|projected"
    r"|when)\b"
    r"|预计|可|将|达产|投产|建成|有望|带动",
    re.IGNORECASE,
)


def about_something_else(phrase: Phrase, sentence: str, metric: str, back: bool) -> bool:
    """Whether the number is not about what was agreed at the event.

    `sentence` is the sentence with the names of conferences blanked out; `back`: it speaks of a
    former edition, so that “last year” is no reason.
    """
    clause = phrase.clause
    if phrase.money and (phrase.quantity.value < SMALLEST or WAGES.search(clause)):
        return True
    if EARLIER.search(sentence) and not back:
        return True
    if OTHER_EVENT.search(sentence) or (metric and ONE_COMPANY.search(sentence)):
        return True
    if _is_threshold(phrase) or PRICE.search(phrase.after[:24]) or PRICE.search(clause):
        return True
    if ECONOMY.search(sentence):
        return True
    if DIFFERENCE.search(phrase.before) or (metric != "pledges" and LENT.search(clause)):
        return True
    if metric == "aircraft" and SHOWN.search(clause):
        return True
    said = sentence[: phrase.quantity.end - phrase.sentence.start] + phrase.clause_after
    lasting = metric in ("output_value", "tax", "jobs") and EXPECTED.search(sentence)
    if COMPANY.search(sentence) and not lasting:
        return True
    if GOAL.search(clause) and metric not in ("output_value",):
        return True
    if metric in ("output_value", "tax"):
        if COMPANY.search(sentence) and re.search(r"\b(?:this|next) year\b|今年", sentence):
            return True
        return not EXPECTED.search(sentence) or bool(FORMER_YEARS.search(said))
    return bool(FORMER_YEARS.search(said)) and not back


def _is_threshold(phrase: Phrase) -> bool:
    if not phrase.money:
        return False
    start = phrase.quantity.start - phrase.sentence.start
    if ZH_ABOVE_BEFORE.search(phrase.sentence.text[max(0, start - 24) : start + 3]):
        return True
    behind = THRESHOLD_BEHIND.match(phrase.after)
    threshold = phrase.quantity.qualifier in ("at_least", "more_than", "exact")
    return bool(THRESHOLD.search(phrase.before)) or bool(behind and threshold)
