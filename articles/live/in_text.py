"""Entries as a part of a story's text, for those who get the text alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.dates import moment_in_words
from articles.live.windows import BLOCK
from articles.models import Article, LiveEntry


def put_entries_before(stories: Iterable[Article]) -> None:
    """Give each live story its newest entries before its text, in memory, from one query; none where none is live."""
    live = {story.pk: story for story in stories if story.was_live}
    if not live:
        return
    newest = LiveEntry.objects.filter(article__in=live, number__gt=F("article__live_newest") - BLOCK).standing()
    entries = defaultdict(list)
    for entry in newest.newest_first():
        entry.article = live[entry.article_id]
        entries[entry.article_id].append(entry)
    for story in live.values():
        told = format_html_join("", "{}", ((_in_text(entry),) for entry in entries[story.pk]))
        story.body = told + str(story.body)  # type: ignore[assignment]  # what the column holds is text


def _in_text(entry: LiveEntry) -> SafeString:
    link = format_html('<a href="{}">{}</a>', entry.get_absolute_url(), moment_in_words(entry.at))
    title = format_html("{} – {}", link, entry.title) if entry.title else link
    # The text is sanitised story HTML, as the body that it is put before.
    return format_html("<h2>{}</h2>", title) + SafeString(entry.text)
