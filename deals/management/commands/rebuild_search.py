"""manage.py rebuild_search"""

from django.core.management.base import BaseCommand

from deals.models import SearchEntry, search_entries, write


class Command(BaseCommand):
    help = "Makes the search entries anew from the records, where check_data finds them wrong."

    def handle(self, **options):
        with write(kind="load"):
            search_entries.rebuild()
        self.stdout.write(f"{SearchEntry.objects.count():,} entries.")
