"""Sectors and organizations: what a project makes, and who pays for it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deals.models.base import Editorial, by_change, in_words, language_field, slug_field
from deals.models.history import History
from deals.names import name_key, script_language
from deals.vocabulary import ORGANIZATION_KINDS


class Sector(Editorial):
    """A branch of the economy; the list is flat."""

    slug = slug_field()
    name = models.CharField(_("name"), max_length=200)
    name_zh = models.CharField(_("Chinese name"), max_length=200, blank=True)

    history = History(derived=["updated_at"])
    address_field = "slug"

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        ordering = ["name"]
        indexes = [by_change("sector")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug="") & ~Q(name=""), name="sector_has_slug_and_name"
            )
        ]

    def __str__(self):
        return self.name

    def touch(self, change):
        change.projects.update(self.projects.values_list("pk", flat=True))


class Organization(Editorial):
    """An investor. `name_key` is unique, so two spellings of one name are one organization."""

    slug = slug_field()
    name = models.CharField(_("name"), max_length=200)
    name_local = models.CharField(_("local name"), max_length=200, blank=True)
    local_lang = language_field()
    kind = models.CharField(_("kind"), max_length=20, default="company")
    country = models.ForeignKey(
        "Location",
        models.PROTECT,
        verbose_name=_("home country"),
        null=True,
        blank=True,
        related_name="organizations",
    )
    name_key = models.CharField(_("name key"), max_length=200, unique=True, editable=False)

    history = History(derived=["name_key", "updated_at"])
    address_field = "slug"

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name"]
        indexes = [by_change("organization")]
        constraints = [
            in_words("organization_kind_known", "kind", ORGANIZATION_KINDS),
            models.CheckConstraint(
                condition=~Q(slug="") & ~Q(name="") & ~Q(name_key=""),
                name="organization_has_slug_and_name",
            ),
        ]

    def __str__(self):
        return self.name

    def full_clean(self, *args, **kwargs):
        self.name_key = name_key(self.name)
        self.local_lang = self.local_lang or script_language(self.name_local)
        super().full_clean(*args, **kwargs)

    def clean(self):
        super().clean()
        same = Organization.objects.filter(name_key=name_key(self.name)).exclude(pk=self.pk).first()
        if same:
            raise ValidationError({"name": _("“%s” is the same organization.") % same.name})

    def touch(self, change):
        links = self.investment_links.values_list("investment__project", flat=True)
        change.projects.update(links)
