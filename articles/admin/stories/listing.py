"""The list of stories: its columns, its search, and how a page of it is read from many thousands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.contrib.admin import ShowFacets
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from articles.admin.stories.embargo import embargo_mark
from articles.admin.stories.filters import AuthorFilter, PictureFilter, StateFilter, TagFilter
from articles.models import Article
from articles.models.search_text import HoldsWords
from articles.search.words import asked_words

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object

PAGE_SIZE = 50
QUERY_MAX = 100
HITS_COUNTED_UP_TO = 1000


def for_columns(user: User) -> QuerySet[Article]:
    """Load what the columns show to this person, and leave the text out."""
    stories = Article.objects.defer("body").select_related("section", "assignment")
    return stories.prefetch_related("bylines__author").with_open_remarks(user)


class AtLeast(int):
    """A number that says of itself that there are more."""

    def __str__(self) -> str:
        return f"{int(self)}+"


class PaginatorOfHits(Paginator[Article]):
    """
    Count the hits of a search no further than anybody turns pages: whoever looks for more narrows the search.

    PostgreSQL reads every text to count the stories that hold a common word, and takes half a second for it.
    """

    @cached_property
    def count(self) -> int:
        hits = cast("QuerySet[Article]", self.object_list)
        found = hits[: HITS_COUNTED_UP_TO + 1].count()
        return AtLeast(HITS_COUNTED_UP_TO) if found > HITS_COUNTED_UP_TO else found


class StoryChangeList(ChangeList):
    """
    A page of stories in two steps: which ones, from the index `article_desk` alone, then their rows.

    What stands behind a story's text in its row costs a walk through the text; the index spares the walk for all the
    stories that are not shown.
    """

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        numbers = list(self.result_list.values_list("pk", flat=True))
        stories = for_columns(cast(User, request.user)).in_bulk(numbers)
        self.result_list = [stories[number] for number in numbers if number in stories]


class StoryList(_Base):
    list_display = ["headline", "byline", "section", "state", "due", "remarks", "published_at", "comment_count"]
    list_filter = [
        StateFilter,
        "section",
        AuthorFilter,
        TagFilter,
        PictureFilter,
        "published_at",
    ]
    list_per_page = PAGE_SIZE
    # What is shown as the search; the words are looked up in an index of their own.
    search_fields = ["headline"]
    search_help_text = _("Words of headline, standfirst, text and authors; without accents as well.")
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    ordering = ["-saved_at", "-id"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return StoryChangeList

    def get_paginator(
        self, request: HttpRequest, queryset: Any, per_page: int, orphans: int = 0, allow_empty_first_page: bool = True
    ) -> Paginator[Any]:
        kind = PaginatorOfHits if request.GET.get("q", "").strip() else self.paginator
        return kind(queryset, per_page, orphans, allow_empty_first_page)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find stories by their words, each of which must be there, the last one from its beginning."""
        if not search_term.strip():
            return queryset, False
        words = asked_words(search_term[:QUERY_MAX])
        return queryset.filter(HoldsWords(words)) if words else queryset.none(), False

    @admin.display(description=_("authors"))
    def byline(self, article: Article) -> str:
        return ", ".join(byline.author.name for byline in article.bylines.all())

    @admin.display(description=_("state"), ordering="published_at")
    def state(self, article: Article) -> str:
        if article.is_embargoed():
            return embargo_mark(article)
        return str(article.state.label)

    @admin.display(description=_("due"), ordering="assignment__due_at")
    def due(self, article: Article) -> SafeString | str:
        """Show until when a story that is under way is to be written; a time that has passed is marked."""
        assignment = getattr(article, "assignment", None)
        if assignment is None or assignment.due_at is None or article.published_at is not None:
            return ""
        return format_html(
            '<span class="due{}">{}</span>',
            " overdue" if article.is_being_written and assignment.time_is_up else "",
            date_format(localtime(assignment.due_at), "SHORT_DATETIME_FORMAT"),
        )

    @admin.display(description=_("remarks"))
    def remarks(self, article: Article) -> SafeString | str:
        count = article.open_remark_count  # type: ignore[attr-defined]  # see get_queryset()
        if not count:
            return ""
        return format_html('<a href="{}">{}</a>', reverse("admin:articles_article_remarks", args=[article.pk]), count)
