from django.apps import AppConfig
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from conference_deals import patience


class DealsConfig(AppConfig):
    name = "deals"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("conference deals")

    def ready(self):
        connection_created.connect(patience.teach)
        pre_migrate.connect(lift_time_limits, sender=self)
        post_migrate.connect(fill_standing_totals, sender=self)
        post_migrate.connect(fill_search_entries, sender=self)
        post_migrate.connect(put_time_limits_back, sender=self)


# For migrations instead of settings.POSTGRES: an index of a large table takes long, and while a
# migration waits for a table, all who come after it wait too.
TIME_LIMITS = {
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "lock_timeout": "10s",
}


def lift_time_limits(using, **_kwargs):
    """Before a migration, whose statements take as long as they take."""
    set_time_limits(using, "SET {} = '{}'")


def put_time_limits_back(using, **_kwargs):
    set_time_limits(using, "RESET {}")


def set_time_limits(using, statement):
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for limit in TIME_LIMITS.items():
            cursor.execute(statement.format(*limit))


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
