"""The entries of one page, loaded with all that shows them, from at most three queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString

from articles.live.windows import Window
from articles.models import Article, LiveEntry, Picture
from articles.story_html import picture_numbers
from articles.writing.links import linked_stories
from articles.writing.shown import story_as_shown

# More key moments than this are no summary.
KEY_MOMENTS = 40


@dataclass(frozen=True)
class ShownEntry:
    entry: LiveEntry
    text: SafeString
    is_new: bool
    begins_day: bool


@dataclass(frozen=True)
class ShownLive:
    window: Window
    pinned: ShownEntry | None
    key_moments: list[tuple[LiveEntry, str]]
    entries: list[ShownEntry]

    @property
    def standing(self) -> list[ShownEntry]:
        """Return what has a text, in the order of the page."""
        on_top = [self.pinned] if self.pinned else []
        return on_top + [shown for shown in self.entries if shown.entry.withdrawn_at is None]

    @property
    def new_count(self) -> int:
        return sum(shown.is_new for shown in self.standing)

    @property
    def newest(self) -> LiveEntry | None:
        """Return what was said last, if this page holds it."""
        entries = [shown.entry for shown in self.standing]
        return max(entries, key=lambda entry: entry.number, default=None) if self.window.is_newest else None


def shown_live(article: Article, window: Window) -> ShownLive:
    """Load a page of entries; the pinned one leads the newest page, and stands in its own place elsewhere."""
    entries = list(_ordered(article, window))
    above = list(_above(article))
    pinned = next((entry for entry in above if entry.is_pinned and window.is_newest), None)
    listed = [entry for entry in entries if entry != pinned]
    texts = texts_of([*listed, *([pinned] if pinned else [])])
    days = _with_days(listed)
    return ShownLive(
        window=window,
        pinned=_shown(pinned, window, texts, begins_day=True) if pinned else None,
        key_moments=[(entry, _address(entry, window)) for entry in above if entry.is_key],
        entries=[_shown(entry, window, texts, begins_day=begins) for entry, begins in days],
    )


def _ordered(article: Article, window: Window) -> Iterable[LiveEntry]:
    entries = article.live_entries.for_page().numbered(window.first, window.last)
    return entries.order_by("number") if window.oldest_first else entries.newest_first()


def _above(article: Article) -> Iterable[LiveEntry]:
    entries = article.live_entries.standing().for_page().filter(Q(is_pinned=True) | Q(is_key=True))
    newest = list(entries.order_by("-is_pinned", "-number")[: KEY_MOMENTS + 1])
    return sorted(newest, key=lambda entry: -entry.number)


def _address(entry: LiveEntry, window: Window) -> str:
    """Lead to an entry on this page without loading it again, or to the page of another."""
    if window.holds(entry.number) or (entry.is_pinned and window.is_newest):
        return f"#entry-{entry.number}"
    return entry.get_absolute_url()


def texts_of(entries: Iterable[LiveEntry], *, for_feed: bool = False) -> dict[int, SafeString]:
    """Return the text of each entry as readers see it, by number; one query for pictures, one for linked stories."""
    entries = list(entries)
    numbers = {number for entry in entries for number in picture_numbers(entry.text)}
    pictures = Picture.objects.in_bulk(numbers) if numbers else {}
    stories = linked_stories(entry.text for entry in entries)
    return {
        entry.number: story_as_shown(entry.text, pictures, stories, prefix=f"{entry.number}-", for_feed=for_feed)
        for entry in entries
    }


def _with_days(entries: Iterable[LiveEntry]) -> Iterator[tuple[LiveEntry, bool]]:
    """Tell of each entry whether a day begins with it."""
    day: date | None = None
    for entry in entries:
        before, day = day, timezone.localdate(entry.at)
        yield entry, day != before


def _shown(entry: LiveEntry, window: Window, texts: dict[int, SafeString], *, begins_day: bool) -> ShownEntry:
    is_new = window.since is not None and entry.number > window.since
    return ShownEntry(entry, texts[entry.number], is_new, begins_day)
