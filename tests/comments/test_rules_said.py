"""Where a rule publishes, the desk and the readers' pages say so, and no page that is kept says something older."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from comments.discussion.changing import Scope, change
from comments.models import Rule
from tests.comments.readers import page_of, send_comment
from tests.factories import make_article, make_comment, make_rule, make_section

pytestmark = pytest.mark.django_db

READ_BY_A_PERSON = _("Comments are read by a moderator before they are published.")
PERSON_BEFORE = _(
    "Comments are read by a person before they are published. Load this page again to see what was decided."
)
UNLESS_A_RULE = _(
    "A moderator reads a comment before it is published, unless a rule that the newsroom has set publishes it at "
    "once; any comment may be taken down."
)
GIVEN = {"name": "Sans lien", "action": "approve", "use_links": "on", "links_more_than": "0", "position": "3"}


def read(client, article):
    return client.get(article.get_absolute_url()).text


def versions():
    return dict(Article.objects.values_list("pk", "version"))


def bumped(before):
    return {pk for pk, version in versions().items() if version != before[pk]}


@pytest.fixture
def elsewhere(article):
    return make_article(section=make_section())


@pytest.fixture
def editors_desk(editor):
    client = Client()
    client.force_login(editor)
    return client


def switch_on(desk, rule):
    token = desk.get(f"/moderation/rules/{rule.pk}/rehearsal/").context["rehearsal"].token
    desk.post(f"/moderation/rules/{rule.pk}/on/", {"rehearsed": token})


# The desk


@pytest.fixture
def moderators_desk(moderator):
    client = Client()
    client.force_login(moderator)
    return client


def note_on_card(desk):
    return page_of(desk.get("/moderation/")).find(class_="unreviewed")


@pytest.mark.parametrize("is_of_section", [True, False])
def test_the_card_names_the_rule_that_publishes_under_its_story(article, moderators_desk, is_of_section):
    make_rule(name="Habitués", action="approve", section=article.section if is_of_section else None)
    make_comment(article=article)

    assert "Habitués" in note_on_card(moderators_desk).text


@pytest.mark.parametrize(
    "values",
    [
        {"action": "hold"},
        {"is_on": False},
        {"ends_at": "yesterday"},
        {"section": "another"},
    ],
    ids=str,
)
def test_the_card_says_nothing_where_no_rule_publishes(article, moderators_desk, values):
    made = {"ends_at": timezone.now() - timedelta(days=1), "section": make_section()}
    values = {name: made.get(name, value) for name, value in values.items()}
    make_rule(**{"name": "Habitués", "action": "approve"} | values)
    make_comment(article=article)

    assert note_on_card(moderators_desk) is None


def test_the_card_says_both_that_pre_moderation_is_off_and_which_rule_publishes(article, moderators_desk, editor):
    change(Scope(section=article.section), {"is_premoderated": False}, by=editor)
    make_rule(name="Habitués", action="approve")
    make_comment(article=article)

    note = note_on_card(moderators_desk).text

    assert article.section.name in note
    assert "Habitués" in note


def test_the_queries_of_the_desk_do_not_grow_with_the_rules(article, moderators_desk):
    make_comment(article=article)
    make_rule(action="approve")

    with CaptureQueriesContext(connection) as of_one:
        moderators_desk.get("/moderation/")
    for _number in range(5):
        make_rule(action="approve", section=article.section)
    with CaptureQueriesContext(connection) as of_six:
        moderators_desk.get("/moderation/")

    assert len(of_six) == len(of_one)


def test_the_page_of_the_discussion_names_the_rule(article, moderators_desk):
    rule = make_rule(name="Habitués", action="approve")

    page = moderators_desk.get(f"/moderation/discussion/story/{article.pk}/").text

    assert f'href="/moderation/rules/{rule.pk}/"' in page


# Readers


def test_the_form_promises_a_person_where_nothing_publishes_unread(client, article):
    make_rule(action="hold")

    assert READ_BY_A_PERSON in read(client, article)


def test_the_form_says_that_a_rule_may_publish(client, article, elsewhere):
    make_rule(action="approve", section=article.section)

    assert READ_BY_A_PERSON not in read(client, article)
    assert UNLESS_A_RULE in read(client, article)
    assert READ_BY_A_PERSON in read(client, elsewhere)


def test_the_form_that_comes_back_and_the_one_of_an_answer_say_it_too(client, article):
    make_rule(action="approve")
    parent = make_comment(article=article, status="approved")

    for page in (send_comment(client, article, body=""), client.get(f"/comments/{parent.pk}/reply/")):
        assert READ_BY_A_PERSON not in page.text
        assert UNLESS_A_RULE in page.text


def receipt(client, article, **values):
    address = send_comment(client, article).url
    article.comments.update(**values)
    return client.get(address).text


@pytest.mark.parametrize(
    "values",
    [{}, {"verdict": "ham", "rules_due_at": None}, {"verdict": "ham"}],
    ids=["not screened", "left by the rules", "due for the rules"],
)
def test_a_pending_receipt_promises_no_person_where_a_rule_may_publish(client, article, values):
    make_rule(action="approve")

    page = receipt(client, article, **values)

    assert PERSON_BEFORE not in page
    assert READ_BY_A_PERSON not in page


def test_what_the_rules_have_not_looked_at_is_still_being_checked(client, article):
    make_rule(action="approve")
    checked = _("It has arrived, and is being checked.")

    assert checked in receipt(client, article, verdict="ham")


def test_what_the_rules_have_left_waits_for_a_moderator(client, article):
    make_rule(action="approve")
    waits = _("It has arrived, and waits for a moderator.")

    assert waits in receipt(client, article, verdict="ham", rules_due_at=None)


def test_a_pending_receipt_promises_a_person_where_nothing_publishes_unread(client, article):
    page = receipt(client, article, verdict="ham", rules_due_at=None)

    assert PERSON_BEFORE in page


def test_the_privacy_page_names_rules_beside_people(client):
    said = _(
        "A moderator reads a comment before that, except where the newsroom has set a rule that publishes what is "
        "not in doubt, or has switched the review off: there the form says so."
    )

    assert said in page_of(client.get("/privacy/")).text


def test_a_page_that_asks_nothing_of_the_database_promises_nothing():
    from django.template.loader import render_to_string

    from comments.posting.forms import CommentForm

    assert READ_BY_A_PERSON not in render_to_string("comments/_form.html", {"form": CommentForm(), "number": 1})


# Pages that are kept


def test_switching_a_rule_that_publishes_on_and_off_renews_the_pages_that_it_concerns(
    client, article, elsewhere, editors_desk
):
    rule = make_rule(action="approve", section=article.section, is_on=False)
    assert READ_BY_A_PERSON in read(client, article)
    before = versions()

    switch_on(editors_desk, rule)
    assert bumped(before) == {article.pk}
    assert READ_BY_A_PERSON not in read(client, article)

    before = versions()
    editors_desk.post(f"/moderation/rules/{rule.pk}/off/")
    assert bumped(before) == {article.pk}
    assert READ_BY_A_PERSON in read(client, article)


def test_a_rule_of_the_whole_site_renews_all_pages(article, elsewhere, editors_desk):
    rule = make_rule(action="approve", is_on=False)
    before = versions()

    switch_on(editors_desk, rule)

    assert bumped(before) == {article.pk, elsewhere.pk}


def test_the_pages_are_renewed_in_one_statement(article, elsewhere, editor):
    rule = make_rule(action="approve", is_on=False)

    with CaptureQueriesContext(connection) as queries:
        rule.switch_on(by=editor, edition=rule.edition)

    assert len([query for query in queries if 'UPDATE "articles_article"' in query["sql"]]) == 1


@pytest.mark.parametrize("action", ["hold", "spam", "hide", "close"])
def test_rules_that_publish_nothing_renew_no_page(article, editor, action):
    rule, before = make_rule(action=action, is_on=False), versions()

    rule.switch_on(by=editor, edition=rule.edition)
    rule.switch_off(by=editor)

    assert bumped(before) == set()


def test_switching_off_what_is_off_renews_no_page(article, editor):
    rule, before = make_rule(action="approve", is_on=False), versions()

    rule.switch_off(by=editor)

    assert bumped(before) == set()


@pytest.mark.parametrize("changed", [{"links_more_than": "4"}, {"action": "hold"}, {"section": "another"}], ids=str)
def test_a_change_that_switches_it_off_renews_the_pages_that_it_concerned(
    client, article, elsewhere, editors_desk, changed
):
    rule = make_rule(action="approve", section=article.section, conditions={"links": {"more_than": 0}})
    read(client, article)
    before = versions()
    if "section" in changed:
        changed = {"section": elsewhere.section.pk}

    editors_desk.post(f"/moderation/rules/{rule.pk}/change/", GIVEN | {"section": article.section.pk} | changed)

    assert not Rule.objects.get(pk=rule.pk).is_on
    assert bumped(before) == {article.pk}
    assert READ_BY_A_PERSON in read(client, article)


def test_an_end_that_is_set_later_renews_the_pages(client, article, editors_desk):
    rule = make_rule(action="approve", conditions={"links": {"more_than": 0}})
    read(client, article)
    ends_at = timezone.now() + timedelta(hours=2)

    editors_desk.post(
        f"/moderation/rules/{rule.pk}/change/",
        GIVEN | {"ends_at": timezone.localtime(ends_at).strftime("%Y-%m-%dT%H:%M")},
    )

    assert Rule.objects.get(pk=rule.pk).is_on
    with time_machine.travel(ends_at + timedelta(minutes=1)):
        assert READ_BY_A_PERSON in read(client, article)


def test_a_new_name_renews_no_page(article, editors_desk):
    rule = make_rule(action="approve", conditions={"links": {"more_than": 0}})
    before = versions()

    editors_desk.post(f"/moderation/rules/{rule.pk}/change/", GIVEN | {"name": "Autre nom"})

    assert bumped(before) == set()


def test_a_page_is_kept_no_longer_than_the_rule_lasts(client, article):
    ends_at = timezone.now() + timedelta(minutes=10)
    make_rule(action="approve", ends_at=ends_at)
    assert UNLESS_A_RULE in read(client, article)

    with time_machine.travel(ends_at + timedelta(seconds=1)):
        assert READ_BY_A_PERSON in read(client, article)
