from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DealsConfig(AppConfig):
    name = "deals"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("conference deals")

    def ready(self):
        post_migrate.connect(fill_standing_totals, sender=self)
        post_migrate.connect(fill_search_entries, sender=self)


def fill_standing_totals(using, **_kwargs):
    """After a migration that brought the table of totals, which no migration can fill.

    The rules by which it is filled are the present ones.
    """
    from deals.models import Project, StandingTotal, restanding

    if using == "default" and not StandingTotal.objects.exists() and Project.objects.exists():
        restanding.rebuild()


def fill_search_entries(using, **_kwargs):
    """The same for the table by which the whole site is searched."""
    from deals.models import SearchEntry, search_entries

    if using != "default" or SearchEntry.objects.exists():
        return
    if any(model.objects.exists() for model in search_entries.LETTERS):
        search_entries.rebuild()
