"""Editors, and a browser's view of a form: what it would post if nobody touched it."""

from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse


@pytest.fixture
def editor(db):
    """An account as the demo makes it: staff, in the group of the migrations."""
    if not Group.objects.filter(name="Editors").exists():
        make_group()
    user = User.objects.create_user("editor", password="a long password", is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def make_group():
    """As the migrations do; a test with real transactions empties the tables, theirs among them."""
    folder = Path(import_module("deals.migrations").__file__).parent
    for path in sorted(folder.glob("*_editors_*.py")):
        [step] = import_module(f"deals.migrations.{path.stem}").Migration.operations
        step.code(apps, None)


@pytest.fixture
def client(editor):
    client = Client()
    client.force_login(editor)
    return client


class Form(HTMLParser):
    """The values of a page's main form. `values` may be changed and posted."""

    def __init__(self, html):
        super().__init__()
        self.values = {}
        self.select = self.textarea = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name")
        if tag == "input" and name and attrs.get("type") not in {"submit", "checkbox", "radio"}:
            self.values[name] = attrs.get("value", "")
        elif tag == "input" and name and "checked" in attrs:
            self.values[name] = attrs.get("value", "on")
        elif tag == "select" and name:
            self.select, self.multiple = name, "multiple" in attrs
            self.values[name] = [] if self.multiple else ""
        elif tag == "option" and self.select and "selected" in attrs:
            self.choose(attrs.get("value", ""))
        elif tag == "textarea":
            self.textarea = name
            self.values[name] = ""

    def choose(self, value):
        if self.multiple:
            self.values[self.select].append(value)
        else:
            self.values[self.select] = value

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.textarea = None

    def handle_data(self, data):
        if self.textarea:
            self.values[self.textarea] += data.removeprefix("\n")


class Page:
    """A form of the admin as one person has it open."""

    def __init__(self, client, address):
        self.client, self.address = client, address
        self.read(client.get(address))

    def read(self, response):
        assert response.status_code == 200, response.status_code
        self.response = response
        self.text = response.content.decode()
        values = Form(self.text).values
        self.values = {name: value for name, value in values.items() if "__prefix__" not in name}

    def add_row(self, prefix, **values):
        """Fill a new row of an inline, as its “Add another” does; returns the row's number."""
        number = int(self.values[f"{prefix}-TOTAL_FORMS"])
        self.values[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
        empty = Form(self.text).values
        for name, value in empty.items():
            if name.startswith(f"{prefix}-__prefix__-"):
                self.values[name.replace("__prefix__", str(number))] = value
        self.values |= {f"{prefix}-{number}-{name}": value for name, value in values.items()}
        return number

    def save(self, **values):
        """Post it. True when it was stored; else the page shows what came back."""
        response = self.client.post(self.address, self.values | values)
        if response.status_code == 302:
            return True
        self.read(response)
        return False

    @property
    def errors(self):
        form = self.response.context["adminform"].form
        rows = [rows.formset for rows in self.response.context["inline_admin_formsets"]]
        general = [str(error) for formset in rows for error in formset.non_form_errors()]
        forms = [form, *[each for formset in rows for each in formset.forms]]
        return {
            f"{each.prefix}-{name}" if each.prefix else name: list(errors)
            for each in forms
            for name, errors in each.errors.items()
        } | ({"rows": general} if general else {})


@pytest.fixture
def open_page(client):
    """Opens the page to add a record of a model, or to change one."""

    def open_page(what, query="", by=client):
        if isinstance(what, type):
            address = reverse(f"admin:deals_{what._meta.model_name}_add")
        else:
            address = reverse(f"admin:deals_{what._meta.model_name}_change", args=[what.pk])
        return Page(by, address + query)

    return open_page
