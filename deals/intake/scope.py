"""What a number is about: a place, a sector, the first day, or a part in other words."""

import re
from dataclasses import dataclass, replace

from deals.intake.gazetteer import Gazetteer, Mention
from deals.intake.phrases import Phrase
from deals.intake.places import CLOSES, NO_PLACE, OPENS, best_place
from deals.intake.scope_notes import ABOVE, BOTH, donor_of, note_of
from deals.intake.sentences import Sentence, within

# “On the opening day 137 projects were signed” tells when; “on its first day” says: so far.
FIRST_DAY = re.compile(
    r"\b(?:first|opening) day alone\b|\bits opening day\b|\bfirst day\b|\bday one\b"
    r"|首日|第一天|开幕首日|(?:开幕|启幕|揭幕|帷幕)[^。]{0,8}当[天日]|当[天日](?:共|集中|现场)?签约",
    re.IGNORECASE,
)
# In a sentence about a former edition.
A_FIRST_DAY = re.compile(rf"{FIRST_DAY.pattern}|\bopening day\b", re.IGNORECASE)
PART = re.compile(
    r"\bof (?:these|those|them|which|whom|that|it|this)\b|\bamong (?:the|these|them|those)\b"
    r"|\bout of the\b"
    r"|\bof (?:the|this) (?:\w+ )?(?:sum|total|amount|value|figure|investment|projects|\d+)\b"
    r"|\balone\b|\binclud(?:es|ing)\b"
    r"|\b(?:accounts?|accounted|accounting|stands?) for\b|\bmakes? up\b|\bshare\b|\btopped\b"
    r"|\bled\b"
    r"|\bby (?:province|sector|country|region|industry|state|city)\b"
    r"|\b(?:slice|portion|chunk)\b"
    r"|其中|占|居首|按\w{1,4}[分看]|分产业",
    re.IGNORECASE,
)
LOCATED = re.compile(
    r"\b(?:based|located|built|sited|placed|implemented|situated|settled?|landed|carried out"
    r"|realised|set up)"
    r"\s(?:\w+\s)?in\s(?:the\s)?\Z|\b(?:meant|destined|earmarked) for\s(?:the\s)?\Z|落户\Z|落地\Z",
    re.IGNORECASE,
)
OWN_PROJECTS = re.compile(r"\s?(?:projects|deals|plants)\b|(?:市|省)?(?:签约)?项目", re.IGNORECASE)
POINTS_TO_LAST = re.compile(
    r"^\W*(?:these|those|the (?:latter|two|projects there)|they|such)\b|^\W*(?:该批|这批|上述"
    r"|这些)项目"
    r"|^[^\d]{0,60}\b(?:they|(?:these|those) (?:projects|deals|plants|investments|agreements))\b",
    re.IGNORECASE,
)
WHOLE_EVENT = re.compile(
    r"共签|累计|期间|\bin total\b|\bin all\b|\baltogether\b|\boverall\b", re.IGNORECASE
)
ALL = re.compile(
    r"\b(?:all|in total|in all|altogether|overall|whole)\b|全部|总计|所有|共计", re.IGNORECASE
)
ZH_PLACE = re.compile(
    r"(?:其中)?[，,]?(?P<place>[\u4e00-\u9fff]{2,9}?[省市县区州])(?:签约|新签|引进|获得|共"
    r"|的)*(?:产业|重大"
    r"|工业)?项目\D{0,4}\Z"
)
ZH_AREA = re.compile(
    r"(?:^|[，；。、]|其中)(?P<place>[\u4e00-\u9fff]{2,8}?(?:新区|开发区|高新区|自治州|本地|当地|一地|区|市|县|州|省))"
    r"(?:就|则|共|将|也|独自|单独)?(?:独揽|独占|拿下|揽|占|获|引进|签下|签约|收获|斩获|分得|承接|摘得)\D{0,4}\Z"
)
BUILT_IN = re.compile(
    r"\b(?:based|located|built|sited|placed|implemented|situated|carried out) in (?:the )?"
    r"(?P<place>[A-Z][\w'’-]+(?:[ -][A-Z][\w'’-]+){0,3})"
)
# “17 of them in the state of Leeds”, “concern the free zone at Leeds”: also a place without slug.
ZONE = (
    r"(?:(?:state|province|region|county|district|prefecture|governorate|municipality|city|canton"
    r"|department|voivodeship) of|(?:[\w-]+ ){0,3}?(?:zone|park|cluster|corridor|area)s?"
    r" (?:at|in|of))"
)
_OF_THEM = r"of (?:(?:them|these|those|which)|the (?:agreements|projects|deals|contracts|mous))"
IN_ZONE = re.compile(
    rf"(?:\s?{_OF_THEM})?"
    r"(?:, (?:worth|valued at|for|with)[^,;]{2,40},|,)?"
    rf"\s?(?:[a-z]+\s){{0,5}}?(?:in|for|to|into|concern(?:s|ing)?|cover(?:s|ing)?) the {ZONE} "
    r"(?P<place>[A-Z][\w'’-]+(?:[ -][A-Z][\w'’-]+){0,3})"
)
OF_THEM_IN = re.compile(
    rf"\s?(?:{_OF_THEM}\s(?:[a-z]+\s){{0,3}}?"
    r"|(?:projects |deals |agreements )?(?:are|is|will be|lie|go|went|fall) (?:[a-z]+ed )?)"
    r"(?:in|for|at|to) (?P<place>[A-Z][\w'’-]+(?:[ -][A-Z][\w'’-]+){0,3})"
)
# An unknown place is the subject: “Kisumu County alone takes KSh31 billion and Kakamega …”.
SUBJECT_TAKES = re.compile(
    r"(?:\A|[,;:]\s|\b(?:and|while)\s)(?P<place>[A-Z][\w'’-]+(?:[ -][A-Z][\w'’-]+){0,2}?)"
    r"(?:(?P<admin>\s(?:County|Province|District|Prefecture|Governorate|Region|State))(?:\salone)?"
    r"|\salone|(?=\s[a-z]+\s\Z))"
    r"\s(?:takes|took|gets|got|receives|received|accounts for|accounted for|claims|claimed|attracts"
    r"|attracted|drew|draws|secured|won|has|had)\s\Z"
)
AND_PLACE = re.compile(
    r"\A\s?(?:,\s?)?(?:and |while |followed by )?(?P<place>[A-Z][\w'’-]+(?:[ -][A-Z][\w'’-]+){0,2})"
    r"(?:\s(?:with|for|takes|gets))?\s\Z"
)
COUNTY = re.compile(
    r"\s(?:County|Province|District|Prefecture|Governorate|Region|State)\Z", re.IGNORECASE
)
OF_THE_WHOLE = re.compile(
    rf"\s?{_OF_THEM}|\s?of (?:that|it|the (?:sum|total|amount))\b", re.IGNORECASE
)
# Companies, buyers or a host that sign: “Companies from Leeds signed 44 of the deals”.
SIGNERS = re.compile(
    r"(?:\A|[.;,]\s|\b(?:and|while|with|by)\s)(?:the\s)?(?:(?:companies|firms|enterprises|groups"
    r"|businesses|investors|exporters|producers|manufacturers|delegates) (?:from|of|in|based in)"
    r"|(?:the )?host (?:city|province|state|region|county|country))"
    r" (?P<place>[A-Z][\w'’-]+(?:[ -][A-Z][\w'’-]+){0,3})"
    r"(?:\s[A-Za-z]+)?\s(?:signed|inked|sealed|concluded|clinched|won|secured|took|made|struck"
    r"|reached|account\w*)\b[^,;.\d]{0,30}\Z",
    re.IGNORECASE,
)
# The article’s own region, named before: “13 are coming to the region”, “in the province”.
TO_REGION = re.compile(
    r"\s(?:[a-z]+\s){0,4}?(?:coming|come|came|go|going|went|destined|planned|located|landed|bound)"
    r"\s(?:to|in|for) the (?:region|province|state|county|city|district)\b"
)
# The place is the subject: “Leeds takes 12 of them”, 宜宾一地就拿下118个.
TAKES = re.compile(
    r"\s(?:(?:alone|itself|which|city|province|state|also|then|will|would|has|had)\s|,\s){0,2}"
    r"(?:takes?|took|taken|gets?|got|w[io]ns?|secures?d?|receives?d?|claims?(?:ed)?|attracts?(?:ed)?"
    r"|accounts?(?:ed)? for|lands?(?:ed)?|leads?|led|hosts?|draws?|drew|is to (?:get|have|host)"
    r"|gains?(?:ed)?|has|had|with|stands? for|came|comes|tops?|topped|follow(?:s|ed)|keeps?|kept)\b"
    r"|(?:市|省|州|县|区)?(?:一地|一市|一省|本地|本市|当地)?(?:就|则|共|将|也|独自|单独|以)?"
    r"(?:拿下|占|获|揽|有|引进|签下|签约|收获|斩获|分得|独占|承接|摘得|落户|居|排|得|夺|贡献|吸引)"
)
# “17 MoUs worth 62,900 crore relate to metals”: the count is about what the amount is.
WORTH_THEN = re.compile(
    r"(?:\s[A-Za-z]+){0,3},? (?:worth|valued at|of|for|with)[^;]{2,40}?,?"
    r"\s(?:relate to|involve|concern|cover|are (?:in|for)|belong to|fall (?:in|under)|went to"
    r"|go to)\s"
)
HOST = re.compile(
    r"\bthe host (?:city|province|state|country|region|nation|county)\b"
    r"|东道主|主办地|主办城市|举办地",
    re.IGNORECASE,
)
REST = re.compile(
    r"其余|其他市|余下|剩余|\bthe (?:rest|others?|remaining|remainder)\b", re.IGNORECASE
)
ORIGIN = re.compile(
    r"\b(?:buyers|companies|firms|investors|groups|donors|visitors|partners|producers|bidders"
    r"|exporters|suppliers|importers|delegates|delegations) from (?:the )?\Z",
    re.IGNORECASE,
)
SETTLED = re.compile(r"(?:落户|落地|落子|布局|位于|落在|建在|选址|扎根|投向)(?:于|在)?\Z")
ZH_CATEGORY = re.compile(r"(?:类|领域|产业|板块|方面|行业|赛道)(?:项目)?\D{0,8}\Z")
LOANS = re.compile(r"\bloan agreements?\b|\bconcessional loans?\b|优惠贷款", re.IGNORECASE)


@dataclass(frozen=True)
class Scope:
    """`part`: the words themselves say that it is a part of something larger."""

    place: str = ""
    location: str = ""
    sector: str = ""
    note: str = ""
    part: bool = False

    @property
    def narrow(self) -> bool:
        return bool(self.place or self.sector or self.note)


class Scopes:
    """Reads the scopes of an article one by one; a scope is carried on where words point to it."""

    def __init__(self, gazetteer: Gazetteer, places: list[Mention], host: str):
        self.gazetteer, self.places, self.host = gazetteer, places, host
        self.last = Scope()
        self.last_sentence = None
        self.last_metric = ""
        self.part_of: Sentence | None = None
        self.beside: set[tuple[str, str, str]] = set()  # scopes in the last sentence
        self.sticky = ""
        self.first = True

    def of(self, phrase: Phrase, metric: str, smaller: bool, share: bool = False) -> Scope:
        """`smaller`: there is a larger number of the same metric for the event as a whole.

        `share`: the metric was carried on from there, so that this is a part of it.
        """
        scope = self._own(phrase, metric, smaller, smaller and share)
        if share and not phrase.money and scope.narrow:
            return scope
        behind = phrase.sentence.text[phrase.quantity.end - phrase.sentence.start :]
        bound = scope.place or scope.sector or ABOVE.match(behind)
        if not bound and self._carries(phrase, metric):
            scope = replace(self.last, part=smaller)
        return scope

    def keep(self, phrase: Phrase, metric: str, scope: Scope) -> Scope:
        """Remembers the scope of an accepted number, and says the first day of it."""
        if self.last_sentence is not phrase.sentence:
            self.beside = set()
        self.last, self.last_sentence, self.last_metric = scope, phrase.sentence, metric
        if scope.narrow:
            self.beside.add((scope.place, scope.sector, scope.note))
        day = FIRST_DAY.search(phrase.sentence.text)
        if not day and WHOLE_EVENT.search(phrase.sentence.text):
            self.sticky, self.first = "", False
        note = ("首日" if re.search("[\u4e00-\u9fff]", day[0]) else "first day") if day else ""
        if self.first:
            self.sticky, self.first = note, False
        note = note or self.sticky
        joined = "，" if note == "首日" else ", "
        return replace(scope, note=joined.join(filter(None, [note, scope.note])))

    def _carries(self, phrase: Phrase, metric: str) -> bool:
        if not self.last.narrow or ALL.search(phrase.clause + phrase.before):
            return False
        if self.last_sentence is phrase.sentence:
            if re.search(r"[。；;]", phrase.before):
                return False
            return bool(self.last.place or self.last_metric != metric)
        follows = self.last_sentence and self.last_sentence.end <= phrase.sentence.start
        follows = follows and not REST.search(self.last_sentence.text)
        return bool(
            follows and len(self.beside) == 1 and POINTS_TO_LAST.search(phrase.sentence.text)
        )

    def _own(self, phrase: Phrase, metric: str, smaller: bool, share: bool) -> Scope:
        part = bool(PART.search(phrase.sentence.text)) or self._lists_on(phrase)
        part = part or bool(smaller and ZH_CATEGORY.search(phrase.clause_before)) or share
        self.part_of = phrase.sentence if part else None
        if metric == "pledges":
            loans = LOANS.search(phrase.clause)
            both = BOTH.search(phrase.clause)
            note = (
                (donor_of(phrase) or self._of_sum(phrase))
                if smaller
                else loans[0]
                if loans and not both
                else ""
            )
            return Scope(note=note, part=smaller)
        if smaller and self.host and (found := HOST.search(phrase.clause_before)):
            return Scope(found[0], self.host, part=True)
        if smaller and not self.inside(phrase) and (found := BUILT_IN.search(phrase.after)):
            return Scope(found["place"], part=True)
        if smaller and (scope := self._named(phrase)):
            return scope
        place = self._place(phrase, part, smaller)
        if place:
            known = best_place(place, self.inside(phrase))
            return Scope(place.text, known.slug, part=part or smaller)
        said = phrase.clause_before
        if smaller and (found := ZH_PLACE.search(said) or ZH_AREA.search(said)):
            return Scope(found["place"], part=True)
        if smaller and (sector := self._sector(phrase)):
            return Scope(sector=sector, part=True)
        note = note_of(phrase, part, smaller)
        return Scope(note=note, part=bool(note))

    def _named(self, phrase: Phrase) -> Scope | None:
        """A place that the words bind to the number by themselves, known or not."""
        text, end = phrase.sentence.text, phrase.quantity.end - phrase.sentence.start
        said = text[: phrase.quantity.start - phrase.sentence.start]
        zone = IN_ZONE.match(phrase.after) or IN_ZONE.match(text, end)
        zone = zone or OF_THEM_IN.match(phrase.after)
        zone = zone or SIGNERS.search(said) or self._subject(phrase, said)
        if not zone and self.last_sentence is phrase.sentence and self.last.place:
            zone = AND_PLACE.match(phrase.before)
        if zone and not NO_PLACE.match(zone["place"]):
            name = COUNTY.sub("", zone["place"])
            known = [
                each for each in self.inside(phrase) if each.text in (name, f"{name} Province")
            ]
            slug = best_place(known[0], self.inside(phrase)).slug if known else ""
            return Scope(name, slug, part=True)
        if TO_REGION.match(phrase.after):
            before = [m for m in self.places if m.start < phrase.quantity.start]
            regions = [m for m in before if best_place(m, []).kind != "country"]
            if regions:
                first = regions[0]
                return Scope(first.text, best_place(first, []).slug, part=True)
        return None

    def _subject(self, phrase: Phrase, said: str) -> re.Match | None:
        """A place that takes the number; a bare name is one only before “of the deals”."""
        found = SUBJECT_TAKES.search(said)
        sure = found and (found["admin"] or found[0].rstrip().count(" alone "))
        return found if sure or (found and OF_THE_WHOLE.match(phrase.after)) else None

    def _of_sum(self, phrase: Phrase) -> str:
        return note_of(phrase, True, True) if PART.search(phrase.sentence.text) else ""

    def _lists_on(self, phrase: Phrase) -> bool:
        """Whether a list of parts goes on behind a semicolon: 其中 A 项目 3 个；B 项目 4 个."""
        former = self.part_of
        return former is phrase.sentence or bool(
            former and former.text.endswith(("；", ";")) and phrase.sentence.start - former.end < 3
        )

    def inside(self, phrase: Phrase) -> list[Mention]:
        sentence = phrase.sentence
        return within(self.places, sentence.start, sentence.end)

    def _place(self, phrase: Phrase, part: bool, smaller: bool) -> Mention | None:
        text, start = phrase.sentence.text, phrase.sentence.start
        clause = phrase.sentence.clause(phrase.quantity.start, phrase.quantity.end)
        moved = OPENS.search(text) or CLOSES.search(text)
        for each in self.inside(phrase):
            before, after = text[: each.start - start], text[each.end - start :]
            if ORIGIN.search(before):
                continue
            if LOCATED.search(before) and self._near(each, phrase):
                return each
            if re.match(r"\s?projects\b", after) and not moved:
                return each
            inside = clause[0] <= each.start < clause[1]
            if smaller and _owns(before, after, each, phrase):
                return each
            if not inside or (moved and not part):
                continue
            if part and smaller and _binds(before, after, phrase):
                return each
            if (smaller or re.search("其中[，,]?\\Z", before)) and re.match(
                "(?:市|省|县|区)?(?:境内|当地)?(?:签约|新签|引进|获得|共|的)?(?:产业)?项目", after
            ):
                return each
        return None

    def _near(self, place: Mention, phrase: Phrase) -> bool:
        gap = phrase.sentence.text[
            phrase.quantity.end - phrase.sentence.start : max(
                0, place.start - phrase.sentence.start
            )
        ]
        return place.start > phrase.quantity.end and not re.search(r"\d", gap)

    def _sector(self, phrase: Phrase) -> str:
        """The sector that is named closest to the number, before it or right behind."""
        before = phrase.before[-80:]
        found = [s for s in self.gazetteer.sectors.find(before) if s.text != "it"]
        if found:
            return max(found, key=lambda each: each.end).known[0].slug
        behind = re.split(r"[,;，；。]", phrase.after.lstrip(" ,"), maxsplit=1)[0][:60]
        text, end = phrase.sentence.text, phrase.quantity.end - phrase.sentence.start
        if not phrase.money and (worth := WORTH_THEN.match(text, end)):
            found = self.gazetteer.sectors.find(text[worth.end() : worth.end() + 40])
            return found[0].known[0].slug if found else ""
        if re.match(
            r"\s?(?:\w+\s){0,4}?(?:for|in|into|to|of|from|concerns?|involves?|relate to"
            r"|cover|covers|are)\b|用于|投向"
            r"|[\u4e00-\u9fff]",
            behind,
        ):
            found = self.gazetteer.sectors.find(behind)
            return found[0].known[0].slug if found else ""
        return ""


def _owns(before: str, after: str, place: Mention, phrase: Phrase) -> bool:
    """Whether the place is what the number belongs to: it takes it, or it is settled there."""
    gap = phrase.quantity.start - place.end
    if gap < 0 or re.search(r"\d|[;；]", after[:gap]):
        return False
    begins = not before.strip(" ,") or re.search(
        r"(?:[，,；;：:]|\band|\bwhile|\bof (?:these|those|them|which|that),?)\s?\Z", before
    )
    return bool((begins and TAKES.match(after)) or SETTLED.search(before))


def _binds(before: str, after: str, phrase: Phrase) -> bool:
    """Whether words tie a place to the number: in, for, or the place as the subject."""
    tied = re.search(r"\b(?:in|for|to|into|within|from)\s(?:the\s)?(?:\w+\s(?:of\s)?)?\Z", before)
    return bool(tied or re.search("[\u4e00-\u9fff]", phrase.clause) or not before.strip(" ,"))
