"""
Lists that others keep: a file of words, one a line, as WordPress's "disallowed comment keys" has them.

WordPress looks for each line anywhere, inside words too, so such a list hits innocent words: a rule with an imported
list holds comments for a person and does nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comments.finding.lookalikes import fold, is_disguised
from comments.models import Rule, RuleEntry
from comments.models.rule import ENTRY_MAX

FILE_MAX_BYTES = 5_000_000
LINES_MAX = 200_000
# A single letter is in every comment.
SHORTEST = 2
# What is shorter once it is folded, and is changed by that, was meant as it is written.
SHORTEST_FOLDED = 4


@dataclass(frozen=True)
class Imported:
    """How many lines became entries, and how many were left out: repeated, too short or too long."""

    taken: int
    left_out: int


def import_list(rule: Rule, content: bytes, kind: str = RuleEntry.Kind.PART) -> Imported:
    """
    Put the lines of a file in place of what was imported before, and switch the rule off until it is rehearsed.

    Raise ValidationError with a sentence when the file cannot be read or the rule may do more than hold.
    """
    if rule.action != Rule.Action.HOLD:
        raise ValidationError(_("An imported list hits innocent words: its rule may only hold comments for a person."))
    lines = _lines(content)
    taken = rule.replace_entries(_entries(lines, kind), imported=True)
    return Imported(taken, len(lines) - taken)


def _lines(content: bytes) -> list[str]:
    if len(content) > FILE_MAX_BYTES:
        raise ValidationError(_("The file is larger than 5 MB."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(_("The file is not text in UTF-8.")) from error
    lines = [stripped for line in text.splitlines() if (stripped := line.strip())]
    if not lines:
        raise ValidationError(_("The file is empty."))
    if len(lines) > LINES_MAX:
        raise ValidationError(_("The file has more than 200,000 lines."))
    if "\0" in text:
        raise ValidationError(_("The file is not text in UTF-8."))
    return lines


def _entries(lines: list[str], kind: str) -> Iterator[RuleEntry]:
    """
    Yield what can be looked for, each once whatever its case and accents.

    What is disguised in the list itself is looked for as it is written: folded, the Cyrillic "іl" is in every text.
    """
    seen = set()
    for line in lines:
        folded = fold(line).text.strip()
        if len(folded) < SHORTEST or len(line) > ENTRY_MAX:
            continue
        is_exact = is_disguised(line) or (len(folded) < SHORTEST_FOLDED and folded != line.casefold())
        key = line.casefold() if is_exact else folded
        if key not in seen:
            seen.add(key)
            yield RuleEntry(kind=RuleEntry.Kind.EXACT if is_exact else kind, text=line)
