"""Words and patterns: evasions that are seen through, what is marked, and time that stays bounded."""

import time

import pytest
from django.core.exceptions import ValidationError

from comments.finding.lookalikes import fold
from comments.rules.patterns import compile_pattern
from comments.rules.wordlists import WordList
from tests.comments.readers import naughty_strings
from tests.factories import make_comment


def found(text: str, *entries: tuple[str, str]) -> list[str]:
    return [match["text"] for match in WordList(entries).find(text)]


@pytest.mark.parametrize(
    "disguise",
    [
        "casino",
        "CASINO",
        "Casinó",
        "cásínö",
        "ca\u0301sino",
        "с\u0430s\u0456n\u043e",  # Cyrillic
        "СА\u0405\u0406NО",
        "c\u03b1s\u03b9n\u03bf",  # Greek
        "C\u0391S\u0399\u039d\u039f",
        "ca\u200bsi\u200dno",  # zero width
        "ca\u00adsino",  # soft hyphen
        "\u202ecasino\u202c",  # right to left
        "c\u2060a\ufeffsino",
        "ｃａｓｉｎｏ",  # full width
        "𝐜𝐚𝐬𝐢𝐧𝐨",
        "𝓬𝓪𝓼𝓲𝓷𝓸",
        "𝕔𝕒𝕤𝕚𝕟𝕠",
        "ⓒⓐⓢⓘⓝⓞ",
        "🅒🅐🅢🅘🅝🅞",
        "🅲🅰🆂🅸🅽🅾",
        "🇨🇦🇸🇮🇳🇴",
        "ᴄᴀsɪɴᴏ",
        "cɑsіnօ",
        "casinø",
        "c\u0336a\u0336s\u0336i\u0336n\u0336o\u0336",  # struck through
        "\u3164casino",
    ],
)
@pytest.mark.parametrize("kind", ["word", "part", "pattern"])
def test_a_disguised_word_is_found(disguise, kind):
    assert len(found(f"Au {disguise}, hier", (kind, "casino"))) == 1


@pytest.mark.parametrize("written", ["Été", "ÉTÉ", "ete", "été", "e\u0301te\u0301"])
def test_what_is_listed_may_have_accents_and_capitals_too(written):
    assert found("Un été, un ete", ("word", written)) == ["été", "ete"]


@pytest.mark.parametrize("text", ["ΝΙΚΗ", "νικη", "Νίκη", "νίκη"])
@pytest.mark.parametrize("listed", ["ΝΙΚΗ", "Νίκη", "νίκη"])
def test_words_of_other_scripts_are_found_in_capitals_and_small_letters(text, listed):
    assert found(f"x {text} y", ("word", listed)) == [text]


@pytest.mark.parametrize("text", ["ВИАГРА", "виагра", "Виагра"])
def test_cyrillic_words_are_found(text):
    assert found(f"купить {text}!", ("word", "виагра")) == [text]


def test_what_is_marked_is_what_the_reader_wrote():
    text = "Œuvre\u200b : le Ca\u200bsi\u0301nо gagne, 𝓿𝓲𝓪𝓰𝓻𝓪."

    matches = WordList([("word", "casino"), ("word", "viagra"), ("word", "oeuvre")]).find(text)

    assert [text[match["start"] : match["end"]] for match in matches] == ["Œuvre", "Ca\u200bsi\u0301nо", "𝓿𝓲𝓪𝓰𝓻𝓪"]


def test_words_with_spaces_are_found_across_lines_and_wide_spaces():
    assert found("gagnez de\u00a0\u2003l’argent\nfacile", ("word", "de l’argent facile")) == [
        "de\u00a0\u2003l’argent\nfacile"
    ]


def test_a_whole_word_is_not_found_inside_another():
    assert found("L’artisan de l’art, art-déco et Bart", ("word", "art")) == ["art", "art"]


def test_anywhere_is_inside_words_too():
    assert found("L’artisan et Bart", ("part", "art")) == ["art", "art"]


def test_a_whole_word_is_found_beside_a_longer_one_of_the_list():
    assert found("cart art", ("word", "cart"), ("word", "art"), ("word", "car")) == ["cart", "art"]


def test_name_site_and_address_are_looked_at_too(db):
    comment = make_comment(
        author_name="Casino", author_url="https://casino.example", author_email="casino@example.org", body="Casino"
    )

    assert [match["field"] for match in WordList([("word", "casino")]).find_in(comment)] == [
        "body", "author_name", "author_url", "author_email",
    ]  # fmt: skip


def test_no_more_than_twenty_places_are_kept(db):
    comment = make_comment(body="casino " * 500)

    assert len(WordList([("word", "casino"), ("pattern", "cas")]).find_in(comment)) == 20


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "(.*a){20}", "^(([a-z])+.)+[A-Z]([a-z])+$", r"(\w+\s?)+!"])
def test_a_catastrophic_pattern_returns_in_bounded_time(pattern):
    words = WordList([("pattern", pattern)])
    began = time.process_time()

    words.find("a" * 5000 + "c")

    assert time.process_time() - began < 1.0


@pytest.mark.parametrize(
    "pattern",
    [
        "(a",
        "a)",
        "[a",
        "*a",
        "a**",
        "a{2000}",
        "(?=a)",
        "(?<!a)b",
        r"(a)\1",
        "a\\",
        "[z-a]",
        "(?P<a",
        "((a{100}){100}){100}",
    ],
)
def test_a_pattern_that_cannot_be_is_refused_in_a_sentence(pattern):
    with pytest.raises(ValidationError) as refused:
        compile_pattern(pattern)

    assert refused.value.messages[0].endswith(".")
    assert len(refused.value.messages[0]) < 200


@pytest.mark.parametrize("pattern", ["", "a*", ".*", "(a|)", "^", "$", r"\b|x?"])
def test_a_pattern_that_matches_everything_is_refused(pattern):
    with pytest.raises(ValidationError):
        compile_pattern(pattern)


def test_a_pattern_that_is_too_long_is_refused():
    with pytest.raises(ValidationError):
        compile_pattern("a" * 501)


def test_the_classes_of_a_pattern_keep_their_meaning():
    assert found("prix : 500 €", ("pattern", r"\d+\s€")) == ["500 €"]
    assert found("a b", ("pattern", r"a\Sb")) == []


@pytest.mark.parametrize("text", naughty_strings())
def test_folding_takes_any_text_and_leads_back_into_it(text):
    folded = fold(text)

    for place in range(len(folded.text)):
        start, end = folded.original_span(place, place + 1)
        assert 0 <= start < end <= len(text)
