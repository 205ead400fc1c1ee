"""The admin site: Django's own, whose first page begins with what editors come for."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class Site(admin.AdminSite):
    def index(self, request, extra_context=None):
        from deals.admin.tasks import tasks_of  # its package registers models with this site

        return super().index(request, {"tasks": tasks_of(request.user), **(extra_context or {})})


class Config(AdminConfig):
    default_site = "conference_deals.admin.Site"

    def ready(self):
        super().ready()
        from conference_deals import checks  # noqa: F401 - registers them
