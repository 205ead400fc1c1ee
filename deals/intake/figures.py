"""From the quantities of an article, one after another, to proposed figures and projects."""

import re
from dataclasses import replace

from deals.intake import carried, counts, horizons, metrics, past, refusals, wholes
from deals.intake.conferences import EventName
from deals.intake.counts import AND_NAME
from deals.intake.gazetteer import Gazetteer, Mention
from deals.intake.phrases import Phrase
from deals.intake.places import EVENT_WORD
from deals.intake.proposals import FigureProposal, ProjectProposal, Reading
from deals.intake.scope import A_FIRST_DAY, LOANS, Scope, Scopes
from deals.intake.sentences import within
from deals.intake.ventures import Ventures, are_jobs
from deals.intake.wholes import quantity_of
from deals.vocabulary import MONEY_METRICS

BEGINS_IN = re.compile(r"\W*(?:Back in |As early as |In )?(20\d\d)(?!\d)")
OFFERED_ONLY = ("attendees", "exhibitors", "companies")
FAR = 250  # letters after which “of them” means something else
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
        self.share = False  # whether the metric was carried on from a larger number
        self.former, self.former_end = "", -FAR  # that of the last count at all, and where it was
        self.deal: ProjectProposal | None = None
        self.deal_end = 0
        self.aid = bool(AID.search(reading.text))

    def take(self, phrase: Phrase) -> None:
        if len(self.reading.figures) + len(self.reading.projects) >= MOST:
            return
        new_sentence = not self.previous or self.previous[0].sentence is not phrase.sentence
        if new_sentence:
            self.counted = ""
            near = self.previous and phrase.sentence.start - self.deal_end <= 3
            self.deal = self.deal if near and self.deal else None
        if phrase.sentence.start - self.former_end > FAR:
            self.former = ""
        index = self._take_money(phrase) if phrase.money else self._take_count(phrase)
        self.previous = (phrase, index)
        if self.deal and self.deal.sentence == phrase.sentence.text:
            self.deal_end = phrase.sentence.end

    # Money

    def _take_money(self, phrase: Phrase) -> int | None:
        if carried.converts(self.previous and self.previous[0], phrase):
            return self._take_conversion(phrase)
        metric = metrics.money_metric(phrase, self._main(phrase), self.counted)
        labels = self._labels(phrase)
        if metric == "pledges" and not (self.aid or LOANS.search(phrase.clause)):
            metric = "investment"
        if metric != "pledges" and labels is None and self._take_deal(phrase):
            return None
        if metric == "investment" and labels is None and self._lone(phrase):
            return None
        self.share = not metric and carried.points_back(phrase)
        metric = metric or self._inherited(phrase, labels)
        if not metric or metric not in MONEY_METRICS or self._refused(phrase, metric, labels):
            return None
        return self._add(phrase, metric, labels)

    def _take_conversion(self, phrase: Phrase) -> int | None:
        index = self.previous[1]
        if index is None:
            return None
        whole = self.reading.figures[index]
        copy = replace(whole, **quantity_of(phrase), of_which=None, equivalent_of=index)
        self.reading.figures.append(copy)
        return len(self.reading.figures) - 1

    def _take_deal(self, phrase: Phrase) -> bool:
        if carried.PORTION.search(phrase.clause_before):
            return False
        begin = phrase.sentence.start
        if self.deal and self.deal.sentence == phrase.sentence.text:
            begin = self.deal.end
        deal = self.ventures.of(phrase, begin)
        if deal is None or self._is_none_of_event(deal, phrase):
            return False
        self._take_back_jobs(deal)
        self.reading.projects.append(deal)
        self.deal, self.deal_end = deal, phrase.sentence.end
        return True

    def _is_none_of_event(self, deal: ProjectProposal, phrase: Phrase) -> bool:
        """Whether it is what a kind of companies pays together, or a deal of a former year."""
        if any(carried.CATEGORY.search(name) for name in deal.investors):
            return True
        if any(carried.ADMINISTRATIVE.search(name) for name in deal.investors):
            return True
        if self._goes_to_place(deal, phrase) or any(
            carried.OF_A_PLACE.search(phrase.sentence.text[: phrase.sentence.text.find(name)])
            for name in deal.investors
        ):
            return True
        sentence, year = self._without_names(phrase), self.reading.edition.year
        began = BEGINS_IN.match(sentence)
        if (began and year and int(began[1]) < year) or self._of_another_year(phrase):
            return True
        # A plant “that needs 5,000 workers” is no goal, and “the company” was named before.
        sentence = refusals.ONE_COMPANY.sub(" ", sentence)
        bare = replace(phrase, clause=refusals.GOAL.sub(" ", phrase.clause))
        return refusals.about_something_else(bare, sentence, "", True)

    def _goes_to_place(self, deal: ProjectProposal, phrase: Phrase) -> bool:
        """“Kisumu takes 31 billion and Kakamega 12”: the second place follows the first."""
        former = self.reading.figures[-1] if self.reading.figures else None
        here = former and former.sentence == phrase.sentence.text and former.place
        return bool(here and AND_NAME.search(phrase.before) and former.currency)

    def _take_back_jobs(self, deal: ProjectProposal) -> None:
        """“X will hire 600 at a $200m plant”: the jobs were read before the deal was."""
        last = self.reading.figures[-1] if self.reading.figures else None
        if last and last.sentence == deal.sentence and last.metric == "jobs":
            begin = deal.start - deal.sentence.find(deal.text)
            if begin + deal.sentence.find(deal.investors[-1]) < last.start and deal.jobs is None:
                self.reading.figures.pop()
                deal.jobs, deal.jobs_qualifier = last.value, last.qualifier

    def _lone(self, phrase: Phrase) -> bool:
        """Whether this is what one company pays for one thing, though no deal was recognised."""
        whole = self.counted or self._of_event(phrase) or carried.shares(phrase)
        return carried.single(phrase) and not whole

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
            main = metrics.event_metric(phrase, f"{conference.name} {conference.name_zh}")
        if labels is not None:
            return (main or self._brought()) if labels else ""
        if main == "pledges" and metrics.DONATES.search(phrase.clause):
            return main
        if main and carried.shares(phrase):
            return main
        if carried.single(phrase):
            return ""
        return self._beside(phrase, main) or self._by_default(phrase, main)

    def _beside(self, phrase: Phrase, main: str) -> str:
        """The metric of the figure before it in the sentence, an amount or a count."""
        beside = self.previous and self.previous[0].sentence is phrase.sentence
        if not beside or self.previous[1] is None:
            return ""
        former = self.reading.figures[self.previous[1]]
        if former.currency:
            return former.metric
        return metrics.WORTH_OF.get(former.metric, "") and (main or metrics.WORTH_OF[former.metric])

    def _by_default(self, phrase: Phrase, main: str) -> str:
        """Money in a sentence about the event or its deals is what they bring."""
        about = self._of_event(phrase) or carried.of_deals(phrase)
        linked = carried.points_back(phrase) or self._goes_on(phrase)
        if about or (main and self._follows_money(phrase) and linked):
            return main or self._brought()
        if self.former in metrics.WORTH_OF and carried.points_back(phrase):
            return metrics.WORTH_OF[self.former]
        return ""

    def _brought(self) -> str:
        """What an event of this name brings."""
        conference = self.reading.conference
        return metrics.metric_by_name(f"{conference.name} {conference.name_zh}")

    def _goes_on(self, phrase: Phrase) -> bool:
        """Whether a sentence about nobody in particular stands right behind a figure."""
        if not self.previous or self.previous[1] is None:
            return False
        near = phrase.sentence.start - self.previous[0].sentence.end <= 3
        return near and carried.names_nobody(phrase) and not self.scopes.inside(phrase)

    def _follows_money(self, phrase: Phrase) -> bool:
        """Whether this sentence or the one before it has an accepted amount."""
        for figure in reversed(self.reading.figures):
            if figure.currency:
                return phrase.sentence.start - figure.end < FAR
        return False

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
        metric = counts.count_metric(phrase, self.counted, self.former)
        self.share = bool(self.former) and counts.is_part(phrase)
        if not metric:
            return None
        if metric == "jobs" and self._jobs_of_deal(phrase):
            return None
        labels = self._labels(phrase)
        if self._refused(phrase, metric, labels):
            return None
        self.counted = self.former = metric
        self.former_end = phrase.sentence.end
        return self._add(phrase, metric, labels)

    def _jobs_of_deal(self, phrase: Phrase) -> bool:
        here = self.deal is not None and self.deal.sentence == phrase.sentence.text
        if not here and past.TOGETHER.search(phrase.sentence.text):
            return False  # “Together the three will bring 330 jobs”
        if not self.deal or self.deal.jobs is not None:
            return here
        self.deal.jobs = phrase.quantity.value
        self.deal.jobs_qualifier = phrase.quantity.qualifier
        return True

    # Both

    def _labels(self, phrase: Phrase) -> list[str] | None:
        edition = self.reading.edition
        return past.labels_at(phrase, edition.year, edition.ordinal, self.known_editions)

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
        for name, value in quantity_of(phrase).items():
            setattr(figure, name, value)
        if (same := wholes.same(self.reading.figures, figure)) is not None:
            return same
        figure.ticked = metric not in OFFERED_ONLY and self._are_held(labels)
        whole = wholes.whole(self.reading.figures, figure)
        scope = self._scope(phrase, figure, whole)
        figure.place, figure.location = scope.place, scope.location
        figure.sector, figure.scope_note = scope.sector, scope.note
        figure.of_which = wholes.of_which(self.reading.figures, figure, scope, whole)
        horizon = horizons.horizon_of(
            metric, phrase.sentence.text, phrase.clause, labels is not None
        )
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
        if 0 < len(labels) <= SURELY_YEARLY or (bool(labels) and set(labels) <= known):
            return True
        return bool(labels) and self._is_yearly()

    def _is_yearly(self) -> bool:
        """Whether the ordinal of a known edition and that of this one leave no year out."""
        year, ordinal = self.reading.edition.year, self.reading.edition.ordinal
        began = [each.year - each.ordinal for each in self.known_editions if each.ordinal]
        return bool(year and ordinal and began) and set(began) == {year - ordinal}

    def _scope(self, phrase: Phrase, figure: FigureProposal, whole: int | None) -> Scope:
        label = self.reading.edition.label
        if figure.metric in OFFERED_ONLY or figure.editions != ([label] if label else []):
            day = (
                A_FIRST_DAY.search(phrase.sentence.text)
                if figure.metric not in OFFERED_ONLY
                else None
            )
            return Scope(note="first day" if day and day[0].isascii() else day[0] if day else "")
        return self.scopes.keep(
            phrase,
            figure.metric,
            self.scopes.of(phrase, figure.metric, whole is not None, self.share),
        )
