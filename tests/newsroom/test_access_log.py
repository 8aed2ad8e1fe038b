"""What opens somebody's receipt or feed does not stand in the web server's log."""

import logging
import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from comments.receipts.links import receipt_key, receipt_path
from newsroom.redaction import redacted
from tests.factories import make_comment
from tests.live.site import free_ports

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("GET /comments/receipt/12/abcDEF-_9/ HTTP/1.1", "GET /comments/receipt/12/[…]/ HTTP/1.1"),
        ("POST /comments/receipt/12/abc/withdraw/ HTTP/1.1", "POST /comments/receipt/12/[…]/withdraw/ HTTP/1.1"),
        ("POST /comments/address/WzEs:1abc:d-E_f/confirm/ HTTP/1.1", "POST /comments/address/[…]/confirm/ HTTP/1.1"),
        ("https://example.org/moderation/feed/s3cret/?x=1", "https://example.org/moderation/feed/[…]/?x=1"),
        ("/moderation/digest/1:abc:def/", "/moderation/digest/[…]/"),
        (
            "POST /comments/following/WzEs:1abc:d-E_f/confirm/ HTTP/1.1",
            "POST /comments/following/[…]/confirm/ HTTP/1.1",
        ),
        ("POST /comments/leave/WzEs:1abc:d-E_f/ HTTP/1.1", "POST /comments/leave/[…]/ HTTP/1.1"),
        ("/preview/Ky-r55vmg_A/", "/preview/[…]/"),
        ("/admin/articles/article/5/preview/", "/admin/articles/article/5/preview/"),
        ("GET /2026/11/un-article/ HTTP/1.1", "GET /2026/11/un-article/ HTTP/1.1"),
    ],
)
def test_the_secret_of_an_address_is_left_out(line, shown):
    assert redacted(line) == shown


def test_what_django_logs_of_a_refusal_holds_no_secret_either(db):
    comment = make_comment()
    key = receipt_key(comment)
    handler = logging.getHandlerByName("stderr")
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "%s: %s", ("Too Many Requests", receipt_path(comment)), None
    )

    line = handler.format(record)

    assert key not in line
    assert f"Too Many Requests: /comments/receipt/{comment.pk}/[…]/" in line


@pytest.mark.processes
def test_the_servers_log_holds_no_secret(tmp_path):
    (port,) = free_ports(1)
    log = tmp_path / "access.log"
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {
        "DEVELOPMENT": "1",
        "VAR_DIR": str(tmp_path),
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
        "ACCESS_LOG": str(log),
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "newsroom.wsgi"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        _ask(f"http://127.0.0.1:{port}/comments/receipt/12/s3cret-key/", referrer="/moderation/feed/s3cret-token/")
    finally:
        server.terminate()
        server.wait(30)

    assert "/comments/receipt/12/[…]/" in log.read_text()
    assert "s3cret" not in log.read_text()


def _ask(address: str, referrer: str) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            httpx.get(address, headers={"Referer": referrer})
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("The server did not start.")
