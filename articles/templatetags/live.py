"""The entries of a live story on its page."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.translation import ngettext

from articles.data_block import json_ld
from articles.dates import clock_in_words, weekday_in_words
from articles.live.shown import shown_live
from articles.live.structured_data import live_blog_posting
from articles.live.windows import newest_window
from articles.models import Article
from articles.plurals import forms_of

register = template.Library()
register.filter("clock", clock_in_words)
register.filter("weekday", weekday_in_words)


@register.inclusion_tag("articles/live/_live.html", takes_context=True)
def live_entries(context: Context, article: Article) -> dict[str, Any]:
    """Show a page of the entries of a story that is or was live; nothing for any other story."""
    if not article.was_live:
        return {}
    shown = shown_live(article, context.get("window") or newest_window(article))
    return {
        "article": article,
        "shown": shown,
        "window": shown.window,
        "news": _new_entries(shown.new_count) % {"count": shown.new_count},
        "offers": forms_of(_new_entries),
        "data": json_ld(live_blog_posting(article, shown, context.get("installment"))),
    }


def _new_entries(count: int) -> str:
    return ngettext("%(count)s new entry", "%(count)s new entries", count)
