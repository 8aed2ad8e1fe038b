"""The web server's settings. A setting of the site that is wrong ends the start with one sentence."""

import os
import socket
import struct
import sys

bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
timeout = 30
graceful_timeout = 25
keepalive = 5
control_socket_disable = True
max_requests = 20_000
max_requests_jitter = 2_000
# Proxies are believed by TRUSTED_PROXIES alone, in newsroom/proxies.py.
forwarded_allow_ips = "127.0.0.1,::1"
accesslog = os.environ.get("ACCESS_LOG") or None
logger_class = "newsroom.access_log.RedactingLogger"


def on_starting(server):
    from django.core.exceptions import ImproperlyConfigured

    try:
        import newsroom.settings  # noqa: F401
    except ImproperlyConfigured as error:
        sys.exit(f"newsroom: {error}")


def when_ready(server):
    """Drop a client that stops in the middle of a request; accepted sockets take this over from the listening one."""
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 10, 0))
