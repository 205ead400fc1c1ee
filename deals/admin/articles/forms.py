"""The parts of the review page: one form for each record that an article may add."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _

from deals.admin.articles.fields import Words, written_date
from deals.admin.widgets import Picker
from deals.admin.words import language_labels
from deals.intake import LONGEST
from deals.models import Edition, InvestmentInvestor, Project, ReportedFigure
from deals.models.base import WEB_ADDRESS
from deals.vocabulary import ORGANIZATION_KIND_LABELS, PLACE_KIND_LABELS, SOURCE_KIND_LABELS

PLACES = {"list": "places"}  # the id of the page's list of suggestions


class ArticleForm(forms.Form):
    """The pasted text and where it stands. Offsets into it need one kind of line ends."""

    text = forms.CharField(
        label=_("Text of the article"), widget=forms.Textarea(attrs={"rows": 18, "cols": 80})
    )
    url = forms.CharField(
        label=_("Its address"),
        required=False,
        max_length=1000,
        validators=[WEB_ADDRESS],
        widget=forms.TextInput(attrs={"size": 80}),
        help_text=_("Kept with the source. This site never opens it."),
    )

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")
        size = len(text.encode())
        if size > LONGEST:
            message = _(
                "The text has %(size)s kB; at most 200 kB are read. Paste the part about "
                "the conference."
            )
            raise ValidationError(message, params={"size": -(-size // 1000)})
        return text


def text(label, length=200, **options):
    return forms.CharField(label=label, max_length=length, required=False, **options)


def known(relation, label):
    """A picker of a record that is stored already; it works like any foreign key of the admin."""
    queryset = relation.remote_field.model.objects.all()
    if relation.remote_field.model is Edition:
        queryset = queryset.select_related("conference")
    return forms.ModelChoiceField(
        queryset, label=label, required=False, widget=Picker(relation, admin.site)
    )


class Part(forms.Form):
    """One record. Where it is not ticked, nothing in it can be wrong."""

    tick = forms.BooleanField(label=_("Add"), required=False)

    def __init__(self, *args, **kwargs):
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = capfirst(field.label)
            if isinstance(field, Words):
                field.keep(self[name].value())
            elif isinstance(field.widget, Picker):
                field.widget.known = {}  # the class's own dictionary outlives requests

    @property
    def wanted(self) -> bool:
        # Not from `cleaned_data`, which loses it where the tick itself is the fault.
        return bool(self["tick"].data)

    @property
    def is_ticked(self) -> bool:
        names = [name for name in ("tick", "fill", "same_as") if name in self.fields]
        return any(self[name].data for name in names)

    @property
    def is_filled(self) -> bool:
        """Whether the row says anything; one of a proposal does from the start."""
        return self.has_changed() if self.is_bound else bool(self.initial)

    def full_clean(self):
        super().full_clean()
        if self.is_bound and not self.wanted:
            self._errors = ErrorDict()

    def need(self, *names):
        for name in names:
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, _("This is needed."))

    def need_slug(self):
        if not self.cleaned_data.get("slug") and not slugify(self.cleaned_data.get("name", "")):
            self.add_error("slug", _("Enter a slug: none can be made from the name."))


class ExistingOrNew(Part):
    """A record that is stored already, or a ticked new one; a page needs one of each."""

    @property
    def wanted(self):
        return super().wanted or not self.cleaned_data.get("existing")

    def clean(self):
        super().clean()
        ticked, existing = self.cleaned_data.get("tick"), self.cleaned_data.get("existing")
        if not ticked and not existing:
            self.add_error("tick", _("Tick this to add it, or choose an existing one."))
        elif ticked and existing:
            self.add_error("tick", _("Untick this, or clear the existing one: it cannot be both."))
        return self.cleaned_data


class SourceForm(ExistingOrNew):
    tick = forms.BooleanField(label=_("Add as a new source"), required=False)
    existing = known(ReportedFigure._meta.get_field("source"), _("Existing source"))
    title = text(_("title"), 300)
    publisher = text(_("publisher"))
    published_on = written_date(_("published on"))
    language = Words([], label=_("language"), is_open=True)
    kind = Words(SOURCE_KIND_LABELS.items(), label=_("kind"), initial="news")
    url = text(_("address"), 1000, validators=[WEB_ADDRESS])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_labels().items()
        self.fields["language"].keep(self["language"].value())


class ConferenceForm(ExistingOrNew):
    tick = forms.BooleanField(label=_("Add as a new conference"), required=False)
    existing = known(Edition._meta.get_field("conference"), _("Existing conference"))
    name = text(_("name"))
    name_zh = text(_("Chinese name"))
    slug = text(_("slug"), 120, help_text=_("Made from the name where it is left blank."))

    @property
    def wanted(self):
        return super().wanted and not getattr(self, "edition_is_known", False)

    def clean(self):
        super().clean()
        if not self.cleaned_data.get("existing"):
            self.need_slug()
        return self.cleaned_data


class EditionForm(ExistingOrNew):
    tick = forms.BooleanField(label=_("Add as a new edition"), required=False)
    fill = forms.BooleanField(label=_("Fill in what is blank in the existing one"), required=False)
    existing = known(Project._meta.get_field("edition"), _("Existing edition"))
    label = text(_("label"), 60)
    year = forms.IntegerField(label=_("year"), required=False)
    ordinal = forms.IntegerField(label=_("ordinal"), required=False)
    starts_on = written_date(_("first day"))
    ends_on = written_date(_("last day"))
    place = text(_("place"), widget=forms.TextInput(attrs=PLACES))
    host = text(_("host"), 300)

    @property
    def wanted(self):
        return super().wanted or bool(self.cleaned_data.get("fill"))


class EarlierEditionForm(Part):
    label = text(_("label"), 60)
    year = forms.IntegerField(label=_("year"), required=False)
    ordinal = forms.IntegerField(label=_("ordinal"), required=False)

    def clean(self):
        self.need("label", "year")
        return self.cleaned_data


class NewName(Part):
    """A name that is not known: that of a record which is, or one to add."""

    as_written = text(_("as written"))

    @property
    def wanted(self):
        return super().wanted or bool(self.cleaned_data.get("same_as"))

    def clean(self):
        if not self.cleaned_data.get("same_as"):
            self.need("name")
            self.need_slug()
        return self.cleaned_data


class PlaceForm(NewName):
    same_as = known(Edition._meta.get_field("location"), _("Same as the known place"))
    name = text(_("name"))
    name_zh = text(_("Chinese name"))
    kind = Words(PLACE_KIND_LABELS.items(), label=_("kind"), initial="city")
    parent = text(_("lies in"), widget=forms.TextInput(attrs=PLACES))
    slug = text(_("slug"), 120)


class OrganizationForm(NewName):
    same_as = known(
        InvestmentInvestor._meta.get_field("organization"), _("Same as the known organization")
    )
    name = text(_("name"))
    name_local = text(_("local name"))
    kind = Words(ORGANIZATION_KIND_LABELS.items(), label=_("kind"), initial="company")
    country = text(_("home country"), widget=forms.TextInput(attrs=PLACES))
    slug = text(_("slug"), 120)
