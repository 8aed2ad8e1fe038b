"""The moderators' desk: who may open it, what its queues hold, and what it says of Akismet."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import AkismetService, Comment
from comments.moderation import queues
from tests.comments.readers import page_of
from tests.factories import make_article, make_comment, make_editor, make_journalist

pytestmark = pytest.mark.django_db


def names_on(answer):
    return [card.comment.author_name for card in answer.context["cards"]]


@pytest.mark.parametrize("address", ["/moderation/", "/moderation/?queue=spam"])
def test_anonymous_people_are_asked_to_sign_in(client, address):
    answer = client.get(address)

    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/?next=/moderation/")


@pytest.mark.parametrize("make", [make_journalist, make_editor])
def test_only_the_permission_to_moderate_opens_the_desk(client, make):
    comment = make_comment()
    client.force_login(make())

    assert client.get("/moderation/").status_code == 403
    assert client.post("/moderation/decide/", {"comment": comment.pk, "decision": "approve"}).status_code == 403
    comment.refresh_from_db()
    assert comment.status == "pending"


def test_a_decision_is_never_a_get(desk):
    assert desk.get("/moderation/decide/").status_code == 405


def test_a_decision_needs_djangos_token(moderator):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    comment = make_comment()

    answer = client.post("/moderation/decide/", {"comment": comment.pk, "decision": "approve"})

    assert answer.status_code == 403
    comment.refresh_from_db()
    assert comment.status == "pending"


def test_each_queue_holds_what_its_name_says(desk, moderator):
    make_comment(author_name="Saine")
    make_comment(author_name="Pas encore", screened=False)
    make_comment(author_name="Publicité", verdict="spam")
    make_comment(author_name="Grossière", verdict="discard")
    make_comment(author_name="Publiée", status="approved", decided_by=moderator)
    make_comment(author_name="Refusée", status="rejected", decided_by=moderator)
    make_comment(author_name="Signalée", status="spam", decided_by=moderator)
    make_comment(author_name="Retirée", status="withdrawn")

    found = {queue: set(names_on(desk.get(f"/moderation/?queue={queue}"))) for queue in queues.LABELS}
    folded = names_on(desk.get("/moderation/?queue=spam&blatant=1"))

    assert folded == ["Grossière"]
    assert found == {
        "review": {"Saine", "Pas encore"},
        "spam": {"Publicité", "Signalée"},
        "reported": set(),
        "approved": {"Publiée"},
        "rejected": {"Refusée"},
    }


def test_the_review_queue_begins_with_the_oldest_unless_asked_otherwise(desk):
    now = timezone.now()
    make_comment(author_name="Ancienne", submitted_at=now - timedelta(hours=2))
    make_comment(author_name="Récente", submitted_at=now)

    assert names_on(desk.get("/moderation/")) == ["Ancienne", "Récente"]
    assert names_on(desk.get("/moderation/?order=newest")) == ["Récente", "Ancienne"]


@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_pages_by_keyset_show_every_comment_once(desk, monkeypatch, order):
    monkeypatch.setattr(queues, "PAGE_SIZE", 4)
    article, at = make_article(), timezone.now()
    made = {make_comment(article=article, submitted_at=at - timedelta(seconds=n // 3)).author_name for n in range(11)}

    address, seen = f"/moderation/?queue=review&order={order}", []
    while address:
        answer = desk.get(address)
        seen += names_on(answer)
        address = answer.context["next"]

    assert sorted(seen) == sorted(made)


@pytest.mark.parametrize("cursor", ["x", "1", "1-", "9" * 30, "-1-1-1"])
def test_a_page_that_no_cursor_leads_to_is_not_found(desk, cursor):
    assert desk.get(f"/moderation/?after={cursor}").status_code == 404


def test_a_queue_that_does_not_exist_is_not_found(desk):
    assert desk.get("/moderation/?queue=later").status_code == 404


@pytest.mark.parametrize("words", ["rarissime", "RARISSIME", "Zoé", "zoe@", "example.org/blog", "Titre unique"])
def test_search_finds_text_name_address_site_and_story(desk, words):
    article = make_article(headline="Titre unique")
    make_comment(
        article=article,
        author_name="Zoé",
        author_email="zoe@example.net",
        author_url="https://example.org/blog",
        body="Un mot rarissime.",
    )
    make_comment(author_name="Autre")

    assert names_on(desk.get("/moderation/", {"q": words})) == ["Zoé"]


@pytest.mark.parametrize("words", ["%", "_", "\\", "'", '"', "(", "\0", "a" * 500, "😀", "[[:alpha:]]"])
def test_search_takes_any_sign_for_itself(desk, words):
    make_comment()

    assert desk.get("/moderation/", {"q": words}).status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_comments(desk, moderator):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get("/moderation/")
        return len(captured)

    make_comment()
    few = queries()
    parent = make_comment(status="approved", decided_by=moderator)
    for _ in range(20):
        make_comment(article=parent.article, parent=parent)

    assert queries() == few


def test_a_count_beyond_a_thousand_is_not_counted_out(desk, monkeypatch):
    monkeypatch.setattr(queues, "COUNTED_UP_TO", 3)
    article = make_article()
    for _ in range(5):
        make_comment(article=article)

    counts = {queue.name: queue.count for queue in desk.get("/moderation/").context["queues"]}

    assert counts["review"] == "3+"


def test_the_desk_is_kept_nowhere(desk):
    assert desk.get("/moderation/").headers["Cache-Control"] == "no-store"


def test_what_readers_wrote_is_escaped_on_the_desk(desk):
    make_comment(author_name='<script>alert("x")</script>', body='<img src=x onerror="alert(1)">')

    page = desk.get("/moderation/").text

    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize(("state", "word"), [("away", "timeout"), ("refused", "AKISMET_API_KEY"), ("busy", "Akismet")])
def test_the_desk_says_in_one_line_what_is_wrong_with_akismet(desk, state, word):
    now = timezone.now()
    AkismetService.objects.create(
        pk=1, state=state, since=now, error="timeout", paused_until=now + timedelta(minutes=5)
    )

    warnings = [notice for notice in desk.get("/moderation/").context["notices"] if notice.level == "warning"]

    assert len(warnings) == 1
    assert word in warnings[0].sentence


def test_the_desk_says_that_no_key_is_set(desk, settings):
    settings.AKISMET_API_KEY = ""

    page = desk.get("/moderation/")

    assert "AKISMET_API_KEY" in page.text


def test_every_page_of_the_desk_says_that_the_sandbox_judges(desk):
    notes = [notice for notice in desk.get("/moderation/").context["notices"] if notice.level == "note"]

    assert len(notes) == 1
    assert "Akismet" in notes[0].sentence


def test_an_alert_of_akismet_is_shown_as_text(desk):
    AkismetService.objects.create(pk=1, state="well", alert_code="10504", alert_message="<b>Plan</b> dépassé")

    page = desk.get("/moderation/").text

    assert "&lt;b&gt;Plan&lt;/b&gt; dépassé" in page


def test_an_empty_queue_says_what_comes_next(desk):
    assert 'class="empty"' in desk.get("/moderation/").text


@pytest.mark.parametrize("queue", list(queues.LABELS))
def test_every_queue_is_answered_by_the_index_of_its_own_condition(queue):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    in_order = Comment.objects.in_queue(queue).order_by(queues.order_of(queue), "pk")

    plans = [in_order[:51].explain(), in_order[:1001].explain()]

    assert all(f"comment_queue_{queue}" in plan for plan in plans), plans


def test_what_has_come_since_is_counted_and_not_what_was_there(desk):
    make_comment(submitted_at=timezone.now() - timedelta(minutes=5))
    address = page_of(desk.get("/moderation/")).find(id="new-comments")["data-address"]
    make_comment()
    make_comment(verdict="spam")

    assert desk.get(address).json() == {"count": 1, "sentence": "1 nouveau commentaire\u00a0: le charger"}


def test_an_empty_queue_has_everything_new(desk):
    address = page_of(desk.get("/moderation/")).find(id="new-comments")["data-address"]
    make_comment()

    assert desk.get(address).json()["count"] == 1


@pytest.mark.parametrize("parameters", ["", "?queue=x", "?queue=review&since=x", "?queue=review&since=9-9-9"])
def test_new_comments_of_no_queue_or_place_are_not_there(desk, parameters):
    assert desk.get(f"/moderation/new/{parameters}").status_code == 404


def test_new_comments_are_for_moderators(client):
    client.force_login(make_journalist())

    assert client.get("/moderation/new/?queue=review").status_code == 403
