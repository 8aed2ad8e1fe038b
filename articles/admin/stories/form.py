"""What stands on the form of a story, and what is refused beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.stories.addresses import AddressFields
from articles.admin.stories.corrections import CorrectionFields
from articles.admin.stories.embargo import EmbargoFields
from articles.admin.stories.sharing import SHARING_WIDGETS
from articles.admin.stories.step_form import StepForm
from articles.admin.stories.translations import TranslationFields
from articles.admin.stories.withdrawal import WithdrawalFields
from articles.checks.form import ChecksBeforePublication
from articles.converters import LAST_YEAR
from articles.models import Article, Byline
from articles.permissions import may_publish
from articles.revisions.content import SHARING_FIELDS
from articles.revisions.posted import content_of_post
from articles.story_html import is_blank, sanitise
from articles.writing.editor import HeadlineInput

# The buttons that give readers the text, now or later.
PUBLISHING = {"_publish", "_schedule", "_publish_change", "_schedule_change"}


class Opening(Protocol):
    """What a story's form opens with: values for its fields and for its rows of authors."""

    def initial(self, fields: Mapping[str, forms.Field]) -> dict[str, Any]: ...

    def authors(self) -> list[dict[str, Any]]: ...


class ArticleForm(
    ChecksBeforePublication,
    AddressFields,
    WithdrawalFields,
    TranslationFields,
    EmbargoFields,
    CorrectionFields,
    StepForm,
):
    """
    A story, and the time at which an editor schedules it.

    `base` is the number of the revision that the form began with: a save over a newer one is refused.
    """

    # What the form opens with in place of the story's columns: a working version, or text that was not saved.
    opening: ClassVar[Opening | None] = None

    publish_at = forms.SplitDateTimeField(
        label=_("Publish at"),
        required=False,
        widget=AdminSplitDateTime(),
        help_text=_("For “Schedule”: the story becomes public by itself at this time."),
    )

    base = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

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
            "language",
            *SHARING_FIELDS,
        ]
        widgets = {
            "headline": HeadlineInput(),
            "standfirst": forms.Textarea(attrs={"rows": 3, "cols": 80}),
            **SHARING_WIDGETS,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["base"] = self.instance.latest_number() if self.instance.pk else 0
        if self.opening is not None:
            self.initial.update(self.opening.initial(self.fields))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and self._is_stale(cleaned.get("base")):
            self.add_error(None, ValidationError(_("Somebody has saved a newer version."), code="stale"))
        if "_discard_change" in self.data and not self.instance.working_id:
            sentence = _("No change waits any more: readers have it, or somebody has dropped it.")
            self.add_error(None, ValidationError(sentence, code="moved"))
        if {"_schedule", "_schedule_change"} & set(self.data):
            self._check_schedule(cleaned.get("publish_at"))
        if PUBLISHING & set(self.data):
            self._check_section(cleaned.get("section"))
        if PUBLISHING & set(self.data) and is_blank(sanitise(cleaned.get("body", "-"))):
            self.add_error("body", ValidationError(_("A story needs a text before it is published."), code="empty"))
        return cleaned

    def _is_stale(self, base: int | None) -> bool:
        """
        Tell whether a newer version stands than the form began with; one that holds just the same is none.

        Whoever saves has locked the story's row before.
        """
        newest = self.instance.revisions.newest_first().first()
        if newest is None or newest.number == base:
            return newest is None and base != 0
        return content_of_post(self.data, newest.content) != newest.content  # type: ignore[arg-type]

    def _check_section(self, section: Any) -> None:
        """Where the story goes is asked as well as where it stands, which the desk has asked before."""
        if section and not may_publish(self.user, Article(section=section)):
            self.add_error("section", ValidationError(_("You do not publish in this section."), code="section"))

    def _check_schedule(self, at: Any) -> None:
        if at is None and "publish_at" not in self.errors:
            self.add_error("publish_at", ValidationError(_("Say when the story is to be published."), code="required"))
        elif at is not None and at <= timezone.now():
            self.add_error("publish_at", ValidationError(_("This time has passed. Choose a later one."), code="past"))
        elif at is not None and at.year > LAST_YEAR:
            invalid = forms.DateTimeField.default_error_messages["invalid"]
            self.add_error("publish_at", ValidationError(invalid, code="invalid"))


class BylineFormSet(forms.BaseInlineFormSet[Byline, Article, Any]):
    """
    The authors of a version, shown and read as values: rows are written when that version becomes the story.

    With `initial` given it shows those; a post is always a whole new list.
    """

    def __init__(self, *args: Any, initial: list[dict[str, Any]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=initial, **kwargs)
        if initial is not None:
            self.extra = max(len(initial) - self.min_num, 0)
        self._is_of_values = initial is not None or self.is_bound
        if self._is_of_values:
            self.queryset = Byline.objects.none()

    def initial_form_count(self) -> int:
        return 0 if self._is_of_values else super().initial_form_count()

    def get_unique_error_message(self, unique_check: Any) -> str:
        return str(_("This author signs the story already."))

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        if self._is_of_values:
            # The rows that stand there go when these come: only the new ones must not repeat an author.
            form.validate_constraints = form.validate_unique = lambda: None
        return form


class BylineForm(forms.ModelForm[Byline]):
    """Who signs with no role named has written the story."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].required = False
        self.fields["role"].widget.attrs["aria-label"] = self.fields["role"].label

    def clean_role(self) -> str:
        return self.cleaned_data["role"] or Byline.Role.BY


class BylineInline(admin.TabularInline[Byline, Article]):
    model = Byline
    formset = BylineFormSet
    form = BylineForm
    fields = ["author", "role", "position"]
    extra = 0
    min_num = 1
    autocomplete_fields = ["author"]
    verbose_name = _("author")
    verbose_name_plural = _("authors")

    def get_formset(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> Any:
        """Somebody signs each story: `min_num` alone would only show an empty row."""
        return super().get_formset(request, obj, validate_min=True, **kwargs)
