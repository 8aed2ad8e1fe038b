"""
What followers are to be told of: a comment is announced once, when its publication has outlasted the undo window.

That it is announced and whom it is news for are written in one transaction, so no follower is told twice or left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from comments.models import Comment, Subscription, Untold
from comments.models.states import TO_ANNOUNCE

AT_ONCE = 100
# Also below the last depth, where a comment's path does not name the one that it answers.
ANSWERED_BY = """
    WITH RECURSIVE answered (comment_id, ancestor_id) AS (
        SELECT id, parent_id FROM comments_comment WHERE id IN ({places}) AND parent_id IS NOT NULL
        UNION ALL
        SELECT answered.comment_id, above.parent_id
        FROM answered JOIN comments_comment above ON above.id = answered.ancestor_id
        WHERE above.parent_id IS NOT NULL
    )
    SELECT comment_id, ancestor_id FROM answered
"""


def announce_published_comments(now: datetime) -> bool:
    """Announce what became public and was not taken back within the undo window; tell whether more is due."""
    window_ended = Q(decided_at__lte=now - timedelta(seconds=settings.UNDO_WINDOW)) | Q(decided_at=None)
    due = Comment.objects.approved().filter(TO_ANNOUNCE, window_ended).order_by("decided_at", "pk")
    if not due.exists():  # without the lock that the transaction below takes
        return False
    with transaction.atomic():
        rows = list(due.only("article", "email_hash").select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
        Comment.objects.filter(pk__in=[row.pk for row in rows]).update(announced_at=now)
        if settings.FOLLOW_BY_MAIL:
            Untold.objects.bulk_create(_news(rows), batch_size=1000)
    return len(rows) == AT_ONCE


def _news(comments: Collection[Comment]) -> Iterator[Untold]:
    """Yield each comment for each address that follows its discussion or what it answers, and for none twice."""
    followers = _followers_of({comment.article_id for comment in comments})
    if not followers:
        return
    ancestors = _ancestors_of([comment.pk for comment in comments])
    for comment in comments:
        told = {comment.email_hash}
        for follower in followers[comment.article_id]:
            is_of_it = follower.comment_id is None or follower.comment_id in ancestors[comment.pk]
            if is_of_it and follower.email_hash not in told:
                told.add(follower.email_hash)
                yield Untold(subscription=follower, comment=comment)


def _followers_of(stories: Collection[int]) -> dict[int, list[Subscription]]:
    """
    Return who follows each story or a part of it; in the order in which one of several is chosen for an address.

    Who follows the whole discussion needs no second mail for a part of it; the nearest part comes before wider ones.
    """
    followers: dict[int, list[Subscription]] = defaultdict(list)
    confirmed = Subscription.objects.confirmed().filter(article__in=stories).only("article", "comment", "email_hash")
    for follower in confirmed.order_by(F("comment").desc(nulls_first=True), "pk"):
        followers[follower.article_id].append(follower)
    return followers


def _ancestors_of(numbers: list[int]) -> dict[int, set[int]]:
    """Return what each of these comments answers, and what that answers, and so on."""
    ancestors: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(ANSWERED_BY.format(places=", ".join(["%s"] * len(numbers))), numbers)
        for number, ancestor in cursor.fetchall():
            ancestors[number].add(ancestor)
    return ancestors
