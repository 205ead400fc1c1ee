"""The pages of imports. Each POST is one step of a run; what it did, its page shows."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from deals import imports
from deals.admin.base import ReadOnly
from deals.admin.filters import by_words
from deals.admin.imports import preview
from deals.admin.imports.downloads import TYPES, download, error_workbook
from deals.admin.imports.forms import ChoicesForm, UploadForm
from deals.admin.widgets import is_key
from deals.imports.rows import DUPLICATE
from deals.models import ImportRun
from deals.models.imports import CANCELLED, CHECKED, FAILED, INTERRUPTED
from deals.undo import may_undo

NOT_YOURS = _("This import was started by someone else.")
TOO_LATE = _("The import is at work already, or has ended.")


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly):
    list_display = ["file_name", "state_label", "counted", "user", "created_at"]
    list_select_related = ["user"]
    list_filter = [by_words("state", preview.RUN_LABELS), "created_at"]
    search_fields = ["file_name"]
    ordering = ["-pk"]

    def has_add_permission(self, request):
        return admin.ModelAdmin.has_add_permission(self, request)

    def get_queryset(self, request):
        return super().get_queryset(request).light()

    @admin.display(description=_("state"), ordering="state")
    def state_label(self, run):
        return preview.RUN_LABELS[run.state]

    @admin.display(description=_("rows"))
    def counted(self, run):
        return " · ".join(f"{label} {count}" for label, count in preview.counted(run))

    def get_urls(self):
        def named(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"deals_importrun_{name}")

        return [
            named("template.<str:form>", self.template_view, "template"),
            named("<int:key>/faults.xlsx", self.faults_view, "faults"),
            named("<int:key>/step/<str:step>/", self.step_view, "step"),
            *super().get_urls(),
        ]

    # Upload

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        ImportRun.objects.tidy(timezone.now())
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            return self._uploaded(request, form)
        title, languages = _("Import projects"), settings.LANGUAGES
        context = self._context(request, title, form=form, languages=languages)
        return TemplateResponse(request, "admin/deals/imports/upload.html", context)

    def _uploaded(self, request, form):
        file = form.cleaned_data["file"]
        choices = imports.Choices.from_json(form.choices())
        run = imports.begin(file.read(), file_name=file.name, user=request.user, choices=choices)
        imports.work_on(run, imports.check)
        return self._to(run)

    # The page of a run

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if request.method == "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        key = int(object_id) if is_key(object_id) else 0
        run = ImportRun.objects.light().select_related("user", "action").filter(pk=key).first()
        if run is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        imports.note_interrupted(run)
        context = self._context(request, run.file_name, run=run, **self._shown(request, run))
        return TemplateResponse(request, "admin/deals/imports/run.html", context)

    def _shown(self, request, run):
        shown = {
            "state_label": preview.RUN_LABELS[run.state],
            "mine": self._may_steer(request, run),
            "same_file": ImportRun.objects.light().of_the_same_file(run).first(),
            "may_undo": run.action and may_undo(request.user, run.action),
            "counted": preview.counted(run),
        }
        if run.is_at_work:
            shown["progress"] = preview.progress(run)
        if run.state == CHECKED:
            shown |= preview.rows_context(run, request.GET.get("rows"), request.GET.get("p"))
            shown["may_be_imported"] = preview.may_be_imported(run)
        if run.state in (CHECKED, FAILED, INTERRUPTED) and run.has_file:
            shown["form"] = ChoicesForm(initial=preview.chosen(run), columns=run.columns_read)
        return shown

    def _context(self, request, title, **more):
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **more}

    def _may_steer(self, request, run):
        own = run.user_id is not None and run.user_id == request.user.pk
        steers = own or request.user.has_perm("deals.undo_any_action")
        return steers and self.has_add_permission(request)

    def _to(self, run, query=""):
        return HttpResponseRedirect(reverse("admin:deals_importrun_change", args=[run.pk]) + query)

    # Steps

    def step_view(self, request, key, step):
        """One of `STEPS`, by POST."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        run, take = get_object_or_404(ImportRun, pk=key), STEPS.get(step)
        if take is None:
            raise Http404
        if not self._may_steer(request, run):
            raise PermissionDenied(NOT_YOURS)
        if not take(self, request, run):
            messages.warning(request, TOO_LATE)
        return self._to(run)

    def _import(self, request, run):
        return preview.may_be_imported(run) and imports.start_writing(run)

    def _cancel(self, request, run):
        if run.is_at_work:
            return False
        run.let_go(state=CANCELLED, finished_at=timezone.now())
        return True

    def _check_again(self, request, run):
        form = ChoicesForm(request.POST, columns=run.columns_read)
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, " ".join(errors))
            return True
        return imports.check_again(run, **form.choices())

    def _answer(self, request, run):
        answers = {**run.choices.get("answers", {})}
        for row in run.rows.filter(state=DUPLICATE):
            answer = request.POST.get(f"row-{row.number}") or request.POST.get("all", "")
            refs = {match["ref"] for match in row.matches if match["pk"]}
            if answer == "different":
                answers[str(row.number)] = [m["pk"] for m in row.matches if m["pk"]]
            elif answer in refs:
                answers[str(row.number)] = answer
        return imports.check_again(run, answers=answers)

    # Files

    def faults_view(self, request, key):
        if not self.has_view_permission(request):
            raise PermissionDenied
        run = get_object_or_404(ImportRun, pk=key, content__isnull=False)
        try:
            return download(error_workbook(run), "xlsx", f"faults-{run.pk}")
        except imports.BadFile as error:
            messages.error(request, str(error))
            return self._to(run)

    def template_view(self, request, form):
        if not self.has_add_permission(request):
            raise PermissionDenied
        language = request.GET.get("lang") or translation.get_language()
        if form not in TYPES or language not in dict(settings.LANGUAGES):
            raise Http404
        example = "example" in request.GET
        content = imports.template(form, language, example=example)
        return download(content, form, "example" if example else "template")


STEPS = {
    "import": ImportRunAdmin._import,
    "cancel": ImportRunAdmin._cancel,
    "check": ImportRunAdmin._check_again,
    "answer": ImportRunAdmin._answer,
}
