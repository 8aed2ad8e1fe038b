"""A reader reads the thread, leaves a comment or an answer, and is led to her receipt."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from comments.models import Comment
from comments.models.comment import BODY_MAX, HEADER_MAX
from comments.posting.forms import LINES_MAX, LINKS_UNMARKED
from tests.comments.readers import SAME_ORIGIN, TYPED, page_of, send_comment, shown_text
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


def comment_form(page):
    return page.find(id="comment-form").find("form")


# The form under a story


def test_a_story_has_a_form_with_name_email_site_and_text(client, article):
    page = page_of(client.get(article.get_absolute_url()))

    form = comment_form(page)
    assert form["method"] == "post"
    assert form["action"].startswith(reverse("comments:post_comment", args=[article.pk]))
    labelled = {page.find(id=label["for"])["name"] for label in form.find_all("label")}
    assert labelled == {"author_name", "author_email", "author_url", "body", "follow", "trap"}


def test_only_the_site_is_optional(client, article):
    form = comment_form(page_of(client.get(article.get_absolute_url())))

    required = {name for name in TYPED if "required" in form.field(name)}

    assert required == {"author_name", "author_email", "body"}


def test_the_form_says_that_akismet_is_used_and_links_to_what_happens_to_the_data(client, article):
    form = comment_form(page_of(client.get(article.get_absolute_url())))

    link = form.find("a", href="/privacy/")
    notice = next(note for note in form.find_all(class_="form-note") if link in note.walk())

    assert "Akismet" in notice.text
    assert client.get(link["href"]).status_code == 200


def test_a_story_whose_comments_are_closed_has_no_form(client):
    closed = make_article(comments_open=False)

    page = page_of(client.get(closed.get_absolute_url()))

    assert page.find(id="comment-form") is None
    assert page.find(class_="closed") is not None


def test_the_only_scripts_of_a_story_are_small_modules_of_our_own(client, article):
    page = page_of(client.get(article.get_absolute_url()))

    data = "application/ld+json"  # which no browser runs
    scripts = [element for element in page.find_all("script") if element["type"] != data]
    assert {(script["type"], script.text) for script in scripts} == {("module", "")}
    assert [script["src"].partition(".")[0] for script in scripts] == [
        "/static/js/thread",
        "/static/js/comment-form",
        "/static/js/answer",
    ]


def test_two_readers_get_the_same_bytes(article):
    first = Client(headers={"user-agent": "Lynx"}).get(article.get_absolute_url())
    second = Client(headers={"accept-language": "en"}).get(article.get_absolute_url())

    assert first.content == second.content


def test_the_text_has_its_limits_told_beforehand(client, article):
    form = comment_form(page_of(client.get(article.get_absolute_url())))
    field = form.field("body")

    (told,) = [form.find(id=name) for name in field["aria-describedby"].split()]
    assert all(number in told.text for number in (str(BODY_MAX), str(LINES_MAX), str(LINKS_UNMARKED)))
    assert "*" in told.text
    assert ">" in told.text


def test_no_field_cuts_what_is_pasted_into_it(client, article):
    form = comment_form(page_of(client.get(article.get_absolute_url())))

    assert [control for control in form.walk() if "maxlength" in control] == []


# Sending it


def test_a_comment_leads_to_its_receipt(client, article):
    answer = send_comment(client, article, body="Premier commentaire.")

    comment = Comment.objects.get()
    assert answer.status_code == 302
    assert answer.url.startswith(f"/comments/receipt/{comment.pk}/")
    assert "Premier commentaire." in page_of(client.get(answer.url)).find(class_="comment-body").text


def test_what_was_typed_is_stored_as_it_was_typed(client, article):
    send_comment(
        client,
        article,
        author_name="Zoé d’Arc",
        author_email="zoe+nouvelles@example.org",
        author_url="https://zoe.example/carnet?a=1&b=2",
        body="  Un retrait,\n\n\tune tabulation & <b>des signes</b> ",
    )

    comment = Comment.objects.get()
    assert comment.article == article
    assert comment.parent is None
    assert comment.author_name == "Zoé d’Arc"
    assert comment.author_email == "zoe+nouvelles@example.org"
    assert comment.author_url == "https://zoe.example/carnet?a=1&b=2"
    assert comment.body == "  Un retrait,\n\n\tune tabulation & <b>des signes</b> "


def test_the_site_may_be_typed_without_its_scheme(client, article):
    send_comment(client, article, author_url="zoe.example")

    assert Comment.objects.get().author_url == "https://zoe.example"


def test_the_line_breaks_of_a_form_become_line_feeds(client, article):
    send_comment(client, article, body="un\r\ndeux\rtrois\nquatre")

    assert Comment.objects.get().body == "un\ndeux\ntrois\nquatre"


def test_a_text_of_the_full_length_in_signs_of_four_bytes_is_stored_whole(client, article):
    text = "𝒵" * BODY_MAX

    send_comment(client, article, body=text)

    assert Comment.objects.get().body == text


def test_a_new_comment_is_pending_and_waits_for_screening(client, article):
    send_comment(client, article)

    comment = Comment.objects.get()
    assert (comment.status, comment.verdict) == ("pending", "")
    assert comment.screen_after == comment.submitted_at


def test_a_new_comment_rings_for_its_screening(client, article):
    send_comment(client, article)

    assert [task.task_path for task in DBTaskResult.objects.all()] == ["comments.tasks.screen_comments"]


def test_a_new_comment_is_not_on_the_page(client, article):
    send_comment(client, article, body="Patience.")

    assert "Patience." not in client.get(article.get_absolute_url()).text


def test_what_akismet_needs_to_know_of_the_sender_is_stored(client, article):
    headers = SAME_ORIGIN | {"user-agent": "Mozilla/5.0 (X11)", "referer": "http://testserver/2026/11/texte/"}

    send_comment(client, article, headers=headers, address="198.51.100.4")

    comment = Comment.objects.get()
    assert comment.ip_address == "198.51.100.4"
    assert comment.user_agent == "Mozilla/5.0 (X11)"
    assert comment.referrer == "http://testserver/2026/11/texte/"


def test_a_header_is_stored_as_text_on_one_line_and_cut(client, article):
    sent = ("é\t\x1b[2J" + "x" * 1000).encode().decode("latin-1")

    send_comment(client, article, headers=SAME_ORIGIN | {"user-agent": sent})

    assert Comment.objects.get().user_agent == ("é[2J" + "x" * 1000)[:HEADER_MAX]


def test_a_post_without_the_headers_of_a_browser_is_taken_and_marked(client, article):
    answer = send_comment(client, article, headers={})

    assert answer.status_code == 302
    assert Comment.objects.get().marks == [Comment.Mark.NO_ORIGIN]


def test_a_post_with_the_headers_of_a_browser_is_not_marked(client, article):
    send_comment(client, article)

    assert Comment.objects.get().marks == []


def test_a_form_sent_as_multipart_is_taken(client, article):
    answer = client.post(reverse("comments:post_comment", args=[article.pk]), TYPED, headers=SAME_ORIGIN)

    assert answer.status_code == 302
    assert Comment.objects.get().body == TYPED["body"]


def test_a_comment_needs_no_cookie_and_no_token(article):
    strict = Client(enforce_csrf_checks=True)

    page = strict.get(article.get_absolute_url())
    answer = send_comment(strict, article)
    receipt = strict.get(answer.url)

    assert (page.status_code, answer.status_code, receipt.status_code) == (200, 302, 200)
    assert not (page.cookies or answer.cookies or receipt.cookies or strict.cookies)


def test_the_address_of_the_form_feeds_nothing_into_the_comment(client, article):
    address = reverse("comments:post_comment", args=[article.pk])

    answer = client.post(f"{address}?body=Adresse&author_name=Adresse", {}, headers=SAME_ORIGIN)

    assert answer.status_code == 422
    assert not Comment.objects.exists()


def test_of_a_field_that_was_sent_twice_the_last_counts(client, article):
    send_comment(client, article, body=["La première fois.", "La seconde fois."])

    assert Comment.objects.get().body == "La seconde fois."


@pytest.mark.parametrize("model", [Comment, DBTaskResult])
def test_comment_and_bell_are_stored_together_or_not_at_all(article, model):
    client = Client(raise_request_exception=False)

    with connection.execute_wrapper(fail_to_insert_into(model._meta.db_table)):
        answer = send_comment(client, article)

    assert answer.status_code >= 500
    assert not Comment.objects.exists()
    assert not DBTaskResult.objects.exists()


def fail_to_insert_into(table):
    def execute(execute, sql, params, many, context):
        if sql.startswith(f'INSERT INTO "{table}"'):
            raise OperationalError("disk I/O error")
        return execute(sql, params, many, context)

    return execute


# What has been approved, and answers to it


def test_the_page_says_how_many_comments_are_published(client, article):
    make_comment(article=article, status="approved")
    make_comment(article=article, status="approved")
    make_comment(article=article, status="pending")

    page = page_of(client.get(article.get_absolute_url()))

    assert page.find(id="comments-title").text.startswith("2 ")
    assert page.find("a", href="#comments").text.startswith("2 ")


def test_a_published_comment_has_its_name_text_date_and_permalink(client, article):
    comment = make_comment(article=article, status="approved", author_name="Inès", body="Un texte\nen deux lignes.")

    shown = page_of(client.get(article.get_absolute_url())).find(id=f"comment-{comment.pk}")

    assert shown.find(class_="comment-author").text == "Inès"
    assert shown_text(shown.find(class_="comment-body")) == "Un texte\nen deux lignes."
    permalink = shown.find("a", class_="permalink")
    assert permalink["href"] == f"/comments/{comment.pk}/"
    assert permalink.find("time")["datetime"].startswith(f"{comment.submitted_at:%Y-%m-%dT}")


def test_the_site_of_a_commenter_is_a_link_that_recommends_nothing(client, article):
    comment = make_comment(article=article, status="approved", author_url="https://ines.example/")

    shown = page_of(client.get(article.get_absolute_url())).find(id=f"comment-{comment.pk}")

    link = shown.find(class_="comment-author").find("a")
    assert (link["href"], link["rel"]) == ("https://ines.example/", "nofollow ugc noopener")


def test_the_page_shows_no_email_and_no_address(client, article):
    make_comment(article=article, status="approved", author_email="ines@example.net", ip_address="203.0.113.9")

    page = client.get(article.get_absolute_url()).text

    assert "ines@example.net" not in page
    assert "203.0.113.9" not in page


def test_a_published_comment_links_to_a_form_for_an_answer(client, article):
    comment = make_comment(article=article, status="approved", body="Une question ?")
    shown = page_of(client.get(article.get_absolute_url())).find(id=f"comment-{comment.pk}")

    page = page_of(client.get(shown.find("a", class_="reply-link")["href"]))

    assert page.find(class_="quoted").find(class_="comment-body").text == "Une question ?"
    assert comment_form(page).field("parent").typed == str(comment.pk)


def test_an_answer_is_stored_under_what_it_answers(client, article):
    question = make_comment(article=article, status="approved")

    answer = send_comment(client, article, parent=question.pk, body="Une réponse.")

    stored = Comment.objects.get(body="Une réponse.")
    assert answer.url.startswith(f"/comments/receipt/{stored.pk}/")
    assert (stored.parent, stored.depth) == (question, 1)
    assert stored.path.startswith(question.path)


def test_a_published_answer_stands_in_the_thread_and_names_whom_it_answers(client, article):
    question = make_comment(article=article, status="approved", author_name="Inès")
    answer = make_comment(article=article, status="approved", parent=question, author_name="Karim")

    shown = page_of(client.get(article.get_absolute_url())).find(id=f"comment-{answer.pk}")

    assert [name.text for name in shown.find(class_="comment-head").find_all("bdi")] == ["Karim", "Inès"]


def test_a_form_for_an_answer_is_not_for_search_engines(client, article):
    comment = make_comment(article=article, status="approved")

    page = page_of(client.get(reverse("comments:reply", args=[comment.pk])))

    assert page.find("meta", name="robots")["content"] == "noindex"


def test_an_answer_under_a_closed_story_is_not_offered(client):
    closed = make_article(comments_open=False)
    comment = make_comment(article=closed, status="approved")

    story = page_of(client.get(closed.get_absolute_url()))
    reply = page_of(client.get(reverse("comments:reply", args=[comment.pk])))

    assert story.find("a", class_="reply-link") is None
    assert reply.find(id="comment-form") is None
