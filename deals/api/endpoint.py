"""What every operation of the API shares: methods, formats, its description."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse
from rest_framework.authentication import BaseAuthentication
from rest_framework.decorators import api_view
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation

from deals.api.problems import PROBLEMS
from deals.api.schema import Operation, described
from deals.public import public

PREFLIGHT = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match, HX-Request, "
    "HX-Target, HX-Trigger, HX-Current-URL",
    "Access-Control-Max-Age": "86400",
}


def endpoint(operation: Operation | None, *, any_accept=False, varies: Iterable[str] = ()):
    """Makes a function a public, read-only operation; None leaves it out of the description.

    `any_accept`: the address alone says the format (.csv, .html), so no Accept is refused.
    """

    def decorate(function: Callable) -> Callable:
        function.authentication_classes = [Visitor]
        function.content_negotiation_class = ByAddress if any_accept else JsonOnly
        view = api_view(["GET", "HEAD"])(function)
        view.cls.options = preflight
        return public(described(view, operation), varies=varies)

    return decorate


def preflight(view, request: HttpRequest, *args, **kwargs) -> HttpResponse:
    """Tells a browser that any page may read this."""
    return HttpResponse(status=204, headers=PREFLIGHT)


class Visitor(BaseAuthentication):
    """Leaves the user alone: REST framework would replace it, also for the middleware outside."""

    def authenticate(self, request):
        return request._request.user, None


class ByAddress(BaseContentNegotiation):
    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class JsonOnly(ByAddress):
    """Reads Accept alone: REST framework's own also takes ?format=, which is no parameter here."""

    def select_renderer(self, request, renderers, format_suffix=None):
        if request.method != "OPTIONS" and not request._request.accepts("application/json"):
            raise NotAcceptable(PROBLEMS["not-acceptable"][2])
        return super().select_renderer(request, renderers)
