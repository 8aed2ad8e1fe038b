"""
What a list of the desk is narrowed to: questions that combine, live in its address, and can be saved under a name.

A part of an address that is none counts as absent, so that a saved filter outlives what it names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext_lazy

from articles.models import Section
from comments.models import Comment
from comments.models.decisions import CommentQuerySet
from comments.moderation.alike import KINDS
from comments.moderation.presence import name_of
from comments.moderation.questions import QUESTIONS, number_in

WORDS_MAX = 100
PEOPLE_MAX = 200
ANY = ("", gettext_lazy("any"))


class FilterForm(forms.Form):
    """The fields of the filter, for people; what they send is read by `Filter.read`."""

    story = forms.CharField(label=gettext_lazy("Story"), required=False, max_length=WORDS_MAX)
    section = forms.ChoiceField(label=gettext_lazy("Section"), required=False)
    verdict = forms.ChoiceField(label=gettext_lazy("Verdict"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    links = forms.ChoiceField(label=gettext_lazy("Links"), required=False)
    featured = forms.ChoiceField(label=gettext_lazy("Chosen"), required=False)
    reported = forms.ChoiceField(label=gettext_lazy("Reports"), required=False)
    decided_by = forms.ChoiceField(label=gettext_lazy("Decided by"), required=False)
    since = forms.CharField(label=gettext_lazy("Sent from"), required=False)
    until = forms.CharField(label=gettext_lazy("Sent to"), required=False)

    def __init__(self, asked: Mapping[str, str]) -> None:
        super().__init__(initial={name: asked.get(name, "") for name in self.base_fields}, label_suffix="")
        choices: dict[str, list[Any]] = {
            "section": list(Section.objects.values_list("slug", "name")),
            "verdict": [(name or "none", label) for name, label in Comment.Verdict.choices],
            "language": [(name or "unknown", label) for name, label in Comment.Language.choices],
            "links": [("yes", gettext_lazy("with links")), ("no", gettext_lazy("without links"))],
            "featured": [("yes", gettext_lazy("chosen by the newsroom"))],
            "reported": [("yes", gettext_lazy("reported by readers"))],
            "decided_by": [(str(user.pk), name_of(user)) for user in _people()],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [ANY, *options]
        for name in ("since", "until"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"})


@dataclass(frozen=True)
class Chip:
    """One question that narrows the list, in words, and the name under which the address asks it."""

    name: str
    words: str


@dataclass(frozen=True)
class Filter:
    asked: dict[str, str]
    user: User

    @classmethod
    def read(cls, address: Mapping[str, str], user: User) -> Filter:
        """Return the filter that the parameters of an address ask for."""
        asked = {name: address.get(name, "").replace("\0", "").strip()[:WORDS_MAX] for name in QUESTIONS}
        return cls({name: value for name, value in asked.items() if value}, user)

    @property
    def words(self) -> str:
        return self.asked.get("q", "")

    @cached_property
    def query(self) -> str:
        return urlencode(self.asked)

    def apply(self, comments: CommentQuerySet) -> CommentQuerySet:
        for name, value in self.asked.items():
            comments = QUESTIONS[name].narrow(comments, value, self)
        return comments

    def chips(self) -> list[Chip]:
        """Return each question in words, except the words that are searched: they stand in their field."""
        said = ((name, QUESTIONS[name].say(value, self)) for name, value in self.asked.items() if name != "q")
        return [Chip(name, words) for name, words in said if words]

    def kinds(self) -> list[str]:
        """Return by which kinds of traits the list is like a comment: by all, unless the address names one."""
        kind = self.asked.get("by", "")
        return [kind] if kind in KINDS else [str(known) for known in KINDS]

    @cached_property
    def model_comment(self) -> Comment | None:
        """Return the comment that those of the list are like."""
        return Comment.objects.filter(pk=number_in(self.asked.get("alike", ""))).first()


def _people() -> list[User]:
    moderate = Q(user_permissions__codename="moderate_comment") | Q(groups__permissions__codename="moderate_comment")
    people = User.objects.filter(moderate | Q(is_superuser=True), is_active=True).distinct()
    return list(people.order_by("last_name", "first_name", "username")[:PEOPLE_MAX])
