"""Rows of other records on a record's page: in pages of a few, each with its own version."""

from functools import cached_property

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import CharField, HiddenInput
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from deals.admin.base import FormFields, locked
from deals.admin.widgets import is_key

MOST_AT_ONCE = 120  # rows of one kind in a form; DATA_UPLOAD_MAX_NUMBER_FIELDS allows no more
CHANGED_BEFORE_DELETION = _(
    "Someone else changed “%(row)s” while you were editing, and you want to delete it. The table "
    "shows what it holds now; save again to delete it all the same."
)


class PagedRows:
    """For formsets: shows one page; a posted one holds exactly the rows that were shown.

    So it does not matter which rows others added or deleted on the pages before.
    """

    per_page = 1000
    parameter = ""
    query = None

    def get_queryset(self):
        if not hasattr(self, "_shown"):
            self._shown = self._posted() if self.is_bound else self._of_page()
        return self._shown

    @cached_property
    def _rows(self):
        return super().get_queryset()

    @cached_property
    def page(self):
        number = self.query.get(self.parameter) if self.query else 1
        return Paginator(self._rows, self.per_page).get_page(number)

    def _of_page(self):
        if self.instance.pk is None:
            return []
        return list(self.page.object_list if self.parameter else self._rows)

    def _posted(self):
        """In the order of the form; None stands for a row that is not there any more."""
        count = min(self.initial_form_count(), self.absolute_max)
        name = self.model._meta.pk.name
        keys = [self.data.get(f"{self.add_prefix(i)}-{name}", "") for i in range(count)]
        rows = locked(self._rows.filter(pk__in=[key for key in keys if is_key(key)]))
        found = {str(row.pk): row for row in rows}
        return [found.get(key) for key in keys]

    def _existing_object(self, pk):
        return next((row for row in self.get_queryset() if row and row.pk == pk), None)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        shown = self.get_queryset()
        if self.is_bound and index is not None and index < len(shown) and shown[index] is None:
            form.fields[self._pk_field.name] = CharField(required=False, widget=HiddenInput)
            form.gone = True
            form.empty_permitted = True
            form.use_required_attribute = False

    def clean(self):
        super().clean()
        for form in self.initial_forms:
            if self.can_delete and self._should_delete_form(form) and form.newer:
                params = {"row": form.instance}
                raise ValidationError(CHANGED_BEFORE_DELETION, params=params)

    # Links between the pages

    @property
    def page_links(self):
        """(label, address, whether it is this page); none where one page holds all."""
        pages = self.page.paginator
        if not self.parameter or pages.num_pages == 1:
            return []
        numbers = pages.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)
        return [(number, self._address(number), number == self.page.number) for number in numbers]

    def _address(self, number):
        query = self.query.copy()
        query[self.parameter] = number
        return f"?{query.urlencode()}#{self.prefix}-group"


class PagedInlineFormSet(PagedRows, BaseInlineFormSet):
    pass


class EditorialInline(FormFields, admin.StackedInline):
    """Rows that are records of their own, `per_page` of them (`?parameter=2` for the next).

    `related` is fetched with them; `brief` leaves out what the full record's page explains.
    """

    formset = PagedInlineFormSet
    template = "admin/deals/stacked_rows.html"
    extra = 0
    per_page = 20
    parameter = ""
    brief = False
    related: tuple[str, ...] = ()

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related(*self.related) if self.related else rows

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        return paged(formset, self, request)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.is_relation and field is not None:
            # Each button is 330 bytes in every row. A source is the one that is usually new.
            field.widget.can_add_related &= db_field.name == "source"
            field.widget.can_change_related = field.widget.can_view_related = False
        if self.brief and field is not None:
            field.help_text = ""
        return field


def paged(formset, inline, request):
    formset.per_page, formset.parameter = inline.per_page, inline.parameter
    formset.query = request.GET
    formset.max_num = formset.absolute_max = MOST_AT_ONCE
    return formset
