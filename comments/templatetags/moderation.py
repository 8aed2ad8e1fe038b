"""What the journalists' desk shows of the moderators' queues, and the buttons of the moderators' cards."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from comments.models import Comment
from comments.moderation.card_actions import CardActions
from comments.moderation.notices import akismet_notices
from comments.moderation.queues import all_queues

register = template.Library()


@register.inclusion_tag("comments/moderation/_summary.html")
def moderation_summary() -> dict[str, Any]:
    return {"queues": all_queues(), "notices": akismet_notices()}


@register.simple_tag(takes_context=True)
def card_actions(context: Context, comment: Comment) -> SafeString:
    """Show what can be done on a card; the page's context holds its CardActions as `decide`."""
    actions: CardActions = context["decide"]
    return actions.html(comment, asks=bool(context.get("asks")), is_evidence=bool(context.get("is_evidence")))
