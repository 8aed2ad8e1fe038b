"""Live stories and the live desk as a browser uses it."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from articles.models import Article, LiveEntry
from tests.factories import make_article


def make_live(*, entries=0, **values) -> Article:
    """Make a published story that is open as live, with so many entries."""
    story = make_article(**values)
    story.open_live()
    for number in range(1, entries + 1):
        tell(story, title=f"Entrée {number}")
    return story


def tell(story: Article, text="<p>Du nouveau.</p>", *, by=None, **values) -> LiveEntry:
    with transaction.atomic():
        return story.lock().post_entry(by=by, text=text, **values)


def desk_path(story: Article) -> str:
    return reverse("admin:articles_article_live", args=[story.pk])


def entry_path(entry: LiveEntry) -> str:
    return reverse("admin:articles_article_live_entry", args=[entry.article_id, entry.number])


def entry_form(client, story: Article, **fields) -> dict:
    """Return what a press sends on the live desk that this person has open."""
    key = client.get(desk_path(story)).context["form"].initial["key"]
    return {"title": "Une annonce", "text": "<p>Elle vient.</p>", "author": "", "key": key, "base": ""} | fields


def post(client, story: Article, **fields):
    return client.post(desk_path(story), entry_form(client, story, **fields))


def act(client, entry: LiveEntry, what: str):
    path = reverse("admin:articles_article_live_act", args=[entry.article_id, entry.number])
    return client.post(path, {"act": what})


def switch(client, story: Article, what: str):
    return client.post(reverse("admin:articles_article_live_switch", args=[story.pk]), {what: ""})
