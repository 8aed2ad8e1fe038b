"""Telling those whose story it is that readers comment on it, once what they wrote is published and not taken back."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from articles.models import Article
from articles.workflow.notices import tell
from comments.models import Comment, ModerationEvent

PERIOD = timedelta(minutes=5)


def tell_of_published_comments(now: datetime) -> int:
    """
    Tell of what was published in the period that ended last, undo window included; return of how many stories.

    Periods follow each other without a gap or an overlap: each publication is told of once.
    """
    last = now - timedelta(seconds=settings.UNDO_WINDOW)
    end = last - timedelta(minutes=last.minute % 5, seconds=last.second, microseconds=last.microsecond)
    published = ModerationEvent.objects.filter(
        to_status=Comment.Status.APPROVED,
        comment__status=Comment.Status.APPROVED,
        created_at__gte=end - PERIOD,
        created_at__lt=end,
    )
    stories = list(Article.objects.published().filter(pk__in=published.values("comment__article")))
    for story in stories:
        with transaction.atomic():
            tell("comment", story, story.people(), by=None)
    return len(stories)
