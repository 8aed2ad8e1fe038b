"""What can be done on a card, filled in from a stencil: a page of fifty cards renders it once for each shape."""

from __future__ import annotations

from functools import cached_property

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from articles.stencils import NUMBER, Stencil, mark, stencil
from comments.models import Comment, RejectionReason
from comments.moderation.access import moderator
from comments.moderation.deciding import DECISIONS

_MARKS = {name: mark(name) for name in ("name", "revision", "csrf_token", "here", "reasons", *DECISIONS)}


class CardActions:
    """What the cards of one page have in common: Django's token, where a press leads, the owner's reasons."""

    def __init__(self, request: HttpRequest, here: str) -> None:
        self._token = get_token(request)
        self._person = moderator(request)
        self.here = here
        self._stencils: dict[frozenset[tuple[str, object]], Stencil] = {}

    @cached_property
    def reasons(self) -> SafeString:
        """Return the options of a list of reasons."""
        offered = RejectionReason.objects.filter(is_offered=True)
        return format_html_join("", '<option value="{}">{}</option>', ((each.code, each.title) for each in offered))

    def html(self, comment: Comment, *, asks: bool = False, is_evidence: bool = False) -> SafeString:
        """Return the buttons and drawers of a card; one that `asks` shows its question instead of buttons."""
        is_published = comment.status == Comment.Status.APPROVED
        shape = self._shape(
            status=comment.status,
            has_form=comment.status != Comment.Status.WITHDRAWN and not asks,
            is_reported=comment.open_reports > 0,
            may_feature=is_published and self._may_feature,
            is_featured=comment.featured_at is not None,
            may_answer=is_published and self._may_answer,
            has_evidence_link=not is_evidence,
        )
        return shape.fill(
            number=comment.pk,
            name=comment.author_name,
            revision=comment.revision,
            csrf_token=self._token,
            here=self.here,
            reasons=self.reasons,
            **{name: str(label) for name, label in DECISIONS.items()},
        )

    @cached_property
    def _may_feature(self) -> bool:
        return self._person.has_perm("comments.feature_comment")

    @cached_property
    def _may_answer(self) -> bool:
        return self._person.has_perm("comments.answer_as_newsroom")

    def _shape(self, **flags: object) -> Stencil:
        shape = frozenset(flags.items())
        if shape not in self._stencils:
            self._stencils[shape] = stencil("comments/moderation/_actions.html", number=NUMBER, **flags, **_MARKS)
        return self._stencils[shape]
