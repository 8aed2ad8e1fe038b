"""What an act on many stories has to be told before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.stories.planning import MomentInput, PersonField, within_calendar
from articles.models import Article, Section, Tag
from articles.models.steps import COMMENT_MAX
from articles.workflow.people import writers


class ActForm(forms.Form):
    """`stories` are those that the act may touch."""

    def __init__(self, *args: Any, stories: Sequence[Article], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stories = stories


class SectionForm(ActForm):
    section = forms.ModelChoiceField(Section.objects.all(), label=_("Section"))


class TagForm(ActForm):
    tag = forms.ModelChoiceField(Tag.objects.all(), label=_("Tag"))


class CarriedTagField(forms.ModelChoiceField):
    """Says of each tag how many of the stories have it: which ones stands beside them."""

    def label_from_instance(self, obj: Any) -> str:
        words = ngettext("%(tag)s (%(count)d story)", "%(tag)s (%(count)d stories)", obj.carriers)
        return words % {"tag": obj, "count": obj.carriers}


class CarriedTagForm(ActForm):
    tag = CarriedTagField(Tag.objects.none(), label=_("Tag"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        carried: Any = self.fields["tag"]
        carried.queryset = Tag.objects.filter(articles__in=self.stories).annotate(carriers=Count("articles"))


class PersonForm(ActForm):
    assignee = PersonField(User.objects.none(), label=_("Who writes it"))
    due_at = forms.DateTimeField(
        label=_("Due"),
        required=False,
        widget=MomentInput(),
        help_text=_("Left empty, each story keeps the time that it has."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assignees: Any = self.fields["assignee"]
        assignees.queryset = writers()

    def clean_due_at(self) -> datetime | None:
        return within_calendar(self.cleaned_data["due_at"])


class ReasonForm(ActForm):
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("For the history of each story."))


class CommentForm(ActForm):
    step_comment = forms.CharField(
        label=_("A comment on this step"),
        required=False,
        max_length=COMMENT_MAX,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text=_("For the history of each story."),
    )
