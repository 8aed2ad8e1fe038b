"""The picture library: what comes in, and how the story editor takes a picture from it."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from articles.library.safety import MAX_BYTES
from articles.models import Picture
from tests.articles.desk import signed_in
from tests.comments.readers import page_of
from tests.factories import make_picture

pytestmark = pytest.mark.django_db

ADD = reverse("admin:articles_picture_add")
PICK = reverse("admin:articles_picture_pick")


def picture_file(format="PNG", size=(40, 30)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size).save(file, format)
    return file.getvalue()


def upload(user, content: bytes, name="vue.png", **words):
    fields = {"alternative_text": "Une baie", "caption": "La salle.", "credit": "Léa Roux"} | words
    return signed_in(user).post(ADD, fields | {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize(
    ("format", "name"), [("PNG", "a.png"), ("JPEG", "a.jpg"), ("WEBP", "a.webp"), ("GIF", "a.GIF")]
)
def test_a_journalist_adds_a_picture_with_its_words(journalist, format, name):
    answer = upload(journalist, picture_file(format), name)

    picture = Picture.objects.get()
    assert answer.status_code == 302
    assert (picture.width, picture.height) == (40, 30)
    assert (picture.alternative_text, picture.caption, picture.credit) == ("Une baie", "La salle.", "Léa Roux")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", SVG),
        ("a.png", SVG),
        ("a.png", b"<script>alert(1)</script>"),
        ("a.html", picture_file()),
        ("a.php", picture_file()),
        ("a.png.html", picture_file()),
        ("a", picture_file()),
        ("a.tiff", picture_file("TIFF")),
        ("a.png", picture_file()[:40]),
        ("a.png", b""),
        ("a.png", picture_file() + b"x" * MAX_BYTES),
    ],
)
def test_what_is_no_picture_of_an_allowed_kind_is_refused(journalist, name, content):
    answer = upload(journalist, content, name)

    assert answer.status_code == 200
    assert page_of(answer).find("div", class_="field-file").find("ul", class_="errorlist") is not None
    assert not Picture.objects.exists()


def test_a_picture_may_come_in_without_its_words(journalist):
    answer = upload(journalist, picture_file(), alternative_text=" ", caption="", credit="")

    assert answer.status_code == 302
    assert {missing.code for missing in Picture.objects.get().missing_for_publication()} == {
        "alternative_text",
        "credit",
        "licence",
    }


def test_the_editor_is_handed_what_a_figure_needs(journalist):
    picture = make_picture(alternative_text='Une "baie"', caption="La salle.")

    page = page_of(signed_in(journalist).get(PICK, {"CKEditorFuncNum": "-1"}))

    button = page.find("ul", class_="picker").find("button")
    assert button["data-id"] == str(picture.pk)
    assert button["data-src"] == picture.file.url
    assert (button["data-alternative-text"], button["data-caption"]) == ('Une "baie"', "La salle.")
    assert page.find("ul", class_="picker")["data-callback"] == "-1"


def test_the_library_is_searched_by_its_words(journalist):
    make_picture(alternative_text="Un câble")
    found = make_picture(caption="Une baie de serveurs")

    page = page_of(signed_in(journalist).get(PICK, {"q": "baie"}))

    assert [button["data-id"] for button in page.find_all("button", type="button") if "data-id" in button] == [
        str(found.pk)
    ]


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "%00", "2"])
def test_a_page_of_the_library_that_there_is_not_shows_another(journalist, page):
    make_picture()

    assert signed_in(journalist).get(f"{PICK}?p={page}").status_code == 200


def test_the_library_is_shown_to_those_who_write(client, moderator):
    assert signed_in(moderator).get(PICK).status_code == 403
    assert client.get(PICK).url.startswith("/admin/login/")


def test_the_number_of_queries_of_the_library_does_not_grow(journalist, django_assert_max_num_queries):
    desk = signed_in(journalist)
    make_picture()
    with django_assert_max_num_queries(50) as few:
        desk.get(PICK)
    for _number in range(10):
        make_picture()

    with django_assert_max_num_queries(len(few)):
        desk.get(PICK)
