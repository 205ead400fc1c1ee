"""What does not agree, and what editors say of it."""

from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from deals import claims
from deals.admin.base import EditorialAdmin
from deals.admin.filters import by_words
from deals.admin.forms import EditorialForm
from deals.models import Acknowledgement
from deals.vocabulary import CHECK_LABELS, SEVERITY_LABELS


class AcknowledgementForm(EditorialForm):
    """Keeps what the finding says when it is saved, so that a later change opens it again."""

    def clean(self):
        super().clean()
        code = self.cleaned_data.get("code")
        subject = " ".join(sorted(self.cleaned_data.get("subject", "").split()))
        self.cleaned_data["subject"] = subject
        finding = claims.find(code, subject)
        if finding:
            self.instance.said, self.instance.values = finding.in_english(), finding.values
        elif not self.instance.pk or {"code", "subject"} & {*self.changed_data}:
            self.add_error("subject", NOT_FOUND)
        return self.cleaned_data


NOT_FOUND = _("This check finds nothing about these records. Start from the list of findings.")


@admin.register(Acknowledgement)
class AcknowledgementAdmin(EditorialAdmin):
    form = AcknowledgementForm
    fields = ["code", "subject", "reason", "said"]
    readonly_fields = ["said"]
    list_display = ["code_label", "subject", "reason", "updated_at"]
    list_filter = [by_words("code", CHECK_LABELS)]
    search_fields = ["subject", "reason", "said"]
    change_list_template = "admin/deals/acknowledgements.html"

    @admin.display(description=_("check"), ordering="code")
    def code_label(self, acknowledgement):
        return CHECK_LABELS.get(acknowledgement.code, acknowledgement.code)

    def get_urls(self):
        view = self.admin_site.admin_view(self.findings_view)
        return [path("findings/", view, name="deals_findings"), *super().get_urls()]

    def findings_view(self, request):
        """Everything that does not agree, with the link to acknowledge it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Findings"),
            "opts": self.opts,
            "rows": [self._row(finding) for finding in claims.everywhere()],
            "may_add": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/deals/findings.html", context)

    def _row(self, finding):
        known = finding.acknowledged or finding.earlier
        asked = urlencode({"code": finding.code, "subject": finding.subject})
        return {
            "finding": finding,
            "label": CHECK_LABELS[finding.code],
            "severity": SEVERITY_LABELS[finding.severity],
            "known_url": known and reverse("admin:deals_acknowledgement_change", args=[known.pk]),
            "add_url": f"{reverse('admin:deals_acknowledgement_add')}?{asked}",
        }
