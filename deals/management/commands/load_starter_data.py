from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from deals.starter import FOLDER, MAX_FAULTS_SHOWN, FaultyFolder, load


class Command(BaseCommand):
    help = "Load a folder of CSV files in the form of deals/starter_data: all of it, or nothing."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="replace records that differ here (without it they are kept and named)",
        )

    def handle(self, *, folder, overwrite, **options):
        if not folder.is_dir():
            raise CommandError(f"“{folder}” is not a folder. Name one that holds projects.csv.")
        try:
            report = load(folder, overwrite=overwrite, progress=self._progress)
        except FaultyFolder as error:
            for fault in error.faults[:MAX_FAULTS_SHOWN]:
                self.stderr.write(str(fault))
            raise CommandError(f"{len(error.faults)} faults. Nothing was loaded.") from None
        self._summarise(report)

    def _progress(self, name):
        if self.verbosity > 1:
            self.stdout.write(f"  {name}")

    def execute(self, *args, **options):
        self.verbosity = options["verbosity"]
        return super().execute(*args, **options)

    def _summarise(self, report):
        for line in [*report.notices, *report.kept]:
            self.stdout.write(line)
        added, replaced = report.added.total(), report.replaced.total()
        self.stdout.write(
            f"{added} records added, {replaced} replaced, {report.unchanged.total()} unchanged, "
            f"{len(report.kept)} kept as they are here."
        )
