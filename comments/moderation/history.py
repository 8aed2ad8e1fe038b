"""
The history: what people, rules and authors did, with filters that stand in the address and narrow each other.

Each filter that can be used alone has an index in the order of the list, so a page costs the same however long the
history has become.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.models import Article
from comments.models import ModerationEvent, RejectionReason
from comments.models.states import APPROVED, PENDING, REJECTED, SPAM, WITHDRAWN
from comments.moderation.evidence import status_in_words
from comments.moderation.period import Period, day_field

type Events = QuerySet[ModerationEvent]

# What an event can be: a decision, the taking back of one, or what an author did.
KINDS = {
    "approved": Q(to_status=APPROVED, undoes=None),
    "rejected": Q(to_status=REJECTED, undoes=None),
    "spam": Q(to_status=SPAM, undoes=None),
    "reopened": Q(to_status=PENDING, undoes=None) & ~Q(from_status=PENDING),
    "undone": Q(undoes__isnull=False),
    "withdrawn": Q(to_status=WITHDRAWN),
}
KIND_NAMES = {
    "approved": pgettext_lazy("decision made", "Published"),
    "rejected": pgettext_lazy("decision made", "Rejected"),
    "spam": pgettext_lazy("decision made", "Called spam"),
    "reopened": pgettext_lazy("decision made", "Reopened"),
    "undone": pgettext_lazy("decision made", "Undone"),
    "withdrawn": pgettext_lazy("decision made", "Withdrawn"),
}
# What can be asked for beside the kinds: several of them together, and the first decisions on a comment.
GROUPS = {
    "decided": KINDS["approved"] | KINDS["rejected"] | KINDS["spam"],
    # Reopened or undone, as the index has it.
    "taken-back": (Q(undoes__isnull=False) | Q(to_status=PENDING)) & ~Q(undoes=None, from_status=PENDING),
}
GROUP_NAMES = {
    "decided": gettext_lazy("Published, rejected or called spam"),
    "taken-back": gettext_lazy("Undone or reopened"),
    "first": gettext_lazy("First decision on a comment"),
}
DECIDED = ("approved", "rejected", "spam")
TAKEN_BACK = ("reopened", "undone")
PEOPLE = ModerationEvent.Actor.MODERATOR.value
AUTHORS = ModerationEvent.Actor.AUTHOR.value
WORDS_MAX = 100
STORIES_MAX = 50
CSV_COLUMNS = ["at", "actor", "person", "from", "to", "reason", "words", "comment", "story", "batch", "takes_back"]


class HistoryForm(forms.Form):
    """The filters. One that cannot be read is said to be wrong beside its field, and narrows nothing."""

    def __init__(self, asked: QueryDict, *, by: User) -> None:
        super().__init__(asked, label_suffix="")
        self.by = by
        self.fields["who"] = forms.ChoiceField(label=_("Who"), required=False, choices=self._choices_of_who(asked))
        self.fields["decision"] = forms.ChoiceField(label=_("Decision"), required=False, choices=_choices_of_decision())
        self.fields["from"] = day_field(_("First day"), required=False)
        self.fields["to"] = day_field(_("Last day"), required=False)
        self.fields["story"] = forms.CharField(label=_("Story"), required=False, max_length=WORDS_MAX)
        self.fields["reason"] = forms.ChoiceField(label=_("Reason"), required=False, choices=_choices_of_reason())
        self.fields["mine"] = forms.BooleanField(label=_("Only mine"), required=False)

    def clean(self) -> None:
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and last < first:
            self.add_error("to", _("The last day comes before the first."))

    def events(self) -> Events:
        """Return what was asked for, the newest first."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        events = ModerationEvent.objects.order_by("-created_at", "-pk")
        for name, value in asked.items():
            events = getattr(self, f"_by_{name}")(events, value)
        return events

    def query(self) -> str:
        """Return the filters as they stand in an address."""
        given = {name: self.data.get(name, "") for name in self.fields}
        return urlencode({name: value for name, value in given.items() if value})

    def is_narrowed(self) -> bool:
        return bool(self.query())

    def _by_who(self, events: Events, who: str) -> Events:
        return events.filter(user=int(who)) if who.isdigit() else events.filter(actor=who)

    def _by_mine(self, events: Events, _yes: bool) -> Events:
        return events.filter(user=self.by)

    def _by_decision(self, events: Events, decision: str) -> Events:
        if decision == "first":
            return first_decisions(events)
        return events.filter((KINDS | GROUPS)[decision])

    def _by_from(self, events: Events, day: date) -> Events:
        return events.filter(created_at__gte=Period(day, day).starts_at)

    def _by_to(self, events: Events, day: date) -> Events:
        return events.filter(created_at__lt=Period(day, day).ends_at)

    def _by_story(self, events: Events, words: str) -> Events:
        """Take a number for the story of that number, and anything else for words in the headlines of the newest."""
        if re.fullmatch(r"[0-9]{1,18}", words):
            return events.filter(comment__article=int(words))
        stories = Article.objects.filter(headline__icontains=words).order_by("-pk").values_list("pk", flat=True)
        return events.filter(comment__article__in=list(stories[:STORIES_MAX]))

    def _by_reason(self, events: Events, code: str) -> Events:
        return events.filter(reason=RejectionReason.objects.get(code=code))

    def _choices_of_who(self, asked: QueryDict) -> list[tuple[str, str]]:
        """Offer those who may moderate now, and whoever is asked for, may they do so or not."""
        people = User.objects.with_perm("comments.moderate_comment").order_by("last_name", "first_name", "username")
        named = {str(person.pk): name_of(person) for person in people}
        who = asked.get("who", "")
        if who not in named and re.fullmatch(r"[0-9]{1,9}", who):
            named |= {str(person.pk): name_of(person) for person in User.objects.filter(pk=int(who))}
        actors = [(actor.value, str(actor.label)) for actor in ModerationEvent.Actor]
        return [("", _("Everybody")), *actors, *named.items()]


def first_decisions(events: Events) -> Events:
    """Keep the first decision on each comment: nobody but its author had done anything to it before."""
    earlier = ModerationEvent.objects.filter(comment=OuterRef("comment"), pk__lt=OuterRef("pk")).exclude(actor=AUTHORS)
    return events.filter(GROUPS["decided"], from_status=PENDING).exclude(actor=AUTHORS).exclude(Exists(earlier))


def kind_of(*, from_status: str, to_status: str, takes_back: bool) -> str:
    """Return the name of the kind, as KINDS defines it; empty for what is none, such as a note on a waiting comment."""
    if takes_back:
        return "undone"
    if to_status == PENDING:
        return "" if from_status == PENDING else "reopened"
    return {APPROVED: "approved", REJECTED: "rejected", SPAM: "spam", WITHDRAWN: "withdrawn"}.get(to_status, "")


def shown(events: Events) -> Events:
    """Load what a line of the history shows, and none of the long texts behind it."""
    unread = ["comment__body", "comment__told", "comment__answer", "comment__article__body"]
    return events.select_related("user", "reason", "comment__article").defer(*unread)


def history_lines(events: Events) -> Iterator[Iterable[object]]:
    """Return the history as the lines of a table, from a cursor that holds two thousand of them at most."""
    yield CSV_COLUMNS
    name = Trim(Concat("user__first_name", Value(" "), "user__last_name"))
    person = Coalesce(NullIf(name, Value("")), "user__username")
    rows = events.values_list(
        *("created_at", "actor", person, "from_status", "to_status", "reason__code", "reason_text"),
        *("comment", "comment__article__headline", "batch", "undoes"),
    )
    for at, *cells in rows.iterator(chunk_size=2000):
        yield [timezone.localtime(at).isoformat(timespec="seconds"), *("" if cell is None else cell for cell in cells)]


def name_of(person: User) -> str:
    return person.get_full_name() or person.get_username()


def decision_in_words(event: ModerationEvent) -> str:
    """Return what was done, in a word or two: Published, Undone (waiting)."""
    takes_back = event.undoes is not None
    kind = kind_of(from_status=event.from_status, to_status=event.to_status, takes_back=takes_back)
    return str(KIND_NAMES[kind]) if kind else status_in_words(event.to_status)


def _choices_of_decision() -> list[tuple[str, str]]:
    return [("", _("Any")), *((kind, str(name)) for kind, name in (KIND_NAMES | GROUP_NAMES).items())]


def _choices_of_reason() -> list[tuple[str, str]]:
    return [("", _("Any")), *RejectionReason.objects.values_list("code", "title")]
