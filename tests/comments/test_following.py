"""Following a discussion by mail: three ways to ask, one mail that asks back, and nothing before its button."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import stencils
from articles.models import Article
from comments.models import AddressConfirmation, Comment, Subscription
from comments.models.subscription import Subscription as Row
from comments.receipts.links import receipt_path
from comments.tasks import forget_what_has_had_its_time
from tests.comments.followers import (
    AWAY,
    BREAKS_OFF,
    REFUSES,
    a_minute_passes,
    ask,
    ask_on_receipt,
    confirm,
    followers,
    headline_of,
    link_in,
    post,
)
from tests.comments.readers import page_of, send_comment
from tests.comments.threads import at_once, database_for_threads
from tests.factories import confirm_address, make_article, make_comment, make_follower

pytestmark = pytest.mark.django_db

ZOE, OTTO = "zoe@example.org", "otto@example.org"


@pytest.fixture(autouse=True)
def _in_english(settings, clock):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def comment(clock, article):
    return make_comment(article=article, author_name="Zoé", author_email=ZOE, body="Des mots de lectrice.")


def asked_of(clock):
    """Return the path of the link in the one mail that leaves in the next minute."""
    (message,) = a_minute_passes(clock)
    return link_in(message)


# Under the thread


def test_the_form_and_the_feeds_stand_under_the_thread(client, article):
    box = page_of(client.get(article.get_absolute_url())).find(id="follow")

    form = box.find("form")
    assert (form["method"], form["action"]) == ("post", f"/comments/follow/{article.pk}/")
    assert box.find("label", **{"for": form.field("email")["id"]})
    at = article.get_absolute_url()
    feeds = [link["href"] for link in box.find(class_="follow-feeds").find_all("a")]
    assert feeds == [f"{at}feed/", f"{at}feed/atom/", f"{at}feed/json/"]


def test_where_comments_are_closed_the_feeds_alone_are_offered(client):
    article = make_article(comments_open=False)

    box = page_of(client.get(article.get_absolute_url())).find(id="follow")

    assert box.find("form") is None
    assert box.find(class_="follow-feeds")


def test_asking_leads_to_a_page_and_to_one_mail_without_a_word_of_a_reader(clock, article, comment):
    answer = ask(article, OTTO)

    assert answer.url == reverse("comments:asked_to_follow", args=[article.pk])
    assert not answer.cookies
    assert mail.outbox == []
    (message,) = a_minute_passes(clock)
    assert message.to == [OTTO]
    assert article.headline in message.body
    assert "Des mots" not in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.extra_headers["Precedence"] == "bulk"
    assert a_minute_passes(clock) == []


def test_nothing_is_followed_before_the_button_is_pressed(clock, article):
    ask(article, ZOE)
    path = asked_of(clock)

    looked = Client().get(path)

    assert page_of(looked).find("form", action=f"{path}confirm/")
    assert followers() == []
    assert headline_of(confirm(path)) == "You follow this discussion."
    assert followers() == [ZOE]


def test_a_known_address_is_answered_and_mailed_like_any_other(clock, article):
    make_follower(ZOE, article=article)

    known, unknown = ask(article, ZOE), ask(article, OTTO, address="198.51.100.4")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert Client().get(known.url).text == Client().get(unknown.url).text
    first, second = a_minute_passes(clock)
    assert (first.subject, {first.to[0], second.to[0]}) == (second.subject, {ZOE, OTTO})


def test_who_follows_already_is_told_so_and_follows_once(clock, article):
    make_follower(ZOE, article=article)
    ask(article, "ZOE@example.org")
    path = asked_of(clock)

    pressed = confirm(path)

    assert headline_of(pressed) == "You have confirmed this already."
    assert followers() == [ZOE]


def test_pressing_twice_says_that_it_is_done(clock, article):
    ask(article, ZOE)
    path = asked_of(clock)
    confirm(path)

    again = confirm(path)

    assert (again.status_code, headline_of(again)) == (200, "You have confirmed this already.")
    assert page_of(Client().get(path)).find("button") is None
    assert followers() == [ZOE]


@pytest.mark.parametrize("email", ["", "zoe", "zoe@machine", '"z"@example.org', "a@b.example\r\nBcc: c@d.example"])
def test_what_is_no_address_comes_back_with_a_sentence_and_what_was_typed(article, email):
    answer = ask(article, quote(email))

    form = page_of(answer).find("form")
    assert answer.status_code == 422
    assert answer.headers["Cache-Control"] == "no-store"
    assert form.field("email").typed == email
    assert form.find("ul", class_="errors").text
    assert form.field("email")["aria-invalid"] == "true"
    assert not Subscription.objects.exists()


def test_an_address_that_folds_into_another_ones_cannot_follow(article):
    answer = ask(article, "zoe@faß.example")

    assert answer.status_code == 422
    assert "xn--" in answer.text


def test_another_site_cannot_ask(article):
    assert ask(article, ZOE, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_asking_is_a_post(article, method):
    assert getattr(Client(), method)(f"/comments/follow/{article.pk}/").status_code == 405


def test_of_a_story_that_is_not_public_nothing_is_followed(clock):
    draft = make_article(published_at=None)

    assert ask(draft, ZOE).status_code == 404
    assert Client().get(reverse("comments:asked_to_follow", args=[draft.pk])).status_code == 404


def test_of_a_story_that_was_withdrawn_meanwhile_nothing_is_told_before_it_is_back(clock, article):
    ask(article, ZOE)
    Article.objects.filter(pk=article.pk).update(published_at=None, headline="Encore secret")

    assert a_minute_passes(clock) == []

    Article.objects.filter(pk=article.pk).update(published_at=timezone.now())
    (message,) = a_minute_passes(clock)
    assert "Encore secret" in message.body


def test_the_link_does_not_name_a_story_that_is_not_public_any_more(clock, article):
    ask(article, ZOE)
    link = asked_of(clock)
    Article.objects.filter(pk=article.pk).update(published_at=None, headline="Encore secret")

    assert "Encore secret" not in Client().get(link).text
    assert "Encore secret" not in confirm(link).text


def test_one_network_asks_no_more_often_than_it_may_post(settings, article):
    settings.COMMENT_LIMITS = ["2/m"]

    answers = [ask(article, f"{number}@example.org") for number in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60
    assert page_of(answers[2]).find(class_="form-errors", role="alert")
    assert page_of(answers[2]).field("email").typed == "2@example.org"
    assert ask(article, OTTO, address="203.0.113.9").status_code == 302


def test_where_posting_has_no_limit_one_network_still_asks_seldom(settings, article):
    settings.COMMENT_LIMITS = []

    answers = [ask(article, f"{number}@example.org").status_code for number in range(21)]

    assert answers == [302] * 20 + [429]


def test_one_address_gets_few_mails_whoever_asks_and_nobody_is_told(clock):
    answers = [ask(make_article(), ZOE, address=f"203.0.113.{number}") for number in range(9)]

    assert {answer.status_code for answer in answers} == {302}
    assert len(a_minute_passes(clock)) == 3
    a_minute_passes(clock, seconds=3600)
    a_minute_passes(clock, seconds=3600)
    assert len(mail.outbox) == 6
    a_minute_passes(clock, seconds=24 * 3600)
    assert len(mail.outbox) == 9


def test_the_same_wish_twice_in_a_moment_is_one_mail(clock, article):
    ask(article, ZOE)
    ask(article, f" {ZOE.upper()}")

    assert len(a_minute_passes(clock)) == 1


def test_a_mail_that_got_lost_can_be_asked_for_again(clock, article):
    ask(article, ZOE)
    a_minute_passes(clock)
    clock.shift(timedelta(minutes=20))
    ask(article, ZOE)

    confirm(asked_of(clock))

    assert followers() == [ZOE]


# With the comment


def test_the_tick_is_off_and_has_its_label(client, article):
    tick = page_of(client.get(article.get_absolute_url())).find(id="comment-form").field("follow")

    assert tick["type"] == "checkbox"
    assert "checked" not in tick


def test_without_the_tick_nobody_is_asked(client, article):
    send_comment(client, article)

    assert not Subscription.objects.exists()


def test_a_tick_is_stored_with_the_comment_and_asks_once_that_is_known_to_be_no_spam(client, clock, article):
    send_comment(client, article, follow="on")
    (wish,) = Subscription.objects.all()
    assert wish.comment == Comment.objects.get()
    assert a_minute_passes(clock) == []

    Comment.objects.update(verdict="ham")
    path = asked_of(clock)

    assert headline_of(confirm(path)) == "You will be told of answers."
    assert followers() == ["zoe@example.org"]


@pytest.mark.parametrize(("status", "verdict"), [("pending", "spam"), ("pending", ""), ("spam", "ham")])
def test_for_spam_nobody_is_asked(client, clock, article, status, verdict):
    send_comment(client, article, follow="on")
    Comment.objects.update(status=status, verdict=verdict)

    assert a_minute_passes(clock) == []


def test_a_comment_that_is_sent_twice_asks_once(client, article):
    send_comment(client, article, follow="on")
    send_comment(client, article, follow="on")

    assert Subscription.objects.count() == 1


def test_a_form_that_comes_back_keeps_the_tick(client, article):
    answer = send_comment(client, article, follow="on", body="")

    assert "checked" in page_of(answer).find(id="comment-form").field("follow")
    assert not Subscription.objects.exists()


# From the receipt


def test_the_receipt_offers_it_and_tells_how_far_it_is(clock, comment):
    def receipt():
        return page_of(Client().get(receipt_path(comment)))

    assert receipt().find("form", action=f"{receipt_path(comment)}follow/")
    assert ask_on_receipt(comment).url == receipt_path(comment)
    assert "You want to be told of answers." in receipt().text
    path = asked_of(clock)
    assert "A mail went to the address" in receipt().text
    confirm(path)
    assert receipt().find("form", action=f"{receipt_path(comment)}follow/") is None
    assert "You are told by mail of answers" in receipt().text
    (leave,) = [link["href"] for link in receipt().find_all("a") if link["href"].startswith("/comments/leave/")]
    assert Client().get(leave).status_code == 200


def test_the_receipt_ends_what_is_told_of_this_comment_and_nothing_else(clock, article, comment):
    make_follower(ZOE, article=make_article())
    make_follower(ZOE, comment=comment)
    page = page_of(Client().get(receipt_path(comment)))
    (leave,) = [link["href"] for link in page.find_all("a") if link["href"].startswith("/comments/leave/")]

    assert page_of(Client().get(leave)).find("form", action=f"{leave}all/") is None
    assert post(f"{leave}all/").status_code == 404
    assert page_of(post(leave)).find("form", action=f"{leave}all/") is None
    assert len(followers()) == 1


def test_who_confirmed_this_very_comment_needs_no_second_mail(clock, comment):
    confirm_address(ZOE)
    AddressConfirmation.objects.update(comment=comment)

    ask_on_receipt(comment)

    assert followers() == [ZOE]
    assert a_minute_passes(clock) == []


def test_an_address_confirmed_under_another_comment_is_asked(clock, comment):
    """Whoever types a confirmed address need not be its owner."""
    confirm_address(ZOE)
    AddressConfirmation.objects.update(comment=make_comment(author_email=ZOE))

    ask_on_receipt(comment)

    assert followers() == []
    assert len(a_minute_passes(clock)) == 1


def test_following_confirms_no_address_for_the_rules(clock, comment):
    ask_on_receipt(comment)
    confirm(asked_of(clock))

    assert not AddressConfirmation.objects.exists()


@pytest.mark.parametrize("status", ["rejected", "spam", "withdrawn"])
def test_of_what_is_not_to_be_published_no_answers_are_offered(comment, status):
    Comment.objects.filter(pk=comment.pk).update(status=status)

    assert page_of(Client().get(receipt_path(comment))).find(id="follow") is None
    assert ask_on_receipt(comment).status_code == 302
    assert not Subscription.objects.exists()


def test_the_receipt_says_when_the_network_has_asked_too_often(settings, clock, comment):
    settings.COMMENT_LIMITS = ["1/m"]
    ask_on_receipt(make_comment())

    answer = ask_on_receipt(comment)

    assert answer.status_code == 429
    assert page_of(answer).find(class_="late", role="alert")


def test_another_site_and_a_wrong_key_cannot_ask_on_the_receipt(comment):
    assert ask_on_receipt(comment, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert Client().post(f"/comments/receipt/{comment.pk}/{'0' * 40}/follow/", {"x": 1}).status_code == 404
    assert not Subscription.objects.exists()


# The link


@pytest.mark.parametrize("key", ["x", "1:2:3", "é", "0" * 2000, "%00", "WzFd:1abc:xyz"])
def test_any_other_key_is_not_found(key):
    assert Client().get(f"/comments/following/{key}/").status_code == 404
    assert confirm(f"/comments/following/{key}/").status_code == 404


def test_a_link_has_its_time_and_the_wish_is_deleted(clock, article):
    ask(article, ZOE)
    path = asked_of(clock)
    clock.shift(7 * 86_400 - 70)
    assert Client().get(path).status_code == 200
    clock.shift(80)

    assert (Client().get(path).status_code, confirm(path).status_code) == (410, 410)
    forget_what_has_had_its_time.call()
    assert not Subscription.objects.exists()
    assert Client().get(path).status_code == 410


def test_another_site_confirms_nothing(clock, article):
    ask(article, ZOE)

    assert confirm(asked_of(clock), headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert followers() == []


def test_the_pages_are_kept_by_nobody_set_no_cookie_and_show_no_address(clock, article):
    ask(article, ZOE)
    path = asked_of(clock)

    for answer in (Client().get(path), confirm(path), confirm(path)):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert not answer.cookies
        assert ZOE not in answer.text


def test_who_asked_is_forgotten_after_a_day(clock, article):
    ask(article, ZOE)
    clock.shift(86_401)

    forget_what_has_had_its_time.call()

    assert list(Subscription.objects.values_list("sender_hash", flat=True)) == [""]


# The mail server


def test_while_the_mail_server_is_away_the_wish_waits(settings, clock, article):
    with_mail = settings.MAILERS
    settings.MAILERS = AWAY
    ask(article, ZOE)
    assert a_minute_passes(clock) == []
    settings.MAILERS = with_mail

    assert len(a_minute_passes(clock)) == 1


@pytest.mark.parametrize(("server", "wait"), [(BREAKS_OFF, 60), (REFUSES, 3600)])
def test_a_mail_that_did_not_leave_is_tried_again(settings, clock, article, server, wait, caplog):
    with_mail = settings.MAILERS
    settings.MAILERS = server
    ask(article, ZOE)
    a_minute_passes(clock)
    settings.MAILERS = with_mail

    assert a_minute_passes(clock, seconds=wait - 1) == []
    assert len(a_minute_passes(clock, seconds=1)) == 1
    assert ZOE not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_asks_and_of_two_presses_one_begins(tmp_path):
    article = make_article()
    wishes = [make_follower(ZOE, article=article, sent_at=None, confirmed_at=None) for _ in range(2)]
    now = timezone.now()

    with database_for_threads(tmp_path), ThreadPoolExecutor(8) as pool:
        claims = at_once(pool, 4, lambda: Row.objects.claim(wishes[0], now))
        begun = at_once(pool, 4, lambda: [Row.objects.confirm(wish, now) for wish in wishes])
        (kept,) = at_once(pool, 1, lambda: Row.objects.confirmed().count())

    assert sorted(claims) == [False, False, False, True]
    assert sum(map(sum, begun)) == 1
    assert kept == 1


def test_the_database_itself_lets_an_address_follow_once(article, comment):
    for target in ({"article": article}, {"comment": comment}):
        make_follower(ZOE, **target)
        with pytest.raises(IntegrityError), transaction.atomic():
            make_follower(ZOE, **target)


# Switched off


def test_where_the_owner_has_switched_it_off_nothing_is_offered_and_nothing_leaves(settings, clock, client, comment):
    article = comment.article
    ask(article, ZOE)
    settings.FOLLOW_BY_MAIL = False
    stencils._cut.cache_clear()

    page = page_of(client.get(article.get_absolute_url()))

    stencils._cut.cache_clear()
    assert page.find(id="follow").find("form") is None
    assert page.find(id="follow").find(class_="follow-feeds")
    assert page.find(id="comment-form").find(name="follow") is None
    assert page_of(client.get(receipt_path(comment))).find(id="follow") is None
    assert ask(article, OTTO).status_code == 404
    send_comment(client, article, follow="on")
    assert Subscription.objects.count() == 1
    assert a_minute_passes(clock) == []


def test_the_privacy_page_says_what_is_kept(client):
    text = client.get("/privacy/").text

    assert "When you follow a discussion by mail" in text
    assert "deleted after seven days" in text
