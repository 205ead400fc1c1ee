"""The API's description (OpenAPI 3.1), from what the views use: shapes, readers and tables."""

import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiParameter, extend_schema

from deals.api.listing import LIMIT
from deals.api.problems import CONTENT_TYPE, Fault, Problem
from deals.api.protocol import with_protocol
from deals.filters import DEFAULT_ORDER, MAX_VALUES, ConditionFilter, OneField, SlugsField
from deals.queries import CHART_BY, DEFAULT_COLUMNS, VIEWS
from deals.resources import shapes

JSON = "application/json"
PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
ERRORS = {
    400: _("A parameter is unknown or has a value it cannot take."),
    404: _("Nothing has this address."),
    406: _("It does not come in the format asked for."),
    410: _("The record was deleted."),
    429: _("Too many requests; Retry-After says how long to wait."),
}
PARAMETERS = {
    "as_of": _("Only what had been published by this day, as year-month-day"),
    "limit": _("How many results at most"),
    "offset": _("How many results to skip"),
    "ordering": _("Order; a hyphen before a name turns it round; what is unknown comes last"),
    "lang": _("Language of texts; Accept-Language decides where it is absent"),
    "view": _("How the projects are shown"),
    "by": _("What the marks of the chart stand for; only with view=chart"),
    "columns": _("Columns of the table beside the name"),
    "currency": _("Currency of amounts, amount filters and order"),
    "group_by": _("Dimension of the groups"),
    "level": _("Kind of place that groups stand for; only with group_by=location"),
    "explain": _("1 adds where one number comes from"),
    "measure": _("The number to explain; only with explain=1"),
    "group": _("Key of the one group to explain, “none” for not stated; only with explain=1"),
    "on": _("Day whose status is asked for, as far as it is recorded"),
    "since": _("Changed at this moment or later"),
    "kind": _("Collection of the records"),
    "id": _("Permanent id of one record"),
    "bom": _("1 begins the file with a byte order mark, for Excel"),
}
DEFAULTS = {
    **{"limit": LIMIT, "offset": 0, "currency": "CNY", "measure": "investment"},
    **{"view": VIEWS[0], "by": CHART_BY[0], "columns": list(DEFAULT_COLUMNS)},
}


@dataclass(frozen=True)
class Operation:
    """One operation: its id, what it answers, which parameters it takes."""

    id: str
    tag: str
    summary: Any
    answer: Any
    description: Any = ""
    readers: Mapping = field(default_factory=dict)
    filters: Mapping[str, ConditionFilter] = field(default_factory=dict)
    path: Mapping[str, Any] = field(default_factory=dict)
    media: str = JSON
    order: tuple[str, ...] = DEFAULT_ORDER

    @property
    def errors(self) -> list[int]:
        found = [400, 404, 410, 429] if self.path else [400, 429]
        return sorted([*found, 406]) if self.media == JSON else found


def described(view, operation: Operation | None):
    """The view with its description, or hidden from it."""
    if operation is None:
        return extend_schema(exclude=True)(view)
    view.cls.kwargs = {"schema": WithComponents}
    responses = {(200, operation.media): schema_of(operation.answer)}
    responses |= {(status, CONTENT_TYPE): schema_of(Problem) for status in operation.errors}
    return extend_schema(
        operation_id=operation.id,
        tags=[operation.tag],
        summary=operation.summary,
        description=operation.description or None,
        parameters=list(parameters_of(operation)),
        responses=responses,
    )(view)


class WithComponents(AutoSchema):
    """Adds the components that our raw schemas refer to, and words for each status."""

    def get_operation(self, path, path_regex, path_prefix, method, registry):
        for name, schema in components().items():
            kind = ResolvedComponent.SCHEMA
            component = ResolvedComponent(name=name, type=kind, object=name, schema=schema)
            registry.register_on_missing(component)
        operation = super().get_operation(path, path_regex, path_prefix, method, registry)
        for status, response in operation["responses"].items():
            response["description"] = str(ERRORS.get(int(status), operation["summary"]))
        return with_protocol(operation)

    def get_auth(self):
        return []


# Parameters


def parameters_of(operation: Operation) -> Iterable[OpenApiParameter]:
    for name, label in operation.path.items():
        yield OpenApiParameter(name, str, OpenApiParameter.PATH, required=True, description=label)
    for name, condition in operation.filters.items():
        label = condition.label
        yield OpenApiParameter(name, filter_schema(condition), description=label, explode=True)
    for name, reader in operation.readers.items():
        # A list of a reader is one value with commas; a filter is repeated instead.
        explode = False if reader.schema["type"] == "array" else None
        schema = reader.schema | default_of(name, operation)
        yield OpenApiParameter(name, schema, description=PARAMETERS[name], explode=explode)


def default_of(name: str, operation: Operation) -> dict:
    defaults = {**DEFAULTS, "ordering": list(operation.order)}
    return {"default": defaults[name]} if name in defaults else {}


def filter_schema(condition: ConditionFilter) -> dict:
    """One value, or a list for a parameter that may be given several times."""
    found = getattr(condition.field.reader, "schema", {"type": "string"})
    if isinstance(condition.field, OneField):
        return found
    if isinstance(condition.field, SlugsField) and condition.field.or_none:
        found = found | {"description": "“none” stands for “not stated”."}
    return {"type": "array", "items": found, "maxItems": MAX_VALUES}


# Shapes


@cache
def components() -> dict[str, dict]:
    """The JSON Schema of each shape, of each vocabulary, and of a page of each shape."""
    named = {name: found for name, found in vars(shapes).items() if is_typeddict(found)}
    named |= {"Problem": Problem, "Fault": Fault}
    words = {name: {"type": "string", "enum": [*get_args(w)]} for name, w in vocabularies().items()}
    return words | {name: object_schema(found) for name, found in named.items()}


def vocabularies() -> dict[str, Any]:
    return {name: found for name, found in vars(shapes).items() if get_origin(found) is Literal}


def object_schema(shape: type) -> dict:
    hints = get_type_hints(shape)
    schema = {
        "type": "object",
        "properties": {name: schema_of(hint) for name, hint in hints.items()},
        "required": list(hints),
        "additionalProperties": False,
    }
    words = vars(shape).get("__doc__")
    return schema | ({"description": words} if words else {})


def page_schema(shape: type) -> dict:
    """A page of a list, with results of this shape."""
    whole = object_schema(shapes.Page)
    results = {"type": "array", "items": schema_of(shape)}
    return whole | {"properties": whole["properties"] | {"results": results}}


def schema_of(hint) -> dict:
    """The JSON Schema of a type hint; a dict is a schema already."""
    if isinstance(hint, dict):
        return hint
    if hint is Any:
        return {}
    if is_typeddict(hint):
        return reference(hint.__name__)
    if hint in PLAIN:
        return {"type": PLAIN[hint]}
    return composed(get_origin(hint), get_args(hint), hint)


def composed(origin, args, hint) -> dict:
    if origin is Literal:
        name = next((name for name, found in vocabularies().items() if found == hint), None)
        return reference(name) if name else {"type": "string", "enum": [*args]}
    if origin in (Union, types.UnionType):
        return {"anyOf": [schema_of(arg) for arg in args]}
    if origin is list:
        return {"type": "array", "items": schema_of(args[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(args[1])}
    raise TypeError(f"No JSON Schema for {hint}")


def reference(name: str) -> dict:
    return {"$ref": f"#/components/schemas/{name}"}
