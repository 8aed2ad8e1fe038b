"""Finding published comments, newest first: one query for the hits and their number, one for a page of rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from articles.paging import page_of_rows
from articles.search.forms import Narrowing
from articles.search.question import Question
from comments.models import Comment, SearchTerms
from comments.models.decisions import CommentQuerySet
from comments.models.search_terms import HoldsTerms

PAGE_SIZE = 10
COUNTED_UP_TO = 100
# Up to so many comments that hold the words are looked up one by one.
FEW_HITS = 1000


@dataclass(frozen=True)
class CommentHits:
    comments: list[Comment]
    count: int
    next_cursor: str

    @property
    def are_many(self) -> bool:
        return self.count > COUNTED_UP_TO


def comment_hits_of(question: Question, narrowing: Narrowing, cursor: str) -> CommentHits:
    """Return one page of the published comments of public stories that answer a question. Raise Http404 beyond."""
    answers = _answers_to(question).filter(**_conditions(narrowing))
    count = answers.order_by("-submitted_at", "-pk")[: COUNTED_UP_TO + 1].count()
    if not count:
        if cursor:
            raise Http404
        return CommentHits([], 0, "")
    shown = answers.select_related("article").defer("article__body")
    page = page_of_rows(shown, cursor, PAGE_SIZE, by="submitted_at")
    return CommentHits(page.rows, count, page.next_cursor)


def _answers_to(question: Question) -> CommentQuerySet:
    """Narrow the published comments to those that hold the words: looked up where few do, else asked one by one."""
    holding = SearchTerms.objects.filter(HoldsTerms(question.terms, in_order=False)).order_by("-pk")
    hits = list(holding.values_list("pk", flat=True)[: FEW_HITS + 1])
    if len(hits) <= FEW_HITS:
        return Comment.objects.approved().filter(pk__in=hits)
    return Comment.objects.approved().filter(HoldsTerms(question.terms))


def _conditions(narrowing: Narrowing) -> dict[str, Any]:
    conditions = {
        "article__section": narrowing.section,
        "article__authors": narrowing.author,
        "submitted_at__gte": narrowing.since,
        "submitted_at__lt": narrowing.until,
    }
    return {name: value for name, value in conditions.items() if value is not None}
