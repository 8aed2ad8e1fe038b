"""The form with the buttons of a card, filled in from a stencil: a page of fifty cards renders it once."""

from __future__ import annotations

from functools import cached_property

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from articles.stencils import NUMBER, Stencil, mark, stencil
from comments.models import Comment, RejectionReason
from comments.moderation.deciding import DECISIONS

_MARKS = {name: mark(name) for name in ("name", "revision", "token", "here", "reasons", *DECISIONS)}


class DecideForms:
    """What all forms of one page have in common: Django's token, where a decision leads, and the owner's reasons."""

    def __init__(self, request: HttpRequest, here: str) -> None:
        self._token = get_token(request)
        self.here = here
        self._stencils: dict[tuple[str, bool], Stencil] = {}

    @cached_property
    def reasons(self) -> SafeString:
        """Return the options of a list of reasons."""
        offered = RejectionReason.objects.filter(is_offered=True)
        return format_html_join("", '<option value="{}">{}</option>', ((each.code, each.title) for each in offered))

    def html(self, comment: Comment) -> SafeString:
        return self._shape(comment.status, comment.open_reports > 0).fill(
            number=comment.pk,
            name=comment.author_name,
            revision=comment.revision,
            token=self._token,
            here=self.here,
            reasons=self.reasons,
            **{name: str(label) for name, label in DECISIONS.items()},
        )

    def _shape(self, status: str, is_reported: bool) -> Stencil:
        shape = (status, is_reported)
        if shape not in self._stencils:
            template = "comments/moderation/_decide.html"
            self._stencils[shape] = stencil(template, number=NUMBER, status=status, is_reported=is_reported, **_MARKS)
        return self._stencils[shape]
