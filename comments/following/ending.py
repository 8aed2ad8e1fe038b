"""What ends by itself: wishes that came to nothing, and subscriptions to discussions in which nothing can come."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import batched

from articles.models import Article
from comments.discussion.in_force import AGED, CLOSED, Discussion, discussions_of
from comments.models import Comment, Subscription, Untold
from comments.models.subscription import SENDER_KEPT_FOR

# For so long comments must have been closed and none published; a pause is no end.
CLOSED_FOR = timedelta(days=30)
STORIES_AT_ONCE = 200


def end_subscriptions(now: datetime) -> None:
    """Delete what has had its time, and forget from which network somebody asked."""
    Subscription.objects.outdated(now).delete()
    asked_before = Subscription.objects.exclude(sender_hash="").filter(asked_at__lte=now - SENDER_KEPT_FOR)
    asked_before.update(sender_hash="")
    Untold.objects.outdated(now).delete()
    _end_where_all_is_said(now)


def _end_where_all_is_said(now: datetime) -> None:
    long_ago = now - CLOSED_FOR
    old = Subscription.objects.confirmed().filter(confirmed_at__lte=long_ago)
    still_spoken = Comment.objects.filter(announced_at__gt=long_ago)
    silent = Article.objects.filter(pk__in=old.values("article")).exclude(pk__in=still_spoken.values("article"))
    for stories in batched(silent.defer("body").order_by("pk"), STORIES_AT_ONCE):
        over = [each.article.pk for each in discussions_of(stories).values() if _is_over(each, long_ago)]
        old.filter(article__in=over).delete()


def _is_over(discussion: Discussion, at: datetime) -> bool:
    return not discussion.article.is_published or discussion.why_closed(at) in (CLOSED, AGED)
