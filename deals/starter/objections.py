"""Says what a model and its constraints have against a record, column by column."""

from collections.abc import Iterator

from django.core.exceptions import FieldError, ValidationError
from django.db.models import CheckConstraint, UniqueConstraint

COLUMNS = {"ref": "id"}


def objections(record, skip=frozenset(), *, complete=False) -> Iterator[tuple[str, str]]:
    """(columns, message) of everything that is wrong outside the columns to skip.

    Only of a `complete` record, one whose links are all known, `clean` can be asked.
    """
    skip = set(skip) | {f.name for f in record._meta.fields if not f.editable}
    if "id" in skip:
        skip.add("ref")
    try:
        record.clean_fields(exclude=skip)
    except ValidationError as error:
        skip |= error.message_dict.keys()
        yield from _by_column(record, error)
    for constraint in record._meta.constraints:
        yield from _of_constraint(record, constraint, skip)
    if complete:
        try:
            record.clean()
        except ValidationError as error:
            yield from _by_column(record, error)


def _by_column(record, error: ValidationError) -> Iterator[tuple[str, str]]:
    for name, messages in error.message_dict.items():
        for message in messages:
            yield _column(record, name), message


def _of_constraint(record, constraint, skip) -> Iterator[tuple[str, str]]:
    fields = _fields_of(constraint)
    if skip & fields:
        return
    try:
        constraint.validate(type(record), record, exclude=skip)
    except FieldError:
        return
    except ValidationError as error:
        columns = ",".join(_column(record, name) for name in sorted(fields))
        for message in error.messages:
            yield columns, message


def _fields_of(constraint) -> set[str]:
    fields = set()
    if isinstance(constraint, UniqueConstraint):
        fields |= set(constraint.fields)
    if isinstance(constraint, CheckConstraint) or constraint.condition:
        fields |= constraint.condition.referenced_base_fields
    return fields


def _column(record, name: str) -> str:
    if record._meta.model_name == "investment" and name == "as_written":
        return "amount_as_written"
    return "" if name == "__all__" else COLUMNS.get(name, name)
