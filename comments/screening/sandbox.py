"""A local server that speaks Akismet's protocol, for newcomers without a key and for the tests.

It judges by a list of words, keeps what it was sent, and fails on demand in the ways that the service may.
It listens on the loopback interface only and asks nobody else: no Django, no akismet package.
"""

import json
import socket
import struct
import threading
import time
import uuid
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple, Self
from urllib.parse import parse_qsl

from comments.screening.words import judge

SANDBOX_KEY = "sandbox-key0"
VERIFY, CHECK, SPAM, HAM = "/1.1/verify-key", "/1.1/comment-check", "/1.1/submit-spam", "/1.1/submit-ham"
USAGE = "/1.2/usage-limit"
ROUTES = {f"POST {path}" for path in (VERIFY, CHECK, SPAM, HAM)} | {f"GET {USAGE}"}


class Mode(StrEnum):
    """How checks, feedback and verify-key are answered. All but ok, slow and recheck are failures."""

    OK = "ok"
    SLOW = "slow"  # the right answer after `delay` seconds
    STALLED = "stalled"  # takes the call and never answers
    DRIPPING = "dripping"  # a byte every `delay` seconds, without end
    RESET = "reset"  # breaks the connection instead of answering
    ERROR500 = "error500"
    ERROR503 = "error503"
    THROTTLED = "throttled"  # 429
    BAD_KEY = "bad_key"
    SUSPENDED = "suspended"  # says ham, and in the headers that nothing was judged
    EMPTY = "empty"
    HTML = "html"
    OVERSIZED = "oversized"  # 10 MB, announced by Content-Length
    OVERSIZED_CHUNKED = "oversized_chunked"  # 10 MB, not announced
    WRONG_CHARSET = "wrong_charset"  # the right bytes, under a charset in which they cannot be read
    MISSING_FIELD = "missing_field"
    RECHECK = "recheck"  # ham is provisional
    REFUSED = "refused"  # nobody listens on the port


@dataclass(frozen=True)
class Call:
    """A call and the text that it was answered with: the mode's name where that was no text to speak of."""

    path: str
    fields: dict[str, str]
    user_agent: str
    at: float
    answer: str


class Answer(NamedTuple):
    body: str
    status: int = 200
    headers: dict[str, str] = {}


def _said(body: str, **headers: str) -> Answer:
    """Return an answer with headers of Akismet's own: pro_tip becomes X-akismet-pro-tip."""
    return Answer(body, 200, {f"X-akismet-{name.replace('_', '-')}": text for name, text in headers.items()})


def _verdict(fields: dict[str, str]) -> Answer:
    more = {"ham": {}, "spam": {}, "discard": {"pro_tip": "discard"}}
    verdict = judge(fields)
    return _said("false" if verdict == "ham" else "true", guid=uuid.uuid4().hex, **more[verdict])


def _json(content: object) -> Answer:
    return Answer(json.dumps(content, ensure_ascii=False), 200, {"Content-Type": "application/json"})


FAILURES = {
    Mode.ERROR500: Answer("Internal Server Error", 500),
    Mode.ERROR503: Answer("Service Unavailable", 503),
    Mode.THROTTLED: Answer("Too Many Requests", 429),
    Mode.BAD_KEY: _said("invalid", debug_help="The sandbox was told to refuse every key"),
    Mode.SUSPENDED: _said("false", error="suspended", alert_code="10402", alert_msg="Your plan is unpaid."),
    Mode.EMPTY: Answer(""),
    Mode.HTML: Answer("<!doctype html><title>Maintenance</title>", 200, {"Content-Type": "text/html"}),
    Mode.MISSING_FIELD: _said("Missing required field: blog.", debug_help='Empty "blog" value'),
}
for _mode in (Mode.STALLED, Mode.DRIPPING, Mode.RESET, Mode.OVERSIZED, Mode.OVERSIZED_CHUNKED):
    FAILURES[_mode] = Answer(_mode)  # only for the record: the handler does something else


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle(self) -> None:
        """Serve one connection. A client that hangs up is what most modes are for, and no error."""
        self.server.connections.add(self.connection)
        with suppress(OSError):
            if not self.server.closed.is_set():  # else close() may have missed this connection
                super().handle()
        self.server.connections.discard(self.connection)

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode(errors="replace")
        fields = dict(parse_qsl(body or query, keep_blank_values=True))  # of a name the last, as in PHP
        route = f"{self.command} {path}"
        if route in ROUTES:
            self._answer(path, fields)
        else:
            answer = self._control(route, fields)
            self._send(answer._replace(headers=answer.headers | {"Connection": "close"}))

    def do_POST(self) -> None:
        self.do_GET()

    def _answer(self, path: str, fields: dict[str, str]) -> None:
        """Record the call, then answer it: who has read an answer finds its call in the log."""
        sandbox, closed, delay = self.server.sandbox, self.server.closed, self.server.sandbox.delay
        mode = Mode.OK if path == USAGE else sandbox.mode
        answer = sandbox.answer(path, fields, mode)
        sandbox.record(Call(path, fields, self.headers.get("User-Agent", ""), time.time(), answer.body))
        match mode:
            case Mode.STALLED:
                self.connection.recv(1)  # returns when the client hangs up or the server cuts the connection
                self.close_connection = True
            case Mode.RESET:  # without lingering, and before anybody says goodbye, a close is a reset
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                socket.close(self.connection.detach())
                self.close_connection = True
            case Mode.DRIPPING:
                self._send(answer, (b"." for _ in iter(lambda: closed.wait(delay), None)))  # until it is cut
            case Mode.OVERSIZED_CHUNKED:
                self._send(answer, (b"x" * 50_000 for _ in range(200)))
            case Mode.OVERSIZED:
                self._send(Answer("x" * 10_000_000))
            case _:
                if not closed.wait(delay if mode is Mode.SLOW else 0):
                    self._send(answer)

    def _send(self, answer: Answer, chunks: Iterable[bytes] | None = None) -> None:
        """Send the answer with its own body, or with chunks whose total nobody knows beforehand."""
        body = answer.body.encode()
        framing = {"Transfer-Encoding": "chunked"} if chunks else {"Content-Length": str(len(body))}
        self.send_response(answer.status)
        for name, value in ({"Content-Type": "text/plain; charset=utf-8"} | answer.headers | framing).items():
            self.send_header(name, value)
        self.end_headers()
        if chunks is None:
            self.wfile.write(body)
            return
        for chunk in chunks:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        self.wfile.write(b"0\r\n\r\n")

    def _control(self, route: str, fields: dict[str, str]) -> Answer:
        """Do what another process asks of the sandbox itself, which works in every mode but refused."""
        self.server.connections.discard(self.connection)  # going to mode refused must not cut this one
        sandbox = self.server.sandbox
        if route == "GET /sandbox/log":
            return _json([asdict(call) for call in sandbox.calls])
        if route == "POST /sandbox/clear":
            sandbox.clear()
        elif route == "POST /sandbox/mode":
            try:
                self._set_mode(fields)
            except ValueError as error:
                return Answer(str(error), 400)
        elif route != "GET /sandbox/":
            return Answer("There is nothing here.", 404)
        kinds = ("calls", "checks", "spam_reports", "ham_reports")
        return _json({"mode": sandbox.mode} | {kind: len(getattr(sandbox, kind)) for kind in kinds})

    def _set_mode(self, fields: dict[str, str]) -> None:
        mode, retry_after = fields.get("mode", ""), fields.get("retry_after", "")
        options = {name: float(fields[name]) for name in ("delay", "seconds") if fields.get(name)}
        if mode == Mode.REFUSED and not options.get("seconds"):
            raise ValueError("Mode refused needs seconds: over HTTP nothing else can end it.")
        self.server.sandbox.set_mode(mode, retry_after=retry_after, **options)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing: calls are in the sandbox's own log."""


class _Server(ThreadingHTTPServer):
    """Listen until closed, or in mode refused only hold the port; closing cuts every connection."""

    request_queue_size = 256

    def __init__(self, sandbox: "AkismetSandbox") -> None:
        self.sandbox = sandbox
        self.listens = sandbox.mode is not Mode.REFUSED
        self.connections: set[socket.socket] = set()
        self.closed = threading.Event()
        super().__init__((sandbox.host, sandbox.port), _Handler)

    def server_activate(self) -> None:
        if self.listens:
            super().server_activate()
            threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        if self.listens:
            self.shutdown()
        self.server_close()
        self.closed.set()
        for connection in list(self.connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class AkismetSandbox:
    """A sandbox in this process: a context manager, or start() and stop(). Port 0 takes a free one.

    Each call is appended to log_file as a line of JSON, with all that the reader wrote.
    """

    def __init__(
        self, host: str = "127.0.0.1", port: int = 0, key: str = SANDBOX_KEY, log_file: Path | None = None
    ) -> None:
        if host not in ("127.0.0.1", "localhost"):
            raise ValueError(f"The sandbox listens on 127.0.0.1 or localhost only, not on {host!r}.")
        self.host, self.port, self.key, self.log_file = host, port, key, log_file
        self.mode, self.delay, self.retry_after = Mode.OK, 0.5, ""
        self._calls: deque[Call] = deque(maxlen=50_000)
        self._lock = threading.RLock()
        self._server: _Server | None = None
        self._timer: threading.Timer | None = None

    def start(self) -> Self:
        """Listen from now on. OSError says that the port is taken, or the log file out of reach."""
        with self._lock:
            if self.log_file:
                Path(self.log_file).touch()
            self._server = _Server(self)
            self.port = self._server.server_port
        return self

    def stop(self, *exc: object) -> None:
        """Listen no more, and end the calls that are under way."""
        with self._lock:
            if self._server:
                self._server.close()
            self._server = None

    __enter__, __exit__ = start, stop

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def set_mode(
        self, mode: Mode | str, *, delay: float = 0.5, retry_after: int | str = "", seconds: float = 0
    ) -> None:
        """Answer in this way from now on, or for so many seconds and then properly again.

        retry_after, in seconds or as an HTTP date, goes out with 429 and 503. ValueError says what is wrong.
        """
        if mode not in Mode:
            raise ValueError(f"There is no mode {mode!r}: choose one of {', '.join(Mode)}.")
        if not (0 <= delay <= 86_400 and 0 <= seconds <= 86_400):
            raise ValueError("delay and seconds must be between 0 and 86400, which is a day.")
        with self._lock:
            moves = self._server and Mode.REFUSED in (mode, self.mode)
            if moves:
                self.stop()
            self.mode, self.delay, self.retry_after = Mode(mode), delay, str(retry_after)
            if moves:
                self.start()
            self._timer = threading.Timer(seconds, self._end_mode)
            self._timer.daemon = True
            if seconds:
                self._timer.start()

    def _end_mode(self) -> None:
        with self._lock:
            if threading.current_thread() is self._timer:  # else another mode was set meanwhile
                self.set_mode(Mode.OK)

    def answer(self, path: str, fields: dict[str, str], mode: Mode) -> Answer:
        """Return what the service says to a call in this mode."""
        answer, more = FAILURES.get(mode) or self._truth(path, fields), {}
        is_recheck = fields.get("recheck_reason", "edit") != "edit"
        if answer.status in (429, 503) and self.retry_after:
            more = {"Retry-After": self.retry_after}
        elif mode is Mode.WRONG_CHARSET:
            more = {"Content-Type": "text/plain; charset=utf-16"}
        elif mode is Mode.RECHECK and answer.body == "false" and not is_recheck:
            more = {"X-akismet-recheck-after": "120"}
        return answer._replace(headers=answer.headers | more)

    def _truth(self, path: str, fields: dict[str, str]) -> Answer:
        if fields.get("key" if path == VERIFY else "api_key") != self.key:
            return _said("invalid", debug_help="This is not the key of the sandbox")
        if path == USAGE:
            used = len(self.checks)
            return _json({"limit": 1000, "usage": used, "percentage": f"{used / 10:.2f}", "throttled": False})
        for name in ("blog",) if path == VERIFY else ("blog", "user_ip"):
            if not fields.get(name):
                said = "invalid" if path == VERIFY else f"Missing required field: {name}."
                return _said(said, debug_help=f'Empty "{name}" value')
        if path == VERIFY:
            return Answer("valid")
        return _verdict(fields) if path == CHECK else Answer("Thanks for making the web a better place.")

    def record(self, call: Call) -> None:
        with self._lock:
            self._calls.append(call)
            if self.log_file:
                with open(self.log_file, "a", encoding="utf-8") as log:
                    log.write(json.dumps(asdict(call), ensure_ascii=False) + "\n")

    @property
    def calls(self) -> list[Call]:
        with self._lock:
            return list(self._calls)

    @property
    def checks(self) -> list[Call]:
        return [call for call in self.calls if call.path == CHECK]

    @property
    def spam_reports(self) -> list[Call]:
        return [call for call in self.calls if call.path == SPAM]

    @property
    def ham_reports(self) -> list[Call]:
        return [call for call in self.calls if call.path == HAM]

    def clear(self) -> None:
        with self._lock:
            self._calls.clear()
