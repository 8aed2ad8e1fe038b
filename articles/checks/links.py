"""Checks of what the text links to. Nothing is fetched: an address of somebody else is read and no more."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from articles.checks.content import Content
from articles.checks.registry import Finding, check
from articles.models import Level

_HOST = re.compile(r"(?:[\w-]{1,63}\.)+[^\W\d_]{2,63}\.?|\[[0-9a-f:.]+\]|\d{1,3}(?:\.\d{1,3}){3}", re.IGNORECASE)
_MAIL = re.compile(r"[^@\s?]+@(?:[\w-]+\.)+[\w-]+(?:\?\S*)?")


@check("dead_link", gettext_lazy("A link leads to no page of this site"), Level.STOP)
def dead_link(content: Content) -> Iterable[Finding]:
    for address in content.dead_links:
        sentence = _("The link to %(address)s leads readers nowhere.") % {"address": address}
        yield Finding(sentence, _("Correct the address, or take the link out."), "body", subject=address)


@check("malformed_address", gettext_lazy("A link has an address that cannot be one"), Level.STOP)
def malformed_address(content: Content) -> Iterable[Finding]:
    for address, words in {link.address: link.words for link in content.outline.links}.items():
        if not _may_lead_somewhere(address):
            sentence = _("The link “%(words)s” has an address that cannot be one: %(address)s")
            named = {"words": words.strip(), "address": address or pgettext("an address", "none")}
            yield Finding(sentence % named, _("Correct the address, or take the link out."), "body", subject=address)


@check("empty_link", gettext_lazy("A link has no words"), Level.WARN)
def empty_link(content: Content) -> Iterable[Finding]:
    for link in content.outline.links:
        if not link.words.strip():
            sentence = _("A link to %(address)s has no words that can be clicked.") % {"address": link.address}
            yield Finding(sentence, _("Write its words, or take the link out."), "body", subject=link.address)


def _may_lead_somewhere(address: str) -> bool:
    """Tell whether an address is one by its form; what lies on this site is looked up and not judged here."""
    if address.startswith(("/", "#")) and not address.startswith("//"):
        return True
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return bool(_MAIL.fullmatch(address.removeprefix("mailto:")))
    if parts.scheme not in ("http", "https") or re.search(r"\s", address):
        return False
    return bool(_HOST.fullmatch(f"[{host}]" if ":" in host else host))
