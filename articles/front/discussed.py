"""What readers talk about: the stories of the last weeks with the most published comments."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from articles.models import Article

DISCUSSED_SIZE, DISCUSSED_MIN = 5, 3
DISCUSSED_FOR = timedelta(days=30)
SHOWN = ["headline", "slug", "first_published_at", "comment_count"]
SHOWN += ["section__name", "section__slug", "section__position"]


def most_discussed() -> list[Article]:
    """Return the stories in their order, or none where there are too few for a list."""
    recent = Article.objects.published().filter(published_at__gt=timezone.now() - DISCUSSED_FOR, comment_count__gt=0)
    stories = recent.order_by("-comment_count", "-published_at", "-pk").only(*SHOWN).select_related("section")
    found = list(stories[:DISCUSSED_SIZE])
    return found if len(found) >= DISCUSSED_MIN else []
