"""A moderator takes a passage out of what readers see: marked in public, kept in house, told to its author."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment, Shortening
from comments.receipts.links import receipt_path
from comments.screening.told import told_of
from comments.shortening import SIGN, occurrences, pieces, shortened
from tests.comments.readers import naughty_strings, page_of, shown_text
from tests.factories import make_article, make_comment, make_journalist

pytestmark = pytest.mark.django_db

BODY = "Appelez Zoé au 06 12 34 56 78, je répète : 06 12 34 56 78.\n\nElle habite au 3, rue des Lilas."


@pytest.fixture
def comment(article):
    return make_comment(article=article, status="approved", body=BODY)


def take_out(client, comment, passage="06 12 34 56 78", why="Numéro de téléphone", revision=None):
    fields = {"passage": passage, "why": why, "revision": revision or comment.revision}
    return client.post(f"/moderation/comments/{comment.pk}/shorten/", fields)


def shown(comment):
    page = page_of(Client().get(comment.article.get_absolute_url()))
    return page.find(id=f"comment-{comment.pk}")


# What readers see


def test_a_passage_is_replaced_wherever_it_stands_and_readers_are_told(desk, comment):
    Client().get(comment.article.get_absolute_url())

    answer = take_out(desk, comment)

    place = shown(comment)
    assert answer.status_code == 302
    assert shown_text(place.find(class_="comment-body")) == (
        "Appelez Zoé au […], je répète : […].\n\nElle habite au 3, rue des Lilas."
    )
    assert place.find(class_="shortened").text == "Raccourci par la modération"
    assert "06 12" not in place.text


def test_what_is_not_shortened_does_not_say_so(comment):
    assert shown(comment).find(class_="shortened") is None


def test_the_page_to_answer_and_the_block_of_choices_show_the_shortened_text(desk, comment, moderator):
    comment.feature(by=moderator)
    take_out(desk, comment)

    assert "06 12" not in Client().get(f"/comments/{comment.pk}/reply/").text
    assert "06 12" not in page_of(Client().get(comment.article.get_absolute_url())).find(class_="featured").text


def test_the_comment_itself_stays_as_it_was_sent(desk, comment):
    told = told_of(comment)

    take_out(desk, comment)

    comment.refresh_from_db()
    assert comment.body == BODY
    assert told_of(Comment.objects.select_related("article__section").get()) == told


def test_a_comment_that_waits_is_published_without_the_passage(desk, article, moderator):
    waiting = make_comment(article=article, body=BODY)
    take_out(desk, waiting)
    waiting.refresh_from_db()

    waiting.approve(by=moderator)

    assert "06 12" not in shown(waiting).text


def test_several_passages_are_taken_out_and_those_that_touch_have_one_sign(desk, comment):
    take_out(desk, comment, "3, rue")
    take_out(desk, comment, "rue des Lilas")

    assert shown_text(shown(comment).find(class_="comment-body")).endswith("Elle habite au […].")


def test_a_link_that_is_taken_out_is_no_link(desk, article):
    comment = make_comment(article=article, status="approved", body="Voyez https://exemple.org/x ici.")

    take_out(desk, comment, "https://exemple.org/x")

    assert shown(comment).find(class_="comment-body").find("a") is None


def test_a_selection_with_other_breaks_is_found(desk, comment):
    take_out(desk, comment, "78.\r\n\r\nElle  habite")

    assert shown_text(shown(comment).find(class_="comment-body")).endswith("06 12 34 56 […] au 3, rue des Lilas.")


def test_the_passage_is_put_back(desk, comment, moderator):
    take_out(desk, comment)
    shortening = Shortening.objects.get()
    form = page_of(desk.get(f"/moderation/comments/{comment.pk}/")).find(class_="taken-out").find("form")

    desk.post(form["action"])

    shortening.refresh_from_db()
    assert shortening.taken_back_by == moderator
    assert "06 12 34 56 78" in shown(comment).text
    assert shown(comment).find(class_="shortened") is None


def test_what_else_was_taken_out_stays_out_when_one_passage_is_put_back(desk, comment):
    take_out(desk, comment)
    take_out(desk, comment, "rue des Lilas")

    first, second = Shortening.objects.order_by("pk")
    desk.post(f"/moderation/comments/{comment.pk}/shorten/{first.pk}/back/")
    desk.post(f"/moderation/comments/{comment.pk}/shorten/{first.pk}/back/")

    assert "06 12 34 56 78" in shown(comment).text
    assert second.passage not in shown(comment).text


def test_shortening_costs_readers_no_query(desk, comment):
    def queries():
        comment.article.bump_version()
        with CaptureQueriesContext(connection) as captured:
            shown(comment)
        return len(captured)

    few = queries()
    take_out(desk, comment)

    assert queries() == few


# What the newsroom and the author see


def test_moderators_see_the_original_with_who_took_what_out_and_why(desk, comment):
    take_out(desk, comment)

    page = page_of(desk.get(f"/moderation/comments/{comment.pk}/"))

    assert page.find(class_="original").text == BODY
    assert [each.text for each in page.find(class_="original").find_all("del")] == ["06 12 34 56 78"] * 2
    assert "Ana Ferreira" in page.find(class_="taken-out").text
    assert "Numéro de téléphone" in page.find(class_="taken-out").text


def test_the_card_shows_the_text_as_readers_see_it(desk, comment):
    take_out(desk, comment)

    card = page_of(desk.get("/moderation/?queue=approved")).find(class_="card")

    assert SIGN in card.find(class_="text").text
    assert "Raccourci" in card.find(class_="evidence").text


def test_the_author_reads_on_the_receipt_what_was_taken_out_and_why(desk, comment):
    take_out(desk, comment)

    page = page_of(Client().get(receipt_path(comment)))

    assert page.find(class_="as-written").text == BODY
    assert [each.text for each in page.find(class_="as-written").find_all("del")] == ["06 12 34 56 78"] * 2
    assert "Numéro de téléphone" in page.find(class_="shortenings").text


def test_a_receipt_says_nothing_of_it_otherwise(comment):
    assert page_of(Client().get(receipt_path(comment))).find(class_="shortenings") is None


# Refusals


def form_again(answer):
    return page_of(answer).find(class_="shorten-form")


@pytest.mark.parametrize(
    "passage",
    ["07 00 00 00 00", "appelez zoé", "", "  ", "a", "06", "….", BODY, "Appelez\nZoé habite"],
    ids=ascii,
)
def test_a_passage_that_cannot_be_taken_out_is_refused_and_kept(desk, comment, passage):
    answer = take_out(desk, comment, passage)

    assert answer.status_code == 422
    assert form_again(answer).field("passage").typed == passage
    assert form_again(answer).field("why").typed == "Numéro de téléphone"
    assert form_again(answer).find(class_="errors").text
    assert not Shortening.objects.exists()


def test_the_rest_of_the_text_cannot_be_taken_out_either(desk, comment):
    take_out(desk, comment, BODY.split("\n\n")[0])

    answer = take_out(desk, comment, BODY.split("\n\n")[1])

    assert answer.status_code == 422
    assert "tout le texte" in form_again(answer).find(class_="errors").text


def test_the_same_passage_is_taken_out_once(desk, comment):
    take_out(desk, comment)

    assert take_out(desk, comment).status_code == 422
    assert Shortening.objects.count() == 1


def test_a_reason_is_needed(desk, comment):
    answer = take_out(desk, comment, why=" ")

    assert answer.status_code == 422
    assert form_again(answer).field("passage").typed == "06 12 34 56 78"


def test_a_passage_of_a_text_that_has_changed_is_refused_and_kept(desk, comment):
    Comment.objects.filter(pk=comment.pk).update(revision=2)

    answer = take_out(desk, comment, revision=1)

    form = form_again(answer)
    assert answer.status_code == 409
    assert form.field("passage").typed == "06 12 34 56 78"
    assert not Shortening.objects.exists()
    assert take_out(desk, comment, revision=form.field("revision").typed).status_code == 302


def test_what_its_author_has_withdrawn_is_not_shortened(desk, comment):
    comment.withdraw()

    assert take_out(desk, comment).status_code == 409


def test_shortening_is_for_moderators_by_post_with_a_token(client, moderator, comment):
    address = f"/moderation/comments/{comment.pk}/shorten/"
    assert take_out(client, comment).status_code == 302
    client.force_login(make_journalist())
    assert take_out(client, comment).status_code == 403
    client.force_login(moderator)
    assert client.get(address).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(moderator)
    assert take_out(strict, comment).status_code == 403
    assert not Shortening.objects.exists()


def test_a_passage_of_another_comment_is_not_put_back_from_here(desk, comment):
    take_out(desk, comment)
    other = make_comment(article=make_article())
    shortening = Shortening.objects.get()

    assert desk.post(f"/moderation/comments/{other.pk}/shorten/{shortening.pk}/back/").status_code == 404
    assert desk.get(f"/moderation/comments/{comment.pk}/shorten/{shortening.pk}/back/").status_code == 405


def test_hostile_words_stay_escaped(desk, article):
    comment = make_comment(article=article, status="approved", body="<script>alert(1)</script> et <b>{x}</b> %s")

    take_out(desk, comment, "alert(1)")

    place = shown(comment)
    assert place.find("script") is None
    assert shown_text(place.find(class_="comment-body")) == "<script>[…]</script> et <b>{x}</b> %s"
    assert page_of(desk.get(f"/moderation/comments/{comment.pk}/")).find(class_="original").find("script") is None
    assert page_of(Client().get(receipt_path(comment))).find(class_="as-written").find("script") is None


# The text itself


@pytest.mark.parametrize(
    ("text", "passages", "left"),
    [
        ("abcabc", ["abc"], SIGN),
        ("aaaa", ["aa"], SIGN),
        ("abcdef", ["bcd", "de"], f"a{SIGN}f"),
        ("a.c abc", ["a.c"], f"{SIGN} abc"),
        ("un deux", [], "un deux"),
        ("un  deux", ["un deux"], SIGN),
        ("un deux", ["undeux"], "un deux"),
    ],
)
def test_passages_are_taken_out_as_they_are_written(text, passages, left):
    assert shortened(text, passages) == left


def test_the_pieces_of_a_text_are_the_text():
    for text in naughty_strings():
        assert "".join(piece.text for piece in pieces(text, [text[2:6], text[4:9]])) == text


def test_a_long_passage_is_looked_for_in_time():
    with time_machine.travel(timezone.now(), tick=True):
        before = timezone.now()
        occurrences("a " * 2500, "a " * 1200 + "b")
        assert (timezone.now() - before).total_seconds() < 2
