"""What a field does not take: a message beside it, everything typed kept, and nothing stored."""

import json

import pytest
from django.urls import reverse

from comments.models import Comment
from comments.models.comment import BODY_MAX, NAME_MAX, URL_MAX
from tests.comments.readers import DATA, SAME_ORIGIN, URLENCODED, page_of, send_comment
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

RIGHT_TO_LEFT = "\u202e"
BLANK_LETTERS = "\u3164\u115f\u1160\uffa0\u2800"


def error_beside(answer, name):
    """Return the message that a screen reader reads with the field, after checking how it is tied to it."""
    form = page_of(answer).find(id="comment-form")
    control = form.field(name)
    assert control["aria-invalid"] == "true"
    (message,) = [form.find(id=word) for word in control["aria-describedby"].split() if word.endswith("_error")]
    return message.text.strip()


def fields_with_errors(answer):
    form = page_of(answer).find(id="comment-form")
    return {control["name"] for control in form.find_all(**{"aria-invalid": "true"})}


def assert_refused(answer, name, typed):
    assert answer.status_code == 422
    assert error_beside(answer, name)
    assert fields_with_errors(answer) == {name}
    assert page_of(answer).find(id="comment-form").field(name).typed == typed
    assert not Comment.objects.exists()


# The form that comes back


@pytest.mark.parametrize("name", ["author_name", "author_email", "body"])
@pytest.mark.parametrize("left_out", ["", " \t ", None])
def test_a_required_field_that_is_empty_is_asked_for(client, article, name, left_out):
    answer = send_comment(client, article, **{name: left_out})

    assert answer.status_code == 422
    assert fields_with_errors(answer) == {name}
    assert error_beside(answer, name)
    assert not Comment.objects.exists()


def test_everything_typed_is_kept_when_one_field_is_wrong(client, article):
    typed = {
        "author_name": "Zoé « l’Ours »",
        "author_email": "pas une adresse",
        "author_url": "https://zoe.example/?a=1&b=2",
        "body": "\n  Un texte\navec <b>des signes</b> & des lignes.\n",
    }

    form = page_of(send_comment(client, article, **typed)).find(id="comment-form")

    assert {name: form.field(name).typed for name in typed} == typed


def test_an_answer_that_comes_back_still_answers_the_same_comment(client, article):
    question = make_comment(article=article, status="approved", body="Une question ?")

    page = page_of(send_comment(client, article, parent=question.pk, body=""))

    assert page.find(id="comment-form").field("parent").typed == str(question.pk)
    assert page.find(class_="quoted").find(class_="comment-body").text == "Une question ?"


def test_a_form_that_comes_back_can_be_sent_again(client, article):
    form = page_of(send_comment(client, article, author_email="zoe")).find(id="comment-form")
    typed = {control["name"]: control.typed for control in form.walk() if "name" in control and control.tag != "button"}

    answer = send_comment(client, article, **typed | {"author_email": "zoe@example.org"})

    assert answer.status_code == 302


def test_a_form_that_comes_back_is_kept_by_nobody(client, article):
    answer = send_comment(client, article, body="")

    assert answer.headers["Cache-Control"] == "no-store"


def test_a_form_that_comes_back_says_first_that_nothing_was_sent(client, article):
    form = page_of(send_comment(client, article, body="")).find(id="comment-form")

    assert form.find(role="alert").text.strip()


def test_a_form_that_comes_back_names_each_error_above_and_leads_to_its_field(client, article):
    form = page_of(send_comment(client, article, body="", author_email="zoe")).find(id="comment-form")

    links = form.find(role="alert").find_all("a")
    assert [form.find(id=link["href"][1:])["name"] for link in links] == ["body", "author_email"]
    for link, name in zip(form.find(role="alert").find_all("li"), ("body", "author_email"), strict=True):
        assert form.find(id=f"id_{name}_error").text.strip() in link.text


def test_a_form_that_did_not_come_back_has_no_message(client, article):
    form = page_of(client.get(article.get_absolute_url())).find(id="comment-form")

    assert form.find(role="alert") is None
    assert form.find_all(class_="errors") == []


# Lengths


@pytest.mark.parametrize(
    ("name", "longest"),
    [
        ("author_name", "é" * NAME_MAX),
        ("author_email", "z" * 50 + "@" + ("x" * 62 + ".") * 3 + "x" * 10 + ".org"),
        ("author_url", "https://zoe.example/".ljust(URL_MAX, "x")),
        ("body", "é\r\n" + "𝒵" * (BODY_MAX - 2)),
    ],
)
def test_the_longest_value_is_taken_and_one_more_is_refused(client, article, name, longest):
    too_long = send_comment(client, article, **{name: f"{longest}z"})
    taken = send_comment(client, article, **{name: longest})

    assert too_long.status_code == 422
    assert fields_with_errors(too_long) == {name}
    assert taken.status_code == 302
    assert getattr(Comment.objects.get(), name) == longest.replace("\r\n", "\n")


def test_a_text_that_is_too_long_is_kept_whole(client, article):
    text = "Très long. " * 1000

    answer = send_comment(client, article, body=text)

    assert_refused(answer, "body", text)


def test_a_text_of_one_sign_is_refused_and_one_of_two_is_taken(client, article):
    assert_refused(send_comment(client, article, body="!"), "body", "!")

    assert send_comment(client, article, body="OK").status_code == 302


def test_a_text_of_a_hundred_lines_is_taken_and_one_more_is_refused(client, article):
    lines = ["ligne"] * 100

    assert_refused(send_comment(client, article, body="\n".join([*lines, "x"])), "body", "\n".join([*lines, "x"]))

    assert send_comment(client, article, body="\r\n".join(lines)).status_code == 302


# Links


def test_three_links_are_not_marked(client, article):
    send_comment(client, article, body="https://a.example http://b.example HTTPS://C.example")

    assert Comment.objects.get().marks == []


def test_many_links_are_taken_held_and_marked(client, article):
    answer = send_comment(client, article, body="https://a.example " * 4)

    comment = Comment.objects.get()
    assert answer.status_code == 302
    assert (comment.status, comment.marks) == ("pending", [Comment.Mark.MANY_LINKS])


# Name and text


@pytest.mark.parametrize(
    "name",
    [
        "…",
        "'; --",
        "💥",
        "\u200b\u200d",
        "deux\nlignes",
        "une\ttabulation",
        "son\x07nette",
        "c1\x85",
        "échap\x1b[2J",
        "ligne\u2028",
        "p\ufdd0",
        "p\uffff",
        f"Zoé{RIGHT_TO_LEFT}",
        "Zoé\u2066",
        "Z" + "\u0301" * 21,
        *BLANK_LETTERS,
    ],
    ids=ascii,
)
def test_a_name_that_names_nobody_or_disturbs_the_page_is_refused(client, article, name):
    answer = send_comment(client, article, author_name=f"“{name}”" if name.isspace() else f".{name}.")

    assert answer.status_code == 422
    assert fields_with_errors(answer) == {"author_name"}
    assert not Comment.objects.exists()


@pytest.mark.parametrize("name", ["Zoé", "李", "O’Neil-Dupont", "दिव्या", "شهرزاد", "Nguyễn Thị Ánh", "R2", "7"])
def test_names_of_the_world_are_taken(client, article, name):
    send_comment(client, article, author_name=name)

    assert Comment.objects.get().author_name == name


@pytest.mark.parametrize(
    "text",
    [
        "un\x0bdeux",
        "un\x08deux",
        "un\x1bdeux",
        "un\x00deux",
        "un\x7fdeux",
        "un\x9fdeux",
        "un\u2028deux",
        "un\ufffedeux",
        "un\U0001fffedeux",
        "a" + "\u0301" * 21,
        "\u200b\u200b\u2060",
        "\u00a0\n\u3000",
        BLANK_LETTERS,
    ],
    ids=ascii,
)
def test_a_text_that_is_none_is_refused_and_kept(client, article, text):
    assert_refused(send_comment(client, article, body=text), "body", text)


@pytest.mark.parametrize(
    "text", ["👍👍", "??", "شكراً جزيلاً", "e\u0301t\u0301", "👩‍👩‍👧‍👦", "a\tb\n\n\nc", "\ufeffBonjour"], ids=ascii
)
def test_texts_of_the_world_are_taken_as_they_are(client, article, text):
    send_comment(client, article, body=text)

    assert Comment.objects.get().body == text


# E-mail


def test_every_valid_address_is_taken_as_it_is_or_refused_beside_its_field(client, article):
    addresses = (DATA / "emails_valid.txt").read_text().split()

    answers = {address: send_comment(client, article, author_email=address) for address in addresses}

    taken = {address for address, answer in answers.items() if answer.status_code == 302}
    assert taken >= {address for address in addresses if address.split("@")[0].isascii() and "@" in address}
    assert set(Comment.objects.values_list("author_email", flat=True)) == taken
    assert all(error_beside(answers[address], "author_email") for address in answers.keys() - taken)


def test_an_address_that_is_none_is_refused_and_kept(client, article):
    lines = (DATA / "emails_invalid.txt").read_text().split("\n")
    addresses = [line for line in lines if line.strip() and not only_dns_can_tell(line)]

    for address in addresses:
        answer = send_comment(client, article, author_email=address)

        assert answer.status_code == 422, address
        assert fields_with_errors(answer) == {"author_email"}, address
        assert page_of(answer).find(id="comment-form").field("author_email").typed == address
    assert len(addresses) > 50


def only_dns_can_tell(address):
    """Tell whether Django's own validator takes the domain: it is international, or of a reserved kind."""
    domain = address.rpartition("@")[2]
    reserved = (".arpa", ".invalid", ".local", ".localhost", ".onion", ".test")
    return not domain.isascii() or domain.endswith(reserved) or "--" in domain


def test_addresses_that_cannot_be_printed_are_refused_or_trimmed(client, article):
    for address in json.loads((DATA / "emails_invalid_unprintable.json").read_text()):
        # A lone surrogate cannot be written as UTF-8; a sender who writes it all the same sends these bytes.
        typed = "".join(f"%{byte:02X}" for byte in address.encode(errors="surrogatepass"))
        body = f"author_name=Zo%C3%A9&author_email={typed}&body=Bonjour".encode()
        client.post(
            reverse("comments:post_comment", args=[article.pk]), body, content_type=URLENCODED, headers=SAME_ORIGIN
        )

    assert set(Comment.objects.values_list("author_email", flat=True)) <= {"my@example.com"}


@pytest.mark.parametrize(
    "address",
    [
        '"<script>alert(1)</script>"@example.com',
        '"zoe"@example.org',
        "zoe@example.org\r\nBcc: all@example.org",
        f"zoe@example{RIGHT_TO_LEFT}.org",
        "zoe@example.org, ines@example.org",
        "Zoé <zoe@example.org>",
        "zoe@[192.0.2.1]",
        "zoe@localhost",
        "mailto:zoe@example.org",
    ],
    ids=ascii,
)
def test_an_address_that_could_be_read_as_something_else_is_refused(client, article, address):
    answer = send_comment(client, article, author_email=address)

    assert answer.status_code == 422
    assert fields_with_errors(answer) == {"author_email"}


# Site


@pytest.mark.parametrize(
    "site",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "javascript://zoe.example/%0aalert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "ftp://zoe.example/",
        "ftps://zoe.example/",
        "mailto:zoe@example.org",
        "https://zoe:secret@zoe.example/",
        "https://banque.example@ailleurs.example/",
        "https://localhost/",
        "https://intranet/",
        "https://192.0.2.1/",
        "https://192.0.2.1:8080/",
        "https://[::1]/",
        "https://[2001:db8::1]/",
        "https://0x7f.1/",
        "https://2130706433/",
        f"https://zoe.example/{RIGHT_TO_LEFT}gpj.exe",
        "https://zoe.example/\u200b",
        "https://zoe.example/ une page",
        "https://zoe.example/\nX",
        "https://zoe.example:99999999/",
        "https://zoe..example/",
        "https://",
        "http://[",
        "Zoé",
    ],
    ids=ascii,
)
def test_a_site_that_is_no_plain_web_address_is_refused_and_kept(client, article, site):
    assert_refused(send_comment(client, article, author_url=site), "author_url", site)


@pytest.mark.parametrize(
    "site",
    [
        "https://zoe.example",
        "http://zoe.example:8080/carnet/",
        "https://été.example/",
        "https://xn--t-9fab.example/",
        "https://例え.テスト/頁",
        "https://zoe.example/l'été?a=1&b=2#c",
    ],
    ids=ascii,
)
def test_a_plain_web_address_is_taken_as_it_is(client, article, site):
    send_comment(client, article, author_url=site)

    assert Comment.objects.get().author_url == site
