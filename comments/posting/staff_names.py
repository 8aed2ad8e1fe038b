"""
Names that belong to the newsroom. A reader's comment that uses one is marked, and waits for a person.

Names are compared by their skeletons: without case, accents, spaces and signs, and with the letters that look alike
made one, so that a Cyrillic “а” or a zero hides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Value

from articles.models import Author
from comments.finding.lookalikes import fold
from comments.models import Comment

type Skeleton = list[str]  # the words of a name

# Beside the letters of other alphabets: a capital i and a small L, and two letters that are read as one.
_READ_AS = (("i", "l"), ("rn", "m"), ("vv", "w"))
_WRITTEN_FOR_LETTERS = str.maketrans("0134578@$€|!", "oleastbaselL".lower())
# Within a name of any length, and as a word of its own.
_WORDS = ("redact", "moderat", "administrat", "newsroom", "webmaster")
_SHORT_WORDS = ("admin", "staff", "editor", "modo")


def mark_staff_name(comment: Comment) -> None:
    """Mark a name that readers could take for somebody of the newsroom."""
    if uses_staff_name(comment.author_name):
        comment.marks.append(Comment.Mark.STAFF_NAME)


def uses_staff_name(name: str) -> bool:
    taken = [_skeleton(each) for each in _names_of_the_newsroom()]
    return any(_is_taken(skeleton, taken) for skeleton in _readings(name))


def _names_of_the_newsroom() -> Iterator[str]:
    """Return the full names of those who sign in, the bylines and the site's own name, from one query."""
    staff = User.objects.filter(is_staff=True, is_active=True).values_list("first_name", "last_name")
    bylines = Author.objects.order_by().values_list("name", Value(""))
    yield settings.SITE_NAME
    yield from (" ".join(parts) for parts in staff.order_by().union(bylines))


def _readings(name: str) -> Iterator[Skeleton]:
    """Return a name as it stands, with digits and signs read as letters, and with them left out."""
    yield _skeleton(name)
    yield _skeleton(name.translate(_WRITTEN_FOR_LETTERS))
    yield _skeleton(re.sub(r"[\d_]", "", name))


def _skeleton(name: str) -> Skeleton:
    letters = fold(name).text
    for signs, read in _READ_AS:
        letters = letters.replace(signs, read)
    return re.findall(r"[^\W_]+", letters)


def _is_taken(name: Skeleton, taken: Iterable[Skeleton]) -> bool:
    whole = "".join(name)
    if any(word in whole for word in map(_as_one, _WORDS)):
        return True
    if any(word == whole or word in name for word in map(_as_one, _SHORT_WORDS)):
        return True
    return any(_is_same(name, own) for own in taken if own)


def _is_same(name: Skeleton, own: Skeleton) -> bool:
    """Tell whether a name is one of ours: written in one, in another order, or among other words."""
    if "".join(name) == "".join(own) or sorted(name) == sorted(own):
        return True
    places = range(len(name) - len(own) + 1)
    return len(own) > 1 and any(name[place : place + len(own)] == own for place in places)


def _as_one(word: str) -> str:
    return "".join(_skeleton(word))
