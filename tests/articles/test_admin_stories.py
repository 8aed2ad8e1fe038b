"""The journalists' desk: who writes, who publishes, and who sees what."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import batched

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article, Tag
from tests.articles.desk import ADD, LIST, change_path, form_of, preview_path, reloaded, signed_in, story_form
from tests.clock import NOW
from tests.comments.readers import naughty_strings, page_of
from tests.factories import make_article, make_author, make_journalist, make_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

TOMORROW = {"publish_at_0": "2026-11-26", "publish_at_1": "07:30:15"}
EDITORS_BUTTONS = ["_publish", "_schedule", "_unpublish", "_return"]
EDITORS_BUTTONS += ["_publish_change", "_schedule_change", "_discard_change"]


@pytest.fixture
def draft(journalist):
    return make_article(published_at=None, created_by=journalist, slug="brouillon")


@pytest.fixture
def foreign_draft():
    return make_article(published_at=None, created_by=make_journalist("collegue"), headline="Secret d’autrui")


def errors_beside(answer, field: str) -> int:
    """Count the errors that stand in the row of a field."""
    row = page_of(answer).find("div", class_=f"field-{field}")
    return len(row.find_all("ul", class_="errorlist"))


def paths_of(article: Article) -> list[str]:
    names = ["change", "delete", "history"]
    return [preview_path(article)] + [reverse(f"admin:articles_article_{name}", args=[article.pk]) for name in names]


# A journalist writes


def test_a_journalist_writes_a_story_and_saves_it_as_a_draft(desk, journalist):
    picture, tag = make_picture(), Tag.objects.create(name="réseau", slug="reseau")
    authors = [make_author(name="Zoé"), make_author(name="Anne")]

    answer = desk.post(ADD, story_form(authors=authors, tags=[tag.pk], lead_picture=picture.pk))

    article = Article.objects.get()
    assert answer.url == change_path(article)
    assert (article.headline, article.standfirst) == ("Une panne de réseau", "Trois heures sans paiement.")
    assert article.body == "<p>Le réseau est tombé à midi.</p>"
    assert [byline.author for byline in article.bylines.all()] == authors
    assert (list(article.tags.all()), article.lead_picture) == ([tag], picture)
    assert (article.created_by, article.published_at) == (journalist, None)


def test_a_draft_of_a_journalist_is_public_nowhere(client, desk):
    desk.post(ADD, story_form())

    assert client.get(Article.objects.get().get_absolute_url()).status_code == 404


def test_a_journalist_changes_the_own_draft(desk, draft):
    desk.post(change_path(draft), form_of(draft, headline="Autre titre"))

    assert reloaded(draft).headline == "Autre titre"


def test_the_slug_is_made_from_the_headline_by_the_form(desk):
    page = page_of(desk.get(ADD))

    prepopulated = page.find(id="django-admin-prepopulated-fields-constants")["data-prepopulated-fields"]
    assert '"dependency_ids": ["#id_headline"]' in prepopulated
    assert '"id": "#id_slug"' in prepopulated


def test_the_form_offers_the_editor_with_what_a_story_needs(desk):
    body = page_of(desk.get(ADD)).field("body")

    for extension in ("Heading", "Blockquote", "BulletList", "OrderedList", "Link", "Image", "Figure", "Caption"):
        assert f'"{extension}":' in body["data-django-prose-editor-configurable"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("headline", ""), ("headline", "x" * 201), ("slug", ""), ("slug", "pas un slug"), ("section", "")]
    + [("standfirst", "x" * 501), ("body", "x" * 200_001)],
)
def test_what_cannot_be_saved_is_refused_beside_its_field(desk, field, value):
    answer = desk.post(ADD, story_form(**{field: value}))

    assert answer.status_code == 200
    assert errors_beside(answer, field) == 1
    assert not Article.objects.exists()


def test_a_refused_form_keeps_what_was_typed(desk):
    answer = desk.post(ADD, story_form(headline="", standfirst="Gardé.", body="<p>Gardé aussi.</p>"))

    page = page_of(answer)
    assert page.field("standfirst").typed.strip() == "Gardé."
    assert page.field("body").typed.strip() == "<p>Gardé aussi.</p>"


def test_a_slug_that_another_story_has_is_refused(desk):
    make_article(slug="prise")

    answer = desk.post(ADD, story_form(slug="prise"))

    assert errors_beside(answer, "slug") == 1


def test_a_story_without_an_author_is_refused(desk):
    answer = desk.post(ADD, story_form(authors=[]))

    assert answer.status_code == 200
    assert not Article.objects.exists()


def test_an_author_signs_a_story_once(desk):
    author = make_author()

    answer = desk.post(ADD, story_form(authors=[author, author]))

    assert answer.status_code == 200
    assert not Article.objects.exists()


def test_naughty_strings_are_saved_as_typed_or_refused(desk, draft):
    saved = 0
    for strings in batched(naughty_strings(), 8, strict=False):
        words = " ".join(strings)
        answer = desk.post(change_path(draft), form_of(draft, headline=words, standfirst=words, body=words))
        if answer.status_code == 302:
            saved += 1
            assert (reloaded(draft).headline, draft.standfirst) == (words.strip(), words.strip())
        else:
            assert answer.status_code == 200
            assert errors_beside(answer, "headline") == 1

    assert saved > 20


@pytest.mark.parametrize("slug", ["é", "a b", "a/b", "..", "%00", "a\x00b", "a\nb", "Ａ", "a'b", "<b>", "\u202ea"])
def test_a_slug_holds_letters_digits_and_dashes_alone(desk, draft, slug):
    answer = desk.post(change_path(draft), form_of(draft, slug=slug))

    assert errors_beside(answer, "slug") == 1
    assert reloaded(draft).slug == "brouillon"


# A journalist looks at it


def test_a_journalist_previews_the_own_draft(desk, draft):
    answer = desk.get(preview_path(draft))

    assert answer.status_code == 200
    assert draft.headline in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_saving_for_a_preview_saves_and_leads_there(desk, draft):
    answer = desk.post(change_path(draft), form_of(draft, "_preview", headline="Nouveau titre"), follow=True)

    assert answer.redirect_chain == [(preview_path(draft), 302)]
    assert "Nouveau titre" in answer.text


def test_a_new_story_is_saved_and_previewed_in_one_step(desk):
    answer = desk.post(ADD, story_form("_preview"))

    assert answer.url == preview_path(Article.objects.get())


BYLINE_TIME = re.compile(r'(<span class="facts">).*?(</span></p>)', re.DOTALL)
# What only other programs are told, which is of public stories alone.
FOR_PROGRAMS = re.compile(
    r'<link rel="alternate" type="[a-z/]+\+oembed"[^>]*>\n|<script type="application/ld\+json">.*?</script>\n?'
)
META_TIMES = re.compile(r'<meta property="article:(?:published|modified)_time"[^>]*>\n')


def test_the_preview_is_the_page_that_readers_get_but_for_the_time(client, desk):
    picture = make_picture(caption="La salle.", credit="Léa Roux")
    body = f'<h2>Midi</h2><figure><img src="/media/x.webp" data-file="{picture.pk}"></figure>'
    tag = Tag.objects.create(name="réseau", slug="reseau")
    desk.post(ADD, story_form(body=body, tags=[tag.pk], lead_picture=picture.pk))
    article = Article.objects.get()

    preview = desk.get(preview_path(article)).text
    article.publish()
    page = client.get(article.get_absolute_url()).text

    assert BYLINE_TIME.search(page)
    assert len(META_TIMES.findall(page)) == 2
    assert BYLINE_TIME.sub(r"\1\2", preview) == BYLINE_TIME.sub(r"\1\2", META_TIMES.sub("", FOR_PROGRAMS.sub("", page)))


def test_a_preview_is_never_given_to_readers(client, desk, article):
    article.headline = "Avant"
    article.save()
    article.bump_version()
    client.get(article.get_absolute_url())
    Article.objects.filter(pk=article.pk).update(headline="Après")

    assert "Après" in desk.get(preview_path(article)).text
    assert "Avant" in client.get(article.get_absolute_url()).text


# A journalist asks for publication


def test_a_journalist_asks_for_publication_and_nothing_is_public(client, desk, draft):
    desk.post(change_path(draft), form_of(draft, "_request", headline="Titre définitif"))

    assert reloaded(draft).step == Article.Step.IN_REVIEW
    assert draft.headline == "Titre définitif"
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_an_editor_finds_what_waits_for_publication(editors_desk, draft, foreign_draft):
    draft.request_publication()

    listed = editors_desk.get(LIST, {"state": "in_review"})

    assert draft.headline in listed.text
    assert foreign_draft.headline not in listed.text


@pytest.mark.parametrize("button", EDITORS_BUTTONS)
def test_a_journalist_is_offered_no_button_of_an_editor(desk, draft, button):
    draft.request_publication()

    page = page_of(desk.get(change_path(draft)))

    assert page.find("input", name="_take_back") is not None
    assert page.find("input", name=button) is None
    assert page.find("input", name="publish_at_0") is None


@pytest.mark.parametrize("button", EDITORS_BUTTONS)
def test_a_journalist_who_posts_a_button_of_an_editor_changes_nothing(desk, draft, button):
    answer = desk.post(change_path(draft), form_of(draft, button, headline="Autre", **TOMORROW))

    assert answer.status_code == 403
    assert (reloaded(draft).published_at, draft.step) == (None, "draft")
    assert draft.headline != "Autre"


@pytest.mark.parametrize("button", EDITORS_BUTTONS)
def test_a_journalist_who_posts_a_button_with_a_new_story_leaves_none(desk, button):
    answer = desk.post(ADD, story_form(button, **TOMORROW))

    assert answer.status_code == 403
    assert not Article.objects.exists()


@pytest.mark.parametrize("button", EDITORS_BUTTONS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_button_in_the_address_does_nothing(desk, draft, button, method):
    form = form_of(draft) if method == "post" else {}

    getattr(desk, method)(f"{change_path(draft)}?{button}=1&publish_at_0=2026-11-26&publish_at_1=07:00", form)

    assert reloaded(draft).published_at is None


def test_a_journalist_who_posts_the_columns_of_publication_sets_none_of_them(desk, draft):
    columns = {
        "published_at": "2026-11-20 10:00",
        "published_at_0": "2026-11-20",
        "published_at_1": "10:00",
        "first_published_at": "2026-11-20 10:00",
        "step": "in_review",
        "version": "99",
        "comment_count": "99",
        "created_by": "1",
    }

    desk.post(change_path(draft), form_of(draft, **TOMORROW, **columns))

    assert (reloaded(draft).published_at, draft.first_published_at, draft.step) == (None, None, "draft")
    assert (draft.comment_count, draft.version) == (0, 2)


@pytest.mark.parametrize("button", EDITORS_BUTTONS)
def test_a_journalist_presses_no_button_of_an_editor_on_a_published_story(desk, journalist, button):
    article = make_article(created_by=journalist)

    answer = desk.post(change_path(article), form_of(article, button, headline="Autre", **TOMORROW))

    assert answer.status_code == 403
    assert reloaded(article).headline != "Autre"
    assert article.is_published


@pytest.mark.parametrize("button", ["_continue", "_save", "_preview", "_request", *EDITORS_BUTTONS])
def test_a_journalist_cannot_change_the_published_story_of_somebody_else(desk, button):
    article = make_article(created_by=make_journalist("collegue"))

    answer = desk.post(change_path(article), form_of(article, button, headline="Autre", **TOMORROW))

    assert answer.status_code == 403
    assert (article.revisions.count(), reloaded(article).working) == (0, None)


def test_a_journalist_cannot_change_a_scheduled_story(desk, journalist):
    article = make_article(created_by=journalist, published_at=NOW + timedelta(days=1))

    answer = desk.post(change_path(article), form_of(article, headline="Autre"))

    assert answer.status_code == 403
    assert reloaded(article).headline != "Autre"


def test_a_journalist_reads_a_published_story_of_somebody_else_in_the_desk(desk):
    article = make_article(created_by=make_journalist("collegue"))

    page = page_of(desk.get(change_path(article)))

    assert article.headline in page.text
    assert page.find("input", name="headline") is None


# A journalist sees what is hers


def test_a_journalist_sees_the_own_drafts_and_what_is_published(desk, draft, foreign_draft):
    published = make_article(headline="Publié par autrui", created_by=foreign_draft.created_by)

    listed = desk.get(LIST).text

    assert draft.headline in listed
    assert published.headline in listed
    assert foreign_draft.headline not in listed


def test_a_journalist_sees_the_drafts_that_she_signs(desk, journalist, foreign_draft):
    foreign_draft.bylines.create(author=make_author(user=journalist))

    assert foreign_draft.headline in desk.get(LIST).text
    assert desk.get(preview_path(foreign_draft)).status_code == 200


@pytest.mark.parametrize("parameters", [{"q": "Secret"}, {"state": "draft"}, {"state": "in_review"}, {"_facets": "1"}])
def test_no_search_or_filter_shows_the_draft_of_somebody_else(desk, foreign_draft, parameters):
    foreign_draft.request_publication()

    listed = desk.get(LIST, parameters)

    assert listed.context["cl"].result_count == 0
    assert "autrui" not in listed.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_draft_of_somebody_else_answers_like_one_that_there_is_not(desk, foreign_draft, method):
    nothing = Article(pk=foreign_draft.pk + 1000)

    for known, unknown in zip(paths_of(foreign_draft), paths_of(nothing), strict=True):
        answer, other = getattr(desk, method)(known), getattr(desk, method)(unknown)
        assert (answer.status_code, answer.headers.get("Location")) == (
            other.status_code,
            other.headers.get("Location"),
        )
        assert "autrui" not in answer.text

    assert Article.objects.filter(pk=foreign_draft.pk).exists()


def test_a_scheduled_story_of_somebody_else_is_not_seen_before_its_time(desk, foreign_draft):
    foreign_draft.publish(at=NOW + timedelta(days=1))

    assert foreign_draft.headline not in desk.get(LIST).text
    assert desk.get(preview_path(foreign_draft)).status_code == 404


def test_a_journalist_deletes_the_own_draft(desk, draft):
    desk.post(reverse("admin:articles_article_delete", args=[draft.pk]), {"post": "yes"})

    assert not Article.objects.exists()


# An editor publishes


def test_an_editor_publishes_now(client, editors_desk, draft):
    draft.request_publication()

    answer = editors_desk.post(change_path(draft), form_of(draft, "_publish"))

    assert answer.url == change_path(draft)
    assert (reloaded(draft).published_at, draft.step) == (NOW, "draft")
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_an_editor_publishes_a_new_story_in_one_step(client, editors_desk):
    editors_desk.post(ADD, story_form("_publish"))

    assert client.get("/2026/11/une-panne-de-reseau/").status_code == 200


def test_what_an_editor_publishes_stands_with_its_authors_and_tags_at_once(client, editors_desk):
    tag = Tag.objects.create(name="réseau", slug="reseau")
    editors_desk.post(ADD, story_form("_publish", authors=[make_author(name="Zoé")], tags=[tag.pk]))

    page = page_of(client.get("/2026/11/une-panne-de-reseau/"))

    assert page.find("a", rel="author").text == "Zoé"
    assert page.find("a", rel="tag").text == "réseau"


def test_the_desk_says_where_a_story_was_published(editors_desk, draft):
    answer = editors_desk.post(change_path(draft), form_of(draft, "_publish"), follow=True)

    messages = page_of(answer).find("ul", class_="messagelist")
    assert messages.find("a")["href"] == reloaded(draft).get_absolute_url()


def test_an_editor_schedules_a_story_to_the_second(client, clock, editors_desk, draft):
    editors_desk.post(change_path(draft), form_of(draft, "_schedule", **TOMORROW))
    due = datetime(2026, 11, 26, 6, 30, 15, tzinfo=UTC)

    clock.move_to(due - timedelta(seconds=1))
    before = client.get(draft.get_absolute_url()).status_code
    clock.move_to(due)
    after = client.get(draft.get_absolute_url()).status_code

    assert reloaded(draft).published_at == due
    assert (before, after) == (404, 200)


def test_an_editor_writes_the_date_as_in_france(editors_desk, draft):
    time = {"publish_at_0": "26/11/2026", "publish_at_1": "07:30"}

    editors_desk.post(change_path(draft), form_of(draft, "_schedule", **time))

    assert reloaded(draft).published_at == datetime(2026, 11, 26, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "time",
    [
        {},
        {"publish_at_0": "", "publish_at_1": ""},
        {"publish_at_0": "2026-11-26", "publish_at_1": ""},
        {"publish_at_0": "", "publish_at_1": "07:30"},
        {"publish_at_0": "demain", "publish_at_1": "matin"},
        {"publish_at_0": "2026-11-25", "publish_at_1": "12:59:59"},
        {"publish_at_0": "2026-11-25", "publish_at_1": "13:00:00"},
        {"publish_at_0": "2027-03-28", "publish_at_1": "02:30"},
        {"publish_at_0": "99999-01-01", "publish_at_1": "00:00"},
        {"publish_at_0": "0001-01-01", "publish_at_1": "00:00"},
        {"publish_at_0": "9999-12-31", "publish_at_1": "23:59"},
    ],
)
def test_a_time_that_is_none_or_has_passed_is_refused_beside_its_field(editors_desk, draft, time):
    answer = editors_desk.post(change_path(draft), form_of(draft, "_schedule", headline="Autre", **time))

    assert answer.status_code == 200
    assert errors_beside(answer, "publish_at") == 1
    assert reloaded(draft).published_at is None
    assert draft.headline != "Autre"


def test_a_time_without_the_button_schedules_nothing(editors_desk, draft):
    editors_desk.post(change_path(draft), form_of(draft, **TOMORROW))

    assert reloaded(draft).published_at is None


@pytest.mark.parametrize("button", ["_publish", "_schedule"])
@pytest.mark.parametrize("body", ["", "<p></p>", "<p> &nbsp;</p><hr>", "<script>alert(1)</script>"])
def test_a_story_without_a_text_is_not_published(editors_desk, draft, button, body):
    answer = editors_desk.post(change_path(draft), form_of(draft, button, body=body, **TOMORROW))

    assert errors_beside(answer, "body") == 1
    assert reloaded(draft).published_at is None


def test_an_editor_schedules_anew(editors_desk):
    article = make_article(published_at=NOW + timedelta(days=10))

    editors_desk.post(change_path(article), form_of(article, "_schedule", **TOMORROW))

    assert reloaded(article).published_at == datetime(2026, 11, 26, 6, 30, 15, tzinfo=UTC)


def test_an_editor_withdraws_a_story(client, editors_desk, article):
    editors_desk.post(change_path(article), form_of(article, "_unpublish", withdrawal_kind="error"))

    assert client.get(article.get_absolute_url()).status_code == 410


def test_an_editor_takes_a_schedule_back(client, editors_desk):
    article = make_article(published_at=NOW + timedelta(days=1))

    editors_desk.post(change_path(article), form_of(article, "_unpublish"))

    assert reloaded(article).published_at is None
    assert client.get(article.get_absolute_url()).status_code == 404


def test_an_editor_returns_a_story_to_its_author(editors_desk, draft):
    draft.request_publication()

    editors_desk.post(change_path(draft), form_of(draft, "_return", step_comment="Il manque une source."))

    assert (reloaded(draft).step, draft.published_at) == ("returned", None)


def test_an_editor_changes_a_live_story_and_its_address_stays(client, editors_desk, article):
    address = article.get_absolute_url()

    changed = form_of(article, headline="Corrigé")
    editors_desk.post(change_path(article), changed)

    assert "Corrigé" in client.get(address).text


def test_an_editor_sees_every_draft(editors_desk, draft, foreign_draft):
    listed = editors_desk.get(LIST).text

    assert draft.headline in listed
    assert foreign_draft.headline in listed


@pytest.mark.parametrize("state", ["draft", "in_review", "scheduled", "published", "withdrawn"])
def test_the_list_is_filtered_by_state(editors_desk, state):
    stories = {
        "draft": make_article(headline="Essai A", published_at=None),
        "in_review": make_article(headline="Essai B", published_at=None),
        "scheduled": make_article(headline="Essai C", published_at=NOW + timedelta(days=1)),
        "published": make_article(headline="Essai D"),
        "withdrawn": make_article(headline="Essai E"),
    }
    stories["in_review"].request_publication()
    stories["withdrawn"].unpublish()

    listed = editors_desk.get(LIST, {"state": state})

    assert list(listed.context["cl"].result_list) == [stories[state]]


# Nothing that readers saw is deleted


@pytest.mark.parametrize("person", ["journalist", "editor"])
@pytest.mark.parametrize("state", ["published", "withdrawn", "scheduled"])
def test_what_readers_know_or_wait_for_cannot_be_deleted(request, person, state):
    person = request.getfixturevalue(person)
    article = make_article(created_by=person, published_at=NOW + timedelta(days=1 if state == "scheduled" else -1))
    if state == "withdrawn":
        article.unpublish()

    answer = signed_in(person).post(reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"})

    assert answer.status_code != 200
    assert Article.objects.filter(pk=article.pk).exists()


@pytest.mark.parametrize("person", ["journalist", "editor"])
def test_many_stories_are_never_deleted_at_once(request, person, draft):
    desk = signed_in(request.getfixturevalue(person))
    make_article()
    form = {"action": "delete_selected", "_selected_action": [draft.pk], "post": "yes"}

    desk.post(LIST, form)

    assert Article.objects.filter(pk=draft.pk).exists()
    assert "delete_selected" not in desk.get(LIST).text


# Everybody else


def test_a_moderator_sees_no_stories(moderator, draft):
    desk, published = signed_in(moderator), make_article()

    answers = {desk.get(path).status_code for path in [LIST, ADD, *paths_of(draft), *paths_of(published)]}

    assert 200 not in answers
    assert "/admin/articles/" not in desk.get("/admin/").text


@pytest.mark.parametrize("button", ["_continue", "_request", *EDITORS_BUTTONS])
def test_a_moderator_changes_no_story(moderator, draft, button):
    answer = signed_in(moderator).post(change_path(draft), form_of(draft, button, headline="Autre", **TOMORROW))

    assert answer.status_code == 403
    assert (reloaded(draft).published_at, draft.headline == "Autre") == (None, False)


@pytest.mark.parametrize("method", ["get", "post"])
def test_anonymous_is_sent_to_sign_in(client, draft, method):
    for path in ["/admin/", LIST, ADD, *paths_of(draft)]:
        answer = getattr(client, method)(path, {"_publish": "1"})
        assert answer.status_code == 302
        assert answer.url.startswith("/admin/login/?next=/admin/")

    assert reloaded(draft).published_at is None


def test_a_reader_with_an_account_is_sent_to_sign_in(draft):
    reader = signed_in(User.objects.create_user("lectrice"))

    assert reader.get(change_path(draft)).url.startswith("/admin/login/")


def test_an_editor_who_lost_the_right_publishes_nothing_more(editor, editors_desk, draft):
    editor.groups.clear()

    answer = editors_desk.post(change_path(draft), form_of(draft, "_publish"))

    assert answer.status_code == 403
    assert reloaded(draft).published_at is None


def test_the_desk_refuses_a_post_without_its_token(editor, draft):
    desk = Client(enforce_csrf_checks=True)
    desk.force_login(editor)

    answer = desk.post(change_path(draft), form_of(draft, "_publish"))

    assert answer.status_code == 403
    assert reloaded(draft).published_at is None


# The list


def test_the_number_of_queries_of_the_list_does_not_grow(editors_desk, django_assert_max_num_queries):
    make_article()
    with django_assert_max_num_queries(50) as few:
        editors_desk.get(LIST)
    for _number in range(10):
        make_article()

    with django_assert_max_num_queries(len(few)):
        editors_desk.get(LIST)


def test_hostile_words_in_a_story_stay_words_in_the_desk(editors_desk, draft):
    words = "\"'><script>alert(1)</script>{{ 7|add:7 }}"
    editors_desk.post(change_path(draft), form_of(draft, headline=words, standfirst=words))
    reloaded(draft).request_publication()

    for path in [LIST, *paths_of(draft), "/admin/"]:
        assert "<script>alert(1)" not in editors_desk.get(path).text
    published = editors_desk.post(change_path(draft), form_of(draft, "_publish"), follow=True)
    assert "<script>alert(1)" not in published.text
