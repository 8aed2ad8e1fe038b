"""
Who may read, write and publish which stories: the one place that the desk, its lists and its buttons ask.

Editors publish everything, section editors what stands in their sections, journalists nothing. A journalist's stories
are those that she began, signs, or was given. `docs/permissions.md` has the whole table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from articles.models import Article

type Person = AbstractBaseUser | AnonymousUser

PUBLISH = "articles.publish_article"
PUBLISH_IN_SECTION = "articles.publish_in_section"


def may_publish(person: Person, story: Article | None = None) -> bool:
    """Tell whether this person may publish this story; without one, whether there are stories that she may publish."""
    if _has(person, PUBLISH):
        return True
    if not _has(person, PUBLISH_IN_SECTION):
        return False
    sections = sections_of(person)
    return bool(sections) if story is None else story.section_id in sections


def sections_of(person: Person) -> set[int]:
    """Return the sections that a section editor answers for."""
    from articles.models import Section

    return set(Section.objects.filter(editors=person.pk).values_list("pk", flat=True))


def mine(person: Person) -> Q:
    """Stories that are this person's to write."""
    from articles.models import Article

    return Q(created_by=person.pk) | Q(pk__in=Article.objects.filter(authors__user=person.pk))


def readable(person: Person) -> Q:
    """Stories that this person finds on the desk; drafts of others only as the owner has set it."""
    if _has(person, PUBLISH) or settings.JOURNALISTS_SEE_DRAFTS:
        return Q()
    found = mine(person) | Q(published_at__lte=timezone.now())
    if _has(person, PUBLISH_IN_SECTION):
        found |= Q(section__in=sections_of(person))
    return found


def may_write(person: Person, story: Article) -> bool:
    """
    Tell whether this person's save of a story is taken, given the right to change stories at all.

    Journalists write their drafts and propose changes to their stories that are public. A scheduled story is for those
    who may publish it: what they saw would otherwise reach readers changed.
    """
    if may_publish(person, story):
        return True
    return not story.is_scheduled and type(story).objects.filter(mine(person), pk=story.pk).exists()


def _has(person: Person, permission: str) -> bool:
    return bool(person.has_perm(permission))  # type: ignore[union-attr]
