"""
What others did to the comments of a list or a selection before a decision came: who had decided what, who holds what.

Told in a sentence of bounded length, from a number of statements that grows with neither comments nor colleagues.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from comments.models import Claim, Comment, ModerationEvent, Report
from comments.models.states import APPROVED, PENDING, REJECTED, SPAM
from comments.moderation.deciding import Outcome
from comments.moderation.listing import Listing
from comments.moderation.presence import name_of
from comments.moderation.queues import listed, order_of

# So many colleagues are named, and so many of the newest events are looked through.
NAMED = 3
LOOKED_THROUGH = 5000
# What the list of a queue holds: of what waits, by verdict; of what is decided, by status.
WAITING = {"review": ("", "ham"), "spam": ("spam",), "blatant": ("discard",)}
DECIDED = {"spam": SPAM, "reported": APPROVED, "approved": APPROVED, "rejected": REJECTED}


@dataclass
class Meanwhile:
    """How many comments each colleague had decided, by what they became, and how many each of them holds."""

    decided: dict[User, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    by_rules: int = 0
    withdrawn: int = 0
    held: Counter[User] = field(default_factory=Counter)

    def add(self, event: ModerationEvent, user: User | None) -> None:
        if user is not None:
            self.decided[user][event.to_status] += 1
        elif event.actor == ModerationEvent.Actor.AUTHOR:
            self.withdrawn += 1
        else:
            self.by_rules += 1

    def sentence(self) -> str:
        """Say who had decided on some of them and who holds some; nothing where nobody does."""
        parts = [*self._decided_in_words(), *self._changed_in_words(), *self._held_in_words()]
        return _("%(parts)s.") % {"parts": ", ".join(parts)} if parts else ""

    def held_sentence(self) -> str:
        parts = list(self._held_in_words())
        return _("%(parts)s.") % {"parts": ", ".join(parts)} if parts else ""

    def _decided_in_words(self) -> Iterator[str]:
        most_first = sorted(self.decided.items(), key=lambda each: (-each[1].total(), name_of(each[0])))
        for user, became in most_first[:NAMED]:
            words = _("%(name)s had decided %(count)d of them (%(what)s)")
            yield words % {"name": name_of(user), "count": became.total(), "what": _in_words(became)}
        if others := most_first[NAMED:]:
            became = sum((became for _user, became in others), Counter[str]())
            words = ngettext(
                "%(people)d other had decided %(count)d of them (%(what)s)",
                "%(people)d others had decided %(count)d of them (%(what)s)",
                len(others),
            )
            yield words % {"people": len(others), "count": became.total(), "what": _in_words(became)}

    def _changed_in_words(self) -> Iterator[str]:
        if self.by_rules:
            yield _("rules had decided %(count)d of them") % {"count": self.by_rules}
        if self.withdrawn:
            words = ngettext(
                "%(count)d was withdrawn by its author", "%(count)d were withdrawn by their authors", self.withdrawn
            )
            yield words % {"count": self.withdrawn}

    def _held_in_words(self) -> Iterator[str]:
        most_first = sorted(self.held.items(), key=lambda each: (-each[1], name_of(each[0])))
        for user, count in most_first[:NAMED]:
            yield _("%(name)s holds %(count)d of them") % {"name": name_of(user), "count": count}
        if others := most_first[NAMED:]:
            words = ngettext(
                "%(people)d other holds %(count)d of them", "%(people)d others hold %(count)d of them", len(others)
            )
            yield words % {"people": len(others), "count": sum(count for _user, count in others)}


def meanwhile_of_list(listing: Listing, until: datetime, batch: UUID | None = None) -> Meanwhile:
    """Tell what others did, since a moment, to what a list held then; `batch` is the decision that asks."""
    found = Meanwhile()
    decided = [event for event in _decided_since(listing, until, batch) if event.user_id != listing.user.pk]
    held = _taken(listing, until)
    people = User.objects.in_bulk({*(event.user_id for event in decided if event.user_id), *held})
    for event in decided:
        found.add(event, people.get(event.user_id or 0))
    found.held.update({people[user]: count for user, count in held.items()})
    return found


def meanwhile_of_selection(outcome: Outcome, *, by: User) -> Meanwhile:
    """Tell what others did to chosen comments: the events that came first, and who had taken what was decided."""
    found = Meanwhile()
    for event in (late.event for late in outcome.too_late):
        if event is not None and event.user_id != by.pk:
            found.add(event, event.user)
    claims = Claim.objects.of_others(by).filter(comment__in=outcome.done).select_related("by")
    found.held.update(claim.by for claim in claims)
    return found


def _decided_since(listing: Listing, until: datetime, batch: UUID | None) -> list[ModerationEvent]:
    """Return the newest event of each comment that the list held at a moment and that others decided on since."""
    since = ModerationEvent.objects.filter(created_at__gt=until).order_by("-created_at", "-pk")
    first: dict[int, ModerationEvent] = {}
    newest: dict[int, ModerationEvent] = {}
    for event in (since.exclude(batch=batch) if batch else since)[:LOOKED_THROUGH]:
        first[event.comment_id] = event
        newest.setdefault(event.comment_id, event)
    comments = listing.filter.apply(Comment.objects.filter(_was_shown(listing, until), pk__in=list(first)))
    verdicts = comments.order_by().values_list("pk", "verdict")
    found = [newest[pk] for pk, verdict in verdicts if _was_listed(listing, first[pk].from_status, verdict)]
    # What a colleague had taken back again was in the list all the same, and has been decided now.
    done = _done_by(batch, found)
    return [event for event in found if event.comment_id not in done]


def _done_by(batch: UUID | None, events: list[ModerationEvent]) -> set[int]:
    if batch is None or not events:
        return set()
    done = ModerationEvent.objects.filter(batch=batch, comment__in=[event.comment_id for event in events])
    return set(done.order_by().values_list("comment_id", flat=True))


def _was_shown(listing: Listing, until: datetime) -> Q:
    if listing.queue == "reported":
        return Q(pk__in=Report.objects.filter(created_at__lte=until, closed_at__gt=until).values("comment"))
    return Q(**{f"{order_of(listing.queue)}__lte": until})


def _was_listed(listing: Listing, status: str, verdict: str) -> bool:
    name = "blatant" if listing.is_blatant else listing.queue
    return verdict in WAITING.get(name, ()) if status == PENDING else status == DECIDED.get(name)


def _taken(listing: Listing, until: datetime) -> Counter[int]:
    """Count, for each colleague, what is taken of what the list would hold: looked up among the few claims."""
    claims = dict(Claim.objects.of_others(listing.user).values_list("comment", "by")[:LOOKED_THROUGH])
    comments = listing.filter.apply(listed(listing.queue, is_blatant=listing.is_blatant))
    shown = comments.filter(**{f"{order_of(listing.queue)}__lte": until}, pk__in=list(claims))
    return Counter(claims[pk] for pk in shown.order_by().values_list("pk", flat=True))


def _in_words(became: Counter[str]) -> str:
    """Say how many comments became what, most first."""
    said = (_decided_in_words(status, count) for status, count in became.most_common())
    return ", ".join(filter(None, said))


def _decided_in_words(status: str, count: int) -> str:
    match status:
        case "approved":
            words = npgettext("what a colleague decided", "%(count)d approved", "%(count)d approved", count)
        case "rejected":
            words = npgettext("what a colleague decided", "%(count)d rejected", "%(count)d rejected", count)
        case "spam":
            words = npgettext("what a colleague decided", "%(count)d spam", "%(count)d spam", count)
        case _:
            words = npgettext("what a colleague decided", "%(count)d taken back", "%(count)d taken back", count)
    return words % {"count": count}
