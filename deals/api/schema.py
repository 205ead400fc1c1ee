"""The API's description (OpenAPI 3.1), from what the views use: shapes, readers and tables."""

import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiParameter, extend_schema

from deals.api import examples, formats
from deals.api.paging import LIMIT
from deals.api.problems import CONTENT_TYPE, Fault, Problem
from deals.api.protocol import with_protocol
from deals.filters import DEFAULT_ORDER, MAX_VALUES, ConditionFilter, OneField, SlugsField
from deals.queries import CHART_BY, DEFAULT_COLUMNS, VIEWS
from deals.resources import shapes

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
    "cursor": _(
        "start begins a walk through everything by id, which loses and repeats nothing while "
        "records are added; “next” has the address of its next page"
    ),
    "fields": _(
        "Only these fields, with what expand has by these names; of a table, only these columns"
    ),
    "expand": _("Fields to give in full instead of as a link, or beside the others"),
    "form": _("Format, as the suffix of the address"),
    "ordering": _("Order; a hyphen before a name turns it round; what is unknown comes last"),
    "lang": _("Language of texts; Accept-Language decides where it is absent"),
    "view": _("How the projects are shown"),
    "by": _("What the marks of the chart stand for; only with view=chart"),
    "columns": _("Columns of the table beside the name"),
    "currency": _("Currency of amounts, amount filters and order"),
    "group_by": _("One or two dimensions of the groups, with a comma between them"),
    "level": _("Kind of place that groups stand for; only with the dimension location"),
    "explain": _("1 adds where one number comes from"),
    "measure": _("The number to explain; only with explain=1"),
    "group": _(
        "Key of the one group to explain, one for each dimension; “none” for not stated; only with "
        "explain=1"
    ),
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
# The body of each format but JSON, which has a schema of its own.
TEXT = {"type": "string"}
BINARY = {"type": "string", "format": "binary"}
GEOJSON = {
    "type": "object",
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["type", "features"],
}
BODIES = {"geojson": GEOJSON, "xlsx": BINARY, "zip": BINARY}


@dataclass(frozen=True)
class Operation:
    """One operation: its id, what it answers, which parameters it takes in each format.

    `suffix`: the format stands at the end of the address, else Accept chooses among `forms`.
    """

    id: str
    tag: str
    summary: Any
    answer: Any
    description: Any = ""
    readers: Callable[[str], Mapping] = lambda _form: {}
    filters: Mapping[str, ConditionFilter] = field(default_factory=dict)
    path: Mapping[str, Any] = field(default_factory=dict)
    forms: tuple[str, ...] = formats.JSON
    order: tuple[str, ...] = DEFAULT_ORDER
    suffix: bool = False
    media: str = ""

    @property
    def errors(self) -> list[int]:
        found = {400, 429} | ({404, 410} if self.path else set())
        return sorted(found | ({404} if self.suffix else {406} if "json" in self.forms else set()))

    @property
    def bodies(self) -> dict[str, dict]:
        """By media type: the schema of a body."""
        if self.media:
            return {self.media: TEXT}
        answer = {"json": schema_of(self.answer)} if "json" in self.forms else {}
        return {formats.MEDIA[n]: (BODIES | answer).get(n, TEXT) for n in self.forms}


def described(view, operation: Operation | None):
    """The view with its description, or hidden from it."""
    if operation is None:
        return extend_schema(exclude=True)(view)
    view.cls.kwargs = {"schema": WithComponents}
    responses = {(200, media): schema for media, schema in operation.bodies.items()}
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
    """Adds the components that our raw schemas refer to, examples, and words for each status."""

    def get_operation(self, path, path_regex, path_prefix, method, registry):
        kinds = {
            ResolvedComponent.SCHEMA: components(),
            ResolvedComponent.EXAMPLE: examples.components(),
        }
        for kind, named in kinds.items():
            for name, found in named.items():
                component = ResolvedComponent(name=name, type=kind, object=name, schema=found)
                registry.register_on_missing(component)
        operation = super().get_operation(path, path_regex, path_prefix, method, registry)
        for status, response in operation["responses"].items():
            response["description"] = str(ERRORS.get(int(status), operation["summary"]))
        examples.add_to(path, operation)
        return with_protocol(operation)

    def get_auth(self):
        return []


# Parameters


def parameters_of(operation: Operation) -> Iterable[OpenApiParameter]:
    in_path = {name: (str, label) for name, label in operation.path.items()}
    if operation.suffix:
        in_path["form"] = ({"type": "string", "enum": [*operation.forms]}, PARAMETERS["form"])
    for name, (schema, label) in in_path.items():
        yield OpenApiParameter(
            name, schema, OpenApiParameter.PATH, required=True, description=label
        )
    for name, condition in operation.filters.items():
        label = condition.label
        yield OpenApiParameter(name, filter_schema(condition), description=label, explode=True)
    for name, found in readers_of(operation).items():
        # A list of a reader is one value with commas; a filter is repeated instead.
        explode = False if found["type"] == "array" else None
        schema = found | default_of(name, operation)
        yield OpenApiParameter(name, schema, description=PARAMETERS[name], explode=explode)


def readers_of(operation: Operation) -> dict[str, dict]:
    """The schema of each parameter that any of the formats takes; lists of words are joined."""
    found: dict[str, dict] = {}
    for form in operation.forms or ("",):
        for name, reader in operation.readers(form).items():
            schema = found.setdefault(name, reader.schema)
            if name == "fields" and schema is not reader.schema:
                words = [*schema["items"]["enum"], *reader.schema["items"]["enum"]]
                items = {"type": "string", "enum": list(dict.fromkeys(words))}
                found[name] = schema | {"items": items}
    return found


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


def page_schema(listing) -> dict:
    """A page of a list; its results are whole, or the parts that `fields` and `expand` ask for."""
    whole = object_schema(listing.page)
    items = whole_or_part(listing.shape, listing.expansions)
    results = {"results": {"type": "array", "items": items}}
    return whole | {"properties": whole["properties"] | results}


def whole_or_part(shape: type, expansions: Mapping) -> dict:
    """A record, or some of its fields with what stands expanded among them."""
    fields = {name: [schema_of(hint)] for name, hint in get_type_hints(shape).items()}
    for name, expansion in expansions.items():
        fields.setdefault(name, []).append(schema_of(expansion.shape))
    part = {
        "type": "object",
        "title": f"{shape.__name__} with fields or expand",
        "properties": {n: s[0] if len(s) == 1 else {"anyOf": s} for n, s in fields.items()},
        "additionalProperties": False,
    }
    return {"anyOf": [schema_of(shape), part]}


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
