"""manage.py rebuild_totals"""

from django.core.management.base import BaseCommand

from deals.models import StandingTotal, restanding, write


class Command(BaseCommand):
    help = "Makes the standing totals anew from the projects, where check_data finds them wrong."

    def handle(self, **options):
        with write(kind="load"):
            restanding.rebuild()
        self.stdout.write(f"{StandingTotal.objects.count():,} totals.")
