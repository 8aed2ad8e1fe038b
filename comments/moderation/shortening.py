"""Taking a passage out of what readers see, and putting it back: each with the row, the public text and the page."""

from __future__ import annotations

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.models import Comment, Shortening
from comments.models.comment import BODY_MAX
from comments.models.shortening import PASSAGE_MIN, WHY_MAX
from comments.posting.forms import BodyField
from comments.search.index import index_terms
from comments.shortening import leaves_nothing, occurrences, shortened


class TextHasChanged(Exception):
    """The text is no longer the one that was on the screen, or its author has withdrawn it."""


class ShorteningForm(forms.Form):
    """The passage to take out, and why: its author reads both on the receipt."""

    passage = BodyField(
        label=_("The passage to take out"), max_length=BODY_MAX, widget=forms.Textarea(attrs={"rows": 2})
    )
    why = forms.CharField(label=_("Why"), max_length=WHY_MAX)
    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput())

    def __init__(self, data: object = None, *, comment: Comment) -> None:
        super().__init__(data, initial={"revision": comment.revision})  # type: ignore[arg-type]  # a QueryDict or None
        self.comment = comment

    def clean_passage(self) -> str:
        passage: str = self.cleaned_data["passage"]
        if sum(sign.isalnum() for sign in passage) < PASSAGE_MIN:
            raise forms.ValidationError(_("Name a passage of at least three letters or digits."), code="short")
        if not occurrences(self.comment.body, passage):
            raise forms.ValidationError(
                _("The text does not hold this passage. Copy it from the text, letter by letter."), code="absent"
            )
        others = active_passages(self.comment)
        if leaves_nothing(self.comment.body, [*others, passage]):
            raise forms.ValidationError(
                _("Nothing would be left. To take down the whole text, reject the comment."), code="whole"
            )
        if shortened(self.comment.body, others) == shortened(self.comment.body, [*others, passage]):
            raise forms.ValidationError(_("This passage has been taken out already."), code="twice")
        return passage


def active_passages(comment: Comment) -> list[str]:
    rows = Shortening.objects.filter(comment=comment, revision=comment.revision, taken_back_at=None)
    return list(rows.values_list("passage", flat=True))


def shorten(comment: Comment, passage: str, why: str, *, revision: int, by: User) -> None:
    """Take a passage out of what readers see. Raise TextHasChanged when another text was on the screen."""
    with transaction.atomic():
        current = _locked(comment.pk)
        if current.revision != revision or current.status == Comment.Status.WITHDRAWN:
            raise TextHasChanged
        Shortening.objects.create(
            comment=current, revision=revision, passage=passage, why=why, by=by, at=timezone.now()
        )
        _show(current)


def put_back(shortening: Shortening, *, by: User) -> bool:
    """Show readers the passage again; tell whether it was still taken out."""
    with transaction.atomic():
        current = _locked(shortening.comment_id)
        standing = Shortening.objects.filter(pk=shortening.pk, taken_back_at=None)
        was_out = bool(standing.update(taken_back_at=timezone.now(), taken_back_by=by))
        _show(current)
    return was_out


def _locked(comment_id: int) -> Comment:
    """Return the comment; whoever shortens it meanwhile waits."""
    return Comment.objects.select_for_update(of=("self",)).get(pk=comment_id)


def _show(comment: Comment) -> None:
    """Write the text that readers see, and make the kept page out of date where it stands on one."""
    passages = active_passages(comment)
    comment.public_body = shortened(comment.body, passages) if passages else ""
    Comment.objects.filter(pk=comment.pk).update(public_body=comment.public_body)
    index_terms([comment])
    if comment.status == Comment.Status.APPROVED:
        Article.objects.filter(pk=comment.article_id).bump_version()
