"""
The terms of a story, for readers' search, and how a database's own index is asked for them.

What a term is stands in articles/search/terms.py. On SQLite the index is a table of FTS5, which triggers keep equal to
this one; on PostgreSQL one of the kind GIN. Both are made by migrations, because neither exists on the other, and both
know of a story only which terms it has. The desk's words are beside them, in `SearchText`: it finds a word by its
beginning, which stems would break.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
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


class SearchTerms(models.Model):
    article = models.OneToOneField(
        "articles.Article", models.CASCADE, primary_key=True, related_name="search_terms", verbose_name=_("story")
    )
    text = models.TextField()
    # Those of the authors and of the section, which change without the text.
    names = models.TextField()
    section = models.CharField(max_length=25)
    # As the story has them: the database writes them (articles/search/kept_by_triggers.py).
    published_at = models.DateTimeField(null=True, editable=False)
    ends_at = models.DateTimeField(null=True, editable=False)

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
