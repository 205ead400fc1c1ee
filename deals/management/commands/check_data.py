from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from deals import claims
from deals.checks import CHECKS, problems
from deals.models import snapshot


class Command(BaseCommand):
    help = "Prove every invariant and every derived column, and print what is wrong."

    def add_arguments(self, parser):
        parser.add_argument(
            "--claims",
            action="store_true",
            help="List instead where reported figures do not agree; that is evidence, no fault.",
        )

    def handle(self, **options):
        with snapshot() as moment:
            if options["claims"]:
                self.list_claims()
            else:
                self.prove(moment.version)

    def prove(self, version):
        count = 0
        for line in problems():
            count += 1
            self.stdout.write(line)
        if count:
            raise CommandError(f"{count} problems at data version {version}.")
        self.stdout.write(f"{len(CHECKS)} checks at data version {version}: nothing wrong.")
        findings = claims.everywhere()
        self.stdout.write(f"{len(findings)} findings about claims; --claims lists them.")

    def list_claims(self):
        findings = claims.everywhere()
        for each in findings:
            state = f"acknowledged: {each.acknowledged.reason}" if each.acknowledged else "open"
            self.stdout.write(f"{each.severity} {each.code} [{each.subject}] {each.text} ({state})")
        counts = Counter(each.code for each in findings)
        for code in sorted(claims.CHECKS, key=counts.__getitem__, reverse=True):
            self.stdout.write(f"{counts[code]:>5} {code}")
        self.stdout.write(f"{len(findings):>5} findings")
