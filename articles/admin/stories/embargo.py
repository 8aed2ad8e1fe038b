"""An embargo on a draft: until it ends, publishing takes a right, a tick, and leaves a trace."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.stories.part import FormPart, lines
from articles.dates import moment_in_words
from articles.models import Article, EmbargoAct
from articles.people import name_of

BREAK = "articles.break_embargo"

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object


class EmbargoFields(FormPart):
    break_embargo = forms.BooleanField(
        label=_("Publish before the embargo ends"),
        required=False,
        help_text=_("Your name and the time are kept."),
    )

    shortened: datetime | None = None  # the end of the embargo that this form takes away or brings forward

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "embargo_until" not in self.errors:
            until = cleaned.get("embargo_until") if "embargo_until" in self.fields else self.instance.embargo_until
            self._check_that_it_is_kept(until)
            self._check_that_it_is_over(until, cleaned)
        return cleaned

    def keep_acts(self) -> None:
        if self.shortened:
            self.instance.embargo_acts.create(act=EmbargoAct.Act.SHORTENED, until=self.shortened, by=self.user)

    def _check_that_it_is_kept(self, until: datetime | None) -> None:
        known = self.instance.embargo_until
        if known is None or not self.instance.is_embargoed():
            return
        if until is not None and until >= known.replace(microsecond=0):  # which a form does not hold
            return
        self.shortened = known
        if not self.user.has_perm(BREAK):
            error = ValidationError(_("You may move an embargo to a later time, not end it earlier."), code="kept")
            self.add_error("embargo_until", error)

    def _check_that_it_is_over(self, until: datetime | None, cleaned: dict[str, Any]) -> None:
        if until is None:
            return
        public_at = self._public_at(cleaned)
        if public_at is None or public_at >= until:
            return
        if self.user.has_perm(BREAK) and cleaned.get("break_embargo"):
            cleaned["breaks_embargo_by"] = self.user
            return
        error = ValidationError(
            _("The story is embargoed until %(until)s."), code="embargoed", params={"until": moment_in_words(until)}
        )
        self.add_error(self._field_to_blame(), error)

    def _public_at(self, cleaned: dict[str, Any]) -> datetime | None:
        """Return when the story becomes public by this form, as far as that is new."""
        if "_publish" in self.data:
            return timezone.now()
        if "_schedule" in self.data:
            return cleaned.get("publish_at")
        is_new = "embargo_until" in self.changed_data and "_unpublish" not in self.data
        return self.instance.published_at if is_new and self.instance.is_scheduled else None

    def _field_to_blame(self) -> str:
        return "publish_at" if "_schedule" in self.data else "embargo_until"


class Embargo(_Base):
    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        fieldsets = list(super().get_fieldsets(request, obj))
        fields = [] if obj and obj.is_published else ["embargo_until"]
        if fields and request.user.has_perm(BREAK) and self.has_change_permission(request, obj):
            fields.append("break_embargo")
        if obj and obj.embargo_until:
            fields.append("embargo_acts_so_far")
        return [*fieldsets, (_("Embargo"), {"fields": fields})] if fields else fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "embargo_acts_so_far"]

    @admin.display(description=_("against the embargo so far"))
    def embargo_acts_so_far(self, article: Article) -> str:
        return lines("{}, {}: {}", map(_line, article.embargo_acts.select_related("by")))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.keep_acts()


def embargo_mark(article: Article) -> SafeString:
    assert article.embargo_until is not None
    standing = article.state.label
    words = gettext("embargo until %(at)s") % {"at": moment_in_words(article.embargo_until)}
    return format_html('{}<br><strong class="embargo-mark">{}</strong>', standing, words)


def _line(act: EmbargoAct) -> tuple[str, str, str]:
    return (moment_in_words(act.at), name_of(act.by), act.get_act_display())
