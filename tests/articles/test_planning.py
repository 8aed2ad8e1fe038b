"""Giving stories to people, the board, the calendar, and what waits for whom on the start page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from articles.models import Article, Assignment, Notice
from articles.models.steps import State
from articles.workflow.planned import COLUMN_MAX
from tests.articles.desk import LIST, change_path, form_of, preview_path, signed_in
from tests.comments.readers import page_of
from tests.factories import make_article, make_author, make_section

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY = timedelta(days=1)
BOARD = reverse("admin:articles_article_board")
CALENDAR = reverse("admin:articles_article_calendar")
PLAN = reverse("admin:articles_article_plan")
SCRIPT = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def desk(journalist):
    return signed_in(journalist)


@pytest.fixture
def editors_desk(editor):
    return signed_in(editor)


def make_draft(**values) -> Article:
    return make_article(published_at=None, **values)


def assign(article: Article, **values) -> Assignment:
    return Assignment.objects.create(article=article, **values)


def plan_form(**fields) -> dict:
    form = {
        "headline": "La 5G au village",
        "assignee": "",
        "author": "",
        "due_at": "2026-11-27T18:00",
        "brief": "900 mots.",
    }
    return form | {"section": make_section().pk} | fields


def press(desk, article: Article, move: str, **fields):
    form = {"move": move, "state": article.state} | fields
    return desk.post(reverse("admin:articles_article_move", args=[article.pk]), form)


def move_due(desk, article: Article, at: str, seen: str = "", **request):
    path = reverse("admin:articles_article_move_due", args=[article.pk])
    return desk.post(path, {"at": at, "seen": seen}, **request)


def columns(answer) -> dict[str, list[str]]:
    """Return the headlines in each column of the board."""
    sections = page_of(answer).find_all("section", class_="column")
    names = [section["aria-labelledby"].removeprefix("column-") for section in sections]
    return {name: [h.text for h in section.find_all("h3")] for name, section in zip(names, sections, strict=True)}


def days(answer) -> dict[str, list[str]]:
    """Return the headlines on each day of the calendar that has any."""
    cells = page_of(answer).find("table", class_="calendar").find_all("td")
    entries = {cell["data-day"]: cell.find_all("li", class_="entry") for cell in cells}
    return {day: [entry.find("a").text for entry in found] for day, found in entries.items() if found}


def waiting(answer) -> dict[str, list[str]]:
    lists = page_of(answer).find("div", class_="waiting-lists").find_all("section")
    names = [each["aria-labelledby"].removeprefix("waiting-") for each in lists]
    return {
        name: [item.find("a").text for item in each.find_all("li")] for name, each in zip(names, lists, strict=True)
    }


# Assignments


def test_an_editor_plans_a_story_in_one_step(editors_desk, editor, journalist):
    author = make_author(user=journalist)

    answer = editors_desk.post(PLAN, plan_form(assignee=journalist.pk))

    article = Article.objects.get()
    assert answer.url == change_path(article)
    assert (article.slug, article.state, article.body, article.created_by) == ("la-5g-au-village", "draft", "", editor)
    assert [byline.author for byline in article.bylines.all()] == [author]
    assert (article.assignment.assignee, article.assignment.brief) == (journalist, "900 mots.")
    assert article.assignment.due_at == datetime(2026, 11, 27, 17, tzinfo=UTC)
    assert [(notice.to, notice.kind) for notice in Notice.objects.all()] == [(journalist, "assigned")]


def test_planned_stories_of_the_same_headline_have_addresses_of_their_own(editors_desk):
    for _number in range(3):
        editors_desk.post(PLAN, plan_form())

    assert sorted(Article.objects.values_list("slug", flat=True)) == [
        "la-5g-au-village",
        "la-5g-au-village-2",
        "la-5g-au-village-3",
    ]


@pytest.mark.parametrize("headline", ["🙂", "مقال", "x" * 200, "---"])
def test_any_headline_makes_an_address(editors_desk, headline):
    editors_desk.post(PLAN, plan_form(headline=headline))

    assert 0 < len(Article.objects.get().slug) <= 100


@pytest.mark.parametrize(
    "field", [{"headline": ""}, {"section": ""}, {"due_at": "demain"}, {"due_at": "9999-12-31T23:59"}]
)
def test_what_cannot_be_planned_is_refused_with_what_was_typed(editors_desk, field):
    answer = editors_desk.post(PLAN, plan_form(**field))

    assert answer.status_code == 422
    assert page_of(answer).field("brief").typed == "900 mots."
    assert not Article.objects.exists()


def test_a_journalist_plans_and_assigns_nothing(desk, journalist):
    draft = make_draft(created_by=journalist)

    answers = [desk.get(PLAN), desk.post(PLAN, plan_form())]
    answers.append(desk.post(reverse("admin:articles_article_assign", args=[draft.pk]), {"assignee": journalist.pk}))
    answers.append(move_due(desk, draft, "2026-11-27T18:00"))

    assert {answer.status_code for answer in answers} == {403}
    assert not Assignment.objects.exists()


def test_an_editor_gives_a_story_to_somebody_on_its_form(editors_desk, journalist):
    draft = make_draft()

    form = {"assignee": journalist.pk, "due_at": "2026-11-27T18:00", "brief": "Appeler la mairie."}
    editors_desk.post(reverse("admin:articles_article_assign", args=[draft.pk]), form)

    assert Assignment.objects.get().assignee == journalist
    assert page_of(editors_desk.get(change_path(draft))).field("brief").typed == "Appeler la mairie."
    assert Notice.objects.get().to == journalist


def test_changing_the_brief_tells_nobody_again(editors_desk, journalist):
    draft = make_draft()
    path = reverse("admin:articles_article_assign", args=[draft.pk])
    editors_desk.post(path, {"assignee": journalist.pk})

    editors_desk.post(path, {"assignee": journalist.pk, "brief": "Plus court."})

    assert Notice.objects.count() == 1


def test_a_story_is_given_to_nobody_who_does_not_write(editors_desk, moderator):
    draft = make_draft()

    editors_desk.post(reverse("admin:articles_article_assign", args=[draft.pk]), {"assignee": moderator.pk})

    assert not Assignment.objects.exists()


def test_who_is_to_write_a_story_sees_and_changes_it(desk, journalist):
    draft = make_draft(headline="À écrire")
    before = desk.get(change_path(draft)).status_code

    assign(draft, assignee=journalist)
    desk.post(change_path(draft), form_of(draft, body="<p>Voilà.</p>"))

    assert before == 404
    assert draft.headline in desk.get(LIST).text
    assert desk.get(preview_path(draft)).status_code == 200
    assert Article.objects.get().body == "<p>Voilà.</p>"


def test_who_is_to_write_a_story_does_not_delete_it(desk, journalist):
    draft = make_draft()
    assign(draft, assignee=journalist)

    answer = desk.post(reverse("admin:articles_article_delete", args=[draft.pk]), {"post": "yes"})

    assert answer.status_code == 403
    assert Article.objects.exists()


def test_a_story_with_its_history_is_deleted_by_whose_it_is(desk, journalist):
    draft = make_draft(created_by=journalist)
    assign(draft, assignee=journalist)
    draft.request_publication(by=journalist)

    desk.post(reverse("admin:articles_article_delete", args=[draft.pk]), {"post": "yes"})

    assert not Article.objects.exists()


@pytest.mark.parametrize(("due", "is_marked"), [(NOW - DAY, True), (NOW + DAY, False)])
def test_what_is_overdue_is_marked_on_list_board_and_calendar(editors_desk, due, is_marked):
    assign(make_draft(), due_at=due)

    marks = [page_of(editors_desk.get(LIST)).find("span", class_="overdue")]
    marks.append(page_of(editors_desk.get(BOARD)).find("p", class_="overdue"))
    marks.append(page_of(editors_desk.get(CALENDAR)).find("li", class_="late"))

    assert [mark is not None for mark in marks] == [is_marked] * 3


def test_what_is_written_and_waits_for_others_is_not_overdue(editors_desk):
    draft = make_draft()
    assign(draft, due_at=NOW - DAY)
    draft.request_publication()

    assert page_of(editors_desk.get(LIST)).find("span", class_="overdue") is None
    assert page_of(editors_desk.get(BOARD)).find("p", class_="overdue") is None
    assert "due" not in waiting(editors_desk.get("/admin/"))


# The board


def test_the_board_shows_each_story_where_it_stands(editors_desk):
    for step in ("draft", "in_review", "returned", "ready"):
        Article.objects.filter(pk=make_draft(headline=f"H {step}").pk).update(step=step)
    make_article(headline="H scheduled", published_at=NOW + DAY)
    make_article(headline="H published", published_at=NOW - timedelta(hours=2))
    make_article(headline="H yesterday", published_at=NOW - DAY)
    make_article(headline="H archived").archive()

    shown = columns(editors_desk.get(BOARD))

    assert shown == {
        name: [f"H {name}"] for name in ("draft", "returned", "in_review", "ready", "scheduled", "published")
    }


def test_a_card_tells_section_byline_due_time_remarks_and_who_has_it(editors_desk, journalist):
    journalist.first_name, journalist.last_name = "Léa", "Marchetti"
    journalist.save()
    draft = make_draft(authors=[make_author(name="Inès Carvalho")], section=make_section(name="Matériel", position=3))
    assign(draft, assignee=journalist, due_at=NOW + DAY)
    draft.remarks.create(by=journalist, quote="Texte.", words="Ah ?", at=NOW)

    card = page_of(editors_desk.get(BOARD)).find("li", class_="card")

    assert "hue-3" in card["class"]
    for words in ("Matériel", "Inès Carvalho", "26 novembre 2026", "Léa Marchetti"):
        assert words in card.text
    assert card.find("a", href=reverse("admin:articles_article_remarks", args=[draft.pk])) is not None


def test_a_journalist_finds_the_own_stories_on_board_and_calendar_and_no_others(desk, journalist):
    make_draft(headline="À moi", created_by=journalist)
    make_draft(headline="Secret")
    assign(make_draft(headline="Secret daté"), due_at=NOW + DAY)
    make_article(headline="Secret prévu", published_at=NOW + DAY)

    pages = desk.get(BOARD).text + desk.get(CALENDAR).text

    assert "À moi" in pages
    assert "Secret" not in pages


@pytest.mark.parametrize("path", [BOARD, CALENDAR])
def test_the_pages_are_narrowed_to_a_section_and_a_person(editors_desk, journalist, path):
    section = make_section()
    mine = make_draft(headline="Cherchée", created_by=journalist, section=section)
    make_draft(headline="Autre rubrique", created_by=journalist, section=make_section())
    make_draft(headline="Autre personne", section=section)

    page = editors_desk.get(path, {"section": section.pk, "person": journalist.pk}).text

    assert mine.headline in page
    assert "Autre rubrique" not in page
    assert "Autre personne" not in page


@pytest.mark.parametrize("value", ["x", "-1", "9" * 30, "\x00"])
@pytest.mark.parametrize("path", [BOARD, CALENDAR])
def test_a_filter_that_is_none_chooses_nothing(editors_desk, path, value):
    draft = make_draft()

    answer = editors_desk.get(path, {"section": value, "person": value})

    assert (answer.status_code, draft.headline in answer.text) == (200, True)


def test_a_column_is_cut_and_leads_to_the_list(editors_desk):
    for _number in range(COLUMN_MAX + 1):
        make_draft()

    answer = editors_desk.get(BOARD)

    assert len(columns(answer)["draft"]) == COLUMN_MAX
    assert page_of(answer).find("a", href=f"{LIST}?state=draft") is not None


@pytest.mark.parametrize("path", [BOARD, CALENDAR, "/admin/"])
def test_the_number_of_queries_does_not_grow(editors_desk, editor, path, django_assert_max_num_queries):
    def fill():
        for state in ("in_review", "ready", "draft", "returned"):
            draft = make_draft(created_by=editor)
            Article.objects.filter(pk=draft.pk).update(step=state)
            assign(draft, assignee=editor, due_at=NOW)
        make_draft(created_by=editor)
        make_article(published_at=NOW + DAY)
        make_article(published_at=NOW - timedelta(hours=1))

    fill()
    editors_desk.get(path)
    with django_assert_max_num_queries(60) as few:
        editors_desk.get(path)
    for _number in range(4):
        fill()

    with django_assert_max_num_queries(len(few)):
        editors_desk.get(path)


def test_a_story_is_moved_from_its_card(editors_desk, editor):
    draft = make_draft()
    draft.request_publication()

    answer = press(editors_desk, draft, "return", step_comment="Plus court.", next=f"{BOARD}?section=1")

    assert answer.url == f"{BOARD}?section=1"
    assert Article.objects.get().state == State.RETURNED
    assert (draft.step_changes.first().by, draft.step_changes.first().comment) == (editor, "Plus court.")


def test_a_card_offers_the_steps_that_are_open_to_this_person(desk, journalist):
    make_draft(created_by=journalist)

    options = page_of(desk.get(BOARD)).find("select", name="move").find_all("option")

    assert [option["value"] for option in options] == ["request"]


@pytest.mark.parametrize(
    ("move", "fields"),
    [
        ("return", {}),
        ("schedule", {}),
        ("schedule", {"publish_at": "2026-11-20T07:00"}),
        ("schedule", {"publish_at": "jamais"}),
        ("schedule", {"publish_at": "9999-12-31T07:00"}),
        ("archive", {}),
        ("nowhere", {}),
        ("", {}),
        ("approve", {"state": "draft"}),
        ("approve", {"state": ""}),
        ("approve", {"step_comment": "x" * 2001}),
    ],
)
def test_a_move_that_cannot_be_is_refused_with_the_reason(editors_desk, move, fields):
    draft = make_draft()
    draft.request_publication()
    form = {"move": move, "state": "in_review"} | fields
    path = reverse("admin:articles_article_move", args=[draft.pk])

    answer = editors_desk.post(path, form, headers=SCRIPT)

    assert answer.status_code == 409
    assert answer.json()["said"]
    assert Article.objects.get().state == State.IN_REVIEW


def test_without_a_script_the_reason_stands_on_the_board(editors_desk):
    draft = make_draft()
    draft.request_publication()

    answer = editors_desk.post(
        reverse("admin:articles_article_move", args=[draft.pk]), {"move": "return", "state": "in_review"}, follow=True
    )

    assert answer.redirect_chain == [(BOARD, 302)]
    assert page_of(answer).find("ul", class_="messagelist").find("li", class_="error") is not None


def test_a_journalist_moves_no_story_of_somebody_else(desk):
    draft, published = make_draft(), make_article()

    assert press(desk, draft, "request").status_code == 404
    assert press(desk, published, "archive").status_code == 404


def test_a_journalist_takes_no_step_of_an_editor_on_the_board(desk, journalist):
    draft = make_draft(created_by=journalist)

    answer = desk.post(
        reverse("admin:articles_article_move", args=[draft.pk]), {"move": "approve", "state": "draft"}, headers=SCRIPT
    )

    assert answer.status_code == 409
    assert Article.objects.get().state == State.DRAFT


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "/moderation/", "javascript:alert(1)"])
def test_a_move_leads_back_to_the_desk_alone(editors_desk, wanted):
    answer = press(editors_desk, make_draft(), "request", next=wanted)

    assert answer.url == BOARD


def test_every_column_that_takes_cards_names_a_move(editors_desk):
    make_draft()
    sections = page_of(editors_desk.get(BOARD)).find_all("section", class_="column")

    assert [section["data-takes"] for section in sections] == [
        "take_back",
        "return",
        "request",
        "approve",
        "schedule",
        "",
    ]


# The calendar


def test_the_calendar_shows_what_is_published_scheduled_and_due_on_its_day(editors_desk):
    make_article(headline="Publiée", published_at=datetime(2026, 11, 2, 9, tzinfo=UTC))
    make_article(headline="Prévue", published_at=datetime(2026, 11, 28, 6, tzinfo=UTC))
    assign(make_draft(headline="Due"), due_at=datetime(2026, 11, 27, 23, 30, tzinfo=UTC))
    make_article(headline="En octobre", published_at=datetime(2026, 10, 2, 9, tzinfo=UTC))

    shown = days(editors_desk.get(CALENDAR, {"month": "2026-11"}))

    assert shown == {"2026-11-02": ["Publiée"], "2026-11-28": ["Due", "Prévue"]}


def test_the_calendar_is_a_table_of_weeks_that_begin_on_monday(editors_desk):
    table = page_of(editors_desk.get(CALENDAR, {"month": "2026-02"})).find("table", class_="calendar")

    cells = [cell["data-day"] for cell in table.find_all("td")]
    assert (cells[0], cells[-1], len(cells)) == ("2026-01-26", "2026-03-01", 35)
    assert len(table.find_all("th", scope="col")) == 7


def test_what_has_no_date_is_listed_beside(editors_desk):
    make_draft(headline="Sans date")
    assign(make_draft(headline="Datée"), due_at=NOW + DAY)

    beside = page_of(editors_desk.get(CALENDAR)).find("section", class_="unscheduled").text

    assert "Sans date" in beside
    assert "Datée" not in beside


@pytest.mark.parametrize(
    "month", ["2026-13", "2026-00", "1989-12", "2100-01", "2026", "x", "٢٠٢٦-11", "2026-11-01", "\x00"]
)
def test_a_month_that_no_calendar_holds_is_no_address(editors_desk, month):
    assert editors_desk.get(CALENDAR, {"month": month}).status_code == 404


@pytest.mark.parametrize(
    ("month", "links"), [("1990-01", ["next"]), ("2099-12", ["prev"]), ("2026-12", ["prev", "next"])]
)
def test_the_calendar_leads_on_to_the_months_beside(editors_desk, month, links):
    page = page_of(editors_desk.get(CALENDAR, {"month": month}))

    found = page.find("nav", class_="months").find_all("a")
    assert [link["rel"] for link in found] == links
    assert {editors_desk.get(CALENDAR + link["href"]).status_code for link in found} == {200}


def test_an_editor_moves_a_due_date(editors_desk):
    assignment = assign(make_draft(), due_at=NOW + DAY)

    move_due(editors_desk, assignment.article, "2026-11-30T18:00", seen=assignment.due_at.isoformat())

    assignment.refresh_from_db()
    assert assignment.due_at == datetime(2026, 11, 30, 17, tzinfo=UTC)


def test_a_story_without_a_date_is_given_one(editors_desk):
    draft = make_draft()

    move_due(editors_desk, draft, "2026-11-30T18:00")

    assert Assignment.objects.get().due_at == datetime(2026, 11, 30, 17, tzinfo=UTC)


def test_a_due_date_that_somebody_moved_meanwhile_stays(editors_desk):
    assignment = assign(make_draft(), due_at=NOW + DAY)

    answer = move_due(editors_desk, assignment.article, "2026-11-30T18:00", seen=NOW.isoformat(), headers=SCRIPT)

    assignment.refresh_from_db()
    assert (answer.status_code, assignment.due_at) == (409, NOW + DAY)


@pytest.mark.parametrize("at", ["", "demain", "0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_date_that_is_none_is_refused(editors_desk, at):
    draft = make_draft()

    assert move_due(editors_desk, draft, at, headers=SCRIPT).status_code == 409
    assert not Assignment.objects.exists()


def test_an_editor_moves_a_schedule_on_the_calendar(editors_desk):
    article = make_article(published_at=NOW + DAY)

    press(editors_desk, article, "schedule", publish_at="2026-11-30T07:30", next=CALENDAR)

    assert Article.objects.get().published_at == datetime(2026, 11, 30, 6, 30, tzinfo=UTC)


def test_a_journalist_is_offered_no_dates_to_move(desk, journalist):
    assign(make_draft(created_by=journalist), due_at=NOW + DAY)

    page = page_of(desk.get(CALENDAR))

    assert page.find("input", type="datetime-local") is None
    assert len(page.find_all("li", class_="entry")) == 1


# Who sees these pages


@pytest.mark.parametrize("path", [BOARD, CALENDAR, PLAN])
def test_a_moderator_finds_none_of_it(moderator, path):
    assert signed_in(moderator).get(path).status_code == 403


@pytest.mark.parametrize("path", [BOARD, CALENDAR, PLAN])
def test_anonymous_is_sent_to_sign_in(client, path):
    assert client.get(path).url.startswith("/admin/login/")


@pytest.mark.parametrize("path", [BOARD, CALENDAR])
def test_the_pages_take_nothing_but_a_look(editors_desk, path):
    assert editors_desk.post(path).status_code == 405


def test_hostile_words_stay_words(editors_desk):
    words = "\"'><script>alert(1)</script>{{ 7|add:7 }}"
    assign(make_draft(headline=words), due_at=NOW + DAY, brief=words)
    make_draft(headline=words)

    for path in (BOARD, CALENDAR, "/admin/", LIST, change_path(Article.objects.first())):
        assert "<script>alert(1)" not in editors_desk.get(path).text


# The start page


def test_the_start_page_shows_a_journalist_what_waits_for_her(desk, journalist):
    returned = make_draft(headline="À reprendre", created_by=journalist)
    returned.request_publication()
    returned.return_to_author()
    assign(make_draft(headline="Sans terme"), assignee=journalist)
    assign(make_draft(headline="Plus tard"), assignee=journalist, due_at=NOW + 2 * DAY)
    assign(make_draft(headline="D’abord"), assignee=journalist, due_at=NOW + DAY)
    make_draft(headline="En relecture", created_by=journalist).request_publication()
    make_draft(headline="Secret").request_publication()

    assert waiting(desk.get("/admin/")) == {
        "returned": ["À reprendre"],
        "assigned": ["D’abord", "Plus tard", "Sans terme"],
        "mine_in_review": ["En relecture"],
    }


def test_the_start_page_shows_an_editor_what_waits_for_publication(editors_desk):
    make_draft(headline="Relire").request_publication()
    make_draft(headline="Prête").approve()
    assign(make_draft(headline="En retard"), due_at=NOW - DAY)
    assign(make_draft(headline="Ce soir"), due_at=NOW + timedelta(hours=5))
    assign(make_draft(headline="Demain"), due_at=NOW + DAY)
    make_article(headline="Prévue", published_at=NOW + DAY)

    assert waiting(editors_desk.get("/admin/")) == {
        "in_review": ["Relire"],
        "ready": ["Prête"],
        "due": ["En retard", "Ce soir"],
        "scheduled": ["Prévue"],
    }


def test_the_start_page_shows_unread_notices(desk, editors_desk, journalist):
    draft = make_draft(created_by=journalist)
    press(editors_desk, draft, "approve")

    assert list(waiting(desk.get("/admin/"))) == ["notices"]
    desk.post(reverse("admin:articles_article_read_notices"), {"all": "1"})
    assert waiting(desk.get("/admin/")) == {}


def test_the_start_page_of_a_moderator_says_nothing_of_stories(moderator):
    assert page_of(signed_in(moderator).get("/admin/")).find("div", class_="waiting-lists") is None
