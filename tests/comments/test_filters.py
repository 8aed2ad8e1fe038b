"""Filters of the desk combine, live in the address, and can be saved by name and shared."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from comments.models import Comment, SavedFilter
from comments.moderation.listing import Listing
from tests.comments.readers import naughty_strings
from tests.comments.threads import at_once, database_for_threads
from tests.factories import make_article, make_comment, make_journalist, make_moderator, make_section

pytestmark = pytest.mark.django_db


def names(answer):
    return {card.comment.author_name for card in answer.context["cards"]}


def ask(desk, **asked):
    return desk.get("/moderation/", asked)


@pytest.fixture
def mixed(moderator, colleague):
    society, security = make_section(slug="societe"), make_section(slug="securite")
    puces = make_article(headline="Éloge des puces lentes", section=society)
    failles = make_article(headline="Une faille sans correctif", section=security)
    make_comment(article=puces, author_name="Zoé", body="Merci pour cet article, il est très clair et bien fait.")
    make_comment(article=puces, author_name="John", body="Thanks for this, it was about time that you did.")
    make_comment(article=failles, author_name="Lien", body="Voyez https://exemple.example pour la suite de cela.")
    make_comment(article=failles, author_name="Attente", body="…?", screened=False)
    make_comment(article=failles, author_name="Ben", status="approved", decided_by=colleague)
    make_comment(article=failles, author_name="Ana", status="approved", decided_by=moderator)
    return puces, failles


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"section": "societe"}, {"Zoé", "John"}),
        ({"story": "puces"}, {"Zoé", "John"}),
        ({"language": "en"}, {"John"}),
        ({"language": "fr", "section": "securite"}, {"Lien"}),
        ({"links": "yes"}, {"Lien"}),
        ({"links": "no", "section": "securite"}, {"Attente"}),
        ({"verdict": "none"}, {"Attente"}),
        ({"verdict": "ham", "q": "article"}, {"Zoé"}),
        ({"q": "tres CLAIR"}, {"Zoé"}),
        ({"section": "societe", "links": "yes"}, set()),
        ({"section": "nulle-part"}, set()),
    ],
)
def test_filters_narrow_and_combine(desk, mixed, asked, found):
    assert names(ask(desk, **asked)) == found


def test_a_story_is_asked_for_by_its_number_too(desk, mixed):
    assert names(ask(desk, story=str(mixed[0].pk))) == {"Zoé", "John"}


def test_decisions_are_found_by_who_made_them(desk, mixed, colleague):
    assert names(ask(desk, queue="approved", decided_by=str(colleague.pk))) == {"Ben"}


@pytest.fixture
def published(moderator):
    chosen = {"featured_at": timezone.now(), "featured_by": moderator}
    reported = {"open_reports": 2, "reported_at": timezone.now()}
    here, elsewhere = make_article(), make_article(section=make_section(slug="societe"))
    for name, values in {"Choisie": chosen, "Signalée": reported, "Les deux": chosen | reported, "Rien": {}}.items():
        make_comment(article=here, author_name=name, status="approved", **values)
    make_comment(article=elsewhere, author_name="Ailleurs", status="approved", **chosen)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"featured": "yes"}, {"Choisie", "Les deux", "Ailleurs"}),
        ({"reported": "yes"}, {"Signalée", "Les deux"}),
        ({"featured": "yes", "reported": "yes"}, {"Les deux"}),
        ({"featured": "yes", "section": "societe"}, {"Ailleurs"}),
        ({"queue": "reported", "featured": "yes"}, {"Les deux"}),
        ({"queue": "review", "featured": "yes"}, set()),
        ({"featured": "oui"}, {"Choisie", "Signalée", "Les deux", "Rien", "Ailleurs"}),
        ({"reported": "no"}, {"Choisie", "Signalée", "Les deux", "Rien", "Ailleurs"}),
    ],
)
def test_what_the_newsroom_chose_and_what_readers_reported_are_found(desk, published, asked, found):
    assert names(ask(desk, **{"queue": "approved"} | asked)) == found


@pytest.mark.parametrize("name", ["featured", "reported"])
def test_a_filter_of_what_was_chosen_or_reported_says_so_and_can_be_taken_away(desk, name):
    answer = ask(desk, queue="approved", **{name: "yes"})

    ((words, without),) = answer.context["chips"]
    assert words
    assert name not in without
    assert ask(desk, queue="approved", **{name: "peut-être"}).context["chips"] == []


@pytest.mark.parametrize(("name", "index"), [("featured", "comment_featured"), ("reported", "comment_queue_reported")])
def test_the_few_that_were_chosen_or_reported_are_found_by_their_own_index(moderator, name, index):
    listing = Listing.read({"queue": "approved", name: "yes"}, moderator)

    plan = listing.in_order()[:51].explain()

    assert connection.vendor != "sqlite" or index in plan


def test_an_author_is_found_by_one_of_their_comments(desk):
    one = make_comment(author_name="Zoé", author_email="zoe@example.org")
    make_comment(author_name="La même", author_email="ZOE@example.org")
    make_comment(author_name="Autre")

    assert names(ask(desk, author=str(one.pk))) == {"Zoé", "La même"}


def test_both_days_of_a_period_belong_to_it(desk):
    noon = timezone.make_aware(datetime(2026, 11, 20, 12))
    for day in range(-2, 3):
        make_comment(author_name=f"{day:+}", submitted_at=noon + timedelta(days=day))

    assert names(ask(desk, since="2026-11-19", until="2026-11-20")) == {"-1", "+0"}


def test_each_filter_can_be_taken_away_again(desk, mixed):
    answer = ask(desk, section="societe", language="fr")

    without = dict(answer.context["chips"])
    queries = sorted(urlsplit(address).query for address in without.values())
    assert [parse_qs(query) for query in queries] == [
        {"queue": ["review"], "language": ["fr"]},
        {"queue": ["review"], "section": ["societe"]},
    ]


def test_the_filter_stays_over_pages_order_and_a_decision(desk, mixed, monkeypatch):
    from comments.moderation import queues

    monkeypatch.setattr(queues, "PAGE_SIZE", 1)
    answer = ask(desk, section="societe", order="newest")

    assert "section=societe" in answer.context["next"]
    assert "order=newest" in answer.context["next"]
    assert "section=societe" in answer.context["here"]
    assert names(desk.get(answer.context["next"])) == {"Zoé"}


@pytest.mark.parametrize("name", ["story", "section", "author", "alike", "verdict", "language", "links", "decided_by"])
def test_what_is_no_value_of_a_filter_harms_nothing(desk, name):
    make_comment()
    for value in ["", "x", "0", "-1", "9" * 40, "\0", "é" * 300, "'; --", "%", "²"]:
        assert ask(desk, **{name: value}).status_code == 200


@pytest.mark.parametrize("name", ["since", "until"])
def test_a_day_that_is_none_counts_as_absent(desk, name):
    make_comment(author_name="Zoé")
    for value in ["hier", "2026-13-40", "2026-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "9999-12-31x"]:
        assert names(ask(desk, **{name: value})) == {"Zoé"}


def test_any_words_can_be_searched(desk):
    make_comment()
    for words in naughty_strings():
        assert Comment.objects.matching(words).count() in (0, 1)
    for words in naughty_strings()[::20]:
        assert ask(desk, q=words).status_code == 200


def test_nothing_found_says_so_and_leads_back(desk, mixed):
    answer = ask(desk, section="societe", links="yes")

    assert 'class="empty"' in answer.text
    assert '<a href="/moderation/?queue=review">' in answer.text


def save(desk, name, query="queue=review&section=societe", **more):
    return desk.post("/moderation/filters/", {"name": name, "query": query} | more)


def test_a_filter_is_saved_by_name_and_leads_to_its_list(desk, moderator):
    save(desk, "Société", "queue=spam&section=societe&mode=focus&after=1-1&nonsense=1")

    kept = SavedFilter.objects.get()
    assert (kept.name, kept.owner, kept.is_shared) == ("Société", moderator, False)
    assert parse_qs(kept.query) == {"queue": ["spam"], "section": ["societe"]}
    assert f'href="?{kept.query.replace("&", "&amp;")}"' in desk.get("/moderation/").text


def test_only_shared_filters_are_seen_by_colleagues(desk, colleague):
    save(desk, "À moi")
    save(desk, "À tous", is_shared="on")
    ben = Client()
    ben.force_login(colleague)

    text = ben.get("/moderation/").text

    assert "À tous" in text
    assert "À moi" not in text


@pytest.mark.parametrize("name", ["", " ", "x" * 61])
def test_a_filter_needs_a_name_of_a_length(desk, name):
    answer = save(desk, name)

    assert answer.status_code == 422
    assert "section=societe" in answer.text
    assert not SavedFilter.objects.exists()


def test_a_filter_that_is_too_long_to_be_kept_is_refused(desk):
    query = urlencode({"q": "日" * 100, "story": "日" * 100})

    answer = desk.post("/moderation/filters/", {"name": "Long", "query": query})

    assert answer.status_code == 422
    assert answer.context["form"].has_error("__all__", "long")
    assert str(answer.context["form"].non_field_errors()[0]) in answer.text
    assert not SavedFilter.objects.exists()


def test_a_name_is_taken_once_by_each_person(desk, client, colleague):
    save(desk, "Société")
    again = save(desk, "Société")
    client.force_login(colleague)
    theirs = save(client, "Société")

    assert (again.status_code, theirs.status_code) == (422, 302)
    assert 'value="Société"' in again.text


@pytest.mark.django_db(transaction=True)
def test_a_name_that_is_sent_twice_in_the_same_moment_is_taken_once(tmp_path):
    clients = [Client() for _ in range(4)]
    person = make_moderator("ana")
    for client in clients:
        client.force_login(person)
    unused = iter(clients)

    with database_for_threads(tmp_path), ThreadPoolExecutor(4) as pool:
        statuses = at_once(pool, 4, lambda: save(next(unused), "Société").status_code)

    assert sorted(statuses) == [302, 422, 422, 422]


def test_only_its_owner_forgets_a_filter(desk, client, colleague):
    save(desk, "Société", is_shared="on")
    kept = SavedFilter.objects.get()
    client.force_login(colleague)
    assert client.post(f"/moderation/filters/{kept.pk}/remove/").status_code == 404

    client.force_login(kept.owner)
    assert client.post(f"/moderation/filters/{kept.pk}/remove/").status_code == 302
    assert not SavedFilter.objects.exists()


def test_a_filter_for_a_queue_that_does_not_exist_is_not_found(desk):
    assert save(desk, "Nulle part", "queue=later").status_code == 404


def test_others_than_moderators_save_no_filter(client):
    client.force_login(make_journalist())

    assert save(client, "Société").status_code == 403
    assert not SavedFilter.objects.exists()


def press_all(desk, query, decision, **more):
    return desk.post("/moderation/decide-all/", {"query": query, "decision": decision} | more)


def confirm(desk, answer, query, decision, **more):
    return press_all(desk, query, decision, until=answer.context["until"], **more)


def test_a_decision_on_the_whole_list_is_confirmed_with_its_number_first(desk, mixed):
    answer = press_all(desk, "queue=review&section=societe", "approve")

    assert answer.status_code == 200
    assert answer.context["count"] == 2
    assert Comment.objects.filter(status="approved").count() == 2

    confirm(desk, answer, "queue=review&section=societe", "approve")
    assert set(Comment.objects.filter(status="approved").values_list("author_name", flat=True)) == {
        "Ben",
        "Ana",
        "Zoé",
        "John",
    }


def test_what_came_after_the_confirmation_was_shown_is_not_decided(desk, mixed):
    answer = press_all(desk, "queue=review&section=societe", "spam")
    late = make_comment(article=mixed[0], submitted_at=timezone.now() + timedelta(seconds=1))

    confirm(desk, answer, "queue=review&section=societe", "spam")

    late.refresh_from_db()
    assert late.status == "pending"


def test_what_was_reported_after_the_confirmation_was_shown_is_not_decided(desk):
    seen, older = make_comment(status="approved"), make_comment(status="approved")
    desk.post(f"/comments/{seen.pk}/report/send/", {"reason": "insult"})
    answer = press_all(desk, "queue=reported", "keep")
    desk.post(f"/comments/{older.pk}/report/send/", {"reason": "insult"})

    confirm(desk, answer, "queue=reported", "keep")

    assert list(Comment.objects.in_queue("reported")) == [older]


def test_the_whole_list_is_one_press_that_undo_takes_back(desk, monkeypatch):
    from comments.moderation import matching

    monkeypatch.setattr(matching, "CHUNK", 4)
    article = make_article()
    for _ in range(10):
        make_comment(article=article)
    answer = press_all(desk, "queue=review", "approve")
    confirm(desk, answer, "queue=review", "approve")
    article.refresh_from_db()
    assert article.comment_count == 10

    desk.post("/moderation/undo/")

    article.refresh_from_db()
    assert article.comment_count == 0
    assert Comment.objects.filter(status="pending").count() == 10


def test_a_list_that_is_too_long_is_decided_in_its_order_up_to_the_bound(desk, monkeypatch):
    from comments.moderation import matching, matching_views

    monkeypatch.setattr(matching, "AT_ONCE_MAX", 3)
    monkeypatch.setattr(matching_views, "AT_ONCE_MAX", 3)
    article, at = make_article(), timezone.now()
    made = [make_comment(article=article, submitted_at=at - timedelta(minutes=9 - n)) for n in range(5)]

    answer = press_all(desk, "queue=review", "approve")
    assert (answer.context["count"], answer.context["is_capped"]) == (3, True)
    confirm(desk, answer, "queue=review", "approve")

    assert set(Comment.objects.filter(status="approved")) == set(made[:3])


def test_a_rejection_of_the_whole_list_needs_a_reason(desk, mixed):
    answer = press_all(desk, "queue=review", "reject")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text

    confirm(desk, answer, "queue=review", "reject", reason="insult")
    assert Comment.objects.filter(status="rejected").count() == 4


@pytest.mark.parametrize(
    "until",
    [
        "",
        "x",
        "2026-99-99T00:00:00+00:00",
        "2026-11-26T00:00:00",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
    ],
)
def test_without_the_moment_of_the_confirmation_nothing_is_decided(desk, mixed, until):
    press_all(desk, "queue=review", "approve", until=until)

    assert Comment.objects.filter(status="approved").count() == 2


@pytest.mark.parametrize("decision", ["", "burn"])
def test_a_decision_on_a_list_that_is_none_is_refused(desk, mixed, decision):
    assert press_all(desk, "queue=review", decision).status_code == 422


def test_others_than_moderators_decide_on_no_list(client, mixed):
    client.force_login(make_journalist())

    assert press_all(client, "queue=review", "approve").status_code == 403
    assert client.get("/moderation/decide-all/").status_code in (403, 405)
