"""
What a story is made of, as one value that can be kept, compared and given back.

`Content` is JSON: the columns by name (a foreign key as its number), `tags` as numbers in order, and `authors` as one
object for each byline in the order of signing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

type Content = dict[str, Any]

# For search engines and social networks; empty: the words of the page.
SHARING_FIELDS = (
    "seo_title",
    "seo_description",
    "social_title",
    "social_text",
    "social_picture",
    "canonical_url",
    "noindex",
)
# What belongs to a version of the text. Settings of the page, such as whether comments are open, apply at once instead.
COLUMNS = ("headline", "slug", "standfirst", "body", "section", "lead_picture", "language", *SHARING_FIELDS)
BYLINE_COLUMNS = ("author", "role")


def content_of(article: Any, tags: Iterable[int] | None = None, authors: list[dict[str, Any]] | None = None) -> Content:
    """Return what a story holds; tags and authors may be given where they are not stored yet."""
    content = {name: _plain(article, name) for name in COLUMNS}
    content["tags"] = sorted(tag.pk for tag in article.tags.all()) if tags is None else sorted(tags)
    if authors is None:
        authors = [{name: _plain(byline, name) for name in BYLINE_COLUMNS} for byline in article.bylines.all()]
    return content | {"authors": authors}


def with_columns(article: Any, content: Mapping[str, Any]) -> None:
    """Set the story's columns in memory; what a kept content does not know, or is no longer there, stays as it is."""
    for name in COLUMNS:
        if name not in content:
            continue
        field = article._meta.get_field(name)
        value = content[name]
        if field.is_relation and value is not None and not field.related_model.objects.filter(pk=value).exists():
            continue
        setattr(article, field.attname, value if field.is_relation else field.to_python(value))


def authors_of_forms(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the bylines of a cleaned formset in the order of signing."""
    signing = [row for row in rows if row and not row.get("DELETE") and row.get("author")]
    signing.sort(key=lambda row: row.get("position") or 0)
    return [
        {name: row[name].pk if isinstance(row[name], models.Model) else row[name] for name in BYLINE_COLUMNS}
        for row in signing
    ]


def changed_names(before: Content | None, after: Content) -> list[str]:
    """Return the names in which two contents differ, in the order of the form; what one does not know is no change."""
    names = [*COLUMNS, "tags", "authors"]
    if before is None:
        return names
    return [name for name in names if name in before and name in after and before[name] != after[name]]


def _plain(row: models.Model, name: str) -> Any:
    field = row._meta.get_field(name)
    assert isinstance(field, models.Field)
    value = getattr(row, field.attname)
    return value if field.is_relation else field.get_prep_value(value)
