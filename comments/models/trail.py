"""What a decision writes beside the comment: its events; and what these tell of the states before it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import User

from comments.models.event import ModerationEvent
from comments.models.reason import RejectionReason
from comments.models.rule import Rule


@dataclass(frozen=True)
class Act:
    """Who decides and why: what the events of one decision have in common."""

    actor: ModerationEvent.Actor
    user: User | None = None
    reason: RejectionReason | str = ""
    words: str = ""
    batch: uuid.UUID | None = None
    undoes: uuid.UUID | None = None
    rule: Rule | None = None


class Before(NamedTuple):
    """What a comment was before a decision."""

    status: str
    decided_at: datetime | None
    decided_by_id: int | None


class Row(NamedTuple):
    pk: int
    status: str
    revision: int
    article_id: int
    open_reports: int = 0


def events_of(rows: list[Row], to: str, act: Act, now: datetime) -> list[ModerationEvent]:
    listed, words = (act.reason, act.words) if isinstance(act.reason, RejectionReason) else (None, act.reason)
    batch = act.batch or uuid.uuid4()
    return [
        ModerationEvent(
            comment_id=row.pk,
            actor=act.actor,
            user=act.user,
            from_status=row.status,
            to_status=to,
            revision=row.revision,
            reason=listed,
            reason_text=words,
            batch=batch,
            undoes=act.undoes,
            rule=act.rule,
            created_at=now,
        )
        for row in rows
    ]


def decided_by_people(comment_ids: Collection[int]) -> set[int]:
    """Return those of these comments that somebody but a rule has ever decided on."""
    events = ModerationEvent.objects.filter(comment__in=comment_ids).exclude(actor=ModerationEvent.Actor.RULE)
    return set(events.order_by().values_list("comment_id", flat=True))


def history_of(comment_ids: Collection[int]) -> dict[int, list[ModerationEvent]]:
    """Return the events of these comments, each with the oldest first."""
    history: dict[int, list[ModerationEvent]] = defaultdict(list)
    for event in ModerationEvent.objects.filter(comment__in=comment_ids).order_by("pk"):
        history[event.comment_id].append(event)
    return history


def by_state_before(rows: list[Row], history: dict[int, list[ModerationEvent]]) -> dict[Before, list[Row]]:
    """Group comments by what they were before their last event: a batch mostly is one group."""
    groups: dict[Before, list[Row]] = defaultdict(list)
    for row in rows:
        *earlier, last = history[row.pk]
        groups[Before(last.from_status, *_maker(earlier))].append(row)
    return groups


def _maker(events: list[ModerationEvent]) -> tuple[datetime | None, int | None]:
    """Return when and by whom the decision was made that stands after these events."""
    undone = {event.undoes for event in events if event.undoes}
    standing = [event for event in events if not event.undoes and event.batch not in undone]
    return (standing[-1].created_at, standing[-1].user_id) if standing else (None, None)
