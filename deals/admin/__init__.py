"""Editing in Django's own admin: one module for each part of the model."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from deals.admin import (
    acknowledgements,
    changes,
    conferences,
    evidence,
    imports,
    places,
    projects,
    rates,
    sectors,
    system,
)

__all__ = [
    "acknowledgements",
    "changes",
    "conferences",
    "evidence",
    "imports",
    "places",
    "projects",
    "rates",
    "sectors",
    "system",
]

admin.site.site_title = admin.site.site_header = _("Conference Deals")
admin.site.index_title = _("Records")
