"""What the journalists' desk shows of the moderators' queues."""

from typing import Any

from django import template

from comments.moderation.notices import akismet_notices
from comments.moderation.queues import all_queues

register = template.Library()


@register.inclusion_tag("comments/moderation/_summary.html")
def moderation_summary() -> dict[str, Any]:
    return {"queues": all_queues(), "notices": akismet_notices()}
