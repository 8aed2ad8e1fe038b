"""
How many open reports by readers a comment has: the one place where rules learn of them.

Whoever stores or closes a report calls `make_due_for_rules()` for its comment in the same transaction, and rings for
`comments.tasks.apply_rules`.
"""

from collections.abc import Collection


def open_reports(comment_ids: Collection[int]) -> dict[int, int]:
    """Return the counts of the comments that have any. Nobody can report a comment yet."""
    return {}
