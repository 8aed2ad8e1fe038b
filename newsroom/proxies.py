"""
Who is asking: the one place where a forwarded address is believed.

`TRUSTED_PROXIES` is empty (believe nobody), a number of proxies, or networks such as `10.0.0.0/8, unix`.
"""

from collections.abc import Callable
from functools import cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.http.response import HttpResponseBase

type Network = IPv4Network | IPv6Network
type GetResponse = Callable[[HttpRequest], HttpResponseBase]


def client_address_middleware(get_response: GetResponse) -> GetResponse:
    """Put the client's own address into REMOTE_ADDR, and leave no forwarded scheme but a trusted proxy's."""
    trusted = read_trusted(settings.TRUSTED_PROXIES)

    def middleware(request: HttpRequest) -> HttpResponseBase:
        peer = request.META.get("REMOTE_ADDR", "")
        request.META["REMOTE_ADDR"] = client_address(peer, request.headers.get("X-Forwarded-For", ""), trusted)
        if not _is_proxy(peer, trusted):
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return get_response(request)

    return middleware


def client_address(peer: str, forwarded_for: str, trusted: int | tuple[Network | str, ...]) -> str:
    """
    Return the address of the client: the first entry, from the right, that no trusted proxy could have forged.

    A list that is shorter than the number of proxies, or an entry that is no address, ends at the last trusted one.
    """
    hops = [entry for entry in map(_parse, reversed(forwarded_for.split(","))) if forwarded_for]
    client = _parse(peer)
    if isinstance(trusted, int):
        hops = hops[:trusted]
        return next((hop for hop in reversed(_until_unreadable(hops))), client)
    for hop in hops:
        if not hop or not _is_proxy(client or peer, trusted):
            break
        client = hop
    return client


@cache
def read_trusted(setting: str) -> int | tuple[Network | str, ...]:
    """Return a number of proxies, or their networks; raise ImproperlyConfigured for anything else."""
    if setting.strip().isdecimal():
        return int(setting)
    try:
        entries = [entry.strip() for entry in setting.split(",") if entry.strip()]
        return tuple(entry if entry == "unix" else ip_network(entry) for entry in entries)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"TRUSTED_PROXIES is {setting!r}: set it to a number of proxies or to networks such as 10.0.0.0/8."
        ) from error


def _until_unreadable(hops: list[str]) -> list[str]:
    readable = []
    for hop in hops:
        if not hop:
            break
        readable.append(hop)
    return readable


def _is_proxy(peer: str, trusted: int | tuple[Network | str, ...]) -> bool:
    """Tell whether a peer is a trusted proxy. One without an address is a unix socket; a count trusts every peer."""
    if isinstance(trusted, int):
        return trusted > 0
    if not peer:
        return "unix" in trusted
    address = _parse(peer)
    return any(not isinstance(network, str) and ip_address(address) in network for network in trusted if address)


def _parse(entry: str) -> str:
    """Return a bare address without port, brackets or zone; IPv4 inside IPv6 as IPv4; empty when it is none."""
    entry = entry.strip()
    if entry.startswith("["):
        entry = entry[1:].partition("]")[0]
    elif entry.count(":") == 1:
        entry = entry.partition(":")[0]
    try:
        address = ip_address(entry.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(address)
