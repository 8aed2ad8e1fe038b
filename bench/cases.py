"""What is measured, with the goals of CPU milliseconds per request on a machine whose bare page takes 0.57 ms."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bench.servers import Newsroom

type Request = Callable[[], object]
type Requests = Callable[[Newsroom, dict[str, Any]], Iterator[Any]]


@dataclass(frozen=True)
class Case:
    name: str
    goal_ms: float
    server: str  # "uncached" or "cached"
    requests: Requests
    per_slice: int = 25


def _get(fact: str) -> Requests:
    def requests(site: Newsroom, facts: dict[str, Any]) -> Iterator[Request]:
        while True:
            yield lambda: site.request("GET", facts.get(fact, fact))

    return requests


def _not_modified(site: Newsroom, facts: dict[str, Any]) -> Iterator[Request]:
    site.request("GET", facts["hundred"])
    etag = site.etag
    while True:
        yield lambda: site.request("GET", facts["hundred"], headers={"If-None-Match": etag}, expect=304)


def _post(site: Newsroom, facts: dict[str, Any]) -> Iterator[Request]:
    """Every post is a new comment from an address of its own."""
    for number in itertools.count():
        sender = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        body = urlencode(
            {
                "author_name": f"Lectrice {number}",
                "author_email": f"lectrice{number}@example.org",
                "author_url": "",
                "body": f"Commentaire {number} : un texte de longueur ordinaire, sans adresse, en deux phrases. Voilà.",
            }
        )
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin",
            "X-Forwarded-For": sender,
        }
        yield lambda body=body, headers=headers: site.request(
            "POST", f"/comments/post/{facts['article']}/", body, headers, expect=302
        )


def _desk(asked: str = "") -> Requests:
    def requests(site: Newsroom, facts: dict[str, Any]) -> Iterator[Request]:
        headers = {"Cookie": f"__Host-session={facts['session']}"}
        address = f"/moderation/{asked.format(**facts)}"
        while True:
            yield lambda: site.request("GET", address, headers=headers)

    return requests


_undecided = itertools.count()


def _decide(count: int) -> Requests:
    """Approve comments that wait, `count` with each press and each of them once."""

    def requests(site: Newsroom, facts: dict[str, Any]) -> Iterator[Request]:
        cookie = f"__Host-session={facts['session']}"
        token = "a" * 32
        headers = {
            "Cookie": f"{cookie}; __Host-csrf={token}",
            "X-CSRFToken": token,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        while True:
            chosen = [facts["last_waiting"] - next(_undecided) for _ in range(count)]
            body = urlencode([("decision", "approve"), *(("comment", number) for number in chosen)])
            yield lambda body=body: site.request("POST", "/moderation/decide/", body, headers, expect=302)

    return requests


CASES = [
    Case("article, no comments, nothing cached", 6, "uncached", _get("none")),
    Case("article, 100 comments, nothing cached", 15, "uncached", _get("hundred")),
    Case("article, 10,000 comments, nothing cached", 16, "uncached", _get("ten_thousand")),
    Case("article from the page cache", 1.2, "cached", _get("hundred"), 100),
    Case("same, If-None-Match (304)", 1.2, "cached", _not_modified, 100),
    Case("home page, uncached", 8, "uncached", _get("/")),
    Case("posting a comment", 10, "cached", _post),
    Case("moderators’ list, 50 of 100,000 waiting", 100, "cached", _desk(), 10),
    Case("search in 100,000 waiting, a rare word", 100, "cached", _desk("?q=introuvable"), 10),
    Case("search in 100,000 waiting, a common word", 100, "cached", _desk("?q=arbon"), 10),
    Case("search in 100,000 waiting, two words", 100, "cached", _desk("?q=arbon+grases"), 10),
    Case("filter by language and section", 100, "cached", _desk("?language=en&section=rubrique-3"), 10),
    Case("more like this", 100, "cached", _desk("?alike={last_waiting}"), 10),
    Case("approve one", 20, "cached", _decide(1), 20),
    Case("decide on 100 at once", 100, "cached", _decide(100), 4),
]
