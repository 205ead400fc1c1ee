from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from conference_deals import audit
from deals.backup import BadBackup, backup


class Command(BaseCommand):
    help = "Write all data of one moment, accounts too, into one file; others may go on writing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="replace a file of that name")

    def handle(self, *, file, force=False, verbosity=1, **options):
        self.verbosity = verbosity
        try:
            report = backup(file, force=force, progress=self.progress)
        except (BadBackup, DatabaseError) as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(
                f"“{file}” cannot be written: {error.strerror}. Nothing is left of it. Name a "
                f"folder with enough room that you may write to."
            ) from None
        self.stdout.write(f"“{file}” holds {report}.")
        try:
            audit.record("backup", subject=file.name, detail=str(report))
        except DatabaseError:  # a standby can be copied, and not be written to
            self.stderr.write("The audit log does not tell of it: the database takes no writes.")

    def progress(self, table, rows):
        if self.verbosity > 1:
            self.stdout.write(f"  {table}: {rows:,} rows")
            self.stdout.flush()
