"""Filters beside change lists: each a bounded list of choices; anything else is `?e=1`."""

import datetime

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from deals.models import Conference, Edition

MOST = 200


class Choice(SimpleListFilter):
    """One of the listed values."""

    def chosen(self):
        value = self.value()
        if value is not None and value not in {str(key) for key, _label in self.lookup_choices}:
            raise IncorrectLookupParameters
        return value


def by_words(field, labels):
    """A filter by a vocabulary field of the model, with translated labels."""

    class ByWord(Choice):
        parameter_name = field

        def __init__(self, request, params, model, model_admin):
            self.title = capfirst(model._meta.get_field(field).verbose_name)
            super().__init__(request, params, model, model_admin)

        def lookups(self, request, model_admin):
            return list(labels.items())

        def queryset(self, request, rows):
            word = self.chosen()
            return rows.filter(**{field: word}) if word else rows

    ByWord.title = field
    return ByWord


class ByConference(Choice):
    """The first ones by name; the search box finds any other."""

    title = _("conference")
    parameter_name = "conference"
    path = "conference"

    def lookups(self, request, model_admin):
        return Conference.objects.order_by("name").values_list("slug", "name")[:MOST]

    def queryset(self, request, rows):
        slug = self.chosen()
        return rows.filter(**{f"{self.path}__slug": slug}) if slug else rows


class ByConferenceOfEdition(ByConference):
    path = "edition__conference"


class ByConferenceOfFigure(ByConference):
    def queryset(self, request, rows):
        slug = self.chosen()
        return rows.of_conference(Conference.objects.get(slug=slug)) if slug else rows


class ByYear(Choice):
    title = _("year")
    parameter_name = "year"

    def lookups(self, request, model_admin):
        years = Edition.objects.order_by("-year").values_list("year", flat=True).distinct()
        return [(year, str(year)) for year in years[:MOST]]

    def queryset(self, request, rows):
        year = self.chosen()
        return rows.filter(year=year) if year else rows


class ByYearOfDay(Choice):
    """For rates: the ECB's began in 1999."""

    title = _("year")
    parameter_name = "year"

    def lookups(self, request, model_admin):
        now = datetime.datetime.now(datetime.UTC).year
        return [(year, str(year)) for year in range(now, 1998, -1)]

    def queryset(self, request, rows):
        year = self.chosen()
        if not year:
            return rows
        year = int(year)
        return rows.filter(date__range=(datetime.date(year, 1, 1), datetime.date(year, 12, 31)))


class ByCurrency(Choice):
    """For rates: the usual currencies; the search box takes the code of any other."""

    title = _("currency")
    parameter_name = "currency"

    def lookups(self, request, model_admin):
        from deals.admin.words import CURRENCIES

        return [(code, code) for code in sorted(CURRENCIES)]

    def queryset(self, request, rows):
        code = self.chosen()
        return rows.filter(currency=code) if code else rows
