from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from deals.generated import NotEmpty, generate


class Command(BaseCommand):
    help = "Fill an empty database with made-up projects and all that they need, for measuring."

    def add_arguments(self, parser):
        parser.add_argument("--projects", type=int, required=True)
        parser.add_argument("--seed", type=int, default=1, help="same seed, same data")
        parser.add_argument(
            "--add", action="store_true", help="mix them into the records that are stored"
        )

    def handle(self, *, projects, seed=1, add=False, verbosity=1, **options):
        if projects < 1 or seed < 0:
            raise CommandError("Give at least one project, and a seed from 0 on.")
        self.told, self.verbosity = 0, verbosity
        try:
            report = generate(projects, seed=seed, add=add, progress=self.progress)
        except NotEmpty as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"{report.projects:,} projects, {report.rows:,} rows on {connection.vendor} in "
            f"{report.seconds:.1f} s ({report.busy:.1f} s of this process), after "
            f"{report.preparing:.1f} s for exchange rates: "
            f"{report.projects / report.seconds:,.0f} projects/s, "
            f"{report.rows / report.seconds:,.0f} rows/s"
        )

    def progress(self, stored):
        if self.verbosity > 1 and stored // 100_000 > self.told:
            self.told = stored // 100_000
            self.stdout.write(f"  {stored:,}")
