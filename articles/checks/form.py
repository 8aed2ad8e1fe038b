"""Refusing to publish what the checks stop, and asking once about what they warn of; before anything is saved."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.checks.content import content_of
from articles.checks.report import Report, report_on
from articles.models import Article

# The buttons that ask for publication, as the form posts them.
ASKING = {"_request", "_publish", "_schedule", "_publish_change", "_schedule_change"}
SEEN = "warnings_seen"

if TYPE_CHECKING:
    _Base = forms.ModelForm[Article]
else:
    _Base = object


class ChecksBeforePublication(_Base):
    """A form of a story that is not valid for publication while something stops it or a warning was not seen."""

    @cached_property
    def report(self) -> Report:
        """What the checks find in the story as it was typed, or as it is stored; at most five queries."""
        if not self.is_bound:
            return report_on(content_of(self.instance))
        content = content_of(
            self.instance,
            has_section=not self.has_error("section"),
            has_tags=bool(self.cleaned_data.get("tags")),
            has_author=_has_author(self.data),
            is_slug_taken=self.has_error("slug", "unique"),
            is_under_embargo=self._comes_too_early(),
        )
        return report_on(content)

    def _post_clean(self) -> None:
        """The story stands as it was typed once Django has put the fields into the instance."""
        super()._post_clean()  # type: ignore[misc]  # Django's own hook for what comes after cleaning
        if not ASKING & set(self.data):
            return
        report = self.report.beyond(self._public_report())
        if report.stops:
            self.add_error(None, ValidationError(_("The check before publication stops this."), code="stopped"))
        elif report.has_unseen(self.data.get(SEEN, "")):
            message = _("The check before publication has warnings: look at them, then decide.")
            self.add_error(None, ValidationError(message, code="unseen_warnings"))

    def _public_report(self) -> Report | None:
        """What readers have already is no reason to keep a correction from them."""
        if not self.instance.is_published:
            return None
        return report_on(content_of(Article.objects.get(pk=self.instance.pk)))

    def _comes_too_early(self) -> bool:
        """Tell whether this press would make the story public before its embargo ends, and nobody answers for it."""
        if self.cleaned_data.get("breaks_embargo_by") or not {"_publish", "_schedule"} & set(self.data):
            return False
        return self.instance.is_embargoed(self.cleaned_data.get("publish_at") if "_schedule" in self.data else None)


def _has_author(data: Mapping[str, Any]) -> bool:
    """Tell whether a row of the authors below the story is filled and not to be deleted."""
    rows = [name.removesuffix("-author") for name, value in data.items() if name.endswith("-author") and value]
    return any(row.startswith("bylines-") and not data.get(f"{row}-DELETE") for row in rows)
