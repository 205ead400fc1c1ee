"""What an amount of money measures: its metric, from the words nearest to it."""

import re

from deals.intake.phrases import Phrase

# Money, by the words nearest to it; the weak ones only where nothing better is said.
MONEY = (
    (
        "output_value",
        r"output value|annual output|production value|turnover|industrial output|annual (?:sales"
        r"|revenue)|\b(?:sales|goods|output|revenues?|products) (?:of|worth|for)\b|turn(?:ing)? out"
        r"|产值|年销售收入|销售收入|营收",
    ),
    ("tax", r"\btax(?:es)?\b|税收|利税|纳税|税"),
    (
        "intended_purchases",
        r"(?:intended|intentional|tentative|intent)\s(?:\w+\s)?(?:deals?|transactions?|purchases?"
        r"|turnover|trade)|purchase intentions|意向(?:成交|采购|交易|金额)\w*|意向订单|采购意向",
    ),
    (
        "pledges",
        r"\b(?:pledg(?:e|ed|es|ing)|in aid|grants?|soft loans|donors?|humanitarian)\b|认捐|援助"
        r"|赠款|捐助|承诺捐|\bloan agreements?\b|\bconcessional loans?\b|优惠贷款",
    ),
    ("order_value", r"\border(?:s|ed)?\b|list prices|order book|订单|订购|采购飞机"),
    (
        "investment",
        r"invest(?:ment|ments|ed|ing|or interest|s)?\b|registered capital|capital expenditure"
        r"|\binvestors (?:had )?(?:promised|committed|announced)"
        r"|funding|outlays?\b|capital spending"
        r"|投资|投入|引资|注册资本|外资|注资",
    ),
    (
        "deal_value",
        r"\b(?:agreements?|contracts?|memorand(?:a|ums?)|mous?|documents|letters of intent|accords"
        r"|export contracts|sales contracts|pacts|protocols)\b|合同|协议(?!投资|引资|总投资)|备忘录"
        r"|(?<!意向)成交(?:额|总额)?|贸易总?额|投资[和与及]贸易",
    ),
)
MONEY_WORDS = [(metric, re.compile(words, re.IGNORECASE)) for metric, words in MONEY]
WEAK = re.compile(r"\bdeals?\b|\btrade\b", re.IGNORECASE)
INVESTED = re.compile(r"invest(?!ors?\b)|投资|引资|资本", re.IGNORECASE)
MEMORANDA = re.compile(r"\b(?:memorand(?:a|ums?)|mous?)\b|备忘录", re.IGNORECASE)
AND_TRADE = re.compile(
    r"\b(?:investments? and trade|trade and investments?)"
    r"\s(?:deals|agreements|contracts|volume|value)"
    r"|投资[和与及]贸易|贸易[和与及]投资",
    re.IGNORECASE,
)
OF_TRADE = re.compile(r"贸易(?:类|合作)?[^；;。]*\Z")
# Some of the deals that were counted before: they are worth what those are.
OF_THE_DEALS = re.compile(
    r"\bof (?:the|these|those) (?:agreements|contracts|mous|memoranda)\b", re.I
)
RUPEES = "INR"
NEAR = 30
MEANT_BY_DEALS = ("investment", "intended_purchases")
# What the amount of so many projects, agreements or aircraft is.
WORTH_OF = {"projects": "investment", "agreements": "deal_value", "aircraft": "order_value"}
WORTH = re.compile(
    r"\b(?:worth|valued?|total\w*|sum\w*|involving|for|with|represent\w*|cost\w*|amount\w*|seek\w*"
    r"|combined|add(?:ing|s)? up|price tag|outlays?|mean(?:s|ing)?|bring(?:s|ing)?)\b"
    r"|额|总|合计|价值|涉及|涉资|资金|、\Z|[，,]\s?\Z",
    re.IGNORECASE,
)
SHARE_BEHIND = re.compile(
    r"\s?(?:of (?:the|that|this|it|its|them)\b(?:\s(?:total|sum|amount|value|investment|figure))?)",
    re.IGNORECASE,
)
SHARE = re.compile(
    r"\bof (?:the|this|that|its)\s(?:\w+\s)?(?:sum|total|amount|value|figure)\b|\bof (?:that|it"
    r"|this|which)\b"
    r"|\b(?:accounts?|accounted|accounting) for\b|\bmakes? up\b|\bmade up\b|\bshare\b"
    r"|\btopped the list\b"
    r"|\bcame to\b|\bbrought\b|\bproposals of\b|\bwent to\b|\bgoes to\b|\bis meant for\b"
    r"|\bstands? for\b|\battracted\b|\bled\b|\bleads?\b|\bfollowed by\b|\bwill (?:go to|receive)\b"
    r"|\bsaw\b|\balone\b"
    r"|其中|占|引资|用于",
    re.IGNORECASE,
)
FIGURE_WAS = re.compile(
    r"\b(?:the )?(?:figure|total|sum|amount|result|haul|tally|value)\b|\bended with\b"
    r"|\bannounced\b|\bsecured\b|\bmobili[sz]ed\b|\braised\b|\battracted\b|\bnetted\b|\bwon\b"
    r"|\bcommitments\b"
    r"|\bup \S+ per ?cent from\b|\bfrom\s\Z|\bcompared with\b|\bagainst\b|\bbrought\b|\bdrew\b"
    r"|\byielded\b|为|达",
    re.IGNORECASE,
)


def money_metric(phrase: Phrase, main: str, counted: str) -> str:
    """The metric of an amount of money, or ""; `main` is that of the article's amounts so far."""
    metric = _nearest(phrase)
    if metric == "deal_value" and main == "investment" and OF_THE_DEALS.search(phrase.before):
        return main
    if metric == "deal_value" and _is_investment(phrase):
        return "investment"
    if metric in ("", "deal_value") and counted in WORTH_OF and _worth(phrase):
        if counted == "agreements" and _is_investment(phrase):
            return "investment"
        said = phrase.sentence.text[: phrase.quantity.start - phrase.sentence.start]
        trade = OF_TRADE.search(said) and not INVESTED.search(OF_TRADE.search(said)[0])
        weak = metric == "" and counted == "agreements" and not trade
        return main if weak and main in MEANT_BY_DEALS else WORTH_OF[counted]
    if metric:
        return metric
    if WEAK.search(phrase.clause):
        return main if main in MEANT_BY_DEALS else "deal_value"
    if re.search(r"\b(?:projects|deals) (?:worth|valued at|of)\s\Z", phrase.before, re.IGNORECASE):
        return main or "investment"
    if re.search("签约|总金额|金额|总额", phrase.clause_before):
        return main or "investment"
    return ""


# What the money of an event is, where only its name tells.
BY_NAME = (
    ("intended_purchases", re.compile(r"import (?:expo|fair)|进口博览会", re.IGNORECASE)),
    ("pledges", re.compile(r"pledging|donors?\b|认捐|捐助", re.IGNORECASE)),
    ("order_value", re.compile(r"air ?show|航空展|航展", re.IGNORECASE)),
)
DONATES = re.compile(
    r"\b(?:promis|commit|pledg|offer|contribut)\w*|提供|认捐|承诺|捐", re.IGNORECASE
)
YIELDS = re.compile(
    r"\b(?:announced|pledge[sd]|secured?s?|attract(?:ed|s)|drew|draws|netted|raised"
    r"|mobili[sz]e[sd]|commit\w*"
    r"|brought|inked|generated|yield(?:ed|s)|won|promised?|unlock(?:ed|s)|clinch\w*|unveiled"
    r"|landed|lured)\b"
    r"|揽金|引资|吸引|收获|筹得|达成|签下|斩获|签约|承诺",
    re.IGNORECASE,
)


def event_metric(phrase: Phrase, event: str) -> str:
    """What an event of this name brings, where the words only say that it brought the money."""
    if not YIELDS.search(phrase.clause):
        return ""
    return metric_by_name(event)


def metric_by_name(event: str) -> str:
    return next((metric for metric, form in BY_NAME if form.search(event)), "investment")


def _worth(phrase: Phrase) -> bool:
    """Whether words tie the amount to the count before it in the sentence."""
    if re.search("[;；]", phrase.before):
        return False
    return bool(WORTH.search(phrase.before)) or len(phrase.before) < NEAR


def _is_investment(phrase: Phrase) -> bool:
    """Indian memoranda are intentions to invest, whatever words stand for their sum."""
    if INVESTED.search(phrase.clause):
        return not AND_TRADE.search(phrase.clause)
    return phrase.quantity.currency == RUPEES and bool(MEMORANDA.search(phrase.sentence.text))


def _nearest(phrase: Phrase) -> str:
    """The metric whose word stands closest; “in/of investment” right behind wins."""
    best = (10**6, 0, "")
    for rank, (metric, form) in enumerate(MONEY_WORDS):
        for text, behind in ((phrase.after, True), (phrase.before, False)):
            for found in form.finditer(text):
                gap = found.start() if behind else len(text) - found.end()
                if behind:
                    linked = re.match(r"\s?(?:in|of|worth of)\s|[\u3400-\u9fff]", text)
                    gap = gap // 2 if linked else gap + 12
                    if re.search(r"[,;，；。]", text[: found.start()]):
                        gap += 60
                elif re.search(r"[;；]", text[found.end() :]):
                    gap += 60
                best = min(best, (gap, rank, metric))
    return best[2] if best[0] < 150 else ""
