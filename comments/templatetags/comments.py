"""What a story's page shows of its comments. The article app knows nothing of them; its template loads these tags."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from articles.models import Article, SitePage
from articles.plurals import forms_of
from articles.stencils import NUMBER, mark, stencil
from comments.discussion.in_force import Discussion, discussion_of
from comments.discussion.publishing import publishing_rules_of, said_on_form
from comments.discussion.words import closed_in_words
from comments.markup import paragraphs, words
from comments.models import Comment
from comments.models.comment import BODY_MAX
from comments.models.discussion import ThreadOrder
from comments.posting.forms import CommentForm
from comments.text import web_address
from comments.thread import ThreadPage, thread_page
from comments.thread_html import thread_html

register = template.Library()
register.filter("web_address", web_address)
register.filter("comment_words", words)


@dataclass(frozen=True)
class OrderLink:
    label: str
    address: str
    is_here: bool


@register.inclusion_tag("comments/_thread.html", takes_context=True)
def comment_thread(context: Context, article: Article) -> dict[str, Any]:
    """Show a page of the published thread and the form below it, with the errors of a form that came back."""
    now = timezone.now()
    discussion, rules = discussion_of(article), publishing_rules_of(article, now)
    order = str(context.get("order") or "")
    thread = thread_page(article, str(context.get("after") or ""), order or discussion.thread_order)
    if page_life := context.get("page_life"):
        for at in (discussion.closes_at, *(rule.ends_at for rule in rules)):
            if at and at > now:
                page_life.end(at)
    return {
        "article": article,
        "thread": thread,
        "order": order,
        "orders": _orders(article, thread, discussion.thread_order),
        "here": _address_in_order(article, order),
        "news": f"{article.get_absolute_url()}comments.json?since={thread.published_until}",
        "offers": forms_of(_new_comments),
        "thread_html": thread_html(thread, is_open=discussion.is_open(now)),
        "form_html": _form_html(discussion, said_on_form(discussion, rules), context, now),
        "closed": closed_in_words(discussion, now),
    }


def _orders(article: Article, thread: ThreadPage, usual: str) -> list[OrderLink]:
    """Return the orders that make a difference under the story; the usual one is at the story's own address."""
    if article.comment_count < 2:
        return []
    orders = [order for order in ThreadOrder if order != ThreadOrder.FEATURED or thread.has_featured]
    return [
        OrderLink(str(order.label), _address_in_order(article, "" if order == usual else order), order == thread.order)
        for order in orders
    ]


def _address_in_order(article: Article, order: str) -> str:
    return f"{article.get_absolute_url()}?thread={order}" if order else article.get_absolute_url()


def _form_html(discussion: Discussion, said: dict[str, Any], context: Context, now: datetime) -> SafeString | str:
    """Show the form that came back with errors, or an empty one: the same on every page but for its address."""
    number, charter = discussion.article.pk, charter_url(context.get("site_pages") or ())
    if returned := context.get("comment_form"):
        shown = {"form": returned, "number": number, "comment_preview": context.get("comment_preview")}
        return render_to_string("comments/_form.html", shown | said | {"charter": charter})
    if not discussion.is_open(now):
        return ""
    values = {f"note{place}": note for place, note in enumerate(said["notes"])}
    shape = said | {"notes": tuple(mark(name) for name in values), "charter": charter}
    return stencil("comments/_form.html", form=_empty_form(), number=NUMBER, **shape).fill(number=number, **values)


@cache
def _empty_form() -> CommentForm:
    return CommentForm(instance=Comment(article=Article()))


@register.filter
def charter_url(site_pages: Iterable[SitePage]) -> str:
    """Return where the charter of the comments stands, if it is among the pages that the site's foot leads to."""
    found = (page.get_absolute_url() for page in site_pages if page.kind == SitePage.Kind.CHARTER)
    return next(found, "")


@register.inclusion_tag("comments/_counter.html")
def comment_counter() -> dict[str, Any]:
    """Hold what a script says of the room that is left in a comment, and of what is too much."""
    return {
        "limit": BODY_MAX,
        "left": forms_of(_left),
        "over": forms_of(_too_many),
    }


def _new_comments(count: int) -> str:
    return ngettext("%(count)s new comment", "%(count)s new comments", count)


def _left(count: int) -> str:
    return ngettext("%(count)s character left", "%(count)s characters left", count)


def _too_many(count: int) -> str:
    return ngettext("%(count)s character too many", "%(count)s characters too many", count)


@register.filter
def comment_text(text: str) -> SafeString:
    return paragraphs(text)
