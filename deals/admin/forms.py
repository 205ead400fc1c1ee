"""The form of every record: its version, links in order, and messages where they belong."""

from collections import defaultdict

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import CheckConstraint
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from deals.admin.amounts import CURRENCY_OF, FillsNeighbours
from deals.admin.newer import BASE, KnowsItsVersion
from deals.admin.widgets import AmountInput, KnownLabels, echo, inner
from deals.admin.words import QUALIFIER_LABELS, keep_word

__all__ = ["BASE", "QUALIFIER_LABELS", "EditorialForm", "Links", "store_in_order"]

# Columns that follow from a field of the form: what is wrong with them is shown beside that field.
FOLLOWS_FROM = {"name_key": "name", "path": "slug", "group_key": "preferred"}
TAKEN = _("“%(value)s” is taken by another record. Use that one, or enter something else.")


class Links:
    """Where an ordered picker is stored: the rows `links` of a record, each naming a `target`."""

    def __init__(self, links, target):
        self.links, self.target = links, target

    def chosen(self, record):
        if record.pk is None:
            return []
        return [getattr(link, self.target) for link in getattr(record, self.links).all()]


class EditorialForm(FillsNeighbours, KnowsItsVersion):
    """`pickers`: name of a form field → the `Links` it edits. `slug_from`: see `slug_text`."""

    pickers: dict[str, Links] = {}
    slug_from: tuple[str, ...] = ("name",)
    refused: Exception | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, links in self.pickers.items():
            self._show_links(name, links.chosen(self.instance))
        for name, field in self.fields.items():
            self._show_stored(name, field)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "base_version" in self.fields and hasattr(self.instance, "version"):
            self.compare()

    def _show_links(self, name, chosen):
        if name in self.fields:
            self.fields[name].widget.known = {}  # the class's own dictionary outlives requests
            self.fields[name].widget.learn(chosen)
            self.initial.setdefault(name, [record.pk for record in chosen])

    def _show_stored(self, name, field):
        widget = inner(field.widget)
        if isinstance(widget, AmountInput):
            currency = CURRENCY_OF.get(name, "currency")
            code = getattr(self.instance, currency, "") if currency else ""
            widget.echo = echo(getattr(self.instance, name, None), code)
        elif isinstance(widget, KnownLabels) and name not in self.pickers:
            relation = self.instance._meta.get_field(name)
            if relation.is_cached(self.instance) and getattr(self.instance, name):
                widget.learn([getattr(self.instance, name)])
        elif isinstance(field, forms.ChoiceField) and not hasattr(field, "queryset"):
            keep_word(field, getattr(self.instance, name, ""))

    # Checks

    def clean(self):
        super().clean()
        self.fill_neighbours()
        if self.refused is not None:
            self.add_error(None, self.refused)
        if "slug" in self.fields and not self.cleaned_data.get("slug", "-"):
            self._make_slug()
        return self.cleaned_data

    def _make_slug(self):
        slug = slugify(self.slug_text())[:100].strip("-_").replace("_", "-")
        if slug:
            self.cleaned_data["slug"] = slug
        else:
            self.add_error("slug", _("Enter a slug: none can be made from the name."))

    def slug_text(self) -> str:
        """What a slug is made from where it was left blank."""
        parts = [self.cleaned_data.get(name) for name in self.slug_from]
        return " ".join(str(getattr(part, "slug", part)) for part in parts if part)

    def _get_validation_exclusions(self):
        # The model derives these from fields of the form, so they can be checked now.
        return super()._get_validation_exclusions() - {"name_key", "path"}

    def _post_clean(self):
        super()._post_clean()
        if NON_FIELD_ERRORS in self._errors:
            self._place_messages()

    def _place_messages(self):
        """Put the message of a broken constraint beside the field that it is about."""
        exclude = self._get_validation_exclusions()
        for constraint in self.instance._meta.constraints:
            try:
                constraint.validate(type(self.instance), self.instance, exclude=exclude)
            except ValidationError as error:
                field = self._field_of(constraint)
                if field:
                    self._move(error.messages, field)

    def _field_of(self, constraint):
        if isinstance(constraint, CheckConstraint):
            names = [name.partition("__")[0] for name in names_in(constraint.condition)]
        else:
            names = constraint.fields
        names = [name for name in names if name in self.fields]
        blank = [name for name in names if not self.cleaned_data.get(name)]
        return next(iter(blank or names[-1:]), None)

    def _move(self, messages, field):
        general = self._errors.get(NON_FIELD_ERRORS, [])
        data = getattr(general, "data", [])
        rest = [error for error in data if error.messages[0] not in messages]
        if len(rest) == len(general):
            return
        general.data[:] = rest
        if not rest:
            del self._errors[NON_FIELD_ERRORS]
        self.add_error(field, messages)

    def add_error(self, field, error):
        if field is None and hasattr(error, "error_dict"):
            placed = defaultdict(list)
            for name, errors in error.error_dict.items():
                name = FOLLOWS_FROM.get(name, name)
                known = name if name in self.fields else NON_FIELD_ERRORS
                placed[known] += [self._with_value(name, one) for one in errors]
            error = ValidationError(dict(placed))
        super().add_error(field, error)

    def _with_value(self, name, error):
        if error.code != "unique":
            return error
        return ValidationError(
            TAKEN, code="unique", params={"value": getattr(self.instance, name, "")}
        )

    # Saving

    def _save_m2m(self):
        super()._save_m2m()
        for name, links in self.pickers.items():
            if name in self.cleaned_data:
                store_in_order(self.instance, links, self.cleaned_data[name])


def names_in(condition):
    """The look-ups of a condition, in their order."""
    for child in condition.children:
        if hasattr(child, "children"):
            yield from names_in(child)
        else:
            yield child[0]


def store_in_order(record, links: Links, chosen):
    """Make the rows between the record and its targets name these ones, in this order."""
    manager = getattr(record, links.links)
    wanted = [target.pk for target in chosen]
    kept = {}
    for link in manager.all():
        key = getattr(link, f"{links.target}_id")
        if key in wanted:
            kept[key] = link
        else:
            link.delete()
    for position, target in enumerate(chosen):
        link = kept.get(target.pk)
        if link is None:
            manager.create(position=position, **{links.target: target})
        elif link.position != position:
            link.position = position
            link.save()
