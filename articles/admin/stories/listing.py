"""The list of stories: its columns, its search, and how a page of it is read from many thousands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin import ShowFacets
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
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


def for_columns() -> QuerySet[Article]:
    """Load what the columns show, and leave the text out."""
    return Article.objects.defer("body").select_related("section").prefetch_related("bylines__author")


class StoryChangeList(ChangeList):
    """
    A page of stories in two steps: which ones, from the index `article_desk` alone, then their rows.

    What stands behind a story's text in its row costs a walk through the text; the index spares the walk for all the
    stories that are not shown.
    """

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        numbers = list(self.result_list.values_list("pk", flat=True))
        stories = for_columns().in_bulk(numbers)
        self.result_list = [stories[number] for number in numbers if number in stories]


class StoryList(_Base):
    list_display = ["headline", "byline", "section", "state", "published_at", "comment_count"]
    list_filter = [
        StateFilter,
        "step",
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
        if article.is_published:
            return str(_("published"))
        if article.is_scheduled:
            return str(_("scheduled"))
        return str(_("withdrawn")) if article.was_public else str(article.get_step_display())
