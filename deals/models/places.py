"""Places: one tree of countries, regions, cities and districts."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from deals.models.base import (
    Editorial,
    EditorialQuerySet,
    by_change,
    in_words,
    no_self_link,
    slug_field,
)
from deals.models.history import History
from deals.models.version import write
from deals.vocabulary import PLACE_KINDS


class LocationQuerySet(EditorialQuerySet):
    def within(self, slugs):
        """The named places and everything inside them."""
        paths = self.model.objects.filter(slug__in=slugs).values_list("path", flat=True)
        condition = Q(pk__in=[])
        for path in paths:
            condition |= Q(path__startswith=path)
        return self.filter(condition)

    def in_tree_order(self):
        return self.order_by("path")

    def slugs_around(self) -> dict[str, tuple[str, ...]]:
        """In tree order, by slug: the slugs of the places around it, the country first."""
        paths = self.in_tree_order().values_list("path", flat=True)
        split = (path.rstrip("/").split("/") for path in paths)
        return {slugs[-1]: tuple(slugs[:-1]) for slugs in split}


class Location(Editorial):
    """A place. `path` is the slugs from the country down, each followed by a slash."""

    slug = slug_field()
    name = models.CharField(_("name"), max_length=200)
    name_zh = models.CharField(_("Chinese name"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=10)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("parent"),
        null=True,
        blank=True,
        related_name="children",
    )
    code = models.CharField(
        _("code"), max_length=6, blank=True, help_text=_("ISO 3166-1 or ISO 3166-2.")
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True, help_text=_("WGS 84"))
    longitude = models.FloatField(_("longitude"), null=True, blank=True, help_text=_("WGS 84"))
    path = models.CharField(_("path"), max_length=700, unique=True, editable=False)

    history = History(derived=["path", "updated_at"])
    objects = LocationQuerySet.as_manager()
    address_field = "slug"

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["path"]
        indexes = [by_change("location")]
        constraints = [
            in_words("location_kind_known", "kind", PLACE_KINDS),
            no_self_link("location_not_in_itself", "parent"),
            models.CheckConstraint(
                condition=Q(kind="country", parent__isnull=True)
                | (~Q(kind="country") & Q(parent__isnull=False)),
                name="location_only_countries_are_roots",
                violation_error_message=_("A country has no parent; every other place needs one."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="location_coordinates_in_range",
                violation_error_message=_("Give both: latitude −90 to 90, longitude −180 to 180."),
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="location_code_unique",
                violation_error_message=_("Another place has this code."),
            ),
            models.CheckConstraint(
                condition=~Q(slug="") & ~Q(name=""), name="location_has_slug_and_name"
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        parent = self.parent
        if parent is None or self.kind not in PLACE_KINDS:
            return
        if self.pk and parent.path.startswith(self._stored_path() or "\0"):
            raise ValidationError({"parent": _("A place cannot lie inside itself.")})
        if PLACE_KINDS.index(parent.kind) > PLACE_KINDS.index(self.kind):
            raise ValidationError({"parent": _("The parent is of a smaller kind than this place.")})

    def full_clean(self, *args, **kwargs):
        if self.parent_id:
            # The parent at hand may have been read before it moved.
            self.parent = Location.objects.filter(pk=self.parent_id).first()
        self.path = self.expected_path()
        super().full_clean(*args, **kwargs)

    def save(self, *args, **kwargs):
        with write():
            old = self._stored_path()
            super().save(*args, **kwargs)
            if old and old != self.path:
                below = Location.objects.filter(path__startswith=old).exclude(pk=self.pk)
                below.update(path=Concat(Value(self.path), Substr("path", len(old) + 1)))

    def touch(self, change):
        from deals.models.projects import Project

        inside = Project.objects.filter(location__path__startswith=self._stored_path() or self.path)
        change.projects.update(inside.values_list("pk", flat=True))

    def expected_path(self) -> str:
        """The path that the parent and the slug ask for."""
        return f"{self.parent.path if self.parent else ''}{self.slug}/"

    def _stored_path(self) -> str | None:
        if self.pk is None:
            return None
        return Location.objects.filter(pk=self.pk).values_list("path", flat=True).first()

    @property
    def slugs_above(self) -> list[str]:
        """The slugs of the places around this one, the country first."""
        return self.path.rstrip("/").split("/")[:-1]
