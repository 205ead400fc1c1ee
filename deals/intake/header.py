"""What stands around an article: title, address, publisher, day, dateline, ids and boilerplate."""

import datetime
import re
from collections import Counter
from dataclasses import dataclass

from deals.intake import datelines
from deals.intake.dates import a_date, dates_in

URL = re.compile(r"https?://\S{1,2000}")
CLOSING = re.compile(
    r"^\s*(?:legal disclaimer|disclaimer\b|免责声明|版权声明|特别声明|责任编辑"
    r"|[(（]?(?:责任)?编辑[:：]"
    r"|copyright\b|©|all rights reserved|about (?:us|the author)|related (?:stories|articles)"
    r"|相关阅读)",
    re.IGNORECASE,
)
STAMP = re.compile(r"^\s*[A-Z]{3,12}(\d{2})(\d{2})((?:19|20)\d{2})\d{6,}[A-Z0-9]*\s*$")
LABELLED = re.compile(
    r"(?:来源|source|publisher|稿源|媒体|转自|原载)\s*[:：]\s*([^|\n]{2,60}?)"
    r"(?=\s{2,}|\s*[|｜]|\s\d{4}|$)",
    re.IGNORECASE,
)
NOT_A_PUBLISHER = re.compile(
    r"^(?:by\b|our\b|记者|作者|通讯员|文[/:：]|published|updated|posted|发布|时间|日期|责编|photo|图"
    r"|(?:press|news|media) release\b|新闻稿|通稿|statement\b"
    r"|staff\b|special to\b|last\b|section\b|\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|(?:星期|周)[一二三四五六日天]$|(?:gmt|utc|am|pm|ist|est|cet|bst)\b)|^\W*$",
    re.IGNORECASE,
)
BETWEEN = re.compile(
    r"\s*(?:\||｜| – | — | - |•|·|/|,(?= )|(?<=[a-z]{3})\.(?= ))\s*|\s{2,}"
    r"|\s(?=作者|记者|编辑|责编|时间|发布)"
)
MEDIUM = re.compile(
    r"\b(?:times|post|news|daily|gazette|journal|review|monitor|herald|tribune|chronicle|ledger"
    r"|dispatch|bulletin|report|reporter|observer|wire|newswire|courier|express|standard|mail"
    r"|telegraph|today|business|markets|weekly|brief|press|agency|examiner|mirror|sentinel|star"
    r"|record|register|digest|insider|magazine|online|media|echo|argus|advertiser|mercury|globe"
    r"|economist|economy|tech)\b"
    r"|(?:社|报|网|台|刊|财经|观察|商讯|在线|新闻|客户端|时讯|商情|通讯|快讯|周刊|导报|经济|财讯|资讯"
    r"|纪闻|评论)$",
    re.IGNORECASE,
)
RELEASE = re.compile(r"(?:press|news|media) release\b|新闻稿|通稿", re.IGNORECASE)
ISSUER = re.compile(r"([^:：\d]{3,60})[:：]")  # “Office of Water: results of the forum”
# Words that a line of publisher and day has besides names: it is no sentence then.
SMALL_WORDS = re.compile(
    r"\b(?:by|on|at|in|of|for|the|and|from|published|updated|posted|last|am|pm|edt|est|gmt|min|read)\b",
    re.IGNORECASE,
)
WIRES = re.compile(
    r"xinhua|新华社|新华网|reuters|路透|\bap\b|associated press|\bafp\b|法新社|\bpti\b|中新社"
    r"|中国新闻网"
    r"|\bwire\b|newswire|news agency|通讯社|bloomberg|yonhap",
    re.IGNORECASE,
)
HAN = re.compile("[\u3400-\u9fff]")
# A year that says when the article is from: in a full date, or beside the name of an event.
DATED = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?(?:\s[\d–-]{1,5})?(?:st|nd"
    r"|rd|th)?,?\s((?:19|20)\d\d)\b"
    r"|(?<!\d)((?:19|20)\d\d)\s?(?:年\s?1?\d\s?月|[-/.][01]?\d[-/.][0-3]?\d)",
    re.IGNORECASE,
)
_EVENT = (
    "(?:Conference|Expo|Forum|Summit|Fair|Congress|Meet|Exhibition|Airshow|Show|Conclave|Dialogue"
    "|Week|Days?|Mart|Convention|Symposium|Festival|Roundtable|Biennale|Initiative)"
)
OF_EVENT = re.compile(
    rf"(?<!\d)((?:19|20)\d\d)(?:\s(?=[A-Z]\w+(?:\s[A-Z]\w+){{0,9}}\s{_EVENT})"
    r"|年?+(?!的)(?=[\u4e00-\u9fff]{2,24}(?:大会|博览会|论坛|峰会|洽谈会|交易会|[洽博交]会|展)))"
    rf"|{_EVENT}\s((?:19|20)\d\d)(?!\d)"
)
OF_THE_YEAR = re.compile(r"(20\d\d)年的?(?:本届|这届|大会|峰会|论坛|展会|博览会|洽谈会|盛会)")
LONGEST_TITLE, LONGEST_META = 200, 140
HEAD = 6  # lines above the running text


@dataclass
class Header:
    """`begin` and `end` bound the running text; `city` is the dateline's, as written."""

    title: str = ""
    publisher: str = ""
    published_on: datetime.date | None = None
    url: str = ""
    city: str = ""
    language: str = "en"
    year: int | None = None
    begin: int = 0
    end: int = 0


def read_header(text: str) -> Header:
    header = Header(language="zh" if is_chinese(text) else "en")
    header.year = likely_year(text)
    lines = list(_lines(text))
    header.end = _read_closing(header, lines, len(text))
    lines = [line for line in lines if line[0] < header.end]
    lines = lines[_read_head(header, [line for _at, line in lines]) :]
    if lines:
        header.begin = lines[0][0]
        _read_dateline(header, lines[0])
        _read_last_line(header, lines)
    if not header.url and (found := URL.search(text)):
        header.url = found[0] if found.start() < header.begin else ""
    return header


def _read_head(header: Header, lines: list[str]) -> int:
    """Takes title, publisher, day and address from the lines above the text; how many they are.

    The title may stand above or below the line of publisher and day, and the publisher alone on
    a line above the day.
    """
    metas, plain = [], []
    for number, line in enumerate(lines[:HEAD][:-1] if len(lines) <= HEAD else lines[:HEAD]):
        if is_meta(line, header.year):
            metas.append(number)
        elif _is_title(line):
            plain.append(number)
        else:
            break
    last = metas[-1] if metas else -1
    above = [number for number in plain if number < last]
    for number in metas:
        _read_meta(header, lines[number])
    if not above or (len(above) == 1 and not header.publisher and is_name(lines[above[0]])):
        above += [number for number in plain if number == last + 1]
    elif not metas:
        above = plain[:1]
    return _read_title(header, lines, above, last)


def _read_title(header: Header, lines: list[str], above: list[int], last: int) -> int:
    names = [number for number in above if is_name(lines[number])]
    if not last + 1 and len(lines) > 2 and is_name(lines[1]) and MEDIUM.search(lines[1]):
        above, names = [0, 1], [1]
    unsure = not MEDIUM.search(header.publisher) and any(MEDIUM.search(lines[n]) for n in names)
    if (not header.publisher or unsure) and names and len(above) > 1:
        mine = max(names, key=lambda n: (bool(MEDIUM.search(lines[n])), n))
        header.publisher = lines[mine]
        above = [number for number in above if number != mine]
        last = max(last, mine)
    if above:
        header.title = " ".join(lines[above[0]].split())
    issuer = ISSUER.match(header.title)
    if not header.publisher and issuer and any(RELEASE.match(line) for line in lines[: last + 1]):
        header.publisher = issuer[1]
    return max([last, *above]) + 1


def is_chinese(text: str) -> bool:
    letters = sum(char.isalpha() for char in text)
    return len(HAN.findall(text)) * 3 > letters


def likely_year(text: str) -> int | None:
    """The year beside the name of an event, else the most frequent of the full dates, or None."""
    if found := OF_EVENT.search(text):
        return int(found[1] or found[2])
    years = Counter(each[1] or each[2] for each in DATED.finditer(text))
    years = years or Counter(OF_THE_YEAR.findall(text))
    return int(max(years, key=lambda year: years[year])) if years else None


def _lines(text: str):
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield at, line.strip()
        at += len(line)


def _read_closing(header: Header, lines, length: int) -> int:
    """Where boilerplate begins; the day inside a stamp such as MENAFN02092024… is the day."""
    for number, (start, line) in enumerate(lines):
        if stamp := STAMP.match(line):
            header.published_on = a_date(int(stamp[3]), int(stamp[2]), int(stamp[1]))
            return start
        if number and CLOSING.match(line):
            return start
    return length


def _is_title(line: str) -> bool:
    return len(line) <= LONGEST_TITLE and not line.rstrip("”\"'").endswith(
        (".", "。", "；", ";", ",")
    )


def is_name(line: str) -> bool:
    """Whether a line can be the name of a newspaper: short, of capitalised words."""
    if len(line) >= 50 or re.search(r"[\d.,:;!?。，：！？$€£¥]|^[Bb]y\s", line):
        return False
    if HAN.search(line):
        return len(line) < 12
    words = SMALL_WORDS.sub(" ", line.replace("&", " ")).split()
    return 0 < len(words) < 7 and all(word[0].isupper() for word in words)


def is_meta(line: str, year: int | None) -> bool:
    """Whether a line above the text says publisher, day, author or address, and nothing else."""
    if len(line) > LONGEST_META or line.endswith(("。", "！")):
        return False
    if URL.match(line) or LABELLED.search(line) or re.match(r"by\s", line, re.IGNORECASE):
        return True
    days = dates_in(line, year=year or 2000)
    rest = _without(line, days)
    if not days:
        return False
    if HAN.search(rest):
        return len(re.sub(r"[(（].*?[)）]|\W", "", rest)) <= 24
    words = re.findall(r"[^\W\d_][\w'’.&-]*", SMALL_WORDS.sub(" ", rest))
    small = sum(word[0].islower() for word in words)
    return len(words) <= 10 and small <= 1


def _without(line: str, days) -> str:
    for day in reversed(days):
        line = line[: day.start] + " | " + line[day.end :]
    return line


def _read_meta(header: Header, line: str) -> None:
    if found := URL.match(line):
        header.url = header.url or found[0]
        return
    days = dates_in(line, year=header.year)
    labelled = LABELLED.search(line)
    if days:
        header.published_on = header.published_on or days[0].first
        line = _without(line, days)
    header.publisher = header.publisher or (labelled[1].strip() if labelled else _publisher(line))


def _publisher(line: str) -> str:
    """The part of the line that sounds like a newspaper, else the first name in it."""
    names = []
    for part in BETWEEN.sub(" | ", line).split("|"):
        part = re.sub(r"^\W*(?:published|posted|updated)\s(?:by|in)\s", "", part, flags=re.I)
        part = re.sub(r"\s(?:on|at|published|updated|posted)\s*:?\s*$", "", part, flags=re.I)
        name = re.sub(r"\s*[(（].*", "", part).strip(" .,:：()（）[]【】")
        if len(name) > 1 and not NOT_A_PUBLISHER.match(name):
            names.append(name)
    return max(names, key=lambda name: bool(MEDIUM.search(name)), default="")


def _read_dateline(header: Header, line: tuple[int, str]) -> None:
    start, words = line
    found = datelines.match(words, header.language)
    if found is None:
        return
    header.begin = start + found.length
    header.publisher = header.publisher or found.publisher
    header.city = found.city
    if dates := dates_in(found.text, year=header.year):
        header.published_on = header.published_on or dates[0].first


def _read_last_line(header: Header, lines: list[tuple[int, str]]) -> None:
    """“(Island Dispatch, 28 January 2026)” below the text, where nothing above it said so."""
    start, last = lines[-1]
    if len(lines) < 2 or header.publisher or not is_meta(last.strip("()（）[]—– "), header.year):
        return
    _read_meta(header, last.strip("()（）[]—– "))
    header.end = min(header.end, start)


def kind_of(publisher: str, known: dict[str, str]) -> str:
    """As the stored sources of this publisher; else a news agency by its name, or news."""
    if publisher in known:
        return known[publisher]
    return "wire" if WIRES.search(publisher) else "news"
