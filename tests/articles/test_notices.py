"""What people are told, in the page and by mail, and how they switch it off."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Notice, NoticePreferences
from articles.models.notice import NoticeKind
from articles.tasks import forget_notices_that_were_read, note_what_became_public, send_notices
from articles.workflow.notices import tell
from tests.articles.desk import change_path, form_of, signed_in
from tests.comments.readers import page_of
from tests.factories import make_article, make_author, make_journalist

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:articles_article_notices")
READ = reverse("admin:articles_article_read_notices")
CHOOSE = reverse("admin:articles_article_notice_preferences")


@pytest.fixture
def story(journalist):
    return make_article(published_at=None, created_by=journalist, headline="Une panne de réseau")


def press(desk, story: Article, button: str, **fields):
    story.refresh_from_db()
    return desk.post(change_path(story), form_of(story, f"_{button}", **fields))


def told(person) -> list[str]:
    return [notice.kind for notice in Notice.objects.filter(to=person).order_by("pk")]


def header_count(desk) -> str:
    count = page_of(desk.get("/admin/")).find("span", class_="unread")
    return count.children[0].strip() if count else ""


class FailsWhileSending(BaseEmailBackend):
    """A mail server that breaks off in the middle: nobody knows whether the mail has arrived."""

    def send_messages(self, email_messages):
        raise ConnectionResetError


# What is told


def test_the_author_is_told_of_what_becomes_of_the_story(editors_desk, journalist, story):
    story.request_publication()

    press(editors_desk, story, "return", step_comment="Une source de plus.")
    press(editors_desk, story, "approve")
    press(editors_desk, story, "publish")

    assert told(journalist) == ["returned", "ready", "published"]


def test_all_whose_story_it_is_are_told_each_once(editors_desk, journalist, story):
    colleague = make_journalist("collegue")
    story.bylines.create(author=make_author(user=colleague))
    story.bylines.create(author=make_author(user=journalist))

    press(editors_desk, story, "approve")

    assert (told(journalist), told(colleague)) == (["ready"], ["ready"])


def test_nobody_is_told_what_they_did_themselves(editors_desk, editor):
    story = make_article(published_at=None, created_by=editor)

    press(editors_desk, story, "publish")

    assert not Notice.objects.exists()


def test_an_account_that_is_closed_is_told_nothing(editors_desk, journalist, story):
    journalist.is_active = False
    journalist.save()

    press(editors_desk, story, "approve")

    assert not Notice.objects.exists()


def test_a_story_that_becomes_public_by_itself_is_told_then_and_not_before(journalist, story):
    now = timezone.now()
    story.publish(at=now + timedelta(hours=1))
    note_what_became_public.call()
    before = told(journalist)

    with time_machine.travel(now + timedelta(hours=2)):
        note_what_became_public.call()

    assert (before, told(journalist)) == ([], ["published"])


def test_a_comment_of_a_reader_is_told_without_name_or_words(journalist, desk):
    story = make_article(created_by=journalist)

    tell(NoticeKind.COMMENT, story, story.people(), None)

    assert told(journalist) == ["comment"]
    assert Notice.objects.get().words == ""
    assert story.headline in page_of(desk.get(PAGE)).find("ul", class_="notices").text


def test_a_hundred_comments_are_told_once_until_that_is_read_or_a_day_has_passed(journalist):
    story, now = make_article(created_by=journalist), timezone.now()

    def told_of_comments(at):
        with time_machine.travel(at, tick=False):
            tell(NoticeKind.COMMENT, story, story.people(), None)
        return len(told(journalist))

    counts = [told_of_comments(now), told_of_comments(now + timedelta(hours=1))]
    Notice.objects.mark_read(now + timedelta(hours=2))
    counts += [told_of_comments(now + timedelta(hours=3)), told_of_comments(now + timedelta(hours=28))]

    assert counts == [1, 1, 2, 3]


def test_who_may_not_read_a_story_is_not_told_of_it(story, editor):
    stranger = make_journalist("collegue")

    tell(NoticeKind.RETURNED, story, [stranger], editor)

    assert not Notice.objects.exists()


def test_a_notice_of_a_story_that_is_not_mine_any_more_is_not_shown(desk, editor, journalist, story):
    tell(NoticeKind.RETURNED, story, [journalist], editor)
    Article.objects.filter(pk=story.pk).update(created_by=editor)

    assert story.headline not in desk.get(PAGE).text
    assert header_count(desk) == ""


# In the page


def test_the_header_counts_what_is_unread(desk, editor, journalist, story):
    for _number in range(3):
        tell(NoticeKind.REMARK, story, [journalist], editor)

    assert header_count(desk) == "3"


def test_the_count_of_the_header_goes_no_further_than_one_grasps(desk, editor, journalist, story):
    for _number in range(101):
        tell(NoticeKind.REMARK, story, [journalist], editor)

    assert header_count(desk) == "99+"


def test_one_notice_is_marked_as_read(desk, editor, journalist, story):
    for _number in range(2):
        tell(NoticeKind.REMARK, story, [journalist], editor)
    notice = Notice.objects.last()

    desk.post(READ, {"notice": [notice.pk, "x", "-1", "99999999999999999999", "٣"]})

    assert list(Notice.objects.unread()) == [Notice.objects.first()]
    assert header_count(desk) == "1"


def test_all_are_marked_as_read(desk, editor, journalist, story):
    for _number in range(2):
        tell(NoticeKind.REMARK, story, [journalist], editor)

    desk.post(READ, {"all": "1"})

    assert header_count(desk) == ""


def test_nobody_marks_the_notices_of_somebody_else(editors_desk, editor, journalist, story):
    tell(NoticeKind.REMARK, story, [journalist], editor)

    editors_desk.post(READ, {"notice": Notice.objects.get().pk})
    editors_desk.post(READ, {"all": "1"})

    assert Notice.objects.unread().count() == 1


def test_looking_marks_nothing_as_read(desk, editor, journalist, story):
    tell(NoticeKind.REMARK, story, [journalist], editor)

    desk.get(PAGE)

    assert desk.get(READ).status_code == 405
    assert Notice.objects.unread().count() == 1


def test_the_number_of_queries_does_not_grow_with_the_notices(desk, editor, journalist, django_assert_max_num_queries):
    tell(NoticeKind.REMARK, make_article(created_by=journalist), [journalist], editor)
    with django_assert_max_num_queries(50) as few:
        desk.get(PAGE)
    for _number in range(8):
        tell(NoticeKind.REMARK, make_article(created_by=journalist), [journalist], editor)

    with django_assert_max_num_queries(len(few)):
        desk.get(PAGE)


def test_what_was_read_long_ago_is_forgotten_and_what_was_not_is_kept(editor, journalist, story):
    for _number in range(3):
        tell(NoticeKind.REMARK, story, [journalist], editor)
    old, fresh, unread = Notice.objects.order_by("pk")
    Notice.objects.filter(pk=old.pk).mark_read(timezone.now() - timedelta(days=181))
    Notice.objects.filter(pk=fresh.pk).mark_read(timezone.now())

    forget_notices_that_were_read.call()

    assert set(Notice.objects.all()) == {fresh, unread}


# By mail


def test_a_mail_says_what_happened_and_leads_to_the_story(editors_desk, editor, journalist, story):
    editor.first_name, editor.last_name = "Claire", "Dumoulin"
    editor.save()
    story.request_publication()
    press(editors_desk, story, "return", step_comment="Une source de plus.")

    send_notices.call()

    (message,) = mail.outbox
    assert message.to == [journalist.email]
    assert "Claire Dumoulin" in message.subject
    assert story.headline in message.subject
    assert "Une source de plus." in message.body
    assert f"http://testserver{change_path(story)}" in message.body


def test_a_mail_is_sent_once(editor, journalist, story):
    tell(NoticeKind.RETURNED, story, [journalist], editor)

    send_notices.call()
    send_notices.call()

    assert len(mail.outbox) == 1


def test_a_mail_that_may_have_arrived_is_not_sent_again(settings, editor, journalist, story):
    tell(NoticeKind.RETURNED, story, [journalist], editor)
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.FailsWhileSending", "OPTIONS": {}}}
    send_notices.call()

    assert not Notice.objects.for_mail().exists()


def test_an_account_that_was_closed_meanwhile_gets_no_mail(editor, journalist, story):
    tell(NoticeKind.RETURNED, story, [journalist], editor)
    journalist.is_active = False
    journalist.save()

    send_notices.call()

    assert mail.outbox == []


def test_without_an_address_no_mail_is_due(editor, journalist, story):
    journalist.email = ""
    journalist.save()

    tell(NoticeKind.RETURNED, story, [journalist], editor)

    assert (told(journalist), Notice.objects.for_mail().exists()) == (["returned"], False)


def test_a_headline_of_several_lines_adds_no_header_to_a_mail(editor, journalist, story):
    Article.objects.filter(pk=story.pk).update(headline="Une panne\r\nBcc: tous@example.org")
    story.refresh_from_db()
    tell(NoticeKind.RETURNED, story, [journalist], editor)

    send_notices.call()

    (message,) = mail.outbox
    assert "\n" not in message.subject
    assert message.recipients() == [journalist.email]


# What I choose


def test_what_a_person_switched_off_is_told_nowhere(desk, editor, journalist, story):
    desk.post(CHOOSE, {"in_page": ["ready"], "by_mail": ["returned"]})

    for kind in ("ready", "returned", "published"):
        tell(kind, story, [journalist], editor)

    send_notices.call()
    assert [notice.kind for notice in Notice.objects.of(journalist)] == ["ready"]
    assert len(mail.outbox) == 1


def test_choices_are_ones_own(desk, editor, journalist):
    desk.post(CHOOSE, {"in_page": [], "by_mail": []})

    mine = NoticePreferences.of([journalist, editor])
    assert (mine[journalist.pk].in_page, mine[editor.pk].in_page) == ([], list(NoticeKind.values))


def test_the_page_of_choices_shows_what_holds(desk):
    desk.post(CHOOSE, {"in_page": ["ready"], "by_mail": ["ready", "mention"]})

    page = page_of(desk.get(CHOOSE))

    chosen = [(box["name"], box["value"]) for box in page.find_all("input", type="checkbox") if "checked" in box]
    assert sorted(chosen) == [("by_mail", "mention"), ("by_mail", "ready"), ("in_page", "ready")]


def test_a_kind_that_there_is_not_is_refused(desk):
    assert desk.post(CHOOSE, {"in_page": ["everything"]}).status_code == 422
    assert not NoticePreferences.objects.exists()


def switch_in(message) -> str:
    return re.search(r"http://testserver(/notices/off/\S+)", message.body)[1]


def test_the_link_in_a_mail_switches_its_kind_off_and_no_other(editor, journalist, story):
    tell(NoticeKind.RETURNED, story, [journalist], editor)
    send_notices.call()
    switch = switch_in(mail.outbox[0])

    asked = Client().get(switch)
    before = NoticePreferences.of([journalist])[journalist.pk].by_mail
    Client().post(switch)

    assert asked.status_code == 200
    assert "returned" in before
    assert NoticePreferences.objects.get().by_mail == ["assigned", "mention"]


def test_a_mail_program_presses_the_switch_for_its_owner(editor, journalist, story):
    tell(NoticeKind.RETURNED, story, [journalist], editor)
    send_notices.call()
    (message,) = mail.outbox

    assert message.extra_headers["List-Unsubscribe"] == f"<http://testserver{switch_in(message)}>"
    answer = Client(enforce_csrf_checks=True).post(switch_in(message), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200


@pytest.mark.parametrize("key", ["x", "1.returned", "1.returned:x", "١.returned:x", "a" * 500])
def test_a_switch_that_was_never_signed_is_no_address(key):
    assert Client().post(f"/notices/off/{key}/").status_code == 404


def test_a_moderator_has_no_notices(moderator):
    desk = signed_in(moderator)

    assert page_of(desk.get("/admin/")).find("a", href=PAGE) is None
