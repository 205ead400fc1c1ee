"""The product's addresses, and the peer's beside them."""

from django.urls import include, path
from rest_framework.routers import DefaultRouter

from conference_deals.urls import (  # noqa: F401 - Django looks for them here
    handler400,
    handler403,
    handler404,
    handler500,
    urlpatterns,
)
from tests.benchmarks.peer import Projects

router = DefaultRouter()
router.register("projects", Projects)
urlpatterns = [path("peer/", include(router.urls)), *urlpatterns]
