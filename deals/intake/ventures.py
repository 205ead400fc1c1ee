"""Individual deals: who will pay how much for what, where."""

import re

from deals.intake.gazetteer import Gazetteer, Mention
from deals.intake.phrases import Phrase
from deals.intake.places import best_place
from deals.intake.proposals import ProjectProposal
from deals.intake.sentences import within

_CAP = r"(?:[A-Z][\w'’&.-]*|[A-Z]&[A-Z])"
_NAME = rf"{_CAP}(?:\s(?:{_CAP}|&|de|of(?=\s[A-Z]))){{0,5}}"
_AUX = (
    r"(?:has|have|had|also|jointly|together|said|says|that|it|they|will|would|is|are|to|now|plans?"
    r"|planning|planned"
    r"|intends?|intending|agreed|agrees|pledged|committed|announced|proposes|proposed|set|expects?"
    r"|signed|unveiled"
    r"|wants?|confirmed|decided|an?|agreement|agreements|deal|mou|memorandum|of|understanding"
    r"|contract|plans)"
)
_ACT = (
    r"(?:invest(?:s|ed|ing)?|spend(?:s|ing)?|spent|put(?:s|ting)?|build(?:s|ing)?|pour(?:s|ing)?"
    r"|commit(?:s|ted|ting)?|set(?:ting)? up"
    r"|establish(?:es|ing)?|expand(?:s|ing)?|construct(?:s|ing)?|open(?:s|ing)?|inject(?:s|ing)?"
    r"|develop(?:s|ing)?|plans?|signed for"
    r"|signed|announced|unveiled|pledged|locate|creat(?:e|es|ing)|launch(?:es|ing)?|provide"
    r"|deploy(?:ing)?)"
)
EN_DEAL = re.compile(
    rf"(?<!\bin\s)(?<!\bin the\s)\b(?P<names>{_NAME}(?:(?:,|\sand|\swith)\s(?!while|whereas|but|as"
    rf"|who|which|where)(?:the\s)?(?:[a-z-]+\s)?(?:{_CAP}\s(?=[a-z]))?"
    rf"(?:[a-z-]+\s){{0,2}}?{_NAME}){{0,3}})"
    rf"(?:,\s[^,;]{{2,60}},)?\s(?:{_AUX}\s){{0,8}}?(?P<act>{_ACT})\b"
)
FROM_NAME = re.compile(rf"\s(?:\w+\s){{0,3}}?(?:from|by)\s(?P<names>{_NAME})")
COMMITMENT = re.compile(
    r"\b(?:commitment|investment|equity|stake|financing|funding) of\s\Z", re.IGNORECASE
)
NOT_A_NAME = re.compile(
    r"\b(?:Companies|Firms|Ministers?|Donors?|Foreign|Officials|They|It|State|Government|Ministry"
    r"|Commission|Union|President|Participants"
    r"|Investors|Organi[sz]ers|Authorities|Conference|Summit|Forum|Expo|Congress|Fair|Meet"
    r"|Projects?|Agreements?|Deals?|Bank said|He|She|We|These|This"
    r"|That|Province|Provinces|City|Department|Visitors|Airlines|Experts|Delegates|Parliament"
    r"|Nations|Deals|Contracts|Plans|Another|Both|Some|Many|About|Nearly|Cabinet|Council)\b"
)
OF_STATE = re.compile(
    r"^\s?(?:government|ministry|state|province|administration|authorities|leaders|officials"
    r"|council)\b",
    re.IGNORECASE,
)
DEMONYM = re.compile(
    r"^(?:(?:State-run|State-owned|Privately-held|[A-Z]\w+-based|The|A|An|And|But|Among|Also"
    r"|Meanwhile|Separately|In|At"
    r"|On)\s)*(?:[A-Z][\w]*['’]s?\s)?(?:(?:American|German|French|British|Japanese|Korean"
    r"|South Korean|Chinese|Indian|Danish|Dutch"
    r"|Swiss|Swedish|Norwegian|Finnish|Italian|Spanish|Canadian|Australian|Russian|Brazilian"
    r"|Turkish|Emirati|Saudi|Portuguese|Belgian"
    r"|Austrian|Polish|Israeli|Mexican|US|U\.S\.|UK|Singaporean|Taiwanese|Vietnamese|Malaysian"
    r"|Thai|Irish|Egyptian|Moroccan|Kenyan"
    r"|Nigerian|Indonesian|Chilean|Peruvian|Qatari|Kuwaiti|European|Japan-based"
    r"|US-based)\s(?=[A-Z]))?"
)
THING = re.compile(
    r"\b(?:an?|its|the|new|another|two|three)\s(?P<thing>(?:(?!million|billion|crore|of"
    r"|worth)[\w-]+\s){0,4}?(?:plants?|factory|factories|farms?|mine|park|terminal|(?:float "
    r"|production )?lines?"
    r"|centres?|centers?|facility|facilities|project|refinery|lagoon|clusters?|hub|complex|campus"
    r"|warehouses?|port|railway|smelter|mill|gigafactory"
    r"|infrastructure|expansion|unit|base|storage|laboratory|hospital|hotel|resort|pipeline"
    r"|plantation|station|works|yard|network)s?)\b",
    re.IGNORECASE,
)
INTO = re.compile(
    r"\s?(?:in|into|on|for|to)\s(?:an?\s|its\s|the\s)?(?P<thing>[^,.;()]{3,60}?)(?=\s(?:in|near|at"
    r"|by|with|off|along|that|where|and hire|over)\b|[,.;()]|$)"
)
WHERE = re.compile(
    r"\b(?:in|near|at|off|outside|of"
    r"|to)\s(?:the\s(?:\w+\s(?:of\s)?)?)?(?P<place>[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){0,2})"
)

_ZH_COUNTRY = (
    "美国|德国|法国|英国|日本|韩国|丹麦|荷兰|瑞士|瑞典|挪威|芬兰|意大利|西班牙|新加坡|印度(?!尼)"
    "|加拿大|澳大利亚|俄罗斯|巴西|泰国|马来西亚"
    "|印度尼西亚|印尼|越南|阿联酋|中国(?=企业|公司的|车企)|比利时|奥地利|波兰|以色列|土耳其|墨西哥"
    "|葡萄牙|爱尔兰|卡塔尔|科威特|南非"
)
ZH_LEAD = re.compile(
    rf"^(?:其中|此外|同时|另外|据悉|据介绍|会上|当天|目前)?(?:{_ZH_COUNTRY})?(?:的)?(?:企业|公司"
    rf"|车企|药企|巨头|集团(?=\S{{3}}))?"
)
ZH_DEAL = re.compile(
    r"(?:^|[，。；：、\s]|其中)(?P<names>[^，。；：\d\s]{2,30}?)"
    r"(?:(?:宣布|表示|计划|拟|将|还|也|已|承诺|同意|共同|联合|签约|正|合计|准备|决定|预计)+)?"
    r"(?:，)?(?:在(?P<place>[^，。；\d]{1,16}?))?(?:投资|投入|出资|斥资|注资|增资|追加投资)(?:约"
    r"|近|超|了)*\s*\Z"
)
ZH_NOT_A_NAME = re.compile(
    "项目|计划|协议|合同|总$|首日|大会|会上|累计|共|其中|额|固定资产|完成|吸引|意向|预计|外资|省"
    "|市$|全市|全省|政府|峰会|论坛|我国|参展|企业$|带动|拉动|各"
    "|这些|来自"
)
ZH_THING = re.compile(
    r"^(?:，)?(?:将)?(?:人民币)?(?:，)?(?:在(?P<place>[^，。；\d]{1,14}?))?(?:建设|兴建|新建|扩建"
    r"|建立|打造|建成|建(?!议)|发展"
    r"|用于|设立|布局|开发|研发|生产)(?P<thing>[^，。；]{1,30})"
)
ZH_AGREED = re.compile(
    r"(?:^|[，。；：\s])(?P<names>[^，。；：\d\s]{2,20}?)(?:还|也|已|将)?(?:与|和"
    r"|同)[^，。；]{2,18}?(?:签署|签订|签约"
    r"|达成)[^，。；\d]{0,14}，"
    r"(?:拟|将|计划|预计)?(?:在(?P<place>[^，。；\d]{1,16}?))?(?:总?投资|投入|出资|斥资)(?:约|近"
    r"|超)*\s*\Z"
)


def names_in(written: str) -> list[str]:
    """“Ibergas and the Portuguese fund Tejo Capital” → both names, without what stands before."""
    names = []
    written = re.sub(r"(?<!Bank)(?<!University)(?<!Company) of [A-Z]\w+$", "", written)
    for part in re.split(r",\s|\sand\s(?:the\s)?|\swith\s(?:the\s)?", written):
        runs = re.findall(_NAME, DEMONYM.sub("", part.strip()))
        name = DEMONYM.sub("", runs[-1]).strip(" .,") if runs else ""
        if name:
            names.append(re.sub(r"['’]s$", "", name))
    return names


class Ventures:
    """Finds the deal, if any, that an amount of money belongs to."""

    def __init__(self, gazetteer: Gazetteer, places: list[Mention]):
        self.gazetteer, self.places = gazetteer, places
        self.countries = {n for each in places for k in each.known for n in (k.name, k.name_zh)}

    def of(self, phrase: Phrase, begin: int) -> ProjectProposal | None:
        """`begin`: where in the article the words about this deal can begin."""
        if re.search("[\u4e00-\u9fff]", phrase.sentence.text):
            return self._chinese(phrase)
        return self._english(phrase, begin - phrase.sentence.start)

    # English

    def _english(self, phrase: Phrase, floor: int) -> ProjectProposal | None:
        at = phrase.quantity.start - phrase.sentence.start
        text = phrase.sentence.text
        before = text[floor:at]
        found = max(EN_DEAL.finditer(before), key=lambda each: each.start(), default=None)
        names = names_in(found["names"]) if found else []
        if found and OF_STATE.match(before[found.end("names") :]):
            names = []
        begin = at - len(before) + (found.end("names") if found else 0)
        if not found and COMMITMENT.search(before) and (found := FROM_NAME.match(phrase.after)):
            names, begin = names_in(found["names"]), 0
        names = [name for name in names if self._is_payer(name)]
        if not names or re.search(r"\b(?:reported|sales|revenue|each)\b", before[-60:]):
            return None
        place, location = self._where(phrase, begin)
        thing = self._thing(phrase, begin)
        thing = "" if thing == place else thing
        return self._proposal(phrase, names, ": ", thing, place, location)

    def _is_payer(self, name: str) -> bool:
        if NOT_A_NAME.search(name) or len(name) < 2:
            return False
        known = self.gazetteer.organizations.find(name)
        if known:
            return True
        places = self.gazetteer.places.find(name)
        return not any(each.start == 0 and each.end == len(name) for each in places)

    def _where(self, phrase: Phrase, begin: int) -> tuple[str, str]:
        start = phrase.sentence.start
        text = phrase.sentence.text
        inside = within(self.places, start + begin, phrase.sentence.end)
        inside = [
            each
            for each in inside
            if re.search(
                r"\b(?:in|near|at|off|outside|for|to|of|from|,)\s(?:the\s)?(?:\w+\s(?:of\s)?)?\Z"
                r"|,\s\Z",
                text[: each.start - start],
            )
        ]
        if inside:
            best = max(inside, key=lambda each: (len(best_place(each, inside).inside), -each.start))
            written = WHERE.search(text, begin)
            if not (
                written
                and written.start() < best.start - start
                and best_place(best, inside).kind == "country"
                and not self._names_a_place(written["place"])
            ):
                return best.text, best_place(best, inside).slug
        for found in WHERE.finditer(text, begin):
            if found[0].startswith(("of ", "to ")) or found["place"].isupper():
                continue
            if re.search(
                r"\d{4}|January|February|March|April|June|July|August|September|October|November"
                r"|December|Monday|Tuesday|Wednesday|Thursday|Friday",
                found["place"],
            ):
                continue
            return found["place"], ""
        return "", ""

    def _names_a_place(self, name: str) -> bool:
        return bool(self.gazetteer.places.find(name))

    def _thing(self, phrase: Phrase, begin: int) -> str:
        text = phrase.sentence.text[begin:]
        if found := INTO.match(phrase.after):
            return " ".join(found["thing"].split())
        if found := THING.search(text):
            return " ".join(found["thing"].split())
        return ""

    # Chinese

    def _chinese(self, phrase: Phrase) -> ProjectProposal | None:
        at = phrase.quantity.start - phrase.sentence.start
        before = phrase.sentence.text[:at]
        before = before[-70:]
        found = ZH_AGREED.search(before) or ZH_DEAL.search(before)
        if not found:
            return None
        name = ZH_LEAD.sub("", found["names"], count=1) or found["names"]
        if ZH_NOT_A_NAME.search(name) or len(name) < 2:
            return None
        behind = phrase.sentence.text[phrase.quantity.end - phrase.sentence.start :]
        thing = ZH_THING.match(behind)
        written = found["place"] or (thing and thing["place"]) or ""
        place, location = self._zh_place(written, phrase)
        names = (
            [each for each in re.split("[、和与]", name) if each]
            if "、" in name or "与" in name
            else [name]
        )
        return self._proposal(phrase, names, "：", thing["thing"] if thing else "", place, location)

    def _zh_place(self, written: str, phrase: Phrase) -> tuple[str, str]:
        if not written:
            return "", ""
        found = self.gazetteer.places.find(written)
        best = max(found, key=lambda each: len(best_place(each, found).inside), default=None)
        if best and len(written) - (best.end - best.start) <= 3:
            return best.text, best_place(best, found).slug
        return written, ""

    def _proposal(self, phrase, names, colon, thing, place, location) -> ProjectProposal:
        quantity = phrase.quantity
        joined = "、".join(names) if colon == "：" else " and ".join(names)
        return ProjectProposal(
            name=(f"{joined}{colon}{thing}" if thing else joined)[:200],
            investors=names,
            amount=quantity.value,
            amount_max=quantity.value_max,
            currency=quantity.currency,
            qualifier=quantity.qualifier,
            place=place,
            location=location,
            text=quantity.text,
            sentence=phrase.sentence.text,
            start=quantity.start,
            end=quantity.end,
        )
