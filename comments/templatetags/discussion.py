"""What the form of a story shows of the comments under it."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article
from comments.discussion.in_force import discussion_of
from comments.discussion.words import closed_in_words
from comments.models import Comment
from comments.moderation.access import MODERATE, may_answer
from comments.moderation.queues import bounded_count

register = template.Library()


@register.inclusion_tag("comments/discussion/_for_the_story.html")
def story_comments_summary(article: Article, user: User) -> dict[str, Any]:
    """Show whether comments are open, how many are published and how many wait: numbers, and no reader's words."""
    return {
        "article": article,
        "closed": closed_in_words(discussion_of(article), timezone.now()),
        "waiting": bounded_count(Comment.objects.in_queue("review").filter(article=article)),
        "may_answer": article.was_public and may_answer(user, article),
        "may_moderate": user.has_perm(MODERATE),
    }
