"""Lists of senders: e-mail addresses and domains, networks, and the hosts that links lead to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from comments.models import Comment, RuleEntry
from comments.rules.matches import KEPT_AT_MOST, Match
from comments.text import ADDRESS

Kind = RuleEntry.Kind
_HOST = re.compile(r"(?=.{1,253}$)[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+")


class SenderList:
    """E-mail addresses, domains (with all below them) and networks."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        by_kind: dict[str, set[str]] = defaultdict(set)
        for kind, text in entries:
            by_kind[kind].add(text)
        self._emails = by_kind[Kind.EMAIL]
        self._domains = by_kind[Kind.DOMAIN]
        # By version and length, so that a list of any size costs a look for each length in it.
        self._networks: dict[tuple[int, int], set[int]] = defaultdict(set)
        for network in map(ip_network, by_kind[Kind.NETWORK]):
            self._networks[network.version, network.prefixlen].add(int(network.network_address))

    def find_in(self, comment: Comment) -> list[Match]:
        email = comment.author_email.strip().casefold()
        found = [email] if email in self._emails else []
        found += [domain for domain in _with_parents(email.rpartition("@")[2]) if domain in self._domains]
        found += self._networks_of(comment.ip_address) if comment.ip_address else []
        return [Match(what="sender", text=text) for text in found]

    def _networks_of(self, address: str) -> list[str]:
        ip = ip_address(address)
        mapped = getattr(ip, "ipv4_mapped", None)
        ip = mapped or ip
        found = []
        for (version, length), addresses in self._networks.items():
            if version == ip.version:
                network = ip_network((ip, length), strict=False)
                if int(network.network_address) in addresses:
                    found.append(str(network))
        return found


class HostList:
    """Hosts of links, each with all below it."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._hosts = {text for kind, text in entries if kind == Kind.HOST}

    def find_in(self, comment: Comment) -> list[Match]:
        found = []
        for host, start, end in _hosts_of(comment):
            if any(parent in self._hosts for parent in _with_parents(host)):
                place = {"field": "body", "start": start, "end": end} if end else {"field": "author_url"}
                found.append(Match(what="hosts", text=host, **place))  # type: ignore[typeddict-item]
        return found[:KEPT_AT_MOST]


def clean_entry(kind: str, text: str) -> str:
    """Return a line of a list as it is compared; raise ValidationError with a sentence when it is none."""
    text = text.strip().casefold()
    try:
        if kind == Kind.EMAIL:
            validate_email(text)
            return text
        if kind == Kind.NETWORK:
            return str(ip_network(text, strict=False))
    except (ValidationError, ValueError) as error:
        raise ValidationError(_("“%(text)s” is not what belongs here.") % {"text": text[:60]}, code="entry") from error
    host = _bare_host(text.removeprefix("@"))
    if not _HOST.fullmatch(host):
        raise ValidationError(_("“%(text)s” is not what belongs here.") % {"text": text[:60]}, code="entry")
    return host


def hosts_in(comment: Comment) -> list[str]:
    """Return the hosts that its links and its author's site lead to, each once."""
    return list(dict.fromkeys(host for host, _start, _end in _hosts_of(comment)))


def _hosts_of(comment: Comment) -> Iterator[tuple[str, int, int]]:
    for match in ADDRESS.finditer(comment.body):
        if host := _host_of(match[0]):
            yield host, match.start(), match.end()
    if comment.author_url and (host := _host_of(comment.author_url)):
        yield host, 0, 0


def _host_of(address: str) -> str:
    try:
        return _bare_host(urlsplit(address).hostname or "")
    except ValueError:
        return ""


def _bare_host(host: str) -> str:
    """Return a host in its ASCII form, so that both spellings of an international one are the same."""
    if "://" in host:
        host = _host_of(host)
    host = host.rstrip(".")
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii").casefold()
    except UnicodeError:
        return host


def _with_parents(host: str) -> Iterator[str]:
    """Yield a host and the domains above it that are more than a top level: a.b.example, b.example."""
    parts = _bare_host(host).split(".")
    for number in range(len(parts) - 1):
        yield ".".join(parts[number:])
