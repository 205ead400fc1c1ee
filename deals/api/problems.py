"""Errors of the API, as RFC 9457 problem documents."""

import json
import re
from typing import TypedDict

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions

from deals.parameters import InvalidParameters
from deals.paths import api

CONTENT_TYPE = "application/problem+json"
STRAY_PERCENT = re.compile("%(?![0-9a-fA-F]{2})")


class Fault(TypedDict):
    """What is wrong with one parameter, and what it accepts."""

    name: str
    value: str | None
    detail: str


class Problem(TypedDict):
    """RFC 9457: `type` is the address of a page that explains this kind of problem."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[Fault]
    request_id: str


# slug: (status, title, explanation); /api/v1/problems/<slug>/ shows them.
PROBLEMS = {
    "bad-request": (
        400,
        _("Bad request"),
        _("The request could not be understood. Check its address for stray characters."),
    ),
    "invalid-parameter": (
        400,
        _("Invalid parameter"),
        _("A parameter has a value it cannot take; “errors” names each with what it accepts."),
    ),
    "unknown-parameter": (
        400,
        _("Unknown parameter"),
        _(
            "This resource has no such parameter. None is ignored, so that a misspelt filter "
            "never passes for a result."
        ),
    ),
    "forbidden": (403, _("Forbidden"), _("This resource is not open to the public.")),
    "not-found": (404, _("Not found"), _("Nothing has this address.")),
    "method-not-allowed": (
        405,
        _("Method not allowed"),
        _("The API is for reading: use GET, HEAD or OPTIONS."),
    ),
    "not-acceptable": (
        406,
        _("Not acceptable"),
        _("The resource does not come in that format. Ask for one that the description lists."),
    ),
    "gone": (410, _("Gone"), _("The record was deleted. Its address is not used again.")),
    "too-many-requests": (
        429,
        _("Too many requests"),
        _("Wait for as many seconds as Retry-After says. Downloads hold everything at once."),
    ),
    "server-error": (
        500,
        _("Server error"),
        _("The fault is ours. Report it with the request id."),
    ),
    "unavailable": (
        503,
        _("Unavailable"),
        _("The database cannot be reached at the moment. Try again in some seconds."),
    ),
}
SLUG_OF_STATUS = {
    status: slug
    for slug, (status, _title, _explanation) in PROBLEMS.items()
    if slug not in {"invalid-parameter", "unknown-parameter"}
}


def problem(request, slug, detail="", errors=(), status=None):
    """The problem document; without a detail it holds the explanation of its kind."""
    usual_status, title, explanation = PROBLEMS[slug]
    document = {
        "type": api(f"problems/{slug}/"),
        "title": title,
        "status": status or usual_status,
        "detail": detail or explanation,
        "instance": address_of(request),
        "errors": list(errors),
        "request_id": getattr(request, "request_id", ""),
    }
    body = json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False)
    # A lone surrogate, from whatever source, must not break the error about it.
    content = body.encode(errors="backslashreplace")
    # Also for those of the middleware, which Django's own does not see; a HEAD keeps it too.
    headers = {"Content-Type": CONTENT_TYPE, "Content-Length": str(len(content))}
    return HttpResponse(content, headers=headers, status=document["status"])


def address_of(request):
    """Path and query, as a correct URI reference whatever was asked for."""
    return STRAY_PERCENT.sub("%25", request.get_full_path())


def exception_handler(exc, context):
    """For REST framework: what it cannot answer, None, goes on to SafetyNet and handler500."""
    request = context["request"]
    if isinstance(exc, InvalidParameters):
        return problem(request, exc.slug, str(exc), exc.errors)
    if isinstance(exc, Http404):
        return problem(request, "not-found", said_by(exc))
    if isinstance(exc, PermissionDenied):
        return problem(request, "forbidden")
    if isinstance(exc, exceptions.ValidationError):
        return problem(request, "invalid-parameter", errors=faults(exc))
    if isinstance(exc, exceptions.APIException):
        return answer_to_api_exception(request, exc)
    return None


def answer_to_api_exception(request, exc):
    slug = SLUG_OF_STATUS.get(exc.status_code, "bad-request")
    if exc.status_code >= 500 and slug == "bad-request":
        slug = "server-error"
    return problem(request, slug, str(exc.detail), status=exc.status_code)


def said_by(exc):
    """The text that a view wrote; the resolver's own Http404 holds a structure instead."""
    said = exc.args[0] if exc.args else ""
    return "" if isinstance(said, dict) else str(said)


def faults(exc):
    if not isinstance(exc.detail, dict):
        return [fault("", detail) for detail in exc.detail]
    return [
        fault(name, detail)
        for name, details in exc.detail.items()
        for detail in (details if isinstance(details, list) else [details])
    ]


def fault(name, detail):
    return {"name": name, "value": None, "detail": str(detail)}
