"""What is done to many stories at once: as many statements for two hundred of them as for two."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Case, F, Max, When
from django.utils import timezone

from articles.models.assignment import Assignment
from articles.models.revision import Revision
from articles.models.search_terms import SearchTerms
from articles.models.steps import State, Step, StepChange
from articles.models.taxonomy import Section, Tag
from articles.models.withdrawal import Withdrawal
from articles.revisions.content import content_of
from articles.search.terms import of_section

if TYPE_CHECKING:
    from articles.models.article import Article

    _Base = models.QuerySet[Article]
else:
    _Base = models.QuerySet


class ManyAtOnce(_Base):
    def unpublish(self, *, by: User | None, reason: str) -> int:
        """Take those of these stories offline that are public or scheduled; return how many were."""
        now = timezone.now()
        standing = list(self.exclude(published_at=None))
        public = [story.pk for story in standing if story.is_published]
        Withdrawal.objects.bulk_create(Withdrawal(article_id=pk, by=by, reason=reason) for pk in public)
        StepChange.objects.bulk_create(
            StepChange(
                article=story,
                from_state=story.state,
                to_state=State.WITHDRAWN if story.was_public else State.DRAFT,
                by=by,
                comment=reason,
                at=now,
            )
            for story in standing
        )
        never_seen = When(first_published_at__gt=now, then=None)
        done = self.exclude(published_at=None).update(
            step=Step.DRAFT,
            archived_at=None,
            published_at=None,
            first_published_at=Case(never_seen, default=F("first_published_at")),
            saved_at=now,
        )
        # Their names stand on pages of other stories, in series and as what to read next.
        self.model.objects.all().bump_version()
        return done

    def move_to(self, section: Section) -> int:
        """
        Put those of these stories into a section that are in another one; return how many were.

        Call it in a transaction: the stories are locked before their terms, as by everybody who writes both.
        """
        numbers = list(self.exclude(section=section).select_for_update(of=("self",)).values_list("pk", flat=True))
        moved = self.model.objects.filter(pk__in=numbers)
        done = moved.update(section=section, saved_at=timezone.now(), version=F("version") + 1)
        SearchTerms.objects.filter(article__in=numbers).update(section=of_section(section.pk))
        return done

    def add_tag(self, tag: Tag) -> int:
        """Give a tag to those of these stories that have it not; return how many had it not."""
        numbers = list(self.exclude(tags=tag).values_list("pk", flat=True))
        link = self.model.tags.through
        link.objects.bulk_create([link(article_id=number, tag=tag) for number in numbers], ignore_conflicts=True)
        changed = self.model.objects.filter(pk__in=numbers)
        return changed.update(saved_at=timezone.now(), version=F("version") + 1)

    def remove_tag(self, tag: Tag) -> int:
        """Take a tag from those of these stories that have it; return how many had it."""
        numbers = list(self.filter(tags=tag).values_list("pk", flat=True))
        self.model.tags.through.objects.filter(article__in=numbers, tag=tag).delete()
        changed = self.model.objects.filter(pk__in=numbers)
        return changed.update(saved_at=timezone.now(), version=F("version") + 1)

    def archive(self, *, by: User, comment: str) -> int:
        """Put those of these stories away that are public; return how many were. Call it in a transaction."""
        now = timezone.now()
        standing = [story for story in self.select_for_update().defer("body") if story.state == State.PUBLISHED]
        StepChange.objects.bulk_create(
            StepChange(
                article=story, from_state=State.PUBLISHED, to_state=State.ARCHIVED, by=by, comment=comment, at=now
            )
            for story in standing
        )
        put_away = self.model.objects.filter(pk__in=[story.pk for story in standing])
        return put_away.update(step=Step.ARCHIVED, archived_at=now, saved_at=now, version=F("version") + 1)

    def assign(self, person: User, due_at: datetime | None) -> int:
        """
        Give these stories to a person to write; return how many there are.

        Without a time each keeps the one that it has; what is asked for stays as it is.
        """
        given: dict[str, Any] = {"assignee": person} | ({"due_at": due_at} if due_at else {})
        assignments = [Assignment(article_id=number, **given) for number in self.values_list("pk", flat=True)]
        Assignment.objects.bulk_create(
            assignments, update_conflicts=True, unique_fields=["article"], update_fields=list(given)
        )
        return len(assignments)

    def record_origins(self) -> None:
        """Keep what those of these stories hold that have no revision yet; the same few statements for one or many."""
        Revision.objects.bulk_create(
            Revision(article=story, number=1, content=content_of(story), made_at=story.saved_at)
            for story in self.filter(revisions=None).prefetch_related("bylines", "tags")
        )

    def record(self, *, by: Any) -> None:
        """Keep what these stories hold now as a revision of each."""
        stories: Any = self.annotate(newest=Max("revisions__number")).prefetch_related("bylines", "tags")
        now = timezone.now()
        Revision.objects.bulk_create(
            Revision(
                article=story,
                number=(story.newest or 0) + 1,
                content=content_of(story),
                made_by=by,
                made_at=now,
                published_at=now if story.is_published else None,
            )
            for story in stories
        )

    def close_comments(self) -> int:
        """Stop comments on those of these stories that take any; return how many did."""
        return self.filter(comments_open=True).update(comments_open=False, version=F("version") + 1)

    def open_comments(self) -> int:
        """Take comments again on those of these stories that were closed; return how many were."""
        return self.filter(comments_open=False).update(comments_open=True, version=F("version") + 1)
