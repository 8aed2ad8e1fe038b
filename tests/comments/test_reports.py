"""Readers report a published comment; moderators read what was reported, and any decision closes the reports."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, ModerationEvent, Report
from comments.moderation import queues
from tests.comments.readers import page_of, send_report
from tests.comments.threads import at_once, database_for_threads
from tests.factories import make_article, make_comment, make_journalist

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(article):
    return make_comment(article=article, status="approved", author_name="Zoé", body="Un texte publié.")


def decide(client, comment, decision, **fields):
    posted = {"comment": comment.pk, "decision": decision, f"state_{comment.pk}": "approved", "reason": "insult"}
    return client.post("/moderation/decide/", posted | fields)


def names_on(answer):
    return [card.comment.author_name for card in answer.context["cards"]]


# Reporting


def test_each_published_comment_has_a_link_to_report_it(client, article, comment):
    place = page_of(client.get(article.get_absolute_url())).find(id=f"comment-{comment.pk}")

    page = page_of(client.get(place.find(class_="report-link")["href"]))

    form = page.find(id="report-form")
    assert {radio["value"] for radio in form.find_all("input", name="reason")} == set(Report.Reason.values)
    assert "Un texte publié." in page.find(class_="quoted").text
    assert page.find("script") is None


def test_a_report_is_kept_with_its_reason_and_words_and_thanked_for(comment):
    answer = send_report(comment, reason="other", words="  C’est\r\nfaux. ")

    report = Report.objects.get()
    assert (report.comment, report.reason, report.words) == (comment, "other", "C’est\nfaux.")
    assert (report.closed_at, report.outcome) == (None, "")
    assert "arrivé" in Client().get(answer.url).text
    comment.refresh_from_db()
    assert (comment.open_reports, comment.reported_at) == (1, report.created_at)


def test_reporting_needs_no_cookie_and_sets_none(client, comment):
    answers = [client.get(f"/comments/{comment.pk}/report/"), send_report(comment, client=client)]

    assert not any(answer.cookies for answer in answers)
    assert not client.cookies


def test_the_address_of_who_reports_is_not_kept(comment):
    send_report(comment, address="203.0.113.99")

    report = Report.objects.get()
    assert report.sender_hash
    assert "203.0.113.99" not in repr(vars(report))


def test_a_network_is_heard_once_about_a_comment(comment):
    first, second = send_report(comment), send_report(comment, reason="advertising")

    comment.refresh_from_db()
    assert second.url == first.url
    assert Report.objects.get().reason == "insult"
    assert comment.open_reports == 1


def test_other_networks_and_other_comments_are_heard(comment, article):
    other = make_comment(article=article, status="approved")
    send_report(comment)
    send_report(comment, address="198.51.100.4")
    send_report(other)

    comment.refresh_from_db()
    assert comment.open_reports == 2
    assert Report.objects.count() == 3


def test_a_report_changes_nothing_that_readers_see(client, article, comment):
    etag = client.get(article.get_absolute_url()).headers["ETag"]

    send_report(comment)

    assert client.get(article.get_absolute_url(), headers={"if-none-match": etag}).status_code == 304


def test_a_shortened_comment_is_shown_shortened(comment):
    Comment.objects.filter(pk=comment.pk).update(public_body="Un […].")

    assert "publié" not in page_of(Client().get(f"/comments/{comment.pk}/report/")).find(class_="quoted").text


# What is refused


@pytest.mark.parametrize(
    "typed",
    [
        {"reason": ""},
        {"reason": "boredom"},
        {"reason": "other", "words": ""},
        {"reason": "other", "words": "  "},
        {"words": "x" * 1001},
        {"words": "a\x00b"},
    ],
    ids=str,
)
def test_a_report_that_says_nothing_is_refused_and_kept(comment, typed):
    answer = send_report(comment, **typed)

    form = page_of(answer).find(id="report-form")
    assert answer.status_code == 422
    assert form.find(class_="errors").text
    assert form.field("words").typed == typed.get("words", "")
    assert not Report.objects.exists()


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}], ids=str)
def test_a_report_of_another_site_is_refused(comment, headers):
    assert send_report(comment, headers=headers).status_code == 403
    assert not Report.objects.exists()


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "withdrawn"])
def test_what_is_not_published_cannot_be_reported(article, status):
    hidden = make_comment(article=article, status=status)

    assert Client().get(f"/comments/{hidden.pk}/report/").status_code == 404
    assert send_report(hidden).status_code == 404
    assert not Report.objects.exists()


def test_comments_of_a_withdrawn_story_cannot_be_reported(article, comment):
    article.unpublish()

    assert send_report(comment).status_code == 404


def test_a_report_is_a_post(comment):
    assert Client().get(f"/comments/{comment.pk}/report/send/").status_code == 405
    assert Client().post(f"/comments/{comment.pk}/report/").status_code == 405


def test_a_network_reports_no_more_often_than_it_may_comment(article, settings):
    settings.COMMENT_LIMITS = ["2/m"]
    comments = [make_comment(article=article, status="approved", ip_address="198.51.100.9") for _ in range(3)]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        send_report(comments[0])
        clock.shift(20)
        send_report(comments[1])
        answer = send_report(comments[2], words="Encore.")
        clock.shift(40)
        later = send_report(comments[2], words="Encore.")

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "40"
    assert page_of(answer).find(id="report-form").field("words").typed == "Encore."
    assert later.status_code == 302


def test_the_counter_and_the_reports_never_disagree(comment):
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(open_reports=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(comment=comment, reason="insult", created_at=timezone.now(), outcome="kept")


# The queue


def test_what_was_reported_first_comes_first(desk, article):
    now = timezone.now()
    with time_machine.travel(now - timedelta(hours=2), tick=False):
        first = make_comment(article=article, status="approved", author_name="Signalée avant", submitted_at=now)
        send_report(first)
    with time_machine.travel(now - timedelta(hours=1), tick=False):
        send_report(make_comment(article=article, status="approved", author_name="Signalée après"))
        send_report(first, address="198.51.100.4")
    make_comment(article=article, status="approved", author_name="Jamais signalée")

    assert names_on(desk.get("/moderation/?queue=reported")) == ["Signalée avant", "Signalée après"]
    assert names_on(desk.get("/moderation/?queue=reported&order=newest")) == ["Signalée après", "Signalée avant"]


def test_pages_of_what_was_reported_show_every_comment_once(desk, article, monkeypatch):
    monkeypatch.setattr(queues, "PAGE_SIZE", 3)
    made = [make_comment(article=article, status="approved") for _ in range(8)]
    with time_machine.travel(timezone.now(), tick=False):
        for each in made:
            send_report(each)

    address, seen = "/moderation/?queue=reported", []
    while address:
        answer = desk.get(address)
        seen += names_on(answer)
        address = answer.context["next"]

    assert sorted(seen) == sorted(each.author_name for each in made)


def test_the_desk_counts_what_was_reported_and_says_what_came_since(desk, comment):
    address = page_of(desk.get("/moderation/?queue=reported")).find(id="new-comments")["data-address"]
    send_report(comment)

    counts = {queue.name: queue.count for queue in desk.get("/moderation/?queue=reported").context["queues"]}

    assert counts["reported"] == "1"
    assert desk.get(address).json()["count"] == 1


def test_the_card_says_how_many_reports_there_are_and_why(desk, comment):
    send_report(comment)
    send_report(comment, address="198.51.100.4")
    send_report(comment, address="198.51.100.5", reason="advertising")

    reported = page_of(desk.get("/moderation/?queue=reported")).find(class_="reported")

    assert reported.find("strong").text == "3 signalements"
    assert [tag.text[:3] for tag in reported.find_all(class_="tag")] == ["2 ×", "1 ×"]


def test_the_words_of_a_report_stand_escaped_beside_the_evidence(desk, comment):
    send_report(comment, words="<script>alert(1)</script>")

    page = page_of(desk.get(f"/moderation/comments/{comment.pk}/"))

    assert "<script>alert(1)</script>" in page.find(class_="taken-out").text
    assert page.find(class_="taken-out").find("script") is None


def test_the_queries_of_the_queue_do_not_grow_with_the_reports(desk, article):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get("/moderation/?queue=reported")
        return len(captured)

    send_report(make_comment(article=article, status="approved"))
    few = queries()
    for _ in range(6):
        send_report(make_comment(article=make_article(), status="approved"))

    assert queries() == few


def test_an_empty_queue_says_so(desk):
    assert "signalement" in page_of(desk.get("/moderation/?queue=reported")).find(class_="empty").text


# Deciding


def test_keeping_a_comment_closes_its_reports_and_leaves_it_published(desk, moderator, article, comment):
    send_report(comment)
    version = Article.objects.get(pk=article.pk).version

    answer = decide(desk, comment, "keep")

    comment.refresh_from_db()
    report, event = Report.objects.get(), ModerationEvent.objects.get()
    assert answer.status_code == 302
    assert (comment.status, comment.open_reports, comment.reported_at) == ("approved", 0, None)
    assert comment.decided_by == moderator
    assert (report.outcome, report.closed_at is None) == ("kept", False)
    assert (event.user, event.from_status, event.to_status) == (moderator, "approved", "approved")
    story = Article.objects.get(pk=article.pk)
    assert (story.version, story.comment_count) == (version, 1)


@pytest.mark.parametrize("decision", ["reject", "spam"])
def test_taking_a_comment_down_closes_its_reports(desk, comment, decision):
    send_report(comment)

    decide(desk, comment, decision)

    comment.refresh_from_db()
    assert (comment.open_reports, comment.reported_at) == (0, None)
    assert Report.objects.get().outcome == "taken_down"
    assert names_on(desk.get("/moderation/?queue=reported")) == []


def test_an_author_who_withdraws_closes_the_reports(comment):
    send_report(comment)

    comment.withdraw()

    assert Report.objects.get().outcome == "withdrawn"


def test_featured_comments_stay_featured_when_they_are_kept(desk, comment, moderator):
    comment.feature(by=moderator)
    send_report(comment)

    decide(desk, comment, "keep")

    assert Comment.objects.featured().get() == comment


@pytest.mark.parametrize("decision", ["keep", "reject", "spam"])
def test_taking_the_decision_back_opens_the_reports_that_it_closed(desk, comment, decision):
    send_report(comment)
    send_report(comment, address="198.51.100.4")
    oldest = Report.objects.order_by("pk").first().created_at
    decide(desk, comment, decision)

    desk.post("/moderation/undo/")

    comment.refresh_from_db()
    assert (comment.status, comment.open_reports, comment.reported_at) == ("approved", 2, oldest)
    assert set(Report.objects.values_list("outcome", "closed_at")) == {("", None)}
    assert comment.article.comments.filter(status="approved").count() == Article.objects.get().comment_count


def test_what_waits_again_stays_reported_until_it_is_decided_on(desk, comment):
    send_report(comment)
    decide(desk, comment, "reopen")
    comment.refresh_from_db()
    assert (comment.status, comment.open_reports, Report.objects.get().outcome) == ("pending", 1, "")
    assert names_on(desk.get("/moderation/?queue=reported")) == []

    decide(desk, comment, "approve", **{f"state_{comment.pk}": "pending"})

    comment.refresh_from_db()
    assert (comment.status, comment.open_reports, Report.objects.get().outcome) == ("approved", 0, "kept")


@pytest.mark.parametrize("decision", ["approve", "reject", "spam"])
def test_what_waits_again_after_a_decision_taken_back_is_reported_again(desk, comment, decision):
    send_report(comment)
    decide(desk, comment, "reopen")
    decide(desk, comment, decision, **{f"state_{comment.pk}": "pending"})

    desk.post("/moderation/undo/")

    comment.refresh_from_db()
    assert (comment.status, comment.open_reports, comment.reported_at is None) == ("pending", 1, False)
    assert Report.objects.get().outcome == ""


def test_taking_a_publication_back_leaves_open_what_was_reported_since(desk, article):
    comment = make_comment(article=article)
    decide(desk, comment, "approve", **{f"state_{comment.pk}": "pending"})
    send_report(comment)

    desk.post("/moderation/undo/")

    comment.refresh_from_db()
    assert (comment.status, comment.open_reports) == ("pending", 1)
    assert Report.objects.get().outcome == ""


def test_many_are_kept_at_once_in_as_many_queries_as_few(desk, article):
    def keep(count):
        made = [make_comment(article=article, status="approved") for _ in range(count)]
        for each in made:
            send_report(each)
        fields = {f"state_{each.pk}": "approved" for each in made}
        posted = {"comment": [each.pk for each in made], "decision": "keep"} | fields
        with CaptureQueriesContext(connection) as captured:
            assert desk.post("/moderation/decide/", posted).status_code == 302
        return len(captured)

    few = keep(2)

    assert keep(20) == few
    assert not Comment.objects.exclude(open_reports=0).exists()


def test_what_is_not_published_is_not_kept(desk, article):
    hidden = make_comment(article=article, status="rejected")

    answer = decide(desk, hidden, "keep")

    hidden.refresh_from_db()
    assert answer.status_code == 409
    assert hidden.status == "rejected"


def test_a_reported_comment_that_a_colleague_took_down_is_not_kept(desk, comment, colleague):
    send_report(comment)
    Comment.objects.get(pk=comment.pk).reject(by=colleague)

    answer = decide(desk, comment, "keep")

    assert answer.status_code == 409
    assert "Ben Okafor" in answer.text


def test_keeping_is_for_moderators(client, comment):
    send_report(comment)
    client.force_login(make_journalist())

    assert decide(client, comment, "keep").status_code == 403
    comment.refresh_from_db()
    assert comment.open_reports == 1


def test_the_same_network_is_not_heard_again_after_the_decision(desk, comment):
    send_report(comment)
    decide(desk, comment, "keep")

    send_report(comment)

    comment.refresh_from_db()
    assert comment.open_reports == 0


@pytest.mark.django_db(transaction=True)
def test_reports_of_many_networks_at_once_are_all_counted(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    comment = make_comment(status="approved")
    numbers = iter(range(1, 100))
    with database_for_threads(tmp_path), ThreadPoolExecutor(6) as pool:
        statuses = at_once(pool, 6, lambda: send_report(comment, address=f"192.0.2.{next(numbers)}").status_code)
        seen = at_once(pool, 1, lambda: (Comment.objects.get().open_reports, Report.objects.count()))

    assert statuses == [302] * 6
    assert seen == [(6, 6)]
