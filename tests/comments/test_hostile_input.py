"""Nothing that a reader sends breaks anything: it is refused in a sentence, or taken and shown as it was sent."""

import random
from io import BytesIO
from urllib.parse import quote, urlencode

import pytest
from django.urls import reverse

from comments.models import Comment
from comments.posting.forms import CommentForm
from comments.receipts.links import receipt_key
from tests.comments.readers import (
    SAME_ORIGIN,
    TYPED,
    URLENCODED,
    naughty_strings,
    page_of,
    parse,
    send_comment,
    shown_text,
    with_single_breaks,
    xss_lines,
)
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

KEPT_FIELDS = ["author_name", "author_email", "author_url", "body"]
FIELDS = [*KEPT_FIELDS, "parent", "submission_id"]
NO_NUMBERS = ["9" * 5000, "١٢", "1_0", "-1", "+1", "1.0", "1e3", "0x1", "²", "1 2", "NaN", "None", "true", "[]"]
HUGE_NUMBERS = [2**31, 2**63 - 1, 2**63, 2**64, 10**17, 10**18, 10**19, 10**300]
OTHER_CHARSETS = [
    *("utf-7", "utf-16", "utf-16-le", "utf-32", "latin-1", "iso-8859-15", "windows-1252", "ascii", "big5", "shift_jis"),
    *("rot13", "base64", "hex", "zlib", "bz2", "uu", "quopri", "idna", "punycode", "unicode_escape", "undefined"),
    *("utf-8-sig", "utf8mb4", "none", "", "é", "x" * 1000, "../../etc/passwd", "utf-8 utf-7", "{}", "%s"),
]
# What a comment in the thread is made of: any other element came out of somebody's text.
PARTS_OF_A_COMMENT = {
    *("h3", "h3 class", "span", "span class", "bdi", "a", "a class", "a href", "a rel", "time", "time datetime"),
    *("div", "div class", "div dir", "p", "br"),
}
WRONG_EVERYWHERE = {"author_name": "!", "author_email": "!", "author_url": "!", "body": "!", "parent": "!"}


def hostile_lines():
    return [*naughty_strings(), *random.Random(20261125).sample(xss_lines(), 200)]


def form_of(answer):
    """Return the form alone, which is quicker than the page, and where the sender's words stand."""
    _, start, rest = answer.text.partition('<section class="comment-form"')
    source, end, _ = rest.partition("</section>")
    return parse(start + source + end)


def parts_of(element):
    """Return the tags and attributes that an element is made of, such as "a" and "a href"."""
    return {f"{part.tag} {name}".strip() for part in element.walk() for name in ("", *part.attributes)}


def number_of(answer):
    """Return the number of the comment whose receipt an answer leads to."""
    return answer.url.split("/")[3]


def fields_with_errors(form):
    return {control["name"] for control in form.find_all(**{"aria-invalid": "true"})}


def post(client, article, body, content_type=URLENCODED, **extra):
    address = reverse("comments:post_comment", args=[article.pk])
    return client.generic("POST", address, body, content_type=content_type, headers=SAME_ORIGIN, **extra)


def read_whole_thread(client, article):
    """Return the published comments of all pages, as they are shown."""
    shown = []
    address = article.get_absolute_url()
    while address:
        thread = page_of(client.get(address)).find(id="comments")
        shown += thread.find_all("article")
        more = thread.find("a", rel="next")
        address = more["href"] if more else ""
    return shown


# The corpora


def test_hostile_lines_in_every_field_come_back_as_they_were_sent(client, article):
    parts_of_a_refusal = parts_of(form_of(send_comment(client, article, **WRONG_EVERYWHERE)))

    for number, line in enumerate(hostile_lines()[::3]):
        answer = send_comment(client, article, **dict.fromkeys(FIELDS, line))

        form = form_of(answer)
        assert answer.status_code == 422, line
        assert {form.field(name).typed for name in KEPT_FIELDS} == {line}
        assert form.field("parent").typed.strip() == ""
        assert parts_of(form) <= parts_of_a_refusal
        for name in {"author_email", "author_url"} - fields_with_errors(form) if number % 4 == 0 else ():
            alone = send_comment(client, article, body=f"Texte {line}"[:200], **{name: line})
            assert alone.status_code in (302, 422), line


def test_the_form_gives_back_every_hostile_line_as_it_was_sent(article):
    for line in hostile_lines():
        form = CommentForm(dict.fromkeys(FIELDS, line), instance=Comment(article=article))

        assert not form.is_valid(), line
        shown = parse("".join(str(form[name]) for name in KEPT_FIELDS))
        assert {shown.field(name).typed for name in KEPT_FIELDS} == {line}
        assert [part.tag for part in shown.walk()] == ["input", "input", "input", "textarea"]


def test_hostile_names_texts_and_ids_that_are_taken_are_shown_as_they_were_sent(client, article, moderator):
    sent = {}
    for line in hostile_lines():
        fields = {"author_name": line if len(line) <= 50 else "Zoé", "body": line, "submission_id": line}
        answer = send_comment(client, article, **fields)
        if answer.status_code == 422:
            refused = fields_with_errors(form_of(answer))
            assert refused <= {"author_name", "body"}, line
            fields |= dict.fromkeys(refused, "Texte")
            answer = send_comment(client, article, **fields)
        assert answer.status_code == 302, line
        sent[f"comment-{number_of(answer)}"] = fields

    Comment.objects.all().approve(by=moderator)
    shown = read_whole_thread(client, article)

    assert len(shown) == len(sent) > 600
    for comment in shown:
        fields = sent[comment["id"]]
        assert comment.find(class_="comment-author").text == fields["author_name"].strip()
        assert shown_text(comment.find(class_="comment-body")) == with_single_breaks(fields["body"])
        assert parts_of(comment) <= PARTS_OF_A_COMMENT


def test_hostile_sites_that_are_taken_are_links_to_the_web_and_nothing_else(client, article, moderator):
    for number, line in enumerate(hostile_lines()):
        site = f"https://zoe.example/{line}"
        if len(site) <= 200 and number % 10 == 0:
            send_comment(client, article, author_url=site, body=f"Texte numéro {number}.")
    Comment.objects.all().approve(by=moderator)
    sites = {f"comment-{comment.pk}": comment.author_url for comment in Comment.objects.all()}

    shown = read_whole_thread(client, article)

    assert len(shown) > 20
    for comment in shown:
        link = comment.find(class_="comment-author").find("a")
        assert link["href"] == sites[comment["id"]]
        assert link["href"].startswith("https://zoe.example/")
        assert parts_of(comment) <= PARTS_OF_A_COMMENT


def test_hostile_texts_are_shown_on_the_receipt_and_above_an_answer_as_sent(client, article):
    for line in hostile_lines()[::25]:
        comment = make_comment(article=article, status="approved", body=line or "-", author_name=line[:50] or "-")

        receipt = page_of(client.get(reverse("comments:receipt", args=[comment.pk, receipt_key(comment)])))
        reply = page_of(client.get(reverse("comments:reply", args=[comment.pk])))

        for page in (receipt, reply):
            quoted = page.find(class_="quoted")
            assert quoted.find(class_="comment-author").text == comment.author_name
            assert shown_text(quoted.find(class_="comment-body")) == with_single_breaks(comment.body)
            assert {script["src"] for script in page.find_all("script")} <= {"/static/js/comment-form.js"}
            assert all(script.text == "" for script in page.find_all("script"))


def test_hostile_headers_of_a_browser_are_taken(client, article):
    for number, line in enumerate(hostile_lines()[::8]):
        value = line.replace("\r", " ").replace("\n", " ").encode().decode("latin-1")

        answer = send_comment(
            client,
            article,
            headers=SAME_ORIGIN | {"user-agent": value, "referer": value},
            body=f"Texte numéro {number}.",
        )

        assert answer.status_code == 302, line


@pytest.mark.parametrize("header", ["sec-fetch-site", "origin"])
def test_hostile_origins_are_refused(client, article, header):
    for line in hostile_lines()[::20]:
        value = line.replace("\r", " ").replace("\n", " ").encode().decode("latin-1")

        assert send_comment(client, article, headers={header: value}).status_code == 403, line


def test_hostile_addresses_of_pages_are_no_pages(client, article):
    comment = make_comment(article=article, status="approved")

    for line in hostile_lines()[::8]:
        for address in (
            f"/comments/receipt/{comment.pk}/{quote(line, safe='')}/",
            f"/comments/{quote(line, safe='')}x/",
            f"{article.get_absolute_url()}?after={quote(line + 'x', safe='')}",
        ):
            assert client.get(address).status_code in (400, 404), address


# Bytes and charsets


@pytest.mark.parametrize(
    "broken", [b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"\xe2\x82", b"\x80", b"\xf4\x90\x80\x80"]
)
@pytest.mark.parametrize("name", FIELDS)
def test_bytes_that_are_not_utf8_are_refused_or_replaced(client, article, name, broken):
    fields = {key: value.encode() for key, value in TYPED.items()} | {name: b"Un texte " + broken}

    answer = post(client, article, urlencode(fields))

    assert answer.status_code in (302, 422)
    if answer.status_code == 302 and name in ("author_name", "body"):
        assert getattr(Comment.objects.get(), name).startswith("Un texte \ufffd")


def test_bytes_that_are_not_utf8_and_not_encoded_either_are_taken(client, article):
    body = urlencode(TYPED | {"body": "Un texte"}).encode().replace(b"Un+texte", b"Un+texte \xe9\xff\x9d")

    answer = post(client, article, body)

    assert answer.status_code in (302, 422)
    assert all(comment.body.startswith("Un texte ") for comment in Comment.objects.all())


def test_multipart_with_bytes_that_are_not_utf8_is_taken_with_replacements(client, article):
    parts = [(name, value.encode()) for name, value in TYPED.items() if name != "body"]

    answer = post(client, article, multipart([*parts, ("body", b"Un texte \xff")]), "multipart/form-data; boundary=XX")

    assert answer.status_code == 302
    assert Comment.objects.get().body == "Un texte \ufffd"


def multipart(parts, headers=b""):
    blocks = (
        b'--XX\r\nContent-Disposition: form-data; name="%s"\r\n%s\r\n%s\r\n' % (name.encode(), headers, value)
        for name, value in parts
    )
    return b"".join(blocks) + b"--XX--\r\n"


@pytest.mark.parametrize("charset", OTHER_CHARSETS, ids=lambda charset: ascii(charset[:20]))
@pytest.mark.parametrize("content_type", [URLENCODED, "multipart/form-data; boundary=XX", "text/plain"])
def test_a_declared_charset_other_than_utf8_is_refused(client, article, content_type, charset):
    answer = post(client, article, urlencode(TYPED), f"{content_type}; charset={charset}")

    assert answer.status_code == 415
    assert not Comment.objects.exists()


def test_a_refused_charset_is_refused_with_a_token_in_the_cookies_too(client, article):
    client.cookies["csrftoken"] = client.cookies["__Host-csrf"] = "a" * 32

    answer = post(client, article, urlencode(TYPED), f"{URLENCODED}; charset=utf-7")

    assert answer.status_code == 415


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "Utf-8", '"utf-8"'])
def test_utf8_in_any_spelling_is_taken(client, article, charset):
    answer = post(client, article, urlencode(TYPED), f"{URLENCODED}; charset={charset}")

    assert answer.status_code == 302
    assert Comment.objects.get().body == TYPED["body"]


# Signs that databases and headers trip over


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("value", ["\x00", "Zoé\x00", "\x00\x00Un texte"], ids=ascii)
def test_a_nul_is_refused_in_a_field_and_ignored_in_the_hint(client, article, name, value):
    answer = send_comment(client, article, **{name: value})

    assert answer.status_code == (302 if name == "submission_id" else 422)


def test_a_nul_is_refused_in_multipart_too(client, article):
    answer = client.post(
        reverse("comments:post_comment", args=[article.pk]), TYPED | {"body": "Un\x00texte"}, headers=SAME_ORIGIN
    )

    assert answer.status_code == 422


@pytest.mark.parametrize("number", [*NO_NUMBERS, *HUGE_NUMBERS, 0], ids=lambda number: str(number)[:8])
def test_a_parent_that_is_no_number_of_a_comment_is_gone(client, article, number):
    make_comment(article=article, status="approved")

    answer = send_comment(client, article, parent=number)

    assert answer.status_code == 422
    assert form_of(answer).find(role="alert").find("li").text
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("number", [*NO_NUMBERS, *HUGE_NUMBERS, 0], ids=lambda number: str(number)[:8])
def test_an_address_with_a_number_of_no_comment_is_no_page(client, article, number):
    key = "0" * 40
    number = quote(str(number))

    answers = [
        client.get(f"/comments/{number}/"),
        client.get(f"/comments/{number}/reply/"),
        client.get(f"/comments/receipt/{number}/{key}/"),
        client.post(f"/comments/receipt/{number}/{key}/withdraw/", headers=SAME_ORIGIN),
        client.post(f"/comments/post/{number}/", TYPED, headers=SAME_ORIGIN),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5


# Sizes and shapes


@pytest.mark.parametrize("content_type", [URLENCODED, "multipart/form-data; boundary=XX", "application/json"])
def test_a_body_of_ten_megabytes_is_refused(client, article, content_type):
    answer = post(client, article, b"body=" + b"x" * 10_000_000, content_type)

    assert answer.status_code == 413
    assert not Comment.objects.exists()


def test_the_longest_text_in_the_longest_encoding_is_not_too_large(client, article):
    answer = send_comment(client, article, body="𝒵" * 5000)

    assert answer.status_code == 302


@pytest.mark.parametrize("length", ["", "-1", "abc", "١٢", "1e3", "9" * 5000], ids=lambda length: ascii(length[:8]))
def test_a_body_whose_length_is_no_number_is_refused(client, article, length):
    answer = post(client, article, b"x", CONTENT_LENGTH=length, **{"wsgi.input": BytesIO(urlencode(TYPED).encode())})

    assert answer.status_code in (400, 411, 413)
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", URLENCODED),
        (b"&&&===%%%", URLENCODED),
        (b"body", URLENCODED),
        (b"%", URLENCODED),
        (b"body[]=x&body[0]=y&author_name.x=z", URLENCODED),
        (b"a=&" * 1500, URLENCODED),
        (b'{"author_name": "Z", "body": "x"}', "application/json"),
        (b"<comment/>", "application/xml"),
        (b"author_name=Z&body=x", "text/plain"),
        (b"author_name=Z&body=x", ""),
        (b"author_name=Z&body=x", "/"),
        (b"author_name=Z&body=x", "multipart/form-data"),
        (b"author_name=Z&body=x", "multipart/form-data; boundary="),
        (b"author_name=Z&body=x", "multipart/form-data; boundary=XX"),
        (b"author_name=Z&body=x", "multipart/form-data; boundary=" + "X" * 5000),
        (b"author_name=Z&body=x", "multipart/form-data; boundary=é"),
        (b"author_name=Z&body=x", "multipart/mixed; boundary=XX"),
        (b"--XX\r\n", "multipart/form-data; boundary=XX"),
        (b"--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--", "multipart/form-data; boundary=XX"),
        (
            b"--XX\r\nContent-Disposition: form-data; name*=rot13''body\r\n\r\nx\r\n--XX--",
            "multipart/form-data; boundary=XX",
        ),
        (
            b"--XX\r\nContent-Disposition: form-data; name=body; filename=x\r\n\r\nx\r\n--XX--",
            "multipart/form-data; boundary=XX",
        ),
        (multipart([("body", b"%%%")], b"Content-Transfer-Encoding: base64\r\n"), "multipart/form-data; boundary=XX"),
        (
            multipart([("body", b"x")], b"Content-Type: text/plain; charset=rot13\r\n"),
            "multipart/form-data; boundary=XX",
        ),
        (multipart([("x", b"")] * 1500), "multipart/form-data; boundary=XX"),
    ],
    ids=lambda value: ascii(value[:30]) if isinstance(value, bytes) else value[:40],
)
def test_a_body_that_is_no_form_is_refused(client, article, body, content_type):
    answer = post(client, article, body, content_type)

    assert answer.status_code in (400, 411, 413, 415, 422)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("name", ["author_name", "author_email", "author_url", "body", "parent"])
def test_a_file_in_the_place_of_a_field_is_refused(client, article, name):
    parts = [(field, value.encode()) for field, value in TYPED.items() if field != name]
    file = b'--XX\r\nContent-Disposition: form-data; name="%s"; filename="x.html"\r\n\r\n<b>\r\n' % name.encode()

    answer = post(client, article, file + multipart(parts), "multipart/form-data; boundary=XX")

    assert answer.status_code == 400
    assert not Comment.objects.exists()
