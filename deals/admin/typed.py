"""What was typed into a form for a record that turned out to be stored already.

The existing record's page offers it: a field that is blank there is filled in, and where the two
differ, both are shown. Nothing is stored before the person saves.
"""

from typing import NamedTuple

from deals.admin.newer import plain, shown_value

FROM_TYPED = "typed"


class Offer(NamedTuple):
    """A typed value; `filled` says that the form holds it now, as nothing was stored."""

    label: str
    stored: str
    typed: str
    filled: bool


def typed_values(admin, request) -> tuple[dict, list[str]]:
    """By field of the admin's form: what was posted; and each posted row of other records."""
    form = admin.get_form(request)(request.POST)
    posted = {name: form.posted(name) for name in form.compared_fields}
    rows = []
    for formset, inline in admin.get_formsets_with_inlines(request):
        prefix = formset.get_default_prefix()
        rows += [
            f"{inline.verbose_name}: {text}"
            for number in range(row_count(request.POST, prefix))
            if (text := row_text(request.POST, f"{prefix}-{number}-", formset.form))
        ]
    return {name: value for name, value in posted.items() if value}, rows


def row_count(posted, prefix) -> int:
    count = posted.get(f"{prefix}-TOTAL_FORMS", "0")
    return min(int(count), 20) if count.isascii() and count.isdecimal() else 0


def row_text(posted, prefix, form) -> str:
    said = []
    for name, field in form.base_fields.items():
        values = [value for value in posted.getlist(prefix + name) if value]
        if values and not field.widget.is_hidden and name != "position":
            said.append(shown_value(field, values if len(values) > 1 else values[0]))
    return " · ".join(filter(None, said))


def offers(form, values: dict):
    """Fills blank fields of an unbound form with what was typed; yields each that differs."""
    for name, value in values.items():
        field = form.fields.get(name)
        if field is None:
            continue
        stored = form.initial.get(name)
        if plain(field, stored) == plain(field, value):
            continue
        blank = stored in (None, "", [])
        if blank:
            form.initial[name] = value
        yield Offer(field.label, shown_value(field, stored), shown_value(field, value), blank)
