"""One's own desk: the form of what a person chooses, and the secret address of that person's feed."""

from __future__ import annotations

import secrets
from datetime import datetime

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.urls import reverse
from django.utils.crypto import salted_hmac

from comments.models import DeskPreferences


class MyDeskForm(forms.ModelForm[DeskPreferences]):
    class Meta:
        model = DeskPreferences
        fields = ["keys_on", "digest_on", "digest_waiting", "digest_hours", "digest_every"]

    def __init__(self, data: QueryDict | None = None, *, instance: DeskPreferences) -> None:
        super().__init__(data, instance=instance, label_suffix="")

    def store(self) -> None:
        """Write what was chosen, and nothing else of the row: the feed and what was sent are not of this form."""
        DeskPreferences.objects.update_or_create(user=self.instance.user, defaults=self.cleaned_data)


def open_feed(person: User, at: datetime) -> str:
    """Give this person's feed a new address and return it; it can never be shown again."""
    token = secrets.token_urlsafe(32)
    DeskPreferences.of(person).replace_feed(feed_hash(token), at)
    return reverse("comments:queue_feed", args=[token])


def close_feed(person: User, at: datetime) -> None:
    DeskPreferences.of(person).replace_feed(None, at)


def feed_hash(token: str) -> str:
    """Return what is stored of a token: whoever reads the database learns no address from it."""
    return salted_hmac("comments.queue_feed", token, algorithm="sha256").hexdigest()


def owner_of_feed(token: str) -> User | None:
    """Return whose feed this token opens: found by the index of the hashes, whatever was sent; None for nobody's."""
    theirs = DeskPreferences.objects.select_related("user").filter(feed_hash=feed_hash(token)).first()
    if theirs is None or not theirs.user.has_perm("comments.moderate_comment"):
        return None
    return theirs.user
