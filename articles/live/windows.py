"""
Which entries of a live story stand on which page.

Entries are numbered, and pages are cut at fixed numbers: entry 7 is on the page of 1 to 20 for ever, and nothing that
comes later moves it. The newest page holds the block that is being filled and the one before. So an entry's permalink,
`?entry=7#entry-7`, is also the address of its page, and there are few different pages to keep.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404

from articles.models import Article

BLOCK = 20
_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Window:
    """The numbers of the entries on one page; `since` is the newest one that this reader has seen, if they say so."""

    first: int
    last: int
    newest: int
    since: int | None = None
    oldest_first: bool = False

    @property
    def name(self) -> str:
        """What tells the page from others of its story; empty for the page without parameters."""
        if self.oldest_first:
            return f"o{self.first}"
        if not self.is_newest:
            return f"l{self.first}"
        return "" if self.since is None else f"s{self.since}"

    @property
    def is_newest(self) -> bool:
        return self.last == self.newest and not self.oldest_first

    @property
    def earlier(self) -> int:
        """The number of an entry on the page before; 0 where there is none."""
        return self.first - 1

    @property
    def later(self) -> int:
        return self.last + 1 if self.last < self.newest else 0

    @property
    def all_are_new(self) -> bool:
        return self.since is not None and 0 < self.since < self.first

    def holds(self, number: int) -> bool:
        return self.first <= number <= self.last


def newest_window(article: Article, since: int | None = None) -> Window:
    newest = article.live_newest
    first = max(1, _block_of(newest) - BLOCK)
    if since is not None:
        # How much more than a whole page somebody missed makes no other page.
        since = min(max(since, first - 1), newest)
    return Window(first, newest, newest, since)


def window_of(article: Article, parameters: Mapping[str, str]) -> Window:
    """Return the page that is asked for; raise Http404 for an entry that there is not."""
    if not article.was_live:
        return newest_window(article)
    number, newest = _number(parameters, "entry"), newest_window(article)
    if number is not None and not 1 <= number <= article.live_newest:
        raise Http404
    if parameters.get("order") == "oldest" and not article.is_live:
        return _block(article, number or 1, oldest_first=True)
    if number is None:
        return newest_window(article, since=_number(parameters, "since"))
    return newest if newest.holds(number) else _block(article, number)


def _block(article: Article, number: int, *, oldest_first: bool = False) -> Window:
    first = _block_of(number)
    last = min(first + BLOCK - 1, article.live_newest)
    return Window(first, last, article.live_newest, oldest_first=oldest_first)


def _block_of(number: int) -> int:
    """Return the first number of the block that holds this one."""
    return max(number - 1, 0) // BLOCK * BLOCK + 1


def _number(parameters: Mapping[str, str], name: str) -> int | None:
    text = parameters.get(name, "")
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise Http404
    return int(text)
