"""Reads the parameters of a request, which depend on the format that it asks for."""

from collections.abc import Callable, Collection
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from deals import parameters
from deals.parameters import InvalidParameters, Reader

Readers = Callable[[str], dict[str, Reader]]


def read(
    request,
    readers: Readers,
    forms: Collection[str],
    filters: Collection[str] = (),
    also: Callable[[], Any] = lambda: None,
) -> tuple[dict, Any]:
    """The values of the parameters that `readers` has for the format, and what `also` returns.

    `also` reads the `filters`. Raises all faults together. What only other formats of `forms` take
    is refused with their names.
    """
    data, own = request.GET, readers(request.form)
    elsewhere: dict[str, list[str]] = {}
    for form in forms:
        for name in readers(form).keys() - own.keys():
            elsewhere.setdefault(name, []).append(form)
    with parameters.strict(data, [*filters, *own, *elsewhere]):
        values, found, _nothing = parameters.all_of(
            lambda: parameters.read(data, own),
            also,
            lambda: refuse(data, elsewhere),
        )
    return values, found


def refuse(data: QueryDict, elsewhere: dict[str, list[str]]) -> None:
    """Raises for each parameter that is given and that only these formats take."""
    detail = _("This applies to other formats of the same (%(forms)s): leave it out.")
    errors = [
        {
            "name": name,
            "value": ", ".join(values_of(data, name))[:100],
            "detail": detail % {"forms": ", ".join(forms)},
        }
        for name, forms in elsewhere.items()
        if values_of(data, name)
    ]
    if errors:
        raise InvalidParameters(errors)


def values_of(data: QueryDict, name: str) -> list[str]:
    """The values of a parameter without the blank ones."""
    return [value.strip() for value in data.getlist(name) if value.strip()]
