"""What every page needs that shows comments as cards with buttons."""

from typing import Any

from comments.models import RejectionReason
from comments.moderation.deciding import DECISIONS


def with_choices(context: dict[str, Any]) -> dict[str, Any]:
    """Add the decisions and the reasons that the buttons of a card offer."""
    return context | {"decisions": DECISIONS, "reasons": RejectionReason.objects.filter(is_offered=True)}
