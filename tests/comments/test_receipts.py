"""The receipt: what its author, and nobody else, reads of a comment, and how she takes it back."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from comments.models import Comment, ModerationEvent, RejectionReason
from comments.receipts.links import receipt_key, receipt_path
from tests.comments.readers import SAME_ORIGIN, page_of, send_comment, shown_text
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


def receipt_of(client, comment):
    return page_of(client.get(receipt_path(comment)))


def state_told(client, comment):
    return receipt_of(client, comment).find(class_="receipt-state").find(class_="headline").text


def in_french(sentence):
    with override("fr"):
        return gettext(sentence)


def withdraw(client, comment, headers=SAME_ORIGIN):
    return client.post(withdrawal_path(comment), headers=headers)


def withdrawal_path(comment):
    return reverse("comments:withdraw", args=[comment.pk, receipt_key(comment)])


def thread_of(client, article):
    return page_of(client.get(article.get_absolute_url())).find(id="comments")


# What it says


def test_a_comment_that_nobody_has_checked_yet_is_being_checked(client, article):
    comment = make_comment(article=article, screened=False)

    assert state_told(client, comment) == in_french("It has arrived, and is being checked.")


@pytest.mark.parametrize("verdict", ["ham", "spam", "discard"])
def test_a_comment_that_was_checked_waits_for_a_person_whatever_was_found(client, article, verdict):
    comment = make_comment(article=article, verdict=verdict)

    assert state_told(client, comment) == in_french("It has arrived, and waits for a moderator.")


def test_a_published_comment_is_linked(client, article):
    comment = make_comment(article=article, status="approved")

    page = receipt_of(client, comment)

    assert state_told(client, comment) == in_french("It is published.")
    assert page.find(class_="receipt-state").find("a")["href"] == comment.get_absolute_url()


@pytest.mark.parametrize("published_at", [None, timezone.now() + timezone.timedelta(days=365)])
def test_an_approved_comment_under_a_story_that_is_not_public_is_not_called_published(client, published_at):
    comment = make_comment(article=make_article(published_at=published_at), status="approved")

    page = receipt_of(client, comment)

    assert state_told(client, comment) == in_french("It was accepted, but the story is not online at the moment.")
    assert page.find(class_="receipt-state").find("a") is None


def test_a_rejected_comment_has_the_reason_of_the_list_in_words(client, article, moderator):
    comment = make_comment(article=article)
    reason = RejectionReason.objects.create(code="insultes", title="Insultes", explanation="On n’insulte pas ici.")
    comment.reject(by=moderator, reason=reason)

    page = receipt_of(client, comment)

    assert state_told(client, comment) == in_french("The moderators have refused it.")
    assert "On n’insulte pas ici." in page.find(class_="receipt-state").text


def test_a_rejected_comment_has_the_reason_in_the_words_of_the_moderator_escaped(client, article, moderator):
    comment = make_comment(article=article)
    comment.reject(by=moderator, reason="<b>Hors sujet</b> & trop long")

    assert "<b>Hors sujet</b> & trop long" in receipt_of(client, comment).find(class_="receipt-state").text


def test_the_reason_is_that_of_the_last_decision(client, article, moderator):
    comment = make_comment(article=article)
    comment.reject(by=moderator, reason="La première raison.")
    comment.reopen(by=moderator)
    comment.reject(by=moderator, reason="La seconde raison.")

    told = receipt_of(client, comment).find(class_="receipt-state").text

    assert "La seconde raison." in told
    assert "La première raison." not in told


def test_a_comment_that_is_reopened_waits_again_without_its_old_reason(client, article, moderator):
    comment = make_comment(article=article)
    comment.reject(by=moderator, reason="Une raison.")
    comment.reopen(by=moderator)

    told = receipt_of(client, comment).find(class_="receipt-state").text

    assert in_french("It has arrived, and waits for a moderator.") in told
    assert "Une raison." not in told


def test_the_author_of_what_was_taken_for_spam_learns_it(client, article):
    comment = make_comment(article=article, status="spam")

    assert state_told(client, comment) == in_french(
        "The moderators have taken it for advertising, so it is not published."
    )


def test_a_withdrawn_comment_is_said_to_be_withdrawn(client, article):
    comment = make_comment(article=article)
    withdraw(client, comment)

    assert state_told(client, comment) == in_french("You have withdrawn it.")


@pytest.mark.parametrize("status", ["pending", "approved", "rejected", "spam"])
def test_a_comment_can_be_withdrawn_in_every_state(client, article, status):
    comment = make_comment(article=article, status=status)

    form = receipt_of(client, comment).find("form", method="post")

    assert form["action"] == withdrawal_path(comment)


def test_a_withdrawn_comment_cannot_be_withdrawn_again(client, article):
    comment = make_comment(article=article, status="withdrawn")

    assert receipt_of(client, comment).find("form") is None


def test_the_receipt_shows_the_text_as_it_was_sent(client, article):
    comment = make_comment(article=article, body="Un <b>texte</b>,\nsur deux lignes.", author_name="Zoé & Cie")

    quoted = receipt_of(client, comment).find(class_="quoted")

    assert shown_text(quoted.find(class_="comment-body")) == "Un <b>texte</b>,\nsur deux lignes."
    assert quoted.find(class_="comment-author").text == "Zoé & Cie"


def test_the_receipt_links_to_no_other_site(client, article):
    comment = make_comment(article=article, body="Voir https://ailleurs.example/", author_url="https://zoe.example/")

    links = [link["href"] for link in receipt_of(client, comment).find_all("a")]

    assert [link for link in links if not link.startswith(("/", "#"))] == []


# Whose it is


def test_a_wrong_key_opens_nothing(client, article):
    comment = make_comment(article=article)
    key = receipt_key(comment)

    for wrong in ("0" * 40, key[:-1], key + "0", key.upper(), "é" * 40, "-", key[::-1]):
        assert client.get(reverse("comments:receipt", args=[comment.pk, wrong])).status_code == 404, wrong


def test_the_key_of_another_comment_opens_nothing(client, article):
    comment, other = make_comment(article=article), make_comment(article=article)

    answer = client.get(reverse("comments:receipt", args=[comment.pk, receipt_key(other)]))

    assert answer.status_code == 404


def test_a_wrong_key_and_an_unknown_comment_look_alike(client, article):
    comment = make_comment(article=article)

    wrong = client.get(reverse("comments:receipt", args=[comment.pk, "0" * 40]))
    unknown = client.get(reverse("comments:receipt", args=[comment.pk + 1, "0" * 40]))

    assert (wrong.status_code, wrong.content) == (unknown.status_code, unknown.content)


def test_a_wrong_key_withdraws_nothing(client, article):
    comment = make_comment(article=article)

    answer = client.post(reverse("comments:withdraw", args=[comment.pk, "0" * 40]), headers=SAME_ORIGIN)

    comment.refresh_from_db()
    assert (answer.status_code, comment.status) == (404, "pending")


def test_two_comments_of_one_person_have_different_keys(client, article):
    first = send_comment(client, article, body="Un texte.")
    second = send_comment(client, article, body="Un autre.")

    assert first.url.split("/")[-2] != second.url.split("/")[-2]


def test_a_key_holds_at_least_128_bits(article):
    key = receipt_key(make_comment(article=article))

    assert len(bytes.fromhex(key)) * 8 >= 128


def test_a_key_depends_on_what_only_the_row_knows(client, article):
    comment = make_comment(article=article)
    path = receipt_path(comment)

    Comment.objects.filter(pk=comment.pk).update(receipt_nonce="0" * 32)

    assert client.get(path).status_code == 404


def test_a_key_of_another_installation_opens_nothing(client, article, settings):
    comment = make_comment(article=article)
    path = receipt_path(comment)

    settings.SECRET_KEY = "another installation"

    assert client.get(path).status_code == 404


def test_the_receipt_stays_the_same_through_decisions(client, article, moderator):
    answer = send_comment(client, article)
    comment = Comment.objects.get()
    comment.approve(by=moderator)
    comment.mark_as_spam(by=moderator)

    assert receipt_path(comment) == answer.url


# What it keeps to itself


@pytest.mark.parametrize("status", ["pending", "approved", "rejected", "spam", "withdrawn"])
def test_the_receipt_is_neither_kept_nor_found(client, article, status):
    comment = make_comment(article=article, status=status)

    answer = client.get(receipt_path(comment))

    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert page_of(answer).find("meta", name="robots")["content"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_the_receipt_sets_no_cookie(client, article):
    comment = make_comment(article=article)

    shown, withdrawn = client.get(receipt_path(comment)), withdraw(client, comment)

    assert not (shown.cookies or withdrawn.cookies or client.cookies)


@pytest.mark.parametrize("status", ["pending", "approved", "rejected", "spam", "withdrawn"])
def test_the_receipt_shows_no_address_no_browser_and_no_email(client, article, status):
    comment = make_comment(
        article=article,
        status=status,
        ip_address="203.0.113.9",
        user_agent="Mozilla/5.0 (Très particulier)",
        referrer="https://ailleurs.example/",
        author_email="zoe@example.net",
    )

    page = client.get(receipt_path(comment)).text

    for secret in ("203.0.113.9", "particulier", "ailleurs.example", "zoe@example.net", comment.address_hash):
        assert secret not in page


def test_the_receipt_names_no_moderator(client, article, moderator):
    comment = make_comment(article=article)
    comment.reject(by=moderator, reason="Hors sujet.")

    page = client.get(receipt_path(comment)).text

    assert moderator.last_name not in page
    assert moderator.email not in page


def test_the_receipt_shows_nothing_of_other_comments(client, article):
    question = make_comment(article=article, status="approved", author_name="Inès", body="Une question ?")
    comment = make_comment(article=article, parent=question)

    page = client.get(receipt_path(comment)).text

    assert "Inès" not in page
    assert "Une question ?" not in page


def test_reading_the_receipt_changes_nothing(client, article):
    comment = make_comment(article=article, status="approved")
    before = Comment.objects.filter(pk=comment.pk).values().get()

    client.get(receipt_path(comment))
    client.head(receipt_path(comment))

    assert Comment.objects.filter(pk=comment.pk).values().get() == before
    assert not ModerationEvent.objects.exists()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_receipt_is_only_read(client, article, method):
    comment = make_comment(article=article)

    answer = getattr(client, method)(receipt_path(comment), headers=SAME_ORIGIN)

    assert answer.status_code == 405


# Withdrawing


def test_withdrawing_leads_back_to_the_receipt(client, article):
    comment = make_comment(article=article)

    answer = withdraw(client, comment)

    comment.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, receipt_path(comment))
    assert comment.status == "withdrawn"


def test_withdrawing_needs_no_cookie_and_no_token(article):
    comment = make_comment(article=article)

    answer = withdraw(Client(enforce_csrf_checks=True), comment)

    assert answer.status_code == 302


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_a_comment_is_withdrawn_by_post_alone(client, article, method):
    comment = make_comment(article=article, status="approved")

    answer = getattr(client, method)(withdrawal_path(comment), headers=SAME_ORIGIN)

    comment.refresh_from_db()
    assert (answer.status_code, comment.status) == (405, "approved")


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
    ],
)
def test_another_site_withdraws_nothing(client, article, headers):
    comment = make_comment(article=article, status="approved")

    answer = withdraw(client, comment, headers)

    comment.refresh_from_db()
    assert (answer.status_code, comment.status) == (403, "approved")


@pytest.mark.parametrize("status", ["pending", "approved", "rejected", "spam"])
def test_who_withdrew_is_recorded_as_the_author(client, article, status):
    comment = make_comment(article=article, status=status)

    withdraw(client, comment)

    event = comment.events.get()
    assert (event.actor, event.user) == (ModerationEvent.Actor.AUTHOR, None)
    assert (event.from_status, event.to_status) == (status, "withdrawn")


def test_withdrawing_twice_is_withdrawing_once(client, article):
    comment = make_comment(article=article)

    withdraw(client, comment)
    again = withdraw(client, comment)

    assert again.url == receipt_path(comment)
    assert comment.events.count() == 1


def test_a_withdrawn_comment_is_gone_from_the_page_at_once(client, article):
    comment = make_comment(article=article, status="approved", author_name="Inès", body="À reprendre.")
    assert "À reprendre." in thread_of(client, article).text

    withdraw(client, comment)

    page = client.get(article.get_absolute_url()).text
    assert "À reprendre." not in page
    assert "Inès" not in page
    assert page_of(client.get(article.get_absolute_url())).find("a", href="#comments") is None


def test_a_withdrawn_comment_has_no_permalink_and_takes_no_answer(client, article):
    comment = make_comment(article=article, status="approved")

    withdraw(client, comment)

    assert client.get(comment.get_absolute_url()).status_code == 404
    assert client.get(reverse("comments:reply", args=[comment.pk])).status_code == 404


def test_a_withdrawn_comment_keeps_its_place_when_it_was_answered(client, article):
    question = make_comment(article=article, status="approved", author_name="Inès", body="À reprendre.")
    answer = make_comment(article=article, status="approved", parent=question, body="Une réponse.")

    withdraw(client, question)

    thread = thread_of(client, article)
    assert [place["id"] for place in thread.find_all("article")] == [f"comment-{question.pk}", f"comment-{answer.pk}"]
    assert thread.find(id=f"comment-{question.pk}").find(class_="comment-gone")
    assert "Une réponse." in thread.text
    assert "À reprendre." not in thread.text
    assert "Inès" not in thread.text


def test_the_count_of_a_story_goes_down_when_a_published_comment_is_withdrawn(client, article):
    comment = make_comment(article=article, status="approved")
    make_comment(article=article, status="approved")

    withdraw(client, comment)

    article.refresh_from_db()
    assert article.comment_count == 1


def test_the_count_of_a_story_stays_when_a_waiting_comment_is_withdrawn(client, article):
    make_comment(article=article, status="approved")

    withdraw(client, make_comment(article=article))

    article.refresh_from_db()
    assert article.comment_count == 1
