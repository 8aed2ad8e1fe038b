"""
What the queue knows of whoever judges comments: a function from what was submitted to a verdict, or to why there is
none.

Akismet is the default. `SCREENER` names another class by its dotted path; `WordList` and `HoldEverything` are two
more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, Self

from django.conf import settings
from django.utils.module_loading import import_string

from comments.screening.failures import Unsendable
from comments.screening.words import judge


@dataclass(frozen=True)
class Answer:
    """A verdict (`ham`, `spam` or `discard`) and what else the screener said, by name."""

    verdict: str
    headers: dict[str, str] = field(default_factory=dict)


class Screener(Protocol):
    """
    A judge, opened as a context in one event loop and asked about many comments at once.

    `submission` holds the fields of `told.FIELDS_SENT`. Each method raises the NoVerdict that says what the queue
    shall do, and is ended by the queue after AKISMET_TIMEOUT seconds.
    """

    async def __aenter__(self) -> Self: ...

    async def __aexit__(self, *error: object) -> None: ...

    @property
    def is_ready(self) -> bool:
        """Tell whether it can be asked at all, or lacks a setting."""

    async def check(self, submission: Mapping[str, str], recheck_reason: str = "") -> Answer:
        """Judge a comment; `recheck_reason` says why one that was judged already is put again."""

    async def report(self, submission: Mapping[str, str], decision: str) -> dict[str, str]:
        """Learn that people called this comment "ham" or "spam", against the verdict; return what it said."""

    async def verify(self) -> dict[str, str]:
        """Return what it says if it would judge now: a cheap question, asked before a refused queue goes on."""


class WordList:
    """Judges by the sandbox's list of words, in this process and without a network."""

    is_ready = True

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        pass

    async def check(self, submission: Mapping[str, str], recheck_reason: str = "") -> Answer:
        return Answer(judge(submission))

    async def report(self, submission: Mapping[str, str], decision: str) -> dict[str, str]:
        """Take it, and learn nothing: words are a list."""
        return {}

    async def verify(self) -> dict[str, str]:
        return {}


class HoldEverything(WordList):
    """Judges nothing: every comment waits for people, unscreened."""

    async def check(self, submission: Mapping[str, str], recheck_reason: str = "") -> Answer:
        raise Unsendable("held")


def load_screener() -> Screener:
    screener: Screener = import_string(settings.SCREENER)()
    return screener
