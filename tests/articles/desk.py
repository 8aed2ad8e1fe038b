"""A journalist's form as the browser sends it."""

from __future__ import annotations

from datetime import datetime

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Author
from tests.factories import make_author, make_section

ADD = reverse("admin:articles_article_add")
LIST = reverse("admin:articles_article_changelist")
NO_PICKS = {"related_stories-TOTAL_FORMS": 0, "related_stories-INITIAL_FORMS": 0}
# What a plain story of the tests is warned of: the tick of somebody who has looked and publishes all the same.
SEEN = "no_standfirst description_length no_lead_picture no_tags"


def change_path(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def preview_path(article: Article) -> str:
    return reverse("admin:articles_article_preview", args=[article.pk])


def reloaded(article: Article) -> Article:
    article.refresh_from_db()
    return article


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def story_form(button: str = "_continue", authors: list[Author] | None = None, **fields) -> dict:
    """Return what a press on a button sends for a new story; a field that is None is left out."""
    authors = [make_author()] if authors is None else authors
    form = {
        "headline": "Une panne de réseau",
        "slug": "une-panne-de-reseau",
        "standfirst": "Trois heures sans paiement.",
        "body": "<p>Le réseau est tombé à midi.</p>",
        "tags": [],
        "lead_picture": "",
        "comments_open": "on",
        **NO_PICKS,
        "bylines-TOTAL_FORMS": len(authors),
        "bylines-INITIAL_FORMS": 0,
        "warnings_seen": SEEN,
        button: "1",
    }
    for number, author in enumerate(authors):
        form |= {f"bylines-{number}-author": author.pk, f"bylines-{number}-position": number}
    form |= fields
    form.setdefault("section", make_section().pk if "section" not in fields else None)
    return {name: value for name, value in form.items() if value is not None}


def moment(field: str, at: datetime | None) -> dict:
    """Return what the two inputs of a date and a time send."""
    if at is None:
        return {f"{field}_0": "", f"{field}_1": ""}
    local = timezone.localtime(at)
    return {f"{field}_0": f"{local:%Y-%m-%d}", f"{field}_1": f"{local:%H:%M:%S}"}


def form_of(article: Article, button: str = "", **fields) -> dict:
    """
    Return what a press on a button sends for a story as it stands, with these fields changed.

    Unless a button is named, it is the one that brings the change to readers if they see the story.
    """
    button = button or ("_publish_change" if article.is_published else "_continue")
    bylines = list(article.bylines.all())
    form = {
        "headline": article.headline,
        "slug": article.slug,
        "standfirst": article.standfirst,
        "body": article.body,
        "section": article.section_id,
        "tags": [tag.pk for tag in article.tags.all()],
        "lead_picture": article.lead_picture_id or "",
        "comments_open": "on" if article.comments_open else "",
        **NO_PICKS,
        "bylines-TOTAL_FORMS": len(bylines),
        "bylines-INITIAL_FORMS": 0,
        "base": article.latest_number(),
        "warnings_seen": SEEN,
        button: "1",
        **moment("embargo_until", article.embargo_until),
        **moment("ends_at", article.ends_at),
    }
    for number, byline in enumerate(bylines):
        form |= {
            f"bylines-{number}-author": byline.author_id,
            f"bylines-{number}-position": byline.position,
        }
    return form | fields
