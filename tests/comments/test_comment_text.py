"""A reader's text as it is shown: paragraphs, links to the web, quotations and emphasis, all else as it was typed."""

import time

import pytest

from comments.markup import as_typed, paragraphs, words
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
            assert element.tag in ("p", "br", "blockquote")
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


# Quotations


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("> un\n> deux", "<blockquote><p>un<br>deux</p></blockquote>"),
        (">un\n>\n>deux", "<blockquote><p>un</p><p>deux</p></blockquote>"),
        ("> un\ndeux", "<blockquote><p>un</p></blockquote><p>deux</p>"),
        ("un\n> deux", "<p>un</p><blockquote><p>deux</p></blockquote>"),
        ("> un\n\n> deux", "<blockquote><p>un</p></blockquote>\n<blockquote><p>deux</p></blockquote>"),
        (">> un\n> deux", "<blockquote><blockquote><p>un</p></blockquote><p>deux</p></blockquote>"),
        ("> > un", "<blockquote><blockquote><p>un</p></blockquote></blockquote>"),
        ("> *un*", "<blockquote><p><em>un</em></p></blockquote>"),
        ("> <b>", "<blockquote><p>&lt;b&gt;</p></blockquote>"),
    ],
)
def test_lines_that_begin_with_a_sign_are_quoted(text, shown):
    assert paragraphs(text) == shown


def test_quotations_are_three_deep_and_flat_beyond():
    shown = paragraphs(">>>> quatre\n>>> trois")

    assert shown == f"{'<blockquote>' * 3}<p>&gt; quatre<br>trois</p>{'</blockquote>' * 3}"


@pytest.mark.parametrize("text", [">:(", ">.<", "><script>", "a > b", ">", "> ", " > un", "=> un", ">\n>"])
def test_signs_that_quote_nothing_are_shown_as_typed(text):
    shown = parse(paragraphs(text))

    assert shown.find("blockquote") is None
    assert shown_text(shown) == text


# Emphasis


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*un*", "<em>un</em>"),
        ("_un mot_", "<em>un mot</em>"),
        ("**un mot**", "<strong>un mot</strong>"),
        ("(*un*), l’_idée_ : « **oui** ».", "(<em>un</em>), l’<em>idée</em> : « <strong>oui</strong> »."),
        ("*« un »*", "<em>« un »</em>"),
        ("*<b>*", "*&lt;b&gt;*"),
        ("*a<b>*", "<em>a&lt;b&gt;</em>"),
        ("*un* et **deux** et _trois_", "<em>un</em> et <strong>deux</strong> et <em>trois</em>"),
        ("*snake_case*", "<em>snake_case</em>"),
        ("* un *deux*", "* un <em>deux</em>"),
    ],
)
def test_words_between_signs_are_emphasised(text, shown):
    assert paragraphs(text) == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "2*3*4",
        "2 * 3 * 4",
        "snake_case_name",
        "__init__",
        "_privee_methode",
        "* un\n* deux",
        "* un * deux",
        "*un",
        "un*",
        "*un\ndeux*",
        "**un*",
        "***un***",
        "****",
        "*_*",
        "_(ツ)_",
        "¯\\_(ツ)_/¯",
        "^_^ *.* -_-",
        "f(*args, **kwargs)",
        "/*un*/",
        "m*rde et p**ain",
        "* *un *",
        "*\u2028*",
    ],
    ids=ascii,
)
def test_signs_that_emphasise_nothing_are_shown_as_typed(text):
    shown = parse(paragraphs(text))

    assert {element.tag for element in shown.walk()} <= {"p", "br"}
    assert shown_text(shown) == text


@pytest.mark.parametrize("address", ["https://exemple.example/_a_/*b*", "https://exemple.example/a_b_c"])
@pytest.mark.parametrize("text", ["{}", "*voir {} ici*", "_{} ici_", "**un {} deux**"])
def test_signs_within_or_around_an_address_stay(address, text):
    shown = parse(paragraphs(text.format(address)))

    assert {element.tag for element in shown.walk()} == {"p", "a"}
    assert links(text.format(address)) == [address]
    assert shown.text == text.format(address)


@pytest.mark.parametrize("sign", ["*", "_", ">", "*a", "_a ", "**a ", " *a", "> ", ">\n", "a*\n", "*(_", "https://a_*"])
def test_the_time_for_a_text_grows_with_its_length_and_no_faster(sign):
    def seconds(count):
        start = time.process_time()
        paragraphs(sign * count)
        return time.process_time() - start

    few = min(seconds(1000) for _ in range(5))

    assert min(seconds(10_000) for _ in range(5)) < 30 * few + 0.01


def test_an_excerpt_is_made_of_words_alone():
    assert words("> *un* <b>\n\n**deux**\ntrois & quatre") == "un <b> deux trois & quatre"


def test_elsewhere_every_sign_is_shown_as_it_was_typed():
    shown = parse(as_typed("> *un* https://exemple.example\n_deux_"))

    assert {element.tag for element in shown.walk()} == {"p", "br", "a"}
    assert shown.text_with_breaks == "> *un* https://exemple.example\n_deux_"


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
