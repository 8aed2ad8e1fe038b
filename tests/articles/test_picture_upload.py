"""Many pictures at once: each is taken or refused on its own, with a script and without."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from articles.models import Picture
from tests.articles.desk import signed_in
from tests.articles.images import picture_file, png_of, with_iptc
from tests.articles.library_desk import LIST, UPLOAD, sent, words_path
from tests.comments.readers import page_of

pytestmark = pytest.mark.django_db

AS_A_SCRIPT = {"accept": "application/json"}
BOMB = png_of(20_000, 20_000)


def upload(user, *files, **request):
    return signed_in(user).post(UPLOAD, {"files": list(files)}, **request)


def test_many_pictures_come_in_at_once_and_lead_to_their_words(journalist):
    answer = upload(journalist, *(sent(picture_file(), f"{number}.png") for number in range(3)))

    pictures = Picture.objects.order_by("pk")
    assert answer.url == words_path(*pictures)
    assert [picture.original_name for picture in pictures] == ["0.png", "1.png", "2.png"]
    assert signed_in(journalist).get(answer.url).status_code == 200


def test_a_refused_file_is_named_with_its_reason_and_the_others_are_kept(journalist):
    desk = signed_in(journalist)
    files = [sent(picture_file(), "a.png"), sent(b"<svg>", "b.svg"), sent(BOMB, "c.png"), sent(picture_file(), "d.png")]

    answer = desk.post(UPLOAD, {"files": files})

    told = [item.text.strip() for item in page_of(desk.get(answer.url)).find("ul", class_="messagelist").find_all("li")]
    assert {picture.original_name for picture in Picture.objects.all()} == {"a.png", "d.png"}
    assert ["b.svg" in told[0], "c.png" in told[1]] == [True, True]
    assert all(len(line) > 20 for line in told)


def test_where_all_are_refused_the_form_says_so(journalist):
    answer = upload(journalist, sent(b"<svg>", "a.svg"), sent(b"", "b.png"))

    assert answer.status_code == 200
    assert len(page_of(answer).find("ul", class_="errorlist").find_all("li")) == 2
    assert not Picture.objects.exists()


def test_no_file_and_too_many_are_answered_with_a_sentence(journalist):
    none = upload(journalist)
    many = upload(journalist, *(sent(picture_file(size=(1, 1)), f"{number}.png") for number in range(51)))

    assert page_of(none).find("ul", class_="errorlist") and page_of(many).find("ul", class_="errorlist")
    assert not Picture.objects.exists()


def test_a_script_learns_of_each_file_what_became_of_it(journalist):
    taken = upload(journalist, sent(picture_file()), headers=AS_A_SCRIPT)
    refused = upload(journalist, sent(BOMB), headers=AS_A_SCRIPT)
    nothing = upload(journalist, headers=AS_A_SCRIPT)

    assert taken.json() == {"picture": Picture.objects.get().pk}
    assert refused.json()["refusal"] and nothing.json()["refusal"]


def test_an_uploaded_picture_proposes_the_words_of_its_file(journalist):
    upload(journalist, sent(with_iptc(_80="Léa Roux", _120="Une baie."), "a.jpg"))

    picture = Picture.objects.get()
    assert (picture.credit, picture.caption) == ("Léa Roux", "Une baie.")


def test_an_upload_rings_for_the_sizes_once(journalist):
    upload(journalist, sent(picture_file(), "a.png"), sent(picture_file(), "b.png"))

    assert DBTaskResult.objects.filter(task_path="articles.tasks.make_picture_sizes").count() == 1


def test_the_form_works_without_a_script(journalist):
    page = page_of(signed_in(journalist).get(UPLOAD))

    form = page.find("form", class_="upload")
    files = form.field("files")
    assert (form["method"], form["enctype"]) == ("post", "multipart/form-data")
    assert "multiple" in files and "image/avif" in files["accept"]
    assert form.find("input", type="submit")


def test_uploading_is_for_those_who_may_add_pictures(client, moderator):
    assert signed_in(moderator).get(UPLOAD).status_code == 403
    assert upload(moderator, sent(picture_file())).status_code == 403
    assert client.post(UPLOAD, {"files": [sent(picture_file())]}).url.startswith("/admin/login/")
    assert not Picture.objects.exists()


def test_the_list_leads_to_the_upload(journalist):
    assert page_of(signed_in(journalist).get(LIST)).find("a", href=UPLOAD)


# By command


def test_a_command_takes_and_refuses_as_the_desk_does(tmp_path, capsys):
    for name, content in (("a.png", picture_file()), ("b.svg", b"<svg/>"), ("c.png", BOMB)):
        (tmp_path / name).write_bytes(content)

    with pytest.raises(CommandError):
        call_command(
            "add_pictures", *sorted(tmp_path.iterdir()), tmp_path / "d.png", credit="Léa Roux", licence="house"
        )

    picture = Picture.objects.get()
    assert (picture.original_name, picture.credit, picture.licence) == ("a.png", "Léa Roux", "house")
    refusals = capsys.readouterr().err
    assert all(name in refusals for name in ("b.svg", "c.png", "d.png"))
