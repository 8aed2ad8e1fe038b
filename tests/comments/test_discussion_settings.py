"""Slow mode, pre-moderation, closing by age and pauses: which rule is in force where, and what readers see of it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments.discussion import unreviewed
from comments.discussion.changing import Scope, change
from comments.discussion.in_force import discussion_of
from comments.discussion.unreviewed import publish_unreviewed
from comments.discussion.words import duration
from comments.models import Comment, DiscussionChange, DiscussionSettings, ModerationEvent
from comments.rules.engine import apply_due_rules
from comments.rules.taking_back import take_back
from comments.tasks import screen_comments
from tests.comments.readers import page_of, send_comment
from tests.factories import make_administrator, make_article, make_comment, make_rule, make_section

pytestmark = pytest.mark.django_db

UNSET = {"is_paused": "", "is_premoderated": "", "slow_seconds": "", "closes_after_days": ""}


@pytest.fixture
def set_rules(editor):
    """Set rules of one story, one section or the whole site as an editor."""

    def set_rules(article=None, section=None, **values):
        change(Scope(article=article, section=section), values, by=editor)

    return set_rules


@pytest.fixture
def editors_desk(editor):
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def moderators_desk(moderator):
    client = Client()
    client.force_login(moderator)
    return client


def story_address(article, act=""):
    return f"/moderation/discussion/story/{article.pk}/{act}"


# Which rule is in force


def test_without_settings_comments_are_open_and_reviewed(article):
    discussion = discussion_of(article)

    assert discussion.is_open(timezone.now())
    assert discussion.is_premoderated
    assert discussion.closes_at is None
    assert discussion.slow_seconds == 0


def test_the_narrower_scope_wins_field_by_field(article, set_rules):
    set_rules(slow_seconds=60, closes_after_days=30)
    set_rules(section=article.section, slow_seconds=120)
    set_rules(article=article, closes_after_days=0)

    discussion = discussion_of(article)

    assert (discussion.slow_seconds, discussion.rules["slow_seconds"].scope) == (120, "section")
    assert (discussion.closes_at, discussion.rules["closes_after_days"].scope) == (None, "story")


def test_a_story_may_stay_open_while_the_site_pauses(article, set_rules):
    set_rules(is_paused=True)
    set_rules(article=article, is_paused=False)

    assert discussion_of(article).is_open(timezone.now())
    assert not discussion_of(make_article()).is_open(timezone.now())


@pytest.mark.parametrize("scope", [{}, {"is_site": True, "article": True}, {"article": True, "section": True}])
def test_a_row_has_exactly_one_scope(article, scope):
    scope = scope | {name: article.section if name == "section" else article for name in scope if name != "is_site"}

    with pytest.raises(IntegrityError), transaction.atomic():
        DiscussionSettings.objects.create(**scope)


def test_the_site_has_one_row():
    DiscussionSettings.objects.create(is_site=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        DiscussionSettings.objects.create(is_site=True)


def test_settings_that_are_all_unset_leave_no_row(article, set_rules):
    set_rules(article=article, slow_seconds=60)
    set_rules(article=article, slow_seconds=None)

    assert not DiscussionSettings.objects.exists()


def test_stories_without_pre_moderation_are_those_that_the_narrowest_rule_names(set_rules):
    open_section, strict_section, other = make_section(), make_section(), make_section()
    in_open, strict_itself = make_article(section=open_section), make_article(section=open_section)
    in_strict, open_itself = make_article(section=strict_section), make_article(section=strict_section)
    by_site = make_article(section=other)
    set_rules(is_premoderated=False)
    set_rules(section=open_section, is_premoderated=False)
    set_rules(section=strict_section, is_premoderated=True)
    set_rules(article=strict_itself, is_premoderated=True)
    set_rules(article=open_itself, is_premoderated=False)

    found = set(DiscussionSettings.objects.all().unreviewed_stories())

    assert found == {in_open, open_itself, by_site}
    assert {story for story in Article.objects.all() if not discussion_of(story).is_premoderated} == found
    assert in_strict not in found


# What readers see


def read(client, article, **headers):
    return client.get(article.get_absolute_url(), headers=headers)


def test_a_pause_is_on_the_page_at_once_and_says_why_and_since_when(client, article, set_rules):
    etag = read(client, article).headers["ETag"]

    set_rules(section=article.section, is_paused=True)

    answer = read(client, article, if_none_match=etag)
    closed = page_of(answer).find(id="comments-closed")
    assert answer.status_code == 200
    assert article.section.name in closed.text
    assert "suspendu" in closed.text
    assert page_of(answer).find(id="comment-form") is None
    assert page_of(answer).find(class_="reply-link") is None


def test_other_stories_pages_are_kept_when_one_story_changes(client, article, set_rules):
    other = make_article()
    etag = read(client, other).headers["ETag"]

    set_rules(article=article, is_paused=True)

    assert read(client, other, if_none_match=etag).status_code == 304


def test_a_change_of_the_site_takes_one_statement_for_all_stories(set_rules):
    for _ in range(5):
        make_article()

    with CaptureQueriesContext(connection) as queries:
        set_rules(slow_seconds=60)

    updates = [query["sql"] for query in queries if query["sql"].startswith('UPDATE "articles_article"')]
    assert len(updates) == 1
    assert set(Article.objects.values_list("version", flat=True)) == {3}


def test_what_is_saved_without_a_change_touches_no_page(article, set_rules):
    set_rules(article=article, slow_seconds=60)
    version = Article.objects.get().version

    set_rules(article=article, slow_seconds=60)

    assert Article.objects.get().version == version
    assert DiscussionChange.objects.count() == 1


def test_the_form_says_how_often_one_may_write_and_until_when(client, article, set_rules):
    set_rules(slow_seconds=120, closes_after_days=14)

    note = page_of(read(client, article)).find(class_="form-note").text

    assert "2 minutes" in note
    assert f"{timezone.localtime(article.published_at + timedelta(days=14)).day} " in note
    assert "modération" in note


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_a_kept_page_closes_by_itself_at_the_second(client, set_rules, encoding):
    published_at = timezone.now()
    article = make_article(published_at=published_at)
    set_rules(closes_after_days=7)
    closes_at = published_at + timedelta(days=7)

    with time_machine.travel(closes_at - timedelta(seconds=5), tick=False):
        before = read(client, article, accept_encoding=encoding)
        etag = before.headers["ETag"]
        assert read(client, article, accept_encoding=encoding, if_none_match=etag).status_code == 304
        assert read(client, article, accept_encoding=encoding).content == before.content
    with time_machine.travel(closes_at, tick=False):
        after = read(client, article, accept_encoding=encoding, if_none_match=etag)
        page = page_of(read(client, article))
        assert after.status_code == 200
        assert after.headers["ETag"] != etag
        assert page.find(id="comment-form") is None
        assert "7 jours" in page.find(id="comments-closed").text
        assert read(client, article, accept_encoding=encoding, if_none_match=after.headers["ETag"]).status_code == 304


def test_a_page_of_which_nothing_is_kept_closes_by_itself_too(client, set_rules, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    article = make_article(published_at=timezone.now())
    set_rules(closes_after_days=1)
    etag = read(client, article).headers["ETag"]

    assert read(client, article, if_none_match=etag).status_code == 304
    with time_machine.travel(article.published_at + timedelta(days=1), tick=False):
        assert read(client, article, if_none_match=etag).status_code == 200


@pytest.mark.parametrize("end", ["", "x", "0" * 32, "f" * 32, "9" * 300])
def test_an_etag_with_another_end_is_another_page(client, article, end):
    name = read(client, article).headers["ETag"].strip('"').rpartition(".")[0]

    assert read(client, article, if_none_match=f'"{name}.{end}"').status_code == 200


def test_a_page_is_the_same_bytes_for_everybody_and_sets_no_cookie(article, set_rules, editors_desk):
    set_rules(slow_seconds=60, is_premoderated=False, closes_after_days=3)

    first, second = read(Client(), article), read(editors_desk, article)

    assert first.content == second.content
    assert not first.cookies


def test_the_settings_cost_one_query_of_a_page_and_none_of_a_kept_one(client, article, set_rules):
    set_rules(closes_after_days=3)
    with CaptureQueriesContext(connection) as first:
        read(client, article)
    with CaptureQueriesContext(connection) as second:
        read(client, article)

    assert len([query for query in first if "discussionsettings" in query["sql"]]) == 1
    assert len(second) == 1


def test_the_name_of_a_section_is_escaped(client, set_rules):
    article = make_article(section=make_section(name="<b>Société</b> {x}"))
    set_rules(section=article.section, is_paused=True)

    assert "&lt;b&gt;Société&lt;/b&gt; {x}" in read(client, article).text


# What comes while nobody can comment


@pytest.mark.parametrize("rules", [{"is_paused": True}, {"closes_after_days": 1}])
def test_what_comes_after_closing_or_in_a_pause_keeps_its_text(client, set_rules, rules):
    article = make_article(published_at=timezone.now() - timedelta(days=2))
    set_rules(**rules)

    answer = send_comment(client, article, body="Trop tard ?")

    form = page_of(answer).find(id="comment-form")
    assert answer.status_code == 422
    assert form.field("body").typed == "Trop tard ?"
    assert form.find(class_="errors").text
    assert not Comment.objects.exists()


def test_an_answer_in_a_pause_keeps_its_text(client, article, set_rules):
    question = make_comment(article=article, status="approved")
    set_rules(is_paused=True)

    answer = send_comment(client, article, parent=question.pk, body="Trop tard ?")

    assert answer.status_code == 422
    assert page_of(answer).find(id="comment-form").field("body").typed == "Trop tard ?"


def test_the_page_to_answer_says_that_comments_are_paused(client, article, set_rules):
    question = make_comment(article=article, status="approved")
    set_rules(is_paused=True)

    page = page_of(client.get(f"/comments/{question.pk}/reply/"))

    assert page.find(id="comments-closed")
    assert page.find(id="comment-form") is None


def test_slow_mode_asks_the_same_sender_to_wait_and_keeps_the_text(client, article, set_rules):
    set_rules(slow_seconds=120)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert send_comment(client, article, body="Un premier mot.").status_code == 302
        clock.shift(30)
        answer = send_comment(client, article, body="Un autre mot.")
        clock.shift(90)
        later = send_comment(client, article, body="Un autre mot.")

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "90"
    assert page_of(answer).find(id="comment-form").field("body").typed == "Un autre mot."
    assert "90 secondes" in page_of(answer).find(class_="form-errors").text
    assert later.status_code == 302


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 seconde"),
        (90, "90 secondes"),
        (60, "1 minute"),
        (600, "10 minutes"),
        (3600, "1 heure"),
        (86400, "24 heures"),
    ],
)
def test_a_wait_is_said_as_people_say_it(seconds, words):
    assert duration(seconds) == words


def test_slow_mode_holds_nobody_else_and_under_no_other_story(client, article, set_rules):
    set_rules(slow_seconds=120)
    send_comment(client, article, body="Un premier mot.")

    assert send_comment(client, article, body="Un autre mot.", address="198.51.100.4").status_code == 302
    assert send_comment(client, make_article(), body="Un autre mot.").status_code == 302


def test_sending_the_same_twice_is_one_comment_in_slow_mode_too(client, article, set_rules):
    set_rules(slow_seconds=120)

    first, second = send_comment(client, article), send_comment(client, article)

    assert second.status_code == 302
    assert second.url == first.url


# Pre-moderation


@pytest.fixture
def unreviewed_story(article, set_rules):
    set_rules(article=article, is_premoderated=False)
    return article


def test_everything_is_reviewed_unless_an_editor_says_otherwise(article):
    make_comment(article=article)

    assert publish_unreviewed() == 0
    assert Comment.objects.get().status == "pending"


def test_what_is_not_in_doubt_is_published_by_the_machine_with_its_event(client, unreviewed_story):
    comment = make_comment(article=unreviewed_story, body="Bien vu.")

    assert publish_unreviewed() == 1

    comment.refresh_from_db()
    event = ModerationEvent.objects.get()
    assert (comment.status, comment.decided_by) == ("approved", None)
    assert (event.actor, event.user, event.from_status, event.to_status) == ("rule", None, "pending", "approved")
    assert "Bien vu." in read(client, unreviewed_story).text
    assert Article.objects.get().comment_count == 1


@pytest.mark.parametrize(
    "doubt",
    [
        {"verdict": "spam"},
        {"verdict": "discard"},
        {"screened": False},
        {"marks": ["many_links"]},
        {"marks": ["no_origin"]},
        {"recheck_reason": "recheck"},
        {"status": "withdrawn"},
        {"status": "rejected"},
        {"status": "spam"},
    ],
    ids=str,
)
def test_what_is_in_doubt_waits_for_a_person(unreviewed_story, doubt):
    comment = make_comment(article=unreviewed_story, **doubt)

    assert publish_unreviewed() == 0
    comment.refresh_from_db()
    assert comment.status == doubt.get("status", "pending")


def test_what_a_person_has_taken_back_is_not_published_again_by_the_machine(unreviewed_story, moderator):
    comment = make_comment(article=unreviewed_story)
    publish_unreviewed()
    comment.refresh_from_db()

    comment.reopen(by=moderator)

    assert publish_unreviewed() == 0
    comment.refresh_from_db()
    assert comment.status == "pending"


def test_what_a_person_took_back_from_a_rule_is_not_published_by_the_machine(unreviewed_story, moderator):
    rule = make_rule(action="approve", conditions={"verdict": {"verdict": "ham"}})
    comment = make_comment(article=unreviewed_story, rules_due_at=timezone.now())
    apply_due_rules()
    take_back(rule, [rule.hits.get().pk], by=moderator)

    assert publish_unreviewed() == 0

    comment.refresh_from_db()
    assert comment.status == "pending"


def test_what_a_person_decided_on_and_undid_is_left_to_people(unreviewed_story, moderator, moderators_desk):
    comment = make_comment(article=unreviewed_story)
    comment.reject(by=moderator, reason="insult")
    moderators_desk.post("/moderation/undo/")

    assert publish_unreviewed() == 0

    comment.refresh_from_db()
    assert comment.status == "pending"


def test_a_decision_that_a_person_took_first_stands(unreviewed_story, moderator):
    comment = make_comment(article=unreviewed_story)
    due = Comment.objects.filter(pk=comment.pk).unreviewed()
    comment.reject(by=moderator)

    assert due.approve_unreviewed() == 0
    comment.refresh_from_db()
    assert comment.status == "rejected"


def test_a_moderator_who_comes_after_the_machine_is_told_so(unreviewed_story, moderators_desk):
    comment = make_comment(article=unreviewed_story)
    publish_unreviewed()

    answer = moderators_desk.post(
        "/moderation/decide/", {"comment": comment.pk, "decision": "spam", f"state_{comment.pk}": "pending"}
    )

    assert answer.status_code == 409
    assert "sans relecture" in answer.text


def test_all_that_waits_is_published_some_at_a_time(unreviewed_story, monkeypatch):
    monkeypatch.setattr(unreviewed, "AT_ONCE", 2)
    for _ in range(5):
        make_comment(article=unreviewed_story)

    assert publish_unreviewed() == 5
    assert Article.objects.get(pk=unreviewed_story.pk).comment_count == 5


def test_verdicts_of_a_worker_that_died_are_picked_up_by_the_next_bell(unreviewed_story, sandbox):
    comment = make_comment(article=unreviewed_story)

    screen_comments.call()

    comment.refresh_from_db()
    assert comment.status == "approved"


@pytest.mark.django_db(transaction=True)
def test_a_comment_is_published_in_the_run_that_screens_it(sandbox, editor):
    article = make_article()
    change(Scope(article=article), {"is_premoderated": False}, by=editor)
    comment = make_comment(article=article, screened=False)

    screen_comments.call()

    comment.refresh_from_db()
    assert (comment.verdict, comment.status) == ("ham", "approved")


def test_nothing_is_reported_to_akismet_for_the_machines_own_decision(unreviewed_story):
    from comments.screening.feedback import REPORTABLE

    make_comment(article=unreviewed_story)
    publish_unreviewed()

    assert not Comment.objects.filter(REPORTABLE).exists()


def test_the_card_says_that_pre_moderation_is_off_and_where_that_was_set(article, set_rules, moderators_desk):
    set_rules(section=article.section, is_premoderated=False)
    make_comment(article=article)

    note = page_of(moderators_desk.get("/moderation/")).find(class_="unreviewed").text

    assert article.section.name in note


def test_the_card_says_nothing_of_it_where_all_is_reviewed(article, moderators_desk):
    make_comment(article=article)

    assert page_of(moderators_desk.get("/moderation/")).find(class_="unreviewed") is None


def test_the_form_says_that_a_comment_is_published_unreviewed(client, unreviewed_story):
    note = page_of(read(client, unreviewed_story)).find(class_="form-note").text

    assert "avant" in note
    assert note != page_of(read(client, make_article())).find(class_="form-note").text


def test_what_is_not_in_doubt_is_found_by_its_index():
    plan = Comment.objects.filter(article__in=[1, 2]).unreviewed().explain()

    assert connection.vendor != "sqlite" or "comment_not_in_doubt" in plan


def test_the_receipt_promises_no_review_where_there_is_none(client, unreviewed_story):
    receipt = client.get(send_comment(client, unreviewed_story).url).text
    elsewhere = client.get(send_comment(client, make_article()).url).text

    assert "une personne le lit d’abord" in receipt
    assert "une personne le lit d’abord" not in elsewhere


# The desk


@pytest.mark.parametrize("path", ["", "site/", "section/{section}/", "story/{story}/"])
def test_editors_and_moderators_may_look(article, editors_desk, moderators_desk, path):
    address = "/moderation/discussion/" + path.format(section=article.section.slug, story=article.pk)

    assert editors_desk.get(address).status_code == 200
    assert moderators_desk.get(address).status_code == 200


@pytest.mark.parametrize("published_at", [None, timedelta(days=1)])
def test_moderators_learn_of_no_story_before_readers_do(set_rules, editors_desk, moderators_desk, published_at):
    story = make_article(headline="Le scoop de demain", published_at=published_at and timezone.now() + published_at)
    set_rules(article=story, slow_seconds=60)

    assert "Le scoop" in editors_desk.get("/moderation/discussion/").text
    assert "Le scoop" in editors_desk.get(story_address(story)).text
    assert "Le scoop" not in moderators_desk.get("/moderation/discussion/").text
    assert "Le scoop" not in moderators_desk.get(f"/moderation/?story={story.pk}").text
    assert moderators_desk.get(story_address(story)).status_code == 404
    assert moderators_desk.post(story_address(story, "incident/"), {"act": "pause"}).status_code == 404


def test_journalists_may_not_look_and_strangers_sign_in(client, journalist, article):
    assert client.get("/moderation/discussion/").status_code == 302
    client.force_login(journalist)

    assert client.get("/moderation/discussion/").status_code == 403
    assert client.get(story_address(article)).status_code == 403
    assert client.post(story_address(article, "incident/"), {"act": "pause"}).status_code == 403


@pytest.mark.parametrize("path", ["site/", "section/{section}/", "story/{story}/"])
def test_an_editor_changes_the_rules_of_a_scope(article, editors_desk, path):
    address = "/moderation/discussion/" + path.format(section=article.section.slug, story=article.pk)

    answer = editors_desk.post(f"{address}change/", UNSET | {"slow_seconds": "60", "is_premoderated": "no"})

    assert answer.status_code == 302
    assert answer.url == address
    discussion = discussion_of(article)
    assert discussion.slow_seconds == 60
    assert not discussion.is_premoderated
    form = page_of(editors_desk.get(address)).find(class_="rules-form")
    assert form.field("slow_seconds").typed == "60"


def test_an_editor_is_led_from_the_journalists_desk_and_to_no_page_that_is_closed_to_editors(editors_desk):
    page = page_of(editors_desk.get("/moderation/discussion/"))

    assert "/moderation/discussion/" in editors_desk.get("/admin/").text
    for link in page.find("header").find_all("a"):
        assert editors_desk.get(link["href"]).status_code == 200


def test_moderators_do_not_change_rules(article, moderators_desk):
    answer = moderators_desk.post(story_address(article, "change/"), UNSET | {"is_premoderated": "no"})

    assert answer.status_code == 403
    assert not DiscussionSettings.objects.exists()


@pytest.mark.parametrize("wrong", ["-1", "x", "999999999"])
def test_a_value_that_is_none_is_refused_and_kept(article, editors_desk, wrong):
    answer = editors_desk.post(story_address(article, "change/"), UNSET | {"slow_seconds": wrong})

    form = page_of(answer).find(class_="rules-form")
    assert answer.status_code == 422
    assert form.field("slow_seconds").typed == wrong
    assert form.find(class_="errors").text
    assert not DiscussionSettings.objects.exists()


def test_rules_are_never_changed_on_a_get(article, editors_desk):
    assert editors_desk.get(story_address(article, "change/")).status_code == 405
    assert editors_desk.get(story_address(article, "incident/")).status_code == 405


def test_a_change_needs_djangos_token(article, editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    assert client.post(story_address(article, "change/"), UNSET | {"slow_seconds": "60"}).status_code == 403


@pytest.mark.parametrize("address", ["section/nulle-part/", "story/4711/"])
def test_settings_of_what_is_not_there_are_not_there(editors_desk, address):
    assert editors_desk.get(f"/moderation/discussion/{address}").status_code == 404


def test_a_moderator_pauses_one_story_and_ends_the_pause(client, article, moderators_desk, moderator):
    moderators_desk.post(story_address(article, "incident/"), {"act": "pause"})
    assert page_of(read(client, article)).find(id="comment-form") is None

    moderators_desk.post(story_address(article, "incident/"), {"act": "resume"})

    assert page_of(read(client, article)).find(id="comment-form")
    assert [change.user for change in DiscussionChange.objects.all()] == [moderator, moderator]


def test_a_moderator_closes_one_story_and_opens_it(client, article, moderators_desk):
    read(client, article)
    moderators_desk.post(story_address(article, "incident/"), {"act": "close"})
    assert page_of(read(client, article)).find(id="comment-form") is None
    moderators_desk.post(story_address(article, "incident/"), {"act": "close"})

    moderators_desk.post(story_address(article, "incident/"), {"act": "open"})

    assert page_of(read(client, article)).find(id="comment-form")
    assert DiscussionChange.objects.count() == 2


def test_an_act_that_does_not_exist_is_refused(article, moderators_desk):
    assert moderators_desk.post(story_address(article, "incident/"), {"act": "delete"}).status_code == 400


def test_the_page_of_a_story_says_what_is_in_force_and_from_where(article, set_rules, moderators_desk):
    set_rules(section=article.section, slow_seconds=120)

    rules = page_of(moderators_desk.get(story_address(article))).find(class_="rules").text

    assert "2 minutes" in rules
    assert f"de la rubrique «\u202f{article.section.name}\u202f»" in rules


def test_the_log_says_who_changed_what(article, set_rules, moderators_desk, editor):
    set_rules(article=article, is_premoderated=False)

    log = page_of(moderators_desk.get("/moderation/discussion/")).find(class_="log-list").text

    assert editor.username in log
    assert article.headline in log


def test_a_story_is_found_by_its_headline(editors_desk):
    story = make_article(headline="Les câbles sous-marins")
    make_article(headline="Brouillon des câbles", published_at=None)

    found = page_of(editors_desk.get("/moderation/discussion/", {"q": "câbles"})).find_all(
        "a", href=story_address(story)
    )

    assert len(found) == 1
    assert "Brouillon" not in editors_desk.get("/moderation/discussion/", {"q": "câbles"}).text


def test_the_story_in_the_admin_leads_to_its_discussion(article):
    client = Client()
    client.force_login(make_administrator())

    assert story_address(article) in client.get(f"/admin/articles/article/{article.pk}/change/").text


def test_the_queries_of_the_overview_do_not_grow_with_what_is_set(set_rules, editors_desk):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert editors_desk.get("/moderation/discussion/").status_code == 200
        return len(captured)

    set_rules(article=make_article(section=make_section()), slow_seconds=1)
    few = queries()
    for _ in range(8):
        set_rules(article=make_article(section=make_section()), slow_seconds=1)

    assert queries() == few
