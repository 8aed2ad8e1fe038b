"""What followers are mailed: what is published and stays so, many in one mail, each once, through any outage."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments.following import mails
from comments.following.announcing import announce_published_comments
from comments.following.mails import tell_followers
from comments.following.words import QUOTED
from comments.models import Comment, Subscription, Untold
from comments.tasks import forget_what_has_had_its_time
from tests.comments.followers import AWAY, BREAKS_OFF, REFUSES, a_minute_passes, leave_link_of
from tests.comments.readers import naughty_strings
from tests.comments.rules import apply_to, due
from tests.comments.threads import at_once, database_for_threads
from tests.factories import make_article, make_comment, make_follower, make_rule

pytestmark = pytest.mark.django_db

ZOE, OTTO = "zoe@example.org", "otto@example.org"
WINDOW = 120


@pytest.fixture(autouse=True)
def _in_english(settings, clock):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def say(clock, article, moderator):
    """Let a reader write a comment that a moderator publishes at once."""

    def say(**values):
        comment = make_comment(**{"article": article} | values)
        comment.approve(by=moderator)
        return comment

    return say


def told_of(messages, comment):
    """Return who was told of a comment, in these mails."""
    link = f"http://testserver/comments/{comment.pk}/\n"
    return sorted(message.to[0] for message in messages if link in message.body)


# What is told, and when


def test_a_comment_is_told_of_once_the_undo_window_has_passed(clock, article, say):
    make_follower(ZOE, article=article)
    comment = say()

    assert a_minute_passes(clock, seconds=WINDOW - 1) == []
    assert told_of(a_minute_passes(clock, seconds=1), comment) == [ZOE]
    assert a_minute_passes(clock, seconds=86_400) == []


def test_what_a_rule_publishes_and_what_the_newsroom_answers_is_told_of_too(clock, article, say, moderator):
    make_follower(ZOE, article=article)
    make_rule(action="approve")
    by_rule = apply_to(due(article=article))
    root = say()
    answer = Comment(
        article=article, parent=root, author_name="Ana Ferreira", body="Merci.", submitted_at=timezone.now()
    )
    answer.place_in_thread()
    Comment.objects.publish_answer(answer, by=moderator)

    messages = a_minute_passes(clock, seconds=WINDOW)

    assert by_rule.status == "approved"
    assert [told_of(messages, each) for each in (by_rule, root, answer)] == [[ZOE]] * 3
    assert len(messages) == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda comment, moderator: comment.withdraw(),
        lambda comment, moderator: comment.reject(by=moderator),
        lambda comment, moderator: comment.mark_as_spam(by=moderator),
        lambda comment, moderator: comment.reopen(by=moderator),
    ],
)
@pytest.mark.parametrize("seconds", [10, WINDOW + 600])
def test_nothing_is_sent_for_what_was_taken_back(settings, clock, article, say, moderator, act, seconds):
    """Within the undo window, and also while the mail waits for its hour."""
    make_follower(ZOE, article=article)
    say()
    a_minute_passes(clock, seconds=WINDOW)
    gone, stays = say(body="Repris."), say()
    a_minute_passes(clock, seconds=seconds)

    act(gone, moderator)
    messages = a_minute_passes(clock, seconds=3600)

    assert told_of(messages, stays) == [ZOE]
    assert told_of(messages, gone) == []
    assert "Repris." not in messages[0].body


def test_what_comes_back_before_the_mail_is_written_is_in_it(clock, article, say, moderator):
    make_follower(ZOE, article=article)
    say()
    a_minute_passes(clock, seconds=WINDOW)
    comment = say()
    a_minute_passes(clock, seconds=WINDOW)
    comment.reject(by=moderator)
    comment.approve(by=moderator)

    assert told_of(a_minute_passes(clock, seconds=3600), comment) == [ZOE]


def test_a_comment_is_told_of_once_however_often_it_is_decided(clock, article, say, moderator):
    make_follower(ZOE, article=article)
    comment = say()
    a_minute_passes(clock, seconds=WINDOW)
    comment.reject(by=moderator)
    comment.approve(by=moderator)

    assert a_minute_passes(clock, seconds=7200) == []


def test_of_a_story_that_was_taken_offline_nothing_is_told(clock, article, say):
    make_follower(ZOE, article=article)
    say()
    Article.objects.filter(pk=article.pk).update(ends_at=timezone.now())

    assert a_minute_passes(clock, seconds=WINDOW) == []


def test_what_was_public_before_somebody_followed_is_no_news(clock, article, say):
    comment = say()
    a_minute_passes(clock, seconds=WINDOW)

    make_follower(ZOE, article=article)

    assert a_minute_passes(clock) == []
    assert Comment.objects.get(pk=comment.pk).announced_at


def test_a_wish_that_is_not_confirmed_gets_no_news(clock, article, say):
    make_follower(ZOE, article=article, confirmed_at=None)
    say()

    assert a_minute_passes(clock, seconds=WINDOW) == []


def test_followers_are_not_told_of_their_own_comments(clock, article, say):
    make_follower(ZOE, article=article)
    own = say(author_email=" ZOE@example.org")
    other = say()

    messages = a_minute_passes(clock, seconds=WINDOW)

    assert (told_of(messages, own), told_of(messages, other)) == ([], [ZOE])


def test_of_another_story_nobody_is_told(clock, article, say):
    make_follower(ZOE, article=article)
    say(article=make_article())

    assert a_minute_passes(clock, seconds=WINDOW) == []


# Answers to one comment


def test_who_follows_a_comment_is_told_of_what_answers_it_at_any_depth(clock, article, say):
    root, beside = say(author_email=ZOE), say()
    make_follower(ZOE, comment=root)
    below = [root]
    for _ in range(8):
        below.append(say(parent=below[-1]))

    messages = a_minute_passes(clock, seconds=WINDOW)

    assert len(messages) == 1
    assert [told_of(messages, each) for each in below] == [[], *[[ZOE]] * 8]
    assert told_of(messages, beside) == []


def test_below_the_last_depth_answers_to_a_neighbour_are_not_told_of(clock, article, say):
    chain = [say()]
    for _ in range(6):
        chain.append(say(parent=chain[-1]))
    make_follower(ZOE, comment=chain[6])
    to_neighbour, to_it = say(parent=chain[5]), say(parent=chain[6])

    messages = a_minute_passes(clock, seconds=WINDOW)

    assert (told_of(messages, to_neighbour), told_of(messages, to_it)) == ([], [ZOE])


def test_one_address_is_told_of_a_comment_once_whatever_it_follows(clock, article, say):
    root = say(author_email=ZOE)
    child = say(parent=root, author_email=ZOE)
    for target in ({"comment": root}, {"comment": child}):
        make_follower(ZOE, **target)
    answer = say(parent=child)
    assert told_of(a_minute_passes(clock, seconds=WINDOW), answer) == [ZOE]

    make_follower(ZOE, article=article)
    second = say(parent=child)
    (message,) = a_minute_passes(clock, seconds=3600)

    assert told_of([message], second) == [ZOE]
    assert "because you follow this discussion" in message.body


# One mail for several


def test_several_answers_are_one_mail_an_hour(clock, article, say):
    make_follower(ZOE, article=article)
    first = say()
    assert len(a_minute_passes(clock, seconds=WINDOW)) == 1
    later = [say() for _ in range(3)]
    assert a_minute_passes(clock, seconds=3599) == []

    (message,) = a_minute_passes(clock, seconds=1)

    assert message.body.startswith("3 comments have been published")
    assert [told_of([message], each) for each in later] == [[ZOE]] * 3
    assert told_of([message], first) == []


def test_answers_to_several_comments_of_one_discussion_are_one_mail_an_hour_as_well(clock, article, say):
    mine = [say(author_email=ZOE) for _ in range(2)]
    for comment in mine:
        make_follower(ZOE, comment=comment)
    elsewhere = make_follower(ZOE, article=make_article())
    answers = [say(parent=comment) for comment in mine]
    there = say(article=elsewhere.article)

    first, other_story = a_minute_passes(clock, seconds=WINDOW)
    later = say(parent=mine[0])
    assert a_minute_passes(clock, seconds=3599) == []
    (second,) = a_minute_passes(clock, seconds=1)
    (third,) = a_minute_passes(clock, seconds=3600)

    assert [told_of([first], each) for each in answers] == [[ZOE], []]
    assert told_of([other_story], there) == [ZOE]
    assert told_of([second], answers[1]) == [ZOE]
    assert told_of([third], later) == [ZOE]


def test_a_long_list_is_cut_and_says_what_is_left(clock, article, say):
    make_follower(ZOE, article=article)
    comments = [say() for _ in range(QUOTED + 5)]

    (message,) = a_minute_passes(clock, seconds=WINDOW)

    assert sum(bool(told_of([message], each)) for each in comments) == QUOTED
    assert f"And 5 more: http://testserver{article.get_absolute_url()}#comments" in message.body
    assert a_minute_passes(clock, seconds=3600) == []


def test_each_comment_is_named_with_author_time_first_words_and_permalink(clock, article, say):
    make_follower(ZOE, article=article)
    comment = say(author_name="Otto", body="Premier.\n\n" + "Très long. " * 60)

    (message,) = a_minute_passes(clock, seconds=WINDOW)

    name, words, link = message.body.split("\n\n")[1].split("\n")
    assert name == "Otto, November 25, 2026, 1:00 p.m."
    assert words.startswith("Premier. Très long.")
    assert words.endswith("…")
    assert len(words) <= 200
    assert link == f"http://testserver{comment.get_absolute_url()}"


def test_what_moderators_took_out_is_not_mailed(clock, article, say):
    make_follower(ZOE, article=article)
    comment = say(body="Avec le nom de quelqu’un.")
    Comment.objects.filter(pk=comment.pk).update(public_body="Avec […].")

    (message,) = a_minute_passes(clock, seconds=WINDOW)

    assert "Avec […]." in message.body
    assert "quelqu’un" not in message.body


# The head of a mail


def test_the_head_says_what_it_is_and_how_to_leave(clock, article, say):
    make_follower(ZOE, article=article)
    say()

    (message,) = a_minute_passes(clock, seconds=WINDOW)
    head = message.message()

    assert head["Auto-Submitted"] == "auto-generated"
    assert head["Precedence"] == "bulk"
    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert b"\nList-Unsubscribe: <http://testserver/comments/leave/" in head.as_bytes()
    assert f"http://testserver{leave_link_of(message)}" in message.body


def test_all_mails_of_one_story_refer_to_one_and_each_has_its_own_number(clock, article, say):
    other = make_article()
    for story in (article, other):
        make_follower(ZOE, article=story)
    say()
    say(article=other)
    first = a_minute_passes(clock, seconds=WINDOW)
    say()
    second = a_minute_passes(clock, seconds=3600)

    of_story = [each for each in [*first, *second] if article.headline in each.subject]
    assert len(of_story) == 2
    assert len({each.extra_headers["References"] for each in of_story}) == 1
    assert len({each.extra_headers["References"] for each in first}) == 2
    assert len({each.extra_headers["Message-ID"] for each in [*first, *second]}) == 3
    assert len({each.subject for each in of_story}) == 1


@pytest.mark.parametrize("text", ["x\r\nBcc: otto@example.org", "x\nBcc: a@b.example", "x\u2028Bcc: a", "\u202ex\x07"])
def test_no_name_and_no_headline_writes_a_line_of_its_own(clock, article, say, text):
    make_follower(ZOE, article=article)
    Article.objects.filter(pk=article.pk).update(headline=text)
    say(author_name=text, body=text)

    (message,) = a_minute_passes(clock, seconds=WINDOW)

    assert message.message()["Bcc"] is None
    assert "\n" not in message.subject
    assert not any(line.startswith("Bcc") for line in message.body.splitlines())
    assert not set("\u202e\x07\u2028") & set(message.body)


def test_naughty_strings_make_no_mail_fail(clock, article, say):
    make_follower(ZOE, article=article)
    texts = [text for text in naughty_strings() if text.strip() and "\x00" not in text]
    for text in texts[::15]:
        say(author_name=text[:100], body=text)

    (message,) = a_minute_passes(clock, seconds=WINDOW)

    assert message.message().as_bytes()


def test_the_mail_is_in_the_sites_language(settings, clock, article, say):
    settings.LANGUAGE_CODE = "fr"
    make_follower(ZOE, article=article)
    say()

    (message,) = a_minute_passes(clock, seconds=WINDOW)

    assert "25 novembre 2026" in message.body


# Outages


def test_while_the_mail_server_is_away_everything_waits(settings, clock, article, say):
    with_mail = settings.MAILERS
    settings.MAILERS = AWAY
    make_follower(ZOE, article=article)
    comments = [say(), say()]
    assert a_minute_passes(clock, seconds=WINDOW) == []
    assert a_minute_passes(clock, seconds=86_400) == []
    settings.MAILERS = with_mail

    (message,) = a_minute_passes(clock)

    assert [told_of([message], each) for each in comments] == [[ZOE]] * 2


def test_while_no_worker_runs_nothing_is_lost(clock, article, say):
    make_follower(ZOE, article=article)
    comment = say()
    clock.shift(timedelta(days=20))

    assert told_of(a_minute_passes(clock), comment) == [ZOE]


def test_a_server_that_breaks_off_costs_a_minute_and_stops_the_others(settings, clock, article, say, caplog):
    with_mail = settings.MAILERS
    settings.MAILERS = BREAKS_OFF
    for address in (ZOE, OTTO):
        make_follower(address, article=article)
    comment = say()
    a_minute_passes(clock, seconds=WINDOW)
    settings.MAILERS = with_mail

    assert told_of(a_minute_passes(clock), comment) == [OTTO, ZOE]
    assert caplog.text.count("broke off") == 1
    assert "example.org" not in caplog.text


def test_an_address_that_is_refused_is_tried_again_ever_later_and_holds_up_nobody(settings, clock, article, say):
    with_mail = settings.MAILERS
    settings.MAILERS = REFUSES
    make_follower(ZOE, article=article)
    make_follower(OTTO, article=article)
    comment = say()
    pauses = []
    a_minute_passes(clock, seconds=WINDOW)
    for _ in range(7):
        (at,) = set(Subscription.objects.values_list("next_mail_at", flat=True))
        pauses.append((at - timezone.now()) // timedelta(hours=1))
        clock.move_to(at)
        tell_followers(timezone.now())
    settings.MAILERS = with_mail

    assert pauses == [1, 2, 4, 8, 16, 24, 24]
    assert told_of(a_minute_passes(clock, seconds=86_400), comment) == [OTTO, ZOE]
    assert set(Subscription.objects.values_list("refusals", flat=True)) == {0}


def test_a_worker_that_dies_while_sending_has_that_one_mail_sent_again(clock, article, say, monkeypatch):
    """With the same Message-ID, by which mail programs know it again."""
    make_follower(ZOE, article=article)
    say()

    def die(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(Subscription.objects.none().__class__, "note_told", die)
        with pytest.raises(KeyboardInterrupt):
            a_minute_passes(clock, seconds=WINDOW)
    (first,) = mail.outbox
    assert a_minute_passes(clock, seconds=599) == []

    (second,) = a_minute_passes(clock, seconds=1)

    assert second.extra_headers["Message-ID"] == first.extra_headers["Message-ID"]
    assert a_minute_passes(clock, seconds=7200) == []


def test_what_could_not_be_told_for_a_month_is_no_news(settings, clock, article, say):
    settings.MAILERS = AWAY
    make_follower(ZOE, article=article)
    say()
    a_minute_passes(clock, seconds=WINDOW)
    clock.shift(timedelta(days=30))

    forget_what_has_had_its_time.call()

    assert not Untold.objects.exists()
    assert Subscription.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_announce_once_and_tell_each_follower_once(tmp_path, clock):
    article = make_article()
    for _ in range(12):
        make_follower(article=article)
    for _ in range(5):
        make_comment(article=article, status="approved")
    clock.shift(WINDOW)
    now = timezone.now()

    with database_for_threads(tmp_path), ThreadPoolExecutor(4) as pool:
        at_once(pool, 4, lambda: announce_published_comments(now))
        (news,) = at_once(pool, 1, lambda: Untold.objects.count())
        at_once(pool, 4, lambda: tell_followers(now))
        (left,) = at_once(pool, 1, lambda: Untold.objects.count())

    assert news == 12 * 5
    assert len({message.to[0] for message in mail.outbox}) == len(mail.outbox) == 12
    assert left == 0


# A thousand followers


def test_a_thousand_followers_cost_a_bounded_number_of_statements(clock, article, say, monkeypatch):
    monkeypatch.setattr(mails, "AT_ONCE", 50)
    row = make_follower(article=article)
    Subscription.objects.bulk_create(
        Subscription(
            article=article,
            email=f"abonne-{number}@example.org",
            email_hash=f"{number:032d}",
            asked_at=row.asked_at,
            confirmed_at=row.confirmed_at,
            next_mail_at=row.next_mail_at,
        )
        for number in range(999)
    )
    for _ in range(3):
        say()
    clock.shift(WINDOW)
    now = timezone.now()

    with CaptureQueriesContext(connection) as announcing:
        announce_published_comments(now)
    with CaptureQueriesContext(connection) as telling:
        assert tell_followers(now)

    assert len(announcing) <= 12
    assert len(mail.outbox) == 50
    # Claimed, read, and both noted in one transaction.
    assert len(telling) <= 4 + 50 * 6
    while tell_followers(now):
        pass
    assert len(mail.outbox) == 1000
    assert not Untold.objects.exists()


def test_a_reader_costs_the_page_no_query_more(client, clock, article, say):
    say()
    address = article.get_absolute_url()
    with CaptureQueriesContext(connection) as before:
        client.get(f"{address}?after=0")
    for _ in range(3):
        make_follower(article=article)
    with CaptureQueriesContext(connection) as after:
        client.get(f"{address}?after=1")

    assert len(after) == len(before)
