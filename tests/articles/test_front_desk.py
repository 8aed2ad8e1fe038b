"""An editor sets a front page: places, ends, order, preview, history, and two editors at once."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from articles.models import Front, FrontChange, Pin
from tests.articles.desk import signed_in
from tests.articles.pages import ago, ahead, headlines
from tests.comments.readers import page_of
from tests.factories import make_article, make_editor, make_pin, make_section

pytestmark = pytest.mark.django_db

DESK = reverse("admin:articles_front_changelist")
PLACES = 10


@pytest.fixture
def desk(editor):
    return signed_in(editor)


@pytest.fixture
def stories():
    return [make_article(headline=f"Article {number}", published_at=ago(hours=number)) for number in range(1, 5)]


def page(button="_save", places=PLACES, seen=0, **rows) -> dict:
    """Return what a press sends; `row3=story` puts a story into the third row, `row3=(story, "2026-…")` until then."""
    form = {"seen": seen, "find": "", "form-TOTAL_FORMS": places, "form-INITIAL_FORMS": places}
    form |= {f"form-{row}-place": row + 1 for row in range(places)}
    for name, chosen in rows.items():
        story, until = chosen if isinstance(chosen, tuple) else (chosen, "")
        row = int(name.removeprefix("row")) - 1
        form |= {f"form-{row}-article": story.pk, f"form-{row}-until": until}
    return form | ({button: "1"} if isinstance(button, str) else button)


def local(at) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def pinned(section=None) -> list[tuple[int, str]]:
    return [(pin.place, pin.article.headline) for pin in Front.of(section).pinned()]


def chosen_rows(answer) -> list[str]:
    """Return the numbers of the stories that the form holds, row by row."""
    return [form["article"].value() or "" for form in answer.context["places"].forms]


def test_what_an_editor_puts_in_a_place_is_on_the_home_page(client, desk, stories):
    answer = desk.post(DESK, page(row1=stories[2], row3=stories[3]))

    assert answer.status_code == 302
    assert headlines(client.get("/")) == ["Article 3", "Article 1", "Article 4", "Article 2"]


def test_the_form_shows_what_stands(desk, stories):
    make_pin(stories[1], place=2, until=ahead(hours=3))

    form = page_of(desk.get(DESK)).find("form", class_="front-form")

    assert form.find(id="id_form-1-article").find("option", selected="").attributes["value"] == str(stories[1].pk)
    assert form.field("form-1-until").typed == local(ahead(hours=3))
    assert form.field("form-0-until").typed == ""


def test_an_end_is_kept_to_the_minute(desk, stories):
    at = ahead(hours=5)

    desk.post(DESK, page(row1=(stories[0], local(at))))

    assert Pin.objects.get().until == at.replace(second=0, microsecond=0)


def test_an_end_that_has_passed_is_refused_beside_its_field(desk, stories):
    answer = desk.post(DESK, page(row2=(stories[0], local(ago(hours=1)))))

    assert [form.errors.as_data().get("until", [None])[0] is not None for form in answer.context["places"]][:3] == [
        False,
        True,
        False,
    ]
    assert answer.text.count('class="errorlist"') == 1
    assert not Pin.objects.exists()


def test_a_story_at_two_places_is_refused_beside_the_second(desk, stories):
    answer = desk.post(DESK, page(row1=stories[0], row4=stories[0]))

    assert answer.context["places"].forms[3].has_error("article", "twice")
    assert not answer.context["places"].forms[0].errors
    assert not Pin.objects.exists()


def test_a_story_that_is_not_there_any_more_is_refused(desk, stories):
    form = page(row1=stories[0])
    stories[0].delete()

    assert desk.post(DESK, form).context["places"].forms[0].has_error("article")


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ({"up": "2"}, [0, 2, 1, 3]),
        ({"down": "0"}, [1, 0, 2, 3]),
        ({"up": "0"}, [0, 1, 2, 3]),
        ({"_reorder": "1", "form-3-place": "1"}, [3, 0, 1, 2]),
        ({"_reorder": "1", "form-0-place": "3"}, [1, 2, 0, 3]),
        ({"_reorder": "1", "form-0-place": "4", "form-3-place": "1"}, [3, 1, 2, 0]),
    ],
)
def test_rows_are_put_in_order_without_javascript_and_nothing_is_published(desk, stories, button, order):
    answer = desk.post(DESK, page(button, row1=stories[0], row2=stories[1], row3=stories[2], row4=stories[3]))

    assert chosen_rows(answer)[:4] == [str(stories[number].pk) for number in order]
    assert [form["place"].value() for form in answer.context["places"]] == [str(n + 1) for n in range(PLACES)]
    assert not Pin.objects.exists()


def test_moving_a_row_takes_its_end_along(desk, stories):
    answer = desk.post(DESK, page({"up": "1"}, row1=stories[0], row2=(stories[1], local(ahead(hours=2)))))

    assert answer.context["places"].forms[0]["until"].value() == local(ahead(hours=2))


def test_saving_takes_the_order_of_the_numbers(desk, stories):
    form = page(row1=stories[0], row2=stories[1]) | {"form-1-place": 1}

    desk.post(DESK, form)

    assert pinned() == [(1, "Article 2"), (2, "Article 1")]


@pytest.mark.parametrize("rows", ["", "x", "-1", "9" * 30])
def test_a_broken_number_of_rows_empties_no_page(desk, rows):
    make_pin(make_article(headline="Enquête"))

    assert desk.post(DESK, page(seen=0) | {"form-TOTAL_FORMS": rows}).status_code == 200
    assert pinned() == [(1, "Enquête")]


@pytest.mark.parametrize("place", ["", "x", "-4", "9" * 30])
def test_a_broken_number_of_a_row_leaves_it_where_it_is(desk, stories, place):
    form = page("_reorder", row1=stories[0], row2=stories[1]) | {"form-1-place": place}

    assert chosen_rows(desk.post(DESK, form))[:2] == [str(stories[0].pk), str(stories[1].pk)]


@pytest.mark.parametrize("button", ["_reorder", "_preview", "_save"])
@pytest.mark.parametrize("number", ["x", "-1", "9" * 18, "9" * 40, "²"])
def test_a_number_that_is_no_storys_breaks_nothing(desk, stories, number, button):
    answer = desk.post(DESK, page(button, row1=stories[0]) | {"form-0-article": number})

    assert answer.status_code in (200, 302)
    assert not Pin.objects.exists()


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40])
def test_a_save_that_names_no_version_publishes_nothing(desk, stories, seen):
    assert desk.post(DESK, page(row1=stories[0], seen=seen)).status_code == 200
    assert not Pin.objects.exists()


def test_without_javascript_stories_are_found_by_their_words(desk, stories):
    story = make_article(headline="La grande panne")

    answer = desk.post(DESK, page("_find", row1=stories[0]) | {"find": "panne"})

    (select, *others) = page_of(answer).find_all("select")
    options = [option["value"] for option in select.find_all("option")]
    assert options == ["", str(stories[0].pk), str(story.pk)]
    assert [option["value"] for option in others[0].find_all("option")] == ["", str(story.pk)]


def test_the_preview_shows_the_page_and_publishes_nothing(client, desk, stories):
    answer = desk.post(DESK, page("_preview", row1=stories[3]))

    assert headlines(answer)[:2] == ["Article 4", "Article 1"]
    assert page_of(answer).find(class_="preview-note")
    assert "no-store" in answer.headers["Cache-Control"]
    assert headlines(client.get("/"))[0] == "Article 1"
    assert not Pin.objects.exists()


def test_the_preview_shows_no_draft(desk, stories):
    answer = desk.post(DESK, page("_preview", row1=make_article(headline="Secret", published_at=None)))

    assert headlines(answer)[0] == "Article 1"
    assert "Secret" not in answer.text


def test_the_preview_of_a_section_shows_its_page(desk, stories):
    section = stories[0].section
    path = reverse("admin:articles_front_section", args=[section.slug])

    answer = desk.post(path, page("_preview", places=4, row1=stories[2]))

    assert headlines(answer)[:2] == ["Article 3", "Article 1"]
    assert page_of(answer).find("h1").text == section.name


def test_the_preview_with_blocks_shows_them(desk, stories):
    section = make_section()
    for number in range(15):
        make_article(section=section, published_at=ago(days=1, hours=number))

    answer = desk.post(DESK, page("_preview") | {"has_blocks": "on"})

    assert page_of(answer).find(class_="block")
    assert not Front.objects.filter(has_blocks=True).exists()


def test_a_section_takes_its_own_head_and_leaves_the_home_page_alone(desk, stories):
    section = stories[0].section

    desk.post(reverse("admin:articles_front_section", args=[section.slug]), page(places=4, row1=stories[2]))

    assert pinned(section) == [(1, "Article 3")]
    assert pinned() == []


def test_there_is_no_head_of_a_section_that_is_not_there(desk):
    assert desk.get(reverse("admin:articles_front_section", args=["nulle-part"])).status_code == 404


def test_the_second_of_two_editors_is_told_and_keeps_what_was_chosen(client, desk, stories):
    colleague = make_editor("autre", first_name="Ana", last_name="Ferreira")
    signed_in(colleague).post(DESK, page(row1=stories[3]))

    answer = desk.post(DESK, page(row1=stories[1], row2=stories[2]))

    assert answer.status_code == 200
    note = page_of(answer).find(role="alert")
    assert "Ana Ferreira" in note.text
    assert "Article 4" in note.text
    assert chosen_rows(answer)[:2] == [str(stories[1].pk), str(stories[2].pk)]
    assert headlines(client.get("/"))[0] == "Article 4"


def test_the_second_editor_may_then_put_the_own_choice_in_its_place(client, desk, stories):
    signed_in(make_editor("autre")).post(DESK, page(row1=stories[3]))
    told = desk.post(DESK, page(row1=stories[1]))

    desk.post(DESK, page(row1=stories[1], seen=page_of(told).field("seen").typed))

    assert headlines(client.get("/"))[0] == "Article 2"


def test_the_history_says_who_put_and_took_what(desk, editor, stories):
    desk.post(DESK, page(row1=stories[0], row2=stories[1]))
    desk.post(DESK, page(row1=(stories[1], local(ahead(hours=2))), seen=1))

    history = page_of(desk.get(DESK)).find("section", class_="front-history")

    assert editor.get_username() in history.text
    newest = history.find("li").find_all("li")
    assert ["Article 2" in line.text for line in newest] == [True, False]
    assert "Article 1" in newest[1].text
    assert FrontChange.objects.count() == 2


def test_the_history_keeps_the_words_of_a_story_that_was_deleted(desk, stories):
    draft = make_article(headline="Brouillon", published_at=None)
    desk.post(DESK, page(row1=draft))

    draft.delete()

    assert "Brouillon" in desk.get(DESK).text


def test_an_expired_pin_has_left_the_form(desk, stories):
    make_pin(stories[1], until=ahead(minutes=5))

    with time_machine.travel(ahead(minutes=6)):
        assert chosen_rows(desk.get(DESK))[0] == ""


def test_the_form_says_that_a_chosen_story_is_not_public(desk):
    make_pin(make_article(published_at=None))
    make_pin(make_article(published_at=ahead(days=1)), place=2)
    make_pin(make_article(), place=3)

    assert len(page_of(desk.get(DESK)).find_all(class_="place-state")) == 2


def test_reading_the_form_stores_nothing(desk, stories):
    desk.get(DESK)

    assert not Front.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_journalist_may_not_edit_a_front_page(journalist, method):
    assert getattr(signed_in(journalist), method)(DESK).status_code == 403


def test_the_desk_offers_the_front_page_to_editors_alone(desk, journalist):
    assert DESK in desk.get(reverse("admin:index")).text
    assert DESK not in signed_in(journalist).get(reverse("admin:index")).text


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.post(DESK, page()).status_code == 302
    assert not Front.objects.exists()
