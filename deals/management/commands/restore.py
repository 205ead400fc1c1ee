from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from conference_deals import audit
from deals.backup import BadBackup, check, restore


class Command(BaseCommand):
    help = "Fill an empty, migrated database from a file of manage.py backup, or change nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="all data that are there are lost"
        )
        parser.add_argument(
            "--check", action="store_true", help="prove that the file is sound, restore nothing"
        )

    def handle(self, *, file, replace=False, check=False, verbosity=1, **options):
        self.verbosity = verbosity
        try:
            self._handle(file, replace, check)
        except BadBackup as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(
                f"“{file}” cannot be read: {error.strerror}. Nothing was changed."
            ) from None

    def _handle(self, file, replace, only_check):
        if only_check:
            self.stdout.write(f"“{file}” is sound, and holds {check(file)}.")
            return
        report = restore(file, replace=replace, progress=self.progress)
        audit.record("restore", subject=file.name, detail=str(report))
        self.stdout.write(f"Restored {report}. Now prove it: manage.py check_data")

    def progress(self, table, rows):
        if self.verbosity > 1:
            self.stdout.write(f"  {table}: {rows:,} rows")
            self.stdout.flush()
