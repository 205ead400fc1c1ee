"""Projects: what was signed, by whom, for how much, and what became of it."""

import datetime
import secrets

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from deals.models.base import (
    MONTHS_AND_DAYS,
    Editorial,
    EditorialQuerySet,
    Linked,
    amount_bounds,
    amount_field,
    by_change,
    currency_field,
    in_qualifiers,
    in_words,
    language_field,
    no_self_link,
    qualifier_field,
    range_has_two_ends,
    refuse_circle,
    together,
)
from deals.models.history import History
from deals.money import MAX_AMOUNT
from deals.names import script_language
from deals.vocabulary import COMMITMENTS, STATUS_LABELS, STATUSES

# Columns that `derived.renew` writes; beside them `Project.status`, where there are events.
DERIVED = (
    "date",
    "year",
    "disclosed",
    "amount_bound",
    "invested_cny_low",
    "invested_cny_high",
    "invested_usd_low",
    "invested_usd_high",
    "unconverted_cny",
    "unconverted_usd",
    "output_cny",
    "output_usd",
    "search",
)
# Columns of `in_rows`; all but the first are what a row of a list is made from.
ROW = (
    *("pk", "ref", "name", "name_local", "local_lang", "commitment", "status_shown"),
    *("date", "year", "signed_on", "disclosed", "amount_bound"),
    *("invested_cny_low", "invested_cny_high", "invested_usd_low", "invested_usd_high"),
    *("unconverted_cny", "unconverted_usd", "jobs", "jobs_qualifier"),
    *("output_value", "output_currency", "output_qualifier", "output_cny", "output_usd"),
    *("resigns_only", "updated_at", "edition__slug", "edition__label", "edition__year"),
    *(f"edition__conference__{name}" for name in ("slug", "name", "name_zh")),
    *("edition__conference__name_local", "edition__conference__local_lang"),
    *("location__slug", "location__name", "location__name_zh", "location__path"),
    *("sector__slug", "sector__name", "sector__name_zh"),
)
CONVERTED = ("amount_cny", "amount_max_cny", "amount_usd", "amount_max_usd")
# So many projects are looked at for the newest beside another one.
MOST_BESIDE = 200
_REF_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_ref(letter: str) -> str:
    """A fresh permanent reference such as ``p7k3m9qaw``; the letter says what it names."""
    number, letters = secrets.randbelow(len(_REF_LETTERS) ** 8), []
    for _each in range(8):
        number, place = divmod(number, len(_REF_LETTERS))
        letters.append(_REF_LETTERS[place])
    return letter + "".join(letters)


def new_project_ref() -> str:
    return new_ref("p")


def ref_field(default):
    from deals.models.base import SLUG

    return models.CharField(
        _("reference"), max_length=40, unique=True, default=default, validators=[SLUG]
    )


class ProjectQuerySet(EditorialQuerySet):
    def counted(self):
        """Projects that add to sums: those that do not merely sign an earlier one again."""
        return self.filter(resigns_only=False)

    def of_conference(self, conference):
        return self.filter(edition__conference=conference)

    def inside(self, place):
        """Projects at the place or anywhere inside it."""
        return self.filter(location__path__startswith=place.path)

    def known_by(self, day):
        """Projects whose source had been published by that day; all of them where it is None.

        A source without a date counts on no day.
        """
        return self if day is None else self.filter(source__published_on__lte=day)

    def newest_first(self):
        return self.order_by("-date", "-ref")

    def with_investors_of(self, project):
        """Other projects of its investors; of very many, those that were entered last."""
        investors = [link.organization_id for link in project.investor_links.all()]
        links = ProjectInvestor.objects.filter(organization__in=investors)
        found = links.order_by("-project_id").values_list("project_id", flat=True)
        return self._others(project, found)

    def around(self, project):
        """Other projects at its place and inside that; of very many, as above."""
        from deals.models.places import Location

        inside = Location.objects.none()
        if project.location:
            inside = Location.objects.filter(path__startswith=project.location.path)
        places = list(inside.values_list("pk", flat=True))
        found = self.model.objects.filter(location__in=places)
        return self._others(project, found.order_by("-pk").values_list("pk", flat=True))

    def _others(self, project, keys):
        # Keys alone are in the indexes, by investor and by place; the dates are not.
        return self.filter(pk__in={*keys[:MOST_BESIDE]} - {project.pk})

    def with_names(self):
        """Fetches the names that a row shows, in a fixed number of queries."""
        return self.select_related(
            "edition__conference", "edition__location", "location__parent", "sector"
        ).prefetch_related("investor_links__organization", "amounts")

    def in_rows(self):
        """`ROW` of each as a named tuple: no models, of which a page of 50 would make 400."""
        shown = self.annotate(status_shown=F(self.status_column))
        return shown.values_list(*ROW, named=True)

    def for_page(self, on: datetime.date | None = None):
        """Fetches everything that a project's own page shows, its status on a day included."""
        found = self if on is None else self.with_status_explained_on(on)
        return found.select_related(
            "edition__conference", "location", "sector", "source"
        ).prefetch_related(
            # Of few projects, and each table more makes PostgreSQL plan much longer.
            "source__copy_of",
            "continues",
            "investments__investors__country",
            "status_events__source__copy_of",
            "further_sources__copy_of",
            "continued_by",
            "investor_links__organization",
            "amounts",
        )

    # Status at any date

    def with_status_on(self, day, known_by: datetime.date | None = None):
        """`status_then`: the status on that day, a word of STATUSES, or None: not yet known.

        `day` is a date, or an expression of one that a project's row can answer. The rule:

        1. The latest status event by then decides. Events of one day go up the ladder, an undated
           event comes before every dated one. It counts from the day its source was published
           (where that is unknown, from the project's `date`), as it had happened by then.
        2. Without one, nothing is known before the project's `date`: None.
        3. From then on a project without any event has the status it was entered with. One beyond
           “signed” is a statement of the project's source: it counts from that one's publication.
        4. Otherwise it is “signed” from `signed_on` on, and “announced” before or without it.

        A date of which only the month or the year is known counts as the day that is stored. With
        `known_by` only what was published by that day counts, and an undated source does not.
        """
        return self._on(day, known_by).annotate(status_then=_status_by_rule())

    def with_status_explained_on(self, day, known_by: datetime.date | None = None):
        """As `with_status_on`, with `status_event_then` and `status_basis`.

        `status_event_then` is the id of the event that decided, None where none did;
        `status_basis` is ``event``, ``not_yet_known``, ``entered``, ``signature`` or ``edition``,
        as the rule has it.
        """
        latest = StatusEvent.objects.latest_by("status_day", known_by).values("pk")[:1]
        return self.with_status_on(day, known_by).annotate(
            status_event_then=Subquery(latest), status_basis=_basis_by_rule()
        )

    def with_status_known_by(self, day: datetime.date):
        """`status_known`: the status as known on that day; what is published early is announced."""
        known = self.with_status_on(day, known_by=day)
        return known.annotate(status_known=Coalesce("status_then", Value("announced")))

    @property
    def status_column(self) -> str:
        """The annotated status where one on a day has been asked for, else `status`."""
        asked = (name for name in ("status_known", "status_then") if name in self.query.annotations)
        return next(asked, "status")

    def _on(self, day, known_by):
        """The day, and what the rule asks about it, as columns that are not selected."""
        day = Value(day, models.DateField()) if isinstance(day, datetime.date) else day
        published = Q(source__published_on__lte=F("status_day"))
        unknown = Q(source__published_on__isnull=True)
        if known_by is not None:
            published, unknown = published & Q(source__published_on__lte=known_by), Q(pk__in=[])
        return self.alias(
            status_day=day,
            has_events=Exists(StatusEvent.objects.filter(project=OuterRef("pk"))),
            latest_status=Subquery(
                StatusEvent.objects.latest_by("status_day", known_by).values("status")[:1]
            ),
            entered=Case(
                When(Q(status="announced") | Q(has_events=True), then=Value(False)),
                When(Q(status="signed") | published | unknown, then=Value(True)),
                default=Value(False),
                output_field=models.BooleanField(),
            ),
        )


# The rule of `with_status_on`: conditions in order, each with its status and its basis.
_RULE = (
    (Q(latest_status__isnull=False), F("latest_status"), "event"),
    (Q(date__gt=F("status_day")), None, "not_yet_known"),
    (Q(entered=True), F("status"), "entered"),
    (Q(signed_on__lte=F("status_day")), Value("signed"), "signature"),
)


def _status_by_rule():
    # The first line as COALESCE: as a condition it would look for the event twice.
    whens = [When(condition, then=status) for condition, status, _basis in _RULE[1:]]
    rest = Case(*whens, default=Value("announced"), output_field=models.CharField())
    return Coalesce("latest_status", rest)


def _basis_by_rule():
    whens = [When(condition, then=Value(basis)) for condition, _status, basis in _RULE]
    return Case(*whens, default=Value("edition"), output_field=models.CharField())


class Project(Editorial):
    """What was signed, with one place, so that sums by place are a partition.

    The columns from `date` on are derived: `derived.renew` writes them in the transaction that
    changes what they depend on, and `check_data` proves them.
    """

    ref = ref_field(new_project_ref)
    edition = models.ForeignKey(
        "Edition", models.PROTECT, verbose_name=_("edition"), related_name="projects"
    )
    name = models.CharField(_("name"), max_length=300)
    name_local = models.CharField(_("local name"), max_length=300, blank=True)
    local_lang = language_field()
    location = models.ForeignKey(
        "Location",
        models.PROTECT,
        verbose_name=_("place"),
        null=True,
        blank=True,
        related_name="projects",
        db_index=False,  # `project_at_place` serves it
        help_text=_("The most precise place that is known; never the conference's own."),
    )
    sector = models.ForeignKey(
        "Sector",
        models.PROTECT,
        verbose_name=_("sector"),
        null=True,
        blank=True,
        related_name="projects",
    )
    commitment = models.CharField(_("commitment"), max_length=20, default="unspecified")
    status = models.CharField(
        _("status"),
        max_length=20,
        default="announced",
        help_text=_("Follows the latest status event where there is one."),
    )
    signed_on = models.DateField(
        _("signed on"),
        null=True,
        blank=True,
        help_text=_("The day of a signature, never of an announcement."),
    )
    jobs = amount_field(_("jobs"))
    jobs_qualifier = qualifier_field(_("jobs: qualifier"))
    output_value = amount_field(
        _("output value"), help_text=_("Expected yearly output, whole units of its currency.")
    )
    output_currency = currency_field(_("output value: currency"))
    output_qualifier = qualifier_field(_("output value: qualifier"))
    continues = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("continues"),
        null=True,
        blank=True,
        related_name="continued_by",
        help_text=_("The earlier project that this one enlarges or signs again."),
    )
    resigns_only = models.BooleanField(
        _("only signed again"),
        default=False,
        help_text=_("Signs the earlier project again and adds nothing to it or to any total."),
    )
    source = models.ForeignKey(
        "Source", models.PROTECT, verbose_name=_("source"), related_name="projects"
    )
    further_sources = models.ManyToManyField(
        "Source",
        through="ProjectSource",
        verbose_name=_("further sources"),
        blank=True,
        related_name="further_projects",
    )
    note = models.TextField(_("note"), blank=True)

    date = models.DateField(_("date"), null=True, editable=False)
    year = models.PositiveSmallIntegerField(_("year"), null=True, editable=False)
    disclosed = models.BooleanField(_("amount disclosed"), default=False, editable=False)
    amount_bound = models.CharField(_("bound"), max_length=10, blank=True, editable=False)
    invested_cny_low = models.BigIntegerField(_("invested, CNY"), null=True, editable=False)
    invested_cny_high = models.BigIntegerField(_("invested, CNY, upper"), null=True, editable=False)
    invested_usd_low = models.BigIntegerField(_("invested, USD"), null=True, editable=False)
    invested_usd_high = models.BigIntegerField(_("invested, USD, upper"), null=True, editable=False)
    unconverted_cny = models.BooleanField(_("no rate to CNY"), default=False, editable=False)
    unconverted_usd = models.BooleanField(_("no rate to USD"), default=False, editable=False)
    output_cny = models.BigIntegerField(_("output value, CNY"), null=True, editable=False)
    output_usd = models.BigIntegerField(_("output value, USD"), null=True, editable=False)
    search = models.TextField(_("search text"), blank=True, editable=False)

    history = History(derived=[*DERIVED, "updated_at"])
    objects = ProjectQuerySet.as_manager()
    address_field = "ref"

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["-date", "-ref"]
        # The order of the list, and behind it all that filters and totals read: so they need
        # not read the table, whose rows are ten times as long.
        indexes = [
            models.Index(
                fields=[
                    *("-date", "-ref", "id", "year", "edition", "location", "sector"),
                    *("status", "commitment", "resigns_only", "disclosed", "amount_bound"),
                    *("invested_cny_low", "invested_cny_high", "unconverted_cny"),
                    *("invested_usd_low", "invested_usd_high", "unconverted_usd"),
                    *("jobs", "jobs_qualifier"),
                    *("output_value", "output_cny", "output_usd", "output_qualifier"),
                ],
                name="project_newest_first",
            ),
            by_change("project"),
            models.Index(fields=["location", "id"], name="project_at_place"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(ref="") & ~Q(name=""), name="project_has_ref_and_name"
            ),
            in_words("project_status_known", "status", STATUSES),
            in_words("project_commitment_known", "commitment", COMMITMENTS),
            in_qualifiers("project_jobs_qualifier_known", "jobs_qualifier", without=["range"]),
            in_qualifiers("project_output_qualifier_known", "output_qualifier", without=["range"]),
            amount_bounds("project_amounts_in_bounds", "jobs", "output_value"),
            together("project_jobs_with_qualifier", "jobs", "jobs_qualifier"),
            together(
                "project_output_with_currency",
                "output_value",
                "output_currency",
                "output_qualifier",
            ),
            no_self_link("project_not_its_own_sequel", "continues"),
            models.CheckConstraint(
                condition=Q(resigns_only=False) | Q(continues__isnull=False),
                name="project_signed_again_names_which",
                violation_error_message=_("Name the earlier project that is only signed again."),
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True)
                | Q(signed_on__range=("1900-01-01", "2100-12-31")),
                name="project_signed_in_range",
                violation_error_message=_("A signature lies in the years 1900 to 2100."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def status_shown(self) -> str:
        """The status as known on a day, where `with_status_known_by` has added it."""
        return getattr(self, "status_known", self.status)

    def full_clean(self, *args, **kwargs):
        self.local_lang = self.local_lang or script_language(self.name_local)
        super().full_clean(*args, **kwargs)

    def clean(self):
        super().clean()
        refuse_circle(self, "continues")

    def touch(self, change):
        change.projects.add(self.pk)


class ProjectSource(Linked):
    """A further source of a project, beside the one that its facts were taken from."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="source_links")
    source = models.ForeignKey(
        "Source", models.PROTECT, verbose_name=_("source"), related_name="project_links"
    )

    history = History(parent="project")

    class Meta:
        verbose_name = _("further source")
        verbose_name_plural = _("further sources")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "source"], name="project_source_unique")
        ]

    def __str__(self):
        return str(self.source)


class Investment(Editorial):
    """One amount of a project, by one or several investors together. Null: not disclosed.

    The columns from `amount_cny` on are derived: whole yuan and whole US dollars by the ECB
    reference rate of the edition's day, rounded once, half to even; null where no rate applies.
    """

    project = models.ForeignKey(
        Project, models.CASCADE, verbose_name=_("project"), related_name="investments"
    )
    investors = models.ManyToManyField(
        "Organization",
        through="InvestmentInvestor",
        verbose_name=_("investors"),
        blank=True,
        related_name="investments",
    )
    amount = amount_field(
        _("amount"), help_text=_("Whole units: 95.25 billion yuan is 95250000000.")
    )
    amount_max = amount_field(_("upper end"), help_text=_("Only for a range."))
    currency = currency_field()
    qualifier = qualifier_field()
    as_written = models.CharField(_("as written"), max_length=200, blank=True)
    amount_cny = models.BigIntegerField(_("amount, CNY"), null=True, editable=False)
    amount_max_cny = models.BigIntegerField(_("upper end, CNY"), null=True, editable=False)
    amount_usd = models.BigIntegerField(_("amount, USD"), null=True, editable=False)
    amount_max_usd = models.BigIntegerField(_("upper end, USD"), null=True, editable=False)

    history = History(derived=[*CONVERTED, "updated_at"], parent="project")

    class Meta:
        verbose_name = _("investment")
        verbose_name_plural = _("investments")
        ordering = ["pk"]
        constraints = [
            in_qualifiers("investment_qualifier_known", "qualifier"),
            amount_bounds("investment_amounts_in_bounds", "amount", "amount_max"),
            together("investment_amount_with_currency", "amount", "currency", "qualifier"),
            range_has_two_ends(
                "investment_range_has_two_ends", "amount", "amount_max", "qualifier"
            ),
        ]

    def __str__(self):
        amount = self.as_written or self.amount or _("not disclosed")
        return f"{self.project} · {amount}"

    def touch(self, change):
        change.projects.add(self.project_id)


class InvestmentInvestor(Linked):
    investment = models.ForeignKey(
        Investment,
        models.CASCADE,
        verbose_name=_("investment"),
        related_name="investor_links",
    )
    organization = models.ForeignKey(
        "Organization",
        models.PROTECT,
        verbose_name=_("organization"),
        related_name="investment_links",
    )

    history = History(parent="investment")

    class Meta:
        verbose_name = _("investor")
        verbose_name_plural = _("investors")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["investment", "organization"], name="investment_investor_unique"
            )
        ]

    def __str__(self):
        return str(self.organization)

    def touch(self, change):
        change.projects.add(self.investment.project_id)


class _Rank(Func):
    """The place of a status on the ladder, written in one go: Case and When take Django long."""

    template = "CASE %(expressions)s {} END".format(
        " ".join(f"WHEN '{status}' THEN {place}" for place, status in enumerate(STATUSES))
    )
    output_field = models.IntegerField()


class StatusEventQuerySet(EditorialQuerySet):
    def known_by(self, day: datetime.date | None):
        """Events whose source was published by that day; all of them where there is none."""
        return self if day is None else self.filter(source__published_on__lte=day)

    def latest_by(self, column: str, known_by: datetime.date | None = None):
        """For a subquery: the events of the outer project by its day `column`, the latest first.

        The order is that of `derived.latest_status`.
        """
        mine = self.known_by(known_by).filter(project=OuterRef("pk"))
        day = models.DateField()
        since = Coalesce("on", "source__published_on", OuterRef("date"), output_field=day)
        return (
            mine.alias(since=since, rank=_Rank("status"))
            .filter(since__lte=OuterRef(column))
            .order_by(F("on").desc(nulls_last=True), "-rank", "-pk")
        )


class StatusEvent(Editorial):
    """A dated step of a project on the ladder from announced to operating, or off it."""

    project = models.ForeignKey(
        Project, models.CASCADE, verbose_name=_("project"), related_name="status_events"
    )
    status = models.CharField(_("status"), max_length=20)
    on = models.DateField(_("on"), null=True, blank=True)
    precision = models.CharField(
        _("precision"),
        max_length=10,
        blank=True,
        help_text=_("day, month or year: how much of the date is known."),
    )
    invested_amount = amount_field(
        _("invested so far"), help_text=_("Whole units of the currency, as the source says.")
    )
    currency = currency_field()
    source = models.ForeignKey(
        "Source", models.PROTECT, verbose_name=_("source"), related_name="status_events"
    )

    history = History(derived=["updated_at"], parent="project")
    objects = StatusEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("status event")
        verbose_name_plural = _("status events")
        ordering = [F("on").asc(nulls_first=True), "pk"]
        constraints = [
            in_words("status_event_status_known", "status", STATUSES),
            in_words("status_event_precision_known", "precision", MONTHS_AND_DAYS, blank=True),
            together("status_event_date_with_precision", "on", "precision"),
            together("status_event_amount_with_currency", "invested_amount", "currency"),
            amount_bounds("status_event_amount_in_bounds", "invested_amount"),
            models.CheckConstraint(
                condition=Q(on__isnull=True) | Q(on__range=("1900-01-01", "2100-12-31")),
                name="status_event_in_range",
                violation_error_message=_("A status event lies in the years 1900 to 2100."),
            ),
        ]

    def __str__(self):
        return f"{STATUS_LABELS.get(self.status, self.status)} {self.on or ''}".strip()

    def touch(self, change):
        change.projects.add(self.project_id)


class ProjectInvestor(models.Model):
    """Derived: each investor of a project once, so that sums by investor read one row a pair."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="investor_links")
    # CASCADE: a derived row protects nothing; `InvestmentInvestor`, from which it comes, does.
    organization = models.ForeignKey(
        "Organization", models.CASCADE, related_name="project_links", db_index=False
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("investor of a project")
        verbose_name_plural = _("investors of projects")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organization"], name="project_investor_unique"
            )
        ]
        indexes = [models.Index(fields=["organization", "project"], name="project_of_investor")]

    def __str__(self):
        return f"{self.organization}"


class ProjectAmount(models.Model):
    """Derived: what a project states in one currency, in whole units of it, before conversion."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="amounts")
    currency = models.CharField(max_length=3)
    low = models.BigIntegerField(validators=[MinValueValidator(1)])
    high = models.BigIntegerField(validators=[MaxValueValidator(MAX_AMOUNT)])
    bound = models.CharField(max_length=10)

    class Meta:
        verbose_name = _("amount of a project")
        verbose_name_plural = _("amounts of projects")
        ordering = ["currency"]
        constraints = [
            models.UniqueConstraint(fields=["project", "currency"], name="project_amount_unique"),
            models.CheckConstraint(
                condition=Q(low__gte=1, high__gte=F("low")), name="project_amount_low_to_high"
            ),
        ]

    def __str__(self):
        return f"{self.currency} {self.low}"
