"""What the library knows of a picture: its words and rights, what they lack, and how they are found."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, Picture
from tests.articles.desk import signed_in
from tests.articles.images import picture_file
from tests.articles.library_desk import LIST, PICK, change_path, form_of, sent, words_form, words_path
from tests.comments.readers import page_of
from tests.factories import make_article, make_author, make_picture

pytestmark = pytest.mark.django_db

COMPLETE = {"alternative_text": "Une baie", "credit": "Léa Roux", "licence": "house"}


def codes(picture) -> list[str]:
    return [missing.code for missing in picture.missing_for_publication()]


def listed(answer) -> set[int]:
    boxes = page_of(answer).find_all("input", name="_selected_action")
    return {int(box["value"]) for box in boxes}


# What publication needs


def test_a_complete_picture_lacks_nothing():
    assert codes(make_picture(**COMPLETE)) == []


@pytest.mark.parametrize("name", ["alternative_text", "credit", "licence"])
def test_a_picture_lacks_what_is_empty(name):
    picture = make_picture(**COMPLETE | {name: ""})

    assert codes(picture) == [name]
    assert str(picture.missing_for_publication()[0].sentence)
    assert list(Picture.objects.incomplete()) == [picture]


def test_a_decorative_picture_lacks_no_alternative_text():
    assert codes(make_picture(**COMPLETE | {"alternative_text": "", "is_decorative": True})) == []


def test_another_licence_needs_its_terms():
    assert codes(make_picture(**COMPLETE | {"licence": "other"})) == ["licence_details"]
    assert codes(make_picture(**COMPLETE | {"licence": "other", "licence_details": "Licence Ouverte"})) == []


def test_rights_last_until_the_end_of_their_last_day():
    today = timezone.localdate()

    assert codes(make_picture(**COMPLETE, rights_end_date=today)) == []
    assert codes(make_picture(**COMPLETE, rights_end_date=today - timedelta(days=1))) == ["rights_over"]


def test_the_rows_and_the_picture_agree_on_what_is_incomplete():
    for licence in ("", "house", "other"):
        for text, decorative in (("Une baie", False), ("", True), ("", False)):
            for credit in ("", "Léa Roux"):
                make_picture(licence=licence, alternative_text=text, is_decorative=decorative, credit=credit)

    incomplete = set(Picture.objects.incomplete())

    assert incomplete == {picture for picture in Picture.objects.all() if codes(picture)}
    assert 0 < len(incomplete) < Picture.objects.count()


def test_a_decorative_picture_has_no_alternative_text(journalist):
    picture = make_picture(alternative_text="Une baie")

    signed_in(journalist).post(change_path(picture), form_of(picture, is_decorative="on"))

    picture.refresh_from_db()
    assert (picture.is_decorative, picture.alternative_text) == (True, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        Picture.objects.update(alternative_text="Une baie")


@pytest.mark.parametrize("value", ["-1", "101", "x", "", "50.5"])
def test_a_focal_point_outside_the_picture_is_refused(journalist, value):
    picture = make_picture()

    answer = signed_in(journalist).post(change_path(picture), form_of(picture, focus_x=value))

    assert page_of(answer).find("div", class_="field-focus_x").find("ul", class_="errorlist")
    with pytest.raises(ValidationError):
        Picture(focus_x=101, file="a.png").full_clean()


def test_the_form_shows_the_crops_around_the_focal_point(journalist):
    picture = make_picture(width=1000, height=500, focus_x=90, focus_y=10)

    page = page_of(signed_in(journalist).get(change_path(picture)))

    crops = page.find("ul", class_="crops").find_all("svg")
    assert [crop["viewbox"] for crop in crops] == ["111 0 889 500", "333 0 667 500", "500 0 500 500"]
    assert page.find("circle", class_="focal-dot")["cx"] == "90%"


def test_the_form_says_what_is_missing(journalist):
    picture = make_picture(alternative_text="", licence="")

    page = page_of(signed_in(journalist).get(change_path(picture)))

    assert len(page.find("div", class_="missing-list").find_all("li")) == 3


# The list


def test_the_list_is_narrowed_to_what_is_to_be_done(journalist):
    today = timezone.localdate()
    complete = make_picture(**COMPLETE)
    incomplete = make_picture(alternative_text="")
    ending = make_picture(**COMPLETE, rights_end_date=today + timedelta(days=30))
    later = make_picture(**COMPLETE, rights_end_date=today + timedelta(days=31))
    over = make_picture(**COMPLETE, rights_end_date=today - timedelta(days=1))
    make_article(lead_picture=complete)
    make_article(body=f'<img src="/media/a" data-file="{over.pk}">')
    make_author(portrait=later)
    desk = signed_in(journalist)

    assert listed(desk.get(LIST, {"state": "incomplete"})) == {incomplete.pk}
    assert listed(desk.get(LIST, {"state": "rights_ending"})) == {ending.pk}
    assert listed(desk.get(LIST, {"state": "rights_over"})) == {over.pk}
    assert listed(desk.get(LIST, {"state": "unused"})) == {incomplete.pk, ending.pk}


def test_the_list_marks_what_is_incomplete(journalist):
    make_picture(alternative_text="", credit="Léa Roux", licence="house")

    page = page_of(signed_in(journalist).get(LIST))

    assert len(page.find_all("span", class_="missing")) == 1


@pytest.mark.parametrize("path", [LIST, PICK])
def test_the_number_of_queries_does_not_grow_with_the_library(journalist, django_assert_max_num_queries, path):
    desk = signed_in(journalist)
    make_picture()
    with django_assert_max_num_queries(50) as few:
        desk.get(path)
    for _number in range(30):
        make_picture()

    with django_assert_max_num_queries(len(few)):
        desk.get(path, {"q": "image"})


# Search


@pytest.mark.parametrize("text", ["électricité", "ELECTRICITE", "electricite ROUX", "dsc_0042", "agence", "roux panne"])
def test_a_picture_is_found_by_each_of_its_words(text):
    found = make_picture(alternative_text="L’Électricité", caption="La panne.", credit="Léa Roux", source="Agence Sud")
    found.original_name = "DSC_0042.JPG"
    found.save()
    make_picture(alternative_text="Un câble")

    assert list(Picture.objects.search(text)) == [found]


@pytest.mark.parametrize("text", ["cable rouge", "%", "_", "«»", "'", '"', "\x00", "a" * 5000, "x " * 500])
def test_what_stands_nowhere_finds_nothing(journalist, text):
    make_picture(alternative_text="Un câble")

    assert list(Picture.objects.search(text)) == []
    assert signed_in(journalist).get(PICK, {"q": text}).status_code == 200
    assert signed_in(journalist).get(LIST, {"q": text}).status_code == 200


def test_no_word_finds_everything():
    make_picture()

    assert Picture.objects.search("  ").count() == 1


@pytest.mark.parametrize("path", [LIST, PICK])
def test_the_list_and_the_editors_window_search_alike(journalist, path):
    make_picture(alternative_text="Un câble sous-marin")
    make_picture(alternative_text="Une baie")

    page = page_of(signed_in(journalist).get(path, {"q": "CABLE"}))

    assert len(page.find_all("img", loading="lazy")) == 1


def test_the_storys_form_searches_alike(journalist):
    found = make_picture(alternative_text="Un câble sous-marin")
    make_picture(alternative_text="Une baie")
    field = {"app_label": "articles", "model_name": "article", "field_name": "lead_picture"}

    answer = signed_in(journalist).get("/admin/autocomplete/", field | {"term": "CABLE"})

    assert [result["id"] for result in answer.json()["results"]] == [str(found.pk)]


def test_words_that_changed_are_found():
    picture = make_picture(alternative_text="Un câble")
    picture.alternative_text = "Une baie"
    picture.save()

    assert Picture.objects.search("cable").count() == 0
    assert Picture.objects.search("baie").count() == 1


# The words of many at once


def test_the_words_of_many_are_filled_at_once(journalist):
    first, second = make_picture(alternative_text=""), make_picture(alternative_text="", credit="Hugo Bihan")
    rows = [{"alternative_text": "Une baie"}, {"is_decorative": "on", "credit": "Hugo Bihan"}]
    shared = {"credit": "Léa Roux", "licence": "agency", "rights_end_date": "2027-03-01"}

    answer = signed_in(journalist).post(words_path(first, second), words_form([first, second], rows, **shared))

    first.refresh_from_db()
    second.refresh_from_db()
    assert answer.url == LIST
    assert (first.alternative_text, first.credit, first.licence) == ("Une baie", "Léa Roux", "agency")
    assert (second.is_decorative, second.credit, second.licence) == (True, "Hugo Bihan", "agency")
    assert first.rights_end_date == second.rights_end_date == date(2027, 3, 1)
    assert codes(first) == codes(second) == []


def test_a_refused_row_keeps_what_was_typed_and_saves_nothing(journalist):
    first, second = make_picture(), make_picture()
    rows = [{"caption": "x" * 301}, {"caption": "Une légende"}]

    answer = signed_in(journalist).post(words_path(first, second), words_form([first, second], rows))

    page = page_of(answer)
    assert answer.status_code == 200
    assert page.find("div", class_="words-caption").find("ul", class_="errorlist")
    assert page.field("form-1-caption").typed == "Une légende"
    assert not Picture.objects.exclude(caption="").exists()


def test_stories_show_the_new_words(client, journalist):
    picture, other = make_picture(), make_picture()
    article = make_article(lead_picture=picture)
    before = client.get(article.get_absolute_url()).headers["ETag"]

    signed_in(journalist).post(
        words_path(picture, other), words_form([picture, other], [{"caption": "Neuve"}, {"caption": "Autre"}])
    )

    assert client.get(article.get_absolute_url()).headers["ETag"] != before
    assert Article.objects.get().version == article.version + 1


def test_another_picture_cannot_be_slipped_in(journalist):
    mine, foreign = make_picture(caption="Une"), make_picture(caption="Autre")

    signed_in(journalist).post(words_path(mine), words_form([foreign], [{"caption": "Fausse"}]))

    foreign.refresh_from_db()
    assert foreign.caption == "Autre"


@pytest.mark.parametrize("pictures", ["", "0", "x", "1,,2", "9" * 40, "١٢", "-1", "1.5", "%00"])
def test_words_of_no_picture_are_no_page(journalist, pictures):
    assert signed_in(journalist).get(words_path() + pictures).status_code == 404


def test_the_words_are_open_to_those_who_write(client, moderator):
    picture = make_picture()

    assert signed_in(moderator).get(words_path(picture)).status_code == 403
    assert client.get(words_path(picture)).url.startswith("/admin/login/")


def test_the_words_of_selected_pictures_are_filled_from_the_list(journalist):
    first, second = make_picture(), make_picture()

    answer = signed_in(journalist).post(LIST, {"action": "fill_in_words", "_selected_action": [first.pk, second.pk]})

    assert set(answer.url.partition("=")[2].split(",")) == {str(first.pk), str(second.pk)}


def test_a_picture_without_words_is_called_by_its_file():
    picture = Picture.objects.create(file=sent(picture_file(), "Baie n° 3.png"))

    assert str(picture) == "Baie n° 3.png"
