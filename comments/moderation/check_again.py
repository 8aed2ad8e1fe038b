"""Asking Akismet for a fresh opinion, because a moderator wishes it, and taking that wish back."""

from __future__ import annotations

import re

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import Comment
from comments.models.decisions import CommentQuerySet
from comments.screening.checking import ASKED_ABOUT, check_again
from comments.screening.leases import is_free
from comments.tasks import ring, screen_comments

AT_ONCE_MAX = 500


class CheckAgainForm(forms.Form):
    """The comments to ask about: `comment` is repeated. With `all` they are those of the page, from `shown`."""

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.posted = data
        self.comments: CommentQuerySet = Comment.objects.none()

    def clean(self) -> None:
        numbers = self.posted.getlist("shown" if self.posted.get("all") else "comment")
        if not numbers:
            raise forms.ValidationError(_("Choose at least one comment."), code="none")
        if len(numbers) > AT_ONCE_MAX:
            raise forms.ValidationError(_("At most 500 comments can be checked again at once."), code="too_many")
        if not all(re.fullmatch(r"[0-9]{1,18}", number) for number in numbers):
            raise forms.ValidationError(_("These are not the numbers of comments."), code="no_number")
        self.comments = Comment.objects.filter(pk__in={int(number) for number in numbers})


def ask_again(comments: CommentQuerySet) -> int:
    """Make these comments due for a check and ring for the worker; return for how many."""
    with transaction.atomic():
        count = check_again(comments, timezone.now())
        if count:
            ring(screen_comments)
    return count


def asked_by_hand() -> CommentQuerySet:
    """Return what waits for a fresh opinion only because a moderator asked: what has no verdict is due anyway."""
    waiting = Comment.objects.filter(ASKED_ABOUT, screen_after__isnull=False, recheck_reason=Comment.Recheck.BY_HAND)
    return waiting.exclude(verdict="")


def cancel_asking() -> int:
    """Let the verdicts stand that were to be asked for again; return how many. What a worker holds is still asked."""
    return asked_by_hand().filter(is_free(timezone.now())).update(recheck_reason="", screen_after=None)
