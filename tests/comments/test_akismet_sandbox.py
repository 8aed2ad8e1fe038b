"""The Akismet sandbox over real HTTP: what it says, how it fails, and how it is told to."""

import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import akismet
import httpx
import pytest
from django.core.management import CommandError, call_command

from comments.screening.sandbox import SANDBOX_KEY, AkismetSandbox, Mode
from comments.screening.words import DISCARD_AUTHOR

MANAGE = Path(__file__).parents[2] / "manage.py"
# Seconds that are never used up, and those that are where no answer comes.
PATIENCE, IMPATIENCE = 60, 0.3
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # reading certificates takes most of the time
ENDPOINTS = ["comment-check", "submit-spam", "submit-ham", "verify-key"]
WHOLE_ANSWERS = {
    Mode.ERROR500: (500, "Internal Server Error"),
    Mode.ERROR503: (503, "Service Unavailable"),
    Mode.THROTTLED: (429, "Too Many Requests"),
    Mode.BAD_KEY: (200, "invalid"),
    Mode.SUSPENDED: (200, "false"),
    Mode.EMPTY: (200, ""),
    Mode.HTML: (200, "<!doctype html><title>Maintenance</title>"),
    Mode.MISSING_FIELD: (200, "Missing required field: blog."),
}


class Redirect(httpx.HTTPTransport):
    """Send what is meant for Akismet to the sandbox."""

    def __init__(self, url):
        super().__init__(verify=NO_TLS)
        self.url = httpx.URL(url)

    def handle_request(self, request):
        request.url = request.url.copy_with(scheme="http", host=self.url.host, port=self.url.port)
        request.headers["Host"] = self.url.netloc.decode()
        return super().handle_request(request)


@pytest.fixture
def sandbox():
    with AkismetSandbox() as sandbox:
        yield sandbox


@pytest.fixture
def http(sandbox):
    with httpx.Client(base_url=sandbox.url, timeout=PATIENCE, verify=NO_TLS) as client:
        yield client


@pytest.fixture
def make_client(sandbox):
    """Make the real package's client, with a key of one's own."""
    opened = []

    def make(key=SANDBOX_KEY):
        opened.append(httpx.Client(transport=Redirect(sandbox.url), timeout=PATIENCE, verify=NO_TLS))
        return akismet.SyncClient(akismet.Config(key, "https://news.example/"), opened[-1])

    yield make
    for client in opened:
        client.close()


@pytest.fixture
def service(make_client):
    return make_client()


def form(**fields):
    return {
        "api_key": SANDBOX_KEY,
        "key": SANDBOX_KEY,
        "blog": "https://news.example/",
        "user_ip": "203.0.113.9",
        "comment_author": "Zoé Lemaître",
        "comment_content": "Merci pour cet article.",
    } | fields


def post(http, endpoint="comment-check", **fields):
    return http.post(f"/1.1/{endpoint}", data=form(**fields))


def until(condition):
    """Ask again and again, for five seconds at most."""
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline


# --- Verdicts -------------------------------------------------------------------------------------------


def test_comment_without_spam_words_is_ham(service):
    verdict = service.comment_check("203.0.113.9", comment_content="Merci pour cet article.")

    assert verdict == akismet.CheckResponse.HAM


@pytest.mark.parametrize("field", ["comment_author", "comment_author_url", "comment_content"])
def test_spam_word_in_name_address_or_text_is_spam(service, field):
    verdict = service.comment_check("203.0.113.9", **{field: "https://casino.example/"})

    assert verdict == akismet.CheckResponse.SPAM


@pytest.mark.parametrize("text", ["CASINO", "casinos", "PRÊT RAPIDE", "pret rapide", "prêt-rapide"])
def test_spam_word_is_found_in_any_spelling(service, text):
    verdict = service.comment_check("203.0.113.9", comment_content=text)

    assert verdict == akismet.CheckResponse.SPAM


@pytest.mark.parametrize("text", ["Un séjour à Séoul", "Le muséobus passe", "Occasinous"])
def test_spam_word_inside_another_word_is_not_found(service, text):
    verdict = service.comment_check("203.0.113.9", comment_content=text)

    assert verdict == akismet.CheckResponse.HAM


def test_two_different_spam_words_are_blatant(service):
    verdict = service.comment_check("203.0.113.9", comment_author="SEO", comment_content="Backlinks for you")

    assert verdict == akismet.CheckResponse.DISCARD


def test_one_spam_word_twice_is_not_blatant(service):
    verdict = service.comment_check("203.0.113.9", comment_author="Casino", comment_content="casino")

    assert verdict == akismet.CheckResponse.SPAM


@pytest.mark.parametrize(
    "fields",
    [
        {"comment_author": "viagra-test-123"},
        {"comment_author": "akismet-guaranteed-spam"},
        {"comment_author_email": "akismet-guaranteed-spam@example.com"},
    ],
)
def test_documented_test_values_are_spam(service, fields):
    verdict = service.comment_check("203.0.113.9", **fields)

    assert verdict == akismet.CheckResponse.SPAM


def test_own_test_author_is_blatant(service):
    verdict = service.comment_check("203.0.113.9", comment_author=DISCARD_AUTHOR)

    assert verdict == akismet.CheckResponse.DISCARD


def test_administrator_is_never_spam(service):
    verdict = service.comment_check("203.0.113.9", comment_author=DISCARD_AUTHOR, user_role="administrator")

    assert verdict == akismet.CheckResponse.HAM


def test_every_verdict_has_a_number_of_its_own(http):
    first, second = post(http).headers["X-akismet-guid"], post(http).headers["X-akismet-guid"]

    assert re.fullmatch("[0-9a-f]{32}", first)
    assert first != second


# --- Keys, feedback, usage ------------------------------------------------------------------------------


def test_own_key_is_verified(service):
    assert service.verify_key() is True


def test_other_key_is_not_verified(make_client):
    assert make_client("another-key0").verify_key() is False


@pytest.mark.parametrize("method", ["comment_check", "submit_spam", "submit_ham"])
def test_other_key_is_refused_everywhere(make_client, method):
    service = make_client("another-key0")

    with pytest.raises(akismet.APIKeyError):
        getattr(service, method)("203.0.113.9")


def test_refusal_of_a_key_says_why(http):
    answer = post(http, api_key="another-key0")

    assert "key" in answer.headers["X-akismet-debug-help"]


@pytest.mark.parametrize("name", ["blog", "user_ip"])
@pytest.mark.parametrize("endpoint", ["comment-check", "submit-spam", "submit-ham"])
def test_missing_required_field_is_named(http, endpoint, name):
    answer = post(http, endpoint, **{name: ""})

    assert answer.text == f"Missing required field: {name}."
    assert answer.headers["X-akismet-debug-help"] == f'Empty "{name}" value'


def test_key_is_not_valid_without_a_site(http):
    answer = post(http, "verify-key", blog="")

    assert answer.text == "invalid"
    assert answer.headers["X-akismet-debug-help"] == 'Empty "blog" value'


@pytest.mark.parametrize("method", ["submit_spam", "submit_ham"])
def test_feedback_is_thanked_for(service, method):
    assert getattr(service, method)("203.0.113.9", comment_content="Merci") is True


def test_usage_counts_the_checks(service):
    service.comment_check("203.0.113.9")

    usage = service.usage_limit()

    assert usage == {"limit": 1000, "usage": 1, "percentage": "0.10", "throttled": False}


def test_usage_is_refused_to_another_key(http):
    assert http.get("/1.2/usage-limit", params={"api_key": "another-key0"}).text == "invalid"


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/1.1/comment-check"), ("POST", "/1.2/usage-limit"), ("GET", "/")]
)
def test_what_akismet_does_not_offer_is_not_found(http, method, path):
    assert http.request(method, path).status_code == 404


def test_connection_is_kept_for_the_next_call(http):
    streams = [post(http).extensions["network_stream"] for _ in range(2)]

    addresses = {stream.get_extra_info("client_addr") for stream in streams}

    assert len(addresses) == 1


# --- What it was sent -----------------------------------------------------------------------------------


def test_call_is_recorded_as_it_was_sent(sandbox, service):
    text = " Ça alors !\nMerci 🙂 <b>&amp; à bientôt</b> "

    service.comment_check("2001:db8::1", comment_content=text, referrer="")

    [call] = sandbox.checks
    assert call.path == "/1.1/comment-check"
    assert call.fields["comment_content"] == text
    assert call.fields["user_ip"] == "2001:db8::1"
    assert call.fields["referrer"] == ""
    assert "is_test" not in call.fields
    assert call.answer == "false"


def test_name_of_the_client_is_recorded(sandbox, http):
    http.headers["User-Agent"] = "Newsroom/1.0"

    post(http)

    assert sandbox.calls[0].user_agent == "Newsroom/1.0"


def test_last_of_repeated_fields_counts_as_in_php(sandbox, http):
    post(http, comment_context=["Politique", "Culture"])

    assert sandbox.calls[0].fields["comment_context"] == "Culture"


def test_calls_are_told_apart_by_kind(sandbox, service):
    service.comment_check("203.0.113.1")
    service.submit_spam("203.0.113.2")
    service.submit_ham("203.0.113.3")

    kinds = [sandbox.checks, sandbox.spam_reports, sandbox.ham_reports]

    assert [[call.fields["user_ip"] for call in kind] for kind in kinds] == [
        ["203.0.113.1"],
        ["203.0.113.2"],
        ["203.0.113.3"],
    ]


def test_changing_the_list_of_calls_changes_nothing(sandbox, service):
    service.verify_key()

    sandbox.calls.clear()

    assert len(sandbox.calls) == 1


def test_calls_that_come_at_once_are_all_recorded(sandbox, http):
    with ThreadPoolExecutor(32) as pool:
        answers = pool.map(lambda number: post(http, comment_content=str(number)).text, range(200))

    assert list(answers) == ["false"] * 200
    assert {call.fields["comment_content"] for call in sandbox.checks} == set(map(str, range(200)))


def test_log_file_gets_a_line_for_each_call(tmp_path):
    path = tmp_path / "calls.jsonl"

    with AkismetSandbox(log_file=path) as sandbox, httpx.Client(base_url=sandbox.url) as http:
        post(http, comment_author="Zoé")
        post(http, "submit-ham")
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    assert [line["path"] for line in lines] == ["/1.1/comment-check", "/1.1/submit-ham"]
    assert lines[0]["fields"]["comment_author"] == "Zoé"


def test_unreachable_log_file_is_told_at_the_start(tmp_path):
    with pytest.raises(FileNotFoundError):
        AkismetSandbox(log_file=tmp_path / "missing" / "calls.jsonl").start()


# --- Failing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize(("mode", "expected"), WHOLE_ANSWERS.items(), ids=list(WHOLE_ANSWERS))
def test_failing_mode_answers_every_call_alike(sandbox, http, mode, expected, endpoint):
    sandbox.set_mode(mode)

    answer = post(http, endpoint)

    assert (answer.status_code, answer.text) == expected


def test_suspended_key_looks_like_ham_but_for_its_headers(sandbox, http):
    sandbox.set_mode("suspended")

    headers = post(http).headers

    assert headers["X-akismet-error"] == "suspended"
    assert headers["X-akismet-alert-code"] == "10402"
    assert headers["X-akismet-alert-msg"]


def test_maintenance_page_is_html(sandbox, http):
    sandbox.set_mode("html")

    assert post(http).headers["Content-Type"] == "text/html"


@pytest.mark.parametrize("mode", ["throttled", "error503"])
@pytest.mark.parametrize("retry_after", [7, "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_retry_after_is_sent_as_given(sandbox, http, mode, retry_after):
    sandbox.set_mode(mode, retry_after=retry_after)

    assert post(http).headers["Retry-After"] == str(retry_after)


def test_throttling_alone_names_no_time(sandbox, http):
    sandbox.set_mode("throttled")

    assert "Retry-After" not in post(http).headers


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("mode", ["slow", "stalled", "dripping"])
def test_client_runs_out_of_time(sandbox, http, mode, endpoint):
    sandbox.set_mode(mode, delay=60)
    http.timeout = IMPATIENCE

    with pytest.raises(httpx.ReadTimeout):
        post(http, endpoint)


def test_slow_answer_is_the_right_one(sandbox, http):
    sandbox.set_mode("slow", delay=0.1)

    answer = post(http, comment_author=DISCARD_AUTHOR)

    assert answer.elapsed.total_seconds() >= 0.1
    assert answer.headers["X-akismet-pro-tip"] == "discard"


def test_dripping_answer_never_lets_a_read_time_out(sandbox, http):
    sandbox.set_mode("dripping", delay=0.01)

    with http.stream("POST", "/1.1/comment-check", data=form()) as answer:
        drops = answer.iter_raw()
        received = [next(drops) for _ in range(50)]

    assert received == [b"."] * 50


def test_unanswered_call_is_recorded_as_such(sandbox, http):
    sandbox.set_mode("stalled")
    http.timeout = IMPATIENCE

    with pytest.raises(httpx.ReadTimeout):
        post(http)

    assert sandbox.calls[0].answer == "stalled"


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_reset_breaks_the_connection(sandbox, http, endpoint):
    sandbox.set_mode("reset")

    with pytest.raises(httpx.ReadError, match="reset by peer"):
        post(http, endpoint)


def test_oversized_answer_announces_its_size(sandbox, http):
    sandbox.set_mode("oversized")

    answer = post(http)

    assert answer.headers["Content-Length"] == "10000000"
    assert len(answer.content) == 10_000_000


def test_oversized_chunked_answer_announces_nothing(sandbox, http):
    sandbox.set_mode("oversized_chunked")

    answer = post(http)

    assert "Content-Length" not in answer.headers
    assert len(answer.content) == 10_000_000


def test_wrong_charset_makes_the_verdict_unreadable(sandbox, service):
    sandbox.set_mode("wrong_charset")

    with pytest.raises(UnicodeDecodeError):  # from the package too: it is no AkismetError
        service.comment_check("203.0.113.9")


def test_provisional_ham_asks_for_a_recheck(sandbox, http):
    sandbox.set_mode("recheck")

    answer = post(http)

    assert (answer.text, answer.headers["X-akismet-recheck-after"]) == ("false", "120")


def test_edited_comment_asks_for_a_recheck_too(sandbox, http):
    sandbox.set_mode("recheck")

    assert "X-akismet-recheck-after" in post(http, recheck_reason="edit").headers


@pytest.mark.parametrize(
    "fields", [{"recheck_reason": "recheck"}, {"comment_author": DISCARD_AUTHOR}], ids=["recheck", "spam"]
)
def test_recheck_and_spam_ask_for_none(sandbox, http, fields):
    sandbox.set_mode("recheck")

    assert "X-akismet-recheck-after" not in post(http, **fields).headers


def test_refusing_sandbox_refuses_connections(sandbox, http):
    sandbox.set_mode("refused")

    with pytest.raises(httpx.ConnectError):
        post(http)


def test_refusing_sandbox_cuts_connections_that_were_kept(sandbox, http):
    post(http)

    sandbox.set_mode("refused")

    with pytest.raises(httpx.ConnectError):
        post(http)


def test_nobody_else_gets_the_port_of_a_refusing_sandbox(sandbox):
    sandbox.set_mode("refused")

    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", sandbox.port))


def test_sandbox_listens_again_on_the_same_port(sandbox, http):
    url = sandbox.url
    sandbox.set_mode("refused")

    sandbox.set_mode("ok")

    assert sandbox.url == url
    assert post(http).text == "false"


def test_refused_before_the_start_is_refused_from_the_start():
    sandbox = AkismetSandbox()
    sandbox.set_mode("refused")

    with sandbox, pytest.raises(httpx.ConnectError):
        httpx.get(f"{sandbox.url}/sandbox/")


def test_failure_ends_by_itself(sandbox, http):
    sandbox.set_mode("error500", seconds=0.05)

    until(lambda: sandbox.mode == "ok")

    assert post(http).text == "false"


def test_refusal_ends_by_itself(sandbox):
    sandbox.set_mode("refused", seconds=0.05)

    with httpx.Client(transport=httpx.HTTPTransport(retries=4)) as patient:
        answer = patient.get(f"{sandbox.url}/sandbox/")

    assert answer.json()["mode"] == "ok"


def test_end_of_an_earlier_mode_does_not_end_a_later_one(sandbox, http):
    sandbox.set_mode("error500", seconds=0.05)
    sandbox.set_mode("slow", delay=0.2)

    post(http)

    assert sandbox.mode == "slow"


@pytest.mark.parametrize(
    "wrong", [{"mode": "sleepy"}, {"mode": "slow", "delay": -1}, {"mode": "slow", "seconds": float("nan")}]
)
def test_wrong_setting_changes_nothing(sandbox, wrong):
    with pytest.raises(ValueError, match="choose one of ok, slow|between 0 and 86400"):
        sandbox.set_mode(**wrong)

    assert sandbox.mode == "ok"


# --- Starting and stopping ------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.org", ""])
def test_other_hosts_than_loopback_are_refused(host):
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        AkismetSandbox(host=host)


def test_port_that_is_taken_is_told(sandbox):
    with pytest.raises(OSError, match="in use"):
        AkismetSandbox(port=sandbox.port).start()


def test_stopped_sandbox_listens_no_more(sandbox, http):
    post(http)

    sandbox.stop()

    with pytest.raises(httpx.ConnectError):
        post(http)


def test_stopping_twice_is_harmless(sandbox):
    sandbox.stop()

    sandbox.stop()


def test_stopped_sandbox_starts_again_on_its_port(sandbox, http):
    sandbox.stop()

    sandbox.start()

    assert post(http).text == "false"


@pytest.mark.parametrize("mode", ["slow", "stalled", "dripping"])
def test_stopping_releases_calls_that_are_under_way(sandbox, http, mode):
    sandbox.set_mode(mode, delay=60)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(post, http)
        until(lambda: sandbox.calls)

        sandbox.stop()

        with pytest.raises(httpx.TransportError):
            waiting.result(timeout=5)


# --- Control by another process -------------------------------------------------------------------------


def test_summary_tells_mode_and_counts(http):
    post(http)
    post(http, "submit-ham")

    summary = http.get("/sandbox/").json()

    assert summary == {"mode": "ok", "calls": 2, "checks": 1, "spam_reports": 0, "ham_reports": 1}


def test_mode_is_set_over_http(http):
    http.post("/sandbox/mode", data={"mode": "throttled", "retry_after": "7"})

    answer = post(http)

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"mode": "sleepy"}, "choose one of ok, slow"),
        ({}, "choose one of ok, slow"),
        ({"mode": "slow", "delay": "soon"}, "'soon'"),
        ({"mode": "slow", "seconds": "-1"}, "between 0 and 86400"),
        ({"mode": "refused"}, "needs seconds"),
    ],
)
def test_wrong_mode_is_refused_with_a_sentence(sandbox, http, fields, sentence):
    answer = http.post("/sandbox/mode", data=fields)

    assert answer.status_code == 400
    assert sentence in answer.text
    assert sandbox.mode == "ok"


def test_refusal_over_http_is_answered_before_it_begins(sandbox, http):
    answer = http.post("/sandbox/mode", data={"mode": "refused", "seconds": "60"})

    assert answer.json()["mode"] == "refused"
    with pytest.raises(httpx.ConnectError):
        http.get("/sandbox/")


@pytest.mark.parametrize("mode", [mode for mode in Mode if mode is not Mode.REFUSED])
def test_control_answers_in_every_other_mode(sandbox, http, mode):
    sandbox.set_mode(mode, delay=60)

    assert http.get("/sandbox/").json()["mode"] == mode


def test_log_is_read_over_http(http):
    post(http, comment_author="Zoé")

    [call] = http.get("/sandbox/log").json()

    assert call["fields"]["comment_author"] == "Zoé"
    assert call["answer"] == "false"


def test_log_is_cleared_over_http(sandbox, http):
    post(http)

    summary = http.post("/sandbox/clear").json()

    assert summary["calls"] == 0
    assert sandbox.calls == []


@pytest.mark.parametrize("path", ["/sandbox/mode", "/sandbox/clear"])
def test_looking_changes_nothing(http, path):
    assert http.get(path).status_code == 404


# --- The command ----------------------------------------------------------------------------------------


def test_command_refuses_without_debug(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="DEBUG"):
        call_command("akismet_sandbox", "--port", "0")


def test_command_names_the_way_out_of_a_taken_port(settings, sandbox):
    settings.DEBUG = True

    with pytest.raises(CommandError, match="--port"):
        call_command("akismet_sandbox", "--port", str(sandbox.port))


def test_command_takes_its_port_from_the_environment(settings, monkeypatch, sandbox):
    settings.DEBUG = True
    monkeypatch.setenv("AKISMET_SANDBOX_PORT", str(sandbox.port))

    with pytest.raises(CommandError, match=str(sandbox.port)):
        call_command("akismet_sandbox")


def test_command_names_a_port_that_cannot_be(settings):
    settings.DEBUG = True

    with pytest.raises(CommandError, match="--port"):
        call_command("akismet_sandbox", "--port", "70000")


@pytest.mark.processes
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_command_serves_until_it_is_told_to_end(tmp_path, number):
    log_file = tmp_path / "calls.jsonl"
    command = [sys.executable, MANAGE, "akismet_sandbox", "--port", "0", "--log-file", log_file]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "DEBUG": "1"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, **pipes) as run:
        url = re.search(r"http://127\.0\.0\.1:\d+", run.stdout.readline())[0]
        answer = httpx.post(f"{url}/1.1/comment-check", data=form()).text

        run.send_signal(number)

        assert run.communicate(timeout=10) == ("", "")
    assert (answer, run.returncode) == ("false", 0)
    assert len(log_file.read_text().splitlines()) == 1
