"""Answers in the thread in the newsroom's name: public at once, signed, and never screened."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.models import Author
from comments.finding.index import describe, index
from comments.models import Comment
from comments.models.comment import NAME_MAX
from comments.posting.forms import body_field

# The same words under the same comment within this time are one answer, sent twice.
ONE_ANSWER = timedelta(minutes=15)


class AnswerForm(forms.Form):
    """The words of an answer, bound by what binds those of a reader."""

    body = body_field()


def answer(parent: Comment, body: str, *, by: User) -> Comment | None:
    """Publish an answer to a comment; return it, or None when the comment is not public any more."""
    now = timezone.now()
    author = Author.objects.filter(user=by).first()
    reply = Comment(
        article=parent.article,
        parent=parent,
        author_name=(author.name if author else by.get_full_name() or settings.SITE_NAME)[:NAME_MAX],
        author_url=author.get_absolute_url() if author else "",
        body=body,
        submitted_at=now,
    )
    describe(reply)
    reply.place_in_thread()
    with transaction.atomic():
        # Whoever sends the same in the same moment waits here.
        Comment.objects.filter(pk=parent.pk).select_for_update(of=("self",)).values_list("pk").first()
        if before := _sent_before(parent, body, by, now):
            return before
        if not Comment.objects.all().publish_answer(reply, by=by):
            return None
        index([reply])
    return reply


def _sent_before(parent: Comment, body: str, by: User, now: datetime) -> Comment | None:
    same = Comment.objects.filter(parent=parent, newsroom_by=by, body=body, status=Comment.Status.APPROVED)
    return same.filter(submitted_at__gt=now - ONE_ANSWER).first()
