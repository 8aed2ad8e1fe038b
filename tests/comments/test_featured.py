"""The newsroom chooses comments for readers: marked in the thread, and in a short block above it."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment, Featuring
from comments.models.featuring import FEATURED_MAX, TooManyFeatured
from comments.thread import PAGE_SIZE
from tests.comments.readers import page_of
from tests.factories import make_article, make_comment, make_journalist

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(article):
    return make_comment(article=article, status="approved", author_name="Zoé", body="Une remarque qui compte.")


def press(client, comment, act="feature", **fields):
    return client.post(f"/moderation/comments/{comment.pk}/feature/", {"act": act} | fields)


def read(article):
    return page_of(Client().get(article.get_absolute_url()))


def test_a_featured_comment_is_marked_in_words_and_shown_above_the_thread(desk, article, published):
    read(article)

    press(desk, published)

    page = read(article)
    block = page.find(class_="featured")
    assert "Choisi" in page.find(id=f"comment-{published.pk}").find(class_="featured-mark").text
    assert block.find("h3").text == "Choisis par la rédaction"
    assert block.find("a")["href"] == f"#comment-{published.pk}"
    assert "Une remarque qui compte." in block.text


def test_a_thread_without_choices_has_no_block(article, published):
    page = read(article)

    assert page.find(class_="featured") is None
    assert page.find(class_="featured-mark") is None


def test_a_featured_comment_of_a_later_page_is_shown_above_the_first_and_leads_to_its_place(article, moderator):
    comments = [make_comment(article=article, status="approved") for _ in range(PAGE_SIZE + 3)]
    last = comments[-1]
    last.feature(by=moderator)
    comments[0].feature(by=moderator)

    page = read(article)

    assert [link["href"] for link in page.find(class_="featured").find_all("a")] == [
        f"#comment-{comments[0].pk}",
        last.get_absolute_url(),
    ]
    later = page_of(Client().get(page.find("a", rel="next")["href"]))
    assert later.find(class_="featured") is None
    assert later.find(id=f"comment-{last.pk}").find(class_="featured-mark")


def test_the_newest_choice_stands_first(article, moderator):
    first, second = (make_comment(article=article, status="approved") for _ in range(2))
    first.feature(by=moderator)
    second.feature(by=moderator)

    links = read(article).find(class_="featured").find_all("a")

    assert [link["href"] for link in links] == [f"#comment-{second.pk}", f"#comment-{first.pk}"]
    assert list(Comment.objects.featured()) == [second, first]


def test_a_choice_is_taken_back(desk, article, published):
    press(desk, published)

    press(desk, published, "unfeature")

    assert read(article).find(class_="featured") is None
    published.refresh_from_db()
    assert (published.featured_at, published.featured_by) == (None, None)


@pytest.mark.parametrize("decide", ["reject", "mark_as_spam", "reopen"])
def test_a_comment_that_is_taken_down_is_no_longer_featured(article, published, moderator, decide):
    published.feature(by=moderator)
    published.refresh_from_db()

    getattr(published, decide)(by=moderator)

    assert read(article).find(class_="featured") is None
    published.refresh_from_db()
    published.approve(by=moderator)
    assert not Comment.objects.featured().exists()


def test_a_comment_that_its_author_withdraws_is_no_longer_featured(article, published, moderator):
    published.feature(by=moderator)

    published.withdraw()

    published.refresh_from_db()
    assert published.featured_at is None


def test_both_choices_are_logged_with_who_made_them(desk, published, moderator):
    press(desk, published)
    press(desk, published, "unfeature")

    assert [(each.user, each.is_featured) for each in Featuring.objects.order_by("pk")] == [
        (moderator, True),
        (moderator, False),
    ]


def test_the_same_choice_twice_is_one(desk, article, published):
    press(desk, published)
    press(desk, published)

    assert Featuring.objects.count() == 1


def test_an_editor_features_from_the_storys_discussion(article, published, editor):
    client = Client()
    client.force_login(editor)
    form = page_of(client.get(f"/moderation/discussion/story/{article.pk}/")).find(class_="feature-form")

    answer = client.post(form["action"], {"act": "feature", "next": form.field("next").typed})

    assert answer.url == f"/moderation/discussion/story/{article.pk}/"
    assert Comment.objects.featured().get() == published


def test_the_card_says_what_is_featured_and_offers_the_other_press(desk, published):
    before = page_of(desk.get("/moderation/?queue=approved"))
    press(desk, published)
    after = page_of(desk.get("/moderation/?queue=approved"))

    assert before.find(class_="feature-form").find("button")["value"] == "feature"
    assert before.find(class_="tag-featured") is None
    assert after.find(class_="feature-form").find("button")["value"] == "unfeature"
    assert after.find(class_="tag-featured")


# Refusals


def test_a_story_has_a_few_featured_comments_at_most_and_the_desk_says_so(desk, article):
    comments = [make_comment(article=article, status="approved") for _ in range(FEATURED_MAX + 1)]
    for comment in comments[:-1]:
        press(desk, comment)

    answer = press(desk, comments[-1])

    assert answer.status_code == 409
    assert f"{FEATURED_MAX} commentaires" in answer.text
    assert Comment.objects.featured().count() == FEATURED_MAX
    assert Featuring.objects.count() == FEATURED_MAX


def test_other_stories_have_their_own_limit(article, moderator):
    for _ in range(FEATURED_MAX):
        make_comment(article=article, status="approved").feature(by=moderator)

    assert make_comment(article=make_article(), status="approved").feature(by=moderator)


def test_choosing_too_many_at_once_chooses_none(article, moderator):
    for _ in range(FEATURED_MAX + 1):
        make_comment(article=article, status="approved")

    with pytest.raises(TooManyFeatured):
        Comment.objects.filter(article=article).feature(by=moderator)

    assert not Comment.objects.featured().exists()


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "withdrawn"])
def test_what_is_not_published_is_not_featured(desk, article, status):
    hidden = make_comment(article=article, status=status)

    assert press(desk, hidden).status_code == 409
    assert not hidden.feature(by=desk_user(desk))
    hidden.refresh_from_db()
    assert hidden.featured_at is None


def desk_user(client):
    from django.contrib.auth.models import User

    return User.objects.get(pk=client.session["_auth_user_id"])


def test_choosing_takes_the_permission_a_post_and_a_known_act(client, moderator, published):
    assert press(client, published).status_code == 302
    client.force_login(make_journalist())
    assert press(client, published).status_code == 403
    client.force_login(moderator)
    assert client.get(f"/moderation/comments/{published.pk}/feature/").status_code == 405
    assert press(client, published, "delete").status_code == 400
    assert press(client, Comment(pk=4711)).status_code == 404
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(moderator)
    assert press(strict, published).status_code == 403
    assert not Featuring.objects.exists()


def test_what_is_featured_of_a_story_that_is_not_public_is_nowhere(article, published, moderator):
    published.feature(by=moderator)
    article.unpublish()

    assert not Comment.objects.featured().exists()


def test_what_readers_wrote_is_escaped_in_the_block(article, moderator):
    hostile = make_comment(
        article=article, status="approved", author_name="<b>Z</b> {x}", body="<script>alert(1)</script> {y} %s"
    )
    hostile.feature(by=moderator)

    block = read(article).find(class_="featured")

    assert block.find("script") is None
    assert block.find(class_="comment-author").text == "<b>Z</b> {x}"
    assert block.find(class_="featured-words").text == "<script>alert(1)</script> {y} %s"


# Cost


def queries_of_the_page(article):
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        read(article)
    return len(queries)


def test_the_block_costs_no_query_in_a_thread_of_one_page(article, published, moderator):
    without = queries_of_the_page(article)
    published.feature(by=moderator)

    assert queries_of_the_page(article) == without


def test_the_block_costs_one_query_in_a_long_thread_and_none_where_nothing_is_featured(article, published, moderator):
    short = queries_of_the_page(article)
    comments = [make_comment(article=article, status="approved", submitted_at=timezone.now()) for _ in range(PAGE_SIZE)]
    long = queries_of_the_page(article)
    comments[-1].feature(by=moderator)

    assert long == short
    assert queries_of_the_page(article) == long + 1


def test_featured_comments_are_found_by_their_index(article):
    plan = Comment.objects.filter(article=article, featured_at__isnull=False).order_by("-featured_at")[:5].explain()

    assert connection.vendor != "sqlite" or "comment_featured" in plan
