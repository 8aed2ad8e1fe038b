"""What a reader's page tells, and moments before and after now."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from tests.comments.readers import page_of


def ago(**length) -> datetime:
    return timezone.now() - timedelta(**length)


def ahead(**length) -> datetime:
    return timezone.now() + timedelta(**length)


def headlines(answer) -> list[str]:
    """Return the headlines of the cards on a page, in their order."""
    assert answer.status_code == 200
    return [card.find("h2").text.strip() for card in page_of(answer).find_all("article", class_="card")]


def count_queries(client, path, limit) -> int:
    with limit(100) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def close_file_of(answer) -> None:
    """Close the file that an answer streams, and not, as the answer itself would, the test's database connection."""
    for close in answer._resource_closers:
        close()
