"""From the quantities of an article, one after another, to proposed figures and projects."""

import re
from dataclasses import replace

from deals.intake import horizons, metrics, past, refusals
from deals.intake.conferences import EventName
from deals.intake.gazetteer import Gazetteer, Mention
from deals.intake.phrases import Phrase
from deals.intake.places import EVENT_WORD
from deals.intake.proposals import FigureProposal, ProjectProposal, Reading
from deals.intake.scope import Scope, Scopes
from deals.intake.sentences import within
from deals.intake.ventures import Ventures, are_jobs
from deals.vocabulary import MONEY_METRICS

OFFERED_ONLY = ("attendees", "exhibitors", "companies")
CONVERTS = re.compile(
    r"\s?(?:of \w+ ?)?(?:[(（]\s?(?:or |equivalent to |equal to |i\.e\. |即|折合|约合)?"
    r"|,?\s?or |[,，]\s?(?:or |equivalent to |约合|折合|合|相当于|即)\s?|\(?equivalent to )"
)
MOST = 300  # proposals; nobody ticks more, and each is compared with all others
SURELY_YEARLY = 4  # editions in a row; over more years, one may have been left out
AID = re.compile(
    r"\b(?:in aid|humanitarian|donors?|pledging|relief|grants)\b|援助|认捐|赠款|捐助", re.IGNORECASE
)
SO_FAR = re.compile(
    r"\b(?:so far|to date|already|currently employs?|existing)\b|目前已|现有|已建成", re.IGNORECASE
)


class Figures:
    """Goes through the phrases of an article in order; `reading` grows."""

    def __init__(
        self,
        reading: Reading,
        gazetteer: Gazetteer,
        places: list[Mention],
        names: list[EventName],
    ):
        self.reading, self.names = reading, names
        self.known_editions = gazetteer.editions.get(reading.conference.slug, [])
        self.scopes = Scopes(gazetteer, places, reading.edition.location)
        self.ventures = Ventures(gazetteer, places, reading.text)
        self.previous: tuple[Phrase, int | None] | None = None  # and the index of its figure
        self.counted = ""  # metric of the last count in this sentence
        self.deal: ProjectProposal | None = None
        self.deal_end = 0
        self.aid = bool(AID.search(reading.text))

    def take(self, phrase: Phrase) -> None:
        if len(self.reading.figures) + len(self.reading.projects) >= MOST:
            return
        new_sentence = not self.previous or self.previous[0].sentence is not phrase.sentence
        if new_sentence:
            self.counted = self.counted if self._points_back(phrase) else ""
            near = self.previous and phrase.sentence.start - self.deal_end <= 3
            self.deal = self.deal if near and self.deal else None
        index = self._take_money(phrase) if phrase.money else self._take_count(phrase)
        self.previous = (phrase, index)
        if self.deal and self.deal.sentence == phrase.sentence.text:
            self.deal_end = phrase.sentence.end

    def _points_back(self, phrase: Phrase) -> bool:
        return bool(metrics.PART_OF_COUNT.search(phrase.sentence.text))

    # Money

    def _take_money(self, phrase: Phrase) -> int | None:
        if self._converts(phrase):
            return self._take_conversion(phrase)
        metric = metrics.money_metric(phrase, self._main(phrase), self.counted)
        labels = self._labels(phrase)
        if metric == "pledges" and not self.aid:
            metric = "investment"
        if metric != "pledges" and labels is None and self._take_deal(phrase):
            return None
        metric = metric or self._inherited(phrase, labels)
        if not metric or metric not in MONEY_METRICS or self._refused(phrase, metric, labels):
            return None
        return self._add(phrase, metric, labels)

    def _converts(self, phrase: Phrase) -> bool:
        if not self.previous or self.previous[0].sentence is not phrase.sentence:
            return False
        former = self.previous[0]
        other = former.money and former.quantity.currency != phrase.quantity.currency
        between = phrase.before
        if re.match("约合|折合|合约", phrase.quantity.text):
            return other and len(between) < 6
        return bool(other and len(between) < 26 and CONVERTS.fullmatch(between))

    def _take_conversion(self, phrase: Phrase) -> int | None:
        index = self.previous[1]
        if index is None:
            return None
        whole = self.reading.figures[index]
        copy = replace(whole, **_quantity(phrase), of_which=None, equivalent_of=index)
        self.reading.figures.append(copy)
        return len(self.reading.figures) - 1

    def _take_deal(self, phrase: Phrase) -> bool:
        begin = phrase.sentence.start
        if self.deal and self.deal.sentence == phrase.sentence.text:
            begin = self.deal.end
        deal = self.ventures.of(phrase, begin)
        sentence = self._without_names(phrase)
        # A plant “that needs 5,000 workers” is no goal.
        bare = replace(phrase, clause=refusals.GOAL.sub(" ", phrase.clause))
        began = re.match(r"\W*(?:Back in |As early as |In )?(20\d\d)(?!\d)", sentence)
        former = began and self.reading.edition.year and int(began[1]) < self.reading.edition.year
        if deal is None or former or self._of_another_year(phrase):
            return False
        if refusals.about_something_else(bare, sentence, "", True):
            return False
        self._take_back_jobs(deal)
        self.reading.projects.append(deal)
        self.deal, self.deal_end = deal, phrase.sentence.end
        return True

    def _take_back_jobs(self, deal: ProjectProposal) -> None:
        """“X will hire 600 at a $200m plant”: the jobs were read before the deal was."""
        last = self.reading.figures[-1] if self.reading.figures else None
        if last and last.sentence == deal.sentence and last.metric == "jobs":
            begin = deal.start - deal.sentence.find(deal.text)
            if begin + deal.sentence.find(deal.investors[-1]) < last.start and deal.jobs is None:
                self.reading.figures.pop()
                deal.jobs, deal.jobs_qualifier = last.value, last.qualifier

    def _main(self, phrase: Phrase) -> str:
        """The metric of the last amount in this sentence, else of the article's first one."""
        for figure in reversed(self.reading.figures):
            if figure.sentence == phrase.sentence.text and figure.currency:
                return figure.metric
        own = [f.metric for f in self.reading.figures if f.currency]
        return own[0] if own else ""

    def _inherited(self, phrase: Phrase, labels: list[str] | None) -> str:
        """That of the article, where the words only share out its sum or compare it."""
        main = self._main(phrase)
        if not main and labels is None and self._of_event(phrase):
            conference = self.reading.conference
            return metrics.event_metric(phrase, f"{conference.name} {conference.name_zh}")
        if not main:
            return ""
        if labels is not None:
            return main if metrics.FIGURE_WAS.search(phrase.sentence.text) else ""
        if main == "pledges" and metrics.DONATES.search(phrase.clause):
            return main
        if metrics.SHARE.search(phrase.sentence.text) or metrics.SHARE_BEHIND.match(phrase.after):
            return main
        beside = self.previous and self.previous[0].sentence is phrase.sentence
        if not beside or self.previous[1] is None:
            return ""
        scoped = self.scopes.of(phrase, main, smaller=True)
        if phrase.bracketed and self.counted in ("projects", "agreements"):
            return main
        joined = re.match(r"\s?(?:,|and|、|，|;|while)", phrase.before) and len(phrase.before) < 40
        former = self.reading.figures[self.previous[1]]
        if joined and former.currency:
            return former.metric
        return main if scoped.sector else ""

    def _of_event(self, phrase: Phrase) -> bool:
        sentence = phrase.sentence
        named = within(self.names, sentence.start, sentence.end)
        return bool(named or EVENT_WORD.search(sentence.text))

    # Counts

    def _take_count(self, phrase: Phrase) -> int | None:
        here = self.deal is not None and self.deal.sentence == phrase.sentence.text
        if here and are_jobs(phrase):
            self._jobs_of_deal(phrase)
            return None
        metric = metrics.count_metric(phrase, self.counted)
        if not metric:
            return None
        if metric == "jobs" and self._jobs_of_deal(phrase):
            return None
        labels = self._labels(phrase)
        if self._refused(phrase, metric, labels):
            return None
        self.counted = metric
        return self._add(phrase, metric, labels)

    def _jobs_of_deal(self, phrase: Phrase) -> bool:
        if not self.deal or self.deal.jobs is not None:
            return bool(self.deal)
        self.deal.jobs = phrase.quantity.value
        self.deal.jobs_qualifier = phrase.quantity.qualifier
        return True

    # Both

    def _labels(self, phrase: Phrase) -> list[str] | None:
        edition = self.reading.edition
        begin = phrase.sentence.start
        text = phrase.sentence.text[: phrase.quantity.end - begin + len(phrase.after)]
        return past.labels_of(text, edition.year, edition.ordinal, self.known_editions)

    def _without_names(self, phrase: Phrase) -> str:
        sentence = phrase.sentence
        text = sentence.text
        for each in within(self.names, sentence.start, sentence.end):
            if each.end <= sentence.end:
                start, end = each.start - sentence.start, each.end - sentence.start
                text = text[:start] + "·" * (end - start) + text[end:]
        return text

    def _refused(self, phrase: Phrase, metric: str, labels: list[str] | None) -> bool:
        text = self._without_names(phrase)
        if refusals.about_something_else(phrase, text, metric, labels is not None):
            return True
        if SO_FAR.search(phrase.clause) or self._belongs_to_deal(phrase, metric):
            return True
        return labels is None and self._of_another_year(phrase)

    def _belongs_to_deal(self, phrase: Phrase, metric: str) -> bool:
        """Whether the number describes the deal of the same sentence, as its output does."""
        here = self.deal is not None and self.deal.sentence == phrase.sentence.text
        return here and metric in ("output_value", "tax", "projects", "agreements", "aircraft")

    def _of_another_year(self, phrase: Phrase) -> bool:
        year = self.reading.edition.year
        years = [int(each) for each in past.OLD_YEAR.findall(phrase.clause)]
        return bool(year and years and all(each < year for each in years))

    def _add(self, phrase: Phrase, metric: str, labels: list[str] | None) -> int | None:
        edition = self.reading.edition
        own = [edition.label] if edition.label else []
        figure = FigureProposal(metric=metric, value=0, editions=own if labels is None else labels)
        for name, value in _quantity(phrase).items():
            setattr(figure, name, value)
        if (same := self._same(figure)) is not None:
            return same
        figure.ticked = metric not in OFFERED_ONLY and self._are_held(labels)
        whole = self._whole(figure)
        scope = self._scope(phrase, figure, whole)
        figure.place, figure.location = scope.place, scope.location
        figure.sector, figure.scope_note = scope.sector, scope.note
        figure.of_which = self._of_which(figure, scope, whole)
        horizon = horizons.horizon_of(metric, phrase.sentence.text, phrase.clause)
        if not horizon and figure.of_which is not None:
            horizon = self.reading.figures[figure.of_which].horizon
        figure.horizon = horizon
        self.reading.figures.append(figure)
        return len(self.reading.figures) - 1

    def _are_held(self, labels: list[str] | None) -> bool:
        """Whether there is no doubt that there were these editions: known ones, or a few."""
        if labels is None:
            return True
        known = {edition.label for edition in self.known_editions}
        return 0 < len(labels) <= SURELY_YEARLY or (bool(labels) and set(labels) <= known)

    def _scope(self, phrase: Phrase, figure: FigureProposal, whole: int | None) -> Scope:
        label = self.reading.edition.label
        if figure.metric in OFFERED_ONLY or figure.editions != ([label] if label else []):
            return Scope()
        return self.scopes.keep(
            phrase, figure.metric, self.scopes.of(phrase, figure.metric, whole is not None)
        )

    def _same(self, figure: FigureProposal) -> int | None:
        for index, other in enumerate(self.reading.figures):
            if _said(other) == _said(figure):
                return index
        return None

    def _whole(self, figure: FigureProposal) -> int | None:
        """The index of the larger figure that this one could be a part of."""
        candidates = [
            index
            for index, other in enumerate(self.reading.figures)
            if other.metric == figure.metric
            and other.editions == figure.editions
            and not (other.place or other.sector)
            and other.of_which is None
            and other.equivalent_of is None
        ]
        for index in candidates:
            other = self.reading.figures[index]
            if other.currency == figure.currency and other.value > figure.value:
                return index
        others = [i for i in candidates if self.reading.figures[i].currency != figure.currency]
        same = len(others) != len(candidates)
        return others[0] if others and not same else None

    def _of_which(self, figure: FigureProposal, scope: Scope, whole: int | None) -> int | None:
        if whole is None:
            return None
        above = self.reading.figures[whole]
        wider = (above.place, above.sector, above.scope_note) != (
            figure.place,
            figure.sector,
            figure.scope_note,
        )
        return whole if wider and scope.narrow else None


def _quantity(phrase: Phrase) -> dict:
    """What the words say of the number; a noun right behind a count belongs to its phrase."""
    quantity = phrase.quantity
    end = quantity.end
    noun = re.match(
        r"\s(?:\w+\s)?(?:projects|jobs|agreements|mous|contracts|deals)\b|个项目|个|项|份|架|人",
        phrase.after,
        re.IGNORECASE,
    )
    if noun and not quantity.currency:
        end += noun.end()
    start = quantity.start - phrase.sentence.start
    return {
        "value": quantity.value,
        "value_max": quantity.value_max,
        "currency": quantity.currency,
        "qualifier": quantity.qualifier,
        "text": phrase.sentence.text[start : start + end - quantity.start],
        "sentence": phrase.sentence.text,
        "start": quantity.start,
        "end": end,
    }


def _said(figure: FigureProposal) -> tuple:
    return figure.metric, figure.value, figure.value_max, figure.currency, tuple(figure.editions)
