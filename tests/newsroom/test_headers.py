"""What browsers are told with every answer, whoever gives it."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests.articles.desk import signed_in
from tests.comments.readers import page_of
from tests.factories import make_article

pytestmark = pytest.mark.django_db

READERS_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}
READERS_PATHS = [
    "/",
    "/2026/",
    "/feed/",
    "/comments/feed/",
    "/comments/feed/featured/atom/",
    "/comments/address/x/",
    "/comments/leave/x/",
    "/sitemap.xml",
    "/robots.txt",
    "/privacy/",
    "/section/x/",
    "/healthz",
    "/readyz",
]
READERS_PATHS += ["/static/css/base.css", "/static/nothing.css", "/media/nothing.webp", "/nowhere/", "/moderation/"]
STAFF_PATHS = ["/admin/", "/admin/login/", "/admin/articles/article/add/", "/admin/jsi18n/", "/admin/nowhere/"]
METHODS = ["GET", "HEAD", "POST", "TRACE", "DELETE"]


@pytest.fixture
def ask(client):
    """Send any request, and close the files that answer some of them."""
    answers = []

    def ask(method: str, path: str, body: bytes = b"x=1", **request):
        request.setdefault("content_type", "application/x-www-form-urlencoded")
        answers.append(client.generic(method, path, body, **request))
        return answers[-1]

    yield ask
    for answer in answers:
        answer.close()


def policy_of(answer) -> dict[str, str]:
    directives = (
        directive.strip().partition(" ") for directive in answer.headers["Content-Security-Policy"].split(";")
    )
    return {name: values for name, _, values in directives if name}


def missing(answer) -> dict[str, str | None]:
    return {name: answer.headers.get(name) for name, value in ALWAYS.items() if answer.headers.get(name) != value}


@pytest.mark.parametrize("path", READERS_PATHS)
@pytest.mark.parametrize("method", METHODS)
def test_an_answer_to_readers_keeps_everything_to_its_own_origin(ask, path, method):
    answer = ask(method, path)

    assert policy_of(answer) == READERS_POLICY
    assert missing(answer) == {}


def test_a_storys_page_and_its_304_have_the_readers_policy(client):
    path = make_article().get_absolute_url()

    page = client.get(path)
    known = client.get(path, headers={"if-none-match": page.headers["ETag"]})

    assert policy_of(page) == policy_of(known) == READERS_POLICY
    assert missing(page) == missing(known) == {}


@pytest.mark.parametrize("status", [400, 411, 413, 415])
def test_a_refusal_has_the_readers_policy(ask, status):
    refused = {
        400: {"headers": {"host": "evil.example"}},
        411: {"body": b""},
        413: {"body": b"x" * 100_000},
        415: {"content_type": "text/plain; charset=utf-16"},
    }

    answer = ask("POST", "/comments/post/1/", **refused[status])

    assert answer.status_code == status
    assert policy_of(answer) == READERS_POLICY
    assert missing(answer) == {}


@pytest.mark.parametrize("path", STAFF_PATHS)
def test_an_answer_to_the_newsroom_allows_no_inline_script(journalist, path):
    answer = signed_in(journalist).get(path)

    policy = policy_of(answer)
    assert missing(answer) == {}
    assert {name: policy[name] for name in ("default-src", "base-uri", "frame-ancestors")} == {
        "default-src": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/2026/11/h/", "/section/s/", "/nowhere/", "/privacy/", "/moderation/"])
def test_a_page_has_nothing_inline_and_nothing_foreign(client, moderator, path):
    make_article(slug="h", body="<p>Texte</p>")

    elements = list(page_of(signed_in(moderator).get(path)).walk())

    assert not [element for element in elements if element.tag == "style" or "style" in element]
    inline = [element for element in elements if element.tag == "script" and "src" not in element]
    assert {script["type"] for script in inline} <= {"application/ld+json"}  # data, which no browser runs
    assert not [name for element in elements for name in element.attributes if name.startswith("on")]
    loaded = [element["src"] for element in elements if "src" in element]
    named = ("canonical", "alternate")  # addresses for other programs, which no browser loads
    loaded += [element["href"] for element in elements if element.tag == "link" and element["rel"] not in named]
    assert not [address for address in loaded if not address.startswith("/") or address.startswith("//")]


@pytest.mark.parametrize("path", [*READERS_PATHS, *STAFF_PATHS])
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_no_other_site_may_read_an_answer(ask, path, method):
    answer = ask(method, path, headers={"origin": "https://evil.example", "access-control-request-method": "POST"})

    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


@pytest.mark.parametrize("path", [*READERS_PATHS, "/admin/nowhere/"])
def test_a_reader_gets_no_cookie(ask, path):
    for method in METHODS:
        assert not ask(method, path).cookies


@pytest.mark.parametrize("path", ["/", "/nowhere/", "/static/css/base.css", "/admin/login/", "/comments/post/1/"])
@pytest.mark.parametrize("method", ["GET", "POST", "TRACE"])
def test_a_secure_answer_asks_for_secure_ones_from_now_on(ask, settings, path, method):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True

    answer = ask(method, path, secure=True)

    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def upload(name: str) -> str:
    return default_storage.url(default_storage.save(f"pictures/{name}", ContentFile(b"<script>alert(1)</script>")))


@pytest.mark.parametrize("name", ["a.webp", "a.svg", "a.html", "a.xml", "a.pdf", "a.js", "a", "a.WEBP"])
def test_an_uploaded_file_can_do_nothing(ask, name):
    answer = ask("GET", upload(name))

    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    # A picture may be shown by a feed reader or in a card of another site.
    may_be_shown = {"Cross-Origin-Resource-Policy": "cross-origin"} if name.lower().endswith(".webp") else {}
    assert missing(answer) == may_be_shown


@pytest.mark.parametrize(("name", "shown"), [("a.webp", True), ("a.PNG", True), ("a.svg", False), ("a.html", False)])
def test_only_pictures_are_shown_and_all_else_is_saved(ask, name, shown):
    answer = ask("GET", upload(name))

    assert ("attachment" not in answer.headers.get("Content-Disposition", "")) is shown


@pytest.mark.parametrize(
    "path", ["/media/../newsroom/settings.py", "/media/%2e%2e/newsroom/settings.py", "/media/", "/media/pictures/"]
)
def test_only_files_of_the_library_are_served(client, path):
    assert client.get(path).status_code in (400, 404)


@pytest.mark.parametrize(("extension", "kind"), [("jpg", "jpeg"), ("png", "png"), ("webp", "webp"), ("avif", "avif")])
def test_a_picture_is_called_what_it_is(ask, extension, kind):
    assert ask("GET", upload(f"a.{extension}")).headers["Content-Type"] == f"image/{kind}"
