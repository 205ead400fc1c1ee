"""Individual deals: who will pay how much for what, where."""

import re
from dataclasses import replace

from deals.intake import payers, payers_zh
from deals.intake.gazetteer import Gazetteer, Mention
from deals.intake.phrases import Phrase
from deals.intake.places import best_place
from deals.intake.proposals import ProjectProposal
from deals.intake.sentences import Sentence, within

PAST_BUSINESS = re.compile(r"\b(?:reported|sales|revenue|each|turned over|earned)\b")
WHERE = re.compile(
    r"\b(?:in|near|at|off|outside|of|to|picked|chose|chosen|selected)\s(?:the\s(?:\w+\s(?:of\s)?)?)?(?P<place>[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){0,2})"
)


JOBS = re.compile(
    r"\s?(?:[a-z-]+\s){0,3}?(?:jobs?|staff|workers|employees|people|posts|positions|workplaces"
    r"|roles|hands|engineers|technicians|hires|recruits|vacancies)\b"
    r"|[个名位]?\w{0,6}?(?:就业|岗位|员工|工人|用工|技工)",
    re.IGNORECASE,
)
EMPLOYS = re.compile(
    r"\b(?:hir(?:e|es|ing)|employ(?:s|ing)?|recruit(?:s|ing)?|tak(?:e|ing) on|work for|jobs for"
    r"|(?:staff|workforce|payroll|headcount) of)\s(?:[a-z]+\s){0,2}\Z"
    r"|(?:用工|招工|用人|招聘|招收|招募|雇用|雇佣|聘用|员工|就业|就业岗位|岗位|吸纳)[^\d，。；]{0,4}\Z",
    re.IGNORECASE,
)


HIRES = re.compile(
    r"\b(?:hire|hiring|employ|employing|recruit|take on|taking on)\s(?:\w+\s)?"
    r"(?P<number>\d{1,3}(?:,\d{3})+|\d+)\b"
)


ITSELF = re.compile("该(?:公司|集团|企业)|公司|集团|其")
NAMED_FROM = re.compile(
    "来自(?P<name>[\u4e00-\u9fff]{2,12}?(?:集团|公司|企业|股份|控股))[。，]?\\Z"
)
ITS_WORKS = re.compile(
    r"(?P<place>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)"
    r" (?:plant|works|site|mine|factory|mill|refinery|yard)$"
)


def are_jobs(phrase: Phrase) -> bool:
    """Whether a count in the sentence of a deal says how many will work there."""
    return bool(
        JOBS.match(phrase.after)
        or EMPLOYS.search(phrase.before)
        or JOBS.search(phrase.quantity.text)
    )


class Ventures:
    """Finds the deal, if any, that an amount of money belongs to."""

    def __init__(self, gazetteer: Gazetteer, places: list[Mention], text: str = ""):
        self.gazetteer, self.places, self.text = gazetteer, places, text
        self.last: list[str] = []  # who paid in the last deal
        self.countries = {n for each in places for k in each.known for n in (k.name, k.name_zh)}

    def of(self, phrase: Phrase, begin: int) -> ProjectProposal | None:
        """`begin`: where in the article the words about this deal can begin."""
        if re.search("[\u4e00-\u9fff]", phrase.sentence.text):
            return self._chinese(phrase)
        return self._english(phrase, begin - phrase.sentence.start)

    # English

    def _english(self, phrase: Phrase, floor: int) -> ProjectProposal | None:
        text = phrase.sentence.text
        at = phrase.quantity.start - phrase.sentence.start
        behind = text[phrase.quantity.end - phrase.sentence.start :]
        before = text[floor:at]
        names, begin = payers.payers(before, behind, listed=floor > 0)
        begin += floor if begin else 0
        previous = ""
        if not names and payers.ANAPHOR.search(before):
            previous = self._before(phrase.sentence)
            names = payers.pointed_at(previous) or self.last
        names = [name for name in names if self._is_payer(name)]
        if not names or PAST_BUSINESS.search(before[-60:]):
            return None
        place, location = self._where(phrase, begin)
        thing = payers.thing(text, behind, begin)
        if not place and re.fullmatch(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?", thing):
            place, location = thing, self._slug(thing)
        thing = "" if thing == place else thing
        place, location = (place, location) if place else self._inside(thing)
        if not place and (found := ITS_WORKS.match(thing)):
            place = found["place"]
        if previous and not place and (found := WHERE.search(previous)):
            place, location = found["place"], self._slug(found["place"])
        deal = self._proposal(phrase, names, ": ", thing, place, location)
        if found := HIRES.search(text[begin:at]):
            deal.jobs, deal.jobs_qualifier = int(found["number"].replace(",", "")), "exact"
        return deal

    def _before(self, sentence: Sentence) -> str:
        """The sentence in front of this one in its paragraph."""
        paragraph = self.text[max(0, sentence.start - 500) : sentence.start].rpartition("\n")[2]
        return re.split(r"(?<=[.!?])\s+(?=[A-Z])", paragraph.strip())[-1]

    def _inside(self, thing: str) -> tuple[str, str]:
        """The known place in the name of a thing, as in “its Derby works” and 天津总装线."""
        found = self.gazetteer.places.find(thing)
        return (found[0].text, found[0].known[0].slug) if found else ("", "")

    def _slug(self, place: str) -> str:
        return self._inside(place)[1]

    def _is_payer(self, name: str) -> bool:
        if not payers.is_payer(name):
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
                r"|,\s\Z|\b(?:picked|chose|chosen|selected|settled on)\s\Z",
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

    # Chinese

    def _chinese(self, phrase: Phrase) -> ProjectProposal | None:
        at = phrase.quantity.start - phrase.sentence.start
        behind = phrase.sentence.text[phrase.quantity.end - phrase.sentence.start :]
        found = payers_zh.find(phrase.sentence.text[:at], behind)
        if found is None:
            return None
        if ITSELF.fullmatch(found.names[0]):
            said = NAMED_FROM.search(self._before_zh(phrase.sentence))
            found = replace(found, names=[said["name"]] if said else self.last)
        found = replace(found, names=[name for name in found.names if self._is_payer(name)])
        if not found.names:
            return None
        place, location = self._zh_place(found.place)
        place, location = (place, location) if place else self._inside(found.thing)
        return self._proposal(phrase, found.names, "：", found.thing, place, location)

    def _before_zh(self, sentence: Sentence) -> str:
        said = self.text[max(0, sentence.start - 80) : sentence.start].rpartition("\n")[2]
        return re.split("(?<=[。！？])", said.strip())[-2 if said.strip().endswith("。") else -1]

    def _zh_place(self, written: str) -> tuple[str, str]:
        """The most precise known place in it, but 蒙巴萨 of 肯尼亚蒙巴萨, known or not."""
        found = self.gazetteer.places.find(written)
        best = max(found, key=lambda each: len(best_place(each, found).inside), default=None)
        if best is None:
            return re.sub("(?<=..)(?:大区|地区)$", "", written), ""
        rest = written[best.end :].lstrip("省市")
        if len(rest) > 1 and not re.match("州|大区|地区|邦|[东西南北中]部|境内|当地", rest):
            return rest, ""
        return best.text, best_place(best, found).slug

    def _proposal(self, phrase, names, colon, thing, place, location) -> ProjectProposal:
        quantity = phrase.quantity
        self.last = names
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
