from __future__ import annotations

import re
from collections.abc import Mapping

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, RejectionReason
from comments.models.note import NOTE_MAX
from comments.models.states import PENDING, Seen
from comments.moderation.answers import CHOICES, TAKE
from comments.moderation.deciding import DECISIONS, Decision

AT_ONCE_MAX = 200


class _DecisionFields(forms.Form):
    decision = forms.ChoiceField(choices=list(DECISIONS.items()))
    reason = forms.CharField(required=False, max_length=500)
    words = forms.CharField(required=False, max_length=500)
    note = forms.CharField(required=False, max_length=NOTE_MAX)

    def lacks_reason(self) -> bool:
        return self.cleaned_data["decision"] == "reject" and not self.cleaned_data["reason"].strip()

    def made(self) -> Decision:
        """Return the decision, with the reason of the owner's list that was chosen, or else what was written."""
        given = self.cleaned_data["reason"].strip()
        reason = RejectionReason.objects.filter(code=given[:40]).first() or given
        words, note = (self.cleaned_data[name].strip() for name in ("words", "note"))
        return Decision(self.cleaned_data["decision"], reason=reason, words=words, note=note)


class DecisionOnAllForm(_DecisionFields):
    """One decision on all that a list holds; a rejection names its reason."""

    def clean(self) -> None:
        if self.cleaned_data.get("decision") == "reject" and self.lacks_reason():
            raise forms.ValidationError(
                _("Choose a reason: the author of a rejected comment reads why."), code="reason"
            )


class DecisionForm(_DecisionFields):
    """
    One decision on one or several comments.

    `comment` is repeated; `seen_<id>` names the revision that was on the screen and `state_<id>` the status. With
    `all` the decision is on every comment of the page, whose numbers stand in `shown`.
    """

    answers = forms.ChoiceField(choices=list(CHOICES.items()), required=False)

    def __init__(self, data: QueryDict, *, by: User) -> None:
        super().__init__(data)
        self.posted = data
        self.by = by
        self.comments: list[Comment] = []

    def clean(self) -> None:
        numbers = self.posted.getlist("shown" if self.posted.get("all") else "comment")
        if not numbers:
            raise forms.ValidationError(_("Choose at least one comment."), code="none")
        if len(numbers) > AT_ONCE_MAX or not all(re.fullmatch(r"[0-9]{1,18}", number) for number in numbers):
            raise forms.ValidationError(_("At most 200 comments can be decided at once."), code="too_many")
        self.comments = list(Comment.objects.filter(pk__in={int(number) for number in numbers}))
        if not self.comments:
            raise forms.ValidationError(_("These comments are no longer there."), code="gone")

    def asks_about_answers(self) -> bool:
        """Tell whether it takes comments away and does not say yet what becomes of their answers."""
        return self._takes_away() and not self.cleaned_data["answers"]

    def takes_answers(self) -> bool:
        return self._takes_away() and self.cleaned_data["answers"] == TAKE

    def _takes_away(self) -> bool:
        return self.cleaned_data["decision"] in ("reject", "spam")

    def seen(self) -> Mapping[int, Seen]:
        return {comment.pk: self._seen_of(comment) for comment in self.comments}

    def _seen_of(self, comment: Comment) -> Seen:
        """
        Return what was on the screen; a decision that names no revision counts while there has been only one.

        One that names no state was made on a comment that waits, unless its maker decided on it before.
        """
        revision = self.posted.get(f"seen_{comment.pk}", "1")
        known = comment.status if comment.decided_by_id == self.by.pk else PENDING
        status = self.posted.get(f"state_{comment.pk}", known)
        return Seen(status, int(revision) if re.fullmatch(r"[0-9]{1,9}", revision) else 0)
