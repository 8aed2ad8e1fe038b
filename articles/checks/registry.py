"""
What a check is, and the list of them.

A check is a function of a story's content that yields what it found. Its code is what the owner's choice names, so it
stays when the sentence changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from articles.checks.content import Content
from articles.models import Checks, Level


@dataclass(frozen=True)
class Finding:
    """What is wrong, what to do about it, and where: a field of the form, or the address of another page."""

    sentence: str
    remedy: str
    field: str
    subject: str = ""  # tells findings of one check apart
    address: str = ""
    code: str = ""

    @property
    def key(self) -> str:
        """Name this finding in the tick of whoever has seen it."""
        return f"{self.code}:{crc32(self.subject.encode()):08x}" if self.subject else self.code

    @property
    def link(self) -> str:
        return self.address or f"#id_{self.field}"


@dataclass(frozen=True)
class Check:
    code: str
    title: Any
    level: Level  # where the owner has not chosen
    find: Callable[[Content], Iterable[Finding]]


CHECKS: list[Check] = []


def check(
    code: str, title: Any, level: Level
) -> Callable[[Callable[[Content], Iterable[Finding]]], Callable[[Content], Iterable[Finding]]]:
    """Put a function on the list of checks."""

    def put(find: Callable[[Content], Iterable[Finding]]) -> Callable[[Content], Iterable[Finding]]:
        CHECKS.append(Check(code, title, level, find))
        return find

    return put


def levels_in_force() -> dict[str, Level]:
    """Return the level of each check: the owner's choice, else the check's own. One query."""
    chosen = Checks.current().levels
    return {each.code: Level(chosen.get(each.code, each.level)) for each in CHECKS}
