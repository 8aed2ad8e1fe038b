"""A reader's text as it is shown: paragraphs and links to the web, every sign as it was typed, and nothing else."""

import pytest

from comments.markup import paragraphs
from comments.text import count_addresses, web_address
from tests.comments.readers import naughty_strings, parse, shown_text, with_single_breaks, xss_lines

REL = "nofollow ugc noopener"


def links(text):
    return [link["href"] for link in parse(paragraphs(text)).find_all("a")]


def assert_only_paragraphs_and_links(shown):
    for element in shown.walk():
        if element.tag == "a":
            assert set(element.attributes) == {"href", "rel"}
            assert element["href"].lower().startswith(("http://", "https://"))
            assert element["rel"] == REL
            assert element.text == element["href"]
        else:
            assert element.tag in ("p", "br")
            assert element.attributes == {}


# Paragraphs


def test_a_line_is_a_paragraph():
    assert paragraphs("Bonjour.") == "<p>Bonjour.</p>"


def test_an_empty_line_begins_a_paragraph():
    assert paragraphs("un\n\ndeux") == "<p>un</p>\n<p>deux</p>"


def test_a_line_break_stays_a_line_break():
    assert paragraphs("un\ndeux\ntrois") == "<p>un<br>deux<br>trois</p>"


def test_several_empty_lines_begin_one_paragraph():
    assert paragraphs("un\n\n \t\n\ndeux") == "<p>un</p>\n<p>deux</p>"


def test_empty_lines_around_the_text_are_not_shown():
    assert paragraphs("\n\nun\n\n") == "<p>un</p>"


def test_spaces_within_a_line_are_kept():
    assert paragraphs("  un   deux\t") == "<p>  un   deux\t</p>"


# Escaping


def test_signs_of_html_are_shown_as_typed():
    assert paragraphs("""<b>"1" & '2'</b> &amp;""") == (
        "<p>&lt;b&gt;&quot;1&quot; &amp; &#x27;2&#x27;&lt;/b&gt; &amp;amp;</p>"
    )


def test_signs_of_templates_and_formats_are_shown_as_typed():
    text = "{{ secret }} {% now 'Y' %} {} {0} {name} %s %(name)s \\1 \\g<0>"

    assert parse(paragraphs(text)).text == text


def test_every_attack_on_a_page_becomes_words():
    for line in xss_lines():
        shown = parse(paragraphs(line))

        assert_only_paragraphs_and_links(shown)
        assert shown_text(shown) == line


def test_every_attack_beside_a_link_becomes_words():
    for line in xss_lines():
        text = f"https://exemple.example/{line}\n{line}https://exemple.example/"
        shown = parse(paragraphs(text))

        assert_only_paragraphs_and_links(shown)
        assert shown_text(shown) == text


def test_every_naughty_string_comes_back_as_it_was():
    for text in naughty_strings():
        shown = parse(paragraphs(text))

        assert_only_paragraphs_and_links(shown)
        assert shown_text(shown) == with_single_breaks(text)


# Links


@pytest.mark.parametrize(
    "address",
    [
        "https://exemple.example",
        "http://exemple.example/page",
        "HTTPS://EXEMPLE.EXAMPLE/",
        "https://exemple.example:8080/a/b?c=d&e=f#g",
        "https://été.example/l%27été",
        "https://exemple.example/(a)b",
        "https://例え.テスト/頁",
    ],
)
def test_an_address_of_the_web_becomes_a_link(address):
    assert links(f"Voir {address} ici.") == [address]


def test_a_link_recommends_nothing_and_hands_over_nothing():
    (link,) = parse(paragraphs("https://exemple.example")).find_all("a")

    assert link["rel"] == REL


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Lisez https://exemple.example.", "https://exemple.example"),
        ("(https://exemple.example/a)", "https://exemple.example/a"),
        ("« https://exemple.example/a »", "https://exemple.example/a"),
        ("“https://exemple.example/a”", "https://exemple.example/a"),
        ("<https://exemple.example/a>", "https://exemple.example/a"),
        ('"https://exemple.example/a"', "https://exemple.example/a"),
        ("https://exemple.example/a?!…", "https://exemple.example/a"),
        ("https://exemple.example/a\nsuite", "https://exemple.example/a"),
        ("https://exemple.example/a\u202egpj.exe", "https://exemple.example/a"),
    ],
    ids=ascii,
)
def test_a_link_ends_where_the_address_ends(text, address):
    assert links(text) == [address]


def test_what_follows_a_link_is_shown():
    text = "(https://exemple.example/a), puis https://exemple.example/b !"

    assert parse(paragraphs(text)).text == text


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "javascript://exemple.example/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://exemple.example/",
        "mailto:zoe@exemple.example",
        "tel:+33123456789",
        "//exemple.example/",
        "www.exemple.example",
        "http:/exemple.example",
        "http:exemple.example",
        "https ://exemple.example",
        "http://",
        "https://...",
        "http://)",
        "https:///a",
        "https://?a",
    ],
)
def test_what_is_no_address_of_the_web_becomes_no_link(text):
    assert links(text) == []


def test_links_are_counted_as_a_reader_sees_them():
    text = "https://a.example, http://b.example (HTTPS://C.EXAMPLE) javascript:alert(1) ftp://d.example http://"

    assert count_addresses(text) == len(links(text)) == 3


# The site of a commenter


@pytest.mark.parametrize("address", ["https://zoe.example", "http://zoe.example/a", "HTTPS://ZOE.EXAMPLE"])
def test_an_address_of_the_web_may_be_linked(address):
    assert web_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        " https://zoe.example",
        "\nhttps://zoe.example",
        "//zoe.example",
        "zoe.example",
        "httpsx://a",
    ],
    ids=ascii,
)
def test_any_other_address_may_not_be_linked(address):
    assert web_address(address) == ""


def test_no_attack_may_be_linked_unless_it_is_an_address_of_the_web():
    allowed = {web_address(line) for line in xss_lines()} - {""}

    assert all(address.lower().startswith(("http://", "https://")) for address in allowed)
