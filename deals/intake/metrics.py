"""What a number measures: its metric, from the noun that it counts and the words around it."""

import re

from deals.intake.phrases import Phrase

_NO_NOUN = (
    "countries|nations|regions|markets|cities|days|years|of|in|to|for|from|with|on|at|as|by|or"
    "|were|was|are|is|will|have|had|has"
)
_GAP = rf"(?:(?!(?:{_NO_NOUN})\b)[^\W\d][\w'’-]*,?\s){{0,6}}?"
COUNTED = (
    (
        "jobs",
        r"jobs?|employment|positions|workplaces|(?:employment|job) opportunities|posts|roles|hires",
    ),
    ("projects", r"projects|schemes|ventures|(?:investment )?proposals|investments"),
    (
        "agreements",
        r"(?:agreements?|deals?|contracts?|mous?|memorand(?:a|ums?)|documents|accords|pacts"
        r"|protocols"
        r"|letters of intent|lois|transactions|understandings|commitments)",
    ),
    ("aircraft", r"aircraft|jets|planes|airplanes|airliners|helicopters"),
    ("exhibitors", r"exhibitors|exhibiting"),
    (
        "attendees",
        r"experts|delegates|visitors|participants|guests|attendees|executives|representatives"
        r"|buyers"
        r"|delegations|journalists|leaders|investors|officials|visits|scientists|entrepreneurs"
        r"|scholars"
        r"|professionals|dignitaries|registrants|ministers",
    ),
    ("companies", r"companies|firms|enterprises|businesses|brands|corporations"),
)
COUNT_NOUNS = [
    (metric, re.compile(rf"\s?-?{_GAP}(?:{nouns})\b", re.IGNORECASE)) for metric, nouns in COUNTED
]
PEOPLE = re.compile(r"\s?(?:\w+\s)?(?:people|persons|workers|employees|staff)\b", re.IGNORECASE)
EMPLOYING = re.compile(
    r"\b(?:employ(?:s|ing|ment)?|hir(?:e|es|ing)|recruit(?:s|ing)?|jobs?|staff|workforce"
    r"|will work|find work|would work)\b",
    re.IGNORECASE,
)
EMPLOYING_BARE = re.compile(
    r"\b(?:employ(?:s|ing)?|hir(?:e|es|ing)|recruit(?:s|ing)?|jobs (?:for|to))\s\Z", re.IGNORECASE
)
ATTENDING = re.compile(
    r"\b(?:attend(?:ed|ing|ance)?|came|took part|visit(?:ed|ing)?|drew|gathered|register(?:ed)?"
    r"|turned up|participat\w+|audience)\b",
    re.IGNORECASE,
)
PART_OF_COUNT = re.compile(
    r"\b(?:of (?:these|them|those|which|whom)|among (?:these|them|those)|among the (?:\d|projects"
    r"|deals|agreements|contracts|mous)|out of the)\b",
    re.IGNORECASE,
)
THEM = re.compile(
    r"\s?(?:of (?:them|these|those|which)\b|are in\b|will be\b|were\b)", re.IGNORECASE
)

ZH_COUNTED = (
    ("jobs", "就业|岗位|用工|招聘|雇用|雇佣|员工|招收|工作机会"),
    ("agreements", "协议|合同|备忘录|意向书|文件|合约|意向(?!投资|成交)|协定"),
    ("projects", "项目"),
    ("aircraft", "飞机|客机|直升机|战机"),
    ("exhibitors", "参展商|参展企业|参展(?!观众)|展商"),
    ("attendees", "嘉宾|观众|代表|客商|出席|参会|与会|专家|采购商|人次|来宾|学者|代表团|院士"),
    ("companies", "企业|公司"),
)
ZH_COUNT_NOUNS = [(metric, re.compile(nouns)) for metric, nouns in ZH_COUNTED]
ZH_CLASSIFIER = re.compile(r"\s?(?:余|多)?(?:个|個|项|份|架|家|人次|人|名|宗|笔|位|单|件)")
ZH_OTHER = re.compile(
    r"\s?(?:多|余)?(?:个|项|家|场|名|位|款)?(?:国家|地区|省|城市|展位|分论坛|主论坛|论坛|会场|院士"
    r"|5G|学校|展区|月|主会场"
    r"|批次|新产品|奖|课题|品牌|国(?![内际外家])|社区|村|站|基站|小时|专场|场馆|分会场|活动|展台)"
)

# Money, by the words nearest to it; the weak ones only where nothing better is said.
MONEY = (
    (
        "output_value",
        r"output value|annual output|production value|turnover|industrial output|annual (?:sales"
        r"|revenue)|产值|年销售收入|营收",
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
        r"|赠款|捐助"
        r"|承诺捐",
    ),
    ("order_value", r"\border(?:s|ed)?\b|list prices|订单|订购|采购飞机"),
    (
        "investment",
        r"invest(?:ment|ments|ed|ing|or interest|s)?\b|registered capital|capital expenditure"
        r"|funding"
        r"|投资|引资|注册资本|外资|签约金额|总金额|签约额|签约总额|注资",
    ),
    (
        "deal_value",
        r"\b(?:agreements?|contracts?|memorand(?:a|ums?)|mous?|documents|letters of intent|accords"
        r"|export contracts|sales contracts|pacts|protocols)\b|合同|协议(?!投资|引资|总投资)|备忘录"
        r"|(?<!意向)成交(?:额|总额)?|贸易额",
    ),
)
MONEY_WORDS = [(metric, re.compile(words, re.IGNORECASE)) for metric, words in MONEY]
WEAK = re.compile(r"\bdeals?\b|\btrade\b", re.IGNORECASE)
INVESTED = re.compile(r"invest|投资|引资|资本", re.IGNORECASE)
MEMORANDA = re.compile(r"\b(?:memorand(?:a|ums?)|mous?)\b|备忘录", re.IGNORECASE)
RUPEES = "INR"
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


OF_NOUN = [
    (metric, re.compile(rf"\s?of (?:the|these|those|its|all) {_GAP}(?:{nouns})\b", re.IGNORECASE))
    for metric, nouns in COUNTED[:4]
]


def count_metric(phrase: Phrase, counted: str) -> str:
    """The metric of a number without currency; `counted`: that of the count before it, or ""."""
    if re.search("[\u3400-\u9fff]", phrase.clause):
        return _chinese_count(phrase, counted)
    for metric, form in OF_NOUN:
        if form.match(phrase.after):
            return metric
    after = phrase.after
    for metric, form in COUNT_NOUNS:
        if form.match(after):
            return metric if metric != "companies" else _companies(phrase)
    if PEOPLE.match(after):
        if EMPLOYING.search(phrase.sentence.text):
            return "jobs"
        return "attendees" if ATTENDING.search(phrase.sentence.text) else ""
    if EMPLOYING_BARE.search(phrase.before):
        return "jobs"
    if counted and _part_of_count(phrase):
        return counted
    bare = not re.match(r"[\s-]?[A-Za-z]", phrase.after)
    if bare and re.search(r"\battend(?:ance|ed)\b", phrase.clause_before, re.IGNORECASE):
        return "attendees"
    return ""


def _companies(phrase: Phrase) -> str:
    exhibit = re.search(
        r"exhibit|booths?|stands|took part|halls?", phrase.sentence.text, re.IGNORECASE
    )
    return "exhibitors" if exhibit else "companies"


def _part_of_count(phrase: Phrase) -> bool:
    if re.match(r"\s?(?:percent|per cent|%)", phrase.after):
        return False
    bare = not re.match(r"[\s-]?[A-Za-z]", phrase.after) or THEM.match(phrase.after)
    return bool(bare) and bool(
        PART_OF_COUNT.search(phrase.sentence.text) or THEM.match(phrase.after)
    )


def _chinese_count(phrase: Phrase, counted: str) -> str:
    if ZH_OTHER.match(phrase.after) or not (
        ZH_CLASSIFIER.match(phrase.after) or phrase.quantity.text[-1:] in "个項项份架家人名余多"
    ):
        return ""
    behind = re.split("[，。；、（）和及]", phrase.after, maxsplit=1)[0][:16]
    for metric, form in ZH_COUNT_NOUNS:
        if form.search(behind):
            return _zh_companies(metric, phrase)
    if phrase.after.startswith("架"):
        return "aircraft"
    best = (-1, "")
    before = phrase.clause_before[-30:]
    for metric, form in ZH_COUNT_NOUNS:
        for found in form.finditer(before):
            best = max(best, (found.end(), metric))
    if best[1]:
        return _zh_companies(best[1], phrase)
    if counted and "其中" in phrase.sentence.text and phrase.after[:1] in ("项", "个", "份"):
        return counted
    if phrase.after.startswith(("人", "名")):
        return "attendees" if re.search("出席|参会|与会|参加", phrase.sentence.text) else ""
    return ""


def _zh_companies(metric: str, phrase: Phrase) -> str:
    if metric == "companies" and "参展" in phrase.sentence.text:
        return "exhibitors"
    return metric


def money_metric(phrase: Phrase, main: str, counted: str) -> str:
    """The metric of an amount of money, or ""; `main` is that of the article's amounts so far."""
    metric = _nearest(phrase)
    if metric == "deal_value" and _is_investment(phrase):
        return "investment"
    if metric:
        return metric
    if WEAK.search(phrase.clause):
        return main if main in ("investment", "intended_purchases") else "deal_value"
    if not re.search("[\u3400-\u9fff]", phrase.clause) and counted and _worth(phrase):
        return {
            "projects": "investment",
            "agreements": "deal_value",
            "aircraft": "order_value",
        }.get(counted, "")
    if re.search(r"\b(?:projects|deals) (?:worth|valued at|of)\s\Z", phrase.before, re.IGNORECASE):
        return main or "investment"
    if re.search("签约|总金额|金额|总额", phrase.clause_before):
        return "order_value" if counted == "aircraft" else main or "investment"
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
    return next((metric for metric, form in BY_NAME if form.search(event)), "investment")


def _worth(phrase: Phrase) -> bool:
    return bool(
        re.search(
            r"\b(?:worth|valued|value|totall?ing|total|involving|for|with)\b",
            phrase.before,
            re.IGNORECASE,
        )
    )


def _is_investment(phrase: Phrase) -> bool:
    """Indian memoranda are intentions to invest, whatever words stand for their sum."""
    if INVESTED.search(phrase.clause):
        return True
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
