"""What stands on the form of a story, and what is refused beside its field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.stories.step_form import StepForm
from articles.converters import LAST_YEAR
from articles.models import Article, Byline
from articles.story_html import is_blank, sanitise


class ArticleForm(StepForm):
    """A story, and the time at which an editor schedules it."""

    publish_at = forms.SplitDateTimeField(
        label=_("Publish at"),
        required=False,
        widget=AdminSplitDateTime(),
        help_text=_("For “Schedule”: the story becomes public by itself at this time."),
    )

    class Meta:
        model = Article
        fields = [
            "headline",
            "slug",
            "standfirst",
            "body",
            "section",
            "tags",
            "lead_picture",
            "comments_open",
        ]
        widgets = {
            "headline": forms.TextInput(attrs={"class": "headline-input", "size": 80}),
            "standfirst": forms.Textarea(attrs={"rows": 3, "cols": 80}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "_schedule" in self.data:
            self._check_schedule(cleaned.get("publish_at"))
        if {"_publish", "_schedule"} & set(self.data) and is_blank(sanitise(cleaned.get("body", "-"))):
            self.add_error("body", ValidationError(_("A story needs a text before it is published."), code="empty"))
        return cleaned

    def _check_schedule(self, at: Any) -> None:
        if at is None and "publish_at" not in self.errors:
            self.add_error("publish_at", ValidationError(_("Say when the story is to be published."), code="required"))
        elif at is not None and at <= timezone.now():
            self.add_error("publish_at", ValidationError(_("This time has passed. Choose a later one."), code="past"))
        elif at is not None and at.year > LAST_YEAR:
            invalid = forms.DateTimeField.default_error_messages["invalid"]
            self.add_error("publish_at", ValidationError(invalid, code="invalid"))


class BylineInline(admin.TabularInline[Byline, Article]):
    model = Byline
    extra = 0
    min_num = 1
    autocomplete_fields = ["author"]
    verbose_name = _("author")
    verbose_name_plural = _("authors")

    def get_formset(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> Any:
        """Somebody signs each story: `min_num` alone would only show an empty row."""
        return super().get_formset(request, obj, validate_min=True, **kwargs)
