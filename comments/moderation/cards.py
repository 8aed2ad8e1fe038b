"""What every page needs that shows comments as cards with buttons."""

from collections.abc import Sequence
from typing import Any

from comments.discussion.in_force import discussions_of
from comments.discussion.words import unreviewed_in_words
from comments.models import Comment, RejectionReason
from comments.moderation.deciding import DECISIONS
from comments.reports.listing import reasons_reported


def with_choices(context: dict[str, Any]) -> dict[str, Any]:
    """Add the decisions and the reasons that the buttons of a card offer."""
    return context | {"decisions": DECISIONS, "reasons": RejectionReason.objects.filter(is_offered=True)}


def dressed[Comments: Sequence[Comment]](comments: Comments) -> Comments:
    """Add to comments what their cards say beyond their own columns, from as many queries for one as for all."""
    discussions = discussions_of({comment.article for comment in comments})
    reports = reasons_reported([comment.pk for comment in comments if comment.open_reports])
    for comment in comments:
        comment.unreviewed = unreviewed_in_words(discussions[comment.article_id])  # type: ignore[attr-defined]
        comment.reasons_reported = reports.get(comment.pk, [])  # type: ignore[attr-defined]
    return comments
