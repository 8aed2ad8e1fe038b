"""A journalist's form as the browser sends it."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from articles.models import Article, Author
from tests.factories import make_author, make_section

ADD = reverse("admin:articles_article_add")
LIST = reverse("admin:articles_article_changelist")


def change_path(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def preview_path(article: Article) -> str:
    return reverse("admin:articles_article_preview", args=[article.pk])


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
        "bylines-TOTAL_FORMS": len(authors),
        "bylines-INITIAL_FORMS": 0,
        button: "1",
    }
    for number, author in enumerate(authors):
        form |= {f"bylines-{number}-author": author.pk, f"bylines-{number}-position": number}
    form |= fields
    form.setdefault("section", make_section().pk if "section" not in fields else None)
    return {name: value for name, value in form.items() if value is not None}


def form_of(article: Article, button: str = "_continue", **fields) -> dict:
    """Return what a press on a button sends for a story as it stands, with these fields changed."""
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
        "bylines-TOTAL_FORMS": len(bylines),
        "bylines-INITIAL_FORMS": 0,
        "base": article.latest_number(),
        button: "1",
    }
    for number, byline in enumerate(bylines):
        form |= {
            f"bylines-{number}-author": byline.author_id,
            f"bylines-{number}-position": byline.position,
        }
    return form | fields
