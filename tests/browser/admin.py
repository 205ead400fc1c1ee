"""Signing in to the admin in a browser, and going through it with the keyboard alone."""

from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from tests.deals.admin.conftest import make_group

PASSWORD = "a long password"


def account(name):
    """An editor; the flush after a test takes the group away."""
    if not Group.objects.filter(name="Editors").exists():
        make_group()
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def sign_in(tab, name):
    tab.goto("/admin/")
    tab.locator("#id_username").fill(name)
    tab.locator("#id_password").fill(PASSWORD)
    tab.locator("#id_password").press("Enter")
    tab.wait_for_url("**/admin/")


class Keyboard:
    """A person without a mouse."""

    def __init__(self, tab):
        self.tab = tab

    def to(self, selector, key="Tab"):
        """Presses Tab until the element has the focus."""
        for _each in range(300):
            self.tab.keyboard.press(key)
            if self.tab.evaluate("s => document.activeElement.matches(s)", selector):
                return self
        raise AssertionError(f"{selector} cannot be reached by {key}")

    def back_to(self, selector):
        return self.to(selector, "Shift+Tab")

    def press(self, *keys):
        for key in keys:
            self.tab.keyboard.press(key)
        return self

    def type(self, text):
        self.tab.keyboard.type(text)
        return self

    def pick(self, name, text):
        """Chooses in an autocomplete what the typed text finds."""
        self.to(f".field-{name} .select2-selection").press("Enter").type(text)
        option = self.tab.locator(".select2-results__option--highlighted", has_text=text)
        expect(option).to_be_visible()
        self.press("Enter")
        return self

    def choose(self, selector, value):
        """Chooses in a select, reached by Tab, with the arrow keys."""
        return self.to(selector).arrow_to(value)

    def arrow_to(self, value):
        for _each in range(20):
            if self.tab.evaluate("() => document.activeElement.value") == value:
                return self
            self.press("ArrowDown")
        raise AssertionError(f"no option {value}")

    def go(self, selector):
        """Follows a link or presses a button that Tab reaches."""
        self.to(selector)
        with self.tab.expect_navigation():
            self.press("Enter")
        return self
