"""Words as comments are compared by them: folded as those of stories are."""

from articles.search.words import WORD_MAX, fold, words_of

__all__ = ["WORD_MAX", "fold", "words_of"]
