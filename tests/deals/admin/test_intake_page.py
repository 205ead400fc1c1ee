"""Adding from an article: what is proposed, what is ticked, and what is then stored."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from deals import intake
from deals.admin.articles.proposing import MOST
from deals.admin.articles.review import ROWS, SINGLE, SPARE
from deals.intake.proposals import ProjectProposal
from deals.models import Action, Conference, Edition, Location, Project, ReportedFigure, Source
from tests import factories as make
from tests.deals.admin.conftest import Form
from tests.deals.admin.readings import WORLD_BATTERY, battery_reading, reading

START, REVIEW = reverse("admin:deals_article"), reverse("admin:deals_article_review")


class Session:
    """An editor with an article open: the posted form is what a browser would send."""

    def __init__(self, client, text=WORLD_BATTERY, url=""):
        self.client = client
        self.read(client.post(REVIEW, {"text": text, "url": url}))

    def read(self, response):
        assert response.status_code == 200, response.status_code
        self.response, self.html = response, response.content.decode()
        self.values = Form(self.html).values
        self.review = response.context.get("review")

    def tick(self, *names):
        self.values |= {f"{name}-tick": "on" for name in names}

    def untick(self, *names):
        for name in names:
            self.values.pop(f"{name}-tick", None)

    def save(self, button="_save", **values):
        """True when it was stored; else the page shows what came back."""
        values = {name.replace("__", "-"): value for name, value in values.items()}
        response = self.client.post(REVIEW, self.values | values | {button: "1"})
        if response.status_code == 302:
            self.stored = response
            return True
        self.read(response)
        return False

    @property
    def faults(self):
        return self.review.faults


@pytest.fixture
def read(monkeypatch):
    """Makes `intake.read` answer with this function's readings."""

    def read(answer=battery_reading):
        monkeypatch.setattr(intake, "read", answer, raising=False)

    read()
    return read


@pytest.fixture
def sichuan(db):
    china = make.create_country(slug="china", name="China")
    return make.create_place(slug="sichuan", name="Sichuan", kind="region", parent=china)


@pytest.fixture
def session(client, read, sichuan):
    return Session(client)


@pytest.fixture
def confirmed(session):
    """The reading with its earlier editions and its place confirmed: ready to save."""
    session.tick("editions-0", "editions-1", "places-0")
    session.values["places-0-parent"] = "Sichuan"
    return session


# The way there


@pytest.mark.parametrize(
    "page", ["index", "deals_edition_changelist", "deals_reportedfigure_changelist"]
)
def test_the_admin_leads_to_it(page, client):
    assert f'href="{START}"' in client.get(reverse(f"admin:{page}")).content.decode()


def test_who_may_not_add_all_of_it_is_refused_and_sees_no_link(read, db):
    User.objects.create_user("reader", password="a long password", is_staff=True)
    other = Client()
    other.login(username="reader", password="a long password")
    assert other.get(START).status_code == 403
    assert other.post(REVIEW, {"text": "x"}).status_code == 403
    assert START not in other.get(reverse("admin:index")).content.decode()


def test_the_second_step_without_a_text_leads_to_the_first(client):
    assert client.get(REVIEW).url == START


def test_a_form_of_another_site_is_refused(editor, read):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(editor)
    assert careful.post(REVIEW, {"text": "137 projects"}).status_code == 403


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": ""}, "required"),
        ({"text": "电" * 70_000}, "at most 200 kB"),
        ({"text": "137 projects", "url": "javascript:alert(1)"}, "begins with https://"),
    ],
    ids=["empty", "long", "address"],
)
def test_what_cannot_be_read_comes_back_with_a_reason(values, words, client, read):
    response = client.post(REVIEW, values)
    assert words in response.content.decode()
    assert Form(response.content.decode()).values["text"] == values["text"]


def test_the_way_back_keeps_text_and_address(session):
    assert not session.save(button="_back", url="https://example.org/a")
    assert session.values["text"] == WORLD_BATTERY
    assert session.values["url"] == "https://example.org/a"


# What is shown


def test_phrases_are_marked_in_the_article_and_lead_to_their_rows(session):
    assert '<a href="#figures-1">95.25 billion yuan</a>' in session.html
    assert 'id="figures-1"' in session.html


def test_a_row_shows_its_sentence_and_its_amount_in_full(session):
    assert "<mark>137 projects</mark>" in session.html
    assert "CN¥95.25bn = 95,250,000,000" in session.html
    assert session.values["figures-1-value"] == "95,250,000,000"


def test_only_new_names_are_unticked(session):
    ticked = {name for name in session.values if name.endswith("-tick")}
    figures = {f"figures-{row}-tick" for row in range(9)}
    assert ticked == figures | {"source-tick", "conference-tick", "edition-tick"}


def test_unknown_places_and_editions_are_offered(session):
    assert session.values["places-0-as_written"] == "Yibin"
    assert [session.values[f"editions-{row}-label"] for row in range(2)] == ["2022", "2023"]


def test_markup_in_an_article_stays_text(client, read):
    read(lambda text, url: battery_reading(text=WORLD_BATTERY + "<script>alert(1)</script>"))
    assert "<script>alert(1)" not in Session(client).html


def test_the_page_is_in_chinese_too(client, read, sichuan):
    client.cookies["django_language"] = "zh-hans"
    assert Session(client).response["Content-Language"] == "zh-hans"


# Saving


def test_nine_figures_with_their_relations_are_stored(confirmed):
    assert confirmed.save(), confirmed.faults
    figures = {figure.as_written: figure for figure in ReportedFigure.objects.all()}
    whole, projects = figures["95.25 billion yuan"], figures["137 projects"]
    assert len(figures) == 9
    assert figures["about 13.4 billion U.S. dollars"].equivalent_of == whole
    assert figures["84.55 billion yuan"].of_which == whole
    assert figures["133"].of_which == projects
    assert figures["133"].location.slug == "yibin"
    assert all(figure.preferred for figure in figures.values())


def test_the_edition_gets_its_day_place_and_ordinal(confirmed):
    assert confirmed.save(), confirmed.faults
    edition = Edition.objects.get(label="2024")
    assert (edition.ordinal, str(edition.starts_on)) == (3, "2024-09-01")
    assert edition.location.path == "china/sichuan/yibin/"
    assert edition.slug == "world-battery-meeting-2024"
    assert confirmed.stored.url == reverse("admin:deals_edition_change", args=[edition.pk])


def test_a_figure_over_two_editions_covers_both_together(confirmed):
    assert confirmed.save(), confirmed.faults
    figure = ReportedFigure.objects.get(as_written="over 200 billion yuan")
    assert [link.edition.label for link in figure.edition_links.all()] == ["2022", "2023"]
    assert Edition.objects.count() == 3


def test_the_message_lists_what_was_added(confirmed, client):
    assert confirmed.save(), confirmed.faults
    page = client.get(confirmed.stored.url).content.decode()
    assert "reported figures: 9" in page
    assert "editions: 3" in page
    assert reverse("admin:deals_action_undo", args=[Action.objects.get(kind="article").pk]) in page


def test_it_is_one_change_with_its_reason_and_undone_as_one(confirmed, client):
    before = count()
    assert confirmed.save(source__url="https://example.org/a"), confirmed.faults
    action = Action.objects.get(kind="article")
    assert (action.user.username, action.why) == (
        "editor",
        "Battery meeting signs 137 projects https://example.org/a",
    )
    client.post(reverse("admin:deals_action_undo", args=[action.pk]))
    assert count() == before


def test_after_an_undo_the_same_article_gets_the_same_addresses(confirmed, client):
    sent = dict(confirmed.values)
    assert confirmed.save(), confirmed.faults
    undo = reverse("admin:deals_action_undo", args=[Action.objects.get(kind="article").pk])
    client.post(undo)
    confirmed.values = sent
    assert confirmed.save(), confirmed.faults
    assert Edition.objects.get(label="2024").slug == "world-battery-meeting-2024"


def test_what_is_not_ticked_is_not_stored(confirmed):
    confirmed.untick("figures-2", "figures-5")
    assert confirmed.save(), confirmed.faults
    assert ReportedFigure.objects.count() == 7


def test_nothing_ticked_is_nothing_to_save(session):
    session.untick("source", "conference", "edition", *(f"figures-{row}" for row in range(9)))
    assert not session.save()
    assert session.faults == [("", "Nothing is ticked, so there is nothing to save.")]


def test_known_source_and_edition_are_used(client, read):
    edition, source = make.create_edition(label="2024"), make.create_source()
    session = Session(client)
    session.untick("source", "conference", "edition", *(f"figures-{row}" for row in range(1, 9)))
    assert session.save(source__existing=source.pk, edition__existing=edition.pk), session.faults
    figure = ReportedFigure.objects.get()
    assert (figure.source, [*figure.editions.all()]) == (source, [edition])
    assert Conference.objects.count() == 1


def test_an_existing_edition_gets_what_it_lacks_where_that_is_ticked(session, sichuan):
    edition = make.create_edition(label="2024", year=2024)
    edition.host = "Yibin"
    edition.save()
    session.untick("source", "conference", "edition", *(f"figures-{row}" for row in range(9)))
    source = make.create_source()
    values = {"edition__existing": edition.pk, "source__existing": source.pk}
    values |= {"edition__place": "Sichuan", "edition__host": "Another", "edition__fill": "on"}
    assert session.save(**values), session.faults
    edition.refresh_from_db()
    assert (edition.location, edition.host, edition.ordinal) == (sichuan, "Yibin", 3)


def test_an_existing_record_and_a_new_one_at_once_are_refused(confirmed):
    source = make.create_source()
    assert not confirmed.save(source__existing=source.pk)
    assert "id_source-tick" in [where for where, _words in confirmed.faults]


def test_an_unknown_name_may_be_that_of_a_known_place(session, sichuan):
    known = make.create_place(slug="yibin-city", name="Yibin City", parent=sichuan)
    session.tick("editions-0", "editions-1")
    assert session.save(places__0__same_as=known.pk), session.faults
    assert ReportedFigure.objects.get(as_written="133").location == known
    assert not Location.objects.filter(slug="yibin").exists()


def test_a_new_place_may_lie_in_another_new_one(confirmed, client):
    confirmed.tick("places-1")
    inner = {"places__0__parent": "Nanbei", "places__1__as_written": "Nanbei"}
    outer = {"places__1__name": "Nanbei", "places__1__kind": "region", "places__1__parent": "China"}
    assert confirmed.save(**inner, **outer), confirmed.faults
    assert Location.objects.get(slug="yibin").path == "china/nanbei/yibin/"


def test_an_amount_may_be_written_as_in_chinese(confirmed):
    row = {"figures__1__value": "超过952.5亿元", "figures__1__currency": ""}
    assert confirmed.save(**row), confirmed.faults
    figure = ReportedFigure.objects.get(as_written="95.25 billion yuan")
    assert (figure.value, figure.currency) == (95_250_000_000, "CNY")
    assert figure.qualifier == "more_than"


def test_an_editor_adds_a_figure_of_their_own(confirmed):
    row = {"figures__9__value": "137", "figures__9__metric": "agreements"}
    confirmed.tick("figures-9")
    assert confirmed.save(**row, figures__9__as_written="137 projects were signed")
    assert ReportedFigure.objects.get(metric="agreements").value == 137


def test_more_blank_rows_keep_what_was_typed_and_find_no_fault(confirmed):
    confirmed.values["figures-0-value"] = "many"
    assert not confirmed.save(button="_more_figures")
    assert confirmed.values["figures-0-value"] == "many"
    assert "figures-13-value" in confirmed.values
    assert confirmed.faults == []


# Single deals

DEAL = "Volta Kite and Kuro Cells will invest 4 billion yuan in a plant in Yibin."


@pytest.fixture
def deal(client, read, sichuan):
    make.create_place(slug="yibin", name="Yibin", parent=sichuan)
    make.create_organization(slug="volta", name="Volta Kite Ltd")
    plant = ProjectProposal(
        name="Plant in Yibin",
        investors=["Volta Kite", "Kuro Cells"],
        amount=4_000_000_000,
        currency="CNY",
        qualifier="exact",
        place="Yibin",
        location="yibin",
        text="4 billion yuan",
        sentence=DEAL,
        ticked=False,
    )
    read(lambda text, url: battery_reading(text + DEAL, projects=[plant]))
    session = Session(client)
    session.values["text"] = WORLD_BATTERY + DEAL
    session.tick("editions-0", "editions-1", "projects-0")
    return session


def test_a_deal_is_stored_with_its_investors(deal):
    deal.tick("organizations-0")
    assert deal.save(), deal.faults
    project = Project.objects.get()
    (investment,) = project.investments.all()
    assert (project.name, project.location.slug) == ("Plant in Yibin", "yibin")
    assert (investment.amount, investment.as_written) == (4_000_000_000, "4 billion yuan")
    names = [link.organization.name for link in investment.investor_links.all()]
    assert names == ["Volta Kite Ltd", "Kuro Cells"]


def test_only_the_unknown_investor_is_offered_and_has_to_be_ticked(deal):
    assert deal.values["organizations-0-as_written"] == "Kuro Cells"
    assert not deal.save()
    assert [where for where, _words in deal.faults] == ["id_organizations-0-tick"]
    assert Project.objects.count() == 0


# What is wrong is said at once, and nothing is stored


def count():
    models = (Source, Conference, Edition, Location, ReportedFigure, Project)
    return [model.objects.count() for model in models]


def test_all_faults_come_back_beside_their_fields_and_nothing_is_stored(confirmed):
    before = count()
    wrong = {
        "source__published_on": "03/04/2024",
        "edition__year": "2023",
        "figures__0__value": "95.25亿亿",
        "figures__1__currency": "",
        "places__0__parent": "Atlantis",
    }
    assert not confirmed.save(**wrong)
    places = {where.removeprefix("id_") for where, _words in confirmed.faults}
    assert places >= {name.replace("__", "-") for name in wrong} - {"edition-year"}
    assert "edition-starts_on" in places
    assert count() == before


def test_the_summary_links_to_fields_that_are_there(confirmed):
    assert not confirmed.save(figures__0__value="some", figures__3__place="Nowhere")
    for where, _words in confirmed.faults:
        assert f'href="#{where}"' in confirmed.html
        assert f'id="{where}"' in confirmed.html


def test_what_was_typed_comes_back(confirmed):
    assert not confirmed.save(figures__0__value="some", figures__8__scope_note="all of them")
    assert confirmed.values["figures-0-value"] == "some"
    assert confirmed.values["figures-8-scope_note"] == "all of them"
    assert confirmed.values["figures-4-of_which"] == "1"
    assert "<mark>137 projects</mark>" in confirmed.html


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"figures__0__as_written": "138 projects"}, "figures-0-as_written"),
        ({"figures__0__editions": "1999"}, "figures-0-editions"),
        ({"figures__5__of_which": "6", "figures__6__of_which": "5"}, "figures-5-of_which"),
        ({"figures__7__editions": "2024", "figures__7__preferred": "on"}, "figures-7-preferred"),
        ({"figures__1__value": "5bn", "figures__1__value_max": "3bn"}, "figures-1-value_max"),
        ({"figures__1__value": "US$5bn"}, "figures-1-value"),
        ({"conference__name": "电池会"}, "conference-slug"),
        ({"source__publisher": ""}, "source-publisher"),
        ({"edition__label": ""}, "edition-label"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fault_stands_beside_its_field(values, field, confirmed):
    assert not confirmed.save(**values)
    assert f"id_{field}" in [where for where, _words in confirmed.faults]
    assert ReportedFigure.objects.count() == 0


def test_a_part_of_a_row_that_is_not_ticked_is_refused(confirmed):
    confirmed.untick("figures-0")
    assert not confirmed.save()
    assert "Row 1 is not ticked" in confirmed.faults[0][1]


def test_names_that_ticked_rows_use_have_to_be_ticked_too_which_is_said_once(session):
    assert not session.save()
    assert [where for where, _words in session.faults] == [
        "id_editions-0-tick",
        "id_editions-1-tick",
        "id_places-0-tick",
    ]
    assert Edition.objects.count() == 0


# Pasted again


def known_reading(text, url):
    """As the engine answers where all of it is stored."""
    found = battery_reading(text, url)
    for proposal in found.figures:
        stored = ReportedFigure.objects.filter(as_written=proposal.text).first()
        proposal.known, proposal.ticked = (stored.ref, False) if stored else ("", True)
    found.source.slug, found.edition.slug = Source.objects.get().slug, "world-battery-meeting-2024"
    found.conference.slug = "world-battery-meeting"
    return found


@pytest.fixture
def again(confirmed, client, read):
    confirmed.untick("figures-4")
    assert confirmed.save(), confirmed.faults
    read(known_reading)
    return Session(client)


def test_an_article_pasted_again_proposes_what_is_missing_only(again):
    assert [name for name in again.values if name.endswith("-tick")] == ["figures-4-tick"]
    assert again.html.count("Already known") == 8


def test_where_all_of_it_is_known_nothing_is_ticked(again):
    again.values["figures-4-place"] = "Yibin"
    assert again.save(), again.faults
    once_more = Session(again.client)
    assert [name for name in once_more.values if name.endswith("-tick")] == []


def test_a_missing_part_joins_the_stored_whole(again):
    before = ReportedFigure.objects.count()
    again.values["figures-4-place"] = "Yibin"
    assert again.save(), again.faults
    part = ReportedFigure.objects.get(as_written="84.55 billion yuan")
    assert part.of_which.as_written == "95.25 billion yuan"
    assert ReportedFigure.objects.count() == before + 1
    assert Source.objects.count() == 1


def test_a_form_that_is_sent_twice_adds_nothing(confirmed):
    sent = dict(confirmed.values)
    assert confirmed.save(), confirmed.faults
    before = count()
    confirmed.values = sent
    assert not confirmed.save()
    places = {where for where, _words in confirmed.faults}
    assert {"id_source-existing", "id_conference-existing", "id_places-0-same_as"} <= places
    assert count() == before


def test_a_figure_that_its_source_has_already_is_refused(again):
    again.tick("figures-0")
    assert not again.save()
    assert "id_figures-0-tick" in [where for where, _words in again.faults]


# Size and nonsense


def test_a_long_article_shows_what_one_form_can_send(client, read):
    article = "\n".join(f"{number} projects here" for number in range(101, 171))
    many = [{"metric": "projects", "value": n, "text": f"{n} projects"} for n in range(101, 171)]
    read(lambda text, url: reading(article, many))
    session = Session(client, text=article)
    assert session.values["figures-INITIAL_FORMS"] == str(MOST["figures"])
    assert "Paste the rest by itself" in session.html
    assert not session.save(edition__label="")


def test_the_largest_form_has_no_more_fields_than_the_settings_allow():
    rows = {name: len(form.base_fields) * (MOST[name] + SPARE) for name, form in ROWS.items()}
    others = sum(len(form.base_fields) for form in SINGLE.values()) + 4 * len(ROWS)
    sent_besides = 4  # the token, text, address and button
    most = sum(rows.values()) + others + sent_besides
    assert most <= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


@pytest.mark.parametrize(
    "values",
    [
        {"figures__TOTAL_FORMS": "many"},
        {"figures__TOTAL_FORMS": "99999999999"},
        {"figures__TOTAL_FORMS": "-1"},
        {"figures__0__start": "-5", "figures__0__end": "x"},
        {"figures__0__of_which": "77"},
        {"figures__0__sector": "none-such", "source__existing": "0x", "figures__0__known": "zz"},
        {"edition__year": "99999999999999999999", "edition__ordinal": "-1"},
        {"figures__0__metric": "a" * 500, "figures__0__horizon": "<b>"},
        {"figures__0__value": "9" * 60},
        {"figures__0__known": "f\0", "edition__place": "a\0", "projects__0__name": "\0"},
        {"edition__existing": "9" * 30, "places__0__same_as": "\0"},
        {"source__url": "ftp://x", "conference__slug": "Ü", "editions__0__year": "0"},
    ],
    ids=str,
)
def test_nonsense_is_refused_in_words(values, confirmed):
    confirmed.values["figures-0-value"] = "some"
    assert not confirmed.save(**values)
    assert ReportedFigure.objects.count() == 0
