"""
What comments may have in common: text, e-mail address, sender's address, host of a link.

Nearly the same text is found by min-hashing: of all runs of three words, each of nine hash functions keeps its
smallest value, and three of them together make one trait. Texts that share nine runs in ten meet in one of the three
with 98 %, those that share half with 33 %, those that share a third with 11 %.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from hashlib import blake2b
from urllib.parse import urlsplit

from django.utils.crypto import salted_hmac

from articles.folding import words_of
from comments.models import Comment, Trait
from comments.text import ADDRESS

Kind = Trait.Kind
_RUN = 3
_BANDS, _ROWS = 3, 3
# Shorter texts are compared as a whole.
_FEWEST_WORDS = 8
_HOSTS_MAX = 20
_HOST = re.compile(r"[\w.-]{1,253}")


def traits_of(comment: Comment) -> set[tuple[str, int]]:
    """Return what others may share with this comment, as kinds and numbers; its hashes are set (see `describe`)."""
    values = {
        *((Kind.TEXT, value) for value in _text_values(comment.body)),
        *((Kind.HOST, host) for host in hosts_of(comment)),
    }
    if comment.email_hash:
        values.add((Kind.EMAIL, comment.email_hash))
    if comment.address_hash:
        values.add((Kind.ADDRESS, comment.address_hash))
    return {(kind.value, number_of(kind, value)) for kind, value in values}


def number_of(kind: str, value: str) -> int:
    """Return the keyed number that stands for a value: sixty-four bits, so that the table stays small."""
    digest = salted_hmac("comments.trait", f"{kind}:{value}", algorithm="sha256").digest()
    return int.from_bytes(digest[:8], signed=True)


def hosts_of(comment: Comment) -> list[str]:
    """Return the hosts that its links and its author's site lead to, each once, without "www."."""
    addresses = [*ADDRESS.findall(comment.body), comment.author_url]
    hosts = dict.fromkeys(host for address in addresses if (host := host_of(address)))
    return list(hosts)[:_HOSTS_MAX]


def host_of(address: str) -> str:
    """Return the host that a browser would ask, whatever stands before an @; nothing where there is none."""
    try:
        host = urlsplit(address).hostname or ""
        host = host.encode("idna").decode()
    except ValueError:  # UnicodeError among them
        return ""
    host = host.removeprefix("www.").rstrip(".")
    return host if _HOST.fullmatch(host) else ""


def _text_values(text: str) -> list[str]:
    """Return what the text is compared by; numbers and addresses in it, which advertisers change, are left out."""
    words = [word for word in words_of(ADDRESS.sub(" ", text)) if not word.isdecimal()]
    if len(words) < _FEWEST_WORDS:
        whole = " ".join(words) or " ".join(words_of(text))
        return [whole] if whole else []
    return _bands(words)


def _bands(words: Sequence[str]) -> list[str]:
    count = _BANDS * _ROWS
    runs = {" ".join(words[place : place + _RUN]) for place in range(len(words) - _RUN + 1)}
    hashed = [struct.unpack(f">{count}I", blake2b(run.encode(), digest_size=4 * count).digest()) for run in runs]
    smallest = [min(column) for column in zip(*hashed, strict=True)]
    return [f"{band}:{smallest[band * _ROWS : (band + 1) * _ROWS]}" for band in range(_BANDS)]
