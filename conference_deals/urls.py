from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path

from conference_deals import health
from deals.urls import for_crawlers, for_readers


def favicon(request):
    """Browsers ask for this address unbidden."""
    return redirect(static("favicon.svg"))


urlpatterns = [
    path("favicon.ico", favicon),
    path("health/", health.health, name="health"),
    path("health/live/", health.live),
    path("health/ready/", health.ready),
    path("api/v1/", include("deals.api.urls")),
    path("admin/", admin.site.urls),
    *for_crawlers,
    *i18n_patterns(*for_readers, path("", include("deals.urls")), prefix_default_language=False),
]

handler400 = "deals.errors.bad_request"
handler403 = "deals.errors.forbidden"
handler404 = "deals.errors.not_found"
handler500 = "deals.errors.server_error"
