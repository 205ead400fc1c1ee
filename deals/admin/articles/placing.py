"""Where the review page says what the models refused: beside the field that it is about."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import CheckConstraint

from deals.admin.forms import names_in

# Fields of models, where the form calls them something else or what they follow from.
FIELDS = {"location": "place", "name_key": "name", "path": "slug", "group_key": "preferred"}


def place_error(form, fault):
    for name, errors in by_field(fault.error).items():
        if name == "slug" and "slug" not in form.fields:
            continue  # made from fields that are wrong themselves
        for message in errors:
            known = name if name != NON_FIELD_ERRORS else field_of(message, fault.record, form)
            known = FIELDS.get(known, known)
            form.add_error(known if known in form.fields else None, message)


def by_field(error: ValidationError) -> dict[str, list[str]]:
    return (
        error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    )


def field_of(message, record, form) -> str | None:
    """The field that a broken constraint with this message is about; a blank one first."""
    for constraint in record._meta.constraints if record else ():
        if constraint.violation_error_message != message:
            continue
        if isinstance(constraint, CheckConstraint):
            names = [name.partition("__")[0] for name in names_in(constraint.condition)]
        else:
            names = [*constraint.fields]
        names = [name for name in names if name in form.fields]
        blank = [name for name in names if not getattr(record, name, None)]
        found = next(iter(blank or names[-1:]), None)
        if found:
            return found
    return None
