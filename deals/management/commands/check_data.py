from django.core.management.base import BaseCommand, CommandError

from deals.checks import CHECKS, problems
from deals.models import snapshot


class Command(BaseCommand):
    help = "Prove every invariant and every derived column, and print what is wrong."

    def handle(self, **options):
        count = 0
        with snapshot() as moment:
            for line in problems():
                count += 1
                self.stdout.write(line)
        if count:
            raise CommandError(f"{count} problems at data version {moment.version}.")
        self.stdout.write(f"{len(CHECKS)} checks at data version {moment.version}: nothing wrong.")
