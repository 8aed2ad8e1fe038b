"""What the list of stories is narrowed by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Author, Byline, Tag
from articles.models.steps import State, Step


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return State.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """What is archived is found by its filter and by its words, and is out of the way otherwise."""
        value = self.value()
        if value in State.values:
            return queryset.in_state(State(value))
        return queryset if request.GET.get("q") else queryset.exclude(step=Step.ARCHIVED)


class PictureFilter(admin.SimpleListFilter):
    title = _("lead picture")
    parameter_name = "picture"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("with", _("with")), ("without", _("without"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in ("with", "without"):
            return queryset
        # Not as NULL or not: for that SQLite takes the index of the pictures, and looks up every story it finds there.
        numbered = queryset.alias(picture_number=Coalesce("lead_picture", 0))
        return (numbered.filter if self.value() == "without" else numbered.exclude)(picture_number=0)


class NamedFilter(admin.SimpleListFilter):
    """A filter whose value is typed: of authors and tags there are too many to list beside every page."""

    template = "admin/articles/article/named_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return []

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Yield what the template's form needs: this filter, and the rest of the question to be kept."""
        kept = [(name, each) for name, values in changelist.filter_params.items() for each in values]
        yield {
            "name": self.parameter_name,
            "value": self.value() or "",
            "kept": [(name, value) for name, value in kept if name != self.parameter_name],
            "without": changelist.get_query_string(remove=[self.parameter_name]),
        }

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        named = slugify(self.value() or "")
        return queryset.filter(pk__in=self.stories_of(named)) if named else queryset

    def stories_of(self, slug: str) -> Any:
        raise NotImplementedError


class AuthorFilter(NamedFilter):
    title = _("author")
    parameter_name = "author"

    def stories_of(self, slug: str) -> Any:
        """Slugs hold names without case and accents; a part of one is enough."""
        return Byline.objects.filter(author__in=Author.objects.filter(slug__contains=slug)).values("article")


class TagFilter(NamedFilter):
    title = _("tag")
    parameter_name = "tag"

    def stories_of(self, slug: str) -> Any:
        return Article.tags.through.objects.filter(tag__in=Tag.objects.filter(slug=slug)).values("article")
