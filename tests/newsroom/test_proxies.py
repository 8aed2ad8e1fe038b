"""Who is asking: forwarded addresses and schemes are believed as far as trusted proxies vouch for them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client, RequestFactory

from newsroom.proxies import client_address_middleware

READER, OTHER, FORGED = "203.0.113.7", "198.51.100.9", "192.0.2.66"
PROXY, SECOND = "10.0.0.1", "10.0.0.2"
NETWORKS = "10.0.0.0/8, fd00::/8"

ADDRESSES = [
    # Nobody is trusted: the peer is the client, whatever it says.
    ("", READER, "", READER),
    ("", READER, FORGED, READER),
    ("0", READER, FORGED, READER),
    (" ", READER, FORGED, READER),
    ("", "", FORGED, ""),
    # A number of proxies: that many entries from the right.
    ("1", PROXY, READER, READER),
    ("1", PROXY, f"{FORGED}, {READER}", READER),
    ("1", PROXY, f"{FORGED},{FORGED},{READER}", READER),
    ("2", PROXY, f"{READER}, {SECOND}", READER),
    ("2", PROXY, f"{FORGED}, {READER}, {SECOND}", READER),
    ("1", "", READER, READER),
    # Fewer entries than proxies: the last one that is there.
    ("2", PROXY, READER, READER),
    ("9", PROXY, f"{READER}, {SECOND}", READER),
    ("1", PROXY, "", PROXY),
    ("1", PROXY, " ", PROXY),
    ("1", PROXY, ",", PROXY),
    # What is no address ends the list where it stands.
    ("1", PROXY, "unknown", PROXY),
    ("2", PROXY, f"unknown, {SECOND}", SECOND),
    ("2", PROXY, f"{READER}, unknown", PROXY),
    ("1", PROXY, f"{READER}, ", PROXY),
    ("1", PROXY, "999.1.1.1", PROXY),
    ("1", PROXY, "<script>", PROXY),
    # Networks: the first entry from the right that none of them holds.
    (NETWORKS, PROXY, READER, READER),
    (NETWORKS, PROXY, f"{FORGED}, {READER}", READER),
    (NETWORKS, PROXY, f"{FORGED}, {READER}, {SECOND}", READER),
    (NETWORKS, PROXY, f"{READER}, 10.9.9.9, {SECOND}", READER),
    (NETWORKS, PROXY, SECOND, SECOND),
    (NETWORKS, READER, FORGED, READER),
    (NETWORKS, READER, f"{FORGED}, {SECOND}", READER),
    (NETWORKS, PROXY, f"{READER}, unknown", PROXY),
    (NETWORKS, PROXY, f"{FORGED}, unknown, {SECOND}", SECOND),
    (NETWORKS, PROXY, "", PROXY),
    (NETWORKS, "fd00::1", READER, READER),
    (NETWORKS, "::ffff:10.0.0.1", READER, READER),
    ("10.0.0.1", PROXY, READER, READER),
    ("10.0.0.1", SECOND, READER, SECOND),
    # A unix socket has no address.
    ("unix", "", READER, READER),
    ("unix, 10.0.0.0/8", "", f"{FORGED}, {READER}, {SECOND}", READER),
    (NETWORKS, "", FORGED, ""),
    ("unix", PROXY, READER, PROXY),
    ("unix", "garbage", READER, ""),
    (NETWORKS, "garbage", READER, ""),
    # Every spelling of an address.
    ("1", PROXY, f"{READER}:4711", READER),
    ("1", PROXY, "[2001:db8::7]:4711", "2001:db8::7"),
    ("1", PROXY, "[2001:db8::7]", "2001:db8::7"),
    ("1", PROXY, "2001:DB8:0:0::7", "2001:db8::7"),
    ("1", PROXY, "fe80::7%eth0", "fe80::7"),
    ("1", PROXY, f"::ffff:{READER}", READER),
    ("1", PROXY, f"  {READER}\t", READER),
    ("", f"::ffff:{READER}", "", READER),
]


@pytest.mark.parametrize(("trusted", "peer", "forwarded_for", "client"), ADDRESSES)
def test_the_client_is_the_last_address_that_nobody_could_forge(settings, trusted, peer, forwarded_for, client):
    settings.TRUSTED_PROXIES = trusted
    tell = client_address_middleware(lambda request: HttpResponse(request.META["REMOTE_ADDR"]))

    answer = tell(RequestFactory().get("/", REMOTE_ADDR=peer, headers={"x-forwarded-for": forwarded_for}))

    assert answer.text == client


@pytest.mark.parametrize("header", ["x-real-ip", "forwarded", "true-client-ip", "x-client-ip", "cf-connecting-ip"])
def test_no_other_header_names_the_client(settings, header):
    settings.TRUSTED_PROXIES = "1"
    tell = client_address_middleware(lambda request: HttpResponse(request.META["REMOTE_ADDR"]))

    answer = tell(RequestFactory().get("/", REMOTE_ADDR=PROXY, headers={header: FORGED}))

    assert answer.text == PROXY


@pytest.mark.parametrize(
    ("trusted", "peer", "is_believed"),
    [
        ("", READER, False),
        ("0", READER, False),
        ("1", PROXY, True),
        (NETWORKS, PROXY, True),
        (NETWORKS, READER, False),
        ("unix", "", True),
        (NETWORKS, "", False),
        (NETWORKS, "garbage", False),
    ],
)
def test_https_is_believed_from_a_trusted_proxy_alone(settings, trusted, peer, is_believed):
    settings.TRUSTED_PROXIES = trusted
    settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")

    answer = Client(REMOTE_ADDR=peer).get("/robots.txt", headers={"x-forwarded-proto": "https"})

    assert answer.status_code == (200 if is_believed else 301)


@pytest.mark.parametrize("trusted", ["", "1", NETWORKS])
@pytest.mark.parametrize("header", ["x-forwarded-host", "x-forwarded-server", "x-original-url", "x-rewrite-url"])
def test_a_forwarded_host_or_path_changes_nothing(settings, trusted, header):
    settings.TRUSTED_PROXIES = trusted

    answer = Client(REMOTE_ADDR=PROXY).get("/robots.txt", headers={header: "evil.example"})

    assert answer.status_code == 200
    assert "evil.example" not in answer.text


@pytest.mark.parametrize("trusted", ["x", "-1", "1.5", "10.0.0.1/8", "1,2", "10.0.0.0/8 unix", "10.0.0.0/33", "²"])
def test_a_setting_that_names_no_proxies_stops_the_start_with_a_sentence(settings, trusted):
    settings.TRUSTED_PROXIES = trusted

    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES is '.*': set it to"):
        client_address_middleware(lambda request: HttpResponse())
