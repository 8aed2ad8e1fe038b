"""
In which of the site's languages a comment is written, by its commonest words.

A guess for filters and never a reason to decide. Libraries that tell a hundred languages apart need more memory than a
whole web process is given here.
"""

from collections.abc import Sequence

_FRENCH = """
    le la les un une des du de et est sont pas que qui quoi dont pour dans sur avec sans vous nous je tu il elle on ils
    elles ce cet cette ces mon ma mes votre notre mais ou donc car si plus tres bien fait faire c d l j n s qu au aux en
    y a ai etait etre avoir merci bonjour aussi comme tout tous
"""
_ENGLISH = """
    the a an of to and is are was were be been in on at it its this that these those for with without you your we our i
    he she they them not no but or so if more very do does did have has had can will would from by as what who when how
    thanks hello all my me about just out
"""
_COMMON = {"fr": frozenset(_FRENCH.split()), "en": frozenset(_ENGLISH.split())}
_FEWEST_COMMON = 2


def language_of(words: Sequence[str]) -> str:
    """Return "fr" or "en" for folded words, "other" where no letter is Latin, and nothing when it cannot be told."""
    counts = {language: sum(word in common for word in words) for language, common in _COMMON.items()}
    likely, other = sorted(counts, key=lambda language: counts[language], reverse=True)
    if counts[likely] >= _FEWEST_COMMON and counts[likely] > counts[other]:
        return likely
    letters = [sign for word in words for sign in word if sign.isalpha()]
    return "other" if letters and not any(sign < "\u0250" for sign in letters) else ""
