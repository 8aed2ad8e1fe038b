"""The moderators' queues: what each holds, how much waits in it, and pages of it by keyset."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from articles.keyset import behind, cursor_of
from comments.models import Comment
from comments.models.decisions import CommentQuerySet
from comments.models.states import BLATANT, SPAM_IN_SIGHT

LABELS = {
    "review": _("To review"),
    "spam": _("Spam"),
    "reported": pgettext_lazy("queue", "Reported"),
    "approved": pgettext_lazy("queue", "Approved"),
    "rejected": pgettext_lazy("queue", "Rejected"),
}
DEFAULT_ORDER = {"review": "oldest", "spam": "newest", "reported": "oldest", "approved": "newest", "rejected": "newest"}
# By which time a queue is read, where it is not that of sending: what was reported first comes first.
ORDERED_BY = {"reported": "reported_at"}
PAGE_SIZE = 50
COUNTED_UP_TO = 1000


@dataclass(frozen=True)
class Queue:
    name: str
    label: str
    count: str


@dataclass(frozen=True)
class Folded:
    """The line above the list of spam: how much blatant spam is not in it, and the words of the link to that."""

    sentence: str
    link: str


@dataclass(frozen=True)
class Page[Row: Model]:
    comments: list[Row]
    next_cursor: str


def all_queues() -> list[Queue]:
    # In the order of its index: that of e-mail addresses holds the status too, and SQLite would read it to the end.
    waiting = {name: Comment.objects.in_queue(name).order_by(order_of(name), "pk") for name in LABELS}
    return [Queue(name, str(label), bounded_count(waiting[name])) for name, label in LABELS.items()]


def bounded_count(comments: CommentQuerySet) -> str:
    """Return a count of what is found in the order of the query, that stops beyond a thousand and says so."""
    count = comments[: COUNTED_UP_TO + 1].count()
    return f"{COUNTED_UP_TO}+" if count > COUNTED_UP_TO else str(count)


def listed(name: str, *, is_blatant: bool = False) -> CommentQuerySet:
    """Return what the list of a queue shows: of the spam either what is blatant, or all else."""
    if name == "spam" and not is_blatant:
        return Comment.objects.filter(SPAM_IN_SIGHT)
    if is_blatant:
        # Beside the condition of the queue and not instead of it: by that SQLite finds the index of the queue.
        return Comment.objects.in_queue(name).filter(BLATANT)
    return Comment.objects.in_queue(name)


def folded_away(blatant: CommentQuerySet) -> Folded | None:
    """Return the line that leads from the list of spam to what of it is blatant; None where that is nothing."""
    count = bounded_count(blatant)
    number = int(count.rstrip("+"))
    if not number:
        return None
    sentence = ngettext(
        "%(count)s blatant comment is folded away.", "%(count)s blatant comments are folded away.", number
    )
    return Folded(sentence % {"count": count}, ngettext("Show it", "Show them", number))


def newest_place(name: str) -> str:
    """Return the place of the comment that came last into what the list of a queue shows; empty without any."""
    by = order_of(name)
    newest = listed(name).order_by(f"-{by}", "-pk").first()
    return cursor_of(newest, by) if newest else ""


def came_since(name: str, place: str) -> str:
    """Return how many comments came into a queue after a place, bounded. Raise Http404 for a place that is none."""
    comments = listed(name)
    return bounded_count(comments.filter(behind(place, order_of(name), newest_first=False)) if place else comments)


def page_of[Row: Model](comments: QuerySet[Row], *, by: str, newest_first: bool, cursor: str) -> Page[Row]:
    """Return one page of rows in the order of one of their times; raise Http404 for a cursor that is none."""
    if cursor:
        comments = comments.filter(behind(cursor, by, newest_first=newest_first))
    order = (f"-{by}", "-pk") if newest_first else (by, "pk")
    found = list(comments.order_by(*order)[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return Page(shown, cursor_of(shown[-1], by) if len(found) > PAGE_SIZE else "")


def order_of(name: str) -> str:
    """Return the time by which a queue is ordered: that of sending, or of the first report."""
    return ORDERED_BY.get(name, "submitted_at")
