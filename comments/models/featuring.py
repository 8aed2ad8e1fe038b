from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

# As many comments of one story are chosen at most: more would be a second thread.
FEATURED_MAX = 5


class TooManyFeatured(Exception):
    """A story has as many featured comments as it may have."""


class Featuring(models.Model):
    """That somebody chose a comment for readers, or took the choice back. Rows are added and never changed."""

    comment = models.ForeignKey(
        "comments.Comment", models.CASCADE, related_name="featurings", verbose_name=_("comment")
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    is_featured = models.BooleanField(_("featured"))
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("choice of a comment")
        verbose_name_plural = _("choices of comments")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.is_featured}"
