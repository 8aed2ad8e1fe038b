"""The people of the newsroom: how they are called, and who can be given a story."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet


def writers() -> QuerySet[User]:
    """Those who may write a story at the desk."""
    may = User.objects.with_perm("articles.change_article", backend=settings.AUTHENTICATION_BACKENDS[0])
    return may.filter(is_active=True, is_staff=True).order_by("last_name", "first_name", "username")
