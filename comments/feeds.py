"""Feeds of what readers wrote: of the whole site, of a story, and of what the newsroom has chosen."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import conditional_page, require_safe

from articles.feed_formats import TAILS, Feed
from articles.feeds import new_feed, written, xml_text
from articles.models import Article
from comments.markup import as_typed
from comments.models import Comment
from comments.models.decisions import CommentQuerySet

FEED_SIZE = 30
_SHOWN = (
    "author_name",
    "body",
    "public_body",
    "submitted_at",
    "featured_at",
    "article__headline",
)


@require_safe
@conditional_page
def all_comments(request: HttpRequest, format: str) -> HttpResponse:
    title = _("%(site)s – comments") % {"site": settings.SITE_NAME}
    feed = new_feed(format, path=request.path, page=reverse("articles:home"), title=title)
    return _filled(feed, Comment.objects.approved().order_by("-submitted_at", "-pk"))


@require_safe
@conditional_page
def featured_comments(request: HttpRequest, format: str) -> HttpResponse:
    title = _("%(site)s – comments chosen by the newsroom") % {"site": settings.SITE_NAME}
    feed = new_feed(format, path=request.path, page=reverse("articles:home"), title=title)
    return _filled(feed, Comment.objects.featured())


@require_safe
@conditional_page
def comments_of_story(request: HttpRequest, year: int, month: int, slug: str, format: str) -> HttpResponse:
    """Answer as the story's own page does: 410 once it was withdrawn, and one redirect from an address of before."""
    story = Article.objects.published().defer("body").filter(slug=slug).first()
    if story is None:
        get_object_or_404(Article.objects.withdrawn(), slug=slug)
        return HttpResponse(status=410)
    at = story.get_absolute_url()
    if not request.path.startswith(at):
        return redirect(f"{at}feed/{TAILS[format]}", permanent=True)
    title = _("Comments on “%(headline)s”") % {"headline": story.headline}
    feed = new_feed(format, path=request.path, page=f"{at}#comments", title=f"{title} – {settings.SITE_NAME}")
    return _filled(feed, Comment.objects.approved().filter(article=story).order_by("-submitted_at", "-pk"))


def _filled(feed: Feed, comments: CommentQuerySet) -> HttpResponse:
    for comment in comments.select_related("article").only(*_SHOWN)[:FEED_SIZE]:
        _add(feed, comment)
    return written(feed)


def _add(feed: Feed, comment: Comment) -> None:
    """Add a comment with its text as HTML: what a reader typed is escaped twice, as HTML and as XML."""
    address = settings.SITE_URL + comment.get_absolute_url()
    words = {"name": comment.author_name, "headline": comment.article.headline}
    feed.add_item(
        title=xml_text(_("%(name)s on “%(headline)s”") % words),
        link=address,
        description="",
        author_name=xml_text(comment.author_name),
        pubdate=comment.submitted_at,
        updateddate=comment.submitted_at,
        unique_id=address,
        unique_id_is_permalink=True,
        categories=[pgettext("a comment", "Chosen by the newsroom")] if comment.featured_at else [],
        full_text=xml_text(as_typed(comment.shown_body)),
    )
