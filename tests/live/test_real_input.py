"""Must be seen: real comments through the form of a running site, each stored once, screened once, its text intact."""

from __future__ import annotations

import csv
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.processes

DATA = Path(__file__).parent.parent / "data"


def real_comments() -> list[dict[str, str]]:
    rows = []
    for path in sorted(DATA.glob("spam/Youtube*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += list(csv.DictReader(file))
    return rows


def test_seven_hundred_real_comments_are_each_stored_once_and_screened_once_with_their_text_intact(site):
    comments = real_comments()
    assert len(comments) == 700

    article, _ = site.publish_story()

    def post(number: int, client: httpx.Client) -> int:
        comment = comments[number]
        fields = {
            "author_name": comment["AUTHOR"],
            "author_email": f"personne{number}@example.org",
            "body": comment["CONTENT"],
        }
        return client.post(f"{site.url}/comments/post/{article}/", data=fields, timeout=60).status_code

    with httpx.Client() as client, ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda number: post(number, client), range(len(comments))))
    assert Counter(answers) == {302: 700}
    site.wait_until(lambda: site.rows("Comment.objects.filter(verdict='').count()") == 0, "all are screened", 120)

    stored = site.rows("list(Comment.objects.values_list('author_email', 'body'))")
    checked = Counter(
        (call["comment_author_email"], call["comment_content"]) for call in site.calls("/1.1/comment-check")
    )

    sent = {(f"personne{number}@example.org", text(comment)) for number, comment in enumerate(comments)}
    assert {tuple(row) for row in stored} == sent
    assert len(stored) == 700
    assert checked == Counter(dict.fromkeys(sent, 1))


def text(comment: dict[str, str]) -> str:
    return comment["CONTENT"].replace("\r\n", "\n").replace("\r", "\n")
