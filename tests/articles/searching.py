"""What tests of the readers' search share: asking it, and stories to be found."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from tests.comments.readers import page_of
from tests.factories import make_article

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ask(q: str = "", client: Client | None = None, **asked):
    return (client or Client()).get("/search/", {"q": q} | asked)


def found(q: str = "", **asked) -> list[str]:
    """Return the headlines that a search shows, in their order."""
    page = page_of(ask(q, **asked))
    return [card.find("h2").text for card in page.find_all("article", class_="card")]


def marks(q: str, **asked) -> list[str]:
    return [mark.text for mark in page_of(ask(q, **asked)).find_all("mark")]


def suggested(q: str, **asked) -> list[str]:
    lists = page_of(ask(q, **asked)).find_all("ul", class_="search-suggestions")
    return [link.text for each in lists for link in each.find_all("a")]


def make(headline: str, text: str = "Texte.", **values):
    return make_article(headline=headline, body=f"<p>{text}</p>", **values)
