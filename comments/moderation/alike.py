"""
Comments of a queue that have something in common: "17 more like this".

What is read has a bound, whatever the size of a wave: of each trait the newest five hundred comments are looked at,
and a count beyond that says "499+".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import Comment, Trait
from comments.models.decisions import CommentQuerySet

READ_AT_ONCE = 500
READS_MAX = 3
KINDS = [Trait.Kind.TEXT, Trait.Kind.EMAIL, Trait.Kind.ADDRESS, Trait.Kind.HOST]


@dataclass(frozen=True)
class Shared:
    """How many others of the queue share one kind of trait with a comment."""

    kind: str
    count: str

    def words(self) -> str:
        number = int(self.count.rstrip("+"))
        sentences = {
            Trait.Kind.TEXT: ngettext(
                "%(count)s with nearly the same text", "%(count)s with nearly the same text", number
            ),
            Trait.Kind.EMAIL: ngettext(
                "%(count)s from the same e-mail address", "%(count)s from the same e-mail address", number
            ),
            Trait.Kind.ADDRESS: ngettext(
                "%(count)s from the same network address", "%(count)s from the same network address", number
            ),
            Trait.Kind.HOST: ngettext(
                "%(count)s that links to the same site", "%(count)s that link to the same site", number
            ),
        }
        return sentences[Trait.Kind(self.kind)] % {"count": self.count}


@dataclass(frozen=True)
class Alike:
    """The other comments of the queue that are like one, all kinds together and each kind for itself."""

    count: str
    shared: list[Shared]

    def sentence(self) -> str:
        number = int(self.count.rstrip("+"))
        return ngettext("%(count)s more like this", "%(count)s more like this", number) % {"count": self.count}


def alike_in(listed: CommentQuerySet, comments: Collection[Comment]) -> dict[int, Alike]:
    """Return, for each of these comments that has any, the others of what is listed that are like it."""
    if not comments:
        return {}
    own = list(
        Trait.objects.filter(comment__in=[comment.pk for comment in comments])
        .order_by("value")
        .values_list("comment_id", "kind", "value")
    )
    sharing, unread = _sharing({value for _pk, _kind, value in own}, listed)
    found: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    endless: dict[int, set[str]] = defaultdict(set)
    for pk, kind, value in own:
        found[pk][kind] |= sharing.get(value, set()) - {pk}
        if value in unread:
            endless[pk].add(kind)
    return {pk: _alike(kinds, endless[pk]) for pk, kinds in found.items() if any(kinds.values())}


def like(comments: CommentQuerySet, comment_id: int, kinds: Collection[str]) -> CommentQuerySet:
    """Return those of the comments that share one of these kinds of traits with a comment, itself among them."""
    values = list(
        Trait.objects.filter(comment=comment_id, kind__in=kinds).order_by("value").values_list("value", flat=True)
    )
    return comments.filter(pk__in=Trait.objects.filter(value__in=values).order_by().values("comment_id"))


def what_they_share(comment_id: int, comments: Collection[Comment]) -> dict[int, str]:
    """Return in words what each of these comments has in common with one."""
    values = dict(Trait.objects.filter(comment=comment_id).order_by("value").values_list("value", "kind"))
    kinds: dict[int, set[str]] = defaultdict(set)
    rows = Trait.objects.filter(comment__in=[comment.pk for comment in comments], value__in=values)
    for pk, value in rows.order_by("value").values_list("comment_id", "value"):
        kinds[pk].add(values[value])
    return {pk: ", ".join(str(kind.label) for kind in KINDS if kind in shared) for pk, shared in kinds.items()}


def _alike(kinds: Mapping[str, set[int]], endless: Collection[str]) -> Alike:
    shared = [Shared(kind, f"{len(kinds[kind])}{'+' if kind in endless else ''}") for kind in KINDS if kinds.get(kind)]
    together = len(set().union(*kinds.values()))
    return Alike(f"{together}{'+' if endless else ''}", shared)


def _sharing(values: set[int], listed: CommentQuerySet) -> tuple[dict[int, set[int]], set[int]]:
    """Return the listed comments behind each value, and the values of which not all were read."""
    rows: list[tuple[int, int]] = []
    unread: set[int] = set()
    waiting = Trait.objects.filter(value__in=values).order_by("-value", "-comment_id")
    for _read in range(READS_MAX):
        read = list(waiting.values_list("value", "comment_id")[:READ_AT_ONCE])
        rows += read
        if len(read) < READ_AT_ONCE:
            break
        unread.add(read[-1][0])
        waiting = waiting.filter(value__lt=read[-1][0])
    in_queue = set(listed.filter(pk__in={pk for _value, pk in rows}).values_list("pk", flat=True))
    sharing: dict[int, set[int]] = defaultdict(set)
    for value, pk in rows:
        if pk in in_queue:
            sharing[value].add(pk)
    return sharing, unread


def alike_sentence(comment: Comment, kinds: Collection[str]) -> str:
    """Return what a list is about that is filtered by one comment."""
    words = ", ".join(str(kind.label) for kind in KINDS if kind in kinds)
    return _("Like the comment by %(name)s: %(what)s") % {"name": comment.author_name, "what": words}
