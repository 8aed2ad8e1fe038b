"""What is known of whoever wrote a comment: what became of all that came from the same e-mail address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.dates import day_in_words
from comments.models import AddressConfirmation, Comment
from comments.models.states import APPROVED, PENDING, REJECTED, SPAM, WITHDRAWN


@dataclass
class AuthorRecord:
    """Counts by status of an author's comments, when the first of them came and when the address was confirmed."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    first_at: datetime | None = None
    confirmed_at: datetime | None = None

    @property
    def is_new(self) -> bool:
        return sum(self.counts.values()) <= 1

    @property
    def is_trouble(self) -> bool:
        """Tell whether people have refused more of this author than they published."""
        return self.counts[REJECTED] + self.counts[SPAM] > self.counts[APPROVED]

    def sentence(self) -> str:
        if self.is_new or self.first_at is None:
            return _("Writes here for the first time.")
        words = {"day": day_in_words(self.first_at), "counts": ", ".join(self._counted())}
        return _("Known since %(day)s: %(counts)s.") % words

    def _counted(self) -> list[str]:
        counts = self.counts
        said = [
            (counts[APPROVED], ngettext("%(count)d published", "%(count)d published", counts[APPROVED])),
            (counts[REJECTED], ngettext("%(count)d rejected", "%(count)d rejected", counts[REJECTED])),
            (counts[SPAM], ngettext("%(count)d spam", "%(count)d spam", counts[SPAM])),
            (counts[PENDING], ngettext("%(count)d waiting", "%(count)d waiting", counts[PENDING])),
            (counts[WITHDRAWN], ngettext("%(count)d withdrawn", "%(count)d withdrawn", counts[WITHDRAWN])),
        ]
        return [words % {"count": count} for count, words in said if count]


def records_of(comments: Collection[Comment]) -> dict[str, AuthorRecord]:
    """Return the records of the authors of these comments, by the hash of the e-mail address, from two queries."""
    hashes = {comment.email_hash for comment in comments if comment.email_hash}
    records: dict[str, AuthorRecord] = defaultdict(AuthorRecord)
    if not hashes:
        return records
    rows = Comment.objects.filter(email_hash__in=hashes).order_by().values("email_hash", "status")
    for row in rows.annotate(count=Count("pk"), first_at=Min("submitted_at")):
        record = records[row["email_hash"]]
        record.counts[row["status"]] = row["count"]
        record.first_at = min(record.first_at or row["first_at"], row["first_at"])
    for email_hash, at in AddressConfirmation.objects.moments(hashes).items():
        records[email_hash].confirmed_at = at
    return records
