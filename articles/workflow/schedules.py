"""A schedule whose time has come is kept by nobody: the story is public by itself, and this writes it down."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from articles.models import Article, StepChange
from articles.models.notice import NoticeKind
from articles.models.steps import State

AT_ONCE = 100


def note_schedules_that_came(now: datetime) -> int:
    """Add to the history of each such story that it is public, and tell its people; return how many there were."""
    due = StepChange.objects.schedules_that_came(now).values_list("pk", "article")[:AT_ONCE]
    return sum(_note(change, article, now) for change, article in list(due))


def _note(change: int, article_id: int, now: datetime) -> bool:
    from articles.workflow.notices import tell  # it rings the bell that lies beside the one which calls this

    with transaction.atomic():
        article = Article.objects.select_for_update(of=("self",)).filter(pk=article_id).first()
        is_due = StepChange.objects.schedules_that_came(now).filter(pk=change).exists()
        if article is None or not is_due or not article.is_published:
            return False
        StepChange.objects.create(
            article=article, from_state=State.SCHEDULED, to_state=State.PUBLISHED, at=article.published_at or now
        )
        tell(NoticeKind.PUBLISHED, article, article.people(), by=None)
    return True
