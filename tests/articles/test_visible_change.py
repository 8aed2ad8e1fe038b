"""How much a change of a story is: nothing, spelling, or something that readers are told."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import pytest

from articles.corrections.change import Change, Content, visible_change

TEXT = (
    "<p>Le réseau de la ville d’Aulnoy est tombé lundi à midi. Selon le maire, Paul Ferrand, 1 200 foyers "
    "n’ont pas été prévenus.</p><h2>Trois heures</h2><p>La panne a duré trois heures, et l’opérateur Lumarel a "
    "annoncé une hausse de 15 % de ses tarifs. Aucune donnée n’a été perdue.</p>"
)
STORY = Content("Le réseau d’Aulnoy en panne", "Trois heures sans paiement.", TEXT)


def change(was: str, became: str) -> Change:
    """Return how much it is when these words of the text are exchanged for those."""
    assert was in TEXT
    return visible_change(STORY, replace(STORY, body=TEXT.replace(was, became, 1)))


def between(was: str, became: str) -> Change:
    return visible_change(Content("Titre", "", f"<p>{was}</p>"), Content("Titre", "", f"<p>{became}</p>"))


@pytest.mark.parametrize(
    "body",
    [
        TEXT,
        TEXT.replace("</p><h2>", "</p>\n\n<h2>"),
        TEXT.replace(" de la ", "  de\nla "),
        TEXT.replace("15 %", "15\u202f%"),
        f"{TEXT}<script>1</script>",
    ],
)
def test_what_no_reader_sees_is_no_change(body):
    assert visible_change(STORY, replace(STORY, body=body)) == Change.NONE


@pytest.mark.parametrize(
    ("was", "became"),
    [
        ("d’Aulnoy", "d'Aulnoy"),
        ("tombé", "tombe"),
        ("tombé", "tonbé"),
        ("prévenus", "prévnus"),
        ("prévenus", "prévneus"),
        ("perdue", "perdues"),
        ("Selon le maire", "selon le maire"),
        ("midi. Selon", "midi ; selon"),
        ("La panne a", "La panne panne a"),
        ("de la ville", "de ville"),
        ("1 200", "1200"),
        ("réseau", "<strong>réseau</strong>"),
        ("<h2>Trois heures</h2>", "<h3>Trois heures</h3>"),
        ("midi. Selon", "midi.</p><p>Selon"),
    ],
)
def test_spelling_and_typography_are_a_typo(was, became):
    assert change(was, became) == Change.TYPO


@pytest.mark.parametrize(
    ("was", "became"),
    [
        ("Il a put voir", "Il a pu voir"),
        ("à coté", "à côté"),
        ("parceque", "parce que"),
        ("le gouvernemant", "le gouvernement"),
        ("le le débat", "le débat"),
        ("des élus ou ils siègent", "des élus où ils siègent"),
        ("oeuvre", "œuvre"),
        ("l'etat", "l’État"),
        ("Elle s'est rendu sur place", "Elle s’est rendue sur place"),
    ],
)
def test_a_mistyped_word_that_is_put_right_is_a_typo(was, became):
    assert between(was, became) == between(became, was) == Change.TYPO


@pytest.mark.parametrize(
    ("was", "became"),
    [
        ("15 %", "16 %"),
        ("15 %", "15 €"),
        ("1 200", "12 000"),
        ("trois heures", "treize heures"),
        ("trois heures", "quatre heures"),
        ("n’ont pas été", "ont été"),
        ("Aucune donnée n’a", "Une donnée a"),
        ("Paul Ferrand", "Paul Ferrant"),
        ("Paul Ferrand", "Pierre Ferrand"),
        ("Lumarel", "Lumarelle"),
        ("hausse", "baisse"),
        ("lundi", "mardi"),
        ("l’opérateur Lumarel", "l’opérateur"),
        ("a duré", "aurait duré"),
        ("Aucune donnée n’a été perdue.", ""),
        ("perdue.", "perdue. La mairie le conteste."),
        ("le maire,", "l’ancien maire,"),
    ],
)
def test_facts_numbers_names_and_negations_are_substantial(was, became):
    assert change(was, became) == Change.SUBSTANTIAL


@pytest.mark.parametrize(
    ("was", "became"),
    [
        ("un accord légal", "un accord illégal"),
        ("le meurtrier présumé", "le meurtrier"),
        ("il est coupable", "il est capable"),
        ("elle sera jugée", "elle serait jugée"),
        ("avec son accord", "sans son accord"),
        ("Les élus votent", "Les élus ne votent plus"),
        ("Lumarel reste. On dit Lumarel", "Lumaral reste. On dit Lumarel"),
        ("CNIL", "CNIT"),
        ("1,5 million", "1,5 milliard"),
        ("le 12 mai", "le 13 mai"),
    ],
)
def test_a_word_that_turns_the_meaning_is_substantial(was, became):
    assert between(was, became) == between(became, was) == Change.SUBSTANTIAL


@pytest.mark.parametrize("headline", ["Le réseau d’Aulnoy en pane", "Le réseau d’Aulnoy", "En panne"])
def test_another_word_in_the_headline_is_always_substantial(headline):
    assert visible_change(STORY, replace(STORY, headline=headline)) == Change.SUBSTANTIAL


@pytest.mark.parametrize("headline", ["Le réseau d'Aulnoy en panne", "Le reseau d’Aulnoy en panne !"])
def test_typography_and_accents_of_the_headline_are_a_typo(headline):
    assert visible_change(STORY, replace(STORY, headline=headline)) == Change.TYPO


def test_the_standfirst_counts_like_the_text():
    assert visible_change(STORY, replace(STORY, standfirst="Trois heure sans paiement.")) == Change.TYPO
    assert visible_change(STORY, replace(STORY, standfirst="Dix heures sans paiement.")) == Change.SUBSTANTIAL


@pytest.mark.parametrize("figure", ['<figure><img src="/media/x.webp" data-file="4"></figure>', '<img src="/media/x">'])
def test_another_picture_is_substantial(figure):
    assert visible_change(STORY, replace(STORY, body=TEXT + figure)) == Change.SUBSTANTIAL


def test_several_typos_in_several_paragraphs_stay_typos():
    body = TEXT.replace("tombé", "tonbé").replace("perdue", "perdu").replace("duré", "dure")

    assert visible_change(STORY, replace(STORY, body=body)) == Change.TYPO


def test_paragraphs_that_change_places_are_substantial():
    assert between("Un fait.</p><p>Un autre.", "Un autre.</p><p>Un fait.") == Change.SUBSTANTIAL


def test_a_text_of_any_length_is_compared_in_a_moment():
    words = " ".join(f"mot{number % 97} de la ville" for number in range(7000))
    long = Content("Titre", "", f"<p>{words}</p>")
    began = perf_counter()

    typo = visible_change(long, replace(long, body=f"<p>{words} ville</p>"))

    assert typo == Change.SUBSTANTIAL  # beyond so many words in one passage there is doubt
    assert perf_counter() - began < 3
