"""What a comment is found by: folded words, nearly the same text, hosts of its links, and its language."""

import random

import pytest

from articles.folding import fold, words_of
from comments.finding.language import language_of
from comments.finding.traits import Kind, host_of, hosts_of, traits_of
from comments.models import Comment, SearchText, Trait, queries
from tests.comments.readers import send_comment
from tests.factories import make_article, make_comment

ADVERTISEMENT = (
    "Bonjour à tous, je gagne 3000 euros par mois depuis chez moi grâce à cette méthode simple, "
    "écrivez-moi vite pour la recevoir gratuitement avant la fin de la semaine : https://argent{}.example/offre"
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Été", "ete"),
        ("ŒUVRE, cæcum", "oeuvre, caecum"),
        ("Straße", "strasse"),
        ("in\u200bvi\u00adsible\u202e", "invisible"),
        ("ﬁnal e\u0301te\u0301", "final ete"),
    ],
)
def test_folding_leaves_plain_lower_case_letters(text, folded):
    assert fold(text) == folded


def test_a_word_without_end_is_cut():
    assert words_of("a" * 5000) == ["a" * 100]


def is_nearly_the_same(one, other):
    def texts(text):
        comment = Comment(body=text)
        return {value for kind, value in traits_of(comment) if kind == Kind.TEXT}

    return bool(texts(one) & texts(other))


def test_the_same_text_with_other_numbers_and_addresses_is_nearly_the_same():
    assert is_nearly_the_same(ADVERTISEMENT.format(1), ADVERTISEMENT.format(77).replace("3000", "4500"))
    assert is_nearly_the_same("Merci pour cet article !", "merci pour cet ARTICLE")


def test_a_word_more_or_less_in_a_long_text_is_nearly_the_same():
    dice = random.Random(5)
    words = [f"mot{dice.choice('abcdefgh')}{dice.choice('ijklmnop')}{number}x" for number in range(60)]
    found = 0
    for place in range(50):
        changed = [*words[:place], "autre", *words[place + 1 :]]
        found += is_nearly_the_same(" ".join(words), " ".join(changed))

    assert found >= 45


def test_two_texts_of_one_subject_are_not_nearly_the_same():
    one = "Je trouve que cet article sur les puces lentes oublie la consommation des machines au repos, dommage."
    other = "Cet article sur les puces lentes est très bien, mais la consommation des serveurs y manque un peu trop."

    assert not is_nearly_the_same(one, other)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.Example.org/page", "example.org"),
        ("https://example.org@mauvais.example/", "mauvais.example"),
        ("http://münchen.example", "xn--mnchen-3ya.example"),
        ("https://[mal", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_the_host_is_the_one_that_a_browser_would_ask(address, host):
    assert host_of(address) == host


def test_hosts_come_from_the_text_and_from_the_authors_site():
    comment = Comment(body="Voir https://un.example/a et https://un.example/b.", author_url="https://deux.example")

    assert hosts_of(comment) == ["un.example", "deux.example"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Merci pour cet article, très clair et sans jargon.", "fr"),
        ("Thanks for this, it was about time that someone did the work.", "en"),
        ("Большое спасибо за статью", "other"),
        ("ok", ""),
        ("12 345", ""),
    ],
)
def test_the_language_is_guessed_from_the_commonest_words(text, language):
    assert language_of(words_of(text)) == language


@pytest.mark.django_db
def test_a_posted_comment_is_stored_with_what_it_is_found_by(client):
    article = make_article(headline="Éloge des puces lentes")
    send_comment(
        client, article, body="Voyez https://exemple.example/page, c’est bien plus clair que les autres pages."
    )

    comment = Comment.objects.get()
    kinds = sorted(Trait.objects.filter(comment=comment).values_list("kind", flat=True))
    assert set(kinds) == set(Kind.values)
    assert (comment.language, comment.link_count) == ("fr", 1)
    assert comment.email_hash
    assert "eloge des puces lentes" in SearchText.objects.get(comment=comment).text


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["ete", "ÉTÉ", "publ", "lectrice example", "puces lentes"])
def test_a_search_folds_accents_and_takes_the_beginning_of_the_last_word(words):
    comment = make_comment(
        article=make_article(headline="Éloge des puces lentes"),
        author_email="lectrice@example.org",
        body="L’été se publie bien.",
    )
    make_comment(author_name="Autre", author_email="autre@example.net", body="Rien.")

    assert list(Comment.objects.matching(words)) == [comment]


@pytest.mark.django_db
def test_what_is_deleted_is_found_no_more():
    comment = make_comment(body="Introuvable ensuite.")
    assert Comment.objects.matching("introuvable").exists()

    Comment.objects.filter(pk=comment.pk).delete()

    assert not Comment.objects.matching("introuvable").exists()
    make_comment(body="Un autre prend sa place.")
    assert not Comment.objects.matching("introuvable").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["ete", "publ", "lectrice example", "puces lentes", "lent", "entes", "rien"])
def test_a_word_of_many_comments_is_found_in_the_same_ones(words, monkeypatch):
    article = make_article(headline="Éloge des puces lentes")
    make_comment(article=article, author_email="lectrice@example.org", body="L’été se publie bien.")
    make_comment(article=article, author_name="Autre", author_email="autre@example.net", body="Rien.")
    few = set(Comment.objects.matching(words))

    monkeypatch.setattr(queries, "FEW_HITS", -1)

    assert set(Comment.objects.matching(words)) == few
