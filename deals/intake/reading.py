"""The one entrance: an article's text in, everything that it proposes out."""

from django.utils.translation import gettext, ngettext

from deals.intake import conferences, editions
from deals.intake.figures import OFFERED_ONLY, Figures
from deals.intake.gazetteer import Gazetteer
from deals.intake.header import Header, kind_of, read_header
from deals.intake.phrases import phrases
from deals.intake.proposals import Reading, SourceProposal
from deals.intake.sentences import Sentence, sentences
from deals.intake.stored import mark_stored
from deals.money import grouped
from deals.quantities import find
from deals.vocabulary import MONEY_METRICS

LONGEST = 200_000  # bytes of UTF-8; an article has about 5,000
TITLE = 300
MOST_NUMBERS = 1500  # an article has fewer than 200; each costs several looks at its sentence


class TooLong(ValueError):
    """The text is no article any more. `str()` says the limit."""


def read(text: str, *, url: str = "", known: Gazetteer | None = None) -> Reading:
    """Reads an article; never raises but for a text that is too long.

    `known` are the names in the database (read from it by default). Nothing is fetched.
    """
    if len(text) > LONGEST or len(text.encode("utf-8", "surrogatepass")) > LONGEST:
        raise TooLong(
            gettext(
                "The text has %(size)s bytes; at most %(most)s are read. Paste the article alone."
            )
            % {
                "size": grouped(len(text.encode("utf-8", "surrogatepass"))),
                "most": grouped(LONGEST),
            }
        )
    gazetteer = Gazetteer.load() if known is None else known
    reading = Reading(text)
    header = read_header(text)
    body = sentences(text, header.begin, header.end)
    reading.source = _source(header, url, gazetteer)
    names = conferences.event_names(text[: header.end], gazetteer)
    event = _event(text, header, names, gazetteer)
    reading.conference = conferences.proposal(event)
    places = gazetteer.places.find(text[: header.end])
    reading.edition = editions.read_edition(event, names, body, header, gazetteer, places)
    figures = Figures(reading, gazetteer, places, names)
    _read_numbers(text, header, body, figures)
    mark_stored(reading)
    reading.notes += _notes(reading)
    return reading


def _source(header: Header, url: str, gazetteer: Gazetteer) -> SourceProposal:
    url = (url or header.url).strip()
    return SourceProposal(
        url=url,
        title=header.title[:TITLE],
        publisher=header.publisher[:200],
        published_on=header.published_on,
        language=header.language,
        kind=kind_of(header.publisher, gazetteer.publishers),
        slug=gazetteer.urls.get(url, ""),
    )


def _event(text, header: Header, names, gazetteer: Gazetteer):
    event = conferences.main_event(names, header.begin)
    if event and (event.known or len(event.name) > 5):
        return event
    if known := conferences.by_abbreviation(text[: header.end], gazetteer):
        year, ordinal = (event.year, event.ordinal) if event else (None, None)
        return conferences.EventName(0, 0, known.name, year, ordinal, known)
    return event


def _read_numbers(text: str, header: Header, body: list[Sentence], figures: Figures) -> None:
    quantities = find(text)
    if len(quantities) > MOST_NUMBERS:
        quantities = quantities[:MOST_NUMBERS]
        figures.reading.notes.append(
            gettext("Only the first %(count)s numbers were read.")
            % {"count": grouped(MOST_NUMBERS)}
        )
    context = _without_names(text, figures.names)
    for phrase in phrases(context, body, quantities):
        figures.take(phrase)
    ticked = [figure for figure in figures.reading.figures if figure.ticked]
    metrics = {figure.metric for figure in ticked}
    if any(figure.currency for figure in ticked):
        metrics |= set(MONEY_METRICS)
    title = [each for each in sentences(text, 0, header.begin)[:1] if header.title]
    said = {each.value for each in quantities if each.start >= header.begin}
    for phrase in phrases(context, title, [q for q in quantities if q.value not in said]):
        _take_title(figures, phrase, metrics)


def _without_names(text: str, names) -> str:
    """The text with the names of conferences blanked out: an investment forum is no investment."""
    pieces, at = [], 0
    for each in names:
        pieces += [text[at : each.start], "·" * (each.end - each.start)]
        at = each.end
    return "".join([*pieces, text[at:]])


def _take_title(figures: Figures, phrase, metrics: set[str]) -> None:
    """A title repeats the text; what only it says is offered."""
    before = len(figures.reading.figures), len(figures.reading.projects)
    figures.take(phrase)
    del figures.reading.projects[before[1] :]
    for figure in figures.reading.figures[before[0] :]:
        if figure.metric in metrics:
            figures.reading.figures.remove(figure)
            figures.previous = None


def _notes(reading: Reading) -> list[str]:
    notes = []
    if not (reading.conference.name or reading.conference.name_zh):
        notes.append(gettext("No conference was recognised: name it, or choose one."))
    elif not reading.edition.year:
        notes.append(gettext("The year of the edition is not said."))
    if reading.edition.place and not reading.edition.location:
        notes.append(
            gettext("The place “%(place)s” is not known yet.") % {"place": reading.edition.place}
        )
    known = sum(bool(each.known) for each in [*reading.figures, *reading.projects])
    if known:
        notes.append(
            ngettext(
                "%(count)s number is stored already.",
                "%(count)s numbers are stored already.",
                known,
            )
            % {"count": known}
        )
    offered = sum(figure.metric in OFFERED_ONLY for figure in reading.figures)
    if not (len(reading.figures) - offered or reading.projects):
        notes.append(gettext("No figure of an investment, project or deal was recognised."))
    return notes
