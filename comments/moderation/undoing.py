"""Taking one's own decisions back, one press after another. What nobody outside has heard of yet, nobody will hear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from comments.models import Comment, ModerationEvent
from comments.moderation.deciding import ring_for_feedback

# Older decisions are changed on their comments, where one sees what has become of them since.
TAKEN_BACK_FOR = timedelta(hours=12)


@dataclass(frozen=True)
class TakenBack:
    """The comments of one press, and how many of them are again what they were: the others were decided on since."""

    comment_ids: list[int]
    count: int


def take_last_back(*, by: User) -> TakenBack | None:
    """Take the last press of this person back that still stands; None when there is none of the last hours."""
    batch = _last_press(by)
    if batch is None:
        return None
    with transaction.atomic():
        count = Comment.objects.all().undo(batch, by=by)
        ring_for_feedback(batch)
    comment_ids = ModerationEvent.objects.filter(batch=batch).order_by("pk").values_list("comment_id", flat=True)
    return TakenBack(list(comment_ids), count)


def _last_press(by: User) -> UUID | None:
    own = ModerationEvent.objects.filter(user=by, created_at__gt=timezone.now() - TAKEN_BACK_FOR)
    taken_back = own.exclude(undoes=None).values("undoes")
    presses = own.filter(undoes=None).exclude(batch__in=taken_back)
    return presses.order_by("-pk").values_list("batch", flat=True).first()
