"""
The terms of a comment, for readers' search: kept and asked as those of stories are.

They hold what readers see and nothing else: neither the e-mail address nor a passage that moderators have taken out.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import BooleanField, F, Func
from django.utils.translation import gettext_lazy as _

from articles.models.search_terms import Terms


class HoldsTerms(Func):
    """
    True for the comments that have these terms.

    `in_order` lets the database go through the list in its order and ask of each comment whether it is a hit, as it
    does for `HoldsWords`; without it, each hit is looked up. On SQLite the plus does that, on PostgreSQL `IS TRUE`.
    There the question is a query of its own as well, so that the planner does not guess from it how many hits there
    are: for a word of nearly all comments it would read their terms instead of the index.
    """

    output_field = BooleanField()

    def __init__(self, terms: Terms, *, in_order: bool = True, **extra: Any) -> None:
        super().__init__(F("pk"), **extra)
        self.terms = terms
        self.in_order = in_order

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        number, params = compiler.compile(self.source_expressions[0])
        found = "SELECT rowid FROM comments_searchterms_index WHERE comments_searchterms_index MATCH %s"
        return f"{'+' if self.in_order else ''}{number} IN ({found})", (*params, self.terms.for_sqlite())

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        number, params = compiler.compile(self.source_expressions[0])
        where = "search_terms(text) @@ (SELECT %s::tsquery)"
        found = f"{number} IN (SELECT comment_id FROM comments_searchterms WHERE {where})"  # noqa: S608
        return f"({found}){' IS TRUE' if self.in_order else ''}", (*params, self.terms.for_postgresql())


class SearchTerms(models.Model):
    comment = models.OneToOneField(
        "comments.Comment", models.CASCADE, primary_key=True, related_name="search_terms", verbose_name=_("comment")
    )
    text = models.TextField()

    class Meta:
        verbose_name = _("terms of a comment")
        verbose_name_plural = _("terms of comments")
        default_permissions = ()

    def __str__(self) -> str:
        return self.text
