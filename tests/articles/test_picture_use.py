"""Where a picture stands, and what happens there when it is replaced, renewed or to be deleted."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage

from articles.models import Article, Picture
from articles.revisions.content import content_of
from articles.tasks import make_picture_sizes
from tests.articles.desk import signed_in
from tests.articles.images import picture_file
from tests.articles.library_desk import LIST, change_path, delete_path, form_of, replace_path, sent
from tests.comments.readers import page_of
from tests.factories import make_administrator, make_article, make_author, make_picture

pytestmark = pytest.mark.django_db


def figure(picture, alt="", caption="") -> str:
    caption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="{picture.file.url}" alt="{alt}" data-file="{picture.pk}">{caption}</figure>'


def card(picture, note="") -> str:
    note = f"<figcaption>{note}</figcaption>" if note else ""
    image = f'<img src="{picture.file.url}" alt="" data-file="{picture.pk}">'
    return f'<figure class="link-card">{image}<a href="https://example.org/">L’étude</a>{note}</figure>'


@pytest.fixture
def picture(db):
    return make_picture(alternative_text="Une baie", caption="La salle.", credit="Léa Roux", licence="house")


@pytest.fixture
def other(db):
    return make_picture(alternative_text="Un câble", caption="Le câble.", credit="Hugo Bihan", licence="house")


def renew(user, picture, content=None, capture=None):
    fields = form_of(picture, file=sent(content or picture_file("PNG", (60, 40)), "neuve.png"))
    return signed_in(user).post(change_path(picture), fields)


def linked_stories(page) -> set[str]:
    return {link["href"] for link in page.find("ul", class_="uses").find_all("a")}


def story_path(article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


# Where it stands


def test_stories_that_show_a_picture_are_found_by_their_lead_and_their_text(picture, other):
    lead, text = make_article(lead_picture=picture), make_article(body=figure(picture))
    make_article(lead_picture=other)
    make_article(body=f'<p>data-file="{picture.pk}</p>')
    make_article(body=figure(other).replace(f'"{other.pk}"', f'"{picture.pk}0"'))

    assert set(Article.objects.showing(picture)) == {lead, text}


def test_a_story_that_shows_a_picture_in_a_card_is_found(editor, picture, other):
    article = make_article(body=card(picture))
    make_article(body=card(other))

    assert list(Article.objects.showing(picture)) == [article]
    assert story_path(article) in linked_stories(page_of(signed_in(editor).get(change_path(picture))))


def test_the_pictures_page_names_the_stories(editor, picture):
    lead, draft = make_article(lead_picture=picture), make_article(body=figure(picture), published_at=None)

    page = page_of(signed_in(editor).get(change_path(picture)))

    assert linked_stories(page) == {story_path(lead), story_path(draft)}


def test_drafts_of_others_are_counted_and_not_named(journalist, picture):
    public = make_article(lead_picture=picture)
    make_article(headline="Secrète", body=figure(picture), published_at=None)
    desk = signed_in(journalist)

    page = page_of(desk.get(change_path(picture)))
    replacing = desk.get(replace_path(picture))

    assert linked_stories(page) == {story_path(public)}
    assert "Secrète" not in page.text and "1" in page.find("ul", class_="uses").find_all("li")[-1].text
    assert replacing.status_code == 403


def test_many_stories_are_named_up_to_a_bound(editor, picture, django_assert_max_num_queries):
    desk = signed_in(editor)
    make_article(lead_picture=picture)
    with django_assert_max_num_queries(50) as few:
        desk.get(change_path(picture))
    for _number in range(24):
        make_article(lead_picture=picture)

    with django_assert_max_num_queries(len(few)):
        page = page_of(desk.get(change_path(picture)))

    assert len(linked_stories(page)) == 20
    assert "5" in page.find("ul", class_="uses").find_all("li")[-1].text


# Deleting


@pytest.mark.parametrize("place", ["lead", "text", "draft", "portrait"])
def test_a_picture_in_use_cannot_be_deleted(editor, picture, place):
    match place:
        case "lead":
            where = str(make_article(lead_picture=picture))
        case "text":
            where = str(make_article(body=figure(picture)))
        case "draft":
            where = str(make_article(body=figure(picture), published_at=None))
        case "portrait":
            where = str(make_author(portrait=picture))
    desk = signed_in(editor)

    page = page_of(desk.get(delete_path(picture)))
    desk.post(delete_path(picture), {"post": "yes"})
    desk.post(LIST, {"action": "delete_selected", "_selected_action": [picture.pk], "post": "yes"})

    assert where in page.find(id="deleted-objects").text
    assert page.find("form", method="post") is None or not page.find("input", type="hidden", name="post")
    assert Picture.objects.filter(pk=picture.pk).exists()
    assert default_storage.exists(picture.file.name)


@pytest.mark.parametrize("by_selection", [True, False])
def test_an_unused_picture_is_deleted_with_all_its_files(
    editor, picture, other, django_capture_on_commit_callbacks, by_selection
):
    make_picture_sizes.call()
    make_picture_sizes.call()
    picture.refresh_from_db()
    files = picture.files()
    desk = signed_in(editor)

    with django_capture_on_commit_callbacks(execute=True):
        if by_selection:
            desk.post(LIST, {"action": "delete_selected", "_selected_action": [picture.pk], "post": "yes"})
        else:
            desk.post(delete_path(picture), {"post": "yes"})

    assert list(Picture.objects.all()) == [other]
    assert len(files) > 5 and not any(default_storage.exists(name) for name in files)
    assert default_storage.exists(other.file.name)


def test_a_journalist_deletes_no_picture(journalist, picture):
    assert signed_in(journalist).post(delete_path(picture), {"post": "yes"}).status_code == 403


# Another file


def test_another_file_is_shown_everywhere_at_once(client, editor, picture, django_capture_on_commit_callbacks):
    make_picture_sizes.call()
    picture.refresh_from_db()
    before = picture.files()
    article = make_article(lead_picture=picture, body=figure(picture, alt="Vue d’ici", caption="Ici."))
    etag = client.get(article.get_absolute_url()).headers["ETag"]

    with django_capture_on_commit_callbacks(execute=True):
        renew(editor, picture)

    answer = client.get(article.get_absolute_url(), headers={"if-none-match": etag})
    picture.refresh_from_db()
    shown = page_of(answer).find("article", class_="story").find_all("img")
    assert answer.status_code == 200
    assert [image["src"] for image in shown] == [picture.file.url] * 2
    assert (shown[0]["width"], shown[1]["alt"]) == ("60", "Vue d’ici")
    assert f'src="{picture.file.url}"' in Article.objects.get().body
    assert not any(default_storage.exists(name) for name in before)


def test_sizes_of_another_file_are_made_anew(editor, picture):
    make_picture_sizes.call()
    renew(editor, picture)

    assert Picture.objects.without_sizes().count() == 1
    make_picture_sizes.call()

    picture.refresh_from_db()
    assert picture.has_sizes and picture.sizes["whole"] == [60]


def test_a_refused_file_leaves_the_picture_as_it_was(client, editor, picture, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = renew(editor, picture, b"<svg>")

    assert page_of(answer).find("div", class_="field-file").find("ul", class_="errorlist")
    assert Picture.objects.get().file.name == picture.file.name
    assert default_storage.exists(picture.file.name)


def test_a_journalist_renews_what_stands_in_no_live_story(journalist, picture):
    make_article(lead_picture=picture, published_at=None, created_by=journalist)

    renew(journalist, picture)

    assert Picture.objects.get().original_name == "neuve.png"


@pytest.mark.parametrize("state", ["published", "draft of another"])
def test_a_journalist_renews_nothing_that_others_answer_for(journalist, picture, state):
    make_article(lead_picture=picture, **({} if state == "published" else {"published_at": None}))

    renew(journalist, picture)

    assert Picture.objects.get().file.name == picture.file.name


# Another picture


def test_another_picture_takes_its_place_in_every_story(client, editor, picture, other):
    lead = make_article(lead_picture=picture)
    text = make_article(body=figure(picture, "Une baie", "La salle.") + figure(other, "Un autre", "Autre."))
    own = make_article(body=figure(picture, caption="Une légende de cet article."), published_at=None)
    before = {article.pk: article.version for article in (lead, text, own)}

    signed_in(editor).post(replace_path(picture), {"by": other.pk})

    assert not Article.objects.showing(picture).exists()
    for article in (lead, text, own):
        article.refresh_from_db()
        assert article.version == before[article.pk] + 1
    assert lead.lead_picture == other
    assert text.body == figure(other, "", "Le câble.") + figure(other, "Un autre", "Autre.")
    assert own.body == figure(other, "", "Une légende de cet article.")


def test_the_other_picture_takes_its_place_in_a_card_and_the_cards_words_stay(editor, picture, other):
    article = make_article(body=card(picture, note="La salle."))

    signed_in(editor).post(replace_path(picture), {"by": other.pk})

    article.refresh_from_db()
    assert article.body == card(other, note="La salle.")


def test_another_file_is_loaded_in_a_card_as_well(editor, picture):
    article = make_article(body=card(picture, note="Un PDF."))

    renew(editor, picture)

    article.refresh_from_db()
    picture.refresh_from_db()
    assert article.body == card(picture, note="Un PDF.")


def test_a_look_at_the_stories_comes_before_and_changes_nothing(editor, picture, other):
    article = make_article(lead_picture=picture)
    desk = signed_in(editor)

    choice = page_of(desk.get(replace_path(picture), {"q": "cable"}))
    confirmation = page_of(desk.get(replace_path(picture), {"by": other.pk}))

    assert [link["href"] for link in choice.find("ul", class_="picker").find_all("a")] == [f"?by={other.pk}"]
    assert linked_stories(confirmation) == {story_path(article)}
    assert confirmation.field("by")["value"] == str(other.pk)
    assert Article.objects.get().lead_picture == picture


@pytest.mark.parametrize("by", ["", "0", "x", "999999", "9" * 40, "١"])
def test_a_picture_that_there_is_not_takes_no_place(editor, picture, by):
    make_article(lead_picture=picture)

    assert signed_in(editor).post(replace_path(picture), {"by": by}).status_code == 404


def test_a_picture_is_not_replaced_by_itself(editor, picture):
    assert signed_in(editor).post(replace_path(picture), {"by": picture.pk}).status_code == 404


def test_a_journalist_replaces_in_own_drafts_alone(journalist, picture, other):
    draft = make_article(lead_picture=picture, published_at=None, created_by=journalist)
    desk = signed_in(journalist)

    allowed = desk.post(replace_path(picture), {"by": other.pk})
    make_article(lead_picture=other)
    refused = desk.post(replace_path(other), {"by": picture.pk})

    draft.refresh_from_db()
    assert (allowed.status_code, refused.status_code) == (302, 403)
    assert draft.lead_picture == other


def test_replacing_is_for_the_newsroom(client, moderator, picture, other):
    assert signed_in(moderator).post(replace_path(picture), {"by": other.pk}).status_code == 403
    assert client.post(replace_path(picture), {"by": other.pk}).url.startswith("/admin/login/")


def test_what_was_replaced_stands_in_the_history(picture, other):
    desk = signed_in(make_administrator())
    make_article(lead_picture=picture)

    desk.post(replace_path(picture), {"by": other.pk})

    assert str(other.pk) in desk.get(f"/admin/articles/picture/{picture.pk}/history/").text


# Beside revisions


@pytest.fixture
def proposed(picture):
    """A live story whose working version alone shows the picture."""
    story = make_article(body="<p>Texte.</p>")
    story.record_origin()
    content = content_of(story) | {"body": figure(picture, caption="La salle."), "lead_picture": picture.pk}
    story.propose(story.record(content, by=None))
    return story


def test_a_working_version_uses_its_pictures(editor, picture, proposed):
    assert list(Article.objects.showing(picture)) == [proposed]
    assert str(proposed) in page_of(signed_in(editor).get(delete_path(picture))).find(id="deleted-objects").text


def test_a_working_version_gets_the_other_picture_and_readers_keep_what_they_have(editor, picture, other, proposed):
    signed_in(editor).post(replace_path(picture), {"by": other.pk})

    proposed.refresh_from_db()
    assert proposed.body == "<p>Texte.</p>"
    assert proposed.working.content["body"] == figure(other, caption="Le câble.")
    assert (proposed.working.content["lead_picture"], proposed.working.made_by) == (other.pk, editor)


def test_a_replacement_is_a_revision_that_can_be_taken_back(editor, picture, other):
    story = make_article(lead_picture=picture)

    signed_in(editor).post(replace_path(picture), {"by": other.pk})

    before, after = story.revisions.order_by("number")
    assert (before.content["lead_picture"], after.content["lead_picture"]) == (picture.pk, other.pk)
    assert after.made_by == editor and after.published_at
