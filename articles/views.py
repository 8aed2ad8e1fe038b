"""Readers' pages. Each is the same for everybody: none of them looks at a session or sets a cookie."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from articles.addresses.old import lead_on, lead_to_number, renamed_leads_on
from articles.bylines import signatures
from articles.front.following import following
from articles.front.pages import render_home, render_section
from articles.live.windows import window_of
from articles.models import Article, Author, Front, Picture, Section, Series, Tag
from articles.models.article import ArticleQuerySet
from articles.page_cache import PageLife, cached_article_page
from articles.paging import page_of
from articles.revisions.due import show_due_changes
from articles.story_html import picture_numbers
from articles.translations import alternates_of, public_translations
from articles.writing.counts import reading_minutes
from articles.writing.links import linked_stories, next_arrival
from articles.writing.shown import story_as_shown

LIST_SIZE = 20
WORDPRESS_NUMBER = re.compile(r"[0-9]{1,18}")
# Those of `comments.models.discussion.ThreadOrder`, which is not known here; no other word may name a kept page.
THREAD_ORDERS = ("oldest", "newest", "featured")
THREAD_CURSOR = re.compile(r"[0-9a-f]{0,80}")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if number := request.GET.get("p", ""):
        return _story_of_number(request, number)
    front = Front.of(None)
    return render_home(request, front, front.pinned_stories())


@require_safe
def article(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    after = request.GET.get("after", "")
    if not THREAD_CURSOR.fullmatch(after):
        raise Http404
    try:
        found = Article.objects.published().for_address().get(slug=slug)
    except Article.DoesNotExist:
        return lead_on(request, slug, year, month)
    if found.get_absolute_url() != request.path:
        return lead_on(request, slug, year, month)
    window = window_of(found, request.GET)
    order = request.GET.get("thread", "")
    order = order if order in THREAD_ORDERS else ""

    def render_now(life: PageLife) -> HttpResponse:
        shown = get_object_or_404(Article.objects.published().for_page(), pk=found.pk)
        if shown.change_at and shown.change_at > timezone.now():
            life.end(shown.change_at)
        if shown.ends_at:
            life.end(shown.ends_at)
        return render_article(request, shown, after=after, order=order, page_life=life, window=window)

    return cached_article_page(request, found, after, render_now, f"{window.name}{order}")


def render_article(
    request: HttpRequest, article: Article, *, after: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """Render the page that readers see; also for previews, and for a comment form that comes back with errors."""
    show_due_changes([article])
    pictures = Picture.objects.in_bulk(picture_numbers(article.body))
    stories = linked_stories([article.body])
    life = context.get("page_life")
    translations = public_translations(article, life)
    if life and (arrival := next_arrival(stories.values())):
        life.end(arrival)
    context.setdefault("notes", article.told_notes())
    context |= {
        "article": article,
        "authors": [
            (author.get_absolute_url(), author.name, before)
            for author, before in signatures(article.bylines.all(), by=pgettext("before the authors' names", "By"))
        ],
        "body": story_as_shown(article.body, pictures, stories),
        "minutes": reading_minutes(article.body),
        "after": after,
        "translations": translations,
        "alternates": alternates_of(article, translations),
        **following(article, life),
    }
    return render(request, "articles/article_detail.html", context, status=status)


@require_safe
@renamed_leads_on
def section(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Section, slug=slug)
    return render_section(request, found, Front.of(found).pinned_stories())


@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the parts in the order in which they are to be read, on one page."""
    found = get_object_or_404(Series.objects.select_related("picture"), slug=slug)
    context = {"subject": found, "articles": found.public_parts().for_list()}
    return render(request, "articles/series_detail.html", context)


@require_safe
@renamed_leads_on
def author(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    count = found.articles.all().published().count()
    return _story_list(request, found, "articles/author_detail.html", count=count, links=found.links.all())


@require_safe
@renamed_leads_on
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Tag, slug=slug)
    return _story_list(request, found, "articles/tag_detail.html", near=found.near())


@require_safe
def year_archive(request: HttpRequest, year: int) -> HttpResponse:
    stories = Article.objects.published().filter(first_published_at__year=year)
    months = (
        stories.annotate(month=TruncMonth("first_published_at"))
        .values("month")
        .annotate(count=Count("pk"))
        .order_by("-month")
    )
    earlier = Article.objects.published().filter(first_published_at__year__lt=year).newest_first().first()
    context = {"year": year, "months": months, "earlier": earlier}
    # Every page leads to the archive of this year, on the first of January as well.
    return _archive(request, stories, context, may_be_empty=year == timezone.localdate().year)


@require_safe
def month_archive(request: HttpRequest, year: int, month: int) -> HttpResponse:
    stories = Article.objects.published().filter(first_published_at__year=year, first_published_at__month=month)
    first_day = timezone.make_aware(datetime(year, month, 1))  # noqa: DTZ001  # made aware right here
    return _archive(request, stories, {"year": year, "month": first_day, **_months_beside(first_day)})


def _months_beside(month: datetime) -> dict[str, datetime | None]:
    """Return the months before and after this one in which something was published."""
    beside = Article.objects.published().aggregate(
        earlier=Max("first_published_at", filter=Q(first_published_at__lt=month)),
        later=Min("first_published_at", filter=Q(first_published_at__gte=_month_after(month))),
    )
    return {"earlier_month": beside["earlier"], "later_month": beside["later"]}


def _month_after(month: datetime) -> datetime:
    return timezone.make_aware(datetime(month.year + month.month // 12, month.month % 12 + 1, 1))  # noqa: DTZ001  # made aware right here


def _story_of_number(request: HttpRequest, number: str) -> HttpResponse:
    if not WORDPRESS_NUMBER.fullmatch(number):
        raise Http404
    return lead_to_number(request, int(number))


def _story_list(request: HttpRequest, subject: Author | Tag, template: str, **context: Any) -> HttpResponse:
    stories = subject.articles.all().published().for_list()
    page = page_of(stories, request.GET.get("before", ""), LIST_SIZE)
    return render(request, template, context | {"subject": subject, "page": page})


def _archive(
    request: HttpRequest, stories: ArticleQuerySet, context: dict[str, Any], *, may_be_empty: bool = False
) -> HttpResponse:
    page = page_of(stories.for_list(), request.GET.get("before", ""), LIST_SIZE)
    if not page.articles and not may_be_empty:
        raise Http404
    return render(request, "articles/archive.html", context | {"page": page})
