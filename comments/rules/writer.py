"""
A rule against the writer of one comment, as the form offers it: to hold what comes from there, for thirty days.

It is an ordinary rule, and authors read on their receipt what it did: somebody sees its rehearsal, and switches it on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comments.models import Comment, Rule, RuleEntry
from comments.models.rule import NAME_MAX
from comments.rules.senders import clean_entry, hosts_in

DAYS = 30
Kind = RuleEntry.Kind


def against_writer(comment: Comment, by: str, now: datetime) -> dict[str, Any]:
    """
    Return what the form of a new rule begins with; empty where the comment has nothing of this kind.

    `by` is one of BY. A provider's domain or a shared network is of many people: the rehearsal shows them.
    """
    condition, kind, values_of = BY[by]
    entries = _clean(kind, values_of(comment))
    if not entries:
        return {}
    return {
        "name": (_("Hold: %(what)s") % {"what": ", ".join(entries)})[:NAME_MAX],
        "action": Rule.Action.HOLD,
        "ends_at": now + timedelta(days=DAYS),
        f"use_{condition}": True,
        f"{condition}_{kind}": "\n".join(entries),
    }


def _clean(kind: str, values: list[str]) -> list[str]:
    """Return the values as a rule compares them, without those that it could not hold."""
    entries: dict[str, None] = {}
    for value in values:
        try:
            entries[clean_entry(kind, value)] = None
        except ValidationError:
            continue
    return list(entries)


def _email(comment: Comment) -> list[str]:
    return [comment.author_email]


def _domain(comment: Comment) -> list[str]:
    return [comment.author_email.rpartition("@")[2]]


def _network(comment: Comment) -> list[str]:
    """Return the address, of IPv6 the /64 that one household has."""
    if not comment.ip_address:
        return []
    ip = ip_address(comment.ip_address)
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return [str(ip_network((ip, 64), strict=False)) if ip.version == 6 else str(ip)]


def _hosts(comment: Comment) -> list[str]:
    """Return the hosts that it links to, except our own."""
    return [host for host in hosts_in(comment) if host != urlsplit(settings.SITE_URL).hostname]


# By what of a comment its writer is known: the condition, the list in it, and what the comment has for it.
BY: dict[str, tuple[str, str, Callable[[Comment], list[str]]]] = {
    "email": ("sender", Kind.EMAIL, _email),
    "domain": ("sender", Kind.DOMAIN, _domain),
    "address": ("sender", Kind.NETWORK, _network),
    "host": ("hosts", Kind.HOST, _hosts),
}
