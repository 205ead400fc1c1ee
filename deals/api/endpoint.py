"""What every operation of the API shares: methods, formats, its description."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.decorators import api_view
from rest_framework.exceptions import NotAcceptable, NotFound
from rest_framework.negotiation import BaseContentNegotiation

from deals.api import formats
from deals.api.schema import Operation, described
from deals.public import public

PREFLIGHT = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match, HX-Request, "
    "HX-Target, HX-Trigger, HX-Current-URL",
    "Access-Control-Max-Age": "86400",
}


def endpoint(operation: Operation | None, *, offers: tuple[str, ...] = formats.JSON):
    """Makes a function a public, read-only operation; None leaves it out of the description.

    `offers` are the formats it comes in. `request.form` is the one that the suffix of the address
    names, else the one that Accept prefers. Without any, the address alone says what it is.
    """

    def decorate(function: Callable) -> Callable:
        function.authentication_classes = [Visitor]
        function.content_negotiation_class = Negotiation
        view = api_view(["GET", "HEAD"])(function)
        view.cls.options = preflight
        view.cls.offers = offers
        return in_a_format(public(described(view, operation)), offers)

    return decorate


def in_a_format(view: Callable, offers: tuple[str, ...]) -> Callable:
    @wraps(view)
    def answer(request: HttpRequest, *args, form: str = "", **kwargs) -> HttpResponse:
        request.form = form or formats.accepted(request, offers)
        response = view(request, *args, **kwargs)
        if not form and len(offers) > 1:
            patch_vary_headers(response, ["Accept"])
        return response

    return answer


def preflight(view, request: HttpRequest, *args, **kwargs) -> HttpResponse:
    """Tells a browser that any page may read this."""
    return HttpResponse(status=204, headers=PREFLIGHT)


class Visitor(BaseAuthentication):
    """Leaves the user alone: REST framework would replace it, also for the middleware outside."""

    def authenticate(self, request):
        return request._request.user, None


class Negotiation(BaseContentNegotiation):
    """Refuses what `in_a_format` found no format for; all that is rendered here is JSON."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        view = request.parser_context["view"]
        offers, form = view.offers, request._request.form
        if offers and request.method != "OPTIONS" and form not in offers:
            raise not_offered(form, offers)
        return renderers[0], renderers[0].media_type


def not_offered(form: str, offers: tuple[str, ...]) -> NotAcceptable | NotFound:
    """An address with a suffix that this has not, or an Accept that takes none of its formats."""
    suffixes = ", ".join(f".{name}" for name in offers if name != "html")
    if form:
        detail = _("This does not come as .%(form)s. It comes as: %(suffixes)s.")
        return NotFound(detail % {"form": form, "suffixes": suffixes})
    media = ", ".join(formats.MEDIA[name] for name in offers)
    detail = _(
        "Accept takes none of the formats that this comes in: %(media)s. The suffix of the address "
        "names one too: %(suffixes)s."
    )
    return NotAcceptable(detail % {"media": media, "suffixes": suffixes})
