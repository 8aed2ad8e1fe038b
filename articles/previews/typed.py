"""A story as it stands in a form that was not saved, and may not even be valid."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from articles.models import Article, Byline, Section
from articles.story_html import sanitise

_WORDS = ["headline", "standfirst", "body", "seo_title", "seo_description", "social_title", "social_text"]


def story_as_typed(form: Any, formsets: list[Any]) -> Article:
    """Return the story with what was typed, for a page that shows it. Nothing is saved; what is not valid is shown."""
    form.is_valid()
    article: Article = form.instance
    for name in _WORDS:
        if name in form.errors:
            setattr(article, name, str(form.data.get(name, "")))
    article.body = sanitise(article.body)  # type: ignore[assignment]  # a form gave it, so it is a string
    _complete(article)
    article._prefetched_objects_cache = {  # type: ignore[attr-defined]  # where Django keeps what was loaded
        "tags": list(form.cleaned_data.get("tags") or []),
        "bylines": _bylines(formsets),
    }
    return article


def _complete(article: Article) -> None:
    """Give a story that was never saved what its page cannot do without."""
    if article.pk is None:
        article.pk = 0
    if article.section_id is None:
        article.section = Section(name=_("No section yet"), slug="none")
    article.slug = article.slug or "preview"


def _bylines(formsets: list[Any]) -> list[Byline]:
    rows = [row for formset in formsets if formset.model is Byline for row in formset.forms]
    filled = [row.cleaned_data for row in rows if row.is_valid() and getattr(row, "cleaned_data", {}).get("author")]
    signed = [row for row in filled if not row.get("DELETE")]
    signed.sort(key=lambda row: row.get("position") or 0)
    return [Byline(author=row["author"], role=row["role"]) for row in signed]
