"""Who pays for what, in Chinese: 某公司拟在某地投资若干元建设某厂."""

import re
from dataclasses import dataclass

from babel import Locale

_ADVERB = (
    "(?:分别|宣布|表示|称|透露|计划|规划|拟|将|还|也|则|已|亦|均|承诺|同意|共同|联合|携手|签约|正"
    "|合计|准备|决定|预计|打算|有意|意向|考虑|确认|敲定|当场|现场|会上|当天|同日|明确|再|另|随后"
    "|首期|一期|先期|分期|未来\\w年|\\w年内|今后\\w年|\\d年内|在会上|愿|愿意|希望|力争|直接)"
)
_VERB = (
    "(?:(?:总|追加|增加|计划|新增)?投资|投入|投下|投放|出资|斥资|注资|增资|追加|注入|砸下|砸|掷|豪掷"
    "|拿出|安排|划拨|预留|拨出|花费|耗资|追投|加码|投建|签下|投)"
)
_HEDGE = "(?:额|约|近|超|逾|了|为|达|至少|不少于|最多|高达|合计|共|总额|金额|人民币)*"
_NAMES = "(?P<names>[^，。；：\\d\\s（）()]{2,30}?)"
_START = "(?:^|[，。；：、\\s]|其中|此外|另外|而)"
_PLACE = "(?:(?:在|于)(?P<place>[^，。；\\d]{1,16}?))"
_BUILD = "(?:建设|兴建|新建|扩建|建立|打造|建成|建造|筹建|改造|升级|设立|建)"
# 甲把 … 投向
TURNS = re.compile(rf"{_START}{_NAMES}{_ADVERB}*(?:把|将|拿){_HEDGE}\Z")
DEALS = [
    # 甲与某市签署协议，拟投资
    re.compile(
        rf"{_START}(?P<names>[^，。；：\d\s]{{2,20}}?)(?:还|也|已|将)?(?:与|和|同)[^，。；]{{2,18}}?"
        rf"(?:签署|签订|签约|达成|签)[^，。；\d]{{0,14}}，{_ADVERB}*{_PLACE}?{_VERB}{_HEDGE}\Z"
    ),
    # 甲与乙合资的项目总投资
    re.compile(
        rf"{_START}(?:由)?{_NAMES}(?:合资|合作|共建|联合|投资|主导|牵头|承建|建设|开发)+(?:的|兴建的|建设的)"
        rf"(?P<object>[^，。；\d]{{0,20}}?)(?:项目|工程)?，?(?:计划|预计)?(?:总投资|投资)额?{_HEDGE}\Z"
    ),
    # 甲选择某地，将投资
    re.compile(
        rf"{_START}{_NAMES}{_ADVERB}*(?:看中|选择|选定|选址|扎根|瞄准|落子)了?"
        rf"(?P<place>[^，。；\d]{{2,10}})，{_ADVERB}*{_VERB}{_HEDGE}\Z"
    ),
    # 最大的是甲的某项目，达; 最大一笔来自甲，金额达
    re.compile(
        rf"是{_NAMES}的(?P<object>[^，。；\d]{{2,20}}?)(?:项目|工程)?，(?:总?投资额?|金额)?{_HEDGE}\Z"
    ),
    re.compile(rf"来自{_NAMES}，(?:总?投资额?|金额|数额|出资){_HEDGE}\Z"),
    # 甲签下协议，将投入
    re.compile(
        rf"{_START}{_NAMES}{_ADVERB}*(?:签署|签订|签下|签约|达成|公布|披露|带来|提交)[^，。；\d]{{0,16}}，"
        rf"{_ADVERB}*{_PLACE}?{_VERB}{_HEDGE}\Z"
    ),
    # 甲拟在某地兴建某厂，投资额
    re.compile(
        rf"{_START}{_NAMES}{_ADVERB}+(?P<works>{_PLACE}?{_BUILD}[^，。；]{{2,40}}"
        rf"|(?:把|将)[^，。；]{{2,20}}(?:扩产|改造|扩建|升级|改建))，"
        rf"(?:计划|预计|项目)*(?:总?投资|耗资|斥资|投入|造价|出资){_HEDGE}\Z"
    ),
    # 甲（宣布）（，）将（在某地）投资; 甲为某地的某厂投入
    re.compile(
        rf"{_START}{_NAMES}{_ADVERB}*，?{_ADVERB}*{_PLACE}?{_ADVERB}*"
        rf"(?:(?:向|为|对|给|就)(?P<object>[^，。；\d]{{2,24}}?))?{_ADVERB}*{_VERB}{_HEDGE}\Z"
    ),
    TURNS,
    # 甲的某项目总投资
    re.compile(
        rf"{_START}{_NAMES}(?:的|在(?P<place>[^，。；\d]{{2,12}}?)的)(?P<object>[^，。；\d]{{2,20}}?)"
        rf"(?:项目|工程)，?(?:计划|预计)?(?:总投资|投资)额?{_HEDGE}\Z"
    ),
]
TURNED_TO = re.compile(
    "^(?:元)?(?:投向|投到|投往|投入到?|投在|用于|注入|砸向|花在|投给|用在|用来)"
    "(?:(?:在)?(?P<place>[^，。；的\\d]{2,12})的)?(?P<thing>[^，。；]{2,30})"
)
BY = re.compile(
    "^的?(?P<object>[^，。；]{0,24}?)(?:项目|工程)?(?:，)?(?:将)?由(?P<names>[^，。；\\d]{2,20}?)(?:投资|出资|建设|承建|兴建|投建|开发)"
)
THING = re.compile(
    "^(?:，)?(?:将|用于|拟|计划)?(?:人民币)?(?:，)?(?:在(?P<place>[^，。；\\d]{1,14}?))?"
    "(?:投资)?(?:建设|兴建|新建|扩建|建立|打造|建成|建造|筹建|改造|升级|设立|布局|开发|研发|生产|发展|用于|扩大|参与|入股"
    "|收购|落子|开设|购置|建(?!议))(?P<thing>[^，。；]{1,30})"
)
OF_THING = re.compile("^的(?P<place>(?=x))?(?P<thing>[^，。；]{2,24}?)(?:项目|工程|[，。；]|$)")
ITS_OWN = re.compile("^其?(?:位于|在)(?P<place>[^，。；]{2,10}?)的(?P<thing>.+)$")
WORKS = re.compile(
    "^(?:在(?P<place>[^，。；\\d]{1,14}?))?(?:建设|兴建|新建|扩建|建立|打造|建成|建造|筹建|改造|升级|设立|建)"
    "(?P<thing>[^，。；]{1,40})"
)
LOCATED = re.compile(
    "(?:位于|落户|落地|选址|落子|扎根)(?:于|在)?(?P<place>[\u4e00-\u9fff]{2,12}?)(?=[，。；、]|$)"
)
_ALSO = ["美国", "英国", "沙特(?!国际|阿美|基础)", "印尼", "阿联酋", "香港", "台湾", "中国香港"]
_TERRITORIES = Locale("zh").territories
_NAMED = {name for code, name in _TERRITORIES.items() if code.isalpha() and code != "CN"}
_LONGEST_FIRST = sorted(_NAMED, key=len, reverse=True)
_COUNTRY = "|".join([*_LONGEST_FIRST, *_ALSO, "中国(?=企业|公司的|车企|厂商)"])
COUNTRIES = frozenset(_TERRITORIES.values()) | {"沙特", "印尼", "阿联酋"}
_KIND = (
    "(?:[中外民央国台港日韩美德法英]资|民营|国有|本土|当地|本地|知名|上市|龙头|头部)?"
    "(?:[\u4e00-\u9fff]{0,5}(?:企业|车企|药企|央企|国企|民企|乳企|巨头|厂商|制造商|运营商|开发商|生产商|供应商"
    "|龙头)|公司(?=\\S{2})|集团(?=\\S{3}))"
)
LEAD = re.compile(
    "^(?:其中|此外|同时|另外|据悉|据介绍|会上|当天|目前|而|来自|由|大会期间|会议期间|展会期间|期间)*"
    f"(?:(?:{_COUNTRY})(?!石油|电力|电信|航空|银行|公共|国家|国际|皇家|铁路))?(?:的)?(?:{_KIND})?"
)
NOT_A_NAME = re.compile(
    "项目|计划|协议|合同|总$|首日|大会|会上|累计|^共|共计|总共|其中|额|固定资产|完成|吸引|意向|预计|外资|省"
    "|市$|全市|全省|政府|峰会|论坛|我国|参展|企业$|各国|各方|带动|拉动|各地|这些|来自|国家|财政|银行贷"
    "|博览会|洽谈会|展会|本届|去年|今年|当地|客商|双方|对方|经济|产业$|区$|县$|部门|基金会议|交易|方$|^集中|^现场|^当场|^集体|^双|主办|组委|承办|各|记者|官方|负责人|发言人|部长|主席|总统|总理|书记|市长|省长|中心$|多家"
)
SEVERAL = re.compile("各|多家|[数几]十家|众多|这些|主办|的$")


@dataclass(frozen=True)
class Venture:
    names: list[str]
    thing: str
    place: str


def find(before: str, after: str) -> Venture | None:
    """The deal of an amount: `before` and `after` are the words of its sentence around it."""
    for form in DEALS:
        if found := form.search(before[-70:]):
            parts = found.groupdict()
            turned = TURNED_TO.match(after)
            if form is TURNS and not turned:
                continue
            if venture := _venture(
                parts, turned or THING.match(after) or OF_THING.match(after), after
            ):
                return venture
    if re.search("(?:总投资|投资|耗资|造价)\\w?\\Z", before) and (found := BY.match(after)):
        return _venture(found.groupdict(), None, after)
    return None


def _venture(parts: dict, behind: re.Match | None, after: str) -> Venture | None:
    named, _of, built = parts["names"].partition("的")
    names = _names(named)
    if (
        not names
        or SEVERAL.search(parts["names"])
        or any(NOT_A_NAME.search(name) or len(name) < 2 for name in names)
    ):
        return None
    works = WORKS.match(parts.get("works") or "")
    thing = behind["thing"] if behind else ""
    place = parts.get("place") or (behind and behind["place"]) or ""
    first, _of, rest = (
        parts.get("object") or built or (works and works["thing"]) or ""
    ).rpartition("的")
    thing, place = thing or rest, place or (works and works["place"]) or first
    if own := ITS_OWN.match(thing):
        thing, place = own["thing"], place or own["place"]
    if "的" in place:
        place, _of, rest = place.partition("的")
        thing = thing or rest
    if not place and (found := LOCATED.search(after)):
        place = found["place"]
    return Venture(names, re.sub("^一[座个条家期]|(?:等)?(?:项目|工程)$", "", thing), place)


def _names(written: str) -> list[str]:
    several = "、" in written or "与" in written
    parts = re.split("[、和与]" if several else "联合|携手|联手|(?<=公司|集团)和(?=...)", written)
    names = [LEAD.sub("", part, count=1) or part for part in parts if part]
    return [name for name in names if name not in ("公司", "企业", "集团")]
