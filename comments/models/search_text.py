"""
The words of a comment, for the desk's search, and the lookup that asks the database's own index of words.

On SQLite that is a table of FTS5, which triggers keep equal to this one; on PostgreSQL an index of the kind GIN. Both
are made by the migration, because neither exists on the other. Words are folded before they come here, so that both
compare plain lower-case letters.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Lookup
from django.utils.translation import gettext_lazy as _


class WordsField(models.TextField[str, str]):
    """Folded words, with a space between them."""


@WordsField.register_lookup
class HasWords(Lookup[Any]):
    """Match texts that hold all of these folded words, the last of them as the beginning of a word."""

    lookup_name = "words"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        table = compiler.quote_name(self.lhs.alias)
        found = "SELECT rowid FROM comments_searchtext_words WHERE comments_searchtext_words MATCH %s"
        terms = [f'"{word}"' for word in self.rhs]
        return f'{table}."comment_id" IN ({found})', [" AND ".join(terms) + "*"]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        terms = [f"'{word}'" for word in self.rhs]
        query = " & ".join(terms) + ":*"
        return f"array_to_tsvector(string_to_array({column}, ' ')) @@ %s::tsquery", [*params, query]


@WordsField.register_lookup
class HoldsWords(Lookup[Any]):
    """Match the same texts by reading each: cheaper than an index for a few. Words hold no sign of a pattern."""

    lookup_name = "holding"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        *whole, begun = self.rhs
        patterns = [*(f"% {word} %" for word in whole), f"% {begun}%"]
        sql = " AND ".join(f"' ' || {column} || ' ' LIKE %s" for _pattern in patterns)
        return f"({sql})", tuple(each for pattern in patterns for each in (*params, pattern))


class SearchText(models.Model):
    comment = models.OneToOneField(
        "comments.Comment", models.CASCADE, primary_key=True, related_name="search_text", verbose_name=_("comment")
    )
    text = WordsField()

    class Meta:
        verbose_name = _("words of a comment")
        verbose_name_plural = _("words of comments")

    def __str__(self) -> str:
        return self.text
