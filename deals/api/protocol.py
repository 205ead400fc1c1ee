"""What HTTP adds to each described operation: request headers, 304, headers of answers, blanks."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

JSON, HTML = "application/json", "text/html"
TEXT = {"type": "string"}
REQUEST_HEADERS = {
    "Accept-Language": _("Languages of texts, the best first; lang in the address goes before it"),
    "If-None-Match": _("ETag of an answer that is there already; 304 says that it still holds"),
}
# name: (schema, description)
RESPONSE_HEADERS = {
    "X-Request-ID": (TEXT, _("Names this request, also in the log and in a problem document")),
    "ETag": (TEXT, _("Names this answer: address, language, data version and code")),
    "Cache-Status": (TEXT, _("Whether the answer was kept for readers, by RFC 9211")),
    "Link": (TEXT, _("Addresses of the first, previous, next and last page, by RFC 8288")),
    "X-Row-Count": ({"type": "integer", "minimum": 0}, _("How many rows the file holds")),
    "Content-Disposition": (TEXT, _("Name of the file, with its data version")),
    "RateLimit-Policy": (TEXT, _("How many requests an address may make in how many seconds")),
    "RateLimit": (TEXT, _("How many of them are left, and for how many seconds")),
    "Retry-After": ({"type": "integer", "minimum": 1}, _("Seconds to wait")),
    "Location": (TEXT, _("The address to go on with")),
}
MOVED = _("The record was merged into another, whose address Location is.")
ALWAYS = {"200": ["ETag"], "301": ["Location"], "304": ["ETag"], "429": ["Retry-After"]}
NOT_MODIFIED = _("The answer whose ETag If-None-Match names still holds; there is no body.")


def with_protocol(operation: dict) -> dict:
    """The OpenAPI operation with what every one shares; `operation` itself is changed."""
    parameters = operation.setdefault("parameters", [])
    for parameter in parameters:
        if parameter["in"] == "query":
            parameter["allowEmptyValue"] = True  # a blank value counts as absent
    parameters += [_request_header(name, label) for name, label in REQUEST_HEADERS.items()]
    responses = operation["responses"]
    if HTML in responses["200"]["content"]:
        responses["400"]["content"][HTML] = {"schema": TEXT}
    if any(parameter["name"] == "key" for parameter in parameters):
        responses.setdefault("301", {"description": str(MOVED)})
    responses["304"] = {"description": str(NOT_MODIFIED)}
    for status, response in responses.items():
        response["headers"] = headers_of(status, response, parameters)
    return operation


def headers_of(status: str, response: dict, parameters: list[dict]) -> dict:
    """The headers of the answer with that status; those that are always there are required."""
    always = ["X-Request-ID", *ALWAYS.get(status, [])]
    sometimes = ["RateLimit-Policy", "RateLimit"]
    sometimes += ["Cache-Status"] if status in ("200", "304") else []
    sometimes += _headers_of_content(response, parameters) if status == "200" else []
    return {name: _response_header(name, name in always) for name in [*always, *sometimes]}


def _headers_of_content(response: dict, parameters: Iterable[dict]) -> list[str]:
    """Those of lists and of files; an operation that has both forms has either.

    The pages of an explanation lie inside its answer, which has no neighbours.
    """
    medias, names = response["content"], {parameter["name"] for parameter in parameters}
    found = []
    if JSON in medias and "offset" in names and "explain" not in names:
        found.append("Link")
    if set(medias) - {JSON, HTML}:
        found += ["X-Row-Count", "Content-Disposition"]
    return found


def _request_header(name: str, label) -> dict:
    return {"in": "header", "name": name, "schema": TEXT, "description": str(label)}


def _response_header(name: str, required: bool) -> dict:
    schema, label = RESPONSE_HEADERS[name]
    return {"schema": schema, "description": str(label)} | ({"required": True} if required else {})
