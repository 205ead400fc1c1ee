"""What editors said of possible duplicates: these two are different, so nobody is asked again."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from deals.models.base import in_words
from deals.models.version import write

DISTINCT_KINDS = ("project", "organization", "location")


class DistinctQuerySet(models.QuerySet):
    def of_kind(self, model) -> "DistinctQuerySet":
        return self.filter(kind=model._meta.model_name)

    def about(self, keys: Iterable[int]):
        keys = list(keys)
        return self.filter(Q(first__in=keys) | Q(second__in=keys))

    def pairs(self) -> set[tuple[int, int]]:
        """The primary keys of each two records, the smaller one first."""
        return set(self.values_list("first", "second"))


class Distinct(models.Model):
    """Two records of one kind that someone said are different, though they look alike.

    Plain keys instead of foreign keys: the answer holds again where a deleted record comes back.
    """

    kind = models.CharField(_("kind"), max_length=20)
    first = models.PositiveBigIntegerField(_("first record"))
    second = models.PositiveBigIntegerField(_("second record"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("user"),
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField(_("time"), auto_now_add=True)

    objects = DistinctQuerySet.as_manager()

    class Meta:
        verbose_name = _("different records")
        verbose_name_plural = _("different records")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "first", "second"], name="distinct_unique"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="distinct_in_order"),
            in_words("distinct_kind_known", "kind", DISTINCT_KINDS),
        ]

    def __str__(self):
        return f"{self.kind} {self.first} ≠ {self.second}"

    @classmethod
    def remember(cls, model, one: int, other: int, user=None) -> None:
        """Two records of the model, by primary key, are different; saying it twice is no harm."""
        first, second = sorted((one, other))
        with write():
            cls.objects.get_or_create(
                kind=model._meta.model_name,
                first=first,
                second=second,
                defaults={"user": user if getattr(user, "pk", None) else None},
            )
