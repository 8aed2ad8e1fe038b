"""What every page of the desk shows of working together: notices in its header, and on its start page what waits."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.auth.models import User

from articles.models import Notice
from articles.people import name_of
from articles.permissions import may_publish
from articles.workflow.waiting import waiting_for
from articles.workflow.words import notice_path, notice_sentence

register = template.Library()
register.filter("called", name_of)

COUNTED_UP_TO = 99
NEWEST = 5


@register.simple_tag
def unread_notices(user: User) -> str:
    """Count what this person has not read, no further than one can grasp; nothing where there is none."""
    count = Notice.objects.of(user).unread()[: COUNTED_UP_TO + 1].count()
    return f"{COUNTED_UP_TO}+" if count > COUNTED_UP_TO else str(count or "")


@register.inclusion_tag("admin/articles/article/_waiting.html")
def waiting_for_me(user: User) -> dict[str, Any]:
    newest = Notice.objects.of(user).unread().select_related("article", "actor")[:NEWEST]
    return {
        "user": user,
        "may_plan": may_publish(user),
        "lists": waiting_for(user),
        "notices": [(notice, notice_sentence(notice), notice_path(notice)) for notice in newest],
    }
