"""What stands around an article: title, address, publisher, day, dateline, ids and boilerplate."""

import datetime
import re
from collections import Counter
from dataclasses import dataclass

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
EN_DATELINE = re.compile(
    r"^(?:(?P<city>[A-Z][\w'’.-]*(?:[ ,]+[A-Z][\w'’.-]*){0,4}?),?\s+"
    r"(?P<date>[A-Z][a-z]{2,8}\.?\s\d{1,2}"
    r"(?:,?\s\d{4})?|\d{1,2}\s[A-Z][a-z]{2,8}(?:\s\d{4})?)?\s*)?"
    r"[(（](?P<publisher>[^)）\n]{2,60})[)）](?:\s*(?:--|—|–|-|:|\.))?\s+"
)
CITY_FIRST = re.compile(
    r"^(?P<city>[A-Z][A-Z'’ ]{2,30}(?:, [A-Z][\w' ]{2,30})?)(?:\.| (?:--|—|–|-)|:) "
    r"|^(?P<other>[A-Z][a-z'’]+(?: [A-Z][a-z'’]+)?): "
)
_HAN_DATE = r"(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日)"
ZH_DATELINE = re.compile(
    rf"^[（(【]?(?P<publisher>[^，。（(【\s]{{1,14}}?(?:通讯社|社|报|网|台|刊|财经|观察|商讯|在线"
    rf"|新闻[网社]?|客户端|时讯))"
    rf"(?P<city>[\u4e00-\u9fff]{{2,8}}?)?\s*(?P<date>{_HAN_DATE})?\s*(?:[）)】]|(?:专?电|讯|消息"
    rf"|报道)(?:[（(][^）)\n]{{1,30}}[）)])?)\s*"
)
LABELLED = re.compile(
    r"(?:来源|source|publisher|稿源)\s*[:：]\s*([^|\n]{2,60}?)(?=\s{2,}|\s*[|｜]|\s\d{4}|$)",
    re.IGNORECASE,
)
NOT_A_PUBLISHER = re.compile(
    r"^(?:by\b|our\b|记者|作者|published|updated|posted|发布|时间|日期|责编|photo|图)|^\W*$",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"\s*(?:\||｜| – | — | - |•|·|,(?= ))\s*|\s{2,}")
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
OF_EVENT = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:\s(?=[A-Z]\w+(?:\s[A-Z]\w+){0,9}\s(?:Conference|Expo|Forum|Summit"
    r"|Fair"
    r"|Congress|Meet|Exhibition|Airshow|Show))"
    r"|年?(?=[\u4e00-\u9fff]{2,24}(?:大会|博览会|论坛|峰会|洽谈会|交易会|[洽博交]会|展)))"
    r"|(?:Conference|Expo|Forum|Summit|Fair|Congress|Meet|Exhibition|Airshow|Show)\s((?:19"
    r"|20)\d\d)(?!\d)"
)
LONGEST_TITLE, LONGEST_META = 200, 140


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
    year = header.year = likely_year(text)
    lines = list(_lines(text))
    header.end = _read_closing(header, lines, len(text))
    lines = [line for line in lines if line[0] < header.end]
    if len(lines) > 1 and _is_title(lines[0][1]):
        header.title = " ".join(lines.pop(0)[1].split())
    if len(lines) > 2 and _is_name(lines[0][1]) and _read_meta(header, lines[1][1], year):
        header.publisher = header.publisher or lines[0][1]
        del lines[:2]
    while len(lines) > 1 and _read_meta(header, lines[0][1], year):
        lines.pop(0)
    if lines:
        header.begin = lines[0][0]
        _read_dateline(header, lines[0], year)
    if not header.url and (found := URL.search(text)):
        header.url = found[0] if found.start() < header.begin else ""
    return header


def is_chinese(text: str) -> bool:
    letters = sum(char.isalpha() for char in text)
    return len(HAN.findall(text)) * 3 > letters


def likely_year(text: str) -> int | None:
    """The year beside the name of an event, else the most frequent of the full dates, or None."""
    if found := OF_EVENT.search(text):
        return int(found[1] or found[2])
    years = Counter(each[1] or each[2] for each in DATED.finditer(text))
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


def _is_name(line: str) -> bool:
    """Whether a line above the day can be the name of a newspaper."""
    return len(line) < 50 and not re.search(r"[\d.,:;!?。，：]|^[Bb]y\s", line)


def _read_meta(header: Header, line: str, year: int | None) -> bool:
    """Takes publisher, day and address from a line above the running text, if it is one."""
    if len(line) > LONGEST_META or line.endswith(("。", "！")):
        return False
    if found := URL.match(line):
        header.url = found[0]
        return True
    days = dates_in(line, year=year)
    labelled = LABELLED.search(line)
    if not (days or labelled or re.match(r"by\s", line, re.IGNORECASE)):
        return False
    if line.endswith(".") and len(line) > 80:
        return False
    if days:
        header.published_on = header.published_on or days[0].first
        line = line[: days[0].start] + " | " + line[days[0].end :]
    header.publisher = header.publisher or (labelled[1].strip() if labelled else _publisher(line))
    return True


def _publisher(line: str) -> str:
    for part in BETWEEN.split(BETWEEN.sub(" | ", line)):
        for each in part.split("|"):
            each = re.sub(r"^\W*(?:published|posted|updated) by\s", "", each, flags=re.IGNORECASE)
            each = re.sub(r"\son\s*$", "", each)
            name = re.sub(r"\s*[(（].*", "", each).strip(" .,:：()（）")
            if len(name) > 1 and not NOT_A_PUBLISHER.match(name) and not name[0].isdigit():
                return name
    return ""


def _read_dateline(header: Header, line: tuple[int, str], year: int | None) -> None:
    start, words = line
    found = ZH_DATELINE.match(words) if header.language == "zh" else EN_DATELINE.match(words)
    if found and (header.language == "zh" or found["city"] or not header.publisher):
        header.begin = start + found.end()
        header.publisher = header.publisher or _own_name(found["publisher"]).removeprefix("本报")
        header.city = (found["city"] or "").split(",")[0].strip()
        if dates := dates_in(found["publisher"] + " " + (found["date"] or ""), year=year):
            header.published_on = header.published_on or dates[0].first
    elif header.language == "zh" and words.startswith("本报讯"):
        header.begin = start + 3
    elif found := CITY_FIRST.match(words):
        header.begin = start + found.end()
        header.city = (found["city"] or found["other"]).split(",")[0].strip()


def _own_name(publisher: str) -> str:
    for day in dates_in(publisher, year=2000):
        publisher = publisher[: day.start] + publisher[day.end :]
    return publisher.strip(" ,，/")


def kind_of(publisher: str, known: dict[str, str]) -> str:
    """As the stored sources of this publisher; else a news agency by its name, or news."""
    if publisher in known:
        return known[publisher]
    return "wire" if WIRES.search(publisher) else "news"
