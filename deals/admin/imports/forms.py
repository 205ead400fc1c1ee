"""What the editor chooses for a whole file, and the answers to possible duplicates."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from deals.admin.widgets import Picker
from deals.imports import ADMIN
from deals.models import Edition, Project, Source
from deals.money import is_currency

MB = 2**20
NUMBERS = [
    ("auto", _("as they are (what is ambiguous is a fault)")),
    ("en", _("1,234.5 (English, Chinese)")),
    ("eu", _("1.234,5 (much of Europe)")),
    ("in", _("12,34,567 (India)")),
]


def _picker(name):
    return Picker(Project._meta.get_field(name), admin.site)


class ChoicesForm(forms.Form):
    edition = forms.ModelChoiceField(
        Edition.objects.select_related("conference"),
        label=_("Edition of rows that name none"),
        required=False,
        widget=_picker("edition"),
    )
    source = forms.ModelChoiceField(
        Source.objects.all(),
        label=_("Source of rows that name none"),
        required=False,
        widget=_picker("source"),
    )
    currency = forms.CharField(
        label=_("Currency of amounts that name none"),
        required=False,
        max_length=3,
        help_text=_("Three letters of ISO 4217, such as CNY."),
    )
    numbers = forms.ChoiceField(label=_("How numbers are written"), choices=NUMBERS, required=False)
    create_organizations = forms.BooleanField(
        label=_("Create new organizations"),
        required=False,
        help_text=_("Else an investor that is not known is a fault. The preview lists new ones."),
    )
    without = forms.MultipleChoiceField(
        label=_("Columns to leave out"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, columns=(), **kwargs):
        super().__init__(*args, **kwargs)
        if columns:
            self.fields["without"].choices = columns
        else:
            del self.fields["without"]

    def clean_currency(self):
        code = self.cleaned_data["currency"].strip().upper()
        if code and not is_currency(code):
            raise forms.ValidationError(
                _("“%(code)s” is no currency of ISO 4217. Enter one such as CNY or EUR.")
                % {"code": code}
            )
        return code

    def choices(self) -> dict:
        """As `deals.imports.Choices` has them."""
        data = self.cleaned_data
        return {
            "edition": data["edition"] and data["edition"].pk,
            "source": data["source"] and data["source"].pk,
            "currency": data["currency"],
            "numbers": data["numbers"] or "auto",
            "create_organizations": data["create_organizations"],
            "without": data.get("without", []),
        }


class UploadForm(ChoicesForm):
    file = forms.FileField(
        label=_("File (CSV or XLSX)"),
        max_length=200,
        help_text=_("At most %(size)s MB and %(rows)s rows.")
        % {"size": ADMIN.size // MB, "rows": f"{ADMIN.rows:,}"},
    )
    field_order = ["file"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > ADMIN.size:
            raise forms.ValidationError(
                _("The file has %(size)s MB; at most %(most)s MB are read. Split it.")
                % {"size": round(file.size / MB, 1), "most": ADMIN.size // MB}
            )
        return file
