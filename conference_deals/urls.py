from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path
from django.views.decorators.cache import never_cache

from conference_deals import replicas
from deals.urls import for_crawlers, for_readers


@never_cache
def health(request):
    """200 when the process answers and its database, or for readers a replica, does; else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        if replicas.chosen():
            return JsonResponse({"status": "read-only"})
        return JsonResponse({"status": "unavailable"}, status=503)
    return JsonResponse({"status": "ok"})


def favicon(request):
    """Browsers ask for this address unbidden."""
    return redirect(static("favicon.svg"))


urlpatterns = [
    path("favicon.ico", favicon),
    path("health/", health, name="health"),
    path("api/v1/", include("deals.api.urls")),
    path("admin/", admin.site.urls),
    *for_crawlers,
    *i18n_patterns(*for_readers, path("", include("deals.urls")), prefix_default_language=False),
]

handler400 = "deals.errors.bad_request"
handler403 = "deals.errors.forbidden"
handler404 = "deals.errors.not_found"
handler500 = "deals.errors.server_error"
