"""Who has the desk open, and which comment is before them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import ngettext

from comments.models import Comment, Presence


def note_presence(user: User, comment_id: int | None) -> None:
    """Remember that this person has the desk open, and the comment that is before them."""
    known = Comment.objects.filter(pk=comment_id).values_list("pk", flat=True).first() if comment_id else None
    Presence.objects.update_or_create(user=user, defaults={"comment_id": known, "seen_at": timezone.now()})


def people_here(*, but: User | None = None) -> list[User]:
    """Return those who have the desk open, without one of them, by name."""
    here = Presence.objects.here().select_related("user").order_by("user__last_name", "user__first_name", "user_id")
    return [presence.user for presence in here if but is None or presence.user_id != but.pk]


def onlookers(comments: Collection[int], *, but: User) -> dict[int, list[str]]:
    """Return, for each of these comments that somebody else looks at, their names."""
    looking: dict[int, list[str]] = defaultdict(list)
    rows = Presence.objects.here().filter(comment__in=comments).exclude(user=but).select_related("user")
    for presence in rows.order_by("user_id"):
        looking[presence.comment_id].append(name_of(presence.user))  # type: ignore[index]  # the filter wants one
    return looking


def looking_sentence(names: list[str]) -> str:
    """Say which colleagues look at a comment; nothing where nobody does."""
    if not names:
        return ""
    words = {"names": ", ".join(names)}
    return ngettext("%(names)s is looking at it.", "%(names)s are looking at it.", len(names)) % words


def name_of(user: User) -> str:
    return user.get_full_name() or user.get_username()
