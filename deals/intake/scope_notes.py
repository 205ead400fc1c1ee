"""What a part is called, in the words of the article: a donor, a kind, a threshold."""

import re

from deals.intake.phrases import Phrase
from deals.intake.refusals import ZH_ABOVE

THRESHOLD = re.compile(r"^[^,;.]{0,30}?\beach\b[^,;.]{0,60}", re.IGNORECASE)
ZH_THRESHOLD = re.compile(
    r"((?:单体)?(?:总)?投资额?(?:超|在)?[\d.]+亿元?(?:及)?(?:以上)?)的?(?:重大)?项目"
)
ZH_NOTE = re.compile(
    r"其中[，,：]?(?P<note>[^\d，。；]{2,16}?)(?:项目)?(?:占比最高|占比最大|占比|最多|居首)?[，,]?(?:总?投资额?|签约额?|订购|采购|金额|达|为"
    r"|不少于|超过|约|共|有|数量)*\Z"
)
DONOR = re.compile(
    r"(?P<name>(?:[A-Z][\w'’.-]*|of|and|the)(?:\s(?:[A-Z][\w'’.-]*|of|for|and|the))*)"
    r"\s(?:[a-z-]+\s){0,5}\Z"
)
ZH_DONOR = re.compile(
    r"(?:^|[，；。、])(?P<name>[\u4e00-\u9fff]{2,12}?)(?:还|也|将|则|承诺|宣布|认捐|提供|出资|捐助"
    r"|捐赠|拨款)+\Z"
)
ZH_KIND = re.compile(
    r"^(?:[和及])?(?P<note>(?!签约|重大|合作|招商|本次|共|现场"
    r"|集中)[\u4e00-\u9fff]{2,12}?)(?:(?:类|领域|产业|板块)?项目|类|领域|产业|板块)\Z"
)
ZH_COMES_FROM = re.compile(
    r"(?:主要)?(?:来自|用于|投向|流向|投入)(?P<note>[\u4e00-\u9fff]{2,12}?)"
    r"(?:类|领域|产业|板块|采购|项目|方面)*(?=[，。；、]|\Z)"
)
ZH_SUBJECT = re.compile(
    r"^(?:其中)?(?P<note>(?!全部|总|共|这|合计|项目|金额)[\u4e00-\u9fff]{2,12}?)(?:约|则|共|也|各)*"
    r"(?:占|为|达|有|居首|居)?(?:了|约|近|超)?\Z"
)
# So many exceed an amount each: whatever came before in the sentence has nothing to do with it.
ABOVE = re.compile(
    r"\s?(?:of (?:them|these|those)\s|(?:projects|deals|contracts)\s)?"
    r"(?P<note>(?:exceed|are (?:worth|above|over)|top|surpass)[^,;。]{3,50}|each\b)",
    re.IGNORECASE,
)
LEADS = re.compile(
    r"(?:\s(?:worth|for|with|at|of|takes?|took|made|up|landed|gets?|got|to|the|a|and|was|is)\b)+\s*\Z"
)
GRANTS = re.compile(r"\b(grants|loans|in kind|guarantees)\b|赠款|贷款|无偿援助", re.IGNORECASE)


BOTH = re.compile(r"\band (?:\w+ )?loans\b|和\w{0,4}贷款", re.IGNORECASE)


def donor_of(phrase: Phrase) -> str:
    behind = re.split("[,;]|\\band\\b", phrase.after, maxsplit=1)[0]
    kind = GRANTS.search(behind) or GRANTS.search(phrase.clause)
    if kind and not BOTH.search(phrase.clause):
        return kind[0]
    text = phrase.sentence.text[: phrase.quantity.start - phrase.sentence.start]
    found = ZH_DONOR.search(text[-24:]) or DONOR.search(text[-80:])
    return re.sub(r"^(?:(?:The|and|of)\s)+", "", found["name"]).strip() if found else ""


def note_of(phrase: Phrase, part: bool, smaller: bool) -> str:
    if re.search(r"\btabled\b", phrase.sentence.text):
        return "tabled"
    if found := THRESHOLD.match(phrase.after):
        return " ".join((found[0] + _rest(phrase)).split())[-80:].removeprefix("projects ")
    text, end = phrase.sentence.text, phrase.quantity.end - phrase.sentence.start
    if not phrase.money and (found := ABOVE.match(text, end) or ZH_ABOVE.match(text, end)):
        return found["note"].rstrip(" .")
    before = phrase.sentence.text[: phrase.quantity.start - phrase.sentence.start]
    if found := ZH_THRESHOLD.search(before[-40:]):
        return found[1]
    if not part or not smaller:
        return ""
    if found := ZH_COMES_FROM.match(phrase.after):
        return found["note"]
    if found := ZH_NOTE.search(before[-40:]):
        return found["note"].strip()
    if found := ZH_KIND.search(phrase.clause_before):
        return found["note"]
    if re.search("[\u4e00-\u9fff]", phrase.clause):
        subject = "占" in phrase.clause and ZH_SUBJECT.search(phrase.clause_before)
        return subject["note"] if subject else ""
    behind = re.split(r"[,;.]", phrase.after, maxsplit=1)[0]
    subject = re.search(
        r"(?:and|,)\s([a-z][\w -]{2,30}?)(?:\s(?:for|at|with))?\s?\Z", phrase.before
    )
    if subject and len(phrase.before) < 40:
        return subject[1]
    behind = re.sub(r"\b(?:of|with|worth|at|for)\s*\Z", "", behind.rstrip())
    behind = " ".join(behind.split())
    return (behind if len(behind) > 2 else _subject(phrase))[:80]


def _subject(phrase: Phrase) -> str:
    """What stands before the number in its clause, without the verb that leads to it."""
    return " ".join(LEADS.sub("", f" {phrase.clause_before}").split()).strip(" ,")


def _rest(phrase: Phrase) -> str:
    """What follows up to the end of the clause, over the amount that is the threshold."""
    end = phrase.sentence.text.find(phrase.after) + len(phrase.after)
    return re.split(r"[,;]|\.\s|\.$", phrase.sentence.text[end:], maxsplit=1)[0][:40]
