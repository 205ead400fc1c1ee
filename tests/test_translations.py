"""The Chinese catalogue: complete, compiled, true to the placeholders, and used by the pages.

After a change of texts: `manage.py makemessages -l zh_Hans --no-location --no-obsolete -i .venv
-i tests`, translate what is new in the .po (its glossary stands at its top), `compilemessages`.
"""

import gettext
import re
import shutil
from functools import cache
from html.parser import HTMLParser

import pytest
from babel.messages.pofile import read_po
from django.conf import settings as project
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from deals.models import Project, ReportedFigure, Source

FOLDER = project.LOCALE_PATHS[0] / "zh_Hans" / "LC_MESSAGES"
WITH_TEXTS = ("conference_deals", "deals", "templates")

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]")
TAG = re.compile(r"</?\w[^>]*>")
HAN = "[\u4e00-\u9fff]"
HALF_WIDTH = re.compile(f"{HAN} ?[,;:!?()]|[,;:!?()]{HAN}|{HAN}[.] |{HAN}[.]$")
LOOSE_SPACE = re.compile(f"{HAN} (?={HAN}|\\w|%)|[\\w)] (?={HAN})")


@cache
def catalogue(path):
    """(context, id) → message; the header is not among them."""
    with path.open("rb") as file:
        return {(message.context, message.id): message for message in read_po(file) if message.id}


def messages():
    return catalogue(FOLDER / "django.po").values()


def ids(message):
    """The English texts of a message: one, or the singular and the plural."""
    return message.id if message.pluralizable else (message.id,)


def strings(message):
    return message.string if message.pluralizable else (message.string,)


def pairs():
    """(English, Chinese); of a plural, the form that holds the number."""
    return [(ids(message)[-1], text) for message in messages() for text in strings(message)]


# The catalogue


def test_every_text_of_the_code_is_in_the_catalogue(tmp_path, monkeypatch, settings):
    if not shutil.which("xgettext"):
        pytest.skip("xgettext is not installed, so texts cannot be collected from the code")
    for name in WITH_TEXTS:
        ignored = shutil.ignore_patterns("locale", "__pycache__")
        shutil.copytree(project.BASE_DIR / name, tmp_path / name, ignore=ignored)
    monkeypatch.chdir(tmp_path)
    settings.LOCALE_PATHS = [tmp_path / "collected"]
    call_command("makemessages", locale=["zh_Hans"], verbosity=0)
    collected = catalogue(tmp_path / "collected" / "zh_Hans" / "LC_MESSAGES" / "django.po")
    assert collected.keys() - catalogue(FOLDER / "django.po").keys() == set()


def test_every_text_is_translated():
    assert [message.id for message in messages() if not all(strings(message))] == []
    assert [message.id for message in messages() if message.fuzzy] == []


def test_catalogue_is_compiled():
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    compiled.pop("")
    expected = {}
    for message in messages():
        key = f"{message.context}\x04{ids(message)[0]}" if message.context else ids(message)[0]
        for form, text in enumerate(strings(message)):
            expected[(key, form) if message.pluralizable else key] = text
    assert compiled == expected, "run compilemessages"


def test_header_names_no_person_and_no_machine():
    header = (FOLDER / "django.po").read_text(encoding="utf-8").partition("\n\n")[0]
    assert "nplurals=1; plural=0;" in header
    assert re.findall(r"@|/home/|/root/|/work/|Last-Translator|Language-Team|fuzzy", header) == []


@pytest.mark.parametrize("part", [PLACEHOLDER, TAG], ids=["placeholders", "tags"])
def test_translations_keep_what_is_not_text(part):
    changed = [
        english
        for english, chinese in pairs()
        if set(part.findall(english)) != set(part.findall(chinese))
    ]
    assert changed == []


@pytest.mark.parametrize("fault", [HALF_WIDTH, LOOSE_SPACE], ids=["half-width", "space"])
def test_translations_follow_chinese_typography(fault):
    plain = [PLACEHOLDER.sub("X", TAG.sub("", chinese)) for _english, chinese in pairs()]
    assert [text for text in plain if fault.search(text)] == []


# The pages


class Texts(HTMLParser):
    """Texts and spoken attributes outside of code and of what is marked as English."""

    SPOKEN = ("aria-label", "data-label", "placeholder", "title", "content", "data-done")
    UNSPOKEN = ("script", "style", "code", "pre")
    VOID = ("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr")

    def __init__(self, html):
        super().__init__()
        self.open, self.found = [], set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        of_machines = attrs.get("property") in ("og:type", "og:locale")
        hidden = tag in self.UNSPOKEN or attrs.get("lang") == "en" or of_machines
        if tag not in self.VOID:
            self.open.append((tag, hidden))
        if not hidden:
            self._keep(attrs.get(name) for name in self.SPOKEN)

    def handle_startendtag(self, tag, attrs):
        self._keep(dict(attrs).get(name) for name in self.SPOKEN)

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        self._keep([data])

    def _keep(self, texts):
        if not any(hidden for _tag, hidden in self.open):
            self.found |= {" ".join(text.split()).rstrip(":").strip() for text in texts if text}


def first(records, field):
    return getattr(records.order_by(field).first(), field)


LISTS = ["home", "projects", "conferences", "editions", "places", "sectors", "investors"]
PAGES = {
    **{name: lambda name=name: reverse(name) for name in [*LISTS, "sources", "method"]},
    "filters": lambda: f"{reverse('projects')}?location=india&disclosed=true&nonsense=1",
    "no project": lambda: f"{reverse('projects')}?q=xyzzy",
    "bad filter": lambda: f"{reverse('projects')}?status=nonsense",
    "in dollars": lambda: f"{reverse('home')}?currency=USD",
    "project": lambda: reverse("project", args=[first(Project.objects, "ref")]),
    "figure": lambda: reverse("figure", args=[first(ReportedFigure.objects, "ref")]),
    "source": lambda: reverse("source", args=[first(Source.objects, "slug")]),
    "conference": lambda: reverse("conference", args=["world-power-battery-conference"]),
    "edition": lambda: reverse("edition", args=["world-power-battery-conference-2024"]),
    "place": lambda: reverse("place", args=["sichuan"]),
    "sector": lambda: reverse("sector", args=["batteries"]),
    "investor": lambda: reverse("investor", args=["ntpc"]),
    "no page": lambda: f"{reverse('home')}nonsense/",
}


def page_in_chinese(client, page):
    with translation.override("zh-hans"):
        address = PAGES[page]()
    return client.get(address).content.decode()


@pytest.mark.once("both answer each page in test_show")
@pytest.mark.parametrize("page", PAGES)
def test_no_english_text_is_left_on_a_page(starter, client, page):
    html = page_in_chinese(client, page)
    english = {text.rstrip(":") for text, chinese in pairs() if text != chinese} - {""}
    assert Texts(html).found & english == set()


@pytest.mark.parametrize("page", ["home", "edition", "bad filter"])
def test_chinese_texts_are_on_the_page(starter, client, page):
    html = page_in_chinese(client, page)
    assert '<html lang="zh-Hans">' in html
    assert Texts(html).found >= {"会议签约项目库", "项目", "投资方", "来源与方法"}


def test_left_over_english_is_found():
    """That the check above sees a text, an attribute and a text behind English data."""
    found = Texts(
        '<p title="Source:">Not stated <br> <i lang="en">Projects <b>x</b></i> <code>Jobs</code>'
        '<td data-label="Investment">3</td></p>'
    ).found
    assert found >= {"Source", "Not stated", "Investment"}
    assert found.isdisjoint({"Projects", "Jobs"})
