"""Which column a header means: by name, by title in either language, or as real sheets call it.

A header may carry the unit and the currency of its cells: ``Investment_USD_millions``,
``投资额(亿元)``.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache

from django.conf import settings
from django.utils import translation

from deals.columns import PROJECTS
from deals.imports.rows import Place, Row, as_text

# Columns that decide what a project is; the others of the list follow from these.
READ = frozenset(
    {"ref", "name", "name_local", "edition", "signed_on", "location", "sector", "investors"}
    | {"status", "commitment", "amount", "amount_max", "currency", "qualifier", "jobs"}
    | {"jobs_qualifier", "output_value", "output_currency", "output_qualifier", "resigns_only"}
    | {"continues", "source"}
)
# Columns of real sheets that help to find a place or an edition.
HELPING = frozenset({"conference", "year", "region", "country"})
MONEY = frozenset({"amount", "amount_max", "output_value"})

# Keys as `key_of` makes them.
SYNONYMS = {
    "ref": "projectref 项目编号",
    "name": "project projectname facilityproject projecttitle title facility 项目 项目名称 名称 "
    "英文名称 项目英文名称",
    "name_local": "localname chinesename projectnamezh namezh 中文名称 项目中文名称 本地名称",
    "edition": "event conferenceedition 届次 活动 会议届次",
    "conference": "conference fair expo 会议 大会 展会",
    "year": "year 年份 年度 年",
    "signed_on": "signedon signingdate datesigned signaturedate dateofsigning announcementdate "
    "dateannounced announced announcedon date 签约日期 签约时间 签署日期 签署时间 公布日期 日期",
    "location": "city citytown cityname town place site cityorregion 城市 地点 项目地点 建设地点 "
    "落地城市 所在城市 所在地 citystate",
    "region": "region state province stateprovince provincestate 省份 省 州 所在省",
    "country": "country nation countryname 国家 国别 所在国",
    "sector": "industry branch category 行业 产业 领域 所属行业 产业类别",
    "investors": "company companies investor companyname investorname investingcompany firm "
    "enterprise owner 企业 公司 投资方 投资企业 投资人 投资主体 企业名称 公司名称 投资单位",
    "status": "projectstatus stage 状态 项目状态 进展",
    "commitment": "kindofcommitment agreementtype 协议类型 合同类型 签约类型",
    "amount": "investment investmentamount totalinvestment investmentvalue projectsize capex "
    "announcedinvestment plannedinvestment cost projectcost investmentdata 投资额 投资金额 总投资 "
    "总投资额 计划投资 计划总投资 金额 投资总额 签约金额",
    "amount_max": "amountmax maximumamount upperend 投资额上限 金额上限",
    "currency": "investmentcurrency costcurrency currencycode 币种 货币",
    "qualifier": "amountqualifier 限定词 金额限定",
    "jobs": "totaljobs totaljobsexpected jobscreated newjobs jobsexpected expectedjobs employment "
    "numberofjobs numberofjobsortrainingslots 就业 就业人数 就业岗位 岗位 岗位数 新增就业 带动就业",
    "output_value": "output annualoutput annualoutputvalue 产值 年产值 预计年产值",
    "output_currency": "currencyofoutput 产值币种",
    "source": "sourceurl link url sourcelink 来源 信息来源 出处 来源链接",
}
_CURRENCIES = {
    "usd": "USD",
    "us$": "USD",
    "美元": "USD",
    "cny": "CNY",
    "rmb": "CNY",
    "cn¥": "CNY",
    "元": "CNY",
    "人民币": "CNY",
    "eur": "EUR",
    "€": "EUR",
    "欧元": "EUR",
    "gbp": "GBP",
    "£": "GBP",
    "英镑": "GBP",
    "jpy": "JPY",
    "日元": "JPY",
    "inr": "INR",
    "卢比": "INR",
    "$": "USD",
}
_UNITS = {
    **dict.fromkeys(("thousand", "thousands", "千"), 3),
    **dict.fromkeys(("million", "millions", "mn", "mln", "m", "百万"), 6),
    **dict.fromkeys(("billion", "billions", "bn", "bln", "b", "十亿"), 9),
    **dict.fromkeys(("trillion", "trillions", "tn", "万亿"), 12),
    **{"万": 4, "亿": 8, "crore": 7, "lakh": 5},
}
# Longest first, so that 万亿 is not 万 and 亿.
_UNIT_WORDS = re.compile(
    "|".join(
        rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word[0].isascii() else re.escape(word)
        for word in sorted([*_UNITS, *_CURRENCIES], key=len, reverse=True)
    )
)
_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Header:
    """A column of the sheet that is read: in units of 10^power of the currency, if it says so."""

    name: str
    position: int
    text: str
    power: int = 0
    currency: str = ""


@dataclass
class Headers:
    """The header row of a sheet. `unused`: headers that say what another column says already."""

    sheet: str
    row: int
    columns: dict[str, Header]
    unknown: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    left_out: dict[str, Header] = field(default_factory=dict)

    def __post_init__(self):
        self.places = {
            name: Place(self.sheet, header.text, header.position + 1)
            for name, header in self.columns.items()
        }

    def without(self, names: Iterable[str]) -> "Headers":
        """The same, but for columns that the editor leaves out."""
        left = {name: header for name, header in self.columns.items() if name not in set(names)}
        out = {name: header for name, header in self.columns.items() if name not in left}
        return replace(self, columns=left, left_out=out)

    def row_of(self, number: int, cells: list) -> Row:
        found = {
            name: cells[header.position] if header.position < len(cells) else None
            for name, header in self.columns.items()
        }
        return Row(number, found, self.places)


def folded(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return text.casefold().strip()


def key_of(text: str) -> str:
    """Letters and digits alone: case, blanks and signs make no difference."""
    return _NEITHER_LETTER_NOR_DIGIT.sub("", folded(text))


@cache
def known_keys() -> dict[str, str]:
    """Key of a header → column."""
    found = {}
    for name, keys in SYNONYMS.items():
        found |= dict.fromkeys(keys.split(), name)
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            found |= {key_of(str(column.title)): column.name for column in PROJECTS}
    # Names come last: nothing may stand in their way.
    return found | {key_of(column.name): column.name for column in PROJECTS}


def read_header(text: str, position: int) -> Header | None:
    """None where no column is meant."""
    keys, whole = known_keys(), folded(text)
    name = keys.get(key_of(whole))
    if name and (name not in MONEY or not _UNIT_WORDS.search(whole.replace("_", " "))):
        return Header(name, position, text)
    units = _UNIT_WORDS.findall(whole.replace("_", " "))
    rest = key_of(_UNIT_WORDS.sub(" ", whole.replace("_", " ")))
    name = name or keys.get(rest) or keys.get(rest.removesuffix("text"))
    if name is None or (units and name not in MONEY):
        return None
    power = sum(_UNITS.get(unit, 0) for unit in units)
    currency = next((_CURRENCIES[unit] for unit in units if unit in _CURRENCIES), "")
    # 亿 alone is money of China; a million may be of any currency.
    return Header(name, position, text, power, currency)


def headers_of(sheet: str, row: int, texts: list[str]) -> Headers:
    found = Headers(sheet, row, {})
    by_rank = [(_rank(text), position, text) for position, text in enumerate(texts) if text]
    # By their own name first; `Source` before `Source for table`.
    for _each, position, text in sorted(by_rank):
        header = read_header(text, position)
        if header is None:
            found.unknown.append(text)
        elif header.name in found.columns:
            found.unused.append(text)
        else:
            found.columns[header.name] = header
    found.columns = dict(sorted(found.columns.items(), key=lambda item: item[1].position))
    found.__post_init__()
    return found


def _rank(text: str) -> int:
    key = key_of(text)
    return 0 if any(key_of(column.name) == key for column in PROJECTS) else 1


def best_headers(sheet: str, head: list[tuple[int, list]], least: int = 2) -> Headers | None:
    """The row among the first ones that names the most columns; None where none names enough.

    A row may complete the one above it, as merged headers of two rows do.
    """
    found, above = [], []
    for number, cells in head:
        texts = [_text(cell) for cell in cells]
        found.append(headers_of(sheet, number, texts))
        if above and any(texts):
            found.append(headers_of(sheet, number, _two_rows(above, texts)))
        above = texts
    best = max(found, key=lambda headers: len(headers.columns), default=None)
    return best if best and len(best.columns) >= least else None


def _text(cell) -> str:
    return as_text(cell) if isinstance(cell, str) else ""


def _two_rows(above: list[str], below: list[str]) -> list[str]:
    """The lower header where it says something by itself, else together with the merged upper."""
    texts, group = [], ""
    for position in range(max(len(above), len(below))):
        upper = above[position] if position < len(above) else ""
        lower = below[position] if position < len(below) else ""
        group = upper or group
        both = f"{group} {lower}"
        texts.append(upper if not lower else lower if read_header(lower, 0) else both)
    return texts
