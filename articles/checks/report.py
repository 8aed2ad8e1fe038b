"""What the checks found in a story, by what the owner lets it do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from articles.checks import filing, house_words, links, pictures, words
from articles.checks.content import Content
from articles.checks.registry import CHECKS, Finding, levels_in_force
from articles.models import Level

# Importing them is what puts their checks on the list; this is the order in which they are shown.
SUBJECTS = (words, house_words, pictures, links, filing)
IN_ORDER = [each for subject in SUBJECTS for each in CHECKS if each.find.__module__ == subject.__name__]


@dataclass(frozen=True)
class Report:
    stops: list[Finding]
    warnings: list[Finding]

    @property
    def seen(self) -> str:
        """Return what the tick of somebody who publishes all the same sends: the names of these warnings."""
        return " ".join(finding.key for finding in self.warnings)

    def has_unseen(self, seen: str) -> bool:
        """Tell whether there is a warning that whoever ticked did not see."""
        return bool({finding.key for finding in self.warnings} - set(seen.split()))

    def beyond(self, other: Report | None) -> Report:
        """Return what is found here and not there."""
        known = {finding.key for finding in (*other.stops, *other.warnings)} if other else set()
        stops = [finding for finding in self.stops if finding.key not in known]
        return Report(stops, [finding for finding in self.warnings if finding.key not in known])

    @property
    def is_empty(self) -> bool:
        return not (self.stops or self.warnings)


def report_on(content: Content) -> Report:
    """Run every check that is on. One query, for the owner's choice."""
    levels = levels_in_force()
    found = list(_findings(content, levels))
    stops = [finding for finding in found if levels[finding.code] == Level.STOP]
    return Report(stops, [finding for finding in found if levels[finding.code] == Level.WARN])


def _findings(content: Content, levels: dict[str, Level]) -> Iterator[Finding]:
    for each in IN_ORDER:
        if levels[each.code] != Level.OFF:
            known = {finding.subject: finding for finding in each.find(content)}
            yield from (replace(finding, code=each.code) for finding in known.values())
