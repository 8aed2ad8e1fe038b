"""Each condition of the short list: what makes it true, and what does not."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from comments.models import AddressConfirmation, Comment, RuleHit
from comments.rules import known, matches
from comments.rules.conditions import in_words
from comments.rules.senders import clean_entry
from tests.comments.rules import apply_to, due
from tests.factories import confirm_address, make_article, make_comment, make_rule

pytestmark = pytest.mark.django_db

REGULAR = "reguliere@example.org"
TRUSTED = {"trusted": {"times": 2, "days": 30}}
WRITER = {"author_email": "Reguliere@Example.org"}


def is_held(conditions, entries=(), **values) -> bool:
    rule = make_rule(action="hold", conditions=conditions, entries=entries)
    apply_to(due(**values))
    return RuleHit.objects.filter(rule=rule).exists()


@pytest.fixture(autouse=True)
def _confirmed():
    confirm_address(REGULAR)


def past(status, by, days_ago=1, **values):
    comment = make_comment(author_email=REGULAR, status=status, decided_by=by, **values)
    Comment.objects.filter(pk=comment.pk).update(decided_at=timezone.now() - timedelta(days=days_ago))


def test_a_writer_whom_people_published_often_enough_is_trusted(moderator):
    past("approved", moderator)
    past("approved", moderator)

    assert is_held(TRUSTED, **WRITER)


def test_a_writer_who_was_published_once_too_little_is_not(moderator):
    past("approved", moderator)

    assert not is_held(TRUSTED, **WRITER)


@pytest.mark.parametrize("status", ["rejected", "spam"])
@pytest.mark.parametrize(("days_ago", "trusted"), [(29, False), (31, True)])
def test_a_refusal_within_the_time_ends_trust(moderator, status, days_ago, trusted):
    past("approved", moderator)
    past("approved", moderator)
    past(status, moderator, days_ago)

    assert is_held(TRUSTED, **WRITER) is trusted


def test_what_rules_published_makes_nobody_trusted():
    past("approved", None)
    past("approved", None)

    assert not is_held(TRUSTED, **WRITER)


def test_a_writer_whose_address_is_not_confirmed_is_not_trusted_however_often_published(moderator):
    for _ in range(5):
        past("approved", moderator)
    AddressConfirmation.objects.update(confirmed_at=None)

    assert not is_held(TRUSTED, **WRITER)


def test_a_confirmation_of_another_address_makes_nobody_trusted(moderator):
    past("approved", moderator)
    past("approved", moderator)
    AddressConfirmation.objects.all().delete()
    confirm_address("voisine@example.org")

    assert not is_held(TRUSTED, **WRITER)


def test_what_was_published_before_counts_once_the_address_is_confirmed(moderator):
    AddressConfirmation.objects.all().delete()
    past("approved", moderator, days_ago=300)
    past("approved", moderator, days_ago=200)
    confirm_address("REGULIERE@example.org")

    assert is_held(TRUSTED, **WRITER)


def test_the_words_of_a_trusting_rule_speak_of_the_confirmed_address():
    with override("en"):
        assert in_words(TRUSTED) == ["confirmed address, published at least 2 times, nothing refused for 30 days"]
        assert matches.in_words([{"what": "trusted", "text": "confirmed", "count": 3}]) == [
            "confirmed address, published 3 times before"
        ]


def test_a_hit_of_before_addresses_were_confirmed_does_not_claim_that_one_was():
    with override("en"):
        assert matches.in_words([{"what": "trusted", "count": 3}]) == ["published 3 times before"]


def test_a_refusal_by_a_rule_ends_trust_too(moderator):
    past("approved", moderator)
    past("approved", moderator)
    past("rejected", None)

    assert not is_held(TRUSTED, **WRITER)


def test_comments_that_wait_say_nothing_of_their_writer(moderator):
    past("approved", moderator)
    past("pending", None)

    assert not is_held(TRUSTED, **WRITER)


def test_a_writer_without_a_known_address_is_never_trusted(moderator):
    Comment.objects.filter(pk__in=[make_comment(status="approved", decided_by=moderator).pk for _ in range(3)]).update(
        email_hash=""
    )
    comment = due()
    Comment.objects.filter(pk=comment.pk).update(email_hash="")
    make_rule(action="approve", conditions=TRUSTED)

    assert apply_to(comment).status == "pending"


@pytest.mark.parametrize(("status", "is_first"), [("approved", False), ("rejected", True), ("pending", True)])
def test_a_first_time_writer_is_one_of_whom_nothing_was_published(moderator, status, is_first):
    past(status, moderator if status != "pending" else None)

    assert is_held({"first_time": {}}, **WRITER) is is_first


@pytest.mark.parametrize(
    ("body", "held"), [("http://a.example http://b.example", False), ("http://a.example " * 3, True)]
)
def test_more_than_so_many_links(body, held):
    assert is_held({"links": {"more_than": 2}}, body=body) is held


@pytest.mark.parametrize(("marks", "held"), [(["quick"], True), (["trap"], False), ([], False)])
def test_haste_is_what_was_marked(marks, held):
    assert is_held({"quick": {}}, marks=marks) is held


@pytest.mark.parametrize(
    ("asked", "seconds", "held"),
    [
        ({}, 1.9, True),
        ({}, 2.0, False),
        ({"seconds": 1}, 0.9, True),
        ({"seconds": 1}, 1.2, False),
        ({"seconds": 60}, 59.9, True),
        ({"seconds": 60}, 60.0, False),
        ({"seconds": 60}, None, False),
    ],
)
def test_haste_is_less_than_so_many_seconds_from_opening_the_page(asked, seconds, held):
    assert is_held({"quick": asked}, seconds_open=seconds) is held


@pytest.mark.parametrize(("asked", "held"), [(1, False), (2, True), (60, True)])
def test_of_a_comment_without_seconds_the_mark_tells_of_two(asked, held):
    assert is_held({"quick": {"seconds": asked}}, marks=["quick"]) is held


def test_the_words_of_haste_name_its_seconds():
    assert "14" in in_words({"quick": {"seconds": 14}})[0]
    assert in_words({"quick": {}}) == in_words({"quick": {"seconds": 2}})
    assert matches.in_words([{"what": "quick"}]) == matches.in_words([{"what": "quick", "count": 2}])


@pytest.mark.parametrize(("minutes_ago", "held"), [((1, 2), True), ((1, 70), False), ((1,), False)])
def test_a_flood_is_the_same_text_so_often_within_the_time(minutes_ago, held):
    now = timezone.now()
    for minutes in minutes_ago:
        make_comment(body="Le même texte", submitted_at=now - timedelta(minutes=minutes))
    make_comment(body="Un autre texte")

    assert is_held({"flood": {"times": 3, "minutes": 60}}, body="LE MÊME  texte", submitted_at=now) is held


def test_a_flood_is_counted_from_when_the_comment_was_sent_however_late_the_worker_is():
    long_ago = timezone.now() - timedelta(days=3)
    for _ in range(2):
        make_comment(body="Le même texte", submitted_at=long_ago - timedelta(minutes=5))

    assert is_held({"flood": {"times": 3, "minutes": 60}}, body="Le même texte", submitted_at=long_ago)


def test_an_endless_flood_is_looked_at_up_to_a_bound(monkeypatch):
    monkeypatch.setattr(known, "TIMES_AT_MOST", 5)
    article = make_article()
    for _ in range(8):
        make_comment(article=article, body="Le même texte")

    assert is_held({"flood": {"times": 3, "minutes": 60}}, body="Le même texte", article=article)


@pytest.mark.parametrize(("days", "held"), [(29, False), (31, True)])
def test_a_story_older_than_so_many_days(days, held):
    article = make_article(published_at=timezone.now() - timedelta(days=days))

    assert is_held({"old_story": {"days": 30}}, article=article) is held


@pytest.mark.parametrize("verdict", ["ham", "spam", "discard"])
def test_the_verdict_is_the_one_that_is_asked_for(verdict):
    assert is_held({"verdict": {"verdict": verdict}}, verdict=verdict)
    assert not is_held({"verdict": {"verdict": "spam"}}, verdict="ham")


def test_no_verdict_is_none_of_them():
    for verdict in ("ham", "spam", "discard"):
        assert not is_held({"verdict": {"verdict": verdict}}, screened=False)


def test_reports_are_none_until_readers_can_report(moderator):
    assert not is_held({"reports": {"times": 1}}, status="approved", decided_by=moderator)


@pytest.mark.parametrize(
    ("kind", "entry", "held"),
    [
        ("email", "zoe@example.org", True),
        ("email", "ines@example.org", False),
        ("domain", "example.org", True),
        ("domain", "mail.example.org", False),
        ("network", "192.0.2.7/32", True),
        ("network", "192.0.2.0/24", True),
        ("network", "192.0.3.0/24", False),
        ("network", "0.0.0.0/0", True),
        ("network", "::/0", False),
    ],
)
def test_a_sender_on_the_list(kind, entry, held):
    assert is_held({"sender": {}}, [(kind, entry)], author_email="Zoe@Example.org", ip_address="192.0.2.7") is held


@pytest.mark.parametrize(("address", "held"), [("2001:db8::1", True), ("2001:db9::1", False), (None, False)])
def test_a_sender_in_a_network_of_the_newer_kind(address, held):
    assert is_held({"sender": {}}, [("network", "2001:db8::/32")], ip_address=address) is held


def test_an_address_written_in_the_newer_kind_is_the_same_sender():
    assert is_held({"sender": {}}, [("network", "192.0.2.0/24")], ip_address="::ffff:192.0.2.7")


def test_a_subdomain_of_a_listed_mail_domain_is_on_the_list():
    assert is_held({"sender": {}}, [("domain", "example.org")], author_email="zoe@mail.example.org")


@pytest.mark.parametrize(
    ("values", "held"),
    [
        ({"body": "Voyez https://promo.example/x"}, True),
        ({"body": "Voyez HTTPS://WWW.PROMO.EXAMPLE:8443/x"}, True),
        ({"body": "Voyez https://a.b.promo.example."}, True),
        ({"body": "Voyez https://notpromo.example/"}, False),
        ({"body": "Voyez https://promo.example.org/"}, False),
        ({"body": "promo.example sans lien"}, False),
        ({"body": "x", "author_url": "https://promo.example/"}, True),
        ({"body": "Voyez https://[broken/"}, False),
    ],
)
def test_a_link_to_a_site_on_the_list(values, held):
    assert is_held({"hosts": {}}, [("host", "promo.example")], **values) is held


def test_both_spellings_of_an_international_site_are_one():
    listed = clean_entry("host", "https://bücher.example/x")

    assert is_held({"hosts": {}}, [("host", listed)], body="Voyez https://xn--bcher-kva.example/")
    assert is_held({"hosts": {}}, [("host", listed)], body="Voyez https://Bücher.example/")


@pytest.mark.parametrize(
    ("kind", "line", "entry"),
    [
        ("email", " Zoe@Example.ORG ", "zoe@example.org"),
        ("domain", "@Example.org", "example.org"),
        ("network", "192.0.2.9/24", "192.0.2.0/24"),
        ("network", "2001:DB8::1", "2001:db8::1/128"),
        ("host", "https://Promo.example:80/x?y", "promo.example"),
        ("host", "promo.example.", "promo.example"),
    ],
)
def test_a_line_of_a_list_is_kept_as_it_is_compared(kind, line, entry):
    assert clean_entry(kind, line) == entry


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("email", "x"),
        ("domain", "localhost"),
        ("domain", "a b.c"),
        ("network", "192.0.2"),
        ("host", "//"),
        ("host", ""),
    ],
)
def test_a_line_that_is_none_is_refused(kind, line):
    with pytest.raises(ValidationError):
        clean_entry(kind, line)
