"""What a check finds: which figures do not agree, how certain that is, and a sentence about it."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.translation import override

from deals.models import Acknowledgement, Edition, ReportedFigure, Source
from deals.vocabulary import CHECK_LABELS, SEVERITIES


@dataclass(frozen=True, eq=False)
class Finding:
    """One thing that does not agree.

    A ``warning`` contradicts for certain, a ``note`` is only worth knowing. `values` are the
    numbers that show it, as plain JSON data; `say` makes the sentence in the active language.
    `earlier` is an acknowledgement of the same records from when their numbers were others;
    `as_of` is the day whose knowledge was looked at, None for today's.
    """

    code: str
    severity: str
    figures: tuple[ReportedFigure, ...]
    values: dict
    say: Callable[[], str] = field(repr=False)
    acknowledged: Acknowledgement | None = None
    earlier: Acknowledgement | None = None
    as_of: datetime.date | None = None

    @property
    def subject(self) -> str:
        """The records it is about, so that an acknowledgement finds it again."""
        return " ".join(sorted(figure.ref for figure in self.figures))

    @property
    def text(self) -> str:
        return self.say()

    def in_english(self) -> str:
        """The sentence as an acknowledgement keeps it, whatever language its editor reads."""
        with override("en"):
            return self.text

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        links = [link for figure in self.figures for link in figure.edition_links.all()]
        return tuple({link.edition_id: link.edition for link in links}.values())

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        return tuple({figure.source_id: figure.source for figure in self.figures}.values())

    @property
    def order(self):
        """Open ones first, warnings before notes, then the newest edition, code by code."""
        year = max((edition.year for edition in self.editions), default=0)
        return (
            self.acknowledged is not None,
            SEVERITIES.index(self.severity),
            -year,
            list(CHECK_LABELS).index(self.code),
            self.subject,
        )

    def answered_by(self, acknowledgement: Acknowledgement | None) -> "Finding":
        """The finding with what an editor said of it; a changed one is open again."""
        if acknowledgement is None:
            return self
        if acknowledgement.values == self.values:
            return replace(self, acknowledged=acknowledgement)
        return replace(self, earlier=acknowledgement)


class Findings(list):
    """Findings in their order; lists of the API narrow and count them as they do records."""

    def filter(self, condition: Callable[[Finding], bool]) -> "Findings":
        return Findings(finding for finding in self if condition(finding))

    def count(self) -> int:
        return len(self)


def with_acknowledgements(
    findings: Iterable[Finding], as_of: datetime.date | None = None
) -> Findings:
    """The findings in their order, each with what an editor had said of it by the end of a day."""
    findings = list(findings)
    said = Acknowledgement.objects.known_by(as_of)
    known = {
        (each.code, each.subject): each
        for each in said.filter(subject__in={finding.subject for finding in findings})
    }
    answered = [f.answered_by(known.get((f.code, f.subject))) for f in findings]
    return Findings(sorted(answered, key=lambda finding: finding.order))
