"""The published comments among what a reader has found. The article app knows nothing of them."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import escape
from django.utils.safestring import SafeString

from articles.search.excerpts import excerpt
from articles.search.forms import Narrowing
from articles.search.question import Question
from comments.models import Comment
from comments.search.finding import comment_hits_of

register = template.Library()


@register.inclusion_tag("comments/_hits.html", takes_context=True)
def comment_hits(context: Context, question: Question, narrowing: Narrowing) -> dict[str, Any]:
    request = context["request"]
    hits = comment_hits_of(question, narrowing, request.GET.get("comments_before", ""))
    shown = [(comment, _words(comment, question)) for comment in hits.comments]
    return {"request": request, "hits": hits, "shown": shown, "is_first": "comments_before" not in request.GET}


def _words(comment: Comment, question: Question) -> SafeString:
    """Return the part of the public text that holds the words; its beginning where only the name holds them."""
    return excerpt(" ".join(comment.shown_body.split()), question.marked_stems) or escape(comment.shown_body[:240])
