"""Leaving a discussion: one press, by a person or by a mail program for her; and what ends by itself."""

from datetime import timedelta

import pytest
from django.test import Client

from articles.models import Article
from comments.models import Comment, DiscussionSettings, Subscription
from comments.tasks import forget_what_has_had_its_time
from tests.comments.followers import ONE_CLICK, a_minute_passes, followers, headline_of, leave_link_of, post
from tests.comments.readers import page_of
from tests.factories import make_article, make_comment, make_follower

pytestmark = pytest.mark.django_db

ZOE, OTTO = "zoe@example.org", "otto@example.org"


@pytest.fixture(autouse=True)
def _in_english(settings, clock):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def link(clock, article):
    """The link in the head of the first mail that Zoé gets; Otto follows too."""
    make_follower(OTTO, article=article)
    make_follower(ZOE, article=article)
    make_comment(article=article, status="approved")
    messages = a_minute_passes(clock, seconds=120)
    (path,) = [leave_link_of(message) for message in messages if message.to == [ZOE]]
    return path


def test_a_mail_program_leaves_for_its_owner_without_cookie_token_or_origin(link):
    answer = post(link, ONE_CLICK, headers={})

    assert answer.status_code == 200
    assert not answer.cookies
    assert followers() == [OTTO]


def test_a_mail_program_may_send_it_as_a_form_with_parts(link):
    answer = Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert followers() == [OTTO]


def test_looking_ends_nothing_and_shows_one_button_for_this_and_one_for_all(link):
    for method in ("get", "head"):
        answer = getattr(Client(), method)(link)
        assert answer.status_code == 200

    page = page_of(Client().get(link))

    assert page.find("form", action=link)
    assert page.find("form", action=f"{link}all/")
    assert sorted(followers()) == [OTTO, ZOE]


def test_the_button_ends_it_and_the_address_is_gone(link):
    answer = post(link)

    assert headline_of(answer) == "You get no more of these mails."
    assert not Subscription.objects.filter(email=ZOE).exists()


def test_the_page_does_not_name_a_story_that_is_not_public_any_more(article, link):
    Article.objects.filter(pk=article.pk).update(published_at=None, headline="Encore secret")

    page = Client().get(link)

    assert "Encore secret" not in page.text
    assert page_of(page).find("form", action=link)


def test_leaving_twice_says_that_it_has_ended(link):
    post(link, ONE_CLICK)

    again, looked = post(link, ONE_CLICK), Client().get(link)

    assert (again.status_code, looked.status_code) == (200, 200)
    assert headline_of(again) == headline_of(looked) == "You get no more of these mails."


def test_whoever_left_gets_no_more_mails(clock, article, link):
    post(link, ONE_CLICK)
    make_comment(article=article, status="approved")

    assert [message.to for message in a_minute_passes(clock, seconds=3600)] == [[OTTO]]


def test_leaving_all_ends_what_this_address_follows_and_nobody_else(link):
    elsewhere = make_article()
    make_follower(ZOE.upper(), article=elsewhere)
    make_follower(ZOE, comment=make_comment(article=elsewhere))
    make_follower(ZOE, article=make_article(), confirmed_at=None, sent_at=None)
    make_follower(OTTO, article=elsewhere)

    answer = post(f"{link}all/")

    assert headline_of(answer) == "You follow no discussion any more."
    assert set(Subscription.objects.values_list("email", flat=True)) == {OTTO}
    assert post(f"{link}all/").status_code == 200


def test_after_leaving_one_discussion_all_can_still_be_left(link):
    make_follower(ZOE, article=make_article())
    left = post(link)

    post(page_of(left).find("form")["action"])

    assert followers() == [OTTO]


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_leaving_all_is_a_post(link, method):
    assert getattr(Client(), method)(f"{link}all/").status_code == 405


@pytest.mark.parametrize("key", ["x", "1:2:3", "é", "0" * 2000, "%00", "WzFd:1abc:xyz"])
def test_any_other_key_ends_nothing(link, key):
    for path in (f"/comments/leave/{key}/", f"/comments/leave/{key}/all/"):
        assert post(path, ONE_CLICK).status_code == 404
    assert len(followers()) == 2


def test_the_link_in_the_mail_that_asks_leaves_nothing(clock, link):
    key = link.split("/")[3]

    assert Client().get(f"/comments/following/{key}/").status_code == 404


def test_the_pages_are_kept_by_nobody_and_show_no_address(link):
    for answer in (Client().get(link), post(link), post(f"{link}all/")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert ZOE not in answer.text


def test_leaving_works_where_following_is_switched_off(settings, link):
    settings.FOLLOW_BY_MAIL = False

    assert post(link, ONE_CLICK).status_code == 200
    assert followers() == [OTTO]


# By itself


def after_a_month(clock, days=31):
    clock.shift(timedelta(days=days))
    forget_what_has_had_its_time.call()
    return followers()


def test_it_ends_when_comments_were_closed_and_silent_for_a_month(clock, article, link):
    Article.objects.filter(pk=article.pk).update(comments_open=False)

    assert len(after_a_month(clock, days=29)) == 2
    assert after_a_month(clock, days=2) == []


def test_it_ends_a_month_after_they_closed_by_age(clock, article, link):
    DiscussionSettings.objects.create(is_site=True, closes_after_days=20)

    assert len(after_a_month(clock, days=45)) == 2
    assert after_a_month(clock, days=10) == []


def test_it_lasts_while_comments_are_open_or_only_paused(clock, article, link):
    DiscussionSettings.objects.create(is_site=True, is_paused=True)

    assert len(after_a_month(clock, days=400)) == 2


def test_it_lasts_while_something_is_still_published(clock, article, link):
    Article.objects.filter(pk=article.pk).update(comments_open=False)
    clock.shift(timedelta(days=20))
    make_comment(article=article, status="approved")
    a_minute_passes(clock, seconds=120)

    assert len(after_a_month(clock, days=20)) == 2


def test_it_ends_with_a_story_that_is_offline_for_a_month(clock, article, link):
    Article.objects.filter(pk=article.pk).update(ends_at=article.published_at + timedelta(days=1))

    assert after_a_month(clock) == []


def test_it_ends_with_the_story_and_with_the_comment(article, link):
    comment = make_comment(article=article)
    make_follower(ZOE, comment=comment)
    comment.delete()
    assert len(followers()) == 2

    Comment.objects.filter(article=article).delete()
    article.delete()

    assert not Subscription.objects.exists()
