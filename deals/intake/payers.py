"""Who pays, in English: names of organizations as the subjects of what words say of a deal."""

import re

from babel import Locale

COUNTRIES = frozenset(Locale("en").territories.values())
UPPER = "A-ZÀ-ÖØ-ÞĀČĐĒĞĪİŁŃŌŚŞŠŪŹŻŽ"
_CAP = rf"(?:[{UPPER}][\w'’&.-]*|[A-Z]&[A-Z]|\d[A-Z]\w*)"
NAME = rf"{_CAP}(?:\s(?:{_CAP}|&|de|of(?=\s[{UPPER}]))){{0,5}}"
_AUX = (
    r"(?:has|have|had|having|also|jointly|together|separately|formally|meanwhile|said|says|that|it"
    r"|they|which|who|will|would|shall|may|could|is|are|was|were|been|being|to|now|going|due|poised"
    r"|about|ready|plans?|planning|planned|intends?|intending|agreed|agrees|pledged|committed"
    r"|announced|proposes|proposed|set|expects?|signed|unveiled|wants?|confirmed|decided|vow(?:s|ed)"
    r"|promis(?:es|ed)|undertook|undertaken|hopes?|looking|an?|agreement|agreements|deal|mou"
    r"|memorandum|of|understanding|contract|plans|told|reporters|delegates|itself|alone|there"
    r"|today|yesterday|recently|later|first|further|another|for|its|part|at|the|summit|forum)"
)
_ACT = (
    r"(?:invest(?:s|ed|ing)?|spend(?:s|ing)?|spent|put(?:s|ting)?|build(?:s|ing)?|pour(?:s|ed|ing)?"
    r"|commit(?:s|ted|ting)?|set(?:s|ting)? (?:up|aside)|earmark(?:s|ed|ing)?|pencill?(?:s|ed)? in"
    r"|confirm(?:s|ed)?|pick(?:s|ed)?|ch(?:ose|oose|ooses|osen)|select(?:s|ed)?|promis(?:es|ed|ing)"
    r"|follow(?:s|ed)?(?: up)? with|allocat(?:es?|ed|ing)|channel(?:s|led|ling)?"
    r"|plough(?:s|ed|ing)?|plow(?:s|ed|ing)?|sink(?:s|ing)?|sank|devot(?:es?|ed|ing)"
    r"|dedicat(?:es?|ed|ing)|pump(?:s|ed|ing)?|inject(?:s|ed|ing)?|financ(?:es?|ed|ing)"
    r"|fund(?:s|ed|ing)?|back(?:s|ed|ing)?|contribut(?:es?|ed|ing)|add(?:s|ed|ing)?"
    r"|upgrad(?:es?|ed|ing)|moderni[sz](?:es?|ed|ing)|convert(?:s|ed|ing)?|erect(?:s|ed|ing)?"
    r"|extend(?:s|ed|ing)?|install(?:s|ed|ing)?|lay(?:s|ing)?|roll(?:s|ed|ing)? out"
    r"|c[ao]me(?:s)? (?:in|up) with|br(?:ing|ings|ought)|offer(?:s|ed|ing)?|put (?:up|down)"
    r"|budget(?:s|ed|ing)?(?: for)?|stak(?:es?|ed|ing)|outlin(?:es?|ed|ing)|reveal(?:s|ed|ing)?"
    r"|disclos(?:es?|ed|ing)|ink(?:s|ed)|reserv(?:es?|ed|ing)|sign(?:s|ed)? up for|tabl(?:ed|es)"
    r"|establish(?:es|ed|ing)?|expand(?:s|ed|ing)?|construct(?:s|ed|ing)?|open(?:s|ed|ing)?"
    r"|develop(?:s|ed|ing)?|plans?|planned|signed for|signed|announc(?:es?|ed|ing)|unveil(?:s|ed)?"
    r"|pledg(?:es?|ed|ing)|locat(?:es?|ed|ing)|creat(?:e|es|ed|ing)|launch(?:es|ed|ing)?|provide"
    r"|deploy(?:s|ed|ing)?|approv(?:es?|ed|ing)|clear(?:s|ed)|green-?lit|went for|go(?:es)? for"
    r"|opt(?:s|ed)? for|settled on|turn(?:s|ed)? to|doubl(?:es?|ed|ing)|relocat(?:es?|ed|ing)"
    r"|mov(?:es?|ed|ing)|acquir(?:es?|ed|ing)|tak(?:es?|ing)|propos(?:es?|ed|ing))"
)
_NAMES = (
    rf"(?P<names>{NAME}(?:(?:,|,?\sand|\swith|\salongside|\stogether with)\s"
    rf"(?!while|whereas|but|as|who|which|where)(?:the\s)?(?:[a-z-]+\s)?(?:{_CAP}\s(?=[a-z]))?"
    rf"(?:[a-z-]+\s){{0,2}}?{NAME}){{0,3}})"
)
# “Will reopen”, “agreed to buy”: any verb behind a will, but for those of results.
_WILL = (
    r"(?:(?:will|would|shall|(?:is|are|plans?|planning|intends?|agree[ds]|wants?|hopes?|aims?"
    r"|expects?|decided|promise[ds]|pledge[ds]|committed|ready|set|due|poised|propose[ds]"
    r"|undertook|vow(?:s|ed)|prepar(?:es|ed|ing)|going) to)\s(?:also\s|jointly\s|together\s)?"
    r"(?!be\b|have|reach|total|exceed|need|cost|grow|rise|fall|come|report|earn|sell|export"
    r"|import|lend|see|generate|produce|help|bring|allow|remain|continue|receive|get|raise|attract|win|secure|draw|double|triple|boost"
    r"|lift|increase|cut|reduce|save)[a-z]+)"
)
DEAL = re.compile(
    rf"(?<!\bin\s)(?<!\bin the\s)(?<!\bnear\s)(?<!\bat\s)(?<![\w'’-]){_NAMES}"
    rf"(?:,\s[^,;]{{2,60}},|\s?\([^)]{{1,30}}\)|,(?=\s(?:which|who)))?"
    rf"\s(?:{_AUX},?\s|(?:on|in|at)\s[A-Z][a-z]+\s){{0,8}}?(?P<act>{_WILL}|{_ACT})\b"
)
# “Norrvolt (€40m)”, “and Kivi Paper, €47m”: the name right before the amount.
BESIDE = re.compile(
    rf"(?:^|[,;:]|\band|\bwhile|\bwith|\bby)\s?(?:the\s)?(?:[a-z-]+\s){{0,3}}?"
    rf"(?P<names>{NAME})(?:\s\(|,\s|\s(?:with\s|for\s|another\s|some\s|a further\s)?)\Z"
)
# “Enel has set its sights on a $230m plant”: whatever it does, it does it with money for a plant.
GENERIC = re.compile(
    rf"(?:^|[.;:,]\s|\band\s|\bwhile\s)(?:the\s|The\s)?"
    rf"(?:(?:{_CAP}\s)?(?:[a-z-]+\s){{1,3}}?)?{_NAMES}\s"
    r"(?!already|runs?\b|operates?|owns?\b|controls?|built|opened|reported|earned|posted|lost|made|sold|sells|export|import|raised|owe|holds|manages|fell"
    r"|rose|grew|employs|cost|generate|recorded|total|is\b(?! \w+ing)|was\b|were\b|are\b|had\b"
    r"|of\b|and\b"
    r"|in\b|on\b|at\b|to\b|by\b|from\b|for\b|won\b|lends?\b|lent\b|values?\b)[a-z][\w-]*\s"
    r"(?:[a-z'’-]+\s|(?:in|at|near|on)\s[A-Z][\w-]+\s){0,6}\Z"
)
# “A memorandum with Turkey’s Limak foresees”
WITH = re.compile(
    rf"\b(?:memorandum|agreement|deal|contract|pact|accord|mou|letter of intent)\s(?:[a-z]+\s)?"
    rf"with\s(?:the\s)?(?:[a-z-]+\s){{0,3}}?(?P<names>{NAME})\s[^.;]{{0,40}}\Z",
    re.IGNORECASE,
)
WENT_TO = re.compile(
    rf"[^.;]{{0,60}}?\b(?:went|goes|awarded|came|comes?)\s(?:to|from)\s(?:the\s)?(?:[a-z-]+\s){{0,3}}?"
    rf"(?P<names>{NAME})"
)
# “The company will pay $410 million”: the one of the sentence before.
ANAPHOR = re.compile(
    rf"^(?:The (?:company|firm|group|investor|developer|manufacturer)|It)\s(?:{_AUX},?\s){{0,8}}?"
    rf"(?:{_WILL}|{_ACT})\b"
)
BY_NAME = re.compile(rf"\b(?:by|from)\s(?:the\s)?(?:[a-z-]+\s){{0,3}}?(?P<names>{NAME})")
# “For $52 million, Olam will modernise its mill”
INTRODUCED = re.compile(r"^(?:For|With|At|Under|Through)\s(?:[a-z-]+\s){0,6}\Z")
LISTS = re.compile(
    r"\b(?:include[sd]?|including|deals|projects|investors|among|led by|pledges|announcements)\b",
    re.IGNORECASE,
)
# “Masdar’s $860 million solar plant”
OWNER = re.compile(rf"(?P<names>{NAME})(?:['’]s|(?<=s)['’])\s(?:[a-z-]+\s){{0,3}}?\Z")
# “… of $95 million from AMEA Power”, “a $45m cold store, to be built by Frigo”
FROM = re.compile(
    rf"(?P<between>[^.;]{{0,110}}?)\s(?:by|from)\s(?:the\s)?(?:[a-z-]+\s){{0,4}}?(?P<names>{NAME})"
)
COMMITMENT = re.compile(
    r"\b(?:commitments?|investment|equity|stake|financing|funding|pledge|outlay|spending|injection)"
    r"(?: of|,)?\s\Z",
    re.IGNORECASE,
)
NOT_A_NAME = re.compile(
    r"\b(?:Companies|Firms|Ministers?|Donors?|Foreign|Officials|They|It|State|Government|Ministry"
    r"|Commission|Union|President|Participants|Investors|Organi[sz]ers|Authorities|Conference"
    r"|Summit|Forum|Expo|Congress|Fair|Meet|Dialogue|Week|Day|Exhibition|Show|Projects?|Agreements?"
    r"|Deals?|Bank said|He|She|We|These|This|Those|That|Province|Provinces|City|Department"
    r"|Visitors|Airlines|Experts|Delegates|Parliament|Nations|Contracts|Plans|Another|Both|Some"
    r"|Many|About|Nearly|Cabinet|Council|Its|Their|His|Her|Our|Loans|Commitments|Pledges|Total"
    r"|Altogether|Overall|Damage|Exports|Imports|Trade|Sales|Inflation|Developers|Exhibitors"
    r"|Lenders|Banks|Buyers|Producers|Makers|Businesses|Manufacturers|All|More|Most|Several|There)\b"
    r"|^(?:On|In|At|For|With|From|By|To|Of|As|When|While|After|Before|Since|Once|During|Under|Over"
    r"|If|But|And|Or|So|Yet|The|A|An|That|What|Who|Which|How|Now|Then|Also|Mr|Mrs|Ms|Dr|Day|Meanwhile|Separately|Elsewhere"
    r"|Moreover|Furthermore|Later|Earlier|Additionally|Besides|Finally|First|Second|Third|Next"
    r"|Here|Today|Yesterday|Tomorrow|Abroad|Overseas|However|Instead|Still|Alone|Among)$"
    r"|^(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov"
    r"|Dec)\b"
)
OF_STATE = re.compile(
    r"^\s?(?:government|ministry|state|province|administration|authorities|leaders|officials"
    r"|council)\b",
    re.IGNORECASE,
)
_NATION = (
    r"American|German|French|British|Japanese|South Korean|Korean|Chinese|Indian|Danish|Dutch|Swiss"
    r"|Swedish|Norwegian|Finnish|Italian|Spanish|Canadian|Australian|Russian|Brazilian|Turkish"
    r"|Emirati|Saudi|Portuguese|Belgian|Austrian|Polish|Israeli|Mexican|US|U\.S\.|UK|Singaporean"
    r"|Taiwanese|Vietnamese|Malaysian|Thai|Irish|Egyptian|Moroccan|Kenyan|Nigerian|Indonesian"
    r"|Chilean|Peruvian|Qatari|Kuwaiti|European|Hungarian|Czech|Greek|Romanian|Ukrainian|Kazakh"
    r"|Uzbek|Georgian|Armenian|Azerbaijani|Pakistani|Bangladeshi|Sri Lankan|Filipino|Philippine"
    r"|Cambodian|Mongolian|New Zealand|South African|Ghanaian|Ethiopian|Tanzanian|Ugandan|Rwandan"
    r"|Zambian|Angolan|Mozambican|Senegalese|Ivorian|Tunisian|Algerian|Jordanian|Lebanese|Iraqi"
    r"|Omani|Bahraini|Argentine|Argentinian|Colombian|Ecuadorian|Bolivian|Uruguayan|Venezuelan"
    r"|Panamanian|Jamaican|Estonian|Latvian|Lithuanian|Slovak|Slovenian|Croatian|Serbian|Bulgarian"
    r"|Icelandic|Luxembourg|Scottish|Welsh|Hong Kong|Taiwan|Singapore"
)
NATIONAL = re.compile(rf"(?:{_NATION}|Asian|African|Arab|Gulf|Western|Nordic|Baltic)(?:s|ese)?")
_KIND = (
    r"(?:[A-Z][a-z]*(?:maker|builder|producer|developer|operator|supplier|retailer|manufacturer"
    r"|conglomerate)|Miner|Utility|Developer|Company|Carmaker|Retailer|Operator|Conglomerate|Giant)"
)
LEAD = re.compile(
    rf"^(?:(?:State-run|State-owned|Privately-held|[A-Z]\w+-(?:based|owned|listed)|The|A|An|And|But"
    rf"|Among|Also|Meanwhile|Separately|In|At|On|While|For|With|From|As|{_KIND})\s)*"
    rf"(?:(?:[{UPPER}]\w*\s){{0,2}}[{UPPER}]\w*['’]s?\s(?=[{UPPER}]))?"
    rf"(?:(?:{_NATION})(?:-\w+)?\s(?=[{UPPER}]))?(?:{_KIND}\s(?=[{UPPER}]))?"
)
SPLIT = re.compile(r",\s(?:and\s)?|\s(?:and|with|alongside|together with)\s(?:the\s)?")


def names_in(written: str) -> list[str]:
    """“Ibergas and the Portuguese fund Tejo Capital” → both names, without what stands before."""
    names = []
    written = re.sub(r"(?<!Bank)(?<!University)(?<!Company) of [A-Z]\w+$", "", written)
    for part in SPLIT.split(written):
        runs = re.findall(NAME, LEAD.sub("", part.strip()))
        name = LEAD.sub("", runs[-1]).strip(" .,") if runs else ""
        if name:
            names.append(re.sub(r"['’]s$", "", name))
    return names


def payers(before: str, after: str, listed: bool) -> tuple[list[str], int]:
    """Names of who pays an amount, and where in `before` the words about the deal begin.

    `before` and `after` are the words around the amount; `listed`: an amount of the same sentence
    belonged to a deal already, so that a bare name may follow.
    """
    if listed and (found := BESIDE.search(before)):
        return names_in(found["names"]), found.end("names")
    found = max(DEAL.finditer(before), key=lambda each: each.start(), default=None)
    if found and OF_STATE.match(before[found.end("names") :]):
        return [], 0
    if found:
        return names_in(found["names"]), found.end("names")
    beside = LISTS.search(before) and BESIDE.search(before)
    found = beside or _of_a_plant(before, after)
    if found:
        return names_in(found["names"]), found.end("names")
    return _behind(before, after)


def is_payer(name: str) -> bool:
    return not (
        NOT_A_NAME.search(name) or len(name) < 2 or NATIONAL.fullmatch(name) or name in COUNTRIES
    )


def pointed_at(previous: str) -> list[str]:
    """Whom “the company” means: the one that the sentence before names as a builder or payer."""
    found = BY_NAME.search(previous) or DEAL.search(previous)
    return names_in(found["names"])[:1] if found else []


def _of_a_plant(before: str, after: str) -> re.Match | None:
    aim = INTO.match(after.removeprefix(","))
    if RIGHT_BEHIND.match(after) or (aim and IS_THING.search(aim["thing"])):
        return OWNER.search(before) or GENERIC.search(before) or WITH.search(before)
    return None


def _behind(before: str, after: str) -> tuple[list[str], int]:
    """The payer that follows: “a commitment of $95 million from AMEA Power”."""
    found = FROM.match(after)
    if found and (
        (COMMITMENT.search(before) and len(found["between"]) < 30)
        or THING.search(found["between"])
        or RIGHT_BEHIND.match(found["between"])
    ):
        return names_in(found["names"]), 0
    if found := WENT_TO.match(after):
        return names_in(found["names"]), 0
    subject = re.match(r"[^,.;]{0,30},\s", after) if INTRODUCED.search(before) else None
    if subject and (found := DEAL.match(after, subject.end())):
        return names_in(found["names"]), 0
    return [], 0


_THING = (
    r"plants?|factory|factories|farms?|mines?|parks?|terminals?|lines?|centres?|centers?|facility"
    r"|facilities|projects?|refinery|refineries|lagoons?|clusters?|hubs?|complex|campus|warehouses?"
    r"|ports?|railways?|smelters?|mills?|gigafactory|infrastructure|expansion|units?|base|storage"
    r"|laboratory|hospitals?|hotels?|resorts?|pipelines?|plantations?|stations?|works|yards?"
    r"|networks?|halls?|berths?|stores?|depots?|foundry|brewery|bakery|dairy|tannery|quarry|dam"
    r"|bridges?|roads?|towers?|offices?|headquarters|academy|school|university|institute|shipyard"
    r"|dock|jetty|docks|silos?|greenhouses?|orchards?|hatchery|grids?|cables?|interconnectors?"
    r"|substations?|reactors?|turbines?|sites?|workshops?|studios?|labs?|fab|fabs|foundries|kiln"
    r"|furnace|distillery|slaughterhouse|crusher|concentrator|electrolysers?|electrolyzers?"
    r"|datacentres?|datacenters?"
)
THING = re.compile(
    r"\b(?:an?|its|the|new|another|two|three)\s(?P<thing>(?:(?!million|billion|crore|of"
    rf"|worth)[\w-]+\s){{0,4}}?(?:{_THING}))\b",
    re.IGNORECASE,
)
IS_THING = re.compile(rf"\b(?:{_THING})\b", re.IGNORECASE)
RIGHT_BEHIND = re.compile(
    rf"\s(?P<thing>(?:(?!million|billion|in|on|for|to|of|and|by)[\w-]+\s){{0,4}}?(?:{_THING}))\b",
    re.IGNORECASE,
)
INTO = re.compile(
    r"\s?(?:(?:over|within) [\w ]{1,14} (?:years|months)\s)?"
    r"(?:in|into|on|for|to|towards?|behind)\s(?:an?\s|its\s|the\s)?(?:new\s)?"
    r"(?P<thing>[^,.;()$€£¥₹]{3,60}?)"
    r"(?=\s(?:in|near|at|by|with|off|along|that|where|which|and hire|and [A-Z]|over|outside"
    r"|employing|creating|to)\b|[,.;()]|$)"
)


def thing(text: str, after: str, begin: int) -> str:
    """What is built or bought: behind “in”, “on” or “for”, or a plant, a mine or the like."""
    aim = INTO.match(after)
    if aim and re.fullmatch(r"(?:[A-Z]\S*\s?)+", aim["thing"]) and THING.search(text, begin):
        aim = None
    if found := aim or RIGHT_BEHIND.match(after) or THING.search(text, begin):
        return " ".join(found["thing"].split())
    return ""
