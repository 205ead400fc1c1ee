"""What editorial models share: checked saves inside `write`, a version, a permanent address."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deals.bounds import QUALIFIERS
from deals.models.version import Change, write
from deals.money import MAX_AMOUNT

YEARS = (1900, 2100)
SLUG = RegexValidator(
    r"\A[a-z0-9]+(-[a-z0-9]+)*\Z",
    _("Use lower-case letters, digits and single hyphens, such as “world-power-battery-2024”."),
)
CURRENCY = RegexValidator(r"\A[A-Z]{3}\Z", _("Use the three capital letters of ISO 4217."))
WEB_ADDRESS = RegexValidator(
    r"\Ahttps?://[^\s/][^\s]*\Z", _("Use an address that begins with https:// or http://.")
)
MONTHS_AND_DAYS = ("day", "month", "year")


class Unsaved(Exception):
    """A save that found a newer version of the record than the one it was based on."""


class EditorialQuerySet(models.QuerySet):
    def delete(self):
        """Delete one by one, so that addresses are retired and derived columns renewed."""
        with write():
            done = [record.delete() for record in self]
        return sum(count for count, _by_model in done), {}


def by_change(name: str) -> models.Index:
    """For the latest changes of a kind: with the id, as a load gives many records one moment."""
    return models.Index(fields=["updated_at", "id"], name=f"{name}_by_change")


class Editorial(models.Model):
    """A record that editors change: `save` checks it in full and bumps its version."""

    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = EditorialQuerySet.as_manager()
    address_field: str | None = None

    class Meta:
        abstract = True

    def save(self, *args, leave_constraints_to_database=False, **kwargs):
        """Check and store. Bulk loads let the database check its constraints by itself: faster."""
        with write() as change:
            touch_stored(self, change)
            self.version += 1
            ask = not leave_constraints_to_database
            self.full_clean(validate_unique=ask, validate_constraints=ask)
            is_new = self._state.adding
            super().save(*args, **kwargs)
            if is_new and self.address_field:
                RetiredAddress.take_back(self)
            self.touch(change)

    def delete(self, *args, **kwargs):
        with write() as change:
            touch_stored(self, change)
            done = super().delete(*args, **kwargs)
            # Last: where other records protect this one, its address stays in use.
            if self.address_field:
                RetiredAddress.retire(self)
            return done

    def touch(self, change: Change) -> None:
        """Name what depends on this record, so that the end of the write renews it."""

    def clean(self):
        super().clean()
        if self.address_field and RetiredAddress.holds(self):
            value = getattr(self, self.address_field)
            raise ValidationError(
                {
                    self.address_field: _("“%s” belonged to a deleted record. Choose another.")
                    % value
                }
            )


class Linked(models.Model):
    """A row of a to-many relation with order; it has no address and no version of its own."""

    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = EditorialQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        with write() as change:
            touch_stored(self, change)
            super().save(*args, **kwargs)
            self.touch(change)

    def delete(self, *args, **kwargs):
        with write() as change:
            touch_stored(self, change)
            return super().delete(*args, **kwargs)

    def touch(self, change: Change) -> None:
        """As `Editorial.touch`."""


def touch_stored(record: models.Model, change: Change) -> None:
    """Note the stored state, and name what depended on it: a moved one leaves something behind."""
    if record.pk:
        for stored in type(record)._base_manager.filter(pk=record.pk):
            change.note(stored)
            stored.touch(change)


class RetiredAddress(models.Model):
    """An address that once worked: it leads to its successor (301), or says 410; never reused."""

    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=200)
    successor = models.CharField(_("successor"), max_length=200, blank=True)
    retired_at = models.DateTimeField(_("retired at"), auto_now_add=True)
    by_undo = models.BooleanField(
        _("by undo"), default=False, help_text=_("Its record may come back: under this address.")
    )

    class Meta:
        verbose_name = _("retired address")
        verbose_name_plural = _("retired addresses")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="retired_address_unique"),
            models.CheckConstraint(condition=~Q(key=""), name="retired_address_has_key"),
            models.CheckConstraint(
                condition=~Q(successor=models.F("key")), name="retired_address_moves_elsewhere"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"

    @classmethod
    def retire(cls, record: Editorial, successor: str = "") -> None:
        key = getattr(record, record.address_field)
        cls.objects.update_or_create(
            kind=record._meta.model_name,
            key=key,
            defaults={"successor": successor, "by_undo": False},
        )

    @classmethod
    def retire_all(cls, records: list[Editorial], *, by_undo: bool) -> None:
        """As `retire`, of many records of one model, without a successor."""
        kept = {"by_undo": by_undo, "successor": "", "retired_at": timezone.now()}
        cls.objects.bulk_create(
            [
                cls(kind=r._meta.model_name, key=getattr(r, r.address_field), **kept)
                for r in records
            ],
            update_conflicts=True,
            unique_fields=["kind", "key"],
            update_fields=list(kept),
        )

    @classmethod
    def holds(cls, record: Editorial) -> bool:
        return cls.of(record).filter(by_undo=False).exists()

    @classmethod
    def take_back(cls, record: Editorial) -> None:
        """The record is here again: its deletion was undone, or it was imported once more."""
        cls.take_all_back(type(record), [getattr(record, record.address_field)])

    @classmethod
    def take_all_back(cls, model: type[Editorial], keys: list[str]) -> None:
        cls.objects.filter(kind=model._meta.model_name, key__in=keys).delete()

    @classmethod
    def of(cls, record: Editorial):
        key = getattr(record, record.address_field)
        return cls.objects.filter(kind=record._meta.model_name, key=key)


# Fields and constraints that several models use.


def slug_field(length=120):
    return models.CharField(_("slug"), max_length=length, unique=True, validators=[SLUG])


def amount_field(label, *, required=False, **options):
    """Whole units of a currency, or a whole count; null is unknown, never 0."""
    return models.BigIntegerField(
        label,
        null=not required,
        blank=not required,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_AMOUNT)],
        **options,
    )


def currency_field(label=None):
    label = label or _("currency")
    return models.CharField(label, max_length=3, blank=True, validators=[CURRENCY])


def qualifier_field(label=None):
    label = label or _("qualifier")
    return models.CharField(label, max_length=10, blank=True)


def language_field():
    return models.CharField(
        _("language of the local name"),
        max_length=20,
        blank=True,
        help_text=_("A BCP 47 code such as fr or zh-Hant; read from the script where left blank."),
    )


def in_words(name: str, field: str, words, *, blank=False) -> models.CheckConstraint:
    """The field holds one of the words of a vocabulary."""
    allowed = list(words) + ([""] if blank else [])
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": allowed}),
        name=name,
        violation_error_message=_("Choose one of the listed words."),
    )


def amount_bounds(name: str, *fields: str) -> models.CheckConstraint:
    """Each field is unknown, or 1 to `MAX_AMOUNT`."""
    condition = Q()
    for field in fields:
        condition &= Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__range": (1, MAX_AMOUNT)})
    return models.CheckConstraint(
        condition=condition,
        name=name,
        violation_error_message=_(
            "An amount is 1 to 9,000,000,000,000,000; leave unknown ones blank."
        ),
    )


def together(name: str, number: str, *words: str) -> models.CheckConstraint:
    """A number and the words that belong to it are all given, or none is."""
    none = Q(**{f"{number}__isnull": True}, **dict.fromkeys(words, ""))
    some = Q(**{f"{number}__isnull": False})
    for word in words:
        some &= ~Q(**{word: ""})
    return models.CheckConstraint(
        condition=none | some,
        name=name,
        violation_error_message=_("Give the number and what belongs to it together, or neither."),
    )


def range_has_two_ends(name: str, low: str, high: str, qualifier: str) -> models.CheckConstraint:
    """`high` is given for ranges and only for them, and is not below `low`."""
    is_range = Q(**{qualifier: "range", f"{high}__isnull": False, f"{high}__gte": models.F(low)})
    is_not = ~Q(**{qualifier: "range"}) & Q(**{f"{high}__isnull": True})
    return models.CheckConstraint(
        condition=is_range | is_not,
        name=name,
        violation_error_message=_(
            "A range needs both ends, the lower one first; any other qualifier needs one value."
        ),
    )


def no_self_link(name: str, field: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | ~Q(**{field: models.F("pk")}),
        name=name,
        violation_error_message=_("A record cannot refer to itself."),
    )


def in_qualifiers(name: str, field: str, *, without=()) -> models.CheckConstraint:
    return in_words(name, field, [q for q in QUALIFIERS if q not in without], blank=True)


def refuse_circle(record: models.Model, field: str) -> None:
    """Raise where following `field` from the record leads back to it."""
    seen, node = {record.pk}, getattr(record, field)
    while node is not None:
        if node.pk in seen and node.pk is not None:
            raise ValidationError(
                {field: _("These records would refer to each other in a circle.")}
            )
        seen.add(node.pk)
        node = getattr(node, field)
