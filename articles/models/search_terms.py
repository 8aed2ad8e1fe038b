"""
The terms of a story, for readers' search, and the condition that asks the database's own index of them.

What a term is stands in articles/search/terms.py. On SQLite the index is a table of FTS5, which triggers keep equal to
this one; on PostgreSQL one of the kind GIN. Both are made by the migration, because neither exists on the other, and
both know of a story only which terms it has. The desk's words are beside them, in `SearchText`: it finds a word by its
beginning, which stems would break.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models import BooleanField, F, Func
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Terms:
    """One of each group, and none of the others, of which a group is met by all of its terms."""

    all_of: tuple[tuple[str, ...], ...]
    none_of: tuple[tuple[str, ...], ...] = ()

    def __and__(self, other: Terms) -> Terms:
        return Terms(self.all_of + other.all_of, self.none_of + other.none_of)

    def for_sqlite(self) -> str:
        return self._written('"', " AND ", " OR ", " NOT ")

    def for_postgresql(self) -> str:
        return self._written("'", " & ", " | ", " & !")

    def _written(self, quote: str, conjunction: str, disjunction: str, but_not: str) -> str:
        """Return a question in a database's own language; terms hold letters, figures and low lines alone."""

        def group(terms: tuple[str, ...], sign: str) -> str:
            return f"({sign.join(f'{quote}{term}{quote}' for term in terms)})"

        wanted = conjunction.join(group(terms, disjunction) for terms in self.all_of)
        if not self.none_of:
            return wanted
        return f"({wanted}){but_not}({disjunction.join(group(terms, conjunction) for terms in self.none_of)})"


class HoldsTerms(Func):
    """
    True for the articles that have these terms.

    `in_order` lets the database go through the list in its order and ask of each story whether it is a hit, as it does
    for `HoldsWords`; without it, each hit is looked up. On SQLite the plus does that, on PostgreSQL `IS TRUE`. There
    the question is a query of its own as well, so that the planner does not guess from it how many hits there are: for
    a word of nearly all stories it would read their terms instead of the index.
    """

    output_field = BooleanField()
    table, key, columns = "articles_searchterms", "article_id", "text || ' ' || names"

    @classmethod
    def counts(cls, questions: Sequence[Terms], upto: int) -> list[int]:
        """Return how many texts the index has for each question, published or not; it counts no further than `upto`."""
        is_sqlite = connection.vendor == "sqlite"
        table = f"{cls.table}_index" if is_sqlite else cls.table
        where = f"{table} MATCH %s" if is_sqlite else f"search_terms({cls.columns}) @@ (SELECT %s::tsquery)"
        count = f"(SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {where} LIMIT {upto:d}) AS found)"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join([count] * len(questions))}", [*map(cls.written, questions)])
            return list(cursor.fetchone())

    @staticmethod
    def written(terms: Terms) -> str:
        """Return a question as it is handed to the database."""
        return terms.for_sqlite() if connection.vendor == "sqlite" else terms.for_postgresql()

    def __init__(self, terms: Terms, *, in_order: bool = True, **extra: Any) -> None:
        super().__init__(F("pk"), **extra)
        self.terms = terms
        self.in_order = in_order

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        number, params = compiler.compile(self.source_expressions[0])
        found = f"SELECT rowid FROM {self.table}_index WHERE {self.table}_index MATCH %s"  # noqa: S608  # our own names
        return f"{'+' if self.in_order else ''}{number} IN ({found})", (*params, self.terms.for_sqlite())

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        number, params = compiler.compile(self.source_expressions[0])
        where = f"search_terms({self.columns}) @@ (SELECT %s::tsquery)"
        found = f"{number} IN (SELECT {self.key} FROM {self.table} WHERE {where})"  # noqa: S608
        return f"({found}){' IS TRUE' if self.in_order else ''}", (*params, self.terms.for_postgresql())


class SearchTerms(models.Model):
    article = models.OneToOneField(
        "articles.Article", models.CASCADE, primary_key=True, related_name="search_terms", verbose_name=_("story")
    )
    text = models.TextField()
    # Those of the authors' names, which change without the story.
    names = models.TextField()

    class Meta:
        verbose_name = _("terms of a story")
        verbose_name_plural = _("terms of stories")
        default_permissions = ()

    def __str__(self) -> str:
        return self.text


class SearchWord(models.Model):
    """
    A word that some story holds, by which a mistyped one is put right.

    A word with one slip in it still has its first or its second half: both are indexed, with the length, so that the
    words that come into question are looked up and not compared. Whether readers may hear of a word is asked of the
    published stories each time.
    """

    word = models.CharField(max_length=30, primary_key=True)
    spelling = models.CharField(max_length=60)
    length = models.PositiveSmallIntegerField()
    first_half = models.CharField(max_length=15)
    second_half = models.CharField(max_length=15)

    class Meta:
        verbose_name = _("word of stories")
        verbose_name_plural = _("words of all stories")
        default_permissions = ()
        indexes = [
            models.Index(fields=["length", "first_half"], name="search_word_begins"),
            models.Index(fields=["length", "second_half"], name="search_word_ends"),
        ]

    def __str__(self) -> str:
        return self.spelling
