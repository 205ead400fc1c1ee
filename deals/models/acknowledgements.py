"""What editors say of findings: a known contradiction is explained, never deleted."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deals.models.base import Editorial, EditorialQuerySet, in_words
from deals.models.history import History
from deals.vocabulary import CHECK_LABELS

LONGEST = 2500  # letters; with the code it has to fit in one entry of PostgreSQL's unique index


class AcknowledgementQuerySet(EditorialQuerySet):
    def known_by(self, day: datetime.date | None):
        """What editors had written by the end of that day (UTC); all of it where it is None."""
        if day is None:
            return self
        end = datetime.datetime.combine(day, datetime.time.max, datetime.UTC)
        return self.filter(created_at__lte=end)


class Acknowledgement(Editorial):
    """An editor's reason why a finding of a claim check may stand as it is.

    It belongs to a code and to the records that the finding used. `values` and `said` keep what
    the finding said then: where its numbers have changed since, it is open again.
    """

    code = models.CharField(_("check"), max_length=40)
    subject = models.CharField(
        _("records"),
        max_length=LONGEST,
        help_text=_("The refs of the figures that the finding uses, in order, with blanks."),
    )
    reason = models.TextField(_("reason"), help_text=_("Shown to everyone beside the finding."))
    said = models.TextField(_("what it said"), blank=True)
    values = models.JSONField(_("numbers at the time"), default=dict, blank=True)

    history = History(derived=["updated_at"])
    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        ordering = ["code", "subject"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "subject"],
                name="acknowledgement_unique",
                violation_error_message=_(
                    "This finding is acknowledged already. Change that acknowledgement."
                ),
            ),
            in_words("acknowledgement_code_known", "code", CHECK_LABELS),
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(reason=""), name="acknowledgement_is_described"
            ),
        ]

    def __str__(self):
        return f"{self.code}: {self.subject[:80]}"
