"""In which stories a picture stands: told to whoever may see them, and what keeps it from being deleted or replaced."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article, Author, Picture
from articles.models.article import ArticleQuerySet
from articles.permissions import PUBLISH, PUBLISH_IN_SECTION, mine, sections_of

USES_SHOWN = 20


class Uses(NamedTuple):
    """The stories that show a picture: those of them that may be named to this person, and how many there are."""

    stories: list[Article]
    others: int
    authors: list[Author]

    @property
    def are_none(self) -> bool:
        return not self.stories and not self.others and not self.authors


class PictureUses(admin.ModelAdmin[Any]):
    def uses(self, request: HttpRequest, *pictures: Picture) -> Uses:
        """Return where pictures stand, bounded; drafts of others are counted and not named."""
        stories = list(self._stories_of(request).showing(*pictures).newest_first()[:USES_SHOWN])
        total = Article.objects.showing(*pictures).count()
        authors = list(Author.objects.filter(portrait__in=pictures)[:USES_SHOWN])
        return Uses(stories, total - len(stories), authors)

    def may_replace(self, request: HttpRequest, picture: Picture) -> bool:
        """Ask for the right to publish where a change would be seen by readers, or changes what others write."""
        if request.user.has_perm(PUBLISH):
            return True
        own = mine(request.user) & Q(published_at=None)
        if request.user.has_perm(PUBLISH_IN_SECTION):
            own |= Q(section__in=sections_of(request.user))
        answered_for = Article.objects.filter(own).values("pk")
        return not Article.objects.showing(picture).exclude(pk__in=answered_for).exists()

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Refuse to delete what a story or an author shows, and say where it stands."""
        to_delete, model_count, needed, _protected = super().get_deleted_objects(objs, request)
        why_not = list(self._why_not(request, list(objs)))
        # Django also asks for the right to delete what protects: nobody is to delete a story for its picture.
        return to_delete, model_count, set() if why_not else needed, why_not

    def _why_not(self, request: HttpRequest, pictures: list[Picture]) -> Iterable[Any]:
        if not pictures:
            return
        uses = self.uses(request, *pictures)
        for story in uses.stories:
            address = reverse("admin:articles_article_change", args=[story.pk])
            yield format_html(_('Story: <a href="{}">{}</a>'), address, story)
        if uses.others:
            sentence = ngettext("%(count)s other story", "%(count)s other stories", uses.others)
            yield sentence % {"count": uses.others}
        for author in uses.authors:
            yield _("Author: %(name)s") % {"name": author}

    def _stories_of(self, request: HttpRequest) -> ArticleQuerySet:
        """Return the stories that this person may open, as the desk of stories has it."""
        stories: Any = self.admin_site.get_model_admin(Article).get_queryset(request)
        return stories
