"""What begins the running text before its first sentence: city, day and news agency."""

import re
from dataclasses import dataclass

from deals.intake.dates import dates_in

_CITY = r"[A-Z][\w'’.-]*(?:[ ,]+[A-Z][\w'’.-]*){0,4}?"
_DATE = r"[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:,?\s\d{4})?|\d{1,2}\s[A-Z][a-z]{2,8}\.?(?:,?\s\d{4})?"
_DASH = r"(?:--|—|–|-|:|\.|\|)"
ENGLISH = [
    # HUELVA, Feb 5 (Reuters) --, AUSTIN, Texas, March 13, 2025 /A Wire/ --
    re.compile(
        rf"^(?:(?P<city>{_CITY}),?\s+(?P<date>{_DATE})?\s*)?"
        rf"(?:[(（](?P<publisher>[^)）\n]{{2,60}})[)）]|/(?P<slashed>[^/\n]{{2,60}})/)"
        rf"(?:\s*{_DASH})?\s+"
    ),
    # HULL, 5 March 2026 –
    re.compile(rf"^(?P<city>{_CITY}),?\s+(?P<date>{_DATE})\s*(?:--|—|–|-|:|\.|\|)\s+"),
    re.compile(
        r"^(?P<city>[A-Z][A-Z'’ -]{2,30}(?:, [A-Z][\w' ]{2,30})?)(?:\.| (?:--|—|–|-)|:) "
        r"|^(?P<other>[A-Z][a-z'’]+(?: [A-Z][a-z'’]+)?)(?::| (?:--|—|–)) "
    ),
]
# “The Delta Summit (Ulm, 4–5 March 2026) brought”
IN_A_SENTENCE = re.compile(r"^(?:The|At|In|A) \w|[(（][^)）]*\d[^)）]*[)）]\s+\Z")
_HAN_DATE = r"(?:(?:\d{4}年)?\d{1,2}月\d{1,2}[日号])"
_HAN_MEDIUM = (
    "通讯社|社|报|网|台|刊|财经|观察|商讯|在线|新闻|客户端|时讯|商情|通讯|快讯|导报|资讯|财讯|评论"
)
_BRACKETED = r"(?:[(（\[【][^)）\]】\n]{1,40}[)）\]】])"
CHINESE = [
    re.compile(
        rf"^[（(【]?(?P<publisher>[^，。（(【\s]{{1,14}}?(?:{_HAN_MEDIUM})+)"
        rf"[\s·|/]?(?P<city>[\u4e00-\u9fff]{{2,8}}?)?\s?(?P<date>{_HAN_DATE})?\s*"
        rf"(?:[）)】]|(?:专?电|讯|消息|报道){_BRACKETED}?)[：:\s]*"
    ),
    re.compile(
        rf"^(?P<city>[\u4e00-\u9fff]{{2,8}}?)?\s?(?P<date>{_HAN_DATE})(?:专?电|讯|消息){_BRACKETED}?\s*"
    ),
    re.compile(rf"^本报讯{_BRACKETED}?\s*"),
    re.compile(r"^[（(](?:本报|本刊)?(?:记者|通讯员|特约)[^)）\n]{1,30}[)）]\s*"),
]


@dataclass(frozen=True)
class Dateline:
    """`text` is all of it, `length` its characters."""

    publisher: str
    city: str
    text: str
    length: int


def match(line: str, language: str) -> Dateline | None:
    for form in CHINESE if language == "zh" else ENGLISH:
        if found := form.match(line):
            if language == "en" and IN_A_SENTENCE.search(found[0]):
                continue
            parts = found.groupdict()
            publisher = parts.get("publisher") or parts.get("slashed") or ""
            city = parts.get("city") or parts.get("other") or ""
            return Dateline(
                _own_name(publisher).removeprefix("本报"),
                city.split(",")[0].strip(),
                found[0],
                found.end(),
            )
    return None


def _own_name(publisher: str) -> str:
    for day in dates_in(publisher, year=2000):
        publisher = publisher[: day.start] + publisher[day.end :]
    return publisher.strip(" ,，/")
