"""Answers for who keeps a copy: pages of the log of changes, and where to go on."""

from django.utils.translation import gettext as _
from rest_framework.response import Response

from deals.parameters import InvalidParameters
from deals.resources.change_log import log_page


def page_of_log(request, values: dict, kinds: list[str]) -> Response:
    """A page of the log after `cursor`; `resume` goes on after it, now or at any later time."""
    if "offset" in values:
        raise InvalidParameters([_offset(values["offset"])])
    page = log_page(
        values["cursor"], values["limit"], kinds, values.get("since"), values.get("id", "")
    )
    resume = resume_at(request, page.cursor, limit=request.GET.get("limit"))
    body = {
        "count": None,
        "next": resume if page.has_more else None,
        "previous": None,
        "resume": resume,
        "results": page.changes,
        "data_version": request.snapshot.version,
    }
    return Response(body, headers={"Link": f'<{resume}>; rel="next"'} if page.has_more else {})


def resume_at(request, cursor: str, *, limit: str | None = None) -> str:
    """The address of the log with the same filters, from that cursor on."""
    data = request.GET.copy()
    for name in ("limit", "offset"):
        data.pop(name, None)
    data["cursor"] = cursor
    if limit:
        data["limit"] = limit
    return request.build_absolute_uri(f"{request.path}?{data.urlencode()}")


def _offset(value: int) -> dict:
    detail = _("A cursor says where to begin: leave this out.")
    return {"name": "offset", "value": str(value), "detail": detail}
