"""What an amount means where its own words do not say: carried on from the text before it."""

import re

from deals.intake.metrics import SHARE, SHARE_BEHIND, YIELDS
from deals.intake.phrases import Phrase

_HEDGE = r"(?:about |around |roughly |approximately |some |nearly )?"
_SAME = (
    r"(?:or|equivalent to|equal(?:s|ling)? to|equals|i\.e\.|that is|which is|worth|corresponding to"
    r"|at (?:current|today['’]s|the day['’]s) (?:exchange )?rates?|converted|as much as|=|≈)"
)
_ZH_SAME = "(?:按[^，,。]{0,12}?汇率)?(?:折算|计算)?[，,]?(?:即|折合|折算|约合|相当于|合|约为|约)"
CONVERTS = re.compile(
    rf"\s?(?:of \w+ ?|a year ?)?(?:[(（]\s?(?:{_SAME}|{_ZH_SAME})?,?\s?{_HEDGE}"
    rf"|,?\s?\(?{_SAME},?\s?{_HEDGE}|\s?/\s?"
    rf"|[,，、；]\s?{_ZH_SAME}(?:人民币|美元)?\s?)"
)
CONVERTS_AHEAD = re.compile(
    r"\W*(?:(?:that|this|it|the (?:sum|total|amount|figure|value)|which)"
    r"\s(?:(?:is|was|would be|comes?|came|amounts?|works?|translates?)"
    r"\s(?:to|out at|equivalent to|equal to|worth|into)?|equals"
    r"|corresponds to|converts to)|at (?:current|today['’]s) (?:exchange )?rates,? (?:that|this) is"
    rf"|{_ZH_SAME}|这相当于)\s?{_HEDGE}\Z",
    re.IGNORECASE,
)
# One deal’s plant, not what all deals bring: “a mill in Moselle”, 疫苗生产线.
SINGLE_THING = re.compile(
    r"\b(?:an?|its|their|his)\s(?:(?!million|billion|total|of)[\w\d$€£.,-]+\s){0,4}?"
    r"(?:plant|factory|mill|works|farm|mine|terminal|hall|line|smelter|refinery|hub|complex|campus"
    r"|warehouse|site|unit|facility|laboratory|hospital|hotel|centre|center|base|yard|depot|dock"
    r"|port|shipyard|gigafactory|foundry|brewery|dairy|cannery|resort|railway|pipeline|cable"
    r"|headquarters|stake|quarry|reactor|dam|bridge|park|station|plantation|fab|expansion)\b"
    r"|\bfor (?:[\w-]+ ){0,2}(?:warehouses|berths|plants|mills|turbines|depots|labs)\b",
    re.IGNORECASE,
)
ZH_SINGLE_THING = re.compile(
    "(?:建|投向|设立|扩|兴办|打造|用于|追加|收购|布局|落子|上马)[^，。；]{0,24}?"
    "(?:厂|生产线|产线|基地|园|中心|总部|矿|港|站|电站|工程|项目|酒店|医院|公司|仓库|线)"
)
ZH_COMPANY = re.compile(
    "(?<!各)(?<!家)(?:集团|公司|电力|矿业|制药|生物|科技|能源|股份|水泥|汽车|重工|化工|钢铁|资本|控股"
    "|电子|材料|药业|食品|乳业|建工|动力|新能|光电|半导体)"
    "(?:将|拟|则|也|还|计划|承诺|宣布|表示|打算|准备|决定|已|与[^，。；]{2,14}合资)"
)
CATEGORY = re.compile("(?:相关|领域|类|产业|板块|方面|行业|赛道|转型)\\Z")
# No company, though it stands where one does: “Kisumu County takes”, “Companies from Hunan”.
ADMINISTRATIVE = re.compile(
    r"\b(?:County|Province|District|Prefecture|Governorate|Municipality|Region|Voivodeship|Oblast)\Z"
    r"|^(?:the )?(?:companies|firms|enterprises|exporters|producers|investors|businesses)"
    r" (?:from|of|in)\b",
    re.IGNORECASE,
)
OF_A_PLACE = re.compile(
    r"\b(?:companies|firms|enterprises|exporters|producers|investors|businesses|buyers)"
    r" (?:from|of|in|based in) (?:the )?\Z",
    re.IGNORECASE,
)
PORTION = re.compile(r"['’]s? (?:\w+ )?(?:slice|share|portion|part|chunk)\b", re.IGNORECASE)
OF_DEALS = re.compile(
    r"\b(?:projects|deals|agreements|contracts|accords|pacts|mous|memoranda|commitments|pledges"
    r"|ventures|schemes|proposals|announcements|investors|companies|firms|participants|signings?"
    r"|signed|inked|package|haul|tally|headline|host (?:city|province|country))\b"
    r"|签约|签下|签署|项目|协议|合同|成交|引资|各方|企业承诺|投资额",
    re.IGNORECASE,
)
POINTS = re.compile(
    r"\b(?:of (?:that|this|it|these|those|them|which)|the (?:sum|total|amount|money|figure|rest"
    r"|lion['’]s share|bulk|largest|biggest)|half|these|those|they|together|alone"
    r"|account(?:s|ed|ing)?|followed|ahead of|led|went|goes|go|take[sn]?|took|attract(?:s|ed)"
    r"|claim(?:s|ed)|drew|received?s?"
    r"|form|make up|came (?:from|forward|second|next)|got|secured"
    r"|top(?:s|ped)|shares?|slice|portion|chunk|piece)\b"
    r"|其中|占|居|最多|首位|分别|次之|位列|拿下|获得|贡献|(?:类|领域|产业|板块|方面|行业|赛道)\D{0,8}\Z",
    re.IGNORECASE,
)


def converts(former: Phrase | None, phrase: Phrase) -> bool:
    """Whether the amount says the one before it in another currency."""
    if former is None or not (former.money and phrase.money):
        return False
    if former.quantity.currency == phrase.quantity.currency:
        return False
    if former.sentence is not phrase.sentence:
        near = 0 <= phrase.sentence.start - former.sentence.end <= 3
        said = phrase.sentence.text[: phrase.quantity.start - phrase.sentence.start]
        return near and bool(CONVERTS_AHEAD.fullmatch(said) or _starts_with_conversion(phrase))
    between = phrase.before
    if re.match("(?:折合|折)?约合|折合|合约|折算约", phrase.quantity.text):
        return len(between) < 14
    return len(between) < 50 and bool(CONVERTS.fullmatch(between))


def _starts_with_conversion(phrase: Phrase) -> bool:
    return bool(re.match("约合|折合|合约", phrase.quantity.text)) and not phrase.before


def single(phrase: Phrase) -> bool:
    """Whether the words around an amount name the one thing that it is to pay."""
    start = phrase.quantity.start - phrase.sentence.start
    text = phrase.sentence.text[max(0, start - 120) : start + 140]
    forms = (SINGLE_THING, ZH_SINGLE_THING, ZH_COMPANY)
    return any(form.search(text) for form in forms)


def shares(phrase: Phrase) -> bool:
    """Whether the words share out a sum that was named before."""
    text = phrase.sentence.text
    return bool(SHARE.search(text) or SHARE_BEHIND.match(phrase.after))


def points_back(phrase: Phrase) -> bool:
    return bool(POINTS.search(phrase.sentence.text)) or bool(POINTS.search(phrase.clause_before))


def names_nobody(phrase: Phrase) -> bool:
    """Whether no name stands in an English sentence, so that it is about no single company."""
    text = phrase.sentence.text
    return text.isascii() and not re.search(r"(?<=[\w,] )[A-Z][a-z]{2,}", text)


def of_deals(phrase: Phrase) -> bool:
    """Whether the sentence is about what was agreed, whatever words it uses."""
    text = phrase.sentence.text
    return bool(OF_DEALS.search(text) or YIELDS.search(text))
