"""The languages that stories are written in, and how each is named to readers and to other programs."""

from __future__ import annotations

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy, to_locale

# As it stands in a sentence: “Also in English”.
_NAMES = {
    "fr": pgettext_lazy("also in this language", "French"),
    "en": pgettext_lazy("also in this language", "English"),
}
# Open Graph wants a territory with each language (https://ogp.me/#optional); here it is not the language's own letters.
_LOCALES = {"en": "en_GB"}


def story_languages() -> list[tuple[str, str | Promise]]:
    return list(settings.LANGUAGES)


def default_language() -> str:
    return settings.LANGUAGE_CODE


def has_several_languages() -> bool:
    return len(settings.LANGUAGES) > 1


def name_in_sentence(language: str) -> str:
    return str(_NAMES.get(language) or label_of_language(language))


def label_of_language(language: str) -> str:
    return str(dict(settings.LANGUAGES).get(language, language))


def locale_of(language: str) -> str:
    """Return the language as Open Graph writes it."""
    return _LOCALES.get(language) or to_locale(language if "-" in language else f"{language}-{language}")
