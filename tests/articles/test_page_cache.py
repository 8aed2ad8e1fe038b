"""An article's page is rendered once for everybody, and never stale."""

from __future__ import annotations

import gzip

import pytest
from django.urls import reverse

from articles.models import Tag
from tests.articles.desk import change_path, form_of, signed_in
from tests.comments.readers import SAME_ORIGIN, send_comment
from tests.factories import make_administrator, make_article, make_author, make_comment, make_picture, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    picture = make_picture(caption="La salle.")
    return make_article(
        slug="panne",
        headline="Une panne",
        body=f'<p>Midi.</p><figure><img src="/media/x.webp" data-file="{picture.pk}"></figure>',
        section=make_section(name="Société"),
        authors=[make_author(name="Léa Roux")],
        tags=[Tag.objects.create(name="réseau", slug="reseau")],
        lead_picture=picture,
    )


def read(client, article, **headers):
    return client.get(article.get_absolute_url(), headers=headers)


def test_whoever_has_the_page_is_told_so_from_two_queries(client, article, django_assert_max_num_queries):
    etag = read(client, article).headers["ETag"]

    with django_assert_max_num_queries(2):
        answer = read(client, article, if_none_match=etag)

    assert answer.status_code == 304
    assert answer.content == b""
    assert answer.headers["ETag"] == etag


def test_a_page_that_is_kept_takes_two_queries(client, article, django_assert_max_num_queries):
    page = read(client, article).content

    with django_assert_max_num_queries(2):
        again = read(client, article)

    assert again.content == page


def test_an_etag_among_others_is_found(client, article):
    etag = read(client, article).headers["ETag"]

    assert read(client, article, if_none_match=f'"other", {etag}').status_code == 304


def test_an_etag_that_a_proxy_made_weak_is_found(client, article):
    etag = read(client, article).headers["ETag"]

    assert read(client, article, if_none_match=f"W/{etag}").status_code == 304


@pytest.mark.parametrize("etag", ['"other"', "", "garbage", '"', "*garbage*"])
def test_an_etag_of_something_else_gets_the_page(client, article, etag):
    assert read(client, article, if_none_match=etag).status_code == 200


def test_a_page_must_be_asked_for_again_each_time(client, article):
    assert read(client, article).headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_browser_that_takes_gzip_gets_the_same_page_compressed(client, article):
    plain = read(client, article)

    compressed = read(client, article, accept_encoding="gzip, deflate, br")

    assert compressed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.content) == plain.content
    assert compressed.headers["ETag"] != plain.headers["ETag"]
    assert compressed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


def test_a_compressed_page_has_its_own_304(client, article):
    etag = read(client, article, accept_encoding="gzip").headers["ETag"]

    assert read(client, article, accept_encoding="gzip", if_none_match=etag).status_code == 304
    assert read(client, article, if_none_match=etag).status_code == 200


@pytest.mark.parametrize("encodings", ["", "br", "identity", "gzip;q=0", "gzip; q=0.0, br", "br, gzip;q=0, deflate"])
def test_a_browser_that_takes_no_gzip_gets_the_plain_page(client, article, encodings):
    answer = read(client, article, accept_encoding=encodings)

    assert "Content-Encoding" not in answer.headers
    assert b"Une panne" in answer.content


@pytest.mark.parametrize("encodings", ["gzip", "GZIP", "br;q=1.0, gzip;q=0.8", "gzip;q=0.05"])
def test_gzip_is_taken_where_it_is_offered(client, article, encodings):
    assert read(client, article, accept_encoding=encodings).headers["Content-Encoding"] == "gzip"


def test_head_says_what_get_would(client, article):
    got = read(client, article)

    asked = client.head(article.get_absolute_url())

    assert asked.headers["ETag"] == got.headers["ETag"]
    assert asked.headers["Content-Length"] == got.headers["Content-Length"]
    assert asked.content == b""


def test_parameters_that_nothing_reads_make_no_other_page(client, article, django_assert_max_num_queries):
    etag = read(client, article).headers["ETag"]

    with django_assert_max_num_queries(2):
        answer = client.get(f"{article.get_absolute_url()}?utm_source=lettre&x=1")

    assert answer.headers["ETag"] == etag


def test_a_foreign_host_changes_nothing_on_the_page(client, article):
    page = read(client, article).content

    assert client.get(article.get_absolute_url(), headers={"host": "localhost"}).content == page


@pytest.fixture
def changed(client, article):
    """Return the page after a change, having read it before; both readers' copies must be out of date."""
    before = read(client, article)

    def changed() -> str:
        etag = before.headers["ETag"]
        after = read(client, article, if_none_match=etag)
        assert after.status_code == 200
        assert after.headers["ETag"] != etag
        compressed = read(client, article, accept_encoding="gzip")
        assert gzip.decompress(compressed.content) == after.content
        return after.text

    return changed


def save_in_admin(client, obj, **fields) -> None:
    """Save something of the newsroom's lists in the admin, with these fields changed."""
    path = reverse(f"admin:articles_{obj._meta.model_name}_change", args=[obj.pk])
    form = client.get(path).context["adminform"].form
    values = {name: form[name].value() for name in form.fields if name != "file"}
    answer = client.post(path, {name: "" if value is None else value for name, value in (values | fields).items()})
    assert answer.status_code == 302, answer.context["adminform"].form.errors


def test_a_new_headline_is_on_the_page_at_once(article, editor, changed):
    signed_in(editor).post(change_path(article), form_of(article, "_publish_change", headline="Panne terminée"))

    assert "Panne terminée" in changed()


def test_a_new_text_is_on_the_page_at_once(article, editor, changed):
    signed_in(editor).post(change_path(article), form_of(article, "_publish_change", body="<p>À treize heures.</p>"))

    assert "treize heures" in changed()


def test_other_tags_are_on_the_page_at_once(article, editor, changed):
    other = Tag.objects.create(name="banques", slug="banques")

    signed_in(editor).post(change_path(article), form_of(article, "_publish_change", tags=[other.pk]))

    assert "banques" in changed()


def test_a_renamed_author_is_on_the_page_at_once(article, editor, changed):
    save_in_admin(signed_in(editor), article.authors.get(), name="Léa Roux-Martin")

    assert "Roux-Martin" in changed()


def test_a_renamed_section_is_on_the_page_at_once(article, editor, changed):
    save_in_admin(signed_in(editor), article.section, name="Économie")

    assert "Économie" in changed()


def test_a_new_section_is_in_the_navigation_at_once(article, editor, changed):
    signed_in(editor).post(
        reverse("admin:articles_section_add"), {"name": "Cultures", "slug": "cultures", "position": 9}
    )

    assert "/section/cultures/" in changed()


def test_a_deleted_section_leaves_the_navigation_at_once(client, article):
    section = make_section(slug="ephemere")
    assert "/section/ephemere/" in read(client, article).text

    answer = signed_in(make_administrator()).post(
        reverse("admin:articles_section_delete", args=[section.pk]), {"post": "yes"}
    )

    assert answer.status_code == 302
    assert "/section/ephemere/" not in read(client, article).text


def test_a_renamed_tag_is_on_the_page_at_once(article, editor, changed):
    save_in_admin(signed_in(editor), article.tags.get(), name="réseaux")

    assert "réseaux" in changed()


def test_a_deleted_tag_leaves_the_page_at_once(article, changed):
    tag = article.tags.get()

    signed_in(make_administrator()).post(reverse("admin:articles_tag_delete", args=[tag.pk]), {"post": "yes"})

    assert "réseau" not in changed()


def test_tags_that_are_deleted_together_leave_the_page_at_once(article, changed):
    tag = article.tags.get()
    form = {"action": "delete_selected", "_selected_action": [tag.pk], "post": "yes"}

    signed_in(make_administrator()).post(reverse("admin:articles_tag_changelist"), form)

    assert not Tag.objects.exists()
    assert "réseau" not in changed()


def test_the_words_of_a_picture_are_on_the_page_at_once(article, editor, changed):
    save_in_admin(signed_in(editor), article.lead_picture, caption="La salle vide.")

    assert "La salle vide." in changed()


def test_the_credit_of_a_picture_in_the_text_is_on_the_page_at_once(client, editor):
    picture = make_picture(credit="Anonyme")
    article = make_article(body=f'<figure><img src="/media/x.webp" data-file="{picture.pk}"></figure>')
    assert "Anonyme" in read(client, article).text

    save_in_admin(signed_in(editor), picture, credit="Léa Roux")

    assert "Léa Roux" in read(client, article).text


def test_comments_that_are_closed_leave_the_page_without_a_form_at_once(article, editor, changed):
    signed_in(editor).post(change_path(article), form_of(article, comments_open=""))

    assert "comment-form" not in changed()


def test_an_approved_comment_is_on_the_page_at_once(article, moderator, changed):
    comment = make_comment(article=article, body="Bien vu.")

    comment.approve(by=moderator)

    assert "Bien vu." in changed()


def test_a_comment_that_is_taken_down_leaves_the_page_at_once(client, article, moderator):
    comment = make_comment(article=article, body="Bien vu.")
    comment.approve(by=moderator)
    assert "Bien vu." in read(client, article).text

    comment.mark_as_spam(by=moderator)

    assert "Bien vu." not in read(client, article).text


def test_a_comment_that_waits_changes_nothing_on_the_page(client, article):
    etag = read(client, article).headers["ETag"]

    send_comment(client, article, headers=SAME_ORIGIN)

    assert read(client, article, if_none_match=etag).status_code == 304


def test_a_withdrawn_story_is_gone_for_those_who_have_its_page(client, article):
    etag = read(client, article).headers["ETag"]

    article.unpublish()

    assert read(client, article, if_none_match=etag).status_code == 410
