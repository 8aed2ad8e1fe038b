"""
Two people changed one story: whoever saves later is shown both texts and chooses, field by field.

Nothing is stored until every field that differs was chosen, against the very revision that was shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from articles.models import Article, Revision
from articles.revisions.content import Content, changed_names, content_of
from articles.revisions.diff import Change, changes
from articles.revisions.posted import content_of_post, put


@dataclass(frozen=True)
class Difference:
    """One field: what the colleague made of the common text, and what was made of it here."""

    name: str
    label: str
    theirs: Change | None
    mine: Change | None
    chosen: str  # "theirs", "mine", or empty where both changed it


@dataclass(frozen=True)
class Conflict:
    theirs: Revision
    differences: list[Difference]


def find_conflict(article: Article, posted: QueryDict) -> Conflict | None:
    """Compare what was posted with the newest revision, both seen from the one that the form began with."""
    theirs = article.revisions.select_related("made_by").newest_first().first()
    if theirs is None:
        return None
    began = article.revisions.filter(number=max(_number(posted.get("base", "")), 1)).first()
    base: Content = began.content if began else theirs.content
    mine = content_of_post(posted, base)
    by_them = {change.name: change for change in changes(base, theirs.content)}
    by_me = {change.name: change for change in changes(base, mine)}
    return Conflict(
        theirs,
        [
            Difference(
                name,
                (by_them.get(name) or by_me[name]).label,
                by_them.get(name),
                by_me.get(name),
                posted.get(f"take_{name}", "") or _suggestion(name in by_them, name in by_me),
            )
            for name in changed_names(theirs.content, mine)
        ],
    )


def settled(article: Article, posted: QueryDict) -> QueryDict:
    """Return what was posted with the chosen texts in it; unchanged while a choice is missing."""
    number = _number(posted.get("settled_against", ""))
    names = posted.getlist("differing")
    if any(posted.get(f"take_{name}") not in ("theirs", "mine") for name in names):
        return posted
    theirs = article.revisions.filter(number=number).first()
    if theirs is None:
        return posted
    merged = posted.copy()
    for name in names:
        if posted[f"take_{name}"] == "theirs":
            put(merged, name, theirs.content)
    merged["base"] = str(number)
    return merged


def current_content(article: Article) -> Content:
    """Return what the form of a story opens with: the working version, or what stands in its columns."""
    return article.working.content if article.working else content_of(article)


def _suggestion(changed_by_them: bool, changed_by_me: bool) -> str:
    if changed_by_them and changed_by_me:
        return ""
    return "theirs" if changed_by_them else "mine"


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 10 else 0
