"""Conferences, and their editions."""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from deals.models.base import (
    WEB_ADDRESS,
    YEARS,
    Editorial,
    EditorialQuerySet,
    by_change,
    language_field,
    slug_field,
)
from deals.models.history import History
from deals.names import script_language


class Conference(Editorial):
    """The recurring event."""

    slug = slug_field()
    name = models.CharField(_("name"), max_length=200)
    name_zh = models.CharField(_("Chinese name"), max_length=200, blank=True)
    name_local = models.CharField(_("local name"), max_length=200, blank=True)
    local_lang = language_field()
    organizer = models.CharField(_("organizer"), max_length=300, blank=True)
    website = models.CharField(_("website"), max_length=500, blank=True, validators=[WEB_ADDRESS])
    summary = models.TextField(_("summary"), blank=True)

    history = History(derived=["updated_at"])
    address_field = "slug"

    class Meta:
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        ordering = ["name"]
        indexes = [by_change("conference")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug="") & ~Q(name=""), name="conference_has_slug_and_name"
            ),
            models.CheckConstraint(
                condition=Q(website="")
                | Q(website__startswith="https://")
                | Q(website__startswith="http://"),
                name="conference_website_is_http",
            ),
        ]

    def __str__(self):
        return self.name

    def full_clean(self, *args, **kwargs):
        self.local_lang = self.local_lang or script_language(self.name_local)
        super().full_clean(*args, **kwargs)

    def touch(self, change):
        from deals.models.projects import Project

        mine = Project.objects.filter(edition__conference=self)
        change.projects.update(mine.values_list("pk", flat=True))


class EditionQuerySet(EditorialQuerySet):
    def newest_first(self):
        return self.order_by("-year", F("starts_on").desc(nulls_last=True), "-label", "slug")

    def in_order(self):
        """From the first edition to the last."""
        return self.order_by("year", F("starts_on").asc(nulls_last=True), "label", "slug")

    def with_figures(self):
        """Editions that something was reported of, or that have projects."""
        from deals.models.evidence import FigureEdition

        # Two joins would make a row of each figure with each project.
        figures = FigureEdition.objects.filter(edition=OuterRef("pk"))
        return self.filter(Exists(figures) | self._have_projects())

    def itemised(self):
        """Editions that have projects."""
        return self.filter(self._have_projects())

    def _have_projects(self) -> Exists:
        from deals.models.projects import Project

        return Exists(Project.objects.filter(edition=OuterRef("pk")))

    def with_names(self):
        """Fetches what a list of editions shows: conference and place."""
        return self.select_related("conference", "location")


class Edition(Editorial):
    """One holding of a conference. Some fairs run twice a year, so `label` tells them apart."""

    slug = slug_field()
    conference = models.ForeignKey(
        Conference, models.PROTECT, verbose_name=_("conference"), related_name="editions"
    )
    label = models.CharField(_("label"), max_length=60)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(YEARS[0]), MaxValueValidator(YEARS[1])]
    )
    ordinal = models.PositiveSmallIntegerField(
        _("ordinal"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("3 for the third edition; only where a source gives it."),
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    location = models.ForeignKey(
        "Location",
        models.PROTECT,
        verbose_name=_("place"),
        null=True,
        blank=True,
        related_name="editions",
    )
    host = models.CharField(_("host"), max_length=300, blank=True)
    note = models.TextField(_("note"), blank=True)

    history = History(derived=["updated_at"])
    objects = EditionQuerySet.as_manager()
    address_field = "slug"

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-year", "slug"]
        indexes = [by_change("edition"), models.Index(fields=["year"], name="edition_by_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "label"],
                name="edition_label_unique",
                violation_error_message=_("This conference has an edition with this label."),
            ),
            models.CheckConstraint(condition=Q(year__range=YEARS), name="edition_year_in_range"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="edition_ends_after_start",
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                condition=~Q(slug="") & ~Q(label=""), name="edition_has_slug_and_label"
            ),
        ]

    def __str__(self):
        return f"{self.conference} {self.label}"

    def clean(self):
        super().clean()
        if self.starts_on and self.year and self.starts_on.year != self.year:
            raise ValidationError(
                {
                    "starts_on": _("The first day lies in %(day)s, the edition in %(year)s.")
                    % {"day": self.starts_on.year, "year": self.year}
                }
            )

        if self.ends_on and self.year and self.ends_on.year not in (self.year, self.year + 1):
            raise ValidationError(
                {
                    "ends_on": _("The last day lies in %(day)s, the edition in %(year)s.")
                    % {"day": self.ends_on.year, "year": self.year}
                }
            )

    def touch(self, change):
        change.projects.update(self.projects.values_list("pk", flat=True))
        change.figures.update(self.figure_links.values_list("figure_id", flat=True))

    @property
    def rate_day(self) -> datetime.date | None:
        """The day whose exchange rate converts this edition's amounts; None: the year's mean."""
        return self.starts_on or self.ends_on

    @property
    def day(self) -> datetime.date:
        """The first day that is known, for sorting."""
        return self.starts_on or datetime.date(self.year, 1, 1)

    @property
    def closing_day(self) -> datetime.date:
        """The last day that is known, else the last of its year: what is later came after it."""
        return self.ends_on or self.starts_on or datetime.date(self.year, 12, 31)
