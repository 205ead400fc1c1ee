"""The admin site: Django's own, whose first page begins with what editors come for."""

from functools import partial

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class Site(admin.AdminSite):
    @property
    def login_form(self):
        from conference_deals.sign_in import SignInForm  # it needs the models

        return SignInForm

    def login(self, request, extra_context=None):
        """429 where somebody has tried too often, on the same page as any other refusal."""
        response = super().login(request, extra_context)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if form is not None and form.wait:
            response.status_code = 429
            response["Retry-After"] = str(form.wait)
        return response

    def password_change(self, request, extra_context=None):
        from conference_deals.sign_in import change_password

        view = partial(super().password_change, extra_context=extra_context)
        return change_password(request, view) if request.method == "POST" else view(request)

    def index(self, request, extra_context=None):
        from deals.admin.tasks import tasks_of  # its package registers models with this site

        return super().index(request, {"tasks": tasks_of(request.user), **(extra_context or {})})


class Config(AdminConfig):
    default_site = "conference_deals.admin.Site"

    def ready(self):
        super().ready()
        from conference_deals import audit, checks  # noqa: F401 - registers them

        audit.connect()
