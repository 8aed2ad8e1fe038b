"""
Who may read, write and publish which stories: the one place that the desk, its lists and its buttons ask.

Editors publish everything, section editors what stands in their sections, journalists nothing. A journalist's stories
are those that she began, signs, or was given to write. `docs/permissions.md` has the whole table.
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


def publishable(person: Person) -> Q:
    """Stories that this person may publish: the twin of `may_publish`."""
    if _has(person, PUBLISH):
        return Q(pk__isnull=False)  # every one; an empty condition would vanish beside another
    if _has(person, PUBLISH_IN_SECTION):
        return Q(section__in=sections_of(person))
    return Q(pk__in=[])


def sections_of(person: Person) -> set[int]:
    """Return the sections that a section editor answers for."""
    from articles.models import Section

    return set(Section.objects.filter(editors=person.pk).values_list("pk", flat=True))


def mine(person: Person) -> Q:
    """Stories that are this person's to write."""
    from articles.models import Assignment, Byline

    signed = Byline.objects.filter(author__user=person.pk).values("article")
    assigned = Assignment.objects.filter(assignee=person.pk).values("article")
    return Q(created_by=person.pk) | Q(pk__in=signed) | Q(pk__in=assigned)


def worked_on(person: Person) -> Q:
    """Stories into whose remarks and history this person looks: the own ones, and those that she may publish."""
    if _has(person, PUBLISH):
        return Q()
    if _has(person, PUBLISH_IN_SECTION):
        return mine(person) | Q(section__in=sections_of(person))
    return mine(person)


def readable(person: Person) -> Q:
    """Stories that this person finds on the desk; drafts of others only as the owner has set it."""
    if settings.JOURNALISTS_SEE_DRAFTS or _has(person, PUBLISH):
        return Q()
    # What most stories fulfil comes first: a database that reads from left to right is done with them.
    return Q(published_at__lte=timezone.now()) | worked_on(person)


def may_write(person: Person, story: Article) -> bool:
    """
    Tell whether this person's save of a story is taken, given the right to change stories at all.

    Journalists write their drafts and propose changes to their stories that are public. What is approved, scheduled or
    archived is for those who may publish it, and so is a story whose change is scheduled: what they saw would otherwise
    reach readers changed.
    """
    if may_publish(person, story):
        return True
    if story.is_scheduled or story.change_at or story.step in (story.Step.READY, story.Step.ARCHIVED):
        return False
    return type(story).objects.filter(mine(person), pk=story.pk).exists()


def writable(person: Person) -> Q:
    """Stories whose save is taken from this person: the twin of `may_write`."""
    from articles.models.steps import Step

    is_in_hand = Q(published_at=None) | Q(published_at__lte=timezone.now())
    is_in_hand &= Q(change_at=None) & ~Q(step__in=[Step.READY, Step.ARCHIVED])
    return publishable(person) | (mine(person) & is_in_hand)


def may_delete(person: Person, story: Article) -> bool:
    """
    Tell whether a draft is this person's to delete. What readers have seen is withdrawn; its address answers 410.

    Who is to write a story, and neither began nor signs it, leaves it to others.
    """
    if story.first_published_at is not None or not may_write(person, story):
        return False
    is_own = story.created_by_id == person.pk or story.authors.filter(user=person.pk).exists()
    return is_own or may_publish(person, story)


def _has(person: Person, permission: str) -> bool:
    return bool(person.has_perm(permission))  # type: ignore[union-attr]
