"""
The terms of a comment, for readers' search: kept and asked as those of stories are.

They hold what readers see and nothing else: neither the e-mail address nor a passage that moderators have taken out.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import search_terms


class HoldsTerms(search_terms.HoldsTerms):
    table, key, columns = "comments_searchterms", "comment_id", "text"


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
