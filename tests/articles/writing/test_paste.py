"""What comes from a word processor or a web page is stored as if it had been written in the editor."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.models import Article
from articles.story_html import sanitise
from articles.writing.paste import clean_pasted, without_tracking
from tests.articles.desk import ADD, signed_in, story_form

CASES = Path(__file__).parents[2] / "data/paste"
NAMES = sorted(path.name.removesuffix(".clean.html") for path in CASES.glob("*.clean.html"))
PIECES = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<span style=font-weight:700>", "</span>", "<h1>", "</h1>"]
        + ["<ul><li>", "</li></ul>", "<br>", "<br><br>", "<a href='https://x.fr/?utm_source=a&b=1'>", "</a>", "&nbsp;"]
        + ["<table><tr><td>", "</table>", "<caption>", "<blockquote>", "</blockquote>", "<footer>", "<small>", "<em>"]
        + ["<p class=MsoListParagraph>·&nbsp;&nbsp;&nbsp;", "<p style='mso-list:l0 level2'>", "<aside>", "<pre>", "\n"]
        + [
            "mot",
            " ",
            "1.&nbsp;&nbsp;",
            "<figure>",
            "<figcaption>",
            "<img src=/media/a>",
            "<dt>",
            "<code>",
            "<small class=note>",
        ]
    ),
    max_size=25,
).map("".join)


def case(name: str) -> tuple[str, str]:
    pasted = (CASES / f"{name}.html").read_text(encoding="utf-8")
    return pasted, (CASES / f"{name}.clean.html").read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_pasted_is_clean(name):
    pasted, clean = case(name)

    assert sanitise(pasted) == clean


@pytest.mark.parametrize("name", NAMES)
def test_what_is_clean_stays_as_it_is(name):
    _, clean = case(name)

    assert sanitise(clean) == clean


@pytest.mark.django_db
def test_what_is_posted_past_the_editor_is_cleaned_as_well(journalist):
    pasted, clean = case("google-docs")

    signed_in(journalist).post(ADD, story_form(body=pasted))

    assert Article.objects.get().body == clean


@settings(deadline=None)
@given(PIECES)
def test_cleaning_again_changes_nothing(html):
    assert sanitise(sanitise(html)) == sanitise(html)


@settings(deadline=None)
@given(PIECES)
def test_no_word_is_lost_or_doubled(html):
    assert sanitise(f"<div>{html}</div>").count("mot") <= html.count("mot")
    assert sanitise(f"<p style=''>{html.replace('<aside>', '').replace('<footer>', '')}").count("mot") == html.count(
        "mot"
    )


def test_a_text_that_shows_no_mark_of_another_program_is_left_alone():
    html = "<p></p><p>A.&nbsp;&nbsp; Un</p>"

    assert clean_pasted(html) is html


def test_a_text_that_is_nested_without_end_is_read_flat():
    html = "<div>" * 10_000 + "mot" + "</div>" * 10_000

    assert sanitise(html) == "<p>mot</p>"


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("https://example.org/?utm_source=a&utm_medium=b", "https://example.org/"),
        ("https://example.org/?id=1&utm_source=a&page=2", "https://example.org/?id=1&page=2"),
        ("https://example.org/?UTM_Source=a&fbclid=b#x", "https://example.org/#x"),
        ("https://example.org/?q=utm_source", "https://example.org/?q=utm_source"),
        ("https://example.org/?a=%26utm_source%3D1", "https://example.org/?a=%26utm_source%3D1"),
        ("https://www.google.com/url?q=https://example.org/a&sa=D", "https://example.org/a"),
        ("https://www.google.com/search?q=a", "https://www.google.com/search?q=a"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("/2026/11/panne/", "/2026/11/panne/"),
        ("https://[", "https://["),
    ],
)
def test_an_address_loses_what_follows_the_reader(address, clean):
    assert without_tracking(address) == clean
