"""What a list of the desk shows: a queue, narrowed, in an order; all of it stands in the list's address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.http import Http404
from django.urls import reverse

from comments.models import Comment
from comments.models.decisions import CommentQuerySet
from comments.moderation.claiming import without_claims_of_others
from comments.moderation.filters import Filter
from comments.moderation.queues import DEFAULT_ORDER, LABELS, Page, listed, order_of, page_of


@dataclass(frozen=True)
class Listing:
    queue: str
    filter: Filter
    order: str
    mode: str
    is_blatant: bool
    user: User

    @classmethod
    def read(cls, address: Mapping[str, str], user: User) -> Listing:
        """Return the list that the parameters of an address ask for. Raise Http404 for a queue that is none."""
        queue = address.get("queue", "review")
        if queue not in LABELS:
            raise Http404
        order = address.get("order", "") or DEFAULT_ORDER[queue]
        return cls(
            queue=queue,
            filter=Filter.read(address, user),
            order="newest" if order == "newest" else "oldest",
            mode="focus" if address.get("mode") == "focus" else "",
            is_blatant=queue == "spam" and address.get("blatant") == "1",
            user=user,
        )

    @property
    def newest_first(self) -> bool:
        return self.order == "newest"

    def comments(self) -> CommentQuerySet:
        """Return what the list holds, without those that colleagues have taken."""
        found = self.filter.apply(listed(self.queue, is_blatant=self.is_blatant))
        return without_claims_of_others(found, self.user)

    def in_order(self) -> CommentQuerySet:
        by = order_of(self.queue)
        return self.comments().order_by(*((f"-{by}", "-pk") if self.newest_first else (by, "pk")))

    def compared_with(self) -> CommentQuerySet | None:
        """Return among what its comments are looked for that are alike; nothing where no decision waits."""
        waits = self.queue not in ("approved", "rejected")
        return listed(self.queue, is_blatant=self.is_blatant).order_by() if waits else None

    def folds(self) -> bool:
        """Tell whether something of this queue is folded away from the list."""
        return self.queue == "spam" and not self.is_blatant

    def folded(self) -> CommentQuerySet:
        return self.filter.apply(listed(self.queue, is_blatant=True))

    def page(self, cursor: str) -> Page[Comment]:
        """Return one page in the order of sending. Raise Http404 for a cursor that is none."""
        comments = self.comments().for_cards()
        return page_of(comments, by=order_of(self.queue), newest_first=self.newest_first, cursor=cursor)

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Return the parameters of its address."""
        return self._parts({})

    @property
    def address_of_queue(self) -> str:
        """Return the address of the whole queue, with nothing that narrows it."""
        nothing = dict.fromkeys(self.filter.asked, "")
        return self.address(**nothing)

    def query(self, **changes: str) -> str:
        """Return the part of the address behind the “?”, with some parts changed."""
        return urlencode(self._parts(changes))

    def address(self, **changes: str) -> str:
        return f"{reverse('comments:desk')}?{self.query(**changes)}"

    def _parts(self, changes: Mapping[str, str]) -> list[tuple[str, str]]:
        asked = {
            "queue": self.queue,
            "blatant": "1" if self.is_blatant else "",
            **self.filter.asked,
            "order": self.order if self.order != DEFAULT_ORDER[self.queue] else "",
            "mode": self.mode,
        }
        return [(name, value) for name, value in {**asked, **changes}.items() if value]
