"""What is asked of comments: by readers' pages, by the lists of the desk, by the worker."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from articles.folding import words_of
from articles.models import Article
from articles.models.public import public_at
from comments.models.event import ModerationEvent
from comments.models.rule import RuleHit
from comments.models.search_text import SearchText
from comments.models.states import APPROVED, NOT_IN_DOUBT, QUEUES

if TYPE_CHECKING:
    from comments.models.comment import Comment  # noqa: F401  # the name in QuerySet["Comment"]

# Words that so many of the newest comments hold are common. With a LIMIT on the hits themselves PostgreSQL would read
# the table instead of the index of words.
SAMPLE, COMMON_IN_SAMPLE = 1000, 10
# Up to so many hits of a search are looked up one by one.
FEW_HITS = 5000


class CommentQueries(models.QuerySet["Comment"]):
    def approved(self) -> Self:
        """What everybody may read: approved, under a story that is public. Every public query starts here."""
        return self.filter(public_at(timezone.now(), of="article__"), status=APPROVED)

    def approved_under(self, article: Article) -> Self:
        """The thread of a story that the asker may read: readers a public one, its author a preview."""
        return self.filter(article=article, status=APPROVED)

    def for_cards(self) -> Self:
        """Load what a card of the desk shows of the rows that a comment belongs to."""
        return self.select_related("article", "article__section", "parent", "decided_by")

    def featured(self) -> Self:
        """What everybody may read and the newsroom has chosen, the newest choice first."""
        return self.approved().filter(featured_at__isnull=False).order_by("-featured_at", "-pk")

    def in_queue(self, queue: str) -> Self:
        return self.filter(QUEUES[queue])

    def matching(self, text: str) -> Self:
        """Those that hold all words of a text, without regard to case and accents; the last may go on."""
        words = words_of(text)
        if not words:
            return self.none()
        newest = SearchText.objects.order_by("-pk").values("pk")[:SAMPLE]
        is_common = SearchText.objects.filter(pk__in=newest, text__holding=words).count() >= COMMON_IN_SAMPLE
        hits = SearchText.objects.filter(text__words=words).order_by().values_list("pk", flat=True)
        if not is_common and len(found := list(hits)) <= FEW_HITS:
            return self.filter(pk__in=found)
        # Of so many, the first in any order are found soon: it is cheaper to ask of each one whether it is a hit. Asked
        # with EXISTS, PostgreSQL would collect all hits first.
        read = SearchText.objects.filter(pk=OuterRef("pk"), text__holding=words).values("pk")
        return self.alias(hit=Subquery(read)).filter(hit__isnull=False)

    def below(self, comments: Collection[Comment]) -> Self:
        """Those that answer one of these comments, or an answer to it; the comments themselves are not among them."""
        answers = Q(pk__in=[])
        for comment in comments:
            # Below the last depth an answer stands beside what it answers, and only its parent tells.
            in_its_place = Q(article=comment.article_id, path__gt=comment.path, path__lt=f"{comment.path}g")
            answers |= in_its_place | Q(parent=comment.pk)
        return self.filter(answers).exclude(pk__in=[comment.pk for comment in comments])

    def unreviewed(self) -> Self:
        """What may be published without a person, wherever pre-moderation is off."""
        held = RuleHit.objects.filter(comment=OuterRef("pk"), acted=True, taken_back_at=None)
        # What a person took back was taken back for a person to look at, even where nothing is left of the decision.
        people = ModerationEvent.objects.filter(comment=OuterRef("pk")).exclude(actor=ModerationEvent.Actor.RULE)
        return self.filter(~Exists(held), ~Exists(people), NOT_IN_DOUBT, marks=[])
