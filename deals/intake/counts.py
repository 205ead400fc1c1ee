"""What a number without currency counts: its metric, from the noun next to it or carried on."""

import re

from deals.intake.phrases import Phrase

_NO_NOUN = (
    "countries|nations|regions|markets|cities|days|years|of|in|to|for|from|with|on|at|as|by|or"
    "|were|was|are|is|will|have|had|has|that|which|who|worth|creating|while|but|per"
)
_GAP = rf"(?:(?!(?:{_NO_NOUN})\b)[^\W\d][\w'’-]*,?\s){{0,6}}?"
COUNTED = (
    (
        "jobs",
        r"jobs?|employment|positions|workplaces|(?:employment|job) opportunities|posts|roles|hires"
        r"|vacancies|payrolls?|headcount|livelihoods|apprenticeships",
    ),
    (
        "projects",
        r"projects|schemes|ventures|(?:investment )?proposals|investments|announcements|initiatives"
        r"|undertakings|investment (?:plans|decisions|cases)|pledges"
        r"|commitments",
    ),
    (
        "agreements",
        r"agreements?|deals?|contracts?|mous?|moas?|memos|memorand(?:a|ums?)|documents|accords?"
        r"|pacts?|protocols|letters of (?:intent|interest)|lois|transactions|understandings"
        r"|signings|partnerships|tie-ups|term sheets|treaties|arrangements|papers|instruments",
    ),
    ("aircraft", r"aircraft|jets|planes|airplanes|airliners|helicopters|turboprops|freighters"),
    ("exhibitors", r"exhibitors|exhibiting"),
    (
        "attendees",
        r"experts|delegates|visitors|participants|guests|attendees|executives|representatives"
        r"|buyers|delegations|journalists|leaders|investors|officials|visits|scientists"
        r"|entrepreneurs|scholars|professionals|dignitaries|registrants|ministers|attendance",
    ),
    ("companies", r"companies|firms|enterprises|businesses|brands|corporations|exporters"),
)
COUNT_NOUNS = [
    (metric, re.compile(rf"\s?-?{_GAP}(?:{nouns})\b", re.IGNORECASE)) for metric, nouns in COUNTED
]
_OF_THE = r"of (?:the|these|those|its|all) (?:[\d,]+ )?"
OF_NOUN = [
    (
        metric,
        re.compile(
            rf"\s?of (?:the|these|those|its|all) (?:[\d,]+ )?{_GAP}(?:{nouns})\b", re.IGNORECASE
        ),
    )
    for metric, nouns in COUNTED[:4]
]
# “The number of jobs comes to 400”: the noun before, then words that lead to the number.
NUMBER_OF = [
    (
        metric,
        re.compile(
            rf"\b(?:{nouns})\b[^,;.\d]{{0,40}}?(?:\bat|\bto|\bof|\bby|\bwas|\bis|\bare|\bwere"
            r"|\bnumber(?:ed|s|ing)?|\btotal(?:led|s|ling|ed)?|\breached|:)\s\Z",
            re.IGNORECASE,
        ),
    )
    for metric, nouns in COUNTED[:4]
]
PEOPLE = re.compile(
    r"\s?(?:\w+\s){0,2}?(?:people|persons|workers|employees|staff|engineers|technicians|residents"
    r"|locals|specialists|graduates|hands|women|youths|men)\b",
    re.IGNORECASE,
)
EMPLOYING = re.compile(
    r"\b(?:employ(?:s|ed|ing|ment)?|hir(?:e|es|ed|ing)|recruit(?:s|ing)?|jobs?|staff|workforce"
    r"|will work|in work|find work|would work|give work|work (?:for|to)|paid work|payroll"
    r"|put to work|tak(?:e|ing) on|provide work)\b",
    re.IGNORECASE,
)
EMPLOYING_BARE = re.compile(
    r"\b(?:employ(?:s|ing)?|hir(?:e|es|ing)|recruit(?:s|ing)?|(?:jobs|work) (?:for|to))\s\Z",
    re.IGNORECASE,
)
ATTENDING = re.compile(
    r"\b(?:attend(?:ed|ing|ance)?|came|took part|visit(?:ed|ing)?|drew|gathered|register(?:ed)?"
    r"|turned up|participat\w+|audience|badges|turnout|present)\b",
    re.IGNORECASE,
)
PART_OF_COUNT = re.compile(
    r"\b(?:of (?:these|them|those|which|whom)|among (?:these|them|those)|among the (?:\d|projects"
    r"|deals|agreements|contracts|mous)|out of the)\b",
    re.IGNORECASE,
)
THEM = re.compile(
    r"\s?(?:of (?:them|these|those|which)\b"
    r"|(?:are|were|will|would|is|have|had|ha[sd]|go(?:es)?|went|exceed|involve|concern|come|came"
    r"|belong|lie|stem|fall|fell|relate|cover)\b)",
    re.IGNORECASE,
)
PER_CENT = re.compile(r"\s?(?:percent|per cent|%|pc\b)", re.IGNORECASE)
WORD_BEHIND = re.compile(r"[\s-]?[A-Za-z]")
# “12 for Yibin”, “nine in Leeds”, “four from Japan”: the noun is left out.
ELLIPTICAL = re.compile(r"\s?(?:in|for|from|to|by|at|with)\s", re.IGNORECASE)
# “121 went to Airbus and Boeing 74”
AND_NAME = re.compile(r"(?:,|\band|\bwhile|;)\s(?:[A-Z][\w'’-]+\s){1,3}\Z")
REST = re.compile(
    r"(?:\bthe (?:other|rest|remaining|remainder)[\w\s]{0,12}|其余|其他|余下|剩余)\W?\Z"
)

ZH_COUNTED = (
    ("jobs", "就业|岗位|用工|招聘|雇用|雇佣|员工|招收|工作机会|职位"),
    (
        "agreements",
        "协议|合同|备忘录|意向书|文件|合约|意向(?!投资|成交)|协定|交易(?!额|团)|议定书|合作成果|贸易类",
    ),
    ("projects", "项目|投资\\Z|投资(?:计划|意向)"),
    ("aircraft", "飞机|客机|直升机|战机"),
    ("exhibitors", "参展商|参展企业|参展(?!观众)|展商"),
    (
        "attendees",
        "嘉宾|观众|代表|客商|出席|参会|与会|专家|采购商|人次|来宾|学者|代表团|院士|到会|到场",
    ),
    ("companies", "企业|公司"),
)
ZH_COUNT_NOUNS = [(metric, re.compile(nouns)) for metric, nouns in ZH_COUNTED]
ZH_CLASSIFIER = re.compile(r"\s?(?:余|多)?(?:个|個|项|份|架|家|人次|人|名|宗|笔|位|单|件)")
ZH_THINGS = re.compile(r"\s?(?:余|多)?(?:个|個|项|份|架|宗|笔|单|件)")
ZH_OTHER = re.compile(
    r"\s?(?:多|余)?(?:个|项|家|场|名|位|款)?(?:国家|地区|省|城市|展位|分论坛|主论坛|论坛|会场|院士"
    r"|5G|学校|展区|月|主会场"
    r"|批次|新产品|奖|课题|品牌|国(?![内际外家])|社区|村|站|基站|小时|专场|场馆|分会场|活动|展台"
    r"|机场|展馆|架次|次(?!性)|县|市(?!场)|区|百分点|港口|泊位|床位|座位)"
)
ZH_ELLIPTICAL = re.compile(r"\s?(?:\Z|[，。；、！）和及]|在|落|位于|为|是|投|属|由|来自|涉|超|单)")


def count_metric(phrase: Phrase, counted: str, former: str) -> str:
    """The metric of a number without currency.

    `counted` is that of the count before it in this sentence, `former` that of the last count in
    this sentence or the two before it; "" where there is none.
    """
    if re.search("[\u3400-\u9fff]", phrase.clause):
        return _chinese_count(phrase, counted, former)
    for metric, form in OF_NOUN:
        if form.match(_behind(phrase)):
            return metric
    if noun := _nearest_noun(phrase.after):
        return noun if noun != "companies" else _companies(phrase)
    if PEOPLE.match(phrase.after):
        if EMPLOYING.search(phrase.sentence.text):
            return "jobs"
        return "attendees" if ATTENDING.search(phrase.sentence.text) else ""
    return _english_bare(phrase, counted, former)


def _behind(phrase: Phrase) -> str:
    """The words behind the number, over the next number: nine | of the 33 memoranda."""
    start = phrase.quantity.end - phrase.sentence.start
    return phrase.sentence.text[start : start + 80]


def _nearest_noun(after: str) -> str:
    found = [(match.end(), metric) for metric, form in COUNT_NOUNS if (match := form.match(after))]
    return min(found)[1] if found else ""


def _english_bare(phrase: Phrase, counted: str, former: str) -> str:
    """A number without a noun behind it: of the noun before it, or of the count before it."""
    bare = not WORD_BEHIND.match(phrase.after)
    if EMPLOYING_BARE.search(phrase.before):
        return "jobs"
    if PER_CENT.match(phrase.after) or REST.search(phrase.before):
        return ""
    if former and _part_of_count(phrase):
        return former
    if re.search(r"\bthe\s\Z", phrase.before):
        return ""
    if counted and bare and AND_NAME.search(phrase.before):
        return counted
    if counted and ELLIPTICAL.match(phrase.after) and re.match(r",? and ", phrase.before):
        return counted
    if not bare:
        return ""
    for metric, form in NUMBER_OF:
        if form.search(phrase.clause_before):
            return metric
    if re.search(r"\battend(?:ance|ed)\b", phrase.clause_before, re.IGNORECASE):
        return "attendees"
    return ""


def _companies(phrase: Phrase) -> str:
    exhibit = re.search(
        r"exhibit|booths?|stands|took part|halls?", phrase.sentence.text, re.IGNORECASE
    )
    return "exhibitors" if exhibit else "companies"


def _part_of_count(phrase: Phrase) -> bool:
    bare = not WORD_BEHIND.match(phrase.after) or THEM.match(phrase.after)
    return bool(bare) and bool(
        PART_OF_COUNT.search(phrase.sentence.text) or THEM.match(phrase.after)
    )


def _chinese_count(phrase: Phrase, counted: str, former: str) -> str:
    if ZH_OTHER.match(phrase.after) or not _has_classifier(phrase):
        return ""
    behind = re.split("[，。；、（）和及]", phrase.after, maxsplit=1)[0][:16]
    papers = re.match(r"\s?(?:余|多)?[份宗]", phrase.after) or phrase.quantity.text[-1] in "份宗"
    for metric, form in ZH_COUNT_NOUNS:
        if form.search(behind):
            return _zh_companies(metric, phrase)
    if phrase.after.startswith("架"):
        return "aircraft"
    if REST.search(phrase.before):
        return ""
    best = (-1, "")
    before = phrase.clause_before[-30:]
    for metric, form in ZH_COUNT_NOUNS[: 3 if papers else None]:
        for found in form.finditer(before):
            best = max(best, (found.end(), metric))
    if best[1]:
        return _zh_companies(best[1], phrase)
    if carried := _zh_carried(phrase, counted, former):
        return carried
    if phrase.after.startswith(("人", "名")):
        return "attendees" if re.search("出席|参会|与会|参加", phrase.sentence.text) else ""
    return ""


def _has_classifier(phrase: Phrase) -> bool:
    return bool(
        ZH_CLASSIFIER.match(phrase.after) or phrase.quantity.text[-1] in "个項项份架家人名余多"
    )


def _zh_carried(phrase: Phrase, counted: str, former: str) -> str:
    things = ZH_THINGS.match(phrase.after)
    if not things and phrase.quantity.text[-1:] not in "个項项份架":
        return ""
    behind = phrase.after[things.end() if things else 0 :]
    if counted and "其中" in phrase.sentence.text:
        return counted
    return former if ZH_ELLIPTICAL.match(behind) else ""


def _zh_companies(metric: str, phrase: Phrase) -> str:
    if metric == "companies" and "参展" in phrase.sentence.text:
        return "exhibitors"
    return metric


def is_part(phrase: Phrase) -> bool:
    """Whether a count is some of those counted before: “nine were with Japanese buyers”."""
    of_them = any(form.match(_behind(phrase)) for _metric, form in OF_NOUN)
    bare = not _nearest_noun(phrase.after) and THEM.match(phrase.after)
    return bool(of_them or bare or (PART_OF_COUNT.search(phrase.clause)))
