import json
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from deals import intake
from deals.intake.accuracy import measure
from deals.intake.answers import NotMeasurable, articles


class Command(BaseCommand):
    help = (
        "Read every article (*.txt) of a folder and print precision and recall for each field, "
        "against what its *.json twin says is wanted. Nothing is saved."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
        parser.add_argument("--misses", action="store_true", help="list everything that is wrong")

    def handle(self, *, folder, misses, **options):
        try:
            measured = measure(articles(folder), intake.read)
        except NotMeasurable as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            self.stdout.write(json.dumps(as_json(measured), ensure_ascii=False, indent=2))
            return
        if misses:
            self.list_misses(measured.misses)
        self.stdout.write(f"{measured.articles} articles")
        for name, tally in measured.fields.items():
            self.stdout.write(
                f"{name:<36} precision {share(tally.precision, tally.right, tally.proposed)}"
                f"  recall {share(tally.recall, tally.right, tally.wanted)}"
            )

    def list_misses(self, misses):
        for each in misses:
            where = f"  [{each.about}]" if each.about else ""
            wanted, proposed = each.wanted or "nothing", each.proposed or "nothing"
            self.stdout.write(
                f"{each.article}, {each.field}: wanted {wanted}, got {proposed}{where}"
            )


def share(value, right, of):
    """“0.960 (97/101)”; of nothing there is no share."""
    return f"{'-' if value is None else f'{value:.3f}':>5} {f'({right}/{of})':<10}"


def as_json(measured):
    return {
        "articles": measured.articles,
        "fields": {
            name: asdict(tally) | {"precision": tally.precision, "recall": tally.recall}
            for name, tally in measured.fields.items()
        },
        "misses": [asdict(each) for each in measured.misses],
    }
