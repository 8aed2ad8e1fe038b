"""The newsroom answers in the thread under its own badge, and nobody else can look as if they did."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments.models import Comment, ModerationEvent
from comments.moderation import answering
from comments.screening.checking import CHECKS
from comments.screening.feedback import REPORTABLE
from tests.comments.readers import page_of, send_comment, shown_text
from tests.comments.threads import at_once, database_for_threads
from tests.factories import make_article, make_author, make_comment, make_journalist, make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(article):
    return make_comment(article=article, status="approved", author_name="Zoé")


def answer_address(comment):
    return f"/moderation/comments/{comment.pk}/answer/send/"


def send_answer(client, comment, body="Merci, c’est corrigé.", **fields):
    return client.post(answer_address(comment), {"body": body} | fields)


def shown(article, comment):
    return page_of(Client().get(article.get_absolute_url())).find(id=f"comment-{comment.pk}")


# Answering


def test_an_answer_is_public_at_once_with_a_badge_in_words(desk, article, question):
    Client().get(article.get_absolute_url())

    send_answer(desk, question)

    reply = Comment.objects.get(parent=question)
    place = shown(article, reply)
    assert place.find(class_="newsroom").text == "La rédaction"
    assert place.find(class_="comment-author").text == "Ana Ferreira"
    assert place.find(class_="comment-author").find("a") is None
    assert shown_text(place.find(class_="comment-body")) == "Merci, c’est corrigé."
    assert Article.objects.get(pk=article.pk).comment_count == 2


def test_an_author_signs_with_the_byline_which_leads_to_the_authors_page(desk, article, question, moderator):
    author = make_author(name="A. Ferreira", user=moderator)

    send_answer(desk, question)

    name = shown(article, Comment.objects.get(parent=question)).find(class_="comment-author")
    assert name.text == "A. Ferreira"
    assert name.find("a")["href"] == author.get_absolute_url()
    assert name.find("a")["rel"] == "author"


def test_somebody_without_a_name_answers_in_the_sites_name(article, question):
    client = Client()
    client.force_login(make_moderator("xk7"))

    send_answer(client, question)

    assert Comment.objects.get(parent=question).author_name == "Le Commutateur"


def test_an_event_says_who_answered(desk, question, moderator):
    send_answer(desk, question)

    event = ModerationEvent.objects.get()
    assert (event.user, event.to_status, event.comment.parent) == (moderator, "approved", question)


def test_an_answer_never_goes_to_akismet(desk, question):
    send_answer(desk, question)

    reply = Comment.objects.get(parent=question)
    desk.post("/moderation/check-again/", {"comment": reply.pk})
    reply.refresh_from_db()
    assert reply.screen_after is None
    assert not CHECKS.due(reply.submitted_at, also_paused=True).filter(pk=reply.pk).exists()
    assert not Comment.objects.filter(REPORTABLE, pk=reply.pk).exists()


def test_a_double_click_is_one_answer(desk, question):
    send_answer(desk, question)

    assert send_answer(desk, question).status_code == 302
    assert Comment.objects.filter(parent=question).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_in_the_same_moment_are_one_answer(tmp_path):
    question, person = make_comment(status="approved"), make_moderator()

    def press():
        return answering.answer(question, "C’est corrigé.", by=person).pk

    with database_for_threads(tmp_path), ThreadPoolExecutor(6) as pool:
        sent = at_once(pool, 6, press)

    assert len(set(sent)) == 1


def test_the_card_of_a_published_comment_holds_the_form(desk, question):
    form = page_of(desk.get("/moderation/?queue=approved")).find(class_="answer-form")

    assert form["action"] == answer_address(question)
    assert page_of(desk.get(f"/moderation/comments/{question.pk}/")).find(class_="answer-form")


def test_the_card_of_a_comment_that_waits_holds_none(desk, article):
    make_comment(article=article)

    assert page_of(desk.get("/moderation/")).find(class_="answer-form") is None


def test_an_answer_leads_back_to_the_desk_and_never_elsewhere(desk, question):
    assert send_answer(desk, question, next="/moderation/?queue=approved").url == "/moderation/?queue=approved"
    assert send_answer(desk, question, body="Autre.", next="https://evil.example/").url == "/moderation/"


def test_an_editor_answers_from_a_page_of_its_own(article, question, editor):
    client = Client()
    client.force_login(editor)

    links = page_of(client.get(f"/moderation/discussion/story/{article.pk}/")).find(class_="scopes").find_all("a")
    page = client.get(links[-1]["href"])
    answer = send_answer(client, question)

    assert page.status_code == 200
    assert answer.url == Comment.objects.get(parent=question).get_absolute_url()


def test_the_newsroom_answers_while_comments_are_closed(desk):
    closed = make_article(comments_open=False)
    question = make_comment(article=closed, status="approved")

    assert send_answer(desk, question).status_code == 302


def test_readers_answer_the_newsroom(desk, article, question):
    send_answer(desk, question)
    reply = Comment.objects.get(parent=question)

    page = page_of(Client().get(f"/comments/{reply.pk}/reply/"))

    assert page.find(class_="newsroom")
    assert send_comment(Client(), article, parent=reply.pk).status_code == 302


def test_an_answer_is_rejected_like_any_comment(desk, article, question, colleague):
    send_answer(desk, question)
    reply = Comment.objects.get(parent=question)

    assert reply.reject(by=colleague)

    assert shown(article, reply) is None
    assert Article.objects.get(pk=article.pk).comment_count == 1


def test_an_answer_can_be_taken_back_by_the_key_for_the_last_press(desk, article, question):
    send_answer(desk, question)

    desk.post("/moderation/undo/")

    reply = Comment.objects.get(parent=question)
    assert reply.status == "pending"
    assert shown(article, reply) is None


def test_the_evidence_says_that_the_newsroom_wrote_it(desk, question):
    send_answer(desk, question)

    page = page_of(desk.get(f"/moderation/comments/{Comment.objects.get(parent=question).pk}/"))

    assert "réponse de la rédaction" in page.find(class_="sentences").text


# Refusals


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "withdrawn"])
def test_what_is_not_published_is_not_answered_and_the_text_is_kept(desk, article, status):
    hidden = make_comment(article=article, status=status)

    answer = send_answer(desk, hidden, body="Ma réponse.")

    assert answer.status_code == 409
    assert page_of(answer).find(class_="answer-form").field("body").typed == "Ma réponse."
    assert page_of(answer).find(class_="late").text
    assert not Comment.objects.filter(parent=hidden).exists()


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "withdrawn"])
def test_who_answers_and_does_not_moderate_reads_nothing_that_is_not_published(client, article, editor, status):
    hidden = make_comment(article=article, status=status, author_name="Zoé", body="Un texte que personne ne lit.")
    client.force_login(editor)

    for answer in [client.get(f"/moderation/comments/{hidden.pk}/answer/"), send_answer(client, hidden)]:
        assert "Zoé" not in answer.text
        assert "personne ne lit" not in answer.text
        assert page_of(answer).find(class_="late").text


@pytest.mark.parametrize("body", ["", " ", "x" * 5001, "a\x00b", "\u200b\u200b"], ids=ascii)
def test_words_that_no_reader_may_send_are_refused_here_too(desk, question, body):
    answer = send_answer(desk, question, body=body)

    assert answer.status_code == 422
    assert page_of(answer).find(class_="answer-form").find(class_="errors").text
    assert not Comment.objects.filter(parent=question).exists()


def test_whoever_lacks_the_permission_does_not_answer(client, question):
    assert send_answer(client, question).status_code == 302
    client.force_login(make_journalist())

    assert send_answer(client, question).status_code == 403
    assert client.get(f"/moderation/comments/{question.pk}/answer/").status_code == 403
    assert not Comment.objects.filter(parent=question).exists()


def test_an_answer_is_a_post_with_djangos_token(moderator, question):
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)

    assert client.get(answer_address(question)).status_code == 405
    assert send_answer(client, question).status_code == 403


def test_a_comment_that_is_not_there_is_not_answered(desk):
    assert desk.post("/moderation/comments/4711/answer/send/", {"body": "Bonjour."}).status_code == 404


def test_what_the_newsroom_writes_is_escaped(desk, article, question, moderator):
    make_author(name="<b>Ana</b> {x}", user=moderator)

    send_answer(desk, question, body="<script>alert(1)</script> {text}")

    place = shown(article, Comment.objects.get(parent=question))
    assert place.find("script") is None
    assert shown_text(place.find(class_="comment-body")) == "<script>alert(1)</script> {text}"
    assert place.find(class_="comment-author").text == "<b>Ana</b> {x}"


def test_badges_cost_no_query(desk, article, question):
    def queries():
        Article.objects.filter(pk=article.pk).bump_version()
        with CaptureQueriesContext(connection) as captured:
            Client().get(article.get_absolute_url())
        return len(captured)

    few = queries()
    for number in range(5):
        send_answer(desk, question, body=f"Réponse {number}.")

    assert queries() == few


# Names of the newsroom

HOMOGLYPHS = "Аnа Fеrrеirа"  # with the Cyrillic letters а and е


@pytest.mark.parametrize(
    "name",
    [
        "Ana Ferreira",
        "ana ferreira",
        "ÀNÄ FÉRREIRA",
        " Ana   Ferreira ",
        "AnaFerreira",
        "Ferreira Ana",
        "A n a F e r r e i r a",
        HOMOGLYPHS,
        "Ana\u200b Ferre\u00adira",
        "Ana Ferreira (officiel)",
        "@Ana Ferreira!",
        "Ana Ferre1ra",
        "Ana Ferreira 2",
        "Ａｎａ Ｆｅｒｒｅｉｒａ",
        "Odile Kerbrat",
        "odile kerbrat",
        "Le Commutateur",
        "LeC0mmutateur",
        "La rédaction",
        "REDACTION",
        "Ré-dac-tion",
        "Modération",
        "Modératrice",
        "Le modérateur",
        "admin",
        "Аdmin",
        "Admin du site",
        "4dm1n",
        "Administrateur",
    ],
    ids=ascii,
)
def test_a_name_of_the_newsroom_is_marked_and_waits_for_a_person(client, article, moderator, name):
    make_author(name="Odile Kerbrat")

    assert send_comment(client, article, author_name=name).status_code == 302

    comment = Comment.objects.get()
    assert "staff_name" in comment.marks
    Comment.objects.update(verdict="ham", screen_after=None)
    assert not Comment.objects.all().unreviewed().exists()


@pytest.mark.parametrize(
    "name",
    [
        "Zoé Lemaître",
        "Ana",
        "Ferreira",
        "Anastasia Ferreira",
        "Jean Le Roux",
        "Édith Orial",
        "李小龙",
        "Дмитрий",
        "75011",
    ],
)
def test_other_names_are_not_marked(client, article, moderator, name):
    send_comment(client, article, author_name=name)

    assert "staff_name" not in Comment.objects.get().marks


def test_the_name_of_a_reader_who_has_an_account_is_not_the_newsrooms(client, article, django_user_model):
    django_user_model.objects.create_user("zoe", first_name="Zoé", last_name="Lemaître")

    send_comment(client, article, author_name="Zoé Lemaître")

    assert "staff_name" not in Comment.objects.get().marks


def test_staff_names_cost_one_query_however_many_there_are(client, article):
    for _ in range(5):
        make_author()
    with CaptureQueriesContext(connection) as queries:
        send_comment(client, article)

    assert len([query for query in queries if "articles_author" in query["sql"] and "UNION" in query["sql"]]) == 1


def test_a_reader_cannot_send_a_badge(client, article):
    send_comment(client, article, newsroom_by="1", author_url="/author/odile/")

    assert not Comment.objects.filter(newsroom_by__isnull=False).exists()
