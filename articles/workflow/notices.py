"""Telling people what concerns them: in the page and by mail, each kind as they chose, and nobody what they did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article, Notice, NoticePreferences
from articles.models.notice import WORDS_MAX, NoticeKind
from articles.tasks import send_notices

ONE_OF_COMMENTS_IN = timedelta(days=1)


def tell(kind: NoticeKind | str, story: Article, to: Iterable[User], by: User | None, *, words: str = "") -> None:
    """
    Leave a notice for each of these people but the one who did it, and those who may not read the story.

    Call it in the transaction of what happened. `words` are a colleague's; a reader's never go here.
    """
    people = [person for person in to if (by is None or person.pk != by.pk) and _may_read(person, story)]
    if kind == NoticeKind.COMMENT:
        people = _not_told_today(people, story)
    chosen = NoticePreferences.of(people)
    _leave([_notice(kind, story, chosen[person.pk], person, by, words) for person in people])


def tell_of_each(kind: NoticeKind, stories: Mapping[Article, str], to: User, by: User) -> None:
    """
    Leave one person a notice for each of these stories, with the words that belong to it, under the rules of `tell`.

    The number of statements is the same for two stories and for two hundred.
    """
    if to.pk == by.pk:
        return
    numbers = Article.objects.readable_by(to).filter(pk__in=[story.pk for story in stories])
    readable = set(numbers.values_list("pk", flat=True))
    chosen = NoticePreferences.of([to])[to.pk]
    _leave([_notice(kind, story, chosen, to, by, words) for story, words in stories.items() if story.pk in readable])


def _notice(
    kind: NoticeKind | str, story: Article, chosen: NoticePreferences, to: User, by: User | None, words: str
) -> Notice:
    return Notice(
        to=to,
        kind=kind,
        article=story,
        actor=by,
        words=words[:WORDS_MAX],
        at=timezone.now(),
        is_shown=kind in chosen.in_page,
        mail_due=kind in chosen.by_mail and bool(to.email),
    )


def _leave(notices: list[Notice]) -> None:
    Notice.objects.bulk_create(notice for notice in notices if notice.is_shown or notice.mail_due)
    if any(notice.mail_due for notice in notices):
        send_notices.enqueue()


def _not_told_today(people: list[User], story: Article) -> list[User]:
    """Leave out who has an unread notice of today's comments on the story: a hundred comments are one of them."""
    since = timezone.now() - ONE_OF_COMMENTS_IN
    told = Notice.objects.unread().filter(kind=NoticeKind.COMMENT, article=story, at__gt=since)
    numbers = set(told.values_list("to", flat=True))
    return [person for person in people if person.pk not in numbers]


def _may_read(person: User, story: Article) -> bool:
    return Article.objects.readable_by(person).filter(pk=story.pk).exists()
