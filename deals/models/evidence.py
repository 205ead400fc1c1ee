"""Evidence: sources, and the figures that they report."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from deals.models.base import (
    WEB_ADDRESS,
    Editorial,
    EditorialQuerySet,
    Linked,
    amount_bounds,
    amount_field,
    by_change,
    currency_field,
    in_qualifiers,
    in_words,
    no_self_link,
    range_has_two_ends,
    refuse_circle,
    slug_field,
)
from deals.models.history import History
from deals.models.metrics import HORIZON, METRIC
from deals.models.projects import Project, ProjectSource, new_ref, ref_field
from deals.vocabulary import COUNT_METRICS, MONEY_METRICS, SOURCE_KINDS


def new_figure_ref() -> str:
    return new_ref("f")


def _is_http(field: str) -> Q:
    return (
        Q(**{field: ""})
        | Q(**{f"{field}__startswith": "https://"})
        | Q(**{f"{field}__startswith": "http://"})
    )


class SourceQuerySet(EditorialQuerySet):
    def with_counts(self):
        """`figure_count` and `project_count`: how many rest on the source; never null."""
        further = ProjectSource.objects.exclude(project__source=F("source"))
        return self.annotate(
            figure_count=_of_the_source(ReportedFigure.objects),
            project_count=_of_the_source(Project.objects) + _of_the_source(further),
        )


def _of_the_source(records):
    """How many of the records name the source; joins would multiply each kind by the other."""
    rows = records.order_by().filter(source=OuterRef("pk")).values("source")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


class Source(Editorial):
    """A page or paper that states something. A copy names the text it repeats."""

    slug = slug_field()
    url = models.CharField(_("address"), max_length=1000, blank=True, validators=[WEB_ADDRESS])
    archived_url = models.CharField(
        _("archived copy"), max_length=1000, blank=True, validators=[WEB_ADDRESS]
    )
    retrieved_on = models.DateField(_("date of access"), null=True, blank=True)
    collected_by = models.DateField(
        _("collected by"),
        null=True,
        blank=True,
        help_text=_("A day by which the page had been read, where the day of access is unknown."),
    )
    publisher = models.CharField(_("publisher"), max_length=200)
    title = models.CharField(_("title"), max_length=300, help_text=_("A description of our own."))
    published_on = models.DateField(_("published on"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=20, help_text=_("A BCP 47 code."))
    kind = models.CharField(_("kind"), max_length=20)
    copy_of = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("copy of"),
        null=True,
        blank=True,
        related_name="copies",
    )

    history = History(derived=["updated_at"])
    objects = SourceQuerySet.as_manager()
    address_field = "slug"

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = [F("published_on").desc(nulls_last=True), "slug"]
        indexes = [by_change("source")]
        constraints = [
            in_words("source_kind_known", "kind", SOURCE_KINDS),
            no_self_link("source_not_its_own_copy", "copy_of"),
            models.CheckConstraint(condition=_is_http("url"), name="source_url_is_http"),
            models.CheckConstraint(
                condition=_is_http("archived_url"), name="source_archived_url_is_http"
            ),
            models.CheckConstraint(
                condition=~Q(slug="") & ~Q(publisher="") & ~Q(title="") & ~Q(language=""),
                name="source_is_described",
            ),
        ]

    def __str__(self):
        return f"{self.publisher}: {self.title}"

    def clean(self):
        super().clean()
        refuse_circle(self, "copy_of")


class FigureQuerySet(EditorialQuerySet):
    def of_edition(self, edition):
        """Figures of this edition alone."""
        return self.over(edition).filter(edition_count=1)

    def spanning(self, edition):
        """Figures that cover this edition together with others; they are never split."""
        return self.over(edition).filter(edition_count__gt=1)

    def over(self, edition):
        return self.filter(pk__in=FigureEdition.objects.filter(edition=edition).values("figure"))

    def of_conference(self, conference):
        mine = FigureEdition.objects.filter(edition__conference=conference)
        return self.filter(pk__in=mine.values("figure"))

    def of_one_edition(self, editions=None):
        """Projects and investment of single editions (of these): what an edition's row shows.

        Figures that are not preferred are among them, as one may convert a headline.
        """
        found = self.filter(edition_count=1, metric__in=["projects", "investment"])
        return found if editions is None else found.filter(edition_links__edition__in=editions)

    def headlines(self):
        """Preferred and not suspect: the only figures that may stand for their group."""
        return self.filter(preferred=True, suspect=False)

    def with_names(self):
        return self.select_related(
            "location", "sector", "source", "of_which", "equivalent_of"
        ).prefetch_related("source__copy_of", "edition_links__edition__conference")


class ReportedFigure(Editorial):
    """One statement of a source, kept as evidence: never blended with sums of projects.

    `group_key` and `edition_count` are derived: figures with one key say the same thing, and at
    most one of them is preferred.
    """

    ref = ref_field(new_figure_ref)
    editions = models.ManyToManyField(
        "Edition",
        through="FigureEdition",
        verbose_name=_("editions"),
        related_name="figures",
    )
    metric = models.CharField(_("metric"), max_length=40, validators=[METRIC])
    value = amount_field(_("value"), required=True)
    value_max = amount_field(_("upper end"), help_text=_("Only for a range."))
    currency = currency_field()
    qualifier = models.CharField(_("qualifier"), max_length=10, default="exact")
    location = models.ForeignKey(
        "Location",
        models.PROTECT,
        verbose_name=_("place"),
        null=True,
        blank=True,
        related_name="figures",
    )
    sector = models.ForeignKey(
        "Sector",
        models.PROTECT,
        verbose_name=_("sector"),
        null=True,
        blank=True,
        related_name="figures",
    )
    scope_note = models.CharField(_("scope in words"), max_length=200, blank=True)
    horizon = models.CharField(_("horizon"), max_length=40, blank=True, validators=[HORIZON])
    of_which = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("part of"),
        null=True,
        blank=True,
        related_name="parts",
        help_text=_("The larger figure that this one is a part of."),
    )
    equivalent_of = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("conversion of"),
        null=True,
        blank=True,
        related_name="equivalents",
        help_text=_("The figure in another currency that this one converts."),
    )
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), related_name="figures"
    )
    as_written = models.CharField(_("as written"), max_length=200)
    preferred = models.BooleanField(_("preferred"), default=False)
    suspect = models.BooleanField(
        _("suspect"), default=False, help_text=_("A misprint, a lost hedge, a misplaced scope.")
    )
    note = models.TextField(_("note"), blank=True)
    group_key = models.TextField(_("group"), blank=True, editable=False)
    edition_count = models.PositiveSmallIntegerField(_("editions"), default=0, editable=False)

    history = History(derived=["group_key", "edition_count", "updated_at"])
    objects = FigureQuerySet.as_manager()
    address_field = "ref"

    class Meta:
        verbose_name = _("reported figure")
        verbose_name_plural = _("reported figures")
        ordering = ["ref"]
        indexes = [by_change("figure")]
        constraints = [
            in_qualifiers("figure_qualifier_known", "qualifier"),
            models.CheckConstraint(
                condition=~Q(qualifier=""),
                name="figure_has_qualifier",
                violation_error_message=_("Say how sure the value is; “exact” where nothing else."),
            ),
            amount_bounds("figure_values_in_bounds", "value", "value_max"),
            range_has_two_ends("figure_range_has_two_ends", "value", "value_max", "qualifier"),
            models.CheckConstraint(
                condition=~Q(metric__in=MONEY_METRICS) | ~Q(currency=""),
                name="figure_money_has_currency",
                violation_error_message=_("This metric is money: give its currency."),
            ),
            models.CheckConstraint(
                condition=~Q(metric__in=COUNT_METRICS) | Q(currency=""),
                name="figure_count_has_no_currency",
                violation_error_message=_("This metric is a count: it has no currency."),
            ),
            no_self_link("figure_not_part_of_itself", "of_which"),
            no_self_link("figure_not_its_own_conversion", "equivalent_of"),
            models.UniqueConstraint(
                fields=["group_key"],
                condition=Q(preferred=True) & ~Q(group_key=""),
                name="figure_one_preferred_in_a_group",
                violation_error_message=_("Another figure of this group is preferred already."),
            ),
            models.CheckConstraint(
                condition=~Q(ref="") & ~Q(as_written="") & ~Q(metric=""),
                name="figure_is_described",
            ),
        ]

    def __str__(self):
        return f"{self.ref}: {self.as_written}"

    def clean(self):
        super().clean()
        refuse_circle(self, "of_which")
        refuse_circle(self, "equivalent_of")
        if self.of_which and self.of_which.metric != self.metric:
            raise ValidationError({"of_which": _("A part has the metric of its whole.")})
        twin = self.equivalent_of
        if twin and (twin.metric != self.metric or twin.currency == self.currency):
            raise ValidationError(
                {
                    "equivalent_of": _(
                        "A conversion has the metric of the other figure, in another currency."
                    )
                }
            )

    def touch(self, change):
        change.figures.add(self.pk)


class FigureEdition(Linked):
    """An edition that a figure covers; a figure over several is never split."""

    figure = models.ForeignKey(
        ReportedFigure, models.CASCADE, verbose_name=_("figure"), related_name="edition_links"
    )
    edition = models.ForeignKey(
        "Edition", models.PROTECT, verbose_name=_("edition"), related_name="figure_links"
    )

    history = History(parent="figure")

    class Meta:
        verbose_name = _("reported figure of an edition")
        verbose_name_plural = _("reported figures of an edition")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["figure", "edition"], name="figure_edition_unique")
        ]

    def __str__(self):
        return f"{self.figure_id}"

    def touch(self, change):
        change.figures.add(self.figure_id)
