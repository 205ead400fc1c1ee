"""Reads the parameters of a request, which depend on the format that it asks for."""

from collections.abc import Callable, Collection

from django.utils.translation import gettext as _

from deals import parameters
from deals.parameters import InvalidParameters, Reader

Readers = Callable[[str], dict[str, Reader]]


def read(
    request, readers: Readers, forms: Collection[str], filters: Collection[str] = (), also=None
):
    """The values of the parameters that `readers` has for the format, and what `also` returns.

    Raises all faults together. What only other formats take is refused with their names.
    """
    data, own = request.GET, readers(request.form)
    elsewhere: dict[str, list[str]] = {}
    for form in forms:
        for name in readers(form).keys() - own.keys():
            elsewhere.setdefault(name, []).append(form)
    with parameters.strict(data, [*filters, *own, *elsewhere]):
        values, found, _nothing = parameters.all_of(
            lambda: parameters.read(data, own),
            also or (lambda: None),
            lambda: refuse(data, elsewhere),
        )
    return values, found


def refuse(data, elsewhere: dict[str, list[str]]) -> None:
    detail = _("This applies to other formats of the same (%(forms)s): leave it out.")
    given = [name for name in elsewhere if data.get(name, "").strip()]
    if given:
        raise InvalidParameters(
            [
                {
                    "name": name,
                    "value": data[name][:100],
                    "detail": detail % {"forms": ", ".join(elsewhere[name])},
                }
                for name in given
            ]
        )
