"""
The words of a story, and the condition that asks the database's own index of words.

The columns hold folded words with a space between them (see articles/folding.py), one for each part of a story, so
that parts can weigh differently. On SQLite the index is a table of FTS5, which triggers keep equal to this one; on
PostgreSQL a generated column of the type tsvector with an index of the kind GIN. Both are made by the migration,
because neither exists on the other, and both know where a word stands, so that phrases can be asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import BooleanField, F, Func
from django.utils.translation import gettext_lazy as _


class HoldsWords(Func):
    """
    True for the articles that hold all of these folded words, the last of them as the beginning of a word.

    On SQLite the plus keeps the planner from looking up every article that holds a common word: it goes through the
    list in its order instead, and asks of each whether it is one.
    """

    output_field = BooleanField()

    def __init__(self, words: Sequence[str], **extra: Any) -> None:
        super().__init__(F("pk"), **extra)
        self.words = list(words)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        number, params = compiler.compile(self.source_expressions[0])
        found = "SELECT rowid FROM articles_searchtext_words WHERE articles_searchtext_words MATCH %s"
        return f"+{number} IN ({found})", (*params, " AND ".join(f'"{word}"' for word in self.words) + "*")

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        number, params = compiler.compile(self.source_expressions[0])
        found = "SELECT article_id FROM articles_searchtext WHERE words @@ %s::tsquery"
        return f"{number} IN ({found})", (*params, " & ".join(f"'{word}'" for word in self.words) + ":*")


class SearchText(models.Model):
    article = models.OneToOneField(
        "articles.Article", models.CASCADE, primary_key=True, related_name="search_text", verbose_name=_("story")
    )
    headline = models.TextField()
    standfirst = models.TextField()
    body = models.TextField()
    authors = models.TextField()

    class Meta:
        verbose_name = _("words of a story")
        verbose_name_plural = _("words of stories")
        default_permissions = ()

    def __str__(self) -> str:
        return self.headline
